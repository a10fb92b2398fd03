import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Grant } from '../core/access.ts';
import type { AuditAction } from '../core/audit.ts';
import type { Account, Binding } from '../core/bindings.ts';
import type { Ended } from '../core/people.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Db, writeAudit } from './connection.ts';
import * as schema from './schema.ts';

/** How sessions and tokens end, each with its audit entry; all inside the caller's transaction. */

export function endSession(
  inside: Db,
  session: typeof schema.sessions.$inferSelect,
  actor: Actor,
  now: Instant,
): void {
  inside.delete(schema.sessions).where(eq(schema.sessions.hash, session.hash)).run();
  writeAudit(inside, {
    at: now,
    actor,
    action: 'session.end',
    subject: `user:${session.email}`,
    before: { session: session.id, since: session.createdAt },
    after: null,
  });
}

export function revokeToken(
  inside: Db,
  { id, email, name }: Pick<typeof schema.tokens.$inferSelect, 'id' | 'email' | 'name'>,
  actor: Actor,
  now: Instant,
): void {
  inside
    .update(schema.tokens)
    .set({ revokedAt: now, revokedBy: actor.id })
    .where(eq(schema.tokens.id, id))
    .run();
  writeAudit(inside, {
    at: now,
    actor,
    action: 'token.revoke',
    subject: `user:${email}`,
    before: { token: id, name },
    after: null,
  });
}

const sameGrant = ({ email, role, costCenter }: Grant) =>
  and(eq(schema.grants.email, email), eq(schema.grants.role, role), eq(schema.grants.costCenter, costCenter));

/** A role that somebody gives or takes, as the log says it. */
export function auditGrant(inside: Db, action: AuditAction, grant: Grant, actor: Actor, now: Instant): void {
  const { role, costCenter } = grant;
  const state = costCenter === '' ? { role } : { role, costCenter };
  writeAudit(inside, {
    at: now,
    actor,
    action,
    subject: `user:${grant.email}`,
    before: action === 'role.grant' ? null : state,
    after: action === 'role.grant' ? state : null,
  });
}

/** Answers whether there was such a role. */
export function withdrawGrant(inside: Db, grant: Grant, actor: Actor, now: Instant): boolean {
  const { changes } = inside.delete(schema.grants).where(sameGrant(grant)).run();
  if (changes > 0) auditGrant(inside, 'role.withdraw', grant, actor, now);
  return changes > 0;
}

export const bindingsOf = (inside: Db, email: string): Binding[] =>
  inside
    .select()
    .from(schema.bindings)
    .where(eq(schema.bindings.email, email))
    .orderBy(asc(schema.bindings.issuer), asc(schema.bindings.subject))
    .all();

export const sameAccount = ({ issuer, subject }: Account) =>
  and(eq(schema.bindings.issuer, issuer), eq(schema.bindings.subject, subject));

/** Takes a binding away; sessions are not touched. */
export function removeBinding(inside: Db, binding: Binding, actor: Actor, now: Instant): void {
  const { issuer, subject, email, address } = binding;
  inside.delete(schema.bindings).where(sameAccount(binding)).run();
  writeAudit(inside, {
    at: now,
    actor,
    action: 'identity.unbind',
    subject: `user:${email}`,
    before: { issuer, subject, address },
    after: null,
  });
}

/** Ends every session of somebody; answers those that there were. */
export function endSessionsOf(inside: Db, email: string, actor: Actor, now: Instant) {
  const ofThem = eq(schema.sessions.email, email);
  const sessions = inside.select().from(schema.sessions).where(ofThem).all();
  for (const session of sessions) endSession(inside, session, actor, now);
  return sessions;
}

/** Revokes every token of somebody; answers those that were not. */
export function revokeTokensOf(inside: Db, email: string, actor: Actor, now: Instant) {
  const alive = and(eq(schema.tokens.email, email), isNull(schema.tokens.revokedAt));
  const tokens = inside.select().from(schema.tokens).where(alive).all();
  for (const token of tokens) revokeToken(inside, token, actor, now);
  return tokens;
}

/**
 * Everything that somebody who left could still come in with, their account of the identity provider among it, and the roles that they have by name. None of it sleeps until
 * they are back: an address may be given to somebody else. Answers how many sessions and tokens had not expired yet.
 */
export function endCredentials(inside: Db, email: string, actor: Actor, now: Instant): Ended {
  const leaving = { ...actor, reason: actor.reason ?? 'left' };
  const sessions = endSessionsOf(inside, email, leaving, now);
  const tokens = revokeTokensOf(inside, email, leaving, now);
  for (const binding of bindingsOf(inside, email)) removeBinding(inside, binding, leaving, now);
  const grants = inside.select().from(schema.grants).where(eq(schema.grants.email, email)).all();
  for (const grant of grants) withdrawGrant(inside, grant, leaving, now);
  const good = ({ expiresAt }: { expiresAt: Instant }) => expiresAt > now;
  return { sessions: sessions.filter(good).length, tokens: tokens.filter(good).length };
}
