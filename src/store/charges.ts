import { and, asc, eq, gte, inArray, lt } from 'drizzle-orm';
import type { BillPart } from '../core/billEntries.ts';
import { claimsBy, partOf } from '../core/billParts.ts';
import type { DayRange, Money, Month } from '../core/types.ts';
import { billFrom, type Grouping, groupingOf, partOfGrouping, rowOf } from './billRows.ts';
import type { Connection, Db } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

/**
 * Days of which a grouping was read. Whoever asks for a grouping names its days: the key begins with the day, and the
 * groupings of all days beside it are many times as many rows.
 */
const daysRead = (db: Db, grouping: Grouping, range: DayRange) =>
  db
    .selectDistinct({ day: schema.chargeReads.day })
    .from(schema.chargeReads)
    .where(
      and(
        eq(schema.chargeReads.grouping, grouping),
        gte(schema.chargeReads.day, range.start),
        lt(schema.chargeReads.day, range.endExclusive),
      ),
    );

/** One part of the bill on some days, by all that it names and then by account. */
const rowsOf = (db: Db, range: DayRange, part: BillPart) =>
  db
    .select()
    .from(schema.charges)
    .where(
      and(
        inArray(schema.charges.day, daysRead(db, groupingOf(part), range)),
        eq(schema.charges.grouping, groupingOf(part)),
      ),
    )
    .orderBy(
      asc(schema.charges.day),
      asc(schema.charges.key1),
      asc(schema.charges.key2),
      asc(schema.charges.accountId),
    )
    .all();

/** The bill, one part of one day at a time. */
export function chargesStore({ sqlite, db, writeWith }: Connection): Store['charges'] {
  return {
    replaceDay: async (lease, day, part, accounts, entries, readAt) =>
      writeWith(lease, (inside) => {
        const grouping = groupingOf(part);
        for (const t of [schema.charges, schema.chargeReads])
          inside
            .delete(t)
            .where(and(eq(t.day, day), eq(t.grouping, grouping)))
            .run();
        const insert = sqlite.prepare(
          'INSERT INTO charges (day, grouping, account_id, key1, key2, amount, quantity, unit, provisional) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        );
        for (const entry of entries) {
          if (entry.day !== day || partOf(entry) !== part)
            throw new RangeError(
              `An entry of ${partOf(entry)} of ${entry.day} is none of ${part} of ${day}.`,
            );
          const c = rowOf(entry);
          insert.run(
            c.day,
            c.grouping,
            c.accountId,
            c.key1,
            c.key2,
            c.amount,
            c.quantity,
            c.unit,
            c.provisional ? 1 : 0,
          );
        }
        for (const accountId of accounts) {
          const provisional = entries.some((c) => c.accountId === accountId && c.provisional);
          inside.insert(schema.chargeReads).values({ day, grouping, accountId, readAt, provisional }).run();
        }
      }),
    ofDay: async (day) => billFrom(db.select().from(schema.charges).where(eq(schema.charges.day, day)).all()),
    lines: async ({ range, records }) => [...billFrom(rowsOf(db, range, records)).lines],
    claims: async ({ range, by }) => claimsBy(billFrom(rowsOf(db, range, by)).claims, by),
    parts: async ({ start, endExclusive }) =>
      (
        sqlite
          .prepare(
            `SELECT r.day, r.grouping, min(r.read_at) AS readAt,
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
          accounts: string;
          total: Money;
          entries: bigint;
        }[]
      ).map(({ grouping, entries, ...row }) => ({
        ...row,
        part: partOfGrouping(grouping),
        entries: Number(entries),
      })),
    monthTotals: async () =>
      sqlite
        .prepare(
          `SELECT substr(day, 1, 7) AS month, sum(amount) AS total FROM (
            SELECT day, coalesce((SELECT sum(amount) FROM charges c WHERE c.day = r.day AND c.grouping = 'line'), 0) AS amount
            FROM (SELECT DISTINCT day FROM charge_reads WHERE grouping = 'line') r
          ) GROUP BY 1 ORDER BY 1`,
        )
        .all() as { month: Month; total: Money }[],
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
