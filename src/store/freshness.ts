import { asc } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

/** How far each source was read, and what stopped it. */
export function freshnessStore({ db, writeWith }: Connection): Store['freshness'] {
  // Asked several times by every page.
  const all = db
    .select()
    .from(schema.freshness)
    .orderBy(asc(schema.freshness.source), asc(schema.freshness.slice))
    .prepare();
  return {
    record: async (lease, f) =>
      writeWith(lease, (inside) => {
        inside
          .insert(schema.freshness)
          .values(f)
          .onConflictDoUpdate({ target: [schema.freshness.source, schema.freshness.slice], set: f })
          .run();
      }),
    all: async () => all.all(),
  };
}
