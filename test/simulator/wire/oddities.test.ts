import { GetMetricDataCommand, ListMetricsCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { GetDimensionValuesCommand } from '@aws-sdk/client-cost-explorer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { query } from './cloudwatch-support.ts';
import { clientsOf, keyOf, startSmall } from './support.ts';

/** How AWS's protocols tell what only a world with oddities has. */

const RENAMED_AT = Date.parse('2026-11-12T06:00:00Z');
const HOUR = 3_600_000;
const NAMES = ['CacheReadInputTokens', 'CacheReadInputTokenCount'] as const;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSmall({ users: 6, oddities: true });
});
afterAll(() => simulator.close());

/** The cached tokens of each account's series by hour, under each of the two names. */
async function cacheReads(start: number, end: number): Promise<Map<number, [number, number]>> {
  const hours = new Map<number, [number, number]>();
  for (const { id: account } of simulator.world.accounts) {
    const { cloudwatch } = clientsOf(simulator, { accessKeyId: keyOf(account) });
    const ids = new Set(
      simulator.world.usage(account, 'us-east-1', start, end).map((hour) => hour.modelIdDimension),
    );
    for (const id of ids) {
      const queries = NAMES.map((name, i) => query(`q${i}`, name, [{ Name: 'ModelId', Value: id }]));
      const { MetricDataResults = [] } = await cloudwatch.send(
        new GetMetricDataCommand({
          MetricDataQueries: queries,
          StartTime: new Date(start),
          EndTime: new Date(end),
        }),
      );
      MetricDataResults.forEach((result: MetricDataResult, i) => {
        result.Timestamps?.forEach((at, n) => {
          const held = hours.get(at.getTime()) ?? [0, 0];
          held[i] = (held[i] ?? 0) + (result.Values?.[n] ?? 0);
          hours.set(at.getTime(), held);
        });
      });
    }
  }
  return hours;
}

describe('a cache metric that gets another name', () => {
  it('is published under the old name, for six hours under both, then under the new one; each time whole', async () => {
    const [start, end] = [RENAMED_AT - 20 * HOUR, RENAMED_AT + 30 * HOUR];
    const told = await cacheReads(start, end);
    const true_ = new Map<number, number>();
    for (const { id } of simulator.world.accounts)
      for (const { hour, tokens } of simulator.world.usage(id, 'us-east-1', start, end))
        if (tokens.cacheRead > 0) true_.set(hour, (true_.get(hour) ?? 0) + tokens.cacheRead);
    expect([...told.keys()].sort()).toEqual([...true_.keys()].sort());
    const both = [...told.keys()].filter((hour) => hour >= RENAMED_AT && hour < RENAMED_AT + 6 * HOUR);
    expect(both.length).toBeGreaterThan(0);
    for (const [hour, [before, after]] of told) {
      const whole = true_.get(hour);
      expect([hour, before]).toEqual([hour, hour < RENAMED_AT + 6 * HOUR ? whole : 0]);
      expect([hour, after]).toEqual([hour, hour >= RENAMED_AT ? whole : 0]);
    }
  });

  it('is listed under both names, as long as AWS lists what is idle', async () => {
    const { cloudwatch } = clientsOf(simulator, { accessKeyId: keyOf('222233334444') });
    const { Metrics = [] } = await cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/Bedrock' }));
    const names = new Set(Metrics.map(({ MetricName }) => MetricName));
    for (const name of NAMES) expect(names).toContain(name);
  });
});

describe('names on the bill', () => {
  it('keep their signs', async () => {
    const { DimensionValues = [] } = await clientsOf(simulator).ce.send(
      new GetDimensionValuesCommand({
        TimePeriod: { Start: '2026-11-01', End: '2026-11-20' },
        Dimension: 'SERVICE',
      }),
    );
    const services = DimensionValues.map(({ Value }) => Value);
    for (const service of [
      'Cohere Command R (Amazon Bedrock Edition)',
      'Cohere Command R+ (Amazon Bedrock Edition)',
      'OpenAI GPT-5.6 Luna (Amazon Bedrock Edition)',
    ])
      expect(services).toContain(service);
  });
});
