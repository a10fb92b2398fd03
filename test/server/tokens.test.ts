import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf, newToken } from '../../src/app/credentials/secrets.ts';
import { readConfig } from '../../src/config.ts';
import { MOST_TOKENS } from '../../src/core/tokens.ts';
import { openStore } from '../../src/store/open.ts';
import { en } from '../../src/ui/messages/en.ts';
import { at, folder, NOW, NOW_MS } from '../store/setup.ts';
import { sendRaw } from './raw.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { type Ask, ask, escaped, openServer, post, serveLedger } from './setup.ts';

/** Personal access tokens over real HTTP: made on a page, shown once, good for what they say and for nobody else. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const HOST = new URL(PUBLIC_URL).host;
const SECRET = /blt_[A-Za-z0-9_-]{43}/;
const signedIn = (role: RoleName, headers: Ask['headers'] = {}) => ({
  host: HOST,
  origin: PUBLIC_URL,
  cookie: company.cookies[role],
  ...headers,
});
const page = (role: RoleName, path: string) => ask(company.url, path, { headers: signedIn(role) });
const send = (role: RoleName, path: string, fields: Readonly<Record<string, string>> = {}) =>
  post(company.url, path, fields, { headers: signedIn(role) });
const make = (role: RoleName, fields: Readonly<Record<string, string>> = {}) =>
  send(role, '/tokens', { name: 'laptop', days: '90', 'scope.me': 'on', ...fields });
const api = (
  authorization: string | string[],
  path = '/api/v1/spend?start=2026-11-01&endExclusive=2026-12-01',
) => ask(company.url, path, { headers: { authorization: authorization as string } });
const bearer = (token: string, path?: string) => api(`Bearer ${token}`, path);
const tokenCalled = async (name: string) => {
  const found = (await company.store.tokens.listOf(EMAIL.user)).find((token) => token.name === name);
  if (!found) throw new Error(`there is no token called ${name}`);
  return found;
};
const secretIn = (text: string): string => SECRET.exec(text)?.[0] ?? '';

describe('the page', () => {
  it('makes a token, shows it once in the answer that is not kept, and lists it from then on', async () => {
    const made = await make('user', { name: 'my <laptop>', 'scope.spend': 'on' });
    expect(made.status).toBe(200);
    expect(made.headers['cache-control']).toBe('no-store');
    const secret = secretIn(made.text);
    expect(made.text.split(secret)).toHaveLength(2);
    expect(made.text).toContain('data-copy="token"');
    expect((await bearer(secret)).status).toBe(200);
    const list = await page('user', '/tokens');
    expect(list.text).toContain(escaped('my <laptop>'));
    expect(list.text).not.toMatch(SECRET);
    expect(await tokenCalled('my <laptop>')).toMatchObject({
      name: 'my <laptop>',
      scopes: ['me', 'spend'],
      createdAt: NOW,
      expiresAt: at(90 * 24 * 60),
      lastUsedAt: NOW,
      lastUsedFrom: '127.0.0.1',
    });
    const [entry] = await company.store.audit.list({ limit: 1, action: 'token.create' });
    expect(entry).toMatchObject({ actor: EMAIL.user, subject: `user:${EMAIL.user}`, via: 'page' });
    expect(JSON.stringify(entry)).not.toMatch(SECRET);
  });

  it('offers 90 days and the scope of the prompt, and nothing more, unless told', async () => {
    const { text } = await page('user', '/tokens');
    expect(text).toMatch(/<option value="90" selected=""/);
    const checked = [...text.matchAll(/<input type="checkbox" name="scope\.(\w+)"[^>]*checked/g)];
    expect(checked.map((one) => one[1])).toEqual(['me']);
  });

  it.each([
    [{ name: '' }, en.invalid.tokenName],
    [{ name: 'x'.repeat(81) }, en.invalid.tokenName],
    [{ name: 'a\u0007b' }, en.invalid.signs],
    [{ days: '8' }, en.invalid.days],
    [{ days: '' }, en.invalid.days],
    [{ days: '1e9' }, en.invalid.days],
    [{ 'scope.me': '', 'scope.spend': '' }, en.invalid.intro],
    [{ 'scope.me': 'yes' }, en.invalid.intro],
  ])('refuses %o and keeps what was typed', async (fields, words) => {
    const before = await company.store.tokens.all();
    const answer = await make('user', fields);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(escaped(words));
    expect(answer.text).not.toMatch(SECRET);
    expect(await company.store.tokens.all()).toEqual(before);
  });
  it('offers only scopes that open something for whoever makes the token, and takes no other', async () => {
    const offered = async (role: RoleName) =>
      [...(await page(role, '/tokens')).text.matchAll(/type="checkbox" name="scope\.(\w+)"/g)].map(
        ([, scope]) => scope,
      );
    const own = ['me', 'spend', 'budgets', 'profiles', 'people'];
    for (const role of ['user', 'manager', 'owner'] as const)
      expect([role, await offered(role)]).toEqual([role, [...own, 'vend']]);
    for (const role of ['finance', 'admin'] as const)
      expect([role, await offered(role)]).toEqual([
        role,
        [...own, 'operations', 'audit', 'vend', ...(role === 'admin' ? ['budget'] : [])],
      ]);
    const before = await company.store.tokens.all();
    const refused = await make('user', { 'scope.audit': 'on', 'scope.operations': 'on' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(escaped(en.invalid.idleScopes(['operations', 'audit'])));
    expect(await company.store.tokens.all()).toEqual(before);
    const made = secretIn((await make('admin', { name: 'log', 'scope.audit': 'on' })).text);
    expect((await bearer(made, '/api/v1/audit')).status).toBe(200);
  });
  it('asks for a scope', async () => {
    const answer = await send('user', '/tokens', { name: 'none', days: '7' });
    expect([answer.status, answer.text.includes(en.invalid.scopes)]).toEqual([422, true]);
  });

  it('revokes after a question, at once, and for its owner only', async () => {
    const secret = secretIn((await make('user', { name: 'to revoke' })).text);
    const { id } = await tokenCalled('to revoke');
    const path = `/tokens/${id}/revoke`;
    expect((await page('user', path)).text).toContain('to revoke');
    for (const role of ['manager', 'finance', 'admin'] as const) {
      expect([role, (await page(role, path)).status]).toEqual([role, 404]);
      expect([role, (await send(role, path)).status]).toEqual([role, 404]);
    }
    expect((await bearer(secret, '/api/v1/nothing')).status).toBe(404);
    expect(await send('user', path)).toMatchObject({
      status: 303,
      headers: { location: '/tokens?done=revoked' },
    });
    const refused = await bearer(secret);
    expect([refused.status, JSON.parse(refused.text).error.reason]).toEqual([
      401,
      'this token was revoked: make a new one at /tokens',
    ]);
    expect((await page('user', path)).status).toBe(404);
  });

  it('lets administrators, and nobody else, revoke those of others and sign them out', async () => {
    const path = `/people/${encodeURIComponent(EMAIL.owner)}/tokens/token-of-owner/revoke`;
    for (const role of ['user', 'manager', 'finance'] as const) {
      expect([role, (await page(role, path)).status]).toEqual([role, 404]);
      expect([role, (await send(role, path)).status]).toEqual([role, 404]);
      const ended = await send(role, `/people/${encodeURIComponent(EMAIL.owner)}/sessions/end`);
      expect([role, ended.status]).toEqual([role, 404]);
    }
    expect((await bearer(company.tokens.owner)).status).toBe(200);
    expect((await page('owner', '/tokens')).status).toBe(200);
    expect((await page('admin', path)).text).toContain(EMAIL.owner);
    expect((await send('admin', path)).status).toBe(303);
    expect((await bearer(company.tokens.owner)).status).toBe(401);
    const ended = await send('admin', `/people/${encodeURIComponent(EMAIL.owner)}/sessions/end`);
    expect(ended.status).toBe(303);
    expect((await page('owner', '/tokens')).headers.location).toBe('/sign-in?to=%2Ftokens');
    const [revoked] = await company.store.audit.list({ limit: 1, action: 'token.revoke' });
    expect(revoked).toMatchObject({ actor: EMAIL.admin, subject: `user:${EMAIL.owner}` });
  });

  it('lists sessions with this one marked, and signs out the others', async () => {
    const other = newToken();
    await company.store.sessions.open(
      {
        hash: hashOf(other),
        id: 'other',
        email: EMAIL.manager,
        createdAt: NOW,
        expiresAt: at(60),
        address: '192.0.2.9',
        agent: 'Phone <x>',
      },
      { email: EMAIL.manager, name: null, costCenter: null, manager: null, active: null, groups: null },
      { id: EMAIL.manager },
    );
    const before = (await page('manager', '/tokens')).text;
    expect(before).toContain(escaped('Phone <x>'));
    expect(before.split(en.access.thisOne)).toHaveLength(2);
    expect(before).toContain('href="/tokens/sessions/end"');
    const sure = (await page('manager', '/tokens/sessions/end')).text;
    expect(sure).toContain(escaped(en.access.endConfirm(EMAIL.manager, 1)));
    expect(sure).toContain('method="post" action="/tokens/sessions/end"');
    expect((await page('manager', '/tokens')).text).toContain('Phone');
    expect((await send('manager', '/tokens/sessions/end')).status).toBe(303);
    const after = (await page('manager', '/tokens')).text;
    expect(after).not.toContain('Phone');
    const dead = await ask(company.url, '/tokens', {
      headers: { host: HOST, cookie: `__Host-ledger-session=${other}` },
    });
    expect(dead.status).toBe(303);
  });

  it(`keeps at most ${MOST_TOKENS} good ones of a person, however they are asked for`, async () => {
    const many = Array.from({ length: MOST_TOKENS + 5 }, () => make('finance'));
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(6);
    expect((await make('finance')).text).toContain(en.invalid.tokens(MOST_TOKENS));
    expect(await company.store.tokens.listOf(EMAIL.finance)).toHaveLength(MOST_TOKENS);
  });

  it('is not reached with a token, which can make no other', async () => {
    const headers = {
      host: HOST,
      origin: PUBLIC_URL,
      authorization: `Bearer ${company.tokens.admin}`,
    };
    const before = (await company.store.tokens.all()).length;
    const answer = await post(
      company.url,
      '/tokens',
      { name: 'x', days: '7', 'scope.me': 'on' },
      { headers },
    );
    expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in']);
    expect((await ask(company.url, '/tokens', { headers })).headers.location).toContain('/sign-in');
    for (const path of ['/api/v1/tokens', '/api/v1/me/tokens'])
      expect((await ask(company.url, path, { method: 'POST', headers })).status).toBeGreaterThanOrEqual(400);
    expect(await company.store.tokens.all()).toHaveLength(before);
  });

  it('says where nobody signs in that there are none, and makes none', async () => {
    const local = await openServer();
    try {
      const answer = await ask(local.url, '/tokens');
      expect([answer.status, answer.text.includes(escaped(en.access.noSignIn))]).toEqual([200, true]);
      const fields = { name: 'x', days: '7', 'scope.me': 'on' };
      expect((await post(local.url, '/tokens', fields)).status).toBe(403);
      expect((await post(local.url, '/tokens/sessions/end', {})).status).toBe(403);
      for (const path of ['/tokens/x/revoke', '/tokens/sessions/end'])
        expect((await ask(local.url, path)).status).toBe(404);
      expect(await local.store.tokens.all()).toEqual([]);
    } finally {
      await local.close();
    }
  });
});

describe('a token', () => {
  const stored = async (change: { scopes?: ['me']; days?: number; email?: string } = {}) => {
    const secret = newToken();
    const { scopes = ['me', 'spend'] as ['me', 'spend'], days = 1, email = EMAIL.manager } = change;
    const token = {
      id: hashOf(secret).slice(0, 12),
      email,
      name: 'x',
      scopes,
      createdAt: at(-10),
      expiresAt: at(days * 24 * 60),
    };
    await company.store.tokens.create(token, hashOf(secret), { id: email });
    return secret;
  };
  const reason = (text: string): string => JSON.parse(text).error.reason;

  it('that is good is good, however the scheme is written', async () => {
    const secret = await stored();
    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer  '])
      expect([scheme, (await api(`${scheme} ${secret}`)).status]).toEqual([scheme, 200]);
  });

  it.each<[string, () => Promise<string> | string, string]>([
    ['unknown', () => `Bearer ${newToken()}`, 'this token is not known here: make a new one at /tokens'],
    ['expired', async () => `Bearer ${await stored({ days: 0 })}`, 'expired on 2026-11-20'],
    ['in other letters', async () => `Bearer ${(await stored()).toLowerCase()}`, 'not known here'],
    ['cut', async () => `Bearer ${(await stored()).slice(0, -1)}`, 'not known here'],
    ['longer', async () => `Bearer ${await stored()}x`, 'not known here'],
    ['no longer at all', () => `Bearer blt_${'x'.repeat(300)}`, 'no token of Bedrock Ledger'],
    ['its hash', async () => `Bearer blt_${hashOf(await stored())}`, 'not known here'],
    ['basic', async () => `Basic ${Buffer.from(await stored()).toString('base64')}`, 'no token of Bedrock'],
    ['without a scheme', async () => stored(), 'no token of Bedrock Ledger'],
    ['empty', () => '', 'no token of Bedrock Ledger'],
    ['two in one', async () => `Bearer ${await stored()} ${await stored()}`, 'no token of Bedrock'],
    ['two with a comma', async () => `Bearer ${await stored()}, Bearer ${await stored()}`, 'no token of'],
    [
      'of whoever is not in the directory',
      async () => `Bearer ${await stored({ email: 'x@example.com' })}`,
      'no longer active',
    ],
  ])('that is %s is refused in words', async (_, header, words) => {
    const answer = await api(await header());
    expect(answer.status).toBe(401);
    expect(reason(answer.text)).toContain(words);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="Bedrock Ledger"');
    expect(answer.text).not.toMatch(/blt_[A-Za-z0-9_-]{20}/);
  });

  it('sent in two headers is refused, or the first alone counts', async () => {
    const answer = await api([`Bearer ${newToken()}`, `Bearer ${await stored()}`]);
    expect(answer.status).toBe(401);
  });

  it('is good for its scopes only', async () => {
    const secret = await stored({ scopes: ['me'] });
    const answer = await bearer(secret);
    expect([answer.status, reason(answer.text)]).toEqual([
      403,
      'this token is not good for "spend": make one that is at /tokens',
    ]);
    const [entry] = await company.store.audit.list({ limit: 1, action: 'access.refuse' });
    expect(entry).toMatchObject({ actor: EMAIL.manager, via: 'api', after: { scope: 'spend' } });
  });

  it('gives no more than its owner may see, and nothing once they left', async () => {
    const email = 'leaver@example.com';
    const facts = { email, name: null, costCenter: null, manager: null, groups: null };
    const learn = (active: boolean) =>
      company.store.people.learn('identityCenter', [{ ...facts, active }], {
        complete: false,
        actor: { id: 'job:people' },
        now: NOW,
      });
    await learn(true);
    const secret = await stored({ email });
    const answer = await bearer(secret);
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('eve@example.com');
    await learn(false);
    expect([(await bearer(secret)).status, reason((await bearer(secret)).text)]).toEqual([
      401,
      'this token was revoked: make a new one at /tokens',
    ]);
  });

  it('that has ended is refused in the log once an hour, under the name of its owner', async () => {
    const { store } = company;
    const secret = await stored({ email: EMAIL.user, days: -1 });
    const entries = () => store.audit.list({ limit: 10, action: 'token.refuse', actor: EMAIL.user });
    const before = (await entries()).length;
    for (let i = 0; i < 3; i++) expect((await bearer(secret)).status).toBe(401);
    const found = await entries();
    expect(found.length - before).toBe(1);
    expect(found[0]).toMatchObject({ subject: `token:${hashOf(secret).slice(0, 12)}`, via: 'api' });
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  it('of random bytes, 1,000 times, is refused and leaves nothing behind', async () => {
    const tables = async () => [
      await company.store.tokens.all(),
      await company.store.people.list(),
      await company.store.audit.count({}),
      await company.store.sessions.listOf(EMAIL.user, NOW, 3_600_000),
    ];
    const before = await tables();
    const statuses = new Set<number>();
    const bytes = fc.uint8Array({ maxLength: 200 }).map((one) => Buffer.from(one));
    const header = fc.oneof(
      bytes,
      bytes.map((one) => Buffer.concat([Buffer.from('Bearer '), one])),
      bytes.map((one) => Buffer.concat([Buffer.from('Bearer blt_'), one])),
      fc.string({ maxLength: 60 }).map((text) => Buffer.from(`Bearer blt_${text}`)),
    );
    await fc.assert(
      fc.asyncProperty(header, async (value) => {
        const { status } = await sendRaw(company.url, 'GET /api/v1/me HTTP/1.1', [
          ['host', HOST],
          ['authorization', value],
        ]);
        statuses.add(status);
        return status >= 400 && status < 500;
      }),
      { numRuns: 1000 },
    );
    expect(
      [...statuses].every((status) => [400, 401, 403].includes(status)),
      `${[...statuses]}`,
    ).toBe(true);
    expect(await tables()).toEqual(before);
    expect(company.faults).toEqual([]);
  }, 30_000);
});

describe('a secret', () => {
  it('is nowhere in the ledger and nowhere in what is logged', async () => {
    const file = join(folder(), 'ledger.db');
    const store = await openStore(file, { now: NOW_MS });
    const session = newToken();
    const email = 'ann@example.com';
    await store.sessions.open(
      { hash: hashOf(session), id: 's', email, createdAt: NOW, expiresAt: at(60), address: '', agent: '' },
      { email, name: null, costCenter: null, manager: null, active: null, groups: null },
      { id: email },
    );
    const settings = { ...readConfig({}), publicUrl: PUBLIC_URL };
    const gateway = company.settings && { begin: fail, finish: fail };
    const served = await serveLedger({ store, settings, signIn: { kind: 'oidc', gateway } });
    const headers = { host: HOST, origin: PUBLIC_URL, cookie: `__Host-ledger-session=${session}` };
    const fields = { name: 'x', days: '7', 'scope.me': 'on', 'scope.spend': 'on' };
    const made = await post(served.url, '/tokens', fields, { headers });
    const secret = secretIn(made.text);
    expect(secret).not.toBe('');
    const authorization = `Bearer ${secret}`;
    await ask(served.url, '/api/v1/spend?start=2026-11-01&endExclusive=2026-12-01', {
      headers: { authorization },
    });
    await ask(served.url, '/api/v1/audit', { headers: { authorization } });
    // A fault of ours while somebody asks with it: what is told to the log must not carry it.
    store.version.get = () => Promise.reject(new Error('the disk is full'));
    expect((await ask(served.url, '/api/v1/spend', { headers: { authorization } })).status).toBe(500);
    expect((await ask(served.url, '/tokens', { headers })).status).toBe(500);
    expect(served.faults).toHaveLength(2);
    const told = served.faults.map((fault) => [String(fault), (fault as Error).stack, JSON.stringify(fault)]);
    await served.close();
    store.close();
    const kept = readdirSync(join(file, '..')).map((name) =>
      readFileSync(join(file, '..', name)).toString('latin1'),
    );
    expect(kept.some((text) => text.includes(hashOf(secret)))).toBe(true);
    for (const one of [secret, secret.slice(4), session, session.slice(4)]) {
      expect(kept.filter((text) => text.includes(one))).toEqual([]);
      expect(told.flat().filter((text) => text?.includes(one))).toEqual([]);
    }
  });
});
const fail = () => Promise.reject(new Error('nobody signs in here'));
