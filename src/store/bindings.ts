import { asc } from 'drizzle-orm';
import { type Binding, sameAccount as same } from '../core/bindings.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { bindingsOf, endSessionsOf, removeBinding, sameAccount } from './credentials.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

const t = schema.bindings;

function bind(inside: Db, binding: Omit<Binding, 'boundAt' | 'boundBy'>, actor: Actor, now: Instant): void {
  const { issuer, subject, email, address } = binding;
  const before = inside.select().from(t).where(sameAccount(binding)).get();
  const others = bindingsOf(inside, email).filter((one) => !same(one, binding));
  for (const one of others) removeBinding(inside, one, actor, now);
  // At a first sign-in there is nothing of before, and the session that was just opened stays.
  const moves = before !== undefined && before.email !== email;
  if (moves || others.length > 0) endSessionsOf(inside, email, actor, now);
  if (before?.email === email) return;
  if (moves) endSessionsOf(inside, before.email, actor, now);
  const row = { ...binding, boundAt: now, boundBy: actor.id };
  inside
    .insert(t)
    .values(row)
    .onConflictDoUpdate({ target: [t.issuer, t.subject], set: row })
    .run();
  writeAudit(inside, {
    at: now,
    actor,
    action: before === undefined ? 'identity.bind' : 'identity.move',
    subject: `user:${email}`,
    before: before === undefined ? null : { email: before.email },
    after: { issuer, subject, address },
  });
}

function seen(inside: Db, known: Binding, address: string, actor: Actor, now: Instant): void {
  inside.update(t).set({ address, signedInAt: now }).where(sameAccount(known)).run();
  // Bound ahead of the first sign-in, it is not known yet under which address they come.
  if (known.address === address || known.signedInAt === null) return;
  writeAudit(inside, {
    at: now,
    actor,
    action: 'identity.address',
    subject: `user:${known.email}`,
    before: { address: known.address },
    after: { address },
  });
}

/** Which account of the identity provider signs in as whom. */
export function bindingsStore({ db, write }: Connection): Store['bindings'] {
  return {
    find: async (account) => db.select().from(t).where(sameAccount(account)).get() ?? null,
    list: async (of) =>
      of === undefined
        ? db.select().from(t).orderBy(asc(t.email), asc(t.issuer), asc(t.subject)).all()
        : bindingsOf(db, of),
    bind: async (binding, actor, now) => write((inside) => bind(inside, binding, actor, now)),
    seen: async (account, address, actor, now) =>
      write((inside) => {
        const known = inside.select().from(t).where(sameAccount(account)).get();
        if (known !== undefined) seen(inside, known, address, actor, now);
      }),
    unbind: async (account, actor, now) =>
      write((inside) => {
        const known = inside.select().from(t).where(sameAccount(account)).get();
        if (known === undefined) return false;
        removeBinding(inside, known, actor, now);
        endSessionsOf(inside, known.email, actor, now);
        return true;
      }),
  };
}
