import { once } from 'node:events';
import { connect } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken } from '../../src/app/credentials/secrets.ts';
import { readConfig } from '../../src/config.ts';
import { HTTP_OPTIONS } from '../../src/server/http/httpOptions.ts';
import { bucketOf } from '../../src/server/http/limits.ts';
import { en } from '../../src/ui/messages/en.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { type Ask, ask } from './setup.ts';

/** What is too large, too often or too slow is refused, and costs nobody else anything. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const HOST = new URL(PUBLIC_URL).host;
const as = (role: RoleName, headers: Ask['headers'] = {}) => ({
  host: HOST,
  cookie: company.cookies[role],
  ...headers,
});
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const SPEND = '/api/v1/spend?start=2026-11-01&endExclusive=2026-12-01';

describe('size', () => {
  it.each<[string, number, Ask]>([
    ['a body beyond 256 KiB', 413, { method: 'POST', body: `scope=${'x'.repeat(256 * 1024)}` }],
    ['an address beyond 16 KiB', 431, {}],
    ['a header beyond 16 KiB', 431, { headers: { 'x-long': 'x'.repeat(17_000) } }],
    ['a thousand fields', 400, { method: 'POST', body: 'a=1&'.repeat(1000) }],
  ])('%s is refused with %i', async (what, status, request) => {
    const path = what.startsWith('an address') ? `/users?${'x'.repeat(17_000)}` : '/budgets';
    const answer = await ask(company.url, path, {
      ...request,
      headers: as('admin', { origin: PUBLIC_URL, ...FORM, ...request.headers }),
    });
    expect(answer.status).toBe(status);
  });
  it('of a file, or of many, is bounded as everything else is', async () => {
    const file = (size: number, files = 1) => {
      const part = `--b\r\ncontent-disposition: form-data; name="key"; filename="x"\r\ncontent-type: text/csv\r\n\r\n${'x'.repeat(size)}\r\n`;
      return `${part.repeat(files)}--b--\r\n`;
    };
    const send = (body: string) =>
      ask(company.url, '/budgets', {
        method: 'POST',
        headers: as('admin', { origin: PUBLIC_URL, 'content-type': 'multipart/form-data; boundary=b' }),
        body,
      });
    expect((await send(file(300_000))).status).toBe(413);
    expect((await send(file(1, 200))).status).toBe(400);
    expect((await send(file(1000))).status).toBe(422);
  });
  it('that is not told beforehand is counted as it comes', async () => {
    const socket = connect(Number(new URL(company.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /budgets HTTP/1.1\r\nhost: ${HOST}\r\norigin: ${PUBLIC_URL}\r\ncookie: ${company.cookies.admin}\r\ncontent-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    socket.write(chunk.repeat(6));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });
});

describe('somebody in a hurry', () => {
  const settings = { ...readConfig({}), requestsPerMinute: 20, publicUrl: PUBLIC_URL };
  it.each<[string, string, (c: typeof company) => Ask['headers'], number]>([
    ['a person on pages', '/tokens', (c) => ({ host: HOST, cookie: c.cookies.user }), 200],
    ['a token', SPEND, (c) => ({ authorization: `Bearer ${c.tokens.user}` }), 200],
    ['somebody unknown on pages', '/users', () => ({ host: HOST }), 303],
    ['somebody unknown at the API', '/api/v1/me', () => ({}), 401],
    ['somebody with wrong tokens', '/api/v1/me', () => ({ authorization: `Bearer ${newToken()}` }), 401],
    [
      'somebody with wrong cookies',
      '/',
      () => ({ host: HOST, cookie: `__Host-ledger-session=${newToken()}` }),
      303,
    ],
    ['somebody who signs in', '/sign-in/callback?state=x', () => ({ host: HOST }), 403],
  ])('is asked to wait after so many requests a minute: %s', async (_, path, headers, good) => {
    const hurried = await openCompany({ settings });
    try {
      for (let left = settings.requestsPerMinute - 1; left >= 0; left--) {
        const answer = await ask(hurried.url, path, { headers: headers(hurried) ?? {} });
        expect([answer.status, answer.headers['ratelimit-remaining']]).toEqual([good, String(left)]);
      }
      const {
        status,
        headers: told,
        text,
      } = await ask(hurried.url, path, { headers: headers(hurried) ?? {} });
      expect(status).toBe(429);
      expect(Number(told['retry-after'])).toBeGreaterThan(0);
      expect(Number(told['retry-after'])).toBeLessThanOrEqual(60);
      if (path.startsWith('/api/')) expect(JSON.parse(text).error.code).toBe('tooMany');
      else expect(text).toContain(en.error.words.tooMany);
      // Others go on, and the health of the server can be asked for.
      const other = { host: HOST, cookie: hurried.cookies.manager };
      expect((await ask(hurried.url, '/tokens', { headers: other })).status).toBe(200);
      expect((await ask(hurried.url, '/healthz')).status).toBe(200);
    } finally {
      await hurried.close();
    }
  });
  it('cannot make the server count for ever: addresses share buckets that nobody can foretell', () => {
    const buckets = new Set(
      Array.from({ length: 70_000 }, (_, i) => bucketOf(`2001:db8::${i.toString(16)}`)),
    );
    expect(buckets.size).toBeLessThanOrEqual(65_536);
    expect(buckets.size).toBeGreaterThan(40_000);
    expect(bucketOf('192.0.2.1')).toBe(bucketOf('192.0.2.1'));
  });
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['203.0.113.9, 198.51.100.7', '198.51.100.7'],
    ['198.51.100.7:4711', '198.51.100.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['<b>somewhere</b>', '127.0.0.1'],
    ['198.51.100.7, unknown', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('whose proxy says %j comes from %s', async (forwarded, address) => {
    const behind = await openCompany({ settings: { ...settings, proxies: 1 } });
    const headers = { authorization: `Bearer ${behind.tokens.user}`, 'x-forwarded-for': forwarded };
    await ask(behind.url, SPEND, { headers });
    expect((await behind.store.tokens.listOf(EMAIL.user))[0]?.lastUsedFrom).toBe(address);
    await behind.close();
  });
  it('cannot write their own address, unless proxies stand in front', async () => {
    const limited = { ...settings, requestsPerMinute: 10 };
    for (const [proxies, last] of [
      [0, 429],
      [1, 303],
    ] as const) {
      const hurried = await openCompany({ settings: { ...limited, proxies } });
      let status = 0;
      for (let i = 0; i <= limited.requestsPerMinute; i++) {
        const headers = { host: HOST, 'x-forwarded-for': `198.51.100.1, 192.0.2.${i}` };
        status = (await ask(hurried.url, '/users', { headers })).status;
      }
      expect([proxies, status]).toEqual([proxies, last]);
      await hurried.close();
    }
  });
});

describe('somebody slow', () => {
  it('is given 15 seconds for the head of a request and 30 for all of it', () => {
    expect(HTTP_OPTIONS).toMatchObject({ headersTimeout: 15_000, requestTimeout: 30_000 });
  });
  it.each([
    ['a head that does not end', 'GET / HTTP/1.1\r\nhost: x\r\n'],
    ['a body that does not come', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc'],
  ])('is cut off with %s', async (_, bytes) => {
    // The same server with less patience, so that nobody waits for it.
    const serverOptions = {
      ...HTTP_OPTIONS,
      headersTimeout: 50,
      requestTimeout: 50,
      connectionsCheckingInterval: 20,
    };
    const answer = async (request: Request) => new Response(await request.text());
    const server = await new Promise<ServerType>((resolve) => {
      const made = serve({ fetch: answer, hostname: '127.0.0.1', port: 0, serverOptions }, () =>
        resolve(made),
      );
    });
    const address = server.address();
    const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
    socket.write(bytes);
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    await once(socket, 'close');
    expect(Buffer.concat(parts).toString()).toMatch(/^HTTP\/1\.1 408 /);
    server.close();
  });
});
