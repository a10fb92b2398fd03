import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addresses } from '../../bench/addresses.ts';
import { type Loaded, loadLedger } from '../../bench/loader.ts';
import { appOn, ask, openLedger } from '../../bench/serving.ts';

/** A ledger that the bench has filled is one that a sync could have left. */

const OPTIONS = { people: 20, months: 1, years: 0, seed: 7 };
const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-loader-'));
const file = join(folder, 'ledger.db');
let loaded: Loaded;
beforeAll(async () => {
  loaded = await loadLedger(file, OPTIONS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const all = (sql: string, of = file) => {
  const sqlite = new Database(of, { readonly: true });
  try {
    return sqlite.prepare(sql).raw().all();
  } finally {
    sqlite.close();
  }
};

it('is sound, and the same seed makes the same', async () => {
  const store = await openLedger(file);
  expect(await store.check()).toEqual([]);
  store.close();
  const again = join(folder, 'again.db');
  expect(await loadLedger(again, OPTIONS)).toEqual(loaded);
  const figures = 'SELECT count(*), sum(amount), sum(tokens), min(profile_arn) FROM spend';
  expect(all(figures, again)).toEqual(all(figures));
});

it('holds whole numbers: SQLite would keep fractions in the same columns', () => {
  const types = [
    'tokens',
    'billed_tokens',
    'billed',
    'estimated',
    'estimated_low',
    'estimated_high',
    'amount',
  ]
    .map((column) => `typeof(${column})`)
    .join(' || ');
  expect(all(`SELECT DISTINCT ${types} FROM spend`)).toEqual([['integer'.repeat(7)]]);
  expect(all('SELECT DISTINCT typeof(amount) || typeof(quantity) FROM charges')).toEqual([
    ['integerinteger'],
  ]);
});

it('has a bill of which every part adds up to the same, which is what spend says', () => {
  const parts = `SELECT day, "grouping", sum(amount) FROM charges GROUP BY 1, 2`;
  const wrong = `SELECT * FROM (${parts}) AS part JOIN (SELECT day, sum(billed) AS billed FROM spend WHERE view = 'profile' GROUP BY 1) USING (day) WHERE part."sum(amount)" <> billed`;
  expect(all(wrong)).toEqual([]);
  expect(all(`SELECT count(DISTINCT "grouping") FROM charges`)).toEqual([[4]]);
});

it('is estimated, provisional and final by age, with an owner or a reason', () => {
  expect(all('SELECT label, count(DISTINCT day) FROM spend GROUP BY 1 ORDER BY 1')).toEqual([
    ['estimated', 2],
    ['provisional', 23],
  ]);
  expect(all('SELECT count(*) FROM spend WHERE (user_email IS NULL) <> (reason IS NOT NULL)')).toEqual([[0]]);
});

it('answers every page and address of the API that is measured', async () => {
  const store = await openLedger(file);
  const app = appOn(store, loaded.some.person);
  const answers = [];
  for (const { path, headers } of addresses(loaded.some))
    answers.push([path, (await ask(app, path, headers)).status]);
  store.close();
  expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
});
