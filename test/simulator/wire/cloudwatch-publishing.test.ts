import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { accountsOf, clientsOf, keyOf, startSmall } from './support.ts';

const HOUR = 3_600_000;
const CALLS = {
  Id: 'q',
  MetricStat: { Metric: { Namespace: 'AWS/Bedrock', MetricName: 'Invocations' }, Period: 3600, Stat: 'Sum' },
};

describe('what is being published', () => {
  it('grows with the hour, a few minutes late, and adds up to the whole hour', async () => {
    const moving = await startSmall({ nowMs: Date.parse('2026-11-24T15:00:00Z') });
    const account = accountsOf(moving).busiest;
    try {
      const client = clientsOf(moving, { accessKeyId: keyOf(account) }).cloudwatch;
      const hour = Date.parse('2026-11-24T15:00:00Z');
      const readHour = async () => {
        const { MetricDataResults } = await client.send(
          new GetMetricDataCommand({
            MetricDataQueries: [CALLS],
            StartTime: new Date(hour),
            EndTime: new Date(hour + HOUR),
          }),
        );
        return MetricDataResults?.[0]?.Values?.reduce((a, b) => a + b, 0) ?? 0;
      };
      const seen: number[] = [];
      for (const minute of [0, 2, 20, 40, 60, 63]) {
        moving.clock.advanceTo(hour + minute * 60_000);
        seen.push(await readHour());
      }
      const whole = moving.world
        .usage(account, 'us-east-1', hour, hour + HOUR)
        .reduce((total, { invocations }) => total + invocations, 0);
      expect(seen.slice(0, 2)).toEqual([0, 0]);
      expect(seen[2]).toBeGreaterThan(0);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(seen[4]).toBeLessThan(whole);
      expect(seen[5]).toBe(whole);
    } finally {
      await moving.close();
    }
  });
});
