import { BudgetsClient, paginateDescribeBudgets } from '@aws-sdk/client-budgets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BudgetScope } from '../../src/core/budgets.ts';
import type { MirrorStep } from '../../src/core/mirrorPlan.ts';
import { mirrorName } from '../../src/core/mirrorWanted.ts';
import { formatExact, money, sum, ZERO } from '../../src/core/money.ts';
import { instantOf } from '../../src/core/periods.ts';
import type { Money } from '../../src/core/types.ts';
import { planMirror } from '../../src/jobs/budgets.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { openWorld } from './world.ts';

/** AWS's own budgets against the ledger's figures: the same month, person by person, to the last digit. */

const OCTOBER = { start: '2026-10-01', endExclusive: '2026-11-01' };
/** The company uses a new model from the 27th on: until then its SERVICE is not on the bill. */
const BEFORE = Date.parse('2026-10-26T09:00:00Z');
const LAUNCHED = Date.parse('2026-10-27T10:00:00Z');
const AFTER = Date.parse('2026-10-29T09:00:00Z');
/** AWS evaluates budgets at 10:00. */
const EVALUATED = Date.parse('2026-10-29T10:05:00Z');
const NEW_MODEL = 'us.anthropic.claude-opus-5-5';
const NEW_SERVICE = 'Claude Opus 5.5 (Amazon Bedrock Edition)';
const STRANGER = 'contractor@elsewhere.example';
const PLACE = { accountId: '222233334444', region: 'us-east-1' };

describe.each(['profileTags', 'iamPrincipal'] as const)('a budget in AWS, by %s', (attribution) => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  let names: Map<string, string>;
  let planned: MirrorStep[];

  beforeAll(async () => {
    world = await openWorld(
      { nowMs: BEFORE, users: 8, days: 12 },
      { attribution, budgetsMirror: { enabled: true, subscribers: [] } },
    );
    await world.sync(['profiles', 'charges', 'spend']);
    names = new Map();
    for (const user of [...(await amounts('user')).keys(), STRANGER])
      await budgetFor({ kind: 'user', key: user });
    for (const key of (await amounts('costCenter')).keys()) await budgetFor({ kind: 'costCenter', key });
    await world.sync(['budgets']);

    world.simulator.clock.advanceTo(LAUNCHED);
    for (const owner of [[...names.keys()][0] ?? '', STRANGER]) await makeByHand(owner);
    world.simulator.clock.advanceTo(AFTER);
    await world.sync(['charges']);
    planned = await plan();
    await world.sync(['budgets']);
    world.simulator.clock.advanceTo(EVALUATED);
    // All that the bill says at this moment: views of it otherwise wait until a day's bill has arrived.
    await runSync({ ...world.deps, readAgain: true }, ['profiles', 'usage', 'charges', 'rates', 'spend']);
  });
  afterAll(() => world.close());

  async function budgetFor(scope: BudgetScope & { key: string }): Promise<void> {
    if (scope.key === '') return;
    const now = instantOf(world.clock.now());
    const { budget } = await world.store.budgets.set(scope, money('1000'), { id: 'local:test' }, now);
    names.set(scope.key, mirrorName(budget));
  }

  /** As the widely copied script makes them: with an owner, and no tag of the profile's own. */
  async function makeByHand(owner: string): Promise<void> {
    await world.deps.awsFactory(ZERO).bedrock.createProfile(PLACE, {
      name: `by hand ${owner.replace(/[^a-z]/g, ' ').slice(0, 40)}`,
      copyFrom: `arn:aws:bedrock:us-east-1:222233334444:inference-profile/${NEW_MODEL}`,
      tags: { UserEmail: owner },
      clientToken: owner.replace(/[^a-z]/g, ''),
    });
  }

  async function amounts(group: 'user' | 'costCenter'): Promise<Map<string, Money>> {
    const { rows } = await world.store.spend.query({
      range: OCTOBER,
      groupBy: [group],
      basis: 'billed',
      filter: {},
      scope: 'all',
    });
    return new Map(rows.map(({ keys: [key = ''], amount }) => [key, amount as Money]));
  }

  /** What the bill's own tags say. */
  async function tagged(group: 'user' | 'costCenter'): Promise<Map<string, Money>> {
    const found = new Map<string, Money>();
    for (const claim of await world.store.charges.claims({ range: OCTOBER, by: 'owner' }))
      found.set(claim[group], sum([found.get(claim[group]) ?? ZERO, claim.amount]));
    return found;
  }

  const plan = async () => (await planMirror({ ...world.deps, aws: world.deps.awsFactory(ZERO) })).steps;

  async function spentInAws(): Promise<Map<string, Money>> {
    const client = new BudgetsClient({
      endpoint: world.simulator.url,
      region: 'us-east-1',
      credentials: world.credentials,
    });
    const found = new Map<string, Money>();
    const AccountId = world.settings.payer.accountId ?? '';
    for await (const { Budgets = [] } of paginateDescribeBudgets({ client }, { AccountId }))
      for (const { BudgetName = '', CalculatedSpend } of Budgets)
        found.set(BudgetName, money(CalculatedSpend?.ActualSpend?.Amount ?? '0'));
    return found;
  }

  /** Whoever has a budget in AWS: what it has spent, and what `held` says of them. */
  async function compared(
    held: ReadonlyMap<string, Money>,
  ): Promise<{ key: string; aws: Money; own: Money }[]> {
    const there = await spentInAws();
    return [...held].flatMap(([key, own]) => {
      const name = names.get(key);
      return name === undefined ? [] : [{ key, own, aws: there.get(name) ?? ZERO }];
    });
  }
  const differing = (both: Awaited<ReturnType<typeof compared>>) =>
    both
      .filter(({ aws, own }) => aws !== own)
      .map(({ key, aws, own }) => [key, formatExact(aws), formatExact(own)]);

  it.each(['user', 'costCenter'] as const)('has spent what the bill says of each %s', async (group) => {
    const said = attribution === 'iamPrincipal' ? await amounts(group) : await tagged(group);
    const both = await compared(said);
    expect(differing(both)).toEqual([]);
    expect(both.length).toBeGreaterThan(5);
  });

  it('has spent what the ledger says, but for the little that no tag reaches', async () => {
    for (const { key, aws, own } of await compared(await amounts('user')))
      expect([key, (own > aws ? own - aws : aws - own) * 50n <= own]).toEqual([key, true]);
  });

  it('counts what was made by hand, on a model that is new', async () => {
    expect((await spentInAws()).get(names.get(STRANGER) ?? '') ?? ZERO).toBeGreaterThan(money('1'));
  });

  it('is written again when the bill has a new SERVICE, where it names them', () => {
    const byTags = attribution === 'profileTags';
    expect(planned.length).toBe(byTags ? names.size : 0);
    for (const step of planned) {
      expect(step).toMatchObject({ action: 'update', parts: ['filter'] });
      if (step.action !== 'update') continue;
      expect(step.wanted.filter).toContain(NEW_SERVICE);
      expect(step.before.filter).not.toContain(NEW_SERVICE);
    }
  });
});
