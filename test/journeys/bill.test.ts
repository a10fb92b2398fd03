import {
  CostExplorerClient,
  type Expression,
  GetCostAndUsageCommand,
  GetDimensionValuesCommand,
  type GroupDefinition,
} from '@aws-sdk/client-cost-explorer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pricedPart } from '../../src/core/known.ts';
import { formatExact, money, sum } from '../../src/core/money.ts';
import type { SpendGroup } from '../../src/core/questions.ts';
import { reconcile, reconciledBy } from '../../src/core/reconciliation.ts';
import type { Money } from '../../src/core/types.ts';
import { openWorld } from './world.ts';

/** The ledger against Cost Explorer itself, asked by a client of its own. */

const MONTH = { start: '2026-10-16', endExclusive: '2026-11-20' };
const GROUPS: readonly SpendGroup[] = [
  'costCenter',
  'user',
  'model',
  'profile',
  'account',
  'day',
  'tokenKind',
];
let world: Awaited<ReturnType<typeof openWorld>>;
let explorer: CostExplorerClient;
/** Every SERVICE name that Bedrock bills under; AgentCore is another service. */
let services: string[];
beforeAll(async () => {
  world = await openWorld();
  await world.sync();
  explorer = new CostExplorerClient({
    endpoint: world.simulator.url,
    region: 'us-east-1',
    credentials: world.credentials,
  });
  const { DimensionValues = [] } = await explorer.send(
    new GetDimensionValuesCommand({
      TimePeriod: { Start: '2026-10-16', End: '2026-11-25' },
      Dimension: 'SERVICE',
    }),
  );
  services = DimensionValues.map(({ Value = '' }) => Value).filter(
    (name) => name.includes('Bedrock') && !name.includes('AgentCore'),
  );
});
afterAll(() => world.close());

/** Amounts per first group key over a range, added exactly; all pages. */
async function costByKey(
  range: { start: string; endExclusive: string },
  groupBy: GroupDefinition[],
): Promise<Map<string, Money>> {
  const filter: Expression = {
    And: [
      { Dimensions: { Key: 'SERVICE', Values: services } },
      { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } },
    ],
  };
  const found = new Map<string, Money>();
  let page: string | undefined;
  do {
    const answer = await explorer.send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: range.start, End: range.endExclusive },
        Granularity: 'DAILY',
        Metrics: ['UnblendedCost'],
        Filter: filter,
        GroupBy: groupBy,
        NextPageToken: page,
      }),
    );
    for (const { Groups = [] } of answer.ResultsByTime ?? [])
      for (const g of Groups) {
        const key = g.Keys?.[0] ?? '';
        found.set(key, sum([found.get(key) ?? money('0'), money(g.Metrics?.UnblendedCost?.Amount ?? '0')]));
      }
    page = answer.NextPageToken;
  } while (page !== undefined);
  return found;
}

describe('billed spend', () => {
  it.each([
    MONTH,
    { start: '2026-11-03', endExclusive: '2026-11-04' },
    { start: '2026-11-01', endExclusive: '2026-11-25' },
  ])('equals Cost Explorer to the last digit for %o', async (range) => {
    const bill = sum((await costByKey(range, [{ Type: 'DIMENSION', Key: 'SERVICE' }])).values());
    const { total } = await world.store.spend.query({
      range,
      groupBy: ['user'],
      basis: 'billed',
      filter: {},
      scope: 'all',
    });
    expect(bill).toBeGreaterThan(0n);
    expect(formatExact(pricedPart(total))).toBe(formatExact(bill));
  });

  it('equals Cost Explorer key by key where the bill carries the tag', async () => {
    const bill = await costByKey(MONTH, [
      { Type: 'TAG', Key: 'InferenceProfile' },
      { Type: 'DIMENSION', Key: 'USAGE_TYPE' },
    ]);
    const { rows } = await world.store.spend.query({
      range: MONTH,
      groupBy: ['profile'],
      basis: 'billed',
      filter: {},
      scope: 'all',
    });
    const byArn = new Map(rows.map((row) => [row.keys[0], row]));
    const tagged = (await world.store.profiles.all()).filter(
      (p) => p.history.at(-1)?.tags.InferenceProfile && byArn.has(p.arn),
    );
    expect(tagged.length).toBeGreaterThan(5);
    for (const p of tagged)
      expect([p.name, byArn.get(p.arn)?.allocatedBy.tag]).toEqual([
        p.name,
        bill.get(`InferenceProfile$${p.history.at(-1)?.tags.InferenceProfile}`),
      ]);
  });

  it('best-known spend of days that ended more than three days ago is the bill under every grouping', async () => {
    const range = { start: MONTH.start, endExclusive: '2026-11-20' };
    const bill = sum((await costByKey(range, [{ Type: 'DIMENSION', Key: 'SERVICE' }])).values());
    for (const group of GROUPS) {
      const answer = await world.store.spend.query({
        range,
        groupBy: [group],
        basis: 'best',
        filter: {},
        scope: 'all',
      });
      const parts = sum([...answer.rows.map((r) => r.amount), ...answer.unallocated.map((u) => u.amount)]);
      expect([group, formatExact(pricedPart({ amount: parts }))]).toEqual([group, formatExact(bill)]);
    }
  });

  it('a second sync changes no row', async () => {
    const everything = async () =>
      (
        await world.store.spend.rows({ range: { start: '2026-10-01', endExclusive: '2026-12-01' } }, 'all', {
          limit: 1_000_000,
          offset: 0,
        })
      ).rows;
    const before = await everything();
    await world.sync();
    expect(await everything()).toEqual(before);
  });

  it('keeps its own bill small', async () => {
    const cost = sum((await world.store.runs.awsCharges('2026-11')).map((o) => o.charge));
    expect(cost).toBeGreaterThan(0n);
    expect(cost).toBe(world.simulator.charges().total - (await asked()));
  });
});

/** What this test's own client was charged: a cent a request of Cost Explorer, counted by the simulator as well. */
async function asked(): Promise<bigint> {
  const seen = world.simulator.requests();
  const own = await world.store.runs.awsCharges('2026-11');
  const counts = ['ce:GetCostAndUsage', 'ce:GetDimensionValues'].map(
    (name) => (seen[name] ?? 0) - (own.find(({ operation }) => operation === name)?.requests ?? 0),
  );
  return BigInt(counts.reduce((a, b) => a + b, 0)) * money('0.01');
}

describe('the comparison of estimate and bill', () => {
  it('holds every billed cent of the days that count, and is close where tokens were seen', async () => {
    const range = { start: '2026-11-01', endExclusive: '2026-11-20' };
    const rows = await world.store.spend.compared(range);
    const bill = await world.store.spend.query({
      range,
      groupBy: [],
      basis: 'billed',
      filter: {},
      scope: 'all',
      unowned: 'among',
    });
    expect(sum(rows.map((row) => row.billed))).toBe(bill.total.amount);
    const models = reconciledBy(reconcile(rows), 'modelKey');
    expect(sum(models.map((model) => (model.billed + model.notCompared) as Money))).toBe(bill.total.amount);
    const compared = models.filter((model) => model.billed > 0n);
    expect(compared.length).toBeGreaterThan(5);
    for (const { key, status } of compared) expect([key, status]).not.toEqual([key, 'differs']);
  });
});
