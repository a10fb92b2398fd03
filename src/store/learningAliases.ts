import { and, eq, isNotNull } from 'drizzle-orm';
import { type Alias, aliasFault, personIn } from '../core/aliases.ts';
import type { PeopleSource, PersonFacts } from '../core/people.ts';
import type { Actor, Instant } from '../core/types.ts';
import { aliasesHeld } from './aliases.ts';
import type { Connection } from './connection.ts';
import { bindingsOf, endSessionsOf, removeBinding, revokeTokensOf } from './credentials.ts';
import { addAlias, removeAlias, rename } from './renaming.ts';
import * as schema from './schema.ts';
import type { Learned } from './typesPeople.ts';

/** What sources of the directory say of addresses; all inside the caller's transaction. */

type On = Pick<Connection, 'sqlite' | 'db'>;

/**
 * Whom a source knows by a name of its own and holds under another address now was renamed; unless the address from before
 * is somebody's still.
 */
export function renameKnown(
  on: On,
  source: PeopleSource,
  told: readonly PersonFacts[],
  actor: Actor,
  now: Instant,
): { from: string; to: string }[] {
  const { personFacts: t } = schema;
  const named = new Set(told.map(({ email }) => email));
  const before = new Map(
    on.db
      .select({ email: t.email, id: t.sourceId })
      .from(t)
      .where(and(eq(t.source, source), isNotNull(t.sourceId)))
      .all()
      .map(({ email, id }) => [id, email]),
  );
  const own = new Map([...before].map(([id, email]) => [email, id]));
  giveWay(on, told, own, actor, now);
  return told.flatMap(({ email: to, sourceId }) => {
    const from = sourceId ? before.get(sourceId) : undefined;
    if (from === undefined || from === to || named.has(from) || own.has(to)) return [];
    if (aliasesHeld(on.sqlite).some((one) => one.alias === to && one.email !== from)) return [];
    keepOwnAccounts(on, from, to, actor, now);
    rename(on, from, to, actor, now);
    return [{ from, to }];
  });
}

/**
 * No job makes one person's account another one's: where somebody signed in under the new address before, and whoever is
 * renamed to it has an account, that account stays theirs alone, and what the other one made does not speak for them. By
 * hand, two who are one keep both.
 */
function keepOwnAccounts({ db }: On, from: string, to: string, actor: Actor, now: Instant): void {
  const others = bindingsOf(db, from).length === 0 ? [] : bindingsOf(db, to);
  for (const binding of others) removeBinding(db, binding, actor, now);
  if (others.length === 0) return;
  endSessionsOf(db, to, actor, now);
  revokeTokensOf(db, to, actor, now);
}

/** An alias that the source names as the own address of somebody whom it tells from that person is theirs from now on. */
function giveWay(
  on: On,
  told: readonly PersonFacts[],
  idOf: ReadonlyMap<string, string | null>,
  actor: Actor,
  now: Instant,
): void {
  const ids = new Map(told.map(({ email, sourceId }) => [email, sourceId]));
  for (const { alias, email } of aliasesHeld(on.sqlite)) {
    const [id, person] = [ids.get(alias), idOf.get(email)];
    if (id && person && id !== person) removeAlias(on, alias, actor, now);
  }
}

/** What is said of an alias is said of the person; where both are spoken of, what is said of their own address counts. */
export function aboutPeople({ sqlite }: On, told: readonly PersonFacts[]): readonly PersonFacts[] {
  const aliases = aliasesHeld(sqlite);
  if (aliases.length === 0) return told;
  const personOf = personIn(aliases);
  const named = new Set(told.map(({ email }) => email));
  const found = new Map<string, PersonFacts>();
  for (const facts of told) {
    const email = personOf(facts.email);
    if (email !== facts.email && named.has(email)) continue;
    const manager = facts.manager && personOf(facts.manager);
    found.set(email, { ...facts, email, manager: manager === email ? null : manager });
  }
  return [...found.values()];
}

/** The aliases of each person as the source knows them now; what cannot be one is answered, and the rest is kept. */
export function learnAliases(
  on: On,
  source: PeopleSource,
  told: readonly PersonFacts[],
  actor: Actor,
  now: Instant,
): Omit<Learned['addresses'], 'renamed'> {
  const done: Omit<Learned['addresses'], 'renamed'> = { added: [], removed: [], refused: [] };
  const speaking = told.filter(({ aliases }) => aliases !== undefined);
  if (source === 'signIn' || speaking.length === 0) return done;
  const { email: address } = schema.people;
  const people = new Set(
    on.db
      .select({ address })
      .from(schema.people)
      .all()
      .map((one) => one.address),
  );
  const held = new Map(aliasesHeld(on.sqlite).map((one) => [one.alias, one]));
  const wanted = new Map(
    speaking.map(({ email, aliases }) => [email, new Set(aliases?.filter((one) => one !== email))]),
  );
  for (const one of [...held.values()]) {
    if (one.source !== source || (wanted.get(one.email)?.has(one.alias) ?? true)) continue;
    removeAlias(on, one.alias, actor, now);
    held.delete(one.alias);
    done.removed.push({ alias: one.alias, email: one.email });
  }
  const perPerson = Map.groupBy(held.values(), ({ email }) => email);
  for (const [email, aliases] of wanted)
    for (const alias of aliases) {
      const own = perPerson.get(email) ?? [];
      const other = held.get(alias);
      if (other?.email === email) continue;
      const known: Pick<Alias, 'alias' | 'email'>[] = other === undefined ? own : [...own, other];
      const fault = aliasFault(alias, email, { people, aliases: known });
      if (fault !== null) {
        done.refused.push({ alias, email, kind: fault.kind, other: fault.other });
        continue;
      }
      addAlias(on, { alias, email, source }, actor, now);
      const added: Alias = { alias, email, source, since: now, by: actor.id };
      held.set(alias, added);
      perPerson.set(email, [...own, added]);
      done.added.push({ alias, email });
    }
  return done;
}
