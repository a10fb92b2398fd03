import { asc, sql } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';
import type { MarkRow } from './typesStops.ts';

const t = schema.marks;
const among = (arns: readonly string[]) =>
  sql`${t.arn} IN (SELECT value FROM json_each(${JSON.stringify(arns)}))`;

/** Which mark each profile should bear, and which it bears. A column holds no mark as null, and so does the row. */
export function marksStore({ db, writeWith }: Connection): Store['marks'] {
  return {
    all: async (): Promise<MarkRow[]> => db.select().from(t).orderBy(asc(t.arn)).all(),
    of: async (arns): Promise<MarkRow[]> => db.select().from(t).where(among(arns)).orderBy(asc(t.arn)).all(),
    shown: async (stopIds, limit): Promise<MarkRow[]> =>
      db
        .select()
        .from(t)
        .where(
          sql`${t.stopId} IN (SELECT value FROM json_each(${JSON.stringify(stopIds)})) OR ${t.dueAt} IS NOT NULL`,
        )
        .orderBy(asc(t.arn))
        .limit(limit)
        .all(),
    keep: async (lease, rows, gone) =>
      writeWith(lease, (inside) => {
        if (gone.length > 0) inside.delete(t).where(among(gone)).run();
        for (const row of rows) {
          const { arn: _, ...set } = row;
          inside.insert(t).values(row).onConflictDoUpdate({ target: t.arn, set }).run();
        }
      }),
  };
}
