import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeAtOnce, vendProfile } from '../../src/app/profiles/vend.ts';
import { pricedPart } from '../../src/core/known.ts';
import { sum, ZERO } from '../../src/core/money.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS } from '../../src/core/periods.ts';
import { printPolicy } from '../../src/core/policies/generate.ts';
import { choicesOf } from '../../src/core/policies/standard.ts';
import { type Money, UNALLOCATED_REASONS } from '../../src/core/types.ts';
import { askingOf } from '../asking.ts';
import { VENDING } from '../vendingSettings.ts';
import { as, assign, PLATFORM, signIn } from './identityCenter.ts';
import { NOW, openWorld } from './world.ts';

/** One profile that a cost center shares: called under the printed policy, and by the bill a day later split by person. */

const DAY = dayOf(NOW);
const RANGE = { start: DAY, endExclusive: addDays(DAY, 1) };
const REGION = 'us-east-1';

let world: Awaited<ReturnType<typeof openWorld>>;
let profile: string;
let profileTag: string;
/** Two of one cost center and one of another. */
let ann: string;
let bob: string;
let eve: string;
let costCenter: string;

beforeAll(async () => {
  world = await openWorld(
    { users: 14, days: 3 },
    {
      backfillDays: 6,
      attribution: 'iamPrincipal',
      regions: [REGION],
      vending: { ...VENDING, shared: { enabled: true, by: [] } },
    },
  );
  await world.sync(['profiles']);
  [ann, bob, eve, costCenter] = peopleOf();
  const { store, settings } = world.deps;
  const catalogue = await store.profiles.catalogue();
  const source = catalogue.find(({ id, region }) => region === REGION && id.startsWith('us.'));
  const asking = askingOf(store, { now: NOW, settings });
  const answer = await vendProfile(asking, world.deps.awsFactory(ZERO), {
    shared: 'on',
    costCenter,
    source: source?.id ?? '',
    place: `${PLATFORM}/${REGION}`,
    'unknown.costCenter': costCenter,
  });
  const made = madeAtOnce(answer);
  profile = made.profile.arn;
  profileTag = made.profile.history[0]?.tags.InferenceProfile ?? '';
  const choices = choicesOf(settings, catalogue);
  const invoke = printPolicy('invoke', { ...choices, accounts: [PLATFORM] });
  await assign(world.simulator, 'BedrockShared', JSON.stringify(invoke.document));
});
afterAll(() => world.close());

/** Two people of one cost center and one of another, who call nothing but profiles of their own. */
function peopleOf(): [string, string, string, string] {
  const { users } = world.simulator.world.directory();
  const direct = new Set(
    world.simulator.world
      .bill(addDays(DAY, -2))
      .flatMap(({ tags }) => (tags.UserEmail === undefined ? [tags['iamPrincipal/UserEmail'] ?? ''] : [])),
  );
  const owners = new Set(
    world.simulator.world
      .profiles(PLATFORM, REGION)
      .map(({ tags }) => tags.find(({ key }) => key === 'UserEmail')?.value ?? ''),
  );
  const able = users.filter(({ enabled, email }) => enabled && owners.has(email) && !direct.has(email));
  const centers = [...Map.groupBy(able, (one) => one.costCenter)].filter(([name]) => name !== '');
  const [center, mates] = centers.find(([, some]) => some.length > 1) ?? [];
  const [first, mate] = mates ?? [];
  const other = centers.find(([name]) => name !== center)?.[1][0];
  if (!first || !mate || !other) throw new Error('nobody shares a cost center');
  return [first.email, mate.email, other.email, first.costCenter];
}

/** What people spent on the day, by who called; and what the profile itself came to, by its tags. */
async function known() {
  const { spend } = world.store;
  const asked = { range: RANGE, basis: 'best' as const, filter: {}, scope: 'all' as const };
  const people = await spend.query({ ...asked, groupBy: ['user'] });
  const { rows } = await spend.rows({ range: RANGE, profile: [profile] }, 'all', { limit: 99, offset: 0 });
  return {
    people,
    of: (email: string) => people.rows.find(({ keys }) => keys[0] === email),
    byTag: rows,
  };
}

/** What the bill says of somebody's own profiles, by their tags. */
async function ownOf(email: string): Promise<Money> {
  const bill = world.simulator.world.bill(DAY);
  return sum(
    bill
      .filter(({ recordType, tags }) => recordType === 'Usage' && tags.UserEmail === email)
      .map(({ unblendedCost }) => unblendedCost as Money),
  );
}

describe('a shared profile', () => {
  it('is called by the people of its cost center, and by nobody else', async () => {
    const call = async (email: string) =>
      as(world.simulator, await signIn(world.simulator, email, 'BedrockShared')).call(profile);
    for (const email of [ann, ann, ann, bob])
      expect((await call(email)).usage?.totalTokens).toBeGreaterThan(0);
    await expect(call(eve)).rejects.toThrow(/not authorized to perform: bedrock:InvokeModel/);
  });

  it('counts for its cost center within the hour, and for no person', async () => {
    world.simulator.clock.advanceTo(NOW + HOUR_MS);
    await world.sync(['usage', 'rates', 'spend']);
    const { byTag: rows } = await known();
    expect(rows.map(({ userEmail, costCenter: center, label }) => [userEmail, center, label])).toEqual(
      rows.map(() => [null, costCenter, 'estimated']),
    );
    expect(sum(rows.map(({ amount }) => pricedPart({ amount })))).toBeGreaterThan(0n);
  });

  it('is split by person once the bill says who called, and adds up to it', async () => {
    world.simulator.clock.advanceTo(NOW + 3 * DAY_MS);
    await world.sync(['charges', 'rates', 'spend']);
    const bill = world.simulator.world
      .bill(DAY)
      .filter(({ recordType, tags }) => recordType === 'Usage' && tags.InferenceProfile === profileTag);
    const saidOf = (email: string) =>
      sum(
        bill
          .filter(({ tags }) => tags['iamPrincipal/UserEmail'] === email)
          .map(({ unblendedCost }) => unblendedCost as Money),
      );
    const [anns, bobs] = [saidOf(ann), saidOf(bob)];
    expect(bobs).toBeGreaterThan(0n);
    expect(anns).toBe((bobs * 3n) as Money);
    expect(sum(bill.map(({ unblendedCost }) => unblendedCost as Money))).toBe(anns + bobs);
    // By tags it is the cost center's; what people have beside it is of their own profiles.
    const { of, byTag } = await known();
    expect(sum(byTag.map(({ billed }) => billed))).toBe(anns + bobs);
    for (const [email, shared] of [
      [ann, anns],
      [bob, bobs],
    ] as const)
      expect((of(email)?.billed ?? 0n) - (await ownOf(email))).toBe(shared);
  });

  it('leaves the sums of the day as the bill has them, and nobody without an owner for it', async () => {
    const { people, byTag } = await known();
    const charged = sum(
      (await world.store.charges.lines({ range: RANGE, records: 'usage' })).map(({ amount }) => amount),
    );
    const billed = sum(people.rows.map((row) => row.billed));
    const nobody = await world.store.spend.rows({ range: RANGE, reason: UNALLOCATED_REASONS }, 'all', {
      limit: 500,
      offset: 0,
    });
    expect(billed + sum(nobody.rows.map((row) => row.billed))).toBe(charged);
    expect(byTag.length).toBeGreaterThan(0);
    expect(nobody.rows.filter(({ profileArn }) => profileArn === profile)).toEqual([]);
  });
});
