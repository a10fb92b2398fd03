import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { BillClaim } from '../src/core/billEntries.ts';
import { addDays } from '../src/core/periods.ts';
import type { SpendRow, TokenKind, UsageHour } from '../src/core/types.ts';
import type { Lease } from '../src/store/typesLease.ts';
import { cpuSince } from './measure.ts';
import type { Table } from './report.ts';
import { type OpenLedger, openLedger } from './serving.ts';

/**
 * A day written through the store, beside the same rows inserted by one prepared statement within one transaction into a
 * table of the same columns, keys and indexes.
 */

export interface IngestFigures {
  name: string;
  rows: number;
  product: number;
  raw: number;
}

const DAYS = ['2030-01-01', '2030-01-02', '2030-01-03'];
const PLACE = { accountId: '222233334444', region: 'us-east-1' };

/** The least CPU milliseconds of some goes, each about another day; what `ready` does is no part of them. */
async function least(days: readonly string[], ready: (day: string) => () => unknown): Promise<number> {
  const times: number[] = [];
  for (const day of days) {
    const work = ready(day);
    const before = process.cpuUsage();
    await work();
    times.push(cpuSince(before));
  }
  return Math.min(...times);
}

/** A file with one table of the ledger, empty, opened as the product opens its own. */
function plain(file: string, like: Database.Database, table: string): Database.Database {
  const sqlite = new Database(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = NORMAL');
  const made = like
    .prepare('SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY rootpage')
    .pluck()
    .all(table) as string[];
  for (const sql of made) if (!/^CREATE TRIGGER/i.test(sql)) sqlite.exec(sql);
  return sqlite;
}

type Row = Readonly<Record<string, unknown>>;
interface Ingest {
  name: string;
  table: string;
  /** Rows as they stand in the table, of another day. */
  rowsOn: (day: string) => Row[];
  /** Has the store write them. */
  write: (day: string, rows: readonly Row[]) => Promise<unknown>;
}

async function measured(ingest: Ingest, source: Database.Database, folder: string): Promise<IngestFigures> {
  const { name, table, rowsOn, write } = ingest;
  const sqlite = plain(join(folder, `${table}.db`), source, table);
  try {
    const columns = Object.keys(rowsOn(DAYS[0] ?? '')[0] ?? {});
    const insert = sqlite.prepare(
      `INSERT INTO ${table} (${columns.map((one) => `"${one}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    const all = sqlite.transaction((rows: readonly (readonly unknown[])[]) => {
      for (const row of rows) insert.run(...row);
    });
    const raw = await least(DAYS, (day) => {
      const rows = rowsOn(day).map((row) => columns.map((one) => row[one]));
      return () => all(rows);
    });
    const product = await least(DAYS, (day) => {
      const rows = rowsOn(day);
      return () => write(day, rows);
    });
    return { name, rows: rowsOn('').length, product, raw };
  } finally {
    sqlite.close();
  }
}

/**
 * @param ledger a loaded ledger; one of its days is written into a new one
 * @param folder for the new one and what it is compared with
 */
export async function measureIngest(ledger: string, folder: string, day: string): Promise<IngestFigures[]> {
  const source = new Database(ledger, { readonly: true });
  source.defaultSafeIntegers(true);
  const store = await openLedger(join(folder, 'ingest.db'));
  try {
    const taken = await store.lease.acquire('bench', new Date().toISOString(), 3_600_000);
    if (!('lease' in taken)) throw new Error(`held by ${taken.heldBy}`);
    const figures: IngestFigures[] = [];
    for (const one of ingests(source, store, taken.lease, day))
      figures.push(await measured(one, source, folder));
    return figures;
  } finally {
    store.close();
    source.close();
  }
}

const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const named = (row: Row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value]));

function ingests(source: Database.Database, store: OpenLedger, lease: Lease, day: string): Ingest[] {
  const stored = (sql: string, ...values: unknown[]) => source.prepare(sql).all(...values) as Row[];
  const spend = stored("SELECT * FROM spend WHERE view = 'profile' AND day = ?", day);
  const claims = stored(`SELECT * FROM charges WHERE day = ? AND "grouping" = 'profile'`, day);
  const usage = stored(
    `SELECT * FROM usage WHERE account_id = ? AND region = ? AND hour >= ? AND hour < ?`,
    PLACE.accountId,
    PLACE.region,
    day,
    `${day}T99`,
  );
  return [
    {
      name: 'spend.replaceDay',
      table: 'spend',
      rowsOn: (on) => spend.map((row) => ({ ...row, day: on })),
      write: (on, rows) =>
        store.spend.replaceDay(lease, on, rows.map(named) as unknown as SpendRow[], [], on),
    },
    {
      name: 'charges.replaceDay',
      table: 'charges',
      rowsOn: (on) => claims.map((row) => ({ ...row, day: on })),
      write: (on, rows) =>
        store.charges.replaceDay(lease, on, 'profile', [''], rows.map(claimOf), `${on}T00:00:00.000Z`),
    },
    {
      name: 'usage.replaceHours',
      table: 'usage',
      rowsOn: (on) => usage.map((row) => ({ ...row, hour: `${on}${String(row.hour).slice(10)}` })),
      write: (on, rows) =>
        store.usage.replaceHours(
          lease,
          PLACE,
          rows.map(seriesOf),
          `${on}T00:00:00.000Z`,
          `${addDays(on, 1)}T00:00:00.000Z`,
          rows.map((row) => ({ ...named(row), ...PLACE }) as unknown as UsageHour),
        ),
    },
  ];
}

const seriesOf = ({ dimension, kind }: Row) => ({ dimension: String(dimension), kind: kind as TokenKind });

function claimOf(row: Row): BillClaim {
  const { day, key1, key2, amount, quantity, unit, provisional } = row;
  const billed = { day, amount, quantity, unit, accountId: '', provisional: provisional === 1n };
  return { ...billed, by: 'profile', profile: key1, service: null, usageType: key2 } as BillClaim;
}

export const ingestTable = (title: string, figures: readonly IngestFigures[]): Table => ({
  title,
  words:
    'CPU ms to write a day, least of several; raw: one prepared INSERT per row in one transaction, into a table of the same columns and indexes. of raw: its speed as a share of theirs.',
  columns: ['what', 'rows', 'ms', 'raw ms', 'rows/s', 'of raw %'],
  rows: figures.map(({ name, rows, product, raw }) => [
    name,
    rows,
    product,
    raw,
    (rows / product) * 1000,
    (100 * raw) / product,
  ]),
});
