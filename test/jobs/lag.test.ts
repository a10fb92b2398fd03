import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ZERO } from '../../src/core/money.ts';
import { runSync } from '../../src/jobs/sync.ts';
import type { WireSettings } from '../../src/simulator/wire/service.ts';
import { retire, type VendDeps, vend as vendBy } from '../vending.ts';
import { type Bench, type Collected, collected } from './setup.ts';

/**
 * What AWS leaves open about profiles holds either way: lists that lag, client tokens used twice, names taken, and a control
 * plane that throttles and fails.
 */

const ACTOR = { id: 'local:test' };
const MINUTE = 60_000;
const EMAIL = 'ann@example.com';
const PLACE = { accountId: '222233334444', region: 'us-east-1' };
const WISH = {
  ...PLACE,
  userEmail: EMAIL,
  costCenter: 'CC-1',
  sourceId: 'global.anthropic.claude-sonnet-4-6',
};

let company: Collected;
let b: Bench;
beforeAll(async () => {
  company = await collected(['profiles'], {
    world: { users: 3, days: 3 },
    settings: { backfillDays: 3, regions: [PLACE.region] },
  });
});
afterAll(() => company.remove());
beforeEach(async () => {
  b = await company.bench();
});
afterEach(() => b.close());

const set = (settings: Partial<WireSettings>) =>
  fetch(`${b.simulator.url}/_sim/settings`, { method: 'POST', body: JSON.stringify(settings) });
const deps = (): VendDeps => ({
  store: b.store,
  aws: b.deps.awsFactory(ZERO),
  clock: b.clock,
  settings: b.deps.settings,
});
const vend = (more: Partial<Parameters<typeof vendBy>[1]> = {}) =>
  vendBy(deps(), { ...WISH, ...more }, ACTOR);
const sync = () => runSync(b.deps, ['profiles']);
const goneAt = async (arn: string) => (await b.store.profiles.get(arn))?.goneAt ?? null;
const tagsOf = async (arn: string) =>
  (await b.store.profiles.get(arn))?.history.map(({ tags }) => tags.CostCenter);
const mine = () =>
  b.simulator.world
    .profiles(PLACE.accountId, PLACE.region)
    .filter(({ tags }) => tags.some(({ value }) => value === EMAIL));

it('what was just made is not gone because a list does not hold it yet, and is not made again', async () => {
  await set({ listDelaySeconds: 120, taggingDelaySeconds: 300 });
  const { profile } = await vend();
  b.clock.advance(MINUTE);
  await sync();
  expect(await goneAt(profile.arn)).toBe(null);
  expect(await vend()).toMatchObject({ created: false, profile: { arn: profile.arn } });
  expect(mine()).toHaveLength(1);
  // Listed by now, without its tags.
  b.clock.advance(2 * MINUTE);
  await sync();
  expect(await tagsOf(profile.arn)).toEqual(['CC-1']);
  b.simulator.world.deleteProfile(profile.arn);
  b.clock.advance(15 * MINUTE);
  await sync();
  expect(await goneAt(profile.arn)).not.toBe(null);
});

it('what was never listed is gone once a list had to hold it', async () => {
  const { profile } = await vend();
  b.simulator.world.deleteProfile(profile.arn);
  b.clock.advance(5 * MINUTE);
  await sync();
  expect(await goneAt(profile.arn)).toBe(null);
  b.clock.advance(6 * MINUTE);
  await sync();
  expect(await goneAt(profile.arn)).not.toBe(null);
});

it('what was deleted from here is not brought back by a list that still holds it', async () => {
  const { profile } = await vend();
  b.clock.advance(MINUTE);
  await sync();
  await set({ listDelaySeconds: 120 });
  await retire(deps(), profile.arn, ACTOR);
  const gone = await goneAt(profile.arn);
  b.clock.advance(MINUTE);
  await sync();
  expect(await goneAt(profile.arn)).toBe(gone);
  expect((await vend()).profile.arn).not.toBe(profile.arn);
});

it('many that were just made do not hold a list back', async () => {
  await set({ listDelaySeconds: 300 });
  const made = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => vend({ userEmail: `${name}@example.com` })),
  );
  b.clock.advance(MINUTE);
  await sync();
  expect(await b.store.quarantine.all()).toEqual([]);
  for (const { profile } of made) expect(await goneAt(profile.arn)).toBe(null);
});

it('tags that were just changed are not undone by a list that tells the old ones', async () => {
  const { profile } = await vend();
  b.clock.advance(20 * MINUTE);
  await sync();
  b.clock.advance(MINUTE);
  await set({ taggingDelaySeconds: 600 });
  const aws = b.deps.awsFactory(ZERO);
  await aws.bedrock.tagProfile(PLACE, profile.arn, { CostCenter: 'CC-2' });
  const now = new Date(b.clock.now()).toISOString();
  const tags = { ...profile.history[0]?.tags, CostCenter: 'CC-2' };
  await b.store.profiles.addCreated({ ...profile, history: [{ from: now, tags }] }, ACTOR, now);
  for (let i = 0; i < 3; i++) {
    b.clock.advance(3 * MINUTE);
    await sync();
    expect(await tagsOf(profile.arn)).toEqual(['CC-1', 'CC-2']);
  }
  b.clock.advance(3 * MINUTE);
  await sync();
  expect(await tagsOf(profile.arn)).toEqual(['CC-1', 'CC-2']);
});

it.each(['conflict', 'ignored'] as const)(
  'two wishes at once that are charged otherwise are two profiles, where a token used otherwise is %s',
  async (tokenMismatch) => {
    await set({ tokenMismatch });
    const [one, other] = await Promise.all([vend(), vend({ costCenter: 'CC-2' })]);
    expect(one.profile.arn).not.toBe(other.profile.arn);
    const billed = mine().map(({ arn, tags }) => [arn, tags.find(({ key }) => key === 'CostCenter')?.value]);
    expect(billed.sort()).toEqual(
      [
        [one.profile.arn, 'CC-1'],
        [other.profile.arn, 'CC-2'],
      ].sort(),
    );
    const unique = mine().map(({ tags }) => tags.find(({ key }) => key === 'InferenceProfile')?.value);
    expect(new Set(unique).size).toBe(2);
  },
);

it.each([
  { tokensOfDeleted: 'kept', uniqueNames: false },
  { tokensOfDeleted: 'kept', uniqueNames: true },
  { tokensOfDeleted: 'forgotten', uniqueNames: false },
  { tokensOfDeleted: 'forgotten', uniqueNames: true },
] as const)('one that was deleted is followed by another that is there, with %o', async (settings) => {
  await set(settings);
  const first = await vend();
  await retire(deps(), first.profile.arn, ACTOR);
  const second = await vend();
  expect(mine().map(({ arn }) => arn)).toEqual([second.profile.arn]);
  b.simulator.world.deleteProfile(second.profile.arn);
  b.clock.advance(20 * MINUTE);
  await sync();
  const third = await vend();
  expect(mine().map(({ arn }) => arn)).toEqual([third.profile.arn]);
});

it('a control plane that throttles and fails makes one profile in the end', async () => {
  await set({
    rates: { 'bedrock:CreateInferenceProfile': { perSecond: 20, burst: 1 } },
    internalPercent: 30,
  });
  const answers = await Promise.allSettled([vend(), vend(), vend({ costCenter: 'CC-2' })]);
  await set({ rates: {}, internalPercent: 0 });
  for (const cc of ['CC-1', 'CC-2']) await vend({ costCenter: cc });
  expect(mine()).toHaveLength(2);
  for (const one of answers)
    if (one.status === 'rejected')
      expect(one.reason).toMatchObject({ code: expect.stringMatching(/outside|conflict/) });
});
