import { eq } from 'drizzle-orm';
import { tooManyLeave } from '../core/leaving.ts';
import {
  type Ended,
  type KnownOf,
  mergePerson,
  type PeopleSource,
  type PersonChange,
  type PersonFacts,
  SIGN_IN_GROUPS_DAYS,
  signInCounts,
} from '../core/people.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { endCredentials } from './credentials.ts';
import { TooManyLeave } from './errors.ts';
import { aboutPeople, learnAliases, renameKnown } from './learningAliases.ts';
import { type FactRow, factsOf, saidOf } from './saidOf.ts';
import * as schema from './schema.ts';
import type { Learned, Learning } from './typesPeople.ts';

/** How the directory learns from its sources, and forgets; all inside the caller's transaction. */

const sameFacts = (a: PersonFacts | undefined, b: PersonFacts): boolean =>
  a !== undefined &&
  a.name === b.name &&
  a.costCenter === b.costCenter &&
  a.manager === b.manager &&
  a.active === b.active &&
  (a.sourceId ?? null) === (b.sourceId ?? null) &&
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
  told: PersonFacts,
  actor: Actor,
  now: Instant,
): PersonChange | null {
  const { personFacts, people, personAliases } = schema;
  const held = inside.select().from(personAliases).where(eq(personAliases.alias, told.email)).get();
  const facts = { ...told, email: held?.email ?? told.email };
  const said = saidOf(inside.select().from(personFacts).where(eq(personFacts.email, facts.email)).all());
  const person = inside.select().from(people).where(eq(people.email, facts.email)).get() ?? null;
  return keepSaid(inside, source, facts, { said, person }, actor, now);
}

/**
 * Takes away the groups of sign-ins that are too long ago for them to count; answers of how many. What people are shown
 * to be is then what decides. Runs inside the caller's transaction.
 */
export function forgetGroups(inside: Db, actor: Actor, now: Instant): number {
  const { personFacts: t, people } = schema;
  const old = inside
    .select({ facts: t, lastSignInAt: people.lastSignInAt })
    .from(t)
    .innerJoin(people, eq(people.email, t.email))
    .where(eq(t.source, 'signIn'))
    .all()
    .filter(({ facts, lastSignInAt }) => facts.groups !== null && !signInCounts(lastSignInAt, now));
  const because = { ...actor, reason: `last sign-in more than ${SIGN_IN_GROUPS_DAYS} days ago` };
  for (const { facts } of old) learnOne(inside, 'signIn', { ...factsOf(facts), groups: null }, because, now);
  return old.length;
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
  const { aliases: _, ...own } = facts;
  const row: FactRow = { ...own, sourceId: facts.sourceId ?? null, source };
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
  const ended = what === 'left' ? endCredentials(inside, email, actor, now) : { sessions: 0, tokens: 0 };
  return { what, before: person, after, ended };
}

/**
 * All that a source says this time, each change with its audit entry. Runs inside the caller's transaction.
 * @throws TooManyLeave when it is complete and not believed; what was written until then is to be rolled back
 */
export function learnAll(
  on: Pick<Connection, 'sqlite' | 'db'>,
  source: PeopleSource,
  saidNow: readonly PersonFacts[],
  { complete, keep = [], force, rehearse, actor, now }: Learning,
): Learned {
  const inside = on.db;
  const renamed = renameKnown(on, source, saidNow, actor, now);
  const told = aboutPeople(on, saidNow);
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
  /** What the source said of somebody until now, unless it said that they have left. */
  const hadThere = (email: string): PersonFacts[] => {
    const before = said(email).get(source);
    return before !== undefined && before.active !== false ? [before] : [];
  };
  const gone = [...(complete ? facts.keys() : [])]
    .filter((email) => !named.has(email))
    .flatMap(hadThere)
    .map((before): PersonFacts => ({ ...before, active: false, groups: [] }));
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
  const ended = changes.reduce<Ended>(
    (sum, change) => ({
      sessions: sum.sessions + change.ended.sessions,
      tokens: sum.tokens + change.ended.tokens,
    }),
    { sessions: 0, tokens: 0 },
  );
  const left = new Set(changes.filter(({ what }) => what === 'left').map(({ after }) => after.email));
  const judged = [...people.values()]
    .filter(({ active }) => active)
    .map(({ email }) => ({ email, before: hadThere(email).length > 0, leaves: left.has(email) }))
    .filter(({ email, before }) => before || named.has(email));
  const tooMany = complete ? tooManyLeave(judged) : null;
  if (tooMany !== null && !force && !rehearse) throw new TooManyLeave(source, tooMany, ended);
  return {
    addresses: { renamed, ...learnAliases(on, source, told, actor, now) },
    added: counted('added'),
    changed: counted('changed'),
    left: left.size,
    unchanged: learned.length - changes.length,
    tooMany,
    ended,
    changes,
  };
}

/** Takes back what a rehearsal wrote. */
export class Rehearsed extends Error {
  override name = 'Rehearsed';
  readonly learned: Learned;
  constructor(learned: Learned) {
    super('nothing was stored');
    this.learned = learned;
  }
}
