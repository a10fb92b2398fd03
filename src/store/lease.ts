import { and, eq, sql } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import { IdentityMismatch } from './errors.ts';
import * as schema from './schema.ts';
import type { LedgerIdentity, Store } from './types.ts';
import type { Lease } from './typesLease.ts';

/** Which payer and which world the ledger belongs to: pinned once, never mixed. */
export function identityStore({ db, write }: Connection): Store['identity'] {
  const read = (): LedgerIdentity | null => {
    const row = db.select().from(schema.meta).where(eq(schema.meta.key, 'identity')).get();
    return row ? (JSON.parse(row.value) as LedgerIdentity) : null;
  };
  const describe = (i: LedgerIdentity) =>
    `${i.simulated ? 'a simulated' : 'the real'} payer account ${i.payerAccountId}`;
  return {
    get: async () => read(),
    pin: async (identity) =>
      write((inside) => {
        const known = read();
        if (!known)
          inside
            .insert(schema.meta)
            .values({ key: 'identity', value: JSON.stringify(identity) })
            .run();
        else if (known.payerAccountId !== identity.payerAccountId || known.simulated !== identity.simulated)
          throw new IdentityMismatch(
            `this ledger belongs to ${describe(known)} and is not mixed with ${describe(identity)}. Name another file with --db.`,
          );
      }),
  };
}

/** One sync writes at a time: a row with holder, expiry and a fencing number that rises with every holder. */
export function leaseStore({ db, write }: Connection): Store['lease'] {
  const own = ({ holder, fence }: Lease) =>
    and(eq(schema.lease.fence, fence), eq(schema.lease.holder, holder));
  const expiry = (now: string, ttlMs: number) => new Date(Date.parse(now) + ttlMs).toISOString();
  return {
    acquire: async (holder, now, ttlMs) =>
      write((inside) => {
        const row = inside.select().from(schema.lease).get();
        if (row?.holder && row.expiresAt && row.expiresAt > now)
          return { heldBy: row.holder, since: row.since ?? now, expiresAt: row.expiresAt };
        const fence = (row?.fence ?? 0) + 1;
        const values = { id: 1, holder, fence, since: now, expiresAt: expiry(now, ttlMs) };
        inside
          .insert(schema.lease)
          .values(values)
          .onConflictDoUpdate({ target: schema.lease.id, set: values })
          .run();
        return { lease: { holder, fence } };
      }),
    heartbeat: async (lease, now, ttlMs) =>
      write(
        (inside) =>
          inside
            .update(schema.lease)
            .set({ expiresAt: expiry(now, ttlMs) })
            .where(own(lease))
            .run().changes > 0,
      ),
    holder: async () => {
      const row = db
        .select()
        .from(schema.lease)
        .where(sql`expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`)
        .get();
      return row?.holder ? { heldBy: row.holder, since: row.since ?? '', fence: row.fence } : null;
    },
    release: async (lease) =>
      write((inside) => {
        inside.update(schema.lease).set({ holder: null, expiresAt: null }).where(own(lease)).run();
      }),
  };
}
