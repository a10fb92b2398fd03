import { and, asc, eq, gte, lt } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

/** Hourly token counts as CloudWatch gave them. */
export function usageStore({ sqlite, db, writeWith }: Connection): Store['usage'] {
  return {
    replaceHours: async (lease, place, series, start, endExclusive, hours) =>
      writeWith(lease, () => {
        const remove = sqlite.prepare(
          'DELETE FROM usage WHERE account_id = ? AND region = ? AND dimension = ? AND kind = ? AND hour >= ? AND hour < ?',
        );
        for (const { dimension, kind } of series)
          remove.run(place.accountId, place.region, dimension, kind, start, endExclusive);
        const insert = sqlite.prepare(
          'INSERT INTO usage (account_id, region, dimension, kind, hour, tokens) VALUES (?, ?, ?, ?, ?, ?)',
        );
        for (const h of hours)
          insert.run(place.accountId, place.region, h.dimension, h.kind, h.hour, h.tokens);
      }),
    hours: async ({ dimension, accountId, range }) =>
      db
        .select()
        .from(schema.usage)
        .where(
          and(
            gte(schema.usage.hour, `${range.start}T00:00:00.000Z`),
            lt(schema.usage.hour, `${range.endExclusive}T00:00:00.000Z`),
            dimension ? eq(schema.usage.dimension, dimension) : undefined,
            accountId ? eq(schema.usage.accountId, accountId) : undefined,
          ),
        )
        .orderBy(asc(schema.usage.hour))
        .all(),
    days: async () =>
      sqlite.prepare('SELECT DISTINCT substr(hour, 1, 10) FROM usage ORDER BY 1').pluck().all() as string[],
  };
}
