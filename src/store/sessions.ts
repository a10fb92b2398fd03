import { and, asc, count, desc, eq, gt, inArray, lte, ne } from 'drizzle-orm';
import type { Session } from '../core/credentials.ts';
import type { PersonFacts } from '../core/people.ts';
import type { Actor, Instant } from '../core/types.ts';
import { ownAddress } from './aliases.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { endSession } from './credentials.ts';
import { learnOne } from './learning.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

const later = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) + ms).toISOString();

const t = schema.sessions;

const isAlive = (now: Instant, idleMs: number) =>
  and(gt(t.expiresAt, now), gt(t.seenAt, later(now, -idleMs)));

/** Sign-ins under way at a time; of more, those that began first are let go. */
const MOST_UNDER_WAY = 5_000;

function makeRoom(inside: Db): void {
  const { signIns } = schema;
  const { n } = inside.select({ n: count() }).from(signIns).get() ?? { n: 0 };
  const surplus = Number(n) + 1 - MOST_UNDER_WAY;
  if (surplus <= 0) return;
  const first = inside
    .select({ stateHash: signIns.stateHash })
    .from(signIns)
    .orderBy(asc(signIns.expiresAt))
    .limit(surplus);
  inside.delete(signIns).where(inArray(signIns.stateHash, first)).run();
}

/** Sessions of one person at a time; of more, those that were used longest ago end. */
const MOST_SESSIONS = 100;

function endSurplus(inside: Db, email: string, actor: Actor, now: Instant): void {
  const all = inside
    .select()
    .from(t)
    .where(eq(t.email, email))
    .orderBy(desc(t.seenAt), desc(t.createdAt))
    .all();
  for (const session of all.slice(MOST_SESSIONS)) endSession(inside, session, actor, now);
}

function open(
  { sqlite, db: inside }: Pick<Connection, 'sqlite' | 'db'>,
  come: Omit<Session, 'seenAt'> & { hash: string },
  facts: PersonFacts,
  actor: Actor,
): boolean {
  // Whoever comes by another address of theirs is who they are.
  const session = { ...come, email: ownAddress(sqlite, come.email) };
  const person = inside.select().from(schema.people).where(eq(schema.people.email, session.email)).get();
  // Whoever left is refused however often, and changes nothing of what is known of them.
  if (person?.active === false) return false;
  learnOne(inside, 'signIn', facts, actor, session.createdAt);
  inside
    .update(schema.people)
    .set({ lastSignInAt: session.createdAt })
    .where(eq(schema.people.email, session.email))
    .run();
  inside
    .insert(t)
    .values({ ...session, seenAt: session.createdAt })
    .run();
  writeAudit(inside, {
    at: session.createdAt,
    actor,
    action: 'session.begin',
    subject: `user:${session.email}`,
    before: null,
    after: { session: session.id, agent: session.agent },
  });
  endSurplus(inside, session.email, actor, session.createdAt);
  return true;
}

/** Who is signed in, and who is on the way to it. Cookies and states are known by their hashes only. */
export function sessionsStore({ sqlite, db, write }: Connection): Store['sessions'] {
  return {
    begin: async (signIn, now) =>
      write((inside) => {
        // Beginning costs nothing: what was begun and left must not pile up.
        inside.delete(schema.signIns).where(lte(schema.signIns.expiresAt, now)).run();
        makeRoom(inside);
        inside.insert(schema.signIns).values(signIn).run();
      }),
    take: async (stateHash, now) =>
      write((inside) => {
        const row = inside.select().from(schema.signIns).where(eq(schema.signIns.stateHash, stateHash)).get();
        // Whatever comes of it: a state is good for one return.
        inside.delete(schema.signIns).where(eq(schema.signIns.stateHash, stateHash)).run();
        return row && row.expiresAt > now ? row : null;
      }),
    open: async (session, facts, actor) => write(() => open({ sqlite, db }, session, facts, actor)),
    find: async (hash, now, idleMs) =>
      db
        .select()
        .from(t)
        .where(and(eq(t.hash, hash), isAlive(now, idleMs)))
        .get() ?? null,
    noteUse: async (hash, now) =>
      write((inside) => {
        inside.update(t).set({ seenAt: now }).where(eq(t.hash, hash)).run();
      }),
    end: async (hash, actor, now) =>
      write((inside) => {
        const session = inside.select().from(t).where(eq(t.hash, hash)).get();
        if (session) endSession(inside, session, actor, now);
        return session !== undefined;
      }),
    endAllOf: async (email, actor, now, butId) =>
      write((inside) => {
        const ended = and(eq(t.email, email), butId === undefined ? undefined : ne(t.id, butId));
        const sessions = inside.select().from(t).where(ended).orderBy(asc(t.createdAt)).all();
        for (const session of sessions) endSession(inside, session, actor, now);
        return sessions.length;
      }),
    listOf: async (email, now, idleMs) =>
      db
        .select()
        .from(t)
        .where(and(eq(t.email, email), isAlive(now, idleMs)))
        .orderBy(desc(t.seenAt))
        .all()
        .map(({ hash: _, ...session }) => session),
    tidy: async (now, limit) =>
      write((inside) => {
        inside.delete(schema.signIns).where(lte(schema.signIns.expiresAt, now)).run();
        return inside.delete(t).where(lte(t.expiresAt, now)).limit(limit).run().changes;
      }),
  };
}
