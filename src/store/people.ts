import { asc, eq, sql } from 'drizzle-orm';
import type { Grant } from '../core/access.ts';
import { groupsThatCount, signInCounts, signInCountsUntil } from '../core/people.ts';
import type { Instant } from '../core/types.ts';
import { aliasesHeld, aliasesOf, ownAddress } from './aliases.ts';
import type { Connection } from './connection.ts';
import { auditGrant, withdrawGrant } from './credentials.ts';
import { forgetGroups, learnAll, Rehearsed } from './learning.ts';
import { tellLeft } from './leavers.ts';
import { peopleAsked, reportsOf } from './peopleQuery.ts';
import { addAlias, removeAlias, rename } from './renaming.ts';
import { saidOf } from './saidOf.ts';
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
  const personOf = (address: string) =>
    db
      .select()
      .from(schema.people)
      .where(eq(schema.people.email, ownAddress(sqlite, address)))
      .get() ?? null;
  const factsOf = (email: string) =>
    saidOf(db.select().from(schema.personFacts).where(eq(schema.personFacts.email, email)).all());
  return {
    ...peopleAsked({ sqlite, db, read }),
    get: async (email) => personOf(email),
    details: async (address) =>
      read(() => {
        const person = personOf(address);
        if (!person) return null;
        const { email } = person;
        return { person, said: factsOf(email), reports: reportsOf(sqlite, email), grants: grantsOf(email) };
      }),
    viewerFacts: async (address, now) =>
      read(() => {
        const person = personOf(address);
        if (!person?.active) return null;
        const { email } = person;
        return {
          email,
          aliases: aliasesOf(sqlite, email).map(({ alias }) => alias),
          name: person.name,
          costCenter: person.costCenter ?? '',
          groups: groupsThatCount(factsOf(email), person.lastSignInAt, now),
          reports: reportsOf(sqlite, email),
          grants: grantsOf(email),
          until: countsUntil(person.lastSignInAt, now),
        };
      }),
    tellLeft: async (emails, userTag, send, now) =>
      write((inside) => tellLeft(sqlite, inside, { emails, userTag, send }, now)),
    learn: async (source, told, how) => {
      const work = () => {
        const learned = learnAll({ sqlite, db }, source, told, how);
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
    ...addressesStore({ sqlite, db, write, read }),
    forgetGroups: async (actor, now) => write((inside) => forgetGroups(inside, actor, now)),
    ...grantsStore({ sqlite, db, write }),
  };
}

/** Other addresses of people. */
function addressesStore({
  sqlite,
  db,
  write,
  read,
}: Pick<Connection, 'sqlite' | 'db' | 'write' | 'read'>): Pick<
  Store['people'],
  'aliases' | 'ownAddress' | 'addAlias' | 'removeAlias' | 'rename'
> {
  return {
    aliases: async (of) => read(() => (of === undefined ? aliasesHeld(sqlite) : aliasesOf(sqlite, of))),
    ownAddress: async (address) => ownAddress(sqlite, address),
    addAlias: async (alias, actor, now) => write(() => addAlias({ sqlite, db }, alias, actor, now)),
    removeAlias: async (alias, actor, now) => write(() => removeAlias({ sqlite, db }, alias, actor, now)),
    rename: async (from, to, actor, now) => write(() => rename({ sqlite, db }, from, to, actor, now)),
  };
}

/** Roles given by name. */
function grantsStore({
  sqlite,
  db,
  write,
}: Pick<Connection, 'sqlite' | 'db' | 'write'>): Pick<Store['people'], 'grants' | 'grant' | 'withdraw'> {
  return {
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
    grant: async (given, actor, now) =>
      write((inside) => {
        const grant = { ...given, email: ownAddress(sqlite, given.email) };
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
