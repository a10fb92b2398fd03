import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { dayOf } from '../core/periods.ts';
import type { Instant } from '../core/types.ts';
import type { Connection } from './connection.ts';
import { keptOf } from './retention.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

const isMidnight = (instant: Instant): boolean => instant.endsWith('T00:00:00.000Z');

/** Hourly token counts as CloudWatch gave them. */
export function usageStore({ sqlite, db, writeWith }: Connection): Store['usage'] {
  return {
    replaceHours: async (lease, place, series, start, endExclusive, hours) =>
      writeWith(lease, () => {
        const { hours: keptFrom } = keptOf(sqlite);
        for (const edge of [start, endExclusive])
          if (dayOf(edge) < keptFrom && !isMidnight(edge))
            throw new RangeError(
              `Hours before ${keptFrom} are folded into days: ${edge} is within one, and only whole days can be replaced.`,
            );
        sqlite
          .prepare(
            `DELETE FROM usage WHERE hour >= ? AND hour < ? AND account_id = ? AND region = ?
              AND json_array(dimension, kind) IN (SELECT value FROM json_each(?))`,
          )
          .run(
            start,
            endExclusive,
            place.accountId,
            place.region,
            JSON.stringify(series.map(({ dimension, kind }) => JSON.stringify([dimension, kind]))),
          );
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
    // From one day to the next by the key's order: reading every hour of every series would take a second.
    days: async () =>
      sqlite
        .prepare(
          `WITH RECURSIVE days (day) AS (
            SELECT substr(min(hour), 1, 10) FROM usage
            UNION ALL
            SELECT (SELECT substr(min(hour), 1, 10) FROM usage WHERE hour >= day || 'T24') FROM days WHERE day IS NOT NULL
          ) SELECT day FROM days WHERE day IS NOT NULL`,
        )
        .pluck()
        .all() as string[],
  };
}
