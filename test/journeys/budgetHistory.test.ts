import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, it, onTestFinished } from 'vitest';
import { budgetRows } from '../../src/app/budgets/file.ts';
import { planBudgets } from '../../src/app/budgets/planRead.ts';
import { readConfig } from '../../src/config.ts';
import { type BudgetSlot, plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { usd } from '../../src/core/usd.ts';
import { en } from '../../src/ui/messages/en.ts';
import { askingOf } from '../asking.ts';
import { run } from '../cli/setup.ts';
import { ask, openServer, post } from '../server/setup.ts';
import { ANNA, NOW, NOW_MS, spendRow, sql } from '../store/setup.ts';

/**
 * A month of the past, opened after ten changes of its budget, shows what held then: page, CSV, API and command line say the
 * same. Today is 20 November 2026.
 */

const KEY = 'CC-1004';
const SLOT = { scope: { kind: 'costCenter', key: KEY }, period: 'month', narrowing: null } as const;
/** The amount, and from which day on; decided on that day. */
const CHANGES = [
  ['2026-08-03', '100'],
  ['2026-08-20', '200'],
  ['2026-09-05', '300'],
  ['2026-09-05', '310'],
  ['2026-10-02', '400'],
  ['2026-10-30', '420'],
  ['2026-11-01', '500'],
  ['2026-11-10', '600'],
  ['2026-11-15', '700'],
  ['2026-11-20', '800'],
] as const;
/** What each month is held to. */
const HELD = [
  ['2026-07', null],
  ['2026-08', '200'],
  ['2026-09', '310'],
  ['2026-10', '420'],
  ['2026-11', '800'],
] as const;

const rowsIn = (csv: string): Record<string, string>[] => parse(csv, { columns: true, bom: true });

it('is the same everywhere after ten changes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const db = join(folder, 'ledger.db');
  const rows = ['2026-07', '2026-08', '2026-09', '2026-10', '2026-11'].map((month) =>
    spendRow({
      day: `${month}-10`,
      userEmail: 'ann@example.com',
      costCenter: KEY,
      amount: money('40'),
      billed: money('40'),
    }),
  );
  const server = await openServer(rows, { settings: readConfig({}) }, db);
  onTestFinished(() => server.close());
  for (const [from, amount] of CHANGES)
    await server.store.budgets.apply(
      [{ do: 'set', slot: SLOT, terms: plainTerms(money(amount)), from }],
      ANNA,
      `${from}T09:00:00.000Z`,
    );
  const [record] = await server.store.budgets.records([SLOT.scope]);
  const id = record?.id ?? '';
  const cli = async (...args: string[]) => {
    const { code, out, err } = await run(
      [...args, '--db', db, '--json'],
      {},
      { clock: { now: () => NOW_MS } },
    );
    expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
    return JSON.parse(out);
  };

  const periods = rowsIn((await ask(server.url, `/budgets/${id}?format=csv`)).text);
  const history = await cli('budgets', 'history', `costCenter:${KEY}`);
  expect(history.changes).toHaveLength(10);
  const page = (await ask(server.url, `/budgets/${id}`)).text;
  for (const [month, amount] of HELD) {
    const next = HELD[HELD.findIndex(([one]) => one === month) + 1]?.[0] ?? '2026-12';
    const range = `start=${month}-01&endExclusive=${next}-01`;
    const say = (is: unknown) => ({ month, is });
    const said = say(amount === null ? null : Number(amount));
    const number = (text: string | null | undefined) =>
      text === null || text === undefined || text === '' ? null : Number(text);
    // Of the cost center's own page, of the list of cost centers, and as files and answers of the same.
    const shown = (await ask(server.url, `/cost-centers/${KEY}?${range}`)).text;
    if (amount !== null) expect(shown).toContain(usd(money(amount)));
    const [row] = rowsIn((await ask(server.url, `/cost-centers?${range}&format=csv`)).text);
    expect(say(number(row?.budget_usd))).toEqual(said);
    const answer = JSON.parse((await ask(server.url, `/api/v1/cost-centers/${KEY}?month=${month}`)).text);
    expect(say(number(answer.budget ?? answer.headline?.budget ?? answer.standing?.budget))).toEqual(said);
    const listed = await cli('budgets', 'list', '--month', month);
    expect(say(number(listed.budgets[0]?.amount))).toEqual(said);
    if (amount === null) continue;
    expect(page).toContain(usd(money(amount)));
    expect(say(number(periods.find((one) => one.period_start === `${month}-01`)?.budget_usd))).toEqual(said);
    expect(
      say(number(history.periods.find((one: { start: string }) => one.start === `${month}-01`)?.amount)),
    ).toEqual(said);
    const list = rowsIn((await ask(server.url, `/budgets?on=${month}-28&format=csv`)).text);
    expect(list[0]?.period).toBe('month');
  }
  const middle = await cli('budgets', 'list', '--on', '2026-10-15');
  expect(middle.budgets.map((one: { amount: string }) => one.amount)).toEqual(['400']);

  // What is planned is said, raised, undone and taken back, and October stays what it was.
  const typed = { scope: 'costCenter', key: KEY, amount: '900', from: 'next', reason: 'December' };
  const planned = await post(server.url, '/budgets', typed);
  const { location = '' } = planned.headers;
  const after = (await ask(server.url, location)).text;
  expect(after).toContain('$900.00');
  expect(after).toContain('/undo"');
  const raised = await cli(
    'budgets',
    'raise',
    `costCenter:${KEY}`,
    '50',
    '--reason',
    'launch',
    '--until',
    '2026-11-30',
  );
  expect(raised.change).toMatchObject({ kind: 'raise', from: NOW.slice(0, 10), until: '2026-11-30' });
  expect((await cli('budgets', 'list')).budgets[0]).toMatchObject({
    amount: '850',
    planned: [{ amount: '900' }],
  });
  const late = await post(server.url, `/budgets/${id}/undo`, { since: '10', latest: '11' });
  expect(late.headers.location).toContain('done=stays');
  const undone = await post(server.url, `/budgets/${id}/undo`, { since: '9', latest: '12' });
  expect(undone.headers.location).toContain('done=withdrawn');
  expect((await cli('budgets', 'list')).budgets[0]).toMatchObject({ amount: '700', planned: [] });
  expect((await cli('budgets', 'list', '--month', '2026-10')).budgets[0]).toMatchObject({ amount: '420' });
  await cli('budgets', 'end', `costCenter:${KEY}`, '--reason', 'closed');
  expect((await cli('budgets', 'list')).budgets).toEqual([]);
  expect((await cli('budgets', 'list', '--all')).budgets[0]).toMatchObject({ is: 'ended' });
  expect((await cli('budgets', 'list', '--month', '2026-10')).budgets[0]).toMatchObject({ amount: '420' });
});

it('is said to be unknown everywhere where the log does not tell it, and no default stands in its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const db = join(folder, 'ledger.db');
  const spent = { userEmail: 'ann@example.com', costCenter: KEY, amount: money('40'), billed: money('40') };
  const server = await openServer([spendRow({ ...spent, day: '2026-09-10' })], {}, db);
  onTestFinished(() => server.close());
  const set = (slot: BudgetSlot, from: string) =>
    server.store.budgets.apply([{ do: 'set', slot, terms: plainTerms(money('90')), from }], ANNA, NOW);
  await set(SLOT, '2026-10-01');
  await set({ ...SLOT, scope: { kind: 'costCenterDefault' } }, '2026-01-01');
  const other = sql(db);
  other
    .prepare(
      "UPDATE budgets SET known_from = '2026-10-01', created_at = '2026-02-01T00:00:00.000Z' WHERE scope_key = ?",
    )
    .run(KEY);
  other.close();
  const range = 'start=2026-09-01&endExclusive=2026-10-01';
  const shown = (await ask(server.url, `/cost-centers/${KEY}?${range}`)).text;
  expect(shown).toContain(en.budgetState.unknown);
  const [row] = rowsIn((await ask(server.url, `/cost-centers?${range}&format=csv`)).text);
  expect(row).toMatchObject({ budget_usd: '', budget_state: 'unknown' });
  const answer = JSON.parse((await ask(server.url, `/api/v1/cost-centers/${KEY}?month=2026-09`)).text);
  expect(JSON.stringify(answer)).toContain('"state":"unknown"');
  const path = '/api/v1/budgets?at=2026-09-10';
  const inList = JSON.parse((await ask(server.url, path)).text).budgets;
  expect(inList).toMatchObject([
    { amount: null, base: null, standing: { state: 'unknown' } },
    { amount: '90' },
  ]);
  // Nor does a file that is handed in make an amount of it.
  const { text } = await ask(server.url, '/budgets?format=csv&on=2026-09-10');
  const { refused } = await planBudgets(askingOf(server.store), budgetRows(text, 'csv'));
  expect(refused).toMatchObject([{ field: 'amount', value: '' }]);
  const { out } = await run(
    ['budgets', 'list', '--month', '2026-09', '--db', db, '--json'],
    {},
    { clock: { now: () => NOW_MS } },
  );
  const listed: { is: string; amount: string | null }[] = JSON.parse(out).budgets;
  expect(listed.map(({ is, amount }) => [is, amount])).toEqual([
    ['unknown', null],
    ['held', '90'],
  ]);
});
