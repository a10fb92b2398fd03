import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../../src/app/credentials/secrets.ts';
import { HTTP_OPTIONS } from '../../src/server/http/httpOptions.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { folder, NOW, NOW_MS, spendRow, usd } from '../store/setup.ts';
import { addresses } from './addresses.ts';
import { ACTOR, EMAIL, openCompany, PUBLIC_URL, ROLES, type RoleName } from './roles.ts';
import { type Answer, ask, serveLedger } from './setup.ts';

/** An answer that is kept is the one that would be made now, for the same person and nobody else. */

let company: Awaited<ReturnType<typeof openCompany>>;
/** Its server, of which it is known when an answer is made; and one that keeps nothing. */
let server: Awaited<ReturnType<typeof serveLedger>>;
let cold: Awaited<ReturnType<typeof serveLedger>>;
let made: string[] = [];
beforeAll(async () => {
  company = await openCompany();
  const noted = (store: Store): Store =>
    new Proxy(store, {
      get: (_, name: keyof Store) =>
        name === 'telling'
          ? (tell: Parameters<Store['telling']>[0]) => {
              made.push('an answer');
              return store.telling(tell);
            }
          : store[name],
    });
  server = await serveLedger({ ...company.parts, store: noted(company.store) });
  cold = await serveLedger({ ...company.parts, store: company.store }, 0, 0);
});
afterAll(async () => {
  await server?.close();
  await cold?.close();
  await company?.close();
});
beforeEach(() => {
  made = [];
});

const host = new URL(PUBLIC_URL).host;
const by = (role: RoleName, more: Readonly<Record<string, string>> = {}) => ({
  headers: { host, cookie: company.cookies[role], ...more },
});
const warm = (role: RoleName, path: string, more?: Readonly<Record<string, string>>) =>
  ask(server.url, path, by(role, more));
/** What the product says of itself: large, and the same all day. */
const ABOUT_ITSELF = /^\/api(\/v1\/openapi.json)?$/;
/** A file: each time it is taken there is one more entry about it, which is in it. */
const TAKEN_AWAY = '/me/data';
/** What an answer says, without what is of one request. */
function said({ status, headers, text }: Answer) {
  const kept = Object.entries(headers).filter(
    ([name]) =>
      !/^(date|etag|ratelimit-.*|connection|keep-alive|content-length|transfer-encoding)$/.test(name),
  );
  return { status, headers: Object.fromEntries(kept), text };
}
const change = () =>
  company.store.budgets.set({ kind: 'user', key: EMAIL.user }, usd(BigInt(++amount)), ACTOR, NOW);
let amount = 1_000_000;

describe('whoever asks what', () => {
  it('is answered as if nothing were kept', async () => {
    for (const [at, path] of addresses(company)
      .filter((one) => one !== TAKEN_AWAY)
      .entries()) {
      // Three of the five at each address, other ones at the next.
      const some = ROLES.map((_, of) => ROLES[(at + of) % ROLES.length] ?? 'user').slice(0, 3);
      const roles = ABOUT_ITSELF.test(path) ? (['user', 'admin'] as const) : some;
      for (const role of roles) await warm(role, path);
      for (const role of roles.toReversed()) {
        const [kept, fresh] = [await warm(role, path), await ask(cold.url, path, by(role))];
        expect([role, path, said(kept)]).toEqual([role, path, said(fresh)]);
      }
    }
    expect(server.faults).toEqual([]);
  });

  it('gets what is kept wherever it is known how long it lasts', async () => {
    const again: string[] = [];
    let asked = 0;
    for (const path of addresses(company)) {
      const { headers, status } = await warm('admin', path);
      // Forms about what is not there, or not theirs.
      if (status !== 200 || path === TAKEN_AWAY) continue;
      made = [];
      await warm('admin', path);
      if (made.length > 0) again.push(path);
      expect([path, headers.etag]).toEqual([path, expect.stringMatching(/^"[\w-]{43}"$/)]);
      asked += 1;
    }
    expect(asked).toBeGreaterThan(50);
    // The head of the audit log says when it was asked for; tokens, sessions, who looked and who came by, which is asked for whom somebody may ask for more, have no version; mails of the demo are no ledger's, what was read of policies, and how far a set-up is.
    const others = again.filter((path) => !/\/(tokens|sessions)(\/|$)/.test(path));
    expect(others.sort()).toEqual([
      '/api/v1/audit/head',
      ...['/budgets/ask', '/inbox', '/people/ann%40example.com', '/people/eve%40example.com'],
      '/policies/in-force',
      '/privacy',
      '/setup',
    ]);
  });

  it('holds their own tag: of nobody else, no other language, theme, encoding or address', async () => {
    const asked: [RoleName, string, Record<string, string>][] = [
      ...ROLES.map((role): [RoleName, string, Record<string, string>] => [role, '/models', {}]),
      ['admin', '/models', { 'accept-language': 'ja' }],
      ['admin', '/models', { 'accept-encoding': 'gzip' }],
      ['admin', '/models', { cookie: `${company.cookies.admin}; theme=dark` }],
      ['admin', '/models?period=last7', {}],
      ['admin', '/users', {}],
    ];
    const tags: (string | undefined)[] = [];
    for (const one of asked) tags.push((await warm(...one)).headers.etag);
    expect(new Set(tags).size).toBe(asked.length);
    for (const [at, [role, path, more]] of asked.entries())
      for (const [of, tag = ''] of tags.entries()) {
        const { status } = await warm(role, path, { ...more, 'if-none-match': tag });
        expect([at, of, status]).toEqual([at, of, at === of ? 304 : 200]);
      }
  });

  it('is told that it stands by each form of the tag, without its being made', async () => {
    const { headers } = await warm('finance', '/users');
    const etag = headers.etag ?? '';
    made = [];
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*', `"a" ,W/${etag} `]) {
      const answer = await warm('finance', '/users', { 'if-none-match': held });
      expect([held, answer.status, answer.text, answer.headers.etag]).toEqual([held, 304, '', etag]);
      expect(answer.headers).toMatchObject({
        'cache-control': 'private, no-cache',
        vary: 'Accept-Encoding',
        'ratelimit-limit': '100000',
      });
    }
    for (const held of ['"other"', etag.slice(1, -1), `"${etag}"`])
      expect((await warm('finance', '/users', { 'if-none-match': held })).status).toBe(200);
    expect(made).toEqual([]);
  });

  it('gets it packed, or only its head, all the same', async () => {
    const plain = await warm('admin', '/users');
    const asked = { ...by('admin', { 'accept-encoding': 'gzip' }) };
    for (const _ of [1, 2]) {
      const packed = await askBytes('/users', asked.headers);
      expect([packed.encoding, gunzipSync(packed.body).toString()]).toEqual(['gzip', plain.text]);
      const head = await ask(server.url, '/users', { ...by('admin'), method: 'HEAD' });
      expect([head.status, head.text, head.headers.etag]).toEqual([200, '', plain.headers.etag]);
    }
  });
});

async function askBytes(path: string, headers: Readonly<Record<string, string>>) {
  return new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
    const sent = request(server.url + path, { headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ encoding: answer.headers['content-encoding'], body: Buffer.concat(parts) }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('what is kept no longer stands', () => {
  it('once anything changed', async () => {
    const before = await warm('user', '/budgets');
    await change();
    const after = await warm('user', '/budgets', { 'if-none-match': before.headers.etag ?? '' });
    expect([after.status, after.headers.etag === before.headers.etag]).toEqual([200, false]);
    expect(after.text).not.toBe(before.text);
  });

  it('once another process changed it', async () => {
    const file = `${folder()}/ledger.db`;
    const own = await openStore(file, { now: NOW_MS });
    const other = await openStore(file, { now: NOW_MS });
    const shared = await serveLedger({ store: own });
    const asked = (tag = '') => ask(shared.url, '/budgets', { headers: { 'if-none-match': tag } });
    const { headers } = await asked();
    expect((await asked(headers.etag)).status).toBe(304);
    await other.budgets.set({ kind: 'user', key: EMAIL.user }, usd(1n), ACTOR, NOW);
    const after = await asked(headers.etag);
    expect([after.status, after.text.includes(EMAIL.user)]).toEqual([200, true]);
    await shared.close();
    other.close();
    own.close();
  });

  it('for another server, though it be of the same ledger', async () => {
    const { headers } = await warm('user', '/models');
    const more = { 'if-none-match': headers.etag ?? '' };
    expect((await ask(cold.url, '/models', by('user', more))).status).toBe(200);
  });

  it('when time alone changes what is shown', async () => {
    let now = NOW_MS;
    const parts = { store: company.store, clock: { now: () => now } };
    const [keeps, makes] = [await serveLedger(parts), await serveLedger(parts, 0, 0)];
    const local = { headers: { host: 'localhost:8080' } };
    const HOUR = 3_600_000;
    for (const [source, hours] of [
      ['usage', 3],
      ['charges', 36],
      ['profiles', 26],
    ] as const)
      await company.store.freshness.record(company.lease, {
        source,
        slice: 's',
        completeUntil: NOW,
        lastSuccessAt: new Date(NOW_MS - hours * HOUR + 5 * 60_000).toISOString(),
        lastErrorAt: null,
        lastError: null,
      });
    const [charge, most] = [usd(90_000_000_000n), usd(500_000_000_000n)];
    await company.store.runs.charge('ce:GetCostAndUsage', charge, most, '2026-11-17T00:00:00.000Z');
    const midnight = Date.parse('2026-11-21T00:00:00Z');
    const paths = addresses(company).filter((path) => !ABOUT_ITSELF.test(path));
    const stale = NOW_MS + 5 * 60_000;
    // What is made now is kept, and is compared from the next moment on.
    for (const path of paths) await ask(keeps.url, path, local);
    for (const at of [stale + 1, stale + HOUR, midnight + 1])
      for (const path of paths) {
        now = at;
        const [kept, fresh] = [await ask(keeps.url, path, local), await ask(makes.url, path, local)];
        expect([at, path, said(kept)]).toEqual([at, path, said(fresh)]);
      }
    await keeps.close();
    await makes.close();
  });
});

describe('nobody gets what is kept', () => {
  const holding = async (role: RoleName, path: string) => {
    const { headers, status } = await warm(role, path);
    expect(status).toBe(200);
    return { 'if-none-match': headers.etag ?? '' };
  };
  it('who lost the role to see it', async () => {
    const held = await holding('finance', '/users/eve%40example.com');
    const grant = { email: EMAIL.finance, role: 'finance', costCenter: '' } as const;
    await company.store.people.withdraw(grant, ACTOR, NOW);
    for (const more of [held, {}])
      expect((await warm('finance', '/users/eve%40example.com', more)).status).toBe(404);
    await company.store.people.grant(grant, ACTOR, NOW);
  });

  it('who signed out', async () => {
    const held = await holding('owner', '/users');
    await company.store.sessions.end(hashOf(company.cookies.owner.split('=')[1] ?? ''), ACTOR, NOW);
    for (const more of [held, {}]) expect((await warm('owner', '/users', more)).status).toBe(303);
  });

  it('whose token was revoked, or is good for something else', async () => {
    const api = (more: Readonly<Record<string, string>> = {}) =>
      ask(server.url, '/api/v1/users', {
        headers: { host, authorization: `Bearer ${company.tokens.manager}`, ...more },
      });
    const first = await api();
    expect([first.status, (await api({ 'if-none-match': first.headers.etag ?? '' })).status]).toEqual([
      200, 304,
    ]);
    await company.store.tokens.revoke(EMAIL.manager, 'token-of-manager', ACTOR, NOW);
    for (const more of [{ 'if-none-match': first.headers.etag ?? '' }, {}])
      expect((await api(more)).status).toBe(401);
  });

  it('who has left', async () => {
    const held = await holding('user', '/users');
    const left = {
      email: EMAIL.user,
      name: null,
      costCenter: null,
      manager: null,
      active: false,
      groups: null,
    };
    await company.store.people.learn('byHand', [left], { complete: false, actor: ACTOR, now: NOW });
    for (const more of [held, {}]) expect((await warm('user', '/users', more)).status).toBe(303);
  });

  it('who asks too often', async () => {
    const settings = { ...company.settings, requestsPerMinute: 2 };
    const strict = await serveLedger({ ...company.parts, settings, store: company.store });
    const { headers } = await ask(strict.url, '/users', by('admin'));
    const more = { 'if-none-match': headers.etag ?? '' };
    const statuses = [];
    for (const _ of [1, 2]) statuses.push((await ask(strict.url, '/users', by('admin', more))).status);
    expect(statuses).toEqual([304, 429]);
    await strict.close();
  });
});

describe('what is never kept', () => {
  it('is a file: it leaves each time, and is entered', async () => {
    const before = await company.store.audit.count({});
    for (const _ of [1, 2]) {
      const { status, headers } = await warm('admin', '/users?format=csv', { 'if-none-match': '*' });
      expect([status, headers.etag]).toEqual([200, undefined]);
    }
    expect(await company.store.audit.count({})).toBe(before + 2);
  });

  it('is a long list of the API: the same', async () => {
    const rows = Array.from({ length: 101 }, (_, at) =>
      spendRow({ day: '2026-11-05', userEmail: `p${at}@example.com`, amount: usd(1n), billed: usd(1n) }),
    );
    await company.store.spend.replaceDay(company.lease, '2026-11-05', rows, [], 'long');
    const before = await company.store.audit.count({});
    for (const _ of [1, 2]) {
      const { status, headers } = await warm('admin', '/api/v1/users?limit=200', { 'if-none-match': '*' });
      expect([status, headers.etag]).toEqual([200, undefined]);
    }
    expect(await company.store.audit.count({})).toBe(before + 2);
  });

  it('is what sets a cookie, what is refused, and what is not there', async () => {
    for (const path of ['/models?lang=ja', '/models?theme=dark', '/nothing', '/models/m9'])
      for (const _ of [1, 2]) {
        const { status, headers } = await warm('admin', path, { 'if-none-match': '*' });
        expect([path, status === 304, headers.etag]).toEqual([path, false, undefined]);
        if (path.includes('=ja')) expect(headers['set-cookie']).toContain('lang=ja');
      }
  });
});

describe('several who ask the same at once', () => {
  it('wait for the one who makes it', async () => {
    await change();
    const answers = await Promise.all(Array.from({ length: 8 }, () => warm('admin', '/reconciliation')));
    expect([new Set(answers.map(({ text }) => text)).size, made.length]).toEqual([1, 1]);
  });
  it('each make what is of the moment', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => warm('admin', '/tokens')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
});

it('what takes too much room makes room, the least lately asked first', async () => {
  const small = await serveLedger({ ...company.parts, store: company.store }, 0, 100_000);
  const paths = ['/', '/users', '/models', '/profiles', '/budgets', '/reconciliation', '/people', '/me'];
  for (const path of [...paths, ...paths]) {
    const [kept, fresh] = [await ask(small.url, path, by('admin')), await ask(cold.url, path, by('admin'))];
    expect([path, said(kept)]).toEqual([path, said(fresh)]);
  }
  await small.close();
});

it('what is kept was made of nothing that has no version', async () => {
  let about = '';
  const wrong: string[] = [];
  const NO_VERSION = /\b(from|join) "?(sessions|tokens|sign_ins|lease)\b/i;
  const OF_WORK = /\b(from|join) "?(runs|run_operations|aws_charges|audit)\b/i;
  const trace = (sql: string) => {
    if (about === 'ledger' && (NO_VERSION.test(sql) || OF_WORK.test(sql))) wrong.push(sql);
    if (about === 'work' && NO_VERSION.test(sql)) wrong.push(sql);
  };
  const own = await openStore(`${folder()}/ledger.db`, { now: NOW_MS, trace });
  const store = new Proxy(own, {
    get: (_, name: keyof Store) =>
      name === 'telling'
        ? (tell: Parameters<Store['telling']>[0]) =>
            own.telling((of) => {
              about = of;
              tell(of);
            })
        : own[name],
  });
  const traced = await serveLedger({ store });
  for (const path of addresses(company)) {
    await ask(traced.url, path);
    about = '';
  }
  expect(wrong).toEqual([]);
  await traced.close();
  own.close();
});

it('files of the pages never change under their names; connections outlast those of load balancers', async () => {
  const { status, headers } = await ask(server.url, '/assets/style.css', { headers: { host } });
  expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
  // An Application Load Balancer lets a connection be idle for 60 seconds unless it is told otherwise.
  expect(HTTP_OPTIONS.keepAliveTimeout).toBeGreaterThan(60_000);
});
