import { and, asc, eq } from 'drizzle-orm';
import type { Grant } from '../core/access.ts';
import { type KnownOf, mergePerson, type PeopleSource, type PersonFacts } from '../core/people.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

type FactRow = typeof schema.personFacts.$inferSelect;

const factsOf = ({ source: _, ...facts }: FactRow): PersonFacts => facts;
const saidOf = (rows: readonly FactRow[]): ReadonlyMap<PeopleSource, PersonFacts> =>
  new Map(rows.map((row) => [row.source, factsOf(row)]));
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the audit log says somebody was or became: only what is known. */
const auditState = ({ name, costCenter, manager, active, groups }: KnownOf) => ({
  name,
  costCenter,
  manager,
  active,
  groups: groups.join(', '),
});

/**
 * Keeps what a source says of one person and stores what all sources together say, with an audit entry where that
 * changed. Runs inside the caller's transaction.
 */
export function learnOne(
  inside: Db,
  source: PeopleSource,
  facts: PersonFacts,
  actor: Actor,
  now: Instant,
): 'added' | 'changed' | 'unchanged' {
  const { email } = facts;
  const t = schema.personFacts;
  const row: FactRow = { ...facts, source };
  inside
    .insert(t)
    .values(row)
    .onConflictDoUpdate({ target: [t.email, t.source], set: row })
    .run();
  const known = mergePerson(email, saidOf(inside.select().from(t).where(eq(t.email, email)).all()));
  const before = inside.select().from(schema.people).where(eq(schema.people.email, email)).get();
  if (before && sameJson(auditState(before), auditState(known))) return 'unchanged';
  inside
    .insert(schema.people)
    .values({ ...known, createdAt: now, updatedAt: now, lastSignInAt: null })
    .onConflictDoUpdate({ target: schema.people.email, set: { ...known, updatedAt: now } })
    .run();
  writeAudit(inside, {
    at: now,
    actor,
    action: before ? 'person.change' : 'person.add',
    subject: `user:${email}`,
    before: before ? auditState(before) : null,
    after: auditState(known),
  });
  return before ? 'changed' : 'added';
}

/** Everybody who reports to somebody, directly or not; `UNION` ends where people report in a circle. */
const REPORTS = `WITH RECURSIVE reports(email) AS (
    SELECT email FROM people WHERE manager = ? AND active = 1
    UNION
    SELECT people.email FROM people JOIN reports ON people.manager = reports.email WHERE people.active = 1
  )
  SELECT email FROM reports WHERE email <> ? ORDER BY email`;

/** The directory of people and the roles given to them by name. */
export function peopleStore({ sqlite, db, write, read }: Connection): Store['people'] {
  const reportsOf = (email: string) => sqlite.prepare(REPORTS).pluck().all(email, email) as string[];
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
    list: async () => db.select().from(schema.people).orderBy(asc(schema.people.email)).all(),
    get: async (email) => personOf(email),
    details: async (email) =>
      read(() => {
        const person = personOf(email);
        if (!person) return null;
        const rows = db.select().from(schema.personFacts).where(eq(schema.personFacts.email, email)).all();
        return { person, said: saidOf(rows), reports: reportsOf(email), grants: grantsOf(email) };
      }),
    viewerFacts: async (email) =>
      read(() => {
        const person = personOf(email);
        if (!person?.active) return null;
        return {
          email,
          name: person.name,
          costCenter: person.costCenter ?? '',
          groups: person.groups,
          reports: reportsOf(email),
          grants: grantsOf(email),
        };
      }),
    reportsOf: async (email) => reportsOf(email),
    learn: async (source, told, { complete, actor, now }) =>
      write((inside) => {
        const count = { added: 0, changed: 0, unchanged: 0, left: 0 };
        for (const facts of told) count[learnOne(inside, source, facts, actor, now)]++;
        if (!complete) return count;
        const named = new Set(told.map(({ email }) => email));
        const known = inside
          .select()
          .from(schema.personFacts)
          .where(eq(schema.personFacts.source, source))
          .all();
        for (const row of known) {
          if (named.has(row.email) || row.active === false) continue;
          const gone = { ...factsOf(row), active: false, groups: [] };
          if (learnOne(inside, source, gone, actor, now) === 'changed') count.left++;
        }
        return count;
      }),
    grants: async () =>
      db
        .select()
        .from(schema.grants)
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
        const { changes } = inside.delete(schema.grants).where(sameGrant(grant)).run();
        if (changes > 0) auditGrant(inside, 'role.withdraw', grant, actor, now);
        return changes > 0;
      }),
  };
}

const sameGrant = ({ email, role, costCenter }: Grant) =>
  and(eq(schema.grants.email, email), eq(schema.grants.role, role), eq(schema.grants.costCenter, costCenter));

function auditGrant(inside: Db, action: string, grant: Grant, actor: Actor, now: Instant): void {
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
