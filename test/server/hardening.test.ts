import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf, newToken } from '../../src/app/credentials/secrets.ts';
import { at, NOW } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { type Ask, ask, openServer, post } from './setup.ts';

/** What a stranger or another site could try with headers, forms and cookies, and what comes of it. */

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
    expect(await company.store.sessions.listOf(EMAIL.admin, NOW, 3_600_000)).toHaveLength(1);
  });
  it.each([
    'user@ledger.example.com',
    'a:b@x',
    '\u00d9A@x',
    '\u00d9\u0091A\u00cf\u0086\u00b4@\u00c9(',
    'x y',
    'x/y',
    'x?y',
    '',
    'localhost:123456',
    '.1',
    '1.2.3.4.5',
    'a.256.1',
    'x:99999',
    '[::g]',
  ])('under the Host %o is refused, read or not', async (host) => {
    for (const path of ['/me', '/api/v1/me', '/budgets'])
      for (const method of ['GET', 'POST']) {
        const headers = { ...as('admin', { origin: PUBLIC_URL, ...FORM }), host };
        const { status } = await ask(company.url, path, {
          method,
          headers,
          body: method === 'POST' ? 'x=1' : '',
        });
        expect([path, method, status >= 400 && status < 500]).toEqual([path, method, true]);
      }
    expect(company.faults).toEqual([]);
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
