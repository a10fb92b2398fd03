import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDIT_ACTIONS } from '../../src/core/audit.ts';
import type { Actor } from '../../src/core/types.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { at, spendRow, usd } from '../store/setup.ts';
import { ask, openServer, post } from './setup.ts';

/** The audit log as people read, search and take it away; and what the server itself writes into it. */

let server: Awaited<ReturnType<typeof openServer>>;
const ANN: Actor = { id: 'ann@example.com', via: 'page', address: '192.0.2.7' };
const BOB: Actor = { id: 'bob@example.com', via: 'api' };
/** More than a page, and more than what a file is read in at once. */
const MANY = 2105;
beforeAll(async () => {
  server = await openServer([spendRow({ amount: usd(1n) })]);
  const { audit, budgets } = server.store;
  await budgets.set({ kind: 'user', key: 'ann@example.com' }, usd(500_000_000_000n), ANN, at(-600));
  await budgets.set(
    { kind: 'user', key: 'ann@example.com' },
    usd(600_000_000_000n),
    { ...ANN, reason: '=1+1' },
    at(-599),
  );
  for (let i = 1; i <= MANY; i++)
    await audit.record({
      at: at(-500),
      actor: BOB,
      action: 'sync.trigger',
      subject: `GET /users/${i}`,
      after: { scope: 'spend' },
    });
  await audit.record({
    at: at(-30),
    actor: { id: 'zoe@example.com' },
    action: 'session.begin',
    subject: 'user:zoe@example.com',
  });
  for (const [action, subject, after, reason] of BY_JOB)
    await audit.record({
      at: at(-3000),
      actor: { id: 'job:enforce', via: 'job', ...(reason === undefined ? {} : { reason }) },
      ...{ action, subject, after },
    });
});
const STOPPED = 'budget b1 of ann@example.com, stopped since 2026-11-20T09:10:00.000Z';
const BY_JOB = [
  ['stop.begin', 'budget:b1 ann@example.com', { scopeKind: 'user', limit: '300000000000' }, STOPPED],
  ['stop.end', 'budget:b1 ann@example.com', { why: 'raised' }, 'nothing stops it'],
  ['request.ask', 'request:r1', { budget: 'month', extra: '80' }, undefined],
  ['deputy.set', 'userDefault:', { start: '2026-11-01' }, undefined],
] as const;
afterAll(() => server.close());

const page = (query = '') => ask(server.url, `/audit${query}`);
/** The table without its markup, row by row. */
const rows = (html: string): string[] =>
  [...(/<tbody>(.*)<\/tbody>/s.exec(html)?.[1] ?? '').matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) =>
    (row ?? '')
      .replaceAll('<wbr/>', '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' '),
  );
const subjects = (html: string): number[] =>
  rows(html).map((row) => Number(/GET \/users\/(\d+)/.exec(row)?.[1] ?? 0));
const linkCalled = (html: string, name: string): string | undefined =>
  new RegExp(`<a href="([^"]*)">${name}</a>`).exec(html)?.[1]?.replaceAll('&amp;', '&');
const csv = async (query: string) => {
  const answer = await page(`?format=csv${query}`);
  expect(answer.status).toBe(200);
  return parse(answer.text, { columns: true }) as Record<string, string>[];
};
const BUDGET_SET = en.audit.actions['budget.set'];
const SIGNED_IN = en.audit.actions['session.begin'];
const exports = () => server.store.audit.list({ limit: 1, action: 'export' });

describe('the page', () => {
  it('shows who did what to what, before and after, why, how and from where', async () => {
    const { text } = await page('?actor=ann@example.com');
    const [changed = '', first = ''] = rows(text);
    for (const part of [
      'ann@example.com',
      BUDGET_SET,
      '$50.00 → $60.00',
      '=1+1',
      `${en.audit.via.page} · 192.0.2.7`,
    ])
      expect(changed).toContain(part);
    expect(first).toContain('$50.00');
    expect(first).not.toContain('→');
    expect(text).toContain('href="/users/ann%40example.com"');
    const japanese = rows((await page('?actor=ann@example.com&lang=ja')).text)[0];
    for (const part of [
      ja.audit.actions['budget.set'],
      '$50.00 → $60.00',
      `${ja.audit.via.page} · 192.0.2.7`,
    ])
      expect(japanese).toContain(part);
  });

  it.each<[string, string[]]>([
    ['?text=zoe', [SIGNED_IN]],
    ['?text=1%2B1', [BUDGET_SET]],
    ['?actor=bob%40example.com&text=%2Fusers%2F2105', ['GET /users/2105']],
    ['?action=session', [SIGNED_IN]],
    ['?action=session.begin', [SIGNED_IN]],
    ['?action=budget', ['$50.00 → $60.00', '$50.00']],
    ['?action=budget&text=zoe', []],
    ['?start=2026-11-20&action=session', [SIGNED_IN]],
    ['?endExclusive=2026-11-20&action=session', []],
    ['?last=2026-11-19&action=session', []],
    ['?last=2026-11-20&action=session', [SIGNED_IN]],
    ['?start=2026-11-19&endExclusive=2026-11-20&action=budget', ['→', '$50.00']],
  ])('finds what %s asks for', async (query, words) => {
    const { text } = await page(query);
    const found = rows(text);
    expect(found).toHaveLength(words.length);
    for (const [i, word] of words.entries()) expect(found[i]).toContain(word);
    if (words.length === 0) expect(text).toContain(en.noMatch);
  });

  it.each([
    [
      'ja',
      [
        'ジョブ：予算による停止',
        '2026/11/20 09:10から停止中：ann@example.com',
        'ユーザー',
        '$30.00',
        '増額',
        '月次予算',
        '$80.00',
        'その他のすべてのユーザー',
      ],
    ],
    [
      'en',
      [
        'Job: ',
        'Stopped since 20 Nov 2026, 09:10: ann@example.com',
        'User',
        '$30.00',
        'raised',
        'Monthly budget',
        '$80.00',
        'Every other user',
      ],
    ],
  ])('says what the log holds in the words of its reader, %s', async (lang, words) => {
    const { text } = await page(`?actor=job:enforce&lang=${lang}`);
    const found = rows(text).join(' ');
    for (const word of words) expect(found).toContain(word);
    expect(found).not.toMatch(/scopeKind|userDefault|stopped since|300000000000|job:enforce|nothing stops/);
  });

  it('keeps what was searched for in its form and in its links', async () => {
    const { text } = await page('?text=GET&actor=bob%40example.com&action=sync.trigger&start=2026-11-01');
    for (const part of ['value="GET"', 'value="bob@example.com"', 'value="2026-11-01"'])
      expect(text).toContain(part);
    expect(text).toMatch(/<option value="sync\.trigger" selected=""/);
    expect(linkCalled(text, en.audit.older)).toMatch(
      /^\/audit\?text=GET&actor=bob%40example\.com&action=sync\.trigger&start=2026-11-01&before=\d+$/,
    );
  });

  it('leads through all there is, older and newer, and nothing stands twice', async () => {
    const seen: number[] = [];
    let query: string | undefined = '?action=sync';
    let last = '';
    while (query !== undefined) {
      last = (await page(query)).text;
      seen.push(...subjects(last));
      query = linkCalled(last, en.audit.older)?.replace('/audit', '');
    }
    expect(seen).toEqual(Array.from({ length: MANY }, (_, i) => MANY - i));
    const newer = linkCalled(last, en.audit.newer)?.replace('/audit', '');
    expect(subjects((await page(newer)).text)).toEqual(Array.from({ length: 50 }, (_, i) => 55 - i));
    expect(linkCalled(last, en.audit.newest)).toBe('/audit?action=sync');
    expect((await page('?action=sync')).text).not.toContain(`>${en.audit.newer}<`);
  });

  it('says what it cannot search for, and leaves it out', async () => {
    const { text, status } = await page('?start=yesterday&action=session');
    expect([status, rows(text).length]).toEqual([200, 1]);
    expect(text).toContain(en.audit.notSearched);
    expect(text).toContain(en.audit.noDay);
    for (const query of ['?before=x', '?before=-1', '?since=1e3', `?before=${'9'.repeat(40)}`, '?action=%25'])
      expect([query, (await page(query)).status]).toEqual([query, 200]);
  });
});

describe('a file', () => {
  it('holds exactly what was searched for, whatever page is open, and nothing of its own entry', async () => {
    const found = await csv('&action=sync&before=100');
    expect(found.map(({ subject }) => subject)).toEqual(
      Array.from({ length: MANY }, (_, i) => `GET /users/${MANY - i}`),
    );
    expect(found[0]).toMatchObject({
      at: at(-500),
      actor: 'bob@example.com',
      via: 'api',
      before: '',
      address: '',
    });
    expect(JSON.parse(found[0]?.after ?? '')).toEqual({ scope: 'spend' });
    expect(await exports()).toMatchObject([
      {
        actor: 'local:tester',
        via: 'page',
        subject: '/audit?format=csv&action=sync&before=100',
        after: { format: 'csv', rows: MANY },
      },
    ]);
    const all = await csv('');
    const exported = all.filter(({ action }) => action === 'export');
    expect(exported.length).toBeGreaterThan(0);
    for (const { subject } of exported) expect(subject).toContain('before=100');
  });
  it('is exact in dollars, and no spreadsheet takes a reason for a formula', async () => {
    const [changed] = await csv('&action=budget');
    expect(JSON.parse(changed?.before ?? '')).toMatchObject({ amount: '50' });
    expect(changed?.reason).toBe("'=1+1");
    expect((await page('?format=csv&bom=1&action=budget')).text.startsWith('\uFEFFid,at,actor')).toBe(true);
    expect((await page('?format=csv&text=nothing-fits')).text).toBe(
      'id,at,actor,action,subject,before,after,reason,via,address\n',
    );
  });

  it.each([
    '/',
    '/users',
    '/cost-centers',
    '/models',
    '/profiles',
    '/spend',
    '/budgets',
    '/jobs',
    '/rates',
    '/alerts',
    '/reconciliation',
    '/days/2026-11-01',
    '/users/anna%40example.com',
  ])('of %s does not leave without its entry', async (path) => {
    const before = await server.store.audit.count({});
    expect((await ask(server.url, `${path}?format=csv&bom=1`)).headers['content-type']).toContain('text/csv');
    expect(await exports()).toMatchObject([
      { subject: `${path}?format=csv&bom=1`, after: { format: 'csv', rows: expect.any(Number) } },
    ]);
    expect(await server.store.audit.count({})).toBe(before + 1);
    // What only asks how it would be takes nothing away.
    await ask(server.url, `${path}?format=csv`, { method: 'HEAD' });
    await ask(server.url, path);
    expect(await server.store.audit.count({})).toBe(before + 1);
  });

  it('holds values as they were written, whatever the language of its reader', async () => {
    const [first] = await csv(`&actor=job:enforce&lang=ja&action=stop.begin`);
    expect(first?.after).toContain('"scopeKind":"user"');
    expect(first?.reason).toBe('budget b1 of ann@example.com, stopped since 2026-11-20T09:10:00.000Z');
  });

  it('does not leave at all where its entry cannot be written', async () => {
    const { writing } = server.store;
    const { record } = server.store.audit;
    const full = () => Promise.reject(new Error('the disk is full'));
    Object.assign(server.store, { writing: full });
    server.store.audit.record = full;
    try {
      for (const path of ['/users', '/audit']) {
        const answer = await ask(server.url, `${path}?format=csv`);
        expect([answer.status, answer.headers['content-type']]).toEqual([500, 'text/html; charset=UTF-8']);
        expect(answer.text).not.toContain('anna@example.com');
      }
    } finally {
      Object.assign(server.store, { writing });
      server.store.audit.record = record;
    }
    expect(server.faults.splice(0)).toHaveLength(2);
  });
});

it('a job that is started by hand has its entry, one that is refused has none', async () => {
  await post(server.url, '/jobs', { job: 'usage' });
  expect(await server.store.audit.list({ limit: 1 })).toMatchObject([
    {
      actor: 'local:tester',
      action: 'sync.trigger',
      subject: 'job:usage',
      via: 'page',
      address: '127.0.0.1',
    },
  ]);
  const before = await server.store.audit.count({});
  await post(server.url, '/jobs', { job: 'nothing' });
  expect(await server.store.audit.count({})).toBe(before);
  expect(rows((await page('?action=sync.trigger')).text)[0]).toContain(en.jobs.names.usage);
});

it('every action that has a name is written somewhere; that what is written has one, the compiler checks', () => {
  const src = join(import.meta.dirname, '../../src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(app|store|server|cli|jobs|context).*\.tsx?$/.test(name),
  );
  const text = files.map((name) => readFileSync(join(src, name), 'utf8')).join('\n');
  expect(AUDIT_ACTIONS.filter((action) => !text.includes(`'${action}'`))).toEqual([]);
  expect(Object.keys(en.audit.actions)).toEqual([...AUDIT_ACTIONS]);
  expect(Object.keys(ja.audit.actions)).toEqual([...AUDIT_ACTIONS]);
  expect(Object.keys(ja.audit.fields)).toEqual(Object.keys(en.audit.fields));
  const accounts = ['issuer', 'subject', 'address', 'email', 'alias'];
  const sums = ['code', 'more', 'since', 'until'];
  const messages = ['attempts', 'givenUpAt', 'lastError', 'channel', 'to', 'filter', 'notifications'];
  const reads = ['slices', 'holders', 'unread', 'force'];
  for (const name of [...accounts, ...sums, ...messages, ...reads])
    expect([name, en.audit.fields[name]]).not.toContain(undefined);
});
