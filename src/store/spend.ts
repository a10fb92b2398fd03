import type Database from 'better-sqlite3';
import { and, eq, gte, inArray, lt } from 'drizzle-orm';
import { type Day, type DayRange, type Finding, SPEND_VIEWS, type SpendRow } from '../core/types.ts';
import { billFrom, rowFrom } from './billRows.ts';
import type { Connection, Db } from './connection.ts';
import { daysOf } from './dayInputs.ts';
import * as schema from './schema.ts';
import { columnOf, SPEND, SUM_UP_DAY, selected } from './spendColumns.ts';
import { amounts, answer, comparedRows, namedIn, viewFor, whereOf } from './spendQuery.ts';
import type { DayInputs, Store } from './types.ts';

const FIELDS = Object.keys(SPEND) as (keyof SpendRow)[];
const INSERT_ROW = `INSERT INTO spend (${FIELDS.map(columnOf).join(', ')}) VALUES (${FIELDS.map(() => '?').join(', ')})`;
const SELECT_ROW = selected(FIELDS);

function dayInputs(sqlite: Database.Database, day: Day): DayInputs {
  return {
    bill: billFrom(
      sqlite
        .prepare(
          'SELECT day, grouping, account_id AS accountId, key1, key2, amount, quantity, unit, provisional FROM charges WHERE day = ? ORDER BY grouping, account_id, key1, key2',
        )
        .all(day)
        .map(rowFrom),
    ),
    usage: sqlite
      .prepare(
        'SELECT account_id AS accountId, region, dimension, kind, sum(tokens) AS tokens FROM usage WHERE hour >= ? AND hour < ? GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4',
      )
      .all(`${day}T00:00:00.000Z`, `${day}T24:00:00.000Z`) as DayInputs['usage'],
  };
}

function replaceDay(
  sqlite: Database.Database,
  inside: Db,
  day: Day,
  rows: readonly SpendRow[],
  found: readonly Finding[],
  inputsHash: string,
): void {
  // Named with their views, which their indexes begin with: a day alone would be looked for in every row there is.
  for (const t of [schema.spend, schema.spendSums])
    inside
      .delete(t)
      .where(and(inArray(t.view, SPEND_VIEWS), eq(t.day, day)))
      .run();
  inside.delete(schema.findings).where(eq(schema.findings.day, day)).run();
  const insert = sqlite.prepare(INSERT_ROW);
  for (const row of rows) insert.run(...FIELDS.map((field) => row[field]));
  sqlite.prepare(SUM_UP_DAY).run(day);
  for (const { key, kind, severity, amount, detail } of found)
    inside
      .insert(schema.findings)
      .values({ day, key, kind, severity, amount, detail })
      .onConflictDoNothing()
      .run();
  inside
    .insert(schema.spendDays)
    .values({ day, inputsHash })
    .onConflictDoUpdate({ target: schema.spendDays.day, set: { inputsHash } })
    .run();
}

/** From the first to the last day of which there is spend. */
function storedDays(sqlite: Database.Database): DayRange | null {
  const row = sqlite
    // Each by itself, so that the index answers it: both at once would read every row.
    .prepare(
      "SELECT (SELECT min(day) FROM spend WHERE view = 'profile') AS first, (SELECT max(day) FROM spend WHERE view = 'profile') AS last",
    )
    .get() as { first: Day | null; last: Day | null };
  if (row.first === null || row.last === null) return null;
  return {
    start: row.first,
    endExclusive: new Date(Date.parse(`${row.last}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10),
  };
}

/** The one table: written a day at a time, asked by every page, export and API answer. */
export function spendStore(
  { sqlite, db, writeWith, read }: Connection,
  attribution: 'profileTags' | 'iamPrincipal',
): Store['spend'] {
  return {
    dayInputs: async (day) => read(() => dayInputs(sqlite, day)),
    replaceDay: async (lease, day, rows, found, inputsHash) =>
      writeWith(lease, (inside) => replaceDay(sqlite, inside, day, rows, found, inputsHash)),
    days: async () => read(() => daysOf(sqlite)),
    settleDay: async (lease, day, from) =>
      writeWith(lease, (inside) => {
        inside
          .insert(schema.spendDays)
          .values({ day, ...from })
          .onConflictDoUpdate({ target: schema.spendDays.day, set: from })
          .run();
      }),
    query: async (q) => read(() => answer(sqlite, q, attribution)),
    queryAll: async (qs) => read(() => qs.map((q) => answer(sqlite, q, attribution))),
    queryPage: async (qs, others) =>
      read(() => ({
        answers: qs.map((q) => answer(sqlite, q, attribution)),
        amounts: others.map((q) => amounts(sqlite, q, attribution)),
      })),
    rows: async ({ range, ...filter }, scope, { limit, offset }) =>
      read(() => {
        // Lines are shown with their owners; where nothing narrows them down, those are what is asked for.
        const groupBy = namedIn(filter).length === 0 ? (['user'] as const) : [];
        const where = whereOf(range, filter, scope, viewFor({ groupBy, filter, scope }, attribution));
        const total = Number(
          sqlite.prepare(`SELECT count(*) FROM spend WHERE ${where.sql}`).pluck().get(where.parameters),
        );
        const rows = sqlite
          .prepare(
            `SELECT ${SELECT_ROW} FROM spend WHERE ${where.sql} ORDER BY day DESC, amount DESC, rowid LIMIT @limit OFFSET @offset`,
          )
          .all({ ...where.parameters, limit, offset }) as SpendRow[];
        return { rows, total };
      }),
    compared: async (range) => read(() => comparedRows(sqlite, range)),
    findings: async (filter = {}) =>
      db
        .select()
        .from(schema.findings)
        .where(
          and(
            filter.range ? gte(schema.findings.day, filter.range.start) : undefined,
            filter.range ? lt(schema.findings.day, filter.range.endExclusive) : undefined,
            filter.kind ? eq(schema.findings.kind, filter.kind) : undefined,
          ),
        )
        .all()
        .map((row) => ({ ...row, day: row.day === '' ? null : row.day })),
    range: async () => storedDays(sqlite),
  };
}
