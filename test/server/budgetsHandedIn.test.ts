import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endBudget, raiseBudget, setBudget, withdrawChange } from '../../src/app/budgets/change.ts';
import { budgetsCsv, budgetsYaml } from '../../src/app/budgets/exported.ts';
import { budgetRows } from '../../src/app/budgets/file.ts';
import { listBudgets } from '../../src/app/budgets/list.ts';
import { planBudgets } from '../../src/app/budgets/planRead.ts';
import { formatExact } from '../../src/core/money.ts';
import { addDays } from '../../src/core/periods.ts';
import { askingOf } from '../asking.ts';
import { EMAIL, openCompany, PUBLIC_URL } from './roles.ts';
import { ask, openServer, post } from './setup.ts';

/** Lists of budgets, raised, planned and ended ones among them: handed in again they change nothing, and all ways say the same. */

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  server = await openServer();
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

/** NOW of this ledger is 20 November 2026. */
const on = (day: string) => askingOf(server.store, { now: Date.parse(`${day}T12:00:00Z`) });
const set = (key: string, more: object = {}, day = '2026-11-20') =>
  setBudget(on(day), { scope: 'costCenter', key, amount: '100', 'unknown.key': key, ...more });
const planned = (text: string, format: 'csv' | 'yaml' = 'csv') =>
  planBudgets(on('2026-11-20'), { ...budgetRows(text, format), removeMissing: format === 'yaml' });

it('what the page and the command line list can be handed in again and changes nothing', async () => {
  const id = async (key: string, more: object = {}) => (await set(key, more)).budget.id;
  const raise = { extra: '50', reason: 'launch' };
  await raiseBudget(on('2026-11-20'), await id('raised'), raise);
  await id('changing');
  await id('changing', { amount: '300', from: 'next' });
  await endBudget(on('2026-11-20'), await id('ended'), {});
  await id('ending', { until: '2026-12-10' });
  await raiseBudget(on('2026-11-20'), await id('later', { from: 'next' }), { ...raise, from: '2026-12-01' });
  await id('later for a time', { from: '2026-12-05', until: '2026-12-20', period: 'week', hard: 'yes' });
  await endBudget(on('2026-11-20'), await id('returns'), {});
  await id('returns', { from: 'next', amount: '7', thresholds: '80%, $1,200', carryOver: 'yes' });
  for (const [query, count] of [
    ['', 6],
    ['&state=planned', 3],
    ['&state=ended', 1],
    ['&on=2026-12-06', 6],
  ] as const) {
    const { text } = await ask(server.url, `/budgets?format=csv${query}`);
    expect([query, await planned(text)]).toMatchObject([query, { refused: [], rows: [], unchanged: count }]);
  }
  const { budgets } = await listBudgets(on('2026-11-20'), undefined, { also: ['planned'] });
  const all = budgets.map(({ budget }) => budget);
  expect(await planned(budgetsCsv(all, '2026-11-20'))).toMatchObject({ rows: [], unchanged: 6 });
  expect(await planned(budgetsYaml(all, '2026-11-20'), 'yaml')).toMatchObject({ refused: [], rows: [] });
});

it('page, file and API say the same of each day, whatever was changed when', async () => {
  const KEY = 'ten';
  const { id } = (await set(KEY, {}, '2026-09-03')).budget;
  await set(KEY, { amount: '110' }, '2026-09-03');
  await set(KEY, { amount: '120', from: 'period' }, '2026-09-20');
  await set(KEY, { amount: '130', from: 'next' }, '2026-09-20');
  await endBudget(on('2026-10-10'), id, {});
  await set(KEY, { amount: '140' }, '2026-10-10');
  await endBudget(on('2026-10-20'), id, {});
  await set(KEY, { amount: '150' }, '2026-11-02');
  await raiseBudget(on('2026-11-03'), id, { extra: '9', until: '2026-11-05', reason: 'fair' });
  await set(KEY, { amount: '160', from: 'next' }, '2026-11-10');
  const { changes } = (await server.store.budgets.record(id)) ?? { changes: [] };
  await withdrawChange(on('2026-11-15'), id, changes.at(-1)?.version ?? 0, {});
  const said: Record<string, string | null> = {};
  for (let day = '2026-08-30'; day < '2026-12-03'; day = addDays(day, 3)) {
    const { budgets } = await listBudgets(on('2026-11-20'), undefined, { on: day, also: ['unknown'] });
    const held = budgets.find(({ budget }) => budget.id === id && budget.endedOn === null);
    said[day] = held === undefined ? null : formatExact(held.budget.amount);
    const { text } = await ask(server.url, `/budgets?format=csv&on=${day}`);
    const row = (parse(text, { columns: true }) as Record<string, string>[]).find(({ key }) => key === KEY);
    const { text: answer } = await ask(server.url, `/api/v1/budgets?at=${day}`);
    const ofApi = JSON.parse(answer).budgets.find((one: { id: string }) => one.id === id);
    expect([day, row?.budget_usd ?? null, ofApi?.amount ?? null]).toEqual([day, said[day], said[day]]);
  }
  const of = (...days: string[]) => days.map((day) => said[day]);
  expect(of('2026-08-30', '2026-09-02', '2026-10-02', '2026-10-11', '2026-10-23', '2026-11-04')).toEqual([
    ...[null, '120', '130', '140', null, '159'],
  ]);
  expect(of('2026-11-07', '2026-12-01')).toEqual(['150', '150']);
});

it('what is refused comes to nothing', async () => {
  const read = await planned('scope,key,amount\nuserDefault,,1\nuserDefault,,2\n');
  expect(read).toMatchObject({ refused: [{ line: 3, key: 'sameBudget' }], rows: [{ line: 2 }] });
  expect(read.totals.map(({ countAfter, after }) => [countAfter, formatExact(after)])).toEqual([[1, '1']]);
});

it('the example names who and what is there, and is taken as it stands', async () => {
  const company = await openCompany();
  const headers = { host: new URL(PUBLIC_URL).host, cookie: company.cookies.admin, origin: PUBLIC_URL };
  const { text } = await ask(company.url, '/budgets/many?format=csv&table=template', { headers });
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  expect(rows.map(({ key }) => key)).toEqual([EMAIL.admin, 'IT', 'IT', '']);
  const { status, text: got } = await post(
    company.url,
    '/budgets/many',
    { rows: text },
    {
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    },
  );
  expect([status, /id="table-refused".*?<\/table>/s.exec(got)?.[0]]).toEqual([303, undefined]);
  await company.close();
});
