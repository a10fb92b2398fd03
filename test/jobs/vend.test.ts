import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ZERO } from '../../src/core/money.ts';
import { DAY_MS, HOUR_MS } from '../../src/core/periods.ts';
import type { Place } from '../../src/core/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { legalName, retireProfile, vendProfile } from '../../src/jobs/vend.ts';
import { type Bench, type Collected, collected } from './setup.ts';

const ACTOR = { id: 'local:test' };
const LEGAL_NAME = /^([0-9a-zA-Z][ _-]?)+$/;

const EMAIL = 'ann.o-smith@example.com';

let company: Collected;
let b: Bench;
let place: Place;
let sourceId: string;
beforeAll(async () => {
  company = await collected(['profiles'], {
    world: { users: 3, days: 3, settings: { profilesPerRegion: 1000 } },
    settings: { backfillDays: 3, regions: ['us-east-1'] },
  });
});
afterAll(() => company.remove());
beforeEach(async () => {
  b = await company.bench();
  place = { accountId: b.deps.settings.accounts[0]?.accountId ?? '', region: 'us-east-1' };
  const catalogue = await b.store.profiles.catalogue();
  const global = catalogue.filter((one) => one.region === place.region && one.id.startsWith('global.'));
  sourceId = global[0]?.id ?? '';
});
afterEach(() => b.close());

type VendDeps = Parameters<typeof vendProfile>[0];
const depsOf = (more: Partial<VendDeps> = {}): VendDeps => ({
  store: b.store,
  aws: b.deps.awsFactory(ZERO),
  clock: b.clock,
  settings: b.deps.settings,
  ...more,
});
const vend = (
  request: Partial<Parameters<typeof vendProfile>[1]> = {},
  deps: Partial<VendDeps> = {},
): ReturnType<typeof vendProfile> =>
  vendProfile(
    depsOf(deps),
    { ...place, userEmail: EMAIL, costCenter: 'CC-1001 Platform', sourceId, ...request },
    ACTOR,
  );
const inAws = () => b.simulator.world.profiles(place.accountId, place.region);

describe('a profile for a person and a model', () => {
  it('is created with the tags that make it billable to them, and an audit entry', async () => {
    const { profile, created } = await vend();
    expect(created).toBe(true);
    const made = inAws().find((one) => one.arn === profile.arn);
    const tags = Object.fromEntries((made?.tags ?? []).map(({ key, value }) => [key, value]));
    expect(tags).toMatchObject({
      UserEmail: EMAIL,
      CostCenter: 'CC-1001 Platform',
      ManagedBy: 'bedrock-ledger',
    });
    expect(made?.name).toMatch(LEGAL_NAME);
    expect(tags.InferenceProfile).toMatch(/^ann-o-smith-/);
    expect(profile).toMatchObject({ route: 'global', sourceId, goneAt: null });
    const [entry] = await b.store.audit.list({ limit: 1 });
    expect(entry).toMatchObject({ actor: ACTOR.id, action: 'profile.create', subject: profile.arn });
  });

  it('is the same one when asked for again, before and after the next listing', async () => {
    const made = await vend();
    expect(made.created).toBe(true);
    const first = await vend();
    expect(first).toMatchObject({ created: false, profile: { arn: made.profile.arn } });
    await runSync(b.deps, ['profiles']);
    const second = await vend();
    expect(second).toMatchObject({ created: false, profile: { arn: first.profile.arn, route: 'global' } });
    expect(inAws().filter((one) => one.arn === first.profile.arn)).toHaveLength(1);
  });

  it('is another one after somebody moved: what they ask for is charged to where they belong now', async () => {
    const userEmail = 'moving@example.com';
    const before = await vend({ userEmail, costCenter: 'CC-1' });
    const after = await vend({ userEmail, costCenter: 'CC-2' });
    expect(after.created).toBe(true);
    expect(after.profile.history.at(-1)?.tags.CostCenter).toBe('CC-2');
    expect(after.profile.name).not.toBe(before.profile.name);
    await runSync(b.deps, ['profiles']);
    for (const [costCenter, { profile }] of [
      ['CC-1', before],
      ['CC-2', after],
    ] as const)
      expect(await vend({ userEmail, costCenter })).toMatchObject({
        created: false,
        profile: { arn: profile.arn },
      });
  });

  it('is made once even when the answer was lost', async () => {
    const before = inAws().length;
    const userEmail = 'bob@example.com';
    const profiles = { ...b.store.profiles, addCreated: () => Promise.reject(new Error('lost')) };
    const request = { userEmail, costCenter: 'CC-1' };
    await expect(vend(request, { store: { ...b.store, profiles } })).rejects.toThrow('lost');
    expect(inAws()).toHaveLength(before + 1);
    await vend(request);
    expect(inAws()).toHaveLength(before + 1);
  });

  it('earns tokens from then on, which the ledger gives to its owner', async () => {
    const { profile } = await vend();
    b.clock.advance(DAY_MS + HOUR_MS);
    await runSync(b.deps);
    const hours = await b.store.usage.hours({
      dimension: profile.shortId,
      range: { start: '2026-11-20', endExclusive: '2026-11-23' },
    });
    expect(hours.length).toBeGreaterThan(0);
    const { rows } = await b.store.spend.query({
      range: { start: '2026-11-20', endExclusive: '2026-11-23' },
      groupBy: ['user'],
      basis: 'best',
      filter: { user: [EMAIL] },
      scope: 'all',
    });
    expect(rows[0]?.amount).toBeGreaterThan(0n);
  });

  it('is deleted in AWS and kept in the ledger; the next one has another name and tag', async () => {
    const { profile } = await vend();
    await retireProfile(depsOf(), profile.arn, ACTOR);
    expect(inAws().some((one) => one.arn === profile.arn)).toBe(false);
    expect((await b.store.profiles.get(profile.arn))?.goneAt).not.toBeNull();
    const next = await vend();
    expect(next.created).toBe(true);
    expect(next.profile.name).not.toBe(profile.name);
    const tagOf = (one: typeof profile) => one.history.at(-1)?.tags.InferenceProfile;
    expect(tagOf(next.profile)).not.toBe(tagOf(profile));
  });

  it('is refused with what is wrong: tags that Bedrock does not take, unknown models, a quota that is used up', async () => {
    const before = inAws().length;
    await expect(vend({ userEmail: "o'neil@example.com" })).rejects.toThrow(/user: .*o'neil@example\.com/);
    await expect(vend({ costCenter: '研究' })).rejects.toThrow(/cost center: .*研究/);
    await expect(vend({ sourceId: 'global.no-such-model' })).rejects.toThrow(/global\.no-such-model/);
    const aws = { ...b.deps.awsFactory(ZERO), quotas: { profileQuota: async () => 1 } };
    await expect(vend({}, { aws })).rejects.toThrow(/\b1 inference profiles/);
    expect(inAws()).toHaveLength(before);
  });
});

describe('a name for Bedrock', () => {
  it('is legal whatever people are called', () => {
    for (const text of ['ann.o-smith Claude Sonnet 4.6', '--a__b  c--', 'Zoë (Tokyo)', 'x'.repeat(90)]) {
      expect(legalName(text)).toMatch(LEGAL_NAME);
      expect(legalName(text).length).toBeLessThanOrEqual(64);
    }
  });
});
