import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type CostExplorerClient, GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { clientsOf, startSmall } from './support.ts';

/** Whatever is sent, the simulator says what is wrong with it in AWS's manner and lives on. */

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSmall();
});
afterAll(() => simulator.close());

const signed = (service: string, target?: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=x/20261124/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  ...(target !== undefined && { 'x-amz-target': target }),
});
const CE = signed('ce', 'AWSInsightsIndexService.GetCostAndUsage');
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

interface Answer {
  status: number;
  /** The error's name, wherever its protocol puts it. */
  code: string;
}

/** A raw request: `fetch` would mend some of what is sent here. */
function send(
  path: string,
  headers: Record<string, string>,
  body: string | Buffer = '',
  method = 'POST',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(simulator.url);
    const sent = httpRequest({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const code =
          response.headers['x-amzn-errortype'] ?? /__type":"(\w+)|<Code>(\w+)/.exec(text)?.[0] ?? '';
        resolve({ status: response.statusCode ?? 0, code: String(code).replace(/^.*["<>]/, '') });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const ask = (part: object) =>
  JSON.stringify({
    TimePeriod: { Start: '2026-11-01', End: '2026-11-03' },
    Granularity: 'DAILY',
    Metrics: ['UnblendedCost'],
    ...part,
  });

/** A filter with `depth` negations around it, written as text because nobody could hold it as an object. */
const deep = (depth: number) =>
  ask({ Filter: 'HERE' }).replace(
    '"HERE"',
    `${'{"Not":'.repeat(depth)}{"Dimensions":{"Key":"SERVICE","Values":["a"]}}${'}'.repeat(depth)}`,
  );

describe('hostile requests', () => {
  it.each<[string, number, string, Parameters<typeof send>]>([
    ['a body that is too large', 413, 'RequestEntityTooLargeException', ['/', CE, 'x'.repeat(9_000_000)]],
    [
      'a small body that unpacks to a large one',
      413,
      'RequestEntityTooLargeException',
      ['/', { ...CE, 'content-encoding': 'gzip' }, gzipSync('x'.repeat(9_000_000))],
    ],
    [
      'a body that is no gzip',
      400,
      'SerializationException',
      ['/', { ...CE, 'content-encoding': 'gzip' }, 'plain'],
    ],
    ['bytes that are no text', 400, 'SerializationException', ['/', CE, Buffer.from([0, 255, 254, 200, 1])]],
    ['half of a document', 400, 'SerializationException', ['/', CE, '{"TimePeriod":']],
    ['null', 400, 'SerializationException', ['/', CE, 'null']],
    ['brackets without end', 400, 'SerializationException', ['/', CE, '['.repeat(200_000)]],
    ['a filter of 20,000 negations', 400, 'SerializationException', ['/', CE, deep(20_000)]],
    [
      'a broken percent-encoding',
      400,
      'SerializationException',
      ['/inference-profiles/%E0%A4%A', signed('bedrock'), '', 'GET'],
    ],
    ['no target', 404, 'UnknownOperationException', ['/', signed('ce'), '{}']],
    [
      'another service’s target',
      404,
      'UnknownOperationException',
      ['/', signed('ce', 'DynamoDB_20120810.ListTables'), '{}'],
    ],
    ['a form without an action', 400, 'InvalidAction', ['/', { ...signed('sts'), ...FORM }, '%%%\u0000']],
    [
      'a form for a service that takes none',
      404,
      'UnknownOperationException',
      ['/', { ...signed('ce'), ...FORM }, 'Action=GetCostAndUsage'],
    ],
    [
      'a parameter with a name of 400,000 characters',
      400,
      'MalformedInput',
      ['/', { ...signed('monitoring'), ...FORM }, `Action=ListMetrics&${'a.'.repeat(200_000)}=1`],
    ],
  ])('%s is answered %d', async (_what, status, code, [path, headers, body, method]) => {
    expect(await send(path, headers, body, method)).toEqual({ status, code });
  });

  it('takes keys of tags that every object has for what they are: keys that nobody uses', async () => {
    const client: CostExplorerClient = clientsOf(simulator).ce;
    for (const Key of ['constructor', 'toString', '__proto__']) {
      const { ResultsByTime } = await client.send(
        new GetCostAndUsageCommand({
          ...JSON.parse(ask({})),
          Filter: { Tags: { Key, Values: ['a'], MatchOptions: ['CASE_INSENSITIVE'] } },
          GroupBy: [{ Type: 'TAG', Key: 'UserEmail' }],
        }),
      );
      expect(ResultsByTime?.flatMap(({ Groups = [] }) => Groups)).toEqual([]);
      const grouped = await client.send(
        new GetCostAndUsageCommand({ ...JSON.parse(ask({})), GroupBy: [{ Type: 'TAG', Key }] }),
      );
      const days = grouped.ResultsByTime?.map(({ Groups }) => Groups?.map(({ Keys }) => Keys)) ?? [];
      expect(days.length).toBeGreaterThan(0);
      expect(days).toEqual(days.map(() => [[`${Key}$`]]));
    }
  });

  it.each([
    'truth?start=2026-99-99&endExclusive=2027-01-01',
    'truth?start=2026-11-31&endExclusive=2026-12-01',
    'truth?start=&endExclusive=',
  ])('its own endpoint %s is refused', async (path) => {
    expect((await send(`/_sim/${path}`, {}, '', 'GET')).status).toBe(400);
  });

  it('knows nothing of the future, however far somebody asks', async () => {
    const get = async (end: string) =>
      (await fetch(`${simulator.url}/_sim/truth?start=0001-01-01&endExclusive=${end}`)).json();
    expect(await get('9999-12-31')).toEqual(await get('2026-11-25'));
  });

  it.each(['null', '{', '{"now":"+275760-09-13T00:00:00.000Z"}', '{"now":7}'])(
    'a clock is not set by %s',
    async (body) => {
      expect((await send('/_sim/clock', {}, body)).status).toBe(400);
    },
  );

  it('answers many at once as it answers one', async () => {
    const other = clientsOf(simulator).ce;
    const groups = { GroupBy: [{ Type: 'TAG' as const, Key: 'UserEmail' }] };
    const command = () => new GetCostAndUsageCommand({ ...JSON.parse(ask({})), ...groups });
    const one = await other.send(command());
    const mixed = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 2 === 0 ? other.send(command()) : send('/', CE, 'x'.repeat(i * 1_000)),
      ),
    );
    for (const [i, answer] of mixed.entries())
      if (i % 2 === 0) expect(answer).toMatchObject({ ResultsByTime: one.ResultsByTime });
      else expect(answer).toMatchObject({ status: 400 });
  });
});
