import { asc, gte, sql } from 'drizzle-orm';
import type { Instant } from '../core/types.ts';
import type { Metrics } from '../core/usageMarks.ts';
import type { Connection } from './connection.ts';
import * as schema from './schema.ts';
import type { WatchingStore } from './typesWatching.ts';

const ONLY = 1;

/** Ledgers of before a kind could have several names hold the one that it had. */
const metricsFrom = (held: typeof schema.watched.$inferSelect.metrics): Metrics =>
  Object.fromEntries(
    Object.entries(held).map(([kind, names]) => [kind, typeof names === 'string' ? [names] : names]),
  );

/** By the key of what is watched; CloudWatch names a profile by its id, and now and then by its ARN. */
const LAST_USED = `SELECT p.arn, max(w.active_until) FROM profiles p
  JOIN watched w ON w.account_id = p.account_id AND w.region = p.region AND w.dimension IN (p.short_id, p.arn)
  WHERE p.gone_at IS NULL AND w.active_until >= ?`;

/** How far each series was read, how closely is looked, and what that costs by day. */
export function watchingStore({ sqlite, db, read, write, writeWith }: Connection): WatchingStore['watching'] {
  return {
    dimensions: async () => {
      const { watched: t } = schema;
      const rows = db.select().from(t).orderBy(asc(t.accountId), asc(t.region), asc(t.dimension)).all();
      return rows.map((row) => ({ ...row, metrics: metricsFrom(row.metrics) }));
    },
    lastUsed: async (arns) => {
      const some = arns === null ? '' : ' AND p.arn IN (SELECT value FROM json_each(?))';
      const question = sqlite.prepare(`${LAST_USED}${some} GROUP BY p.arn`).raw();
      // What nobody ever saw in use stands at the beginning of time.
      const given = ['1971', ...(arns === null ? [] : [JSON.stringify(arns)])];
      return new Map(read(() => question.all(...given) as [string, Instant][]));
    },
    record: async (lease, dimensions) =>
      writeWith(lease, () => {
        const insert = sqlite.prepare(
          `INSERT OR REPLACE INTO watched
            (account_id, region, dimension, metrics, read_until, active_until, whole_on, unsettled_from, highest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        );
        for (const one of dimensions)
          insert.run(
            one.accountId,
            one.region,
            one.dimension,
            JSON.stringify(one.metrics),
            one.readUntil,
            one.activeUntil,
            one.wholeOn,
            one.unsettledFrom,
            one.highest,
          );
      }),
    now: async () => {
      const row = db.select().from(schema.watching).get();
      if (row === undefined) return null;
      const { id: _, ...now } = row;
      return now;
    },
    keep: async (lease, now) =>
      writeWith(lease, (inside) => {
        inside
          .insert(schema.watching)
          .values({ id: ONLY, ...now })
          .onConflictDoUpdate({ target: schema.watching.id, set: now })
          .run();
      }),
    addPolled: async (lease, day, polled) =>
      writeWith(lease, (inside) => {
        const { watchingDays: t } = schema;
        inside
          .insert(t)
          .values({ day, charge: 0n as typeof polled, polled })
          .onConflictDoUpdate({ target: t.day, set: { polled: sql`polled + ${polled}` } })
          .run();
      }),
    days: async (from) =>
      db
        .select()
        .from(schema.watchingDays)
        .where(gte(schema.watchingDays.day, from))
        .orderBy(asc(schema.watchingDays.day))
        .all(),
    forget: async (activeBefore, limit) =>
      write(
        () =>
          sqlite
            .prepare(
              `DELETE FROM watched WHERE (account_id, region, dimension) IN
                (SELECT account_id, region, dimension FROM watched WHERE active_until < ? LIMIT ?)`,
            )
            .run(activeBefore, limit).changes,
      ),
  };
}
