import { and, eq, sql } from 'drizzle-orm';
import type { Connection, Db } from './connection.ts';
import * as schema from './schema.ts';
import type { SavedViewsStore } from './typesSavedViews.ts';

const v = schema.savedViews;

/** Questions that people keep under a name. */
export const savedViewsStore = ({ write, read }: Connection): SavedViewsStore['savedViews'] => ({
  list: async (owner) =>
    read((inside) => inside.select().from(v).where(eq(v.owner, owner)).orderBy(v.name).all()),
  set: async (view) =>
    write(
      (inside) => void inside.insert(v).values(view).onConflictDoUpdate({ target: v.id, set: view }).run(),
    ),
  remove: async (owner, id) =>
    write(
      (inside) =>
        void inside
          .delete(v)
          .where(and(eq(v.owner, owner), eq(v.id, id)))
          .run(),
    ),
});

/** What one address kept is the other's; of two of one name the other's stays. */
export function moveSavedViews(inside: Db, from: string, to: string): void {
  inside.run(sql`UPDATE OR IGNORE ${v} SET owner = ${to} WHERE owner = ${from}`);
  inside.delete(v).where(eq(v.owner, from)).run();
}
