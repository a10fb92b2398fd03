import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Forbidden } from '../../../src/app/asking.ts';
import { listProfiles } from '../../../src/app/profiles/list.ts';
import { retireProfile } from '../../../src/app/profiles/retire.ts';
import { madeAtOnce, vendProfile } from '../../../src/app/profiles/vend.ts';
import { operator, type Viewer, viewerFrom } from '../../../src/core/access.ts';
import { Invalid } from '../../../src/core/errors.ts';
import { ZERO } from '../../../src/core/money.ts';
import type { VendingSettings } from '../../../src/core/vending/settings.ts';
import { runSync } from '../../../src/jobs/sync.ts';
import { askingOf } from '../../asking.ts';
import { type Bench, type Collected, collected } from '../../jobs/setup.ts';
import { VENDING } from '../../vendingSettings.ts';

/** Profiles that the people of a cost center share: who makes, sees and deletes them, each made once. */

const SHARED: VendingSettings = {
  ...VENDING,
  tags: [{ key: 'Project', values: ['atlas', 'zeus'], required: false }],
  shared: { enabled: true, by: [] },
};
let company: Collected;
let b: Bench;
let accountId: string;
let source: string;

beforeAll(async () => {
  company = await collected(['profiles'], {
    world: { users: 3, days: 3 },
    settings: { backfillDays: 3, regions: ['us-east-1'] },
  });
});
afterAll(() => company.remove());
beforeEach(async () => {
  b = await company.bench();
  accountId = b.deps.settings.accounts[0]?.accountId ?? '';
  source = (await b.store.profiles.catalogue()).find(({ id }) => id.startsWith('us.'))?.id ?? '';
});
afterEach(() => b.close());

const ADMINISTRATOR = operator('local:test');
/** Somebody of a cost center; with `owns`, its owner as well. */
const somebody = (email: string, costCenter: string, owns: readonly string[] = []): Viewer =>
  viewerFrom(
    {
      email,
      name: null,
      costCenter,
      groups: [],
      reports: [],
      grants: owns.map((one) => ({ email, role: 'costCenterOwner', costCenter: one })),
    },
    [],
  );
const askingBy = (viewer: Viewer, vending = SHARED) =>
  askingOf(b.store, {
    viewer,
    actor: { id: viewer.id },
    now: b.clock.now(),
    settings: { ...b.deps.settings, vending },
  });
const vend = async (typed: Readonly<Record<string, string>> = {}, viewer = ADMINISTRATOR, vending = SHARED) =>
  madeAtOnce(
    await vendProfile(askingBy(viewer, vending), b.deps.awsFactory(ZERO), {
      shared: 'on',
      costCenter: 'Search',
      source,
      place: `${accountId}/us-east-1`,
      'unknown.costCenter': typed.costCenter ?? 'Search',
      ...typed,
    }),
  );
const madeInAws = () =>
  b.simulator.world
    .profiles(accountId, 'us-east-1')
    .filter(({ tags }) => tags.some(({ key, value }) => key === 'CostCenter' && value === 'Search'));
const faultsOf = async (made: Promise<unknown>) => {
  const error = await made.then(() => null).catch((thrown: unknown) => thrown);
  return error instanceof Invalid ? error.faults.map(({ field, key }) => [field, key]) : error;
};

describe('a shared profile', () => {
  it('carries its cost center and mark and no name, is made once, and is found again after a listing', async () => {
    const [one, two] = await Promise.all([vend(), vend()]);
    expect([one.profile.arn, madeInAws().length]).toEqual([two.profile.arn, 1]);
    expect(one.profile.history.at(-1)?.tags).toEqual({
      CostCenter: 'Search',
      ManagedBy: 'bedrock-ledger',
      InferenceProfile: expect.stringMatching(/^Search-/),
    });
    await runSync(b.deps, ['profiles']);
    expect(await vend()).toMatchObject({ created: false, profile: { arn: one.profile.arn } });
  });

  it('is another one for another cost center or project, and each again itself', async () => {
    const made = [
      await vend(),
      await vend({ costCenter: 'Mobile' }),
      await vend({ 'tag.Project': 'atlas' }),
      await vend({ 'tag.Project': 'zeus' }),
    ];
    expect(new Set(made.map(({ profile }) => profile.arn)).size).toBe(4);
    expect((await vend({ 'tag.Project': 'atlas' })).profile.arn).toBe(made[2]?.profile.arn);
    expect((await vend()).created).toBe(false);
  });

  it('is refused where nothing is shared, with a person, or without what tells shared ones apart', async () => {
    expect(await faultsOf(vend({}, ADMINISTRATOR, VENDING))).toEqual([['shared', 'notShared']]);
    expect(await faultsOf(vend({ userEmail: 'ann@example.com' }))).toEqual([['userEmail', 'sharedOwner']]);
    expect(await faultsOf(vend({ shared: 'yes' }))).toEqual([['shared', 'onOff']]);
    // Whoever says neither means a person, who is missing.
    expect(await faultsOf(vend({ shared: '' }))).toEqual([['userEmail', 'whomMissing']]);
    const byProject = { ...SHARED, shared: { enabled: true, by: ['Project'] } };
    expect(await faultsOf(vend({}, ADMINISTRATOR, byProject))).toEqual([['tag.Project', 'tagMissing']]);
    expect(madeInAws()).toEqual([]);
  });

  it('is made and deleted by the owner of its cost center, seen by its people, and neither by others', async () => {
    const owner = somebody('olga@example.com', 'Board', ['Search']);
    const [mate, other] = [somebody('ann@example.com', 'Search'), somebody('eve@example.com', 'Mobile')];
    for (const viewer of [mate, other]) await expect(vend({}, viewer)).rejects.toBeInstanceOf(Forbidden);
    await expect(vend({ costCenter: 'Mobile' }, owner)).rejects.toBeInstanceOf(Forbidden);
    const { profile } = await vend({}, owner);
    const seenBy = async (viewer: Viewer) =>
      (await listProfiles(askingBy(viewer), null)).profiles.map(({ arn }) => arn);
    expect(await seenBy(mate)).toEqual([profile.arn]);
    expect(await seenBy(other)).toEqual([]);
    const remove = (viewer: Viewer) =>
      retireProfile(askingBy(viewer), b.deps.awsFactory(ZERO), profile.arn, {});
    for (const viewer of [mate, other]) await expect(remove(viewer)).rejects.toBeInstanceOf(Forbidden);
    await remove(owner);
    expect(madeInAws()).toEqual([]);
  });

  it('is none that merely lacks its name: what a script made for the cost center stays unseen', async () => {
    const { arn } = await b.deps.awsFactory(ZERO).bedrock.createProfile(
      { accountId, region: 'us-east-1' },
      {
        name: 'by-hand',
        copyFrom: `arn:aws:bedrock:us-east-1:${accountId}:inference-profile/${source}`,
        tags: { CostCenter: 'Search' },
        clientToken: 'by-hand-by-hand-by-hand-by-hand-1',
      },
    );
    await runSync(b.deps, ['profiles']);
    const found = await listProfiles(askingBy(somebody('ann@example.com', 'Search')), null);
    expect([found.total, found.profiles]).toEqual([0, []]);
    await expect(
      retireProfile(
        askingBy(somebody('olga@example.com', 'Board', ['Search'])),
        b.deps.awsFactory(ZERO),
        arn,
        {},
      ),
    ).rejects.toBeInstanceOf(Forbidden);
    expect((await vend()).profile.arn).not.toBe(arn);
  });
});
