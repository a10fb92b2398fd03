import {
  type CostExplorerClient,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
  GetDimensionValuesCommand,
  GetTagsCommand,
  ListCostAllocationTagBackfillHistoryCommand,
  ListCostAllocationTagsCommand,
  type ResultByTime,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
} from '@aws-sdk/client-cost-explorer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { accountsOf, clientsOf, exact, keyOf, refusal, startSmall } from './support.ts';

let simulator: Simulator;
let ce: CostExplorerClient;
beforeAll(async () => {
  simulator = await startSmall({ settings: { costGroupsPerPage: 50 } });
  ce = clientsOf(simulator).ce;
});
afterAll(() => simulator.close());

const MONTH = { Start: '2026-11-01', End: '2026-11-21' };

const request = (part: Partial<GetCostAndUsageCommandInput> = {}): GetCostAndUsageCommandInput => ({
  TimePeriod: MONTH,
  Granularity: 'DAILY',
  Metrics: ['UnblendedCost'],
  ...part,
});

async function all(
  input: GetCostAndUsageCommandInput,
  client = ce,
): Promise<{ results: ResultByTime[]; pages: number }> {
  const results: ResultByTime[] = [];
  let pages = 0;
  let NextPageToken: string | undefined;
  do {
    const page = await client.send(
      new GetCostAndUsageCommand({ ...input, ...(NextPageToken && { NextPageToken }) }),
    );
    const groups = (page.ResultsByTime ?? []).flatMap(({ Groups = [] }) => Groups);
    expect(groups.length).toBeLessThanOrEqual(50);
    results.push(...(page.ResultsByTime ?? []));
    NextPageToken = page.NextPageToken;
    pages++;
  } while (NextPageToken);
  return { results, pages };
}

/** Exact sums by group key, over all days. */
function byKey(results: ResultByTime[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { Groups = [] } of results)
    for (const { Keys = [], Metrics } of Groups) {
      const key = Keys.join(' | ');
      sums.set(key, (sums.get(key) ?? 0n) + exact(Metrics?.UnblendedCost?.Amount));
    }
  return sums;
}

const total = (results: ResultByTime[]) =>
  results.reduce((sum, { Total }) => sum + exact(Total?.UnblendedCost?.Amount), 0n);

const grandTotal = (sums: Map<string, bigint>) => [...sums.values()].reduce((a, b) => a + b, 0n);

function billed(start: string, end: string): bigint {
  let sum = 0n;
  for (let day = start; day < end; day = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10))
    for (const line of simulator.world.bill(day)) sum += line.unblendedCost;
  return sum;
}

describe('GetCostAndUsage', () => {
  it('adds up to the bill, by day, by month and in every grouping, to the last digit', async () => {
    const expected = billed(MONTH.Start, MONTH.End);
    expect(expected).toBeGreaterThan(0n);
    const daily = await all(request());
    expect(daily.results).toHaveLength(20);
    expect(total(daily.results)).toBe(expected);
    expect(total((await all(request({ Granularity: 'MONTHLY' }))).results)).toBe(expected);
    for (const GroupBy of [
      [
        { Type: 'DIMENSION' as const, Key: 'SERVICE' },
        { Type: 'DIMENSION' as const, Key: 'USAGE_TYPE' },
      ],
      [
        { Type: 'TAG' as const, Key: 'InferenceProfile' },
        { Type: 'DIMENSION' as const, Key: 'USAGE_TYPE' },
      ],
      [{ Type: 'TAG' as const, Key: 'UserEmail' }],
    ]) {
      const { results, pages } = await all(request({ GroupBy }));
      expect(pages).toBeGreaterThan(1);
      expect(grandTotal(byKey(results))).toBe(expected);
    }
  });

  it('repeats a period that goes on on the next page, and charges each page', async () => {
    const before = simulator.charges().total;
    const { results, pages } = await all(
      request({
        GroupBy: [
          { Type: 'DIMENSION', Key: 'SERVICE' },
          { Type: 'DIMENSION', Key: 'USAGE_TYPE' },
        ],
      }),
    );
    const starts = results.map(({ TimePeriod }) => TimePeriod?.Start);
    expect(new Set(starts).size).toBe(20);
    expect(starts.length).toBeGreaterThan(20);
    expect(simulator.charges().total - before).toBe(BigInt(pages) * 100_000_000n);
  });

  it('names tag groups Key$value and untagged spend Key$', async () => {
    const { results } = await all(
      request({ Granularity: 'MONTHLY', GroupBy: [{ Type: 'TAG', Key: 'UserEmail' }] }),
    );
    const keys = [...byKey(results).keys()];
    expect(keys).toContain('UserEmail$');
    expect(keys.some((key) => /^UserEmail\$\S+@example\.com$/.test(key))).toBe(true);
  });

  it('filters with And, Or, Not, Dimensions and Tags', async () => {
    const usage = { Dimensions: { Key: 'RECORD_TYPE' as const, Values: ['Usage'] } };
    const untagged = { Tags: { Key: 'UserEmail', MatchOptions: ['ABSENT' as const] } };
    const sum = async (Filter: GetCostAndUsageCommandInput['Filter']) =>
      total((await all(request({ Granularity: 'MONTHLY', Filter }))).results);
    const whole = billed(MONTH.Start, MONTH.End);
    expect((await sum(usage)) + (await sum({ Not: usage }))).toBe(whole);
    const [bare, owned] = [
      await sum({ And: [usage, untagged] }),
      await sum({ And: [usage, { Not: untagged }] }),
    ];
    expect(bare).toBeGreaterThan(0n);
    expect(bare + owned).toBe(await sum(usage));
    expect(await sum({ Or: [usage, { Not: usage }] })).toBe(whole);
  });

  it('keeps a token to its request', async () => {
    const GroupBy = [{ Type: 'TAG' as const, Key: 'InferenceProfile' }];
    const { NextPageToken } = await ce.send(new GetCostAndUsageCommand(request({ GroupBy })));
    expect(NextPageToken).toBeDefined();
    const other = request({ GroupBy, Metrics: ['UsageQuantity'], NextPageToken });
    expect(await refusal(ce.send(new GetCostAndUsageCommand(other)))).toBe('RequestChangedException');
    const broken = request({ GroupBy, NextPageToken: 'bm9uc2Vuc2U=' });
    expect(await refusal(ce.send(new GetCostAndUsageCommand(broken)))).toBe('InvalidNextTokenException');
    // Another position under the same request: only who made the token can say where it goes on.
    const text = Buffer.from(NextPageToken ?? '', 'base64').toString();
    for (const forged of [text.replace(':50:', ':10:'), text.replace(/:[^:]*$/, ''), `${text}0`]) {
      expect(forged).not.toBe(text);
      const changed = request({ GroupBy, NextPageToken: Buffer.from(forged).toString('base64') });
      expect(await refusal(ce.send(new GetCostAndUsageCommand(changed)))).toBe('InvalidNextTokenException');
    }
  });

  it('gives fourteen months, counted from today', async () => {
    const TimePeriod = { Start: '2025-09-24', End: '2025-10-01' };
    const { ResultsByTime } = await ce.send(new GetCostAndUsageCommand(request({ TimePeriod })));
    expect(ResultsByTime).toHaveLength(7);
  });

  it.each<[string, Partial<GetCostAndUsageCommandInput>]>([
    ['an end before the start', { TimePeriod: { Start: '2026-11-02', End: '2026-11-02' } }],
    ['an end after the first day of next month', { TimePeriod: { Start: '2026-11-02', End: '2026-12-02' } }],
    ['a start in the future', { TimePeriod: { Start: '2026-11-25', End: '2026-11-26' } }],
    ['a day that is not there', { TimePeriod: { Start: '2026-11-31', End: '2026-12-01' } }],
    ['more than fourteen months back', { TimePeriod: { Start: '2025-09-23', End: '2026-11-01' } }],
    ['hours', { Granularity: 'HOURLY' }],
    [
      'three groups',
      { GroupBy: ['SERVICE', 'REGION', 'USAGE_TYPE'].map((Key) => ({ Type: 'DIMENSION', Key })) },
    ],
    ['a group by a dimension that cannot be one', { GroupBy: [{ Type: 'DIMENSION', Key: 'RESOURCE_ID' }] }],
    ['an unknown metric', { Metrics: ['Cost'] }],
    ['a metric that every object has', { Metrics: ['constructor'] }],
    ['no metric', { Metrics: [] }],
    [
      'two roots in a filter',
      { Filter: { Dimensions: { Key: 'SERVICE', Values: ['a'] }, Tags: { Key: 'b', Values: ['c'] } } },
    ],
    ['And with one operand', { Filter: { And: [{ Dimensions: { Key: 'SERVICE', Values: ['a'] } }] } }],
    ['an unknown dimension', { Filter: { Dimensions: { Key: 'NOTHING' as 'SERVICE', Values: ['a'] } } }],
  ])('refuses %s', async (_what, part) => {
    expect(await refusal(ce.send(new GetCostAndUsageCommand(request(part))))).toBe('ValidationException');
  });

  it('shows days that have not arrived as zero and estimated', async () => {
    const { results } = await all(request({ TimePeriod: { Start: '2026-11-24', End: '2026-12-01' } }));
    expect(results).toHaveLength(7);
    expect(results.every(({ Estimated }) => Estimated)).toBe(true);
    expect(results.slice(1).map(({ Total }) => Total?.UnblendedCost)).toEqual(
      Array.from({ length: 6 }, () => ({ Amount: '0', Unit: 'USD' })),
    );
  });

  it('shows a linked account only itself', async () => {
    const GroupBy = [{ Type: 'DIMENSION' as const, Key: 'LINKED_ACCOUNT' }];
    const { busiest } = accountsOf(simulator);
    const everybody = byKey((await all(request({ GroupBy }))).results);
    const own = clientsOf(simulator, { accessKeyId: keyOf(busiest) }).ce;
    const mine = byKey((await all(request({ GroupBy }), own)).results);
    expect(everybody.size).toBeGreaterThan(1);
    expect([...mine]).toEqual([[busiest, everybody.get(busiest)]]);
    expect(await refusal(own.send(new ListCostAllocationTagsCommand({})))).toBe('AccessDeniedException');
  });
});

describe('what there is to filter by', () => {
  it('finds the services by a search string, with sizes', async () => {
    const found = await ce.send(
      new GetDimensionValuesCommand({ TimePeriod: MONTH, Dimension: 'SERVICE', SearchString: 'bedrock' }),
    );
    const names = found.DimensionValues?.map(({ Value }) => Value) ?? [];
    expect(names).toContain('Amazon Bedrock');
    expect(names.some((name) => name?.endsWith('(Amazon Bedrock Edition)'))).toBe(true);
    expect(names).not.toContain('Amazon Simple Storage Service');
    expect(found).toMatchObject({ ReturnSize: names.length, TotalSize: names.length });
  });

  it('lists tag keys and values', async () => {
    const keys = await ce.send(new GetTagsCommand({ TimePeriod: MONTH }));
    expect(keys.Tags).toEqual(expect.arrayContaining(['CostCenter', 'InferenceProfile', 'UserEmail']));
    const values = await ce.send(new GetTagsCommand({ TimePeriod: MONTH, TagKey: 'CostCenter' }));
    expect(values.Tags?.length).toBeGreaterThan(2);
  });
});

describe('cost allocation tags', () => {
  it('bill only after activation, and back-fill once a day', async () => {
    const inactive = await startSmall({ tags: 'inactive' });
    try {
      const client = clientsOf(inactive).ce;
      const GroupBy = [{ Type: 'TAG' as const, Key: 'UserEmail' }];
      const groups = async () =>
        byKey((await all(request({ Granularity: 'MONTHLY', GroupBy }), client)).results).size;
      expect(await groups()).toBe(1);
      const { CostAllocationTags = [] } = await client.send(new ListCostAllocationTagsCommand({}));
      expect(CostAllocationTags.find(({ TagKey }) => TagKey === 'UserEmail')?.Status).toBe('Inactive');
      const { Errors } = await client.send(
        new UpdateCostAllocationTagsStatusCommand({
          CostAllocationTagsStatus: [
            { TagKey: 'UserEmail', Status: 'Active' },
            { TagKey: 'NeverSeen', Status: 'Active' },
          ],
        }),
      );
      expect(Errors?.map(({ TagKey }) => TagKey)).toEqual(['NeverSeen']);
      inactive.clock.advanceTo(inactive.clock.now() + 26 * 3_600_000);
      const backfill = () =>
        client.send(new StartCostAllocationTagBackfillCommand({ BackfillFrom: '2026-11-01T00:00:00Z' }));
      await backfill();
      expect(await refusal(backfill())).toBe('BackfillLimitExceededException');
      inactive.clock.advanceTo(inactive.clock.now() + 26 * 3_600_000);
      const { BackfillRequests } = await client.send(new ListCostAllocationTagBackfillHistoryCommand({}));
      expect(BackfillRequests).toMatchObject([
        { BackfillFrom: '2026-11-01T00:00:00Z', BackfillStatus: 'SUCCEEDED' },
      ]);
      expect(await groups()).toBeGreaterThan(5);
    } finally {
      await inactive.close();
    }
  });

  it('takes at most twenty at once', async () => {
    const entries = Array.from({ length: 21 }, (_, i) => ({ TagKey: `k${i}`, Status: 'Active' as const }));
    const asked = ce.send(new UpdateCostAllocationTagsStatusCommand({ CostAllocationTagsStatus: entries }));
    expect(await refusal(asked)).toBe('ValidationException');
  });
});
