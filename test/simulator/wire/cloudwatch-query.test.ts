import {
  type CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { busiestModelId, query } from './cloudwatch-support.ts';
import { accountsOf, clientsOf, keyOf, NOW, refusal, startSmall } from './support.ts';

const DAY = 86_400_000;
const now = Date.parse(NOW);

let simulator: Simulator;
let cloudwatch: CloudWatchClient;
let account: string;
beforeAll(async () => {
  simulator = await startSmall();
  account = accountsOf(simulator).busiest;
  cloudwatch = clientsOf(simulator, { accessKeyId: keyOf(account) }).cloudwatch;
});
afterAll(() => simulator.close());

describe('GetMetricStatistics and the query protocol', () => {
  it('has at most 1,440 datapoints', async () => {
    const ask = (Period: number) =>
      cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/Bedrock',
          MetricName: 'Invocations',
          StartTime: new Date(now - 2 * DAY),
          EndTime: new Date(now),
          Period,
          Statistics: ['Sum', 'Average'],
        }),
      );
    expect((await ask(3600)).Datapoints?.length).toBeGreaterThan(10);
    expect(await refusal(ask(60))).toBe('InvalidParameterCombinationException');
  });

  it('answers older clients in XML with the same figures', async () => {
    const id = busiestModelId(simulator, account);
    const form = new URLSearchParams({
      Action: 'GetMetricData',
      Version: '2010-08-01',
      StartTime: new Date(now - 2 * DAY).toISOString(),
      EndTime: new Date(now - DAY).toISOString(),
      ScanBy: 'TimestampAscending',
      'MetricDataQueries.member.1.Id': 'q',
      'MetricDataQueries.member.1.MetricStat.Metric.Namespace': 'AWS/Bedrock',
      'MetricDataQueries.member.1.MetricStat.Metric.MetricName': 'InputTokenCount',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name': 'ModelId',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value': id,
      'MetricDataQueries.member.1.MetricStat.Period': '3600',
      'MetricDataQueries.member.1.MetricStat.Stat': 'Sum',
    });
    const xml = await post(form);
    const values = [
      ...(/<Values>(.*?)<\/Values>/.exec(xml)?.[1]?.matchAll(/<member>(\d+)<\/member>/g) ?? []),
    ];
    const { MetricDataResults: results = [] } = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [query('q', 'InputTokenCount', [{ Name: 'ModelId', Value: id }])],
        StartTime: new Date(now - 2 * DAY),
        EndTime: new Date(now - DAY),
        ScanBy: 'TimestampAscending',
      }),
    );
    expect(values.map(([, value]) => Number(value))).toEqual(results[0]?.Values);
    expect(values.length).toBeGreaterThan(0);
    form.set('MetricDataQueries.member.1.Id', 'Q');
    expect(await post(form)).toContain('<Code>ValidationError</Code>');
  });

  async function post(form: URLSearchParams): Promise<string> {
    const authorization = `AWS4-HMAC-SHA256 Credential=${keyOf(account)}/20261124/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0`;
    const response = await fetch(simulator.url, { method: 'POST', body: form, headers: { authorization } });
    return response.text();
  }
});
