import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  ListMetricsCommand,
  type Metric,
  type MetricDataQuery,
  type MetricDataResult,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { busiestModelId, query } from './cloudwatch-support.ts';
import { accountsOf, clientsOf, keyOf, NOW, refusal, startSmall } from './support.ts';

const PLATFORM = '222233334444';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.parse(NOW);

let simulator: Simulator;
let cloudwatch: CloudWatchClient;
let account: string;
beforeAll(async () => {
  simulator = await startSmall({ users: 40, days: 90 });
  account = accountsOf(simulator).busiest;
  cloudwatch = clientsOf(simulator, { accessKeyId: keyOf(account) }).cloudwatch;
});
afterAll(() => simulator.close());

const tierOf = (modelId: string, tier = 'default') => [
  { Name: 'ModelId', Value: modelId },
  { Name: 'ServiceTier', Value: tier },
  { Name: 'ResolvedServiceTier', Value: tier },
];

async function read(
  queries: MetricDataQuery[],
  start: number,
  end: number,
  more: Partial<GetMetricDataCommandInput> = {},
) {
  const input = { MetricDataQueries: queries, StartTime: new Date(start), EndTime: new Date(end), ...more };
  const { MetricDataResults = [], NextToken } = await cloudwatch.send(new GetMetricDataCommand(input));
  return { results: MetricDataResults, next: NextToken };
}

const sum = (result: MetricDataResult | undefined) => (result?.Values ?? []).reduce((a, b) => a + b, 0);

function truth(modelId: string, start: number, end: number): number {
  return simulator.world
    .usage(account, 'us-east-1', start, end)
    .filter(({ modelIdDimension }) => modelIdDimension === modelId)
    .reduce((total, { tokens }) => total + tokens.input, 0);
}

describe('ListMetrics', () => {
  it('pages by 500 and shows each metric once, in both dimension sets and without ModelId', async () => {
    const metrics: Metric[] = [];
    const sizes: number[] = [];
    for await (const { Metrics = [] } of paginateListMetrics(
      { client: cloudwatch },
      { Namespace: 'AWS/Bedrock' },
    )) {
      sizes.push(Metrics.length);
      metrics.push(...Metrics);
    }
    const keys = metrics.map((metric) => JSON.stringify(metric));
    expect(new Set(keys).size).toBe(keys.length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.slice(0, -1).every((size) => size === 500)).toBe(true);
    const counts = new Map<number, number>();
    for (const { Dimensions = [] } of metrics)
      counts.set(Dimensions.length, (counts.get(Dimensions.length) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([0, 1, 3]);
    // One model is called at three tiers, everything else at one.
    const tiers = new Map<string, Set<string>>();
    for (const { MetricName, Dimensions = [] } of metrics) {
      const [model, tier, resolved] = Dimensions.map(({ Value = '' }) => Value);
      if (model === undefined || MetricName !== 'InputTokenCount') continue;
      const own = tiers.get(model) ?? new Set();
      tiers.set(model, tier === undefined ? own : own.add(tier));
      expect(resolved).toBe(tier);
    }
    for (const [model, own] of tiers)
      expect([...own].sort()).toEqual(
        model.startsWith('qwen.qwen3-32b') ? ['default', 'flex', 'priority'] : ['default'],
      );
    expect(tiers.keys()).toContain('qwen.qwen3-32b-v1:0');
    expect(new Set(metrics.map(({ MetricName }) => MetricName))).toContain('CacheReadInputTokenCount');
  });

  it('filters by dimension and by recent activity', async () => {
    const { Metrics = [] } = await cloudwatch.send(
      new ListMetricsCommand({ MetricName: 'InputTokenCount', Dimensions: [{ Name: 'ServiceTier' }] }),
    );
    expect(Metrics.length).toBeGreaterThan(0);
    expect(Metrics.every(({ Dimensions }) => Dimensions?.length === 3)).toBe(true);
    const recent = await cloudwatch.send(
      new ListMetricsCommand({
        MetricName: 'Invocations',
        RecentlyActive: 'PT3H',
        Dimensions: [{ Name: 'ServiceTier' }],
      }),
    );
    const active = new Set(
      simulator.world.usage(account, 'us-east-1', now - 4 * HOUR, now).map((hour) => hour.modelIdDimension),
    );
    const listed = (recent.Metrics ?? []).map(({ Dimensions }) => Dimensions?.[0]?.Value ?? '');
    expect(listed.every((id) => active.has(id))).toBe(true);
  });

  it('forgets series without data for two weeks, which GetMetricData still reads', async () => {
    const old = simulator.world.usage(account, 'us-east-1', now - 80 * DAY, now - 15 * DAY);
    const fresh = simulator.world.usage(account, 'us-east-1', now - 15 * DAY, now);
    const alive = new Set(fresh.map(({ modelIdDimension }) => modelIdDimension));
    const idle = old.find(({ modelIdDimension: id, tokens }) => !alive.has(id) && tokens.input > 0);
    if (!idle) throw new Error('the world has a series that ended');
    const Dimensions = [{ Name: 'ModelId', Value: idle.modelIdDimension }];
    const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Dimensions }));
    expect(Metrics).toEqual([]);
    const { results } = await read([query('q', 'InputTokenCount', Dimensions)], now - 80 * DAY, now);
    expect(sum(results[0])).toBe(truth(idle.modelIdDimension, now - 80 * DAY, now));
  });

  it('refuses a token of another request', async () => {
    const token = Buffer.from('no token').toString('base64');
    const asked = cloudwatch.send(new ListMetricsCommand({ NextToken: token }));
    expect(await refusal(asked)).toBe('InvalidParameterValueException');
    const { NextToken } = await cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/Bedrock' }));
    expect(NextToken).toBeDefined();
    const other = new ListMetricsCommand({ NextToken, Namespace: 'AWS/Bedrock', RecentlyActive: 'PT3H' });
    expect(await refusal(cloudwatch.send(other))).toBe('InvalidParameterValueException');
  });
});

describe('GetMetricData', () => {
  const start = now - (now % DAY) - 3 * DAY;

  it('reads the same from both dimension sets, and nothing from a wrong one', async () => {
    const id = busiestModelId(simulator, account);
    const dimensions = [{ Name: 'ModelId', Value: id }];
    const { results } = await read(
      [
        query('plain', 'InputTokenCount', dimensions),
        query('tier', 'InputTokenCount', tierOf(id)),
        query('half', 'InputTokenCount', tierOf(id).slice(0, 2)),
        query('minutes', 'InputTokenCount', dimensions, 300),
        query('days', 'InputTokenCount', dimensions, 86_400),
      ],
      start,
      start + 2 * DAY,
    );
    const expected = truth(id, start, start + 2 * DAY);
    expect(expected).toBeGreaterThan(0);
    expect(results.map(sum)).toEqual([expected, expected, 0, expected, expected]);
    expect(results.every(({ StatusCode }) => StatusCode === 'Complete')).toBe(true);
  });

  it('splits the calls of a model by service tier, and adds them up without one', async () => {
    const own = clientsOf(simulator, { accessKeyId: keyOf(PLATFORM) }).cloudwatch;
    const id = 'qwen.qwen3-32b-v1:0';
    const { MetricDataResults = [] } = await own.send(
      new GetMetricDataCommand({
        MetricDataQueries: [
          query('all', 'OutputTokenCount', [{ Name: 'ModelId', Value: id }]),
          ...['default', 'flex', 'priority'].map((tier) => query(tier, 'OutputTokenCount', tierOf(id, tier))),
        ],
        StartTime: new Date(start),
        EndTime: new Date(start + 2 * DAY),
      }),
    );
    const [all = 0, standard = 0, flex = 0, priority = 0] = MetricDataResults.map(sum);
    expect(Math.min(flex, priority)).toBeGreaterThan(0);
    expect(standard).toBeGreaterThan(flex + priority);
    expect(standard + flex + priority).toBe(all);
  });

  it('has an aggregate series that is the sum of all', async () => {
    const { results } = await read([query('all', 'Invocations', [])], start, start + DAY);
    const calls = simulator.world.usage(account, 'us-east-1', start, start + DAY);
    expect(sum(results[0])).toBe(calls.reduce((total, { invocations }) => total + invocations, 0));
  });

  it('pages by datapoints: what is cut short says PartialData and comes on the next page', async () => {
    const id = busiestModelId(simulator, account);
    const queries = [
      query('a', 'InputTokenCount', [{ Name: 'ModelId', Value: id }]),
      query('b', 'OutputTokenCount', [{ Name: 'ModelId', Value: id }]),
    ];
    const whole = await read(queries, start, start + 2 * DAY, { ScanBy: 'TimestampAscending' });
    const merged = new Map<string, number[]>();
    const statuses: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await read(queries, start, start + 2 * DAY, {
        ScanBy: 'TimestampAscending',
        MaxDatapoints: 9,
        ...(NextToken !== undefined && { NextToken }),
      });
      for (const { Id = '', Values = [], StatusCode = '' } of page.results) {
        merged.set(Id, [...(merged.get(Id) ?? []), ...Values]);
        statuses.push(StatusCode);
      }
      NextToken = page.next;
    } while (NextToken !== undefined);
    expect(statuses).toContain('PartialData');
    expect([...merged]).toEqual(whole.results.map(({ Id = '', Values = [] }) => [Id, Values]));
  });

  it('keeps minutes for 15 days, five minutes for 63 and hours for longer', async () => {
    const count = async (period: number, daysAgo: number) => {
      const from = now - daysAgo * DAY;
      const { results } = await read([query('q', 'Invocations', [], period)], from, from + 5 * DAY);
      return results[0]?.Values?.length ?? 0;
    };
    expect(await count(60, 14)).toBeGreaterThan(0);
    expect(await count(60, 21)).toBe(0);
    expect(await count(300, 21)).toBeGreaterThan(0);
    expect(await count(300, 70)).toBe(0);
    expect(await count(3600, 70)).toBeGreaterThan(0);
  });

  it.each<[string, Partial<GetMetricDataCommandInput>]>([
    [
      'more than 500 queries',
      { MetricDataQueries: Array.from({ length: 501 }, (_, i) => query(`q${i}`, 'Invocations', [])) },
    ],
    ['an id with a capital', { MetricDataQueries: [query('Q', 'Invocations', [])] }],
    ['an id twice', { MetricDataQueries: [query('q', 'Invocations', []), query('q', 'Invocations', [])] }],
    ['a period of 61 seconds', { MetricDataQueries: [query('q', 'Invocations', [], 61)] }],
    ['more than 100,800 datapoints', { MaxDatapoints: 100_801 }],
    ['an end before the start', { EndTime: new Date(0) }],
  ])('refuses %s', async (_what, part) => {
    const input = {
      MetricDataQueries: [query('q', 'Invocations', [])],
      StartTime: new Date(start),
      EndTime: new Date(now),
      ...part,
    };
    expect(await refusal(cloudwatch.send(new GetMetricDataCommand(input)))).toBe('ValidationException');
  });

  it('charges by the metrics that were asked for', async () => {
    const charge = () =>
      simulator.charges().operations.find(({ operation }) => operation === 'GetMetricData')?.charge ?? 0n;
    const before = charge();
    await read(
      Array.from({ length: 500 }, (_, i) => query(`q${i}`, 'Invocations', [])),
      start,
      start + HOUR,
    );
    expect(charge() - before).toBe(50_000_000n);
  });
});
