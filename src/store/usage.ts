import type Database from 'better-sqlite3';
import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { dayOf } from '../core/periods.ts';
import type { Instant, TokenKind } from '../core/types.ts';
import type { Connection } from './connection.ts';
import { moveOwnDays } from './dayInputs.ts';
import { keptOf } from './retention.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

const isMidnight = (instant: Instant): boolean => instant.endsWith('T00:00:00.000Z');

const keysOf = (series: readonly { dimension: string; kind: TokenKind }[]): string =>
  JSON.stringify(series.map(({ dimension, kind }) => JSON.stringify([dimension, kind])));

type Window = Parameters<Store['usage']['replaceHours']> extends [unknown, ...infer Rest] ? Rest : never;

/** Writes what is held otherwise, and nothing else; answers of the days that are others now. */
function replaceHours(
  sqlite: Database.Database,
  ...[{ accountId, region }, series, start, endExclusive, hours]: Window
): Set<string> {
  const held = new Map(
    sqlite
      .prepare(
        `SELECT kind || ' ' || hour || ' ' || dimension, tokens FROM usage
          WHERE hour >= ? AND hour < ? AND account_id = ? AND region = ?
            AND json_array(dimension, kind) IN (SELECT value FROM json_each(?))`,
      )
      .raw()
      .all(start, endExclusive, accountId, region, keysOf(series)) as [string, bigint][],
  );
  const insert = sqlite.prepare(
    'INSERT INTO usage (account_id, region, dimension, kind, hour, tokens) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const remove = sqlite.prepare(
    'DELETE FROM usage WHERE hour = ? AND account_id = ? AND region = ? AND dimension = ? AND kind = ?',
  );
  const moved = new Set<string>();
  const goes = (hour: string, dimension: string, kind: string) => {
    remove.run(hour, accountId, region, dimension, kind);
    moved.add(hour.slice(0, 10));
  };
  for (const { kind, hour, dimension, tokens } of hours) {
    const key = `${kind} ${hour} ${dimension}`;
    const before = held.get(key);
    held.delete(key);
    if (before === tokens) continue;
    if (before !== undefined) goes(hour, dimension, kind);
    insert.run(accountId, region, dimension, kind, hour, tokens);
    moved.add(hour.slice(0, 10));
  }
  for (const key of held.keys()) {
    const [kind = '', hour = '', ...dimension] = key.split(' ');
    goes(hour, dimension.join(' '), kind);
  }
  return moved;
}

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
        moveOwnDays(sqlite, replaceHours(sqlite, place, series, start, endExclusive, hours));
      }),
    sums: async ({ accountId, region }, series, start, endExclusive) =>
      sqlite
        .prepare(
          `SELECT dimension, kind, substr(hour, 1, 10) AS day, sum(tokens) AS tokens FROM usage
            WHERE hour >= ? AND hour < ? AND account_id = ? AND region = ?
              AND json_array(dimension, kind) IN (SELECT value FROM json_each(?))
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
        )
        .all(start, endExclusive, accountId, region, keysOf(series)) as Awaited<
        ReturnType<Store['usage']['sums']>
      >,
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
