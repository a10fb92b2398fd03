import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AwsError, isAwsError } from '../../src/aws/errors.ts';
import { createAws } from '../../src/aws/factory.ts';
import { createListing, mostPagesAt } from '../../src/aws/pages.ts';
import type { Aws } from '../../src/aws/types.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { awsAt, PAYER_KEYS } from './setup.ts';

/** Answers that never begin, never end, end late, or are larger than any memory. */

const NOW = Date.parse('2026-11-20T09:00:00Z');
const PLACE = { accountId: '222222222222', region: 'us-east-1' };
const RANGE = { start: '2026-11-01', endExclusive: '2026-11-02' };
const SHORT = { attemptMs: 60, requestMs: 200, mostBytes: 200_000, maxAttempts: 2 };

const open: { server: Server; timers: Set<NodeJS.Timeout>; closeAll(): void }[] = [];
afterEach(async () => {
  for (const { server, timers, closeAll } of open.splice(0)) {
    for (const timer of timers) clearInterval(timer);
    closeAll();
    await new Promise((done) => server.close(done));
  }
});

interface Stalling {
  url: string;
  asked: () => number;
  /** Connections that are open. */
  held: () => Promise<number>;
}

/** @param answer what becomes of the n-th request, from 1; `drip` sends something again and again */
async function stalling(
  answer: (response: ServerResponse, drip: (send: () => void) => void, number: number, body: string) => void,
): Promise<Stalling> {
  const timers = new Set<NodeJS.Timeout>();
  let asked = 0;
  const listener: RequestListener = async (request, response) => {
    asked += 1;
    const number = asked;
    let body = '';
    for await (const part of request) body += part;
    response.on('error', () => undefined);
    answer(response, (send) => void timers.add(setInterval(send, 5)), number, body);
  };
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  open.push({ server, timers, closeAll: () => server.closeAllConnections() });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    held: () => new Promise((done) => server.getConnections((_, count) => done(count))),
  };
}

const JSON_HEAD = { 'content-type': 'application/x-amz-json-1.1' };
const services = (aws: Aws) => aws.costExplorer.bedrockServices(RANGE);
const fault = async (work: Promise<unknown>): Promise<AwsError> => {
  const error = await work.then(
    () => new Error('it was answered'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AwsError)) throw error;
  return error;
};

describe('an answer that does not come to its end', () => {
  it.each<[string, Parameters<typeof stalling>[0]]>([
    ['never begins', () => undefined],
    [
      'stalls in its head',
      (response, drip) => drip(() => void response.socket?.write('HTTP/1.1 100 Continue\r\n\r\n')),
    ],
    [
      'stalls in its body',
      (response) => void response.writeHead(200, { ...JSON_HEAD, 'content-length': 900 }).write('{"Dim'),
    ],
    [
      'drips',
      (response, drip) => {
        response.writeHead(200, JSON_HEAD);
        drip(() => void response.write(' '));
      },
    ],
  ])('%s: is ended, tried again, and told', async (_, answer) => {
    const { url, asked, held } = await stalling(answer);
    const error = await fault(services(awsAt(url, NOW, { clientOptions: { ...SHORT, requestMs: 9_000 } })));
    expect(error.kind).toBe('unavailable');
    expect(error.message).toMatch(
      /^Cost Explorer GetDimensionValues: .*no whole answer came within 0\.06 seconds/,
    );
    expect(asked()).toBe(2);
    await expect.poll(held, { interval: 2 }).toBe(0);
  });

  it('is waited for no longer than all attempts together may take', async () => {
    const { url, asked } = await stalling(() => undefined);
    const error = await fault(services(awsAt(url, NOW, { clientOptions: { ...SHORT, maxAttempts: 50 } })));
    expect(error.message).toMatch(/within 0\.2 seconds, all attempts together/);
    expect(asked()).toBeLessThan(6);
  });

  it('may not say how long it is waited for', async () => {
    const body = JSON.stringify({ __type: 'ThrottlingException', message: 'slow down' });
    const { url } = await stalling(
      (response) => void response.writeHead(400, { ...JSON_HEAD, 'retry-after': '9000' }).end(body),
    );
    const error = await fault(services(awsAt(url, NOW, { clientOptions: { ...SHORT, maxAttempts: 9 } })));
    expect(error.message).toMatch(/all attempts together/);
  });

  it('counts as charged: it may have been answered all the same', async () => {
    const { url } = await stalling(() => undefined);
    const aws = awsAt(url, NOW, { clientOptions: SHORT });
    await fault(services(aws));
    expect(aws.meter.charge).toBe(money('0.01'));
  });

  it('is no fault when it drips and is whole in time', async () => {
    const body = '{"DimensionValues":[{"Value":"Amazon Bedrock"}]}';
    const { url } = await stalling((response, drip) => {
      let sent = 0;
      response.writeHead(200, { ...JSON_HEAD, 'content-length': body.length });
      drip(() => {
        response.write(body.slice(sent, sent + 16));
        sent += 16;
      });
    });
    expect(
      await services(awsAt(url, NOW, { clientOptions: { ...SHORT, attemptMs: 5_000, requestMs: 9_000 } })),
    ).toEqual(['Amazon Bedrock']);
  });

  describe('of whoever gives credentials', () => {
    const entering = (endpoint: string, more: Partial<typeof SHORT>) =>
      createAws({
        accounts: [{ accountId: PLACE.accountId, roleArn: `arn:aws:iam::${PLACE.accountId}:role/reader` }],
        payer: {},
        clock: { now: () => NOW },
        clientOptions: { endpoint, credentials: PAYER_KEYS, ...SHORT, ...more },
      })(ZERO);

    it('is ended as well, and asked anew by the next request', async () => {
      const { url, asked } = await stalling((response, _, number) => {
        const xml = { 'content-type': 'text/xml' };
        if (number === 1) response.writeHead(200, xml).write('<AssumeRole');
        else
          response
            .writeHead(403, xml)
            .end(
              '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
            );
      });
      const aws = entering(url, { maxAttempts: 1, requestMs: 5_000 });
      expect((await fault(aws.bedrock.listApplicationProfiles(PLACE))).message).toMatch(
        /no whole answer came within 0\.06 seconds/,
      );
      expect((await fault(aws.bedrock.listApplicationProfiles(PLACE))).kind).toBe('accessDenied');
      expect(asked()).toBe(2);
    });

    it('counts towards what the request may take', async () => {
      const { url } = await stalling(() => undefined);
      const aws = entering(url, { attemptMs: 5_000 });
      expect((await fault(aws.bedrock.listApplicationProfiles(PLACE))).message).toMatch(
        /all attempts together/,
      );
    });
  });

  it('over HTTP/2 neither', async () => {
    const timers = new Set<NodeJS.Timeout>();
    const server = createHttp2Server();
    const sessions = new Set<{ destroy(): void }>();
    server.on('session', (session) => sessions.add(session));
    server.on('stream', (stream: ServerHttp2Stream) => {
      stream.on('error', () => undefined).respond({ ':status': 200, 'content-type': 'application/json' });
      timers.add(setInterval(() => stream.destroyed || stream.write(' '), 5));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    open.push({ server, timers, closeAll: () => [...sessions].map((one) => one.destroy()) });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const aws = awsAt(url, NOW, { clientOptions: SHORT });
    const error = await fault(aws.runtime.callModel(PLACE, 'amazon.nova-micro-v1:0', ZERO));
    expect(error.message).toMatch(/no whole answer came within/);
  });
});

describe('an answer that floods', () => {
  it.each<[string, Parameters<typeof stalling>[0]]>([
    [
      'says so',
      (response) => void response.writeHead(200, { ...JSON_HEAD, 'content-length': 2 ** 40 }).write('{'),
    ],
    [
      'and does not say so',
      (response, drip) => {
        response.writeHead(200, JSON_HEAD);
        drip(() => void response.write(' '.repeat(50_000)));
      },
    ],
    [
      'with an error',
      (response, drip) => {
        response.writeHead(400, JSON_HEAD);
        drip(() => void response.write(' '.repeat(50_000)));
      },
    ],
  ])('%s: is cut off, once, in words', async (_, answer) => {
    const { url, asked, held } = await stalling(answer);
    const error = await fault(
      services(awsAt(url, NOW, { clientOptions: { ...SHORT, attemptMs: 5_000, requestMs: 9_000 } })),
    );
    expect(error.message).toMatch(/larger than 0\.\d+ MiB and was cut off/);
    expect(asked()).toBe(1);
    await expect.poll(held, { interval: 2 }).toBe(0);
  });
});

describe('pages without end', () => {
  const page = (response: ServerResponse, values: object[], number: number) =>
    void response
      .writeHead(200, JSON_HEAD)
      .end(JSON.stringify({ DimensionValues: values, NextPageToken: `t${number}` }));
  it.each<[string, (number: number) => object[], number, RegExp]>([
    ['that are empty', () => [], 20, /20 pages in a row brought nothing new/],
    ['that repeat', () => [{ Value: 'Amazon Bedrock' }], 21, /20 pages in a row brought nothing new/],
    [
      'that take turns',
      (number) => [{ Value: `v${number % 3}` }],
      23,
      /20 pages in a row brought nothing new/,
    ],
  ])('%s: are no listing', async (_, values, pages, words) => {
    const { url, asked } = await stalling((response, __, number) => page(response, values(number), number));
    const aws = awsAt(url, NOW);
    const error = await fault(services(aws));
    expect(isAwsError(error, 'incomplete')).toBe(true);
    expect(error.message).toMatch(words);
    expect(asked()).toBe(pages);
  });

  it('end also where each brings something new: at what they cost, their number, and their entries', () => {
    const last = (most: number, entries: number, options = {}) => {
      const listing = createListing(most, options);
      for (let page = 1; ; page += 1) {
        const items = Array.from({ length: entries }, (_, index) => `${page} ${index}`);
        const fault = listing.faultOf(`token ${page}`, items);
        if (fault !== null) return `${page}: ${fault}`;
      }
    };
    expect(last(mostPagesAt(money('0.01')), 1)).toBe('500: there are more than 500 pages');
    expect(last(mostPagesAt(ZERO), 1)).toBe('2000: there are more than 2000 pages');
    expect(last(mostPagesAt(ZERO), 5, { mostItems: 50 })).toBe('10: there are more than 50 entries');
  });

  it('cost a run no more than its share of the month', async () => {
    const { url, asked } = await stalling((response, _, number) =>
      page(response, [{ Value: `v${number}` }], number),
    );
    const aws = createAws({
      accounts: [],
      payer: {},
      ceiling: money('50'),
      clock: { now: () => NOW },
      clientOptions: { endpoint: url, credentials: PAYER_KEYS },
    })(ZERO, { inBlocks: true, book: async () => true, mostOfRun: money('0.20') });
    const error = await fault(services(aws));
    expect(error.kind).toBe('ceiling');
    expect(error.message).toMatch(/this run has had its share of the month, \$0\.20.*next run goes on/);
    expect(asked()).toBe(20);
  });
});

describe('a run that is ended', () => {
  it('waits for no answer any more, says what it waited for, and sends nothing further', async () => {
    const { url, asked } = await stalling(() => undefined);
    const ending = new AbortController();
    const aws = createAws({
      accounts: [],
      payer: {},
      clock: { now: () => NOW },
      clientOptions: { endpoint: url, credentials: PAYER_KEYS },
    })(ZERO, undefined, ending.signal);
    const waiting = services(aws);
    await expect.poll(asked, { interval: 2 }).toBe(1);
    expect(aws.waitsFor()).toBe('Cost Explorer GetDimensionValues');
    const why = new Error('enough');
    ending.abort(why);
    await expect(waiting).rejects.toBe(why);
    expect(aws.waitsFor()).toBeNull();
    await expect(services(aws)).rejects.toBe(why);
    expect(asked()).toBe(1);
  });
});
