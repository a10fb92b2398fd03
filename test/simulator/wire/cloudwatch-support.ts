import type { Metric, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Simulator } from '../../../src/simulator/server.ts';

const DAY = 86_400_000;

/** A query for the hourly (or other) sums of one series. */
export function query(
  Id: string,
  MetricName: string,
  Dimensions: Metric['Dimensions'],
  Period = 3600,
): MetricDataQuery {
  return {
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/Bedrock', MetricName, Dimensions }, Period, Stat: 'Sum' },
  };
}

/** The `ModelId` with most input tokens of the last ten days in us-east-1. */
export function busiestModelId({ world }: Simulator, account: string): string {
  const now = world.clock.now();
  const totals = new Map<string, number>();
  for (const { modelIdDimension: id, tokens } of world.usage(account, 'us-east-1', now - 10 * DAY, now))
    totals.set(id, (totals.get(id) ?? 0) + tokens.input);
  return [...totals].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
