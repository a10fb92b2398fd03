import { eq, lt, sql } from 'drizzle-orm';
import type { Connection, Db } from './connection.ts';
import * as schema from './schema.ts';
import type { PreferencesStore } from './typesPreferences.ts';

const p = schema.preferences;
const h = schema.heard;

/** How people want to be told. */
export function preferencesStore({ write, read }: Connection): PreferencesStore['preferences'] {
  return {
    get: async (email) => read((inside) => inside.select().from(p).where(eq(p.email, email)).get() ?? null),
    some: async (emails) =>
      read((inside) =>
        inside
          .select()
          .from(p)
          .where(sql`${p.email} IN (SELECT value FROM json_each(${JSON.stringify(emails)}))`)
          .all(),
      ),
    list: async () => read((inside) => inside.select().from(p).all()),
    set: async (one) =>
      write(
        (inside) => void inside.insert(p).values(one).onConflictDoUpdate({ target: p.email, set: one }).run(),
      ),
    remove: async (email) => write((inside) => void inside.delete(p).where(eq(p.email, email)).run()),
  };
}

/** What came from outside and was acted on. */
export function heardStore({ write }: Connection): PreferencesStore['heard'] {
  return {
    isNew: async (id, at) =>
      write((inside) => inside.insert(h).values({ id, at }).onConflictDoNothing().run().changes === 1),
    forget: async (before, limit) =>
      write((inside) => inside.delete(h).where(lt(h.at, before)).limit(limit).run().changes),
  };
}

/** What one address chose is the other's; where both chose something, the other's holds. */
export function movePreferences(inside: Db, from: string, to: string): void {
  inside.run(sql`UPDATE OR IGNORE ${p} SET email = ${to} WHERE email = ${from}`);
  inside.delete(p).where(eq(p.email, from)).run();
}
