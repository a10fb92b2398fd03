import type Database from 'better-sqlite3';
import { and, eq, gte, inArray, lt } from 'drizzle-orm';
import { type Day, type Finding, SPEND_VIEWS, type SpendRow } from '../core/types.ts';
import { billFrom, rowFrom } from './billRows.ts';
import type { Connection, Db } from './connection.ts';
import { dailyOf } from './daily.ts';
import { daysOf } from './dayInputs.ts';
import { outdateForecasts } from './forecasts.ts';
import { keptOf } from './retention.ts';
import { beginMonth, heldDays, sumUpDay } from './rollups.ts';
import * as schema from './schema.ts';
import { columnOf, SPEND } from './spendColumns.ts';
import { amounts, answer, brief } from './spendQuery.ts';
import { comparedRows, rowSums, spendRows } from './spendRows.ts';
import { amountsOf, briefOf } from './spendSets.ts';
import { isInSums } from './spendSource.ts';
import { spendUsers } from './spendUsers.ts';
import type { Store } from './types.ts';
import type { DayInputs, OwnerBilled } from './typesSpend.ts';

const FIELDS = Object.keys(SPEND) as (keyof SpendRow)[];
const INSERT_ROW = `INSERT INTO spend (${FIELDS.map(columnOf).join(', ')}) VALUES (${FIELDS.map(() => '?').join(', ')})`;

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

const ownersBilled = (sqlite: Database.Database, day: Day): OwnerBilled[] =>
  sqlite
    .prepare(
      "SELECT user_email AS userEmail, cost_center AS costCenter, sum(billed) AS billed FROM spend WHERE view = 'profile' AND day = ? AND reason IS NULL AND billed <> 0 GROUP BY 1, 2",
    )
    .all(day) as OwnerBilled[];

function replaceDay(
  sqlite: Database.Database,
  inside: Db,
  day: Day,
  rows: readonly SpendRow[],
  found: readonly Finding[],
  inputsHash: string,
): void {
  beginMonth(sqlite, day);
  // Named with their views, which their index begins with: a day alone would be looked for in every row there is.
  inside
    .delete(schema.spend)
    .where(and(inArray(schema.spend.view, SPEND_VIEWS), eq(schema.spend.day, day)))
    .run();
  inside.delete(schema.findings).where(eq(schema.findings.day, day)).run();
  const insert = sqlite.prepare(INSERT_ROW);
  for (const row of rows) insert.run(...FIELDS.map((field) => row[field]));
  sumUpDay(sqlite, day);
  outdateForecasts(sqlite);
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
    brief: async (q) => read(() => brief(sqlite, q, attribution)),
    briefOf: async (q, sets) => read(() => briefOf(sqlite, q, sets, attribution)),
    knownFrom: async (q) => read(() => (isInSums(q) ? '' : keptOf(sqlite).spend)),
    amounts: async (q) => read(() => amounts(sqlite, q, attribution)),
    amountsOf: async (q, sets) => read(() => amountsOf(sqlite, q, sets, attribution)),
    daily: async (asked) => read(() => dailyOf(sqlite, asked, attribution)),
    rows: async (filter, scope, page) => read(() => spendRows(sqlite, filter, scope, page, attribution)),
    rowSums: async (filter, scope) => read(() => rowSums(sqlite, filter, scope, attribution)),
    ownersBilled: async (day) => read(() => ownersBilled(sqlite, day)),
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
    users: async (scope, names = {}) => read(() => spendUsers(sqlite, scope, names, attribution)),
    range: async () => read(() => heldDays(sqlite)),
  };
}
