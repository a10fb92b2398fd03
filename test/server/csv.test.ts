import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatExact, money, sum } from '../../src/core/money.ts';
import type { SpendRow } from '../../src/core/types.ts';
import { en } from '../../src/ui/messages/en.ts';
import { listedProfile, NOW, PLACE, spendRow, usd } from '../store/setup.ts';
import { openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, openServer } from './setup.ts';

/** CSV of what a table shows: the same rows, exact, and nothing in it that a spreadsheet would run. */

const FORMULAS = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '＋1', '－1', '＠A1'];
const PLAIN = ['quote "x"', 'comma, semi;', 'line\nbreak', '東京 é 🦊', "'apostrophe", ' space '];
const NAMES = [...FORMULAS, ...PLAIN, ...Array.from({ length: 60 }, (_, i) => `CC-${i}`)];
const rows: readonly SpendRow[] = NAMES.flatMap((costCenter, i) => [
  spendRow({
    costCenter,
    userEmail: `u${i % 7}@example.com`,
    modelKey: `m${i % 3}`,
    amount: usd(123_456_789_012n + BigInt(i * i)),
    billed: usd(BigInt(i)),
    tokens: BigInt(i),
  }),
  // A refund on the last day of the month before: the change since then is a rise.
  spendRow({ day: '2026-10-31', costCenter, amount: usd(-5n) }),
]);

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  server = await openServer([
    ...rows,
    spendRow({ day: '2026-11-03', costCenter: 'Refund', amount: usd(-7n), billed: usd(-7n) }),
    spendRow({
      costCenter: null,
      userEmail: null,
      profileArn: null,
      allocatedBy: null,
      reason: 'noTag',
      amount: usd(9n),
    }),
  ]);
  const listed = [listedProfile('=cmd'), listedProfile('plain')];
  await server.store.profiles.replacePlace(server.lease, PLACE, listed, new Map(), NOW);
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

async function csv(path: string): Promise<Record<string, string>[]> {
  const answer = await ask(server.url, `${path}${path.includes('?') ? '&' : '?'}format=csv`);
  expect([path, answer.status, answer.headers['content-type']]).toEqual([
    path,
    200,
    'text/csv; charset=utf-8',
  ]);
  return parse(answer.text, { columns: true, relax_column_count: false });
}

/** The first column of the page's first table, over all its pages, as it is shown. */
async function shown(path: string): Promise<string[]> {
  const found: string[] = [];
  for (let page = 1; ; page++) {
    const { text } = await ask(server.url, `${path}${path.includes('?') ? '&' : '?'}page=${page}`);
    const table = /id="table-main".*?<tbody>(.*?)<\/tbody>/s.exec(text)?.[1] ?? '';
    for (const [, cell = ''] of table.matchAll(/<tr[^>]*><td class="key[^"]*"[^>]*>(.*?)<\/td>/gs))
      found.push(
        cell
          .replaceAll(/<[^>]*>/g, '')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&'),
      );
    if (!text.includes(`page=${page + 1}`)) return found;
  }
}
/** A cell as a spreadsheet shows it: an apostrophe before a formula is a sign to it, and not text. */
const asText = (cell: string | undefined) =>
  FORMULAS.some((name) => cell === `'${name}`) ? (cell ?? '').slice(1) : (cell ?? '');

describe('rows', () => {
  it.each([
    '/cost-centers',
    '/cost-centers?sort=costCenter',
    '/cost-centers?sort=-costCenter',
    '/cost-centers?sort=amount_usd',
    '/cost-centers?sort=-tokens',
    '/cost-centers?q=cc-1',
    '/cost-centers?q=1&sort=-amount_usd',
    '/cost-centers?q=nothing-like-it',
    '/cost-centers?period=lastMonth',
    '/users?sort=user',
    '/profiles?sort=-profile',
    '/',
  ])('of %s are those of the page, in its order', async (path) => {
    const [header] = await csv(path);
    const first = Object.keys(header ?? {})[0] ?? '';
    const file = (await csv(path))
      .filter(({ row_type }) => row_type !== 'total')
      .map((row) =>
        row.row_type === 'unallocated' ? `unallocated:${row.unallocated_reason}` : asText(row[first]),
      );
    const page = await shown(path);
    expect(page.length).toBeGreaterThan(path.includes('nothing') ? -1 : 1);
    const name = (key: string) =>
      key === 'unallocated:no tag'
        ? `${en.unallocated}${en.colon}${en.reason.noTag}`
        : key.startsWith('arn:')
          ? key.slice(4)
          : key;
    expect(file.map(name)).toEqual(page);
  });

  it('are all of them, whichever page is looked at', async () => {
    expect(await csv('/cost-centers?page=2')).toEqual(await csv('/cost-centers'));
    expect((await csv('/cost-centers')).length).toBe(NAMES.length + 3);
  });

  it('of the other tables of a page are had by their name', async () => {
    const keys = async (path: string) => Object.keys((await csv(path))[0] ?? {})[0];
    expect(await keys('/?table=model')).toBe('model');
    expect(await keys('/?table=user&user.sort=user')).toBe('user');
    expect(await keys('/days/2026-11-01?table=charges')).toBe('service');
    expect(await keys('/jobs?table=freshness')).toBeUndefined();
  });

  it('carry exact amounts that make the total of the API', async () => {
    const all = await csv('/cost-centers');
    const range = 'start=2026-11-01&endExclusive=2026-12-01&groupBy=costCenter';
    const api = JSON.parse((await ask(server.url, `/api/v1/spend?${range}`)).text);
    const total = all.at(-1);
    expect([total?.row_type, total?.cost_center, total?.spent_usd]).toEqual(['total', '', api.total]);
    const parts = all.slice(0, -1).map((row) => money(row.spent_usd ?? ''));
    expect(formatExact(sum(parts))).toBe(api.total);
    for (const row of all)
      for (const cell of [row.spent_usd, row.change_usd]) expect(cell).toMatch(/^(-?\d+(\.\d+)?)?$/);
    expect(all.find((row) => row.cost_center === 'Refund')?.spent_usd).toBe('-0.0000000007');
  });

  it('are plain numbers wherever the page shows a number', async () => {
    const days = await csv('/reconciliation');
    expect(days.length).toBeGreaterThan(1);
    const numbers = Object.keys(days[0] ?? {}).filter((name) => /_usd$|_percent$|^tokens$/.test(name));
    expect(numbers.length).toBeGreaterThan(2);
    for (const row of days)
      for (const name of numbers)
        expect([name, row[name]]).toEqual([name, expect.stringMatching(/^(-?\d+(\.\d+)?)?$/)]);
    expect(days.some((row) => numbers.every((name) => row[name] !== ''))).toBe(true);
  });
});

describe('cells', () => {
  it('are never taken for a formula', async () => {
    const cells = (await csv('/cost-centers')).map((row) => row.cost_center ?? '');
    for (const name of FORMULAS) expect(cells).toContain(`'${name}`);
    for (const name of PLAIN) expect(cells).toContain(name);
    const everywhere = await Promise.all(
      ['/', '/users', '/profiles', '/days/2026-11-01', '/spend', '/reconciliation', '/audit', '/jobs'].map(
        csv,
      ),
    );
    // No job has run here: that table alone is empty.
    expect(everywhere.map((found) => found.length > 0)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    for (const row of everywhere.flat())
      for (const cell of Object.values(row))
        expect(cell).not.toMatch(/^[=+@\t\r＝＋－＠]|^-(?!\d+(\.\d+)?$)/);
  });

  it('begin with a byte order mark when asked, and only then', async () => {
    const path = '/cost-centers?format=csv';
    expect((await ask(server.url, path)).text.startsWith('cost_center,')).toBe(true);
    const marked = await ask(server.url, `${path}&bom=1`);
    expect(marked.text.startsWith('\uFEFFcost_center,')).toBe(true);
    expect(marked.text).toContain('東京 é 🦊');
    expect((await ask(server.url, `${path}&bom=2`)).text.startsWith('\uFEFF')).toBe(false);
  });
});

describe('the file', () => {
  const disposition = async (path: string) => (await ask(server.url, path)).headers['content-disposition'];

  it('is called after what it holds, of whom and when, in letters that every system takes', async () => {
    expect(await disposition('/users?format=csv')).toMatch(
      /^attachment; filename="bedrock-ledger_users_2026-11_estimated\.csv"; filename\*=UTF-8''/,
    );
    const tokyo = await disposition(`/cost-centers/${encodeURIComponent('東京 é 🦊')}?format=csv`);
    expect(tokyo).toMatch(
      /^attachment; filename="[a-zA-Z0-9._-]+\.csv"; filename\*=UTF-8''[A-Za-z0-9%._~-]+\.csv$/,
    );
    expect(decodeURIComponent(tokyo?.split("UTF-8''")[1] ?? '')).toBe(
      'bedrock-ledger_users_東京-é-🦊_2026-11_estimated.csv',
    );
    const japanese = await ask(server.url, '/users?format=csv&lang=ja');
    expect(japanese.headers['content-disposition']).toMatch(/filename="[a-zA-Z0-9._-]+\.csv"/);
  });

  it('says what its rows were narrowed to, and a list as of which day it is', async () => {
    const named = async (path: string) =>
      decodeURIComponent(String(await disposition(path)).split("UTF-8''")[1] ?? '');
    expect(await named('/users?format=csv&state=none')).toMatch(/^bedrock-ledger_users_none_2026-11_/);
    expect(await named('/users?format=csv&q=a%20b')).toMatch(/^bedrock-ledger_users_a-b_2026-11_/);
    const long = `x${'🦊'.repeat(300)}`;
    expect(await named(`/users?format=csv&q=${encodeURIComponent(long)}`)).toMatch(
      /^bedrock-ledger_users_x🦊{39}_2026-11_/u,
    );
    expect(await named('/?format=csv&table=user&user.q=ann&q=ben')).not.toContain('_ben_');
    expect(await named('/budgets?format=csv')).toBe('bedrock-ledger_budgets_2026-11-20.csv');
    expect(await named('/budgets?format=csv&on=2026-10-05&state=over')).toBe(
      'bedrock-ledger_budgets_over_2026-10-05.csv',
    );
  });

  it('says who saw it where others see more of the same', async () => {
    const company = await openCompany();
    const host = new URL(PUBLIC_URL).host;
    const named = async (role: RoleName, path: string) => {
      const { headers } = await ask(company.url, path, { headers: { host, cookie: company.cookies[role] } });
      return decodeURIComponent(String(headers['content-disposition']).split("UTF-8''")[1] ?? '');
    };
    expect(await named('finance', '/users?format=csv')).toMatch(/^bedrock-ledger_users_2026-11/);
    expect(await named('manager', '/users?format=csv')).toMatch(
      /^bedrock-ledger_users_seen-by-bob@example\.com_2026-11/,
    );
    expect(await named('owner', '/cost-centers?format=csv')).toMatch(
      /^bedrock-ledger_cost-centers_seen-by-olga@example\.com_2026-11/,
    );
    // Of themselves they see all that there is.
    expect(await named('user', '/me?format=csv')).toMatch(/_ann@example\.com_2026-11/);
    await company.close();
  });

  it.each(NAMES.slice(0, 16))('of %o cannot break out of its header', async (name) => {
    const answer = await ask(server.url, `/cost-centers/${encodeURIComponent(name)}?format=csv`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="[a-zA-Z0-9._-]+\.csv"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+\.csv$/,
    );
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });
});
