import { once } from 'node:events';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { type ServerType, serve } from '@hono/node-server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/cli/log.ts';
import { readConfig } from '../../src/config.ts';
import { HTTP_OPTIONS } from '../../src/server/httpOptions.ts';
import { bucketOf } from '../../src/server/limits.ts';
import { hashOf, newToken } from '../../src/server/secrets.ts';
import { ownPath } from '../../src/server/signIn.tsx';
import { en } from '../../src/ui/messages/en.ts';
import { at, NOW } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, type ROLES } from './roles.ts';
import { type Ask, ask, openServer, post } from './setup.ts';

/** What a stranger, another site or somebody in a hurry could try, and what comes of it. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const HOST = new URL(PUBLIC_URL).host;
const as = (role: (typeof ROLES)[number], headers: Ask['headers'] = {}) => ({
  host: HOST,
  cookie: company.cookies[role],
  ...headers,
});
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const SPEND = '/api/v1/spend?start=2026-11-01&endExclusive=2026-12-01';

describe('headers', () => {
  it('keep a page from being framed, sniffed, scripted, and from asking for what it does not need', async () => {
    for (const path of ['/', '/tokens', '/nothing', '/api/v1/me', '/healthz', '/sign-in/callback']) {
      const { headers } = await ask(company.url, path, { headers: as('admin') });
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'",
      );
      expect(headers).toMatchObject({
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      for (const told of ['server', 'x-powered-by', 'access-control-allow-origin'])
        expect(headers[told]).toBeUndefined();
    }
  });

  it('ask for https where it is served by https, and only there', async () => {
    const local = await openServer();
    expect((await ask(local.url, '/')).headers['strict-transport-security']).toBeUndefined();
    await local.close();
  });

  it('let no page of somebody be kept', async () => {
    for (const path of ['/tokens', '/users', SPEND])
      expect((await ask(company.url, path, { headers: as('admin') })).headers['cache-control']).toMatch(
        /no-store|private, no-cache/,
      );
  });
});

describe('what another site sends', () => {
  const POSTS = [
    '/budgets',
    '/budgets/x/remove',
    '/jobs',
    '/profiles',
    '/profiles/annprofile/delete',
    '/tokens',
    '/tokens/token-of-admin/revoke',
    '/tokens/sessions/end',
    `/people/${EMAIL.user}/tokens/token-of-user/revoke`,
    `/people/${EMAIL.user}/sessions/end`,
    '/sign-out',
  ];
  it.each<[string, Ask['headers']]>([
    ['another site', { origin: 'https://evil.example' }],
    ['a site whose name begins like ours', { origin: `${PUBLIC_URL}.evil.example` }],
    ['ours without its s', { origin: PUBLIC_URL.replace('https', 'http') }],
    ['another port', { origin: `${PUBLIC_URL}:8443` }],
    ['a neighbour', { origin: 'https://other.example.com' }],
    ['a document without an origin', { origin: 'null' }],
    ['two origins', { origin: `${PUBLIC_URL}, https://evil.example` }],
    ['a neighbour, as the browser says', { 'sec-fetch-site': 'same-site' }],
    ['somewhere else, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['an address bar', { 'sec-fetch-site': 'none' }],
    ['nobody knows where', {}],
    ['our name without its origin', { host: 'evil.example', 'sec-fetch-site': 'same-origin' }],
  ])('from %s is not carried out', async (_, headers) => {
    const before = await company.store.audit.count({});
    for (const path of POSTS) {
      const answer = await ask(company.url, path, {
        method: 'POST',
        headers: as('admin', { ...FORM, ...headers }),
        body: 'scope=userDefault&amount=1&name=x&days=7&scope.me=on&job=usage',
      });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect(await company.store.audit.count({})).toBe(before);
    expect(await company.store.sessions.listOf(EMAIL.admin, NOW)).toHaveLength(1);
  });
  it('cannot be a form of another kind, which a page elsewhere may send without asking', async () => {
    for (const type of ['text/plain', 'application/json', '', 'application/x-www-form-urlencodedx']) {
      const answer = await ask(company.url, '/budgets', {
        method: 'POST',
        headers: as('admin', { origin: PUBLIC_URL, 'content-type': type }),
        body: 'scope=userDefault&amount=1',
      });
      expect([type, answer.status]).toEqual([type, 415]);
    }
  });
});

describe('where one is led after signing in', () => {
  const NASTY = [
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\\/evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/%2e%2e//evil.example',
    '/x/..//evil.example',
    '/./\\evil.example',
    ' //evil.example',
    '@evil.example',
    '/@evil.example/../..//evil.example',
    '/sign-in?to=/x',
    '/sign-out',
    'evil.example',
    '',
    '?',
    '#',
  ];
  const staysHere = (path: string): boolean => {
    const url = new URL(path, PUBLIC_URL);
    return path.startsWith('/') && url.origin === PUBLIC_URL && !url.pathname.startsWith('//');
  };
  it.each(NASTY)('%j stays here', (asked) => expect(staysHere(ownPath(asked))).toBe(true));
  it('whatever is asked for stays here', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '//',
      'evil.example',
      ':',
      '@',
      '%2f',
      '%5c',
      '\t',
      '\r',
      '\n',
      '?',
      '#',
      'https:',
      'a',
      '\u3002',
      '\uff0f',
      '\u0000',
      ' ',
    );
    const nasty = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          nasty,
          fc.webUrl(),
          fc.string({ unit: 'binary' }),
          nasty.map((text) => `/${text}`),
        ),
        (asked) => staysHere(ownPath(asked)),
      ),
      { numRuns: 5000 },
    );
  });
  it('what is a path here is kept as it is', () => {
    for (const path of [
      '/',
      '/users/ann%40example.com?period=last7',
      '/audit?text=a%20b',
      '/cost-centers/%E6%9D%B1%E4%BA%AC',
    ])
      expect(ownPath(path)).toBe(path);
  });
  it('is never told by an address of the server itself', async () => {
    for (const asked of NASTY) {
      const answer = await ask(company.url, `/sign-in?${new URLSearchParams({ to: asked })}`, {
        headers: { host: HOST },
      });
      expect(answer.headers.location ?? '/').toMatch(/^\/(?![/\\])/);
    }
    for (const path of ['//evil.example', '/\\evil.example', '//evil.example/%2e%2e', '/.//evil.example']) {
      const answer = await ask(company.url, path, { headers: { host: HOST } });
      expect([303, 400]).toContain(answer.status);
      expect(answer.headers.location ?? '/sign-in').toMatch(/^\/sign-in/);
      const elsewhere = await ask(company.url, path, { headers: { host: 'evil.example' } });
      expect(new URL(elsewhere.headers.location ?? PUBLIC_URL).origin).toBe(PUBLIC_URL);
    }
  });
});

describe('a cookie', () => {
  const session = () => company.cookies.admin.split('=')[1] ?? '';
  it.each<[string, () => string]>([
    ['cut', () => `__Host-ledger-session=${session().slice(0, -1)}`],
    ['in other letters', () => `__Host-ledger-session=${session().toUpperCase()}`],
    ['longer', () => `__Host-ledger-session=${session()}x`],
    ['its hash', () => `__Host-ledger-session=${hashOf(session())}`],
    ['its name', () => '__Host-ledger-session=session-of-admin'],
    ['without its prefix', () => `ledger-session=${session()}`],
    ['under another name', () => `__Secure-ledger-session=${session()}`],
    ['empty', () => '__Host-ledger-session='],
    ['very long', () => `__Host-ledger-session=${'x'.repeat(8000)}`],
    ['a token', () => `__Host-ledger-session=${company.tokens.admin}`],
    ['a statement', () => "__Host-ledger-session=' OR 1=1 --"],
  ])('that is %s is nobody’s', async (_, cookie) => {
    const answer = await ask(company.url, '/audit', { headers: { host: HOST, cookie: cookie() } });
    expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in?to=%2Faudit']);
  });
  it('that was signed out, or is too old, is dead', async () => {
    const open = async (id: string, expiresAt: string, createdAt = NOW) => {
      const secret = newToken();
      const facts = {
        email: EMAIL.admin,
        name: null,
        costCenter: null,
        manager: null,
        active: null,
        groups: null,
      };
      await company.store.sessions.open(
        { hash: hashOf(secret), id, email: EMAIL.admin, createdAt, expiresAt, address: '', agent: '' },
        facts,
        { id: EMAIL.admin },
      );
      return `__Host-ledger-session=${secret}`;
    };
    const status = async (cookie: string) =>
      (await ask(company.url, '/audit', { headers: { host: HOST, cookie } })).status;
    const cookie = await open('out', at(60));
    expect(await status(cookie)).toBe(200);
    const out = await post(
      company.url,
      '/sign-out',
      {},
      { headers: { host: HOST, origin: PUBLIC_URL, cookie } },
    );
    expect(out.headers['set-cookie']).toMatch(
      /^__Host-ledger-session=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(await status(cookie)).toBe(303);
    expect(await status(await open('expired', at(0)))).toBe(303);
    expect(await status(await open('idle', at(600), at(-60)))).toBe(303);
  });
});

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
      else expect(text).toContain(en.error.tooMany);
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
      Array.from({ length: 200_000 }, (_, i) => bucketOf(`2001:db8::${i.toString(16)}`)),
    );
    expect(buckets.size).toBeLessThanOrEqual(65_536);
    expect(buckets.size).toBeGreaterThan(50_000);
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

describe('the log', () => {
  const written = (error: unknown): string => {
    let text = '';
    const to = new Writable({
      write(chunk, _, done) {
        text += chunk;
        done();
      },
    });
    createLog(to).error({ err: error }, 'that did not work');
    return text;
  };
  const TOKEN = newToken();
  const JWT = `eyJhbGciOiJFUzI1NiJ9.eyJlbWFpbCI6ImFubkBleGFtcGxlLmNvbSJ9.c2lnbmF0dXJl`;
  it.each<[string, string, Error]>([
    ['a token', TOKEN, new Error(`GET /x with ${TOKEN} failed`)],
    ['a header', 'opensesame', new Error('authorization: Bearer opensesame; more')],
    ['a basic header', 'dXNlcjpwYXNz', new Error('Basic dXNlcjpwYXNz')],
    ['a JWT', JWT, new Error(`bad ${JWT}.`)],
    ['a session', 'topsecret', new Error('cookie: __Host-ledger-session=topsecret; lang=en')],
    ['a signed address', 'abcdef012345', new Error('https://x/?X-Amz-Security-Token=abcdef012345&y=1')],
    ['a password in an address', 'hunter2', new Error('connect smtp://mail:hunter2@smtp.example.com:25')],
    ['a cause', TOKEN, new Error('outer', { cause: new Error(`inner ${TOKEN}`) })],
    [
      'what hangs on an error',
      'opensesame',
      Object.assign(new Error('x'), {
        response: { headers: { authorization: 'opensesame' } },
        body: 'opensesame',
      }),
    ],
    [
      'what hangs on its cause',
      'opensesame',
      new Error('x', { cause: Object.assign(new Error('y'), { request: 'opensesame' }) }),
    ],
  ])('does not hold %s', (_, secret, error) => {
    const text = written(error);
    expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({ level: 50, msg: 'that did not work', err: { type: 'Error' } });
  });
  it('says what went wrong, where, and why', () => {
    const error = Object.assign(new Error('no space left', { cause: new Error('the disk is full') }), {
      code: 'ENOSPC',
    });
    const { err } = JSON.parse(written(error));
    expect(err).toMatchObject({
      type: 'Error',
      code: 'ENOSPC',
      message: 'no space left',
      cause: { message: 'the disk is full' },
    });
    expect(err.stack).toContain('hardening.test.ts');
    expect(JSON.parse(written('words alone')).err).toBe('words alone');
  });
});
