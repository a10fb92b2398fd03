import type Database from 'better-sqlite3';
import { and, eq } from 'drizzle-orm';
import type { BillRead } from '../core/agreement.ts';
import type { BillEntry, BillPart } from '../core/billEntries.ts';
import { claimsBy, partOf } from '../core/billParts.ts';
import type { UsageListed } from '../core/mirrorModels.ts';
import type { Day, DayRange, Money, Month } from '../core/types.ts';
import { billFrom, type Grouping, groupingOf, partOfGrouping, rowFrom, rowOf } from './billRows.ts';
import type { Connection } from './connection.ts';
import { moveOwnDays } from './dayInputs.ts';
import { moveRateInputs } from './rateInputs.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

/**
 * One part of the bill on some days, by all that it names and then by account. Days of which the part was read are named:
 * the key begins with the day, and the groupings of all days beside it are many times as many rows.
 */
const rowsOf = (sqlite: Database.Database, range: DayRange, part: BillPart) =>
  sqlite
    .prepare(
      `SELECT c.day, c.grouping, c.account_id AS accountId, c.key1, c.key2, c.amount, c.quantity, c.unit, c.provisional
        FROM (SELECT DISTINCT day FROM charge_reads WHERE grouping = @grouping AND day >= @start AND day < @endExclusive) r
        CROSS JOIN charges c ON c.day = r.day AND c.grouping = @grouping ORDER BY c.day, c.key1, c.key2, c.account_id`,
    )
    .all({ ...range, grouping: groupingOf(part) })
    .map(rowFrom);

/** Writes what a part of a day holds otherwise, and nothing else; answers whether anything is another now. */
function replaceEntries(
  sqlite: Database.Database,
  day: Day,
  part: BillPart,
  entries: readonly BillEntry[],
): boolean {
  const grouping = groupingOf(part);
  const held = new Map(
    (
      sqlite
        .prepare(
          'SELECT account_id, key1, key2, amount, quantity, unit, provisional FROM charges WHERE day = ? AND grouping = ?',
        )
        .raw()
        .all(day, grouping) as [string, string, string, ...unknown[]][]
    ).map((row) => [`${row[0]}\n${row[1]}\n${row[2]}`, row]),
  );
  const insert = sqlite.prepare(
    'INSERT INTO charges (day, grouping, account_id, key1, key2, amount, quantity, unit, provisional) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const remove = sqlite.prepare(
    'DELETE FROM charges WHERE day = ? AND grouping = ? AND account_id = ? AND key1 = ? AND key2 = ?',
  );
  let moved = false;
  for (const entry of entries) {
    if (entry.day !== day || partOf(entry) !== part)
      throw new RangeError(`An entry of ${partOf(entry)} of ${entry.day} is none of ${part} of ${day}.`);
    const { accountId, key1, key2, amount, quantity, unit, provisional } = rowOf(entry);
    const key = `${accountId}\n${key1}\n${key2}`;
    const row = [accountId, key1, key2, amount, quantity, unit, provisional ? 1n : 0n];
    const before = held.get(key);
    held.delete(key);
    if (before?.every((value, index) => value === row[index])) continue;
    if (before !== undefined) remove.run(day, grouping, accountId, key1, key2);
    insert.run(day, grouping, ...row);
    moved = true;
  }
  for (const [accountId, key1, key2] of held.values()) remove.run(day, grouping, accountId, key1, key2);
  return moved || held.size > 0;
}

function billRead(sqlite: Database.Database, { start, endExclusive }: DayRange): BillRead {
  const rows = sqlite
    .prepare(
      "SELECT DISTINCT day, grouping = 'line' FROM charge_reads WHERE day >= ? AND day < ? AND grouping <> 'recordType'",
    )
    .raw()
    .all(start, endExclusive) as [day: Day, isLine: bigint][];
  const daysThat = (isLine: boolean) =>
    new Set(rows.flatMap(([day, whole]) => ((whole === 1n) === isLine ? [day] : [])));
  const ever = sqlite.prepare("SELECT 1 FROM charge_reads WHERE grouping = 'line' LIMIT 1").get();
  return { ever: ever !== undefined, lines: daysThat(true), views: daysThat(false) };
}

/** What the bill lists among the lines of usage of these days, each once. */
const usageTypesIn = (sqlite: Connection['sqlite'], { start, endExclusive }: DayRange): UsageListed[] =>
  sqlite
    .prepare(
      `SELECT DISTINCT c.key1 AS service, c.key2 AS usageType, c.unit FROM
        (SELECT DISTINCT day FROM charge_reads WHERE grouping = 'line' AND day >= ? AND day < ?) r
        CROSS JOIN charges c ON c.day = r.day AND c.grouping = 'line' ORDER BY 1, 2, 3`,
    )
    .all(start, endExclusive) as UsageListed[];

/** The bill, one part of one day at a time. */
export function chargesStore({ sqlite, db, writeWith }: Connection): Store['charges'] {
  return {
    replaceDay: async (lease, day, part, accounts, entries, readAt) =>
      writeWith(lease, (inside) => {
        const grouping = groupingOf(part);
        const moved = replaceEntries(sqlite, day, part, entries);
        if (moved) {
          moveOwnDays(sqlite, [day]);
          if (part === 'usage') moveRateInputs(sqlite);
        }
        const t = schema.chargeReads;
        const readBefore = inside
          .delete(t)
          .where(and(eq(t.day, day), eq(t.grouping, grouping)))
          .run().changes;
        const agrees = !moved && readBefore > 0;
        for (const accountId of accounts) {
          const provisional = entries.some((c) => c.accountId === accountId && c.provisional);
          inside.insert(t).values({ day, grouping, accountId, readAt, provisional, agrees }).run();
        }
      }),
    ofDay: async (day) => billFrom(db.select().from(schema.charges).where(eq(schema.charges.day, day)).all()),
    lines: async ({ range, records }) => [...billFrom(rowsOf(sqlite, range, records)).lines],
    claims: async ({ range, by }) => claimsBy(billFrom(rowsOf(sqlite, range, by)).claims, by),
    parts: async ({ start, endExclusive }) =>
      (
        sqlite
          .prepare(
            `SELECT r.day, r.grouping, min(r.read_at) AS readAt, min(r.agrees) AS agrees,
              group_concat(r.account_id) AS accounts,
              coalesce((SELECT sum(amount) FROM charges c WHERE c.day = r.day AND c.grouping = r.grouping), 0) AS total,
              (SELECT count(*) FROM charges c WHERE c.day = r.day AND c.grouping = r.grouping) AS entries
            FROM (SELECT * FROM charge_reads WHERE day >= ? AND day < ? ORDER BY day, grouping, account_id) r
            GROUP BY r.day, r.grouping ORDER BY r.day, r.grouping`,
          )
          .all(start, endExclusive) as {
          day: string;
          grouping: Grouping;
          readAt: string;
          agrees: bigint;
          accounts: string;
          total: Money;
          entries: bigint;
        }[]
      ).map(({ grouping, entries, agrees, ...row }) => ({
        ...row,
        part: partOfGrouping(grouping),
        entries: Number(entries),
        agrees: agrees === 1n,
      })),
    sizes: async (part, { start, endExclusive }) =>
      sqlite
        .prepare(
          `SELECT r.day, r.account_id AS accountId,
            coalesce((SELECT sum(abs(amount)) FROM charges c
              WHERE c.day = r.day AND c.grouping = r.grouping AND c.account_id = r.account_id), 0) AS size
          FROM charge_reads r WHERE r.grouping = ? AND r.day >= ? AND r.day < ? ORDER BY r.day, r.account_id`,
        )
        .all(groupingOf(part), start, endExclusive) as { day: Day; accountId: string; size: Money }[],
    read: async (range) => billRead(sqlite, range),
    services: async ({ start, endExclusive }) =>
      sqlite
        .prepare(
          `SELECT DISTINCT c.key1 FROM (SELECT DISTINCT day FROM charge_reads WHERE grouping = 'line' AND day >= ? AND day < ?) r
            CROSS JOIN charges c ON c.day = r.day AND c.grouping = 'line' ORDER BY 1`,
        )
        .pluck()
        .all(start, endExclusive) as string[],
    usageTypes: async (range) => usageTypesIn(sqlite, range),
    monthTotals: async () =>
      (
        sqlite
          .prepare(
            `SELECT substr(day, 1, 7) AS month, min(day) AS "from", max(day) AS until, count(*) AS days, sum(amount) AS total FROM (
            SELECT day, coalesce((SELECT sum(amount) FROM charges c WHERE c.day = r.day AND c.grouping = 'line'), 0) AS amount
            FROM (SELECT DISTINCT day FROM charge_reads WHERE grouping = 'line') r
          ) GROUP BY 1 ORDER BY 1`,
          )
          .all() as { month: Month; from: Day; until: Day; days: bigint; total: Money }[]
      ).map((row) => ({ ...row, days: Number(row.days) })),
    days: async () =>
      (
        sqlite
          .prepare(
            "SELECT day, max(provisional) AS provisional, min(read_at) AS readAt FROM charge_reads WHERE grouping = 'line' GROUP BY day ORDER BY day",
          )
          .all() as { day: string; provisional: bigint; readAt: string }[]
      ).map((row) => ({ ...row, provisional: row.provisional === 1n })),
  };
}
