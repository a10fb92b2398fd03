import { and, asc, count, eq, isNull } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

/** How many profiles there are in each place, and how many AWS allows there. */

const { profileQuotas: t, profiles } = schema;

export const quotasOn = ({
  db,
  write,
}: Pick<Connection, 'db' | 'write'>): Pick<Store['profiles'], 'inUse' | 'quotas' | 'keepQuota'> => ({
  inUse: async (places) =>
    places.map(({ accountId, region }) => {
      const there = and(
        eq(profiles.accountId, accountId),
        eq(profiles.region, region),
        isNull(profiles.goneAt),
      );
      const found = db.select({ n: count() }).from(profiles).where(there).get();
      return { accountId, region, count: Number(found?.n ?? 0) };
    }),
  quotas: async () => db.select().from(t).orderBy(asc(t.accountId), asc(t.region)).all(),
  keepQuota: async ({ accountId, region }, quota, now) =>
    write((inside) => {
      const set = { quota, readAt: now };
      inside
        .insert(t)
        .values({ accountId, region, ...set })
        .onConflictDoUpdate({ target: [t.accountId, t.region], set })
        .run();
    }),
});
