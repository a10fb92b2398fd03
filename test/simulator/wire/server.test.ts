import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { clientsOf, NOW, refusal, startSmall } from './support.ts';

const running: Simulator[] = [];
const start = async (...args: Parameters<typeof startSmall>) => {
  const simulator = await startSmall(...args);
  running.push(simulator);
  return simulator;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

const post = (url: string, headers: Record<string, string>, body = '{}') =>
  fetch(url, { method: 'POST', headers, body });
const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=x/20261124/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe('the server', () => {
  it('answers 200 at its root, and only there without a signature', async () => {
    const { url } = await start();
    expect((await fetch(url)).status).toBe(200);
    const bare = await post(url, { 'x-amz-target': 'AWSInsightsIndexService.GetTags' });
    expect(bare.status).toBe(403);
  });

  it('names operations that it does not know, in each protocol', async () => {
    const { url } = await start();
    const json = await post(url, { ...signed('ce'), 'x-amz-target': 'AWSInsightsIndexService.GetAnomalies' });
    expect(await json.json()).toMatchObject({ __type: 'UnknownOperationException' });
    const rest = await fetch(`${url}/guardrails`, { headers: signed('bedrock') });
    expect(rest.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
    const form = { ...signed('sts'), 'content-type': 'application/x-www-form-urlencoded' };
    const query = await post(url, form, 'Action=GetNothing');
    expect(query.status).toBe(400);
    expect(await query.text()).toContain('<Code>InvalidAction</Code>');
    const other = await post(url, { ...signed('s3'), 'x-amz-target': 'Nothing.Here' });
    expect(other.status).toBe(404);
  });

  it('refuses a body that is not JSON and values of a wrong type', async () => {
    const { url } = await start();
    const headers = { ...signed('ce'), 'x-amz-target': 'AWSInsightsIndexService.GetTags' };
    for (const body of ['{', '[]', '{"TimePeriod":"november"}', '{"TimePeriod":{"Start":1,"End":2}}'])
      expect(await (await post(url, headers, body)).json()).toMatchObject({
        __type: 'SerializationException',
      });
  });

  it('moves its clock on request, but never back', async () => {
    const simulator = await start();
    const clock = `${simulator.url}/_sim/clock`;
    const move = (now: string) => fetch(clock, { method: 'POST', body: JSON.stringify({ now }) });
    expect((await move('2026-11-25T00:00:00Z')).status).toBe(200);
    expect(simulator.clock.now()).toBe(Date.parse('2026-11-25T00:00:00Z'));
    expect((await move('2026-11-24T00:00:00Z')).status).toBe(400);
    expect(await (await fetch(clock)).json()).toEqual({ now: '2026-11-25T00:00:00.000Z' });
  });

  it('tells what was charged and seen, and the truth', async () => {
    const simulator = await start();
    const { ce, sts } = clientsOf(simulator);
    await sts.send(new GetCallerIdentityCommand({}));
    const { GetTagsCommand } = await import('@aws-sdk/client-cost-explorer');
    await ce.send(new GetTagsCommand({ TimePeriod: { Start: '2026-11-01', End: '2026-11-02' } }));
    const get = async (path: string) => (await fetch(`${simulator.url}/_sim/${path}`)).json();
    expect(await get('charges')).toMatchObject({ totalUsd: '0.01' });
    expect(await get('requests')).toEqual({ 'ce:GetTags': 1, 'sts:GetCallerIdentity': 1 });
    await fetch(`${simulator.url}/_sim/charges/reset`, { method: 'POST' });
    expect(await get('charges')).toEqual({ totalUsd: '0', operations: [] });
    const truth = (await get('truth?start=2026-11-01&endExclusive=2026-11-08')) as Record<string, string>;
    expect(Object.keys(truth).length).toBeGreaterThan(5);
  });
});

describe('throttling', () => {
  const outcomes = async (seed: number) => {
    const simulator = await start({ seed, throttlePercent: 30 });
    const { sts } = clientsOf(simulator);
    const list: string[] = [];
    for (let i = 0; i < 60; i++) list.push(await refusal(sts.send(new GetCallerIdentityCommand({}))));
    return list;
  };

  it('is drawn by seed and request number', async () => {
    const first = await outcomes(1);
    expect(await outcomes(1)).toEqual(first);
    expect(await outcomes(2)).not.toEqual(first);
    const throttled = first.filter((name) => name === 'Throttling').length;
    expect(throttled).toBeGreaterThan(8);
    expect(throttled).toBeLessThan(30);
    expect(new Set(first)).toContain('InternalFailure');
  });

  it('is survived by the SDK’s own retries, and costs nothing', async () => {
    const simulator = await start({ throttlePercent: 20 });
    const { ce } = clientsOf(simulator, { attempts: 8 });
    const { GetTagsCommand } = await import('@aws-sdk/client-cost-explorer');
    const input = { TimePeriod: { Start: '2026-11-01', End: '2026-11-02' } };
    for (let i = 0; i < 10; i++) await ce.send(new GetTagsCommand(input));
    const [entry] = simulator.charges().operations;
    expect(entry?.requests).toBeGreaterThan(10);
    expect(entry).toMatchObject({ units: 10, charge: 1_000_000_000n });
  });

  it('leaves some queries of GetMetricData partial or failed', async () => {
    const simulator = await start({ throttlePercent: 40 });
    const { cloudwatch } = clientsOf(simulator, { attempts: 10 });
    const { MetricDataResults = [] } = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: Array.from({ length: 300 }, (_, i) => ({
          Id: `q${i}`,
          MetricStat: {
            Metric: { Namespace: 'AWS/Bedrock', MetricName: 'Invocations' },
            Period: 3600,
            Stat: 'Sum',
          },
        })),
        StartTime: new Date(Date.parse(NOW) - 86_400_000),
        EndTime: new Date(NOW),
      }),
    );
    expect(new Set(MetricDataResults.map(({ StatusCode }) => StatusCode))).toEqual(
      new Set(['Complete', 'PartialData', 'InternalError']),
    );
  });
});

describe('the program', () => {
  const main = fileURLToPath(new URL('../../../src/simulator/main.ts', import.meta.url));
  const run = (...args: string[]) => spawn(process.execPath, [main, ...args]);
  const collect = async (child: ChildProcess) => {
    const text = { out: '', err: '' };
    child.stdout?.on('data', (chunk) => {
      text.out += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      text.err += chunk;
    });
    const [code] = await once(child, 'close');
    return { ...text, code };
  };

  it('says when it is ready, answers, and stops when it is told to', async () => {
    const child = run('--users', '3', '--days', '5', '--now', NOW, '--speed', '0');
    const ended = collect(child);
    const [line] = await once(child.stdout, 'data');
    const url = /^ready (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line))?.[1] ?? '';
    expect((await fetch(url)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });

  it.each([
    [['--port', 'many'], '--port'],
    [['--tags', 'perhaps'], '--tags'],
    [['--now', 'soon'], '--now'],
    [['--nothing'], '--nothing'],
  ])('refuses %j in words', async (args, word) => {
    const { code, err, out } = await collect(run(...args));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(word);
  });

  it('explains itself', async () => {
    const { code, out } = await collect(run('--help'));
    expect(code).toBe(0);
    expect(out).toContain('--one-hour-cache PERCENT');
  });
});
