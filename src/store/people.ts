import { and, asc, count, eq } from 'drizzle-orm';
import type { Grant } from '../core/access.ts';
import {
  groupsThatCount,
  type KnownOf,
  mergePerson,
  type PeopleSource,
  type PersonChange,
  type PersonFacts,
} from '../core/people.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { endCredentials } from './credentials.ts';
import * as schema from './schema.ts';
import type { Learned, Learning, Store } from './types.ts';

type FactRow = typeof schema.personFacts.$inferSelect;

const factsOf = ({ source: _, ...facts }: FactRow): PersonFacts => facts;
const saidOf = (rows: readonly FactRow[]): ReadonlyMap<PeopleSource, PersonFacts> =>
  new Map(rows.map((row) => [row.source, factsOf(row)]));
const sameFacts = (a: PersonFacts | undefined, b: PersonFacts): boolean =>
  a !== undefined &&
  a.name === b.name &&
  a.costCenter === b.costCenter &&
  a.manager === b.manager &&
  a.active === b.active &&
  sameJson(a.groups, b.groups);
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the audit log says somebody was or became: only what is known. */
const auditState = ({ name, costCenter, manager, active, groups }: KnownOf) => ({
  name,
  costCenter,
  manager,
  active,
  groups: groups.join(', '),
});

/** Sources that somebody decides on, row by row; the others only repeat what stands elsewhere. */
const BY_PEOPLE: ReadonlySet<PeopleSource> = new Set(['byHand', 'file']);
const saidState = (source: PeopleSource, { name, costCenter, manager, active }: PersonFacts) => ({
  source,
  name,
  costCenter,
  manager,
  active,
});

type Said = ReadonlyMap<PeopleSource, PersonFacts>;
/** What is held of somebody before a source speaks. */
interface Held {
  said: Said;
  person: KnownOf | null;
}

/**
 * Keeps what a source says of one person and stores what all sources together say, with an audit entry where that
 * changed; answers the change, or null. Runs inside the caller's transaction.
 */
export function learnOne(
  inside: Db,
  source: PeopleSource,
  facts: PersonFacts,
  actor: Actor,
  now: Instant,
): PersonChange | null {
  const { personFacts, people } = schema;
  const said = saidOf(inside.select().from(personFacts).where(eq(personFacts.email, facts.email)).all());
  const person = inside.select().from(people).where(eq(people.email, facts.email)).get() ?? null;
  return keepSaid(inside, source, facts, { said, person }, actor, now);
}

function keepSaid(
  inside: Db,
  source: PeopleSource,
  facts: PersonFacts,
  { said, person }: Held,
  actor: Actor,
  now: Instant,
): PersonChange | null {
  const { email } = facts;
  const t = schema.personFacts;
  const row: FactRow = { ...facts, source };
  const before = said.get(source);
  const isNew = !sameFacts(before, facts);
  if (isNew)
    inside
      .insert(t)
      .values(row)
      .onConflictDoUpdate({ target: [t.email, t.source], set: row })
      .run();
  const after = mergePerson(email, new Map([...said, [source, facts]]));
  if (person && sameJson(auditState(person), auditState(after))) {
    // Changes nothing yet, but will once a surer source no longer says otherwise.
    if (isNew && BY_PEOPLE.has(source))
      writeAudit(inside, {
        at: now,
        actor,
        action: 'person.say',
        subject: `user:${email}`,
        before: before ? saidState(source, before) : null,
        after: saidState(source, facts),
      });
    return null;
  }
  inside
    .insert(schema.people)
    .values({ ...after, createdAt: now, updatedAt: now, lastSignInAt: null })
    .onConflictDoUpdate({ target: schema.people.email, set: { ...after, updatedAt: now } })
    .run();
  writeAudit(inside, {
    at: now,
    actor,
    action: person ? 'person.change' : 'person.add',
    subject: `user:${email}`,
    before: person ? auditState(person) : null,
    after: auditState(after),
  });
  const what = person === null ? 'added' : person.active && !after.active ? 'left' : 'changed';
  if (what === 'left') endCredentials(inside, email, actor, now);
  return { what, before: person, after };
}

/** All that a source says this time, each change with its audit entry. Runs inside the caller's transaction. */
function learnAll(
  inside: Db,
  source: PeopleSource,
  told: readonly PersonFacts[],
  { complete, keep = [], actor, now }: Learning,
): Learned {
  // Read at once: asked one by one, ten thousand people would take seconds even where nothing is new.
  const people = new Map(
    inside
      .select()
      .from(schema.people)
      .all()
      .map((one) => [one.email, one]),
  );
  const facts = Map.groupBy(inside.select().from(schema.personFacts).all(), ({ email }) => email);
  const said = (email: string): Said => saidOf(facts.get(email) ?? []);
  const kept = (one: PersonFacts): PersonFacts => {
    const before = said(one.email).get(source);
    return before === undefined
      ? one
      : { ...one, ...Object.fromEntries(keep.map((field) => [field, before[field]])) };
  };
  const named = new Set(told.map(({ email }) => email));
  const gone = [...(complete ? facts.keys() : [])].flatMap((email): PersonFacts[] => {
    const before = said(email).get(source);
    const here = before !== undefined && before.active !== false && !named.has(email);
    return here ? [{ ...before, active: false, groups: [] }] : [];
  });
  const learned = [...told.map(kept), ...gone].map((one) =>
    keepSaid(
      inside,
      source,
      one,
      { said: said(one.email), person: people.get(one.email) ?? null },
      actor,
      now,
    ),
  );
  const changes = learned.filter((change) => change !== null);
  const counted = (what: PersonChange['what']) => changes.filter((change) => change.what === what).length;
  return {
    added: counted('added'),
    changed: counted('changed'),
    left: counted('left'),
    unchanged: learned.length - changes.length,
    changes,
  };
}

/** Takes back what a rehearsal wrote. */
class Rehearsed extends Error {
  override name = 'Rehearsed';
  readonly learned: Learned;
  constructor(learned: Learned) {
    super('nothing was stored');
    this.learned = learned;
  }
}

/**
 * Everybody who reports to somebody, directly or not, those who have left included: what they spent stays their team's, and
 * whoever still reports to them stays below whom they reported to. `UNION` ends where people report in a circle.
 */
const REPORTS = `WITH RECURSIVE reports(email) AS (
    SELECT email FROM people WHERE manager = ?
    UNION
    SELECT people.email FROM people JOIN reports ON people.manager = reports.email
  )
  SELECT email FROM reports WHERE email <> ? ORDER BY email`;

/** The directory of people and the roles given to them by name. */
export function peopleStore({ sqlite, db, write, writeWith, read }: Connection): Store['people'] {
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
          reports: reportsOf(email),
          grants: grantsOf(email),
        };
      }),
    sources: async () =>
      db
        .select({ source: schema.personFacts.source, people: count() })
        .from(schema.personFacts)
        .groupBy(schema.personFacts.source)
        .all(),
    reportsOf: async (email) => reportsOf(email),
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
