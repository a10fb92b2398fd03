import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changePerson } from '../../src/app/people/change.ts';
import { mendingOf, readHygiene, type ToMend } from '../../src/app/profiles/hygiene.ts';
import { moveOf } from '../../src/app/profiles/move.ts';
import { sayingOf } from '../../src/app/profiles/say.ts';
import { applyPlan, confirmStep } from '../../src/app/provisioning/apply.ts';
import { proposePlan } from '../../src/app/provisioning/propose.ts';
import { operator } from '../../src/core/access.ts';
import type { Invalid } from '../../src/core/errors.ts';
import { ZERO } from '../../src/core/money.ts';
import type { PersonFacts } from '../../src/core/people.ts';
import { DAY_MS, instantOf } from '../../src/core/periods.ts';
import type { Proposal } from '../../src/core/provisioning/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { askingOf } from '../asking.ts';
import { vend } from '../vending.ts';
import { type Bench, type Collected, collected } from './setup.ts';

/** Profiles made by hand, leavers and moves: found in the ledger, mended by plans, against the simulated AWS. */

const ACTOR = { id: 'ann@example.com' };
const MODEL = 'global.anthropic.claude-sonnet-4-6';
const EMAIL = 'dora.hand@example.com';

let company: Collected;
let b: Bench;
beforeAll(async () => {
  company = await collected(['profiles', 'usage', 'spend'], {
    world: { users: 3, days: 3, settings: { profilesPerRegion: 1000 } },
    settings: { backfillDays: 3, regions: ['us-east-1'] },
  });
});
afterAll(() => company.remove());
beforeEach(async () => {
  b = await company.bench();
});
afterEach(() => b.close());

const asking = () =>
  askingOf(b.store, {
    viewer: operator(ACTOR.id),
    actor: ACTOR,
    now: b.clock.now(),
    settings: b.deps.settings,
  });
const place = () => ({ accountId: b.deps.settings.accounts[0]?.accountId ?? '', region: 'us-east-1' });
const learn = (facts: Partial<PersonFacts>) =>
  b.store.people.learn(
    'byHand',
    [{ email: EMAIL, name: null, costCenter: null, manager: null, active: null, groups: null, ...facts }],
    { complete: false, actor: ACTOR, now: instantOf(b.clock.now()) },
  );
/** Made by a script of its own, as AWS allows: with these tags and no other. */
async function byHand(tags: Readonly<Record<string, string>>, name = 'doras-own'): Promise<string> {
  const aws = b.deps.awsFactory(ZERO);
  const { accountId, region } = place();
  const copyFrom = `arn:aws:bedrock:${region}:${accountId}:inference-profile/${MODEL}`;
  const { arn } = await aws.bedrock.createProfile(place(), {
    name,
    copyFrom,
    tags,
    clientToken: `${name}-by-hand-0123456789-0123456789`,
  });
  await runSync(b.deps, ['profiles']);
  return arn;
}
const tagsInAws = (arn: string): Record<string, string> | undefined => {
  const { accountId, region } = place();
  const found = b.simulator.world.profiles(accountId, region).find((one) => one.arn === arn);
  return found && Object.fromEntries(found.tags.map(({ key, value }) => [key, value]));
};
async function kindsOf(arn: string): Promise<string[]> {
  const { findings } = await readHygiene(asking());
  return findings.filter(({ about }) => about === arn).map(({ kind }) => kind);
}
async function carryOut(proposal: Proposal): Promise<string> {
  const { id } = await proposePlan(asking(), proposal);
  await applyPlan(asking(), id);
  await runSync(b.deps, ['provision']);
  return id;
}
const mend = async (what: ToMend) => carryOut(await mendingOf(asking(), what, () => 'mend'));

describe('a profile made by a script', () => {
  it('is found, completed from the directory, and is ours from then on', async () => {
    await learn({ costCenter: 'CC-1001 Platform' });
    const arn = await byHand({ UserEmail: EMAIL });
    expect(await kindsOf(arn)).toEqual(['notAdopted']);
    await mend({ kind: 'notAdopted', about: arn });
    expect(tagsInAws(arn)).toEqual({
      UserEmail: EMAIL,
      CostCenter: 'CC-1001 Platform',
      ManagedBy: 'bedrock-ledger',
      InferenceProfile: expect.stringMatching(/^doras-own-[0-9a-f]{10}$/),
    });
    expect(await kindsOf(arn)).toEqual([]);
    const deps = { store: b.store, aws: b.deps.awsFactory(ZERO), clock: b.clock, settings: b.deps.settings };
    const wish = { ...place(), userEmail: EMAIL, costCenter: 'CC-1001 Platform', sourceId: MODEL };
    expect(await vend(deps, wish, ACTOR)).toMatchObject({ created: false, profile: { arn } });
    await runSync(b.deps, ['profiles']);
    expect(await kindsOf(arn)).toEqual([]);
  });

  it('of somebody unknown is taken over only when somebody says whose it is', async () => {
    const arn = await byHand({ UserEmail: 'nobody.here@example.com' });
    await learn({ costCenter: 'CC-1001 Platform' });
    expect(await kindsOf(arn)).toEqual(['ownerUnknown']);
    await expect(mendingOf(asking(), { kind: 'notAdopted', about: arn }, () => '')).rejects.toThrow(
      'ownerUnknown',
    );
    const shortId = arn.slice(arn.lastIndexOf('/') + 1);
    const faultOf = (typed: Record<string, string>) =>
      sayingOf(asking(), shortId, typed, 't').then(
        () => null,
        ({ faults }: Invalid) => faults[0]?.key,
      );
    expect(await faultOf({})).toBe('sayNothing');
    expect(await faultOf({ userEmail: 'dora' })).toBe('email');
    expect(await faultOf({ userEmail: 'dora.hamd@example.com' })).toBe('unknownUser');
    await carryOut(await sayingOf(asking(), shortId, { userEmail: EMAIL }, 't'));
    expect(tagsInAws(arn)).toMatchObject({
      UserEmail: EMAIL,
      CostCenter: 'CC-1001 Platform',
      ManagedBy: 'bedrock-ledger',
    });
  });
});

describe('somebody who left', () => {
  it('has their profiles marked in the same moment, and deleted only by a plan', async () => {
    await learn({ costCenter: 'CC-1001 Platform' });
    const arn = await byHand({ UserEmail: EMAIL, CostCenter: 'CC-1001 Platform' });
    await learn({ active: false });
    expect(await kindsOf(arn)).toEqual(['ownerLeft']);
    await runSync(b.deps, ['profiles', 'provision']);
    expect(tagsInAws(arn)).toBeDefined();
    await mend({ kind: 'ownerLeft', about: null });
    expect(tagsInAws(arn)).toBeUndefined();
    expect(await kindsOf(arn)).toEqual([]);
  });
});

it('is told once, with their profiles, in the moment in which they are said to have left', async () => {
  await learn({ costCenter: 'CC-1001 Platform' });
  await learn({ email: 'no.profile@example.com' });
  await byHand({ UserEmail: EMAIL, CostCenter: 'CC-1001 Platform' });
  const notify = { ...b.deps.settings.notify, smtpUrl: 'smtp://127.0.0.1:1', to: ['ops@example.com'] };
  const settings = { ...b.deps.settings, notify };
  const leave = (email: string) =>
    changePerson({ ...asking(), settings }, email, { status: 'left' }, { confirmed: true });
  expect(await leave(EMAIL)).toMatchObject({ done: 'left' });
  expect(await leave('no.profile@example.com')).toMatchObject({ done: 'left' });
  await leave(EMAIL);
  expect(await b.store.quarantine.notices(9)).toMatchObject([
    {
      kind: 'ownersLeft',
      lines: [`${EMAIL} has left: profile doras-own`],
      deliveries: [{ channel: 'email', target: 'ops@example.com' }],
    },
  ]);
});

describe('somebody who moves', () => {
  const NEW = 'dora.wed@example.com';
  const move = (typed: Record<string, string>, email = EMAIL) => moveOf(asking(), email, typed, () => 'move');
  const states = async (id: string) =>
    (await b.store.provisioning.steps(id, {}, null)).map(({ deed, state }) => `${deed.kind} ${state}`);

  it('keeps the old profile until the sessions of before have ended', async () => {
    await learn({ costCenter: 'CC-1001 Platform' });
    const arn = await byHand({ UserEmail: EMAIL, CostCenter: 'CC-1001 Platform' });
    const id = await carryOut(await move({ toAddress: NEW }));
    expect(await states(id)).toEqual(['create done', 'byHand waiting', 'byHand waiting', 'delete waiting']);
    expect(tagsInAws(arn)).toBeDefined();
    await confirmStep(asking(), id, 2);
    await runSync(b.deps, ['provision']);
    expect(await states(id)).toEqual(['create done', 'byHand done', 'byHand waiting', 'delete waiting']);
    await confirmStep(asking(), id, 3);
    await runSync(b.deps, ['provision']);
    expect(tagsInAws(arn)).toBeDefined();
    b.clock.advance(DAY_MS + 3_600_000);
    await runSync(b.deps, ['usage', 'spend']);
    await runSync(b.deps, ['provision']);
    // Here its owner goes on to use what is there: it stays until nobody does.
    const last = (await b.store.provisioning.steps(id, {}, null)).at(-1);
    expect(last).toMatchObject({
      state: 'waiting',
      reason: { key: 'stillUsed', detail: { day: '2026-11-21' } },
    });
    const { accountId, region } = place();
    const owners = b.simulator.world
      .profiles(accountId, region)
      .map(({ tags }) => tags.find(({ key }) => key === 'UserEmail')?.value);
    expect(owners).toEqual(expect.arrayContaining([EMAIL, NEW]));
  });

  it('to another cost center keeps the profile, whose tag changes', async () => {
    await learn({ costCenter: 'CC-1001 Platform' });
    const arn = await byHand({ UserEmail: EMAIL, CostCenter: 'CC-1001 Platform' });
    await learn({ costCenter: 'CC-1004 Data' });
    expect(await kindsOf(arn)).toEqual(['notAdopted', 'wrongCostCenter']);
    await carryOut(await move({ costCenter: 'CC-1004 Data' }));
    expect(tagsInAws(arn)?.CostCenter).toBe('CC-1004 Data');
  });

  it('comes to the own address from one that differs in case only', async () => {
    await learn({ costCenter: 'CC-1001 Platform' });
    await byHand({ UserEmail: 'Dora.Hand@example.com', CostCenter: 'CC-1001 Platform' });
    const { steps } = await move({});
    expect(steps.map(({ deed }) => deed)).toMatchObject([
      { kind: 'create', wanted: { userEmail: EMAIL } },
      { kind: 'byHand', what: 'changeAddress', from: 'Dora.Hand@example.com', to: EMAIL },
      { kind: 'byHand', what: 'signInAnew' },
      { kind: 'delete' },
    ]);
  });

  it('is refused what is nobody, somebody else or a slip, and nothing is planned', async () => {
    await learn({ costCenter: 'CC-1001 Platform' });
    await learn({ email: 'eve@example.com', costCenter: 'CC-1001 Platform' });
    await byHand({ UserEmail: EMAIL, CostCenter: 'CC-1001 Platform' });
    for (const [typed, key] of [
      [{}, 'moveNothing'],
      [{ toAddress: 'dora' }, 'email'],
      [{ toAddress: 'dörä@example.com' }, 'noTag'],
      [{ toAddress: 'eve@example.com' }, 'moveTaken'],
      [{ costCenter: 'CC-1001 Platfrom' }, 'unknownCostCenter'],
      [{ costCenter: '東京' }, 'costCenter'],
    ] as const)
      await expect(move(typed), key).rejects.toMatchObject({ faults: [{ key }] });
    await expect(move({ toAddress: NEW }, 'fay@example.com')).rejects.toMatchObject({
      faults: [{ key: 'moveNobody' }],
    });
    expect((await b.store.provisioning.list({ limit: 9, offset: 0 })).length).toBe(0);
  });
});

describe('use', () => {
  it('is known of profiles that were used, and asked of the window alone', async () => {
    const used = await b.store.watching.lastUsed(null);
    expect(used.size).toBeGreaterThan(0);
    const all = await b.store.profiles.all();
    for (const [arn, at] of used) {
      expect(all.some((one) => one.arn === arn)).toBe(true);
      expect(at > instantOf(b.clock.now() - 10 * DAY_MS)).toBe(true);
    }
    // Three days were collected, so that sixty days say nothing yet.
    expect((await readHygiene(asking())).counts.unused).toBe(0);
    const vending = { ...b.deps.settings.vending, unusedDays: 2 };
    const settings = { ...b.deps.settings, vending };
    const { findings } = await readHygiene({ ...asking(), settings });
    const unused = findings.filter(({ kind }) => kind === 'unused').map(({ about }) => about);
    for (const arn of unused) expect(used.get(arn) ?? '').not.toMatch(/^2026-11-(19|20)/);
  });

  it('keeps what somebody goes on using, ends what nobody does, and says nothing of what was not read', async () => {
    const busy =
      [...(await b.store.watching.lastUsed(null))].sort(([, x], [, y]) => (x < y ? 1 : -1))[0]?.[0] ?? '';
    const idle = await byHand({}, 'of-nobody');
    const since = instantOf(b.clock.now());
    // Over a weekend hardly anybody works.
    const notBefore = instantOf(b.clock.now() + 5 * DAY_MS);
    const of = (arn: string) => {
      const deed = { kind: 'delete' as const, arn, place: place(), notBefore, unusedSince: since };
      return { deed, about: arn, phase: 0 };
    };
    const id = await carryOut({
      purpose: 'hygiene',
      title: 'idle',
      steps: [of(busy), of(idle)],
      unchanged: 0,
      refused: [],
    });
    const states = async () => {
      await runSync(b.deps, ['provision']);
      const steps = await b.store.provisioning.steps(id, {}, null);
      return steps.map(({ state, reason }) => `${state} ${reason?.key ?? ''}`);
    };
    b.clock.advance(6 * DAY_MS);
    expect(await states()).toEqual(['waiting useUnknown', 'waiting useUnknown']);
    b.clock.advance(DAY_MS);
    await runSync(b.deps, ['usage', 'spend']);
    expect(await states()).toEqual(['waiting stillUsed', 'done ']);
    expect([tagsInAws(busy), tagsInAws(idle)]).toEqual([expect.anything(), undefined]);
  });
});
