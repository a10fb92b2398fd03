import { and, eq, isNull } from 'drizzle-orm';
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

/**
 * Everything that somebody who left could still come in with. It does not sleep until they are back: an address may be
 * given to somebody else.
 */
export function endCredentials(inside: Db, email: string, actor: Actor, now: Instant): void {
  const { sessions, tokens } = schema;
  const leaving = { ...actor, reason: actor.reason ?? 'left' };
  for (const session of inside.select().from(sessions).where(eq(sessions.email, email)).all())
    endSession(inside, session, leaving, now);
  const alive = and(eq(tokens.email, email), isNull(tokens.revokedAt));
  for (const token of inside.select().from(tokens).where(alive).all())
    revokeToken(inside, token, leaving, now);
}
