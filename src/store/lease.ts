import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { type Holding, LEASE_MS, leaseState } from '../core/lease.ts';
import type { Instant } from '../core/types.ts';
import type { Connection } from './connection.ts';
import { IdentityMismatch, LeaseLost } from './errors.ts';
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
    holding: async (now) => {
      const row = db.select().from(schema.lease).get();
      return (row && holdingIn(row, now)) ?? null;
    },
    acquire: async (holder, now, ttlMs, dead = null) =>
      write((inside) => {
        const row = inside.select().from(schema.lease).get();
        const before = row && holdingIn(row, now);
        const state = before ? leaseState(before.expiresAt, now, ttlMs) : 'expired';
        if (before && state === 'held' && before.heldBy !== dead) return before;
        const fence = (row?.fence ?? 0) + 1;
        const values = { id: 1, holder, fence, since: now, expiresAt: expiry(now, ttlMs) };
        inside
          .insert(schema.lease)
          .values(values)
          .onConflictDoUpdate({ target: schema.lease.id, set: values })
          .run();
        return { lease: { holder, fence }, voided: before && state === 'void' ? before : null };
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
    renew: async (lease) =>
      write((inside) => {
        const next = { ...lease, fence: lease.fence + 1 };
        const { changes } = inside.update(schema.lease).set({ fence: next.fence }).where(own(lease)).run();
        if (changes === 0) throw new LeaseLost();
        return next;
      }),
    holder: async () => {
      const now = sql<Instant>`strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;
      const row = db
        .select({ ...getTableColumns(schema.lease), now })
        .from(schema.lease)
        .get();
      if (!row?.holder || leaseState(row.expiresAt ?? '', row.now, LEASE_MS) !== 'held') return null;
      return { heldBy: row.holder, since: row.since ?? '', fence: row.fence };
    },
    release: async (lease) =>
      write((inside) => {
        inside.update(schema.lease).set({ holder: null, expiresAt: null }).where(own(lease)).run();
      }),
  };
}

/** Who stands in the row of the lease, whether it still holds or not. */
const holdingIn = (
  { holder, since, expiresAt }: typeof schema.lease.$inferSelect,
  now: Instant,
): Holding | null =>
  holder === null || expiresAt === null ? null : { heldBy: holder, since: since ?? now, expiresAt };
