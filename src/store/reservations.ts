import { and, eq, gt, lte } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

/** Profiles that are being made: AWS is asked outside of transactions, and meanwhile they count all the same. */

const t = schema.profileReservations;

export function reservationsOn({
  db,
  write,
}: Pick<Connection, 'db' | 'write'>): Pick<Store['profiles'], 'reserve' | 'making' | 'release'> {
  return {
    reserve: async (making, now) =>
      write((inside) => {
        // What a maker who was killed left behind ends by itself.
        inside.delete(t).where(lte(t.expiresAt, now)).run();
        inside.insert(t).values(making).onConflictDoUpdate({ target: t.id, set: making }).run();
      }),
    making: async (email, now) =>
      db
        .selectDistinct({ token: t.token })
        .from(t)
        .where(and(eq(t.email, email), gt(t.expiresAt, now)))
        .all()
        .map(({ token }) => token),
    release: async (id) => write((inside) => void inside.delete(t).where(eq(t.id, id)).run()),
  };
}
