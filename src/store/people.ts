import { asc, eq, sql } from 'drizzle-orm';
import type { Grant } from '../core/access.ts';
import { groupsThatCount, signInCounts, signInCountsUntil } from '../core/people.ts';
import type { Instant } from '../core/types.ts';
import type { Connection, Db } from './connection.ts';
import { auditGrant, withdrawGrant } from './credentials.ts';
import { forgetGroups, learnAll, Rehearsed, saidOf } from './learning.ts';
import { peopleAsked, reportsOf } from './peopleQuery.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

/** When groups of a sign-in that count now do so no longer. */
const countsUntil = (lastSignInAt: Instant | null, now: Instant): number =>
  lastSignInAt !== null && signInCounts(lastSignInAt, now)
    ? signInCountsUntil(lastSignInAt)
    : Number.POSITIVE_INFINITY;

/** The directory of people and the roles given to them by name. */
export function peopleStore({ sqlite, db, write, writeWith, read }: Connection): Store['people'] {
  const grantsOf = (email: string): Grant[] =>
    db
      .select({
        email: schema.grants.email,
        role: schema.grants.role,
        costCenter: schema.grants.costCenter,
      })
      .from(schema.grants)
      .where(eq(schema.grants.email, email))
      .orderBy(asc(schema.grants.role), asc(schema.grants.costCenter))
      .all();
  const personOf = (email: string) =>
    db.select().from(schema.people).where(eq(schema.people.email, email)).get() ?? null;
  return {
    ...peopleAsked({ sqlite, db, read }),
    get: async (email) => personOf(email),
    details: async (email) =>
      read(() => {
        const person = personOf(email);
        if (!person) return null;
        const rows = db.select().from(schema.personFacts).where(eq(schema.personFacts.email, email)).all();
        return { person, said: saidOf(rows), reports: reportsOf(sqlite, email), grants: grantsOf(email) };
      }),
    viewerFacts: async (email, now) =>
      read(() => {
        const person = personOf(email);
        if (!person?.active) return null;
        const rows = db.select().from(schema.personFacts).where(eq(schema.personFacts.email, email)).all();
        return {
          email,
          name: person.name,
          costCenter: person.costCenter ?? '',
          groups: groupsThatCount(saidOf(rows), person.lastSignInAt, now),
          reports: reportsOf(sqlite, email),
          grants: grantsOf(email),
          until: countsUntil(person.lastSignInAt, now),
        };
      }),
    learn: async (source, told, how) => {
      const work = (inside: Db) => {
        const learned = learnAll(inside, source, told, how);
        if (how.rehearse) throw new Rehearsed(learned);
        return learned;
      };
      try {
        return how.lease === undefined ? write(work) : writeWith(how.lease, work);
      } catch (error) {
        if (error instanceof Rehearsed) return error.learned;
        throw error;
      }
    },
    forgetGroups: async (actor, now) => write((inside) => forgetGroups(inside, actor, now)),
    grants: async (of) =>
      db
        .select()
        .from(schema.grants)
        .where(
          of === undefined
            ? undefined
            : sql`${schema.grants.email} IN (SELECT value FROM json_each(${JSON.stringify(of)}))`,
        )
        .orderBy(asc(schema.grants.email), asc(schema.grants.role), asc(schema.grants.costCenter))
        .all(),
    grant: async (grant, actor, now) =>
      write((inside) => {
        const { changes } = inside
          .insert(schema.grants)
          .values({ ...grant, grantedAt: now, grantedBy: actor.id })
          .onConflictDoNothing()
          .run();
        if (changes > 0) auditGrant(inside, 'role.grant', grant, actor, now);
        return changes > 0;
      }),
    withdraw: async (grant, actor, now) =>
      write((inside) => {
        return withdrawGrant(inside, grant, actor, now);
      }),
  };
}
