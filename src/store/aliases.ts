import type Database from 'better-sqlite3';
import type { SpendScope } from '../core/access.ts';
import { type Alias, type PersonOf, personIn } from '../core/aliases.ts';
import type { Profile } from '../core/types.ts';
import { prepared } from './statements.ts';

/**
 * Whose an address is, where questions about spend and profiles are asked: rows hold addresses as AWS holds them, and what
 * is asked and answered is about people. So a change of aliases counts at once, for years that nobody computes again too,
 * and is undone by taking the alias away.
 */

const ALL = 'SELECT alias, email, source, since, by FROM person_aliases';

export const aliasesHeld = (sqlite: Database.Database): Alias[] =>
  prepared(sqlite, `${ALL} ORDER BY email, alias`).all() as Alias[];

export const aliasesOf = (sqlite: Database.Database, email: string): Alias[] =>
  prepared(sqlite, `${ALL} WHERE email = ? ORDER BY alias`).all(email) as Alias[];

/** Whether there is any at all: where there is none, nothing is looked up. */
export const hasAliases = (sqlite: Database.Database): boolean =>
  prepared(sqlite, 'SELECT EXISTS (SELECT 1 FROM person_aliases)').pluck().get() === 1n;

export const personOfIn = (sqlite: Database.Database): PersonOf => personIn(aliasesHeld(sqlite));

/** Whose one address is. */
export const ownAddress = (sqlite: Database.Database, address: string): string =>
  (prepared(sqlite, 'SELECT email FROM person_aliases WHERE alias = ?').pluck().get(address) as
    | string
    | undefined) ?? address;

/** The person of an address in a column of SQL. */
export const personColumn = (sqlite: Database.Database, column: string): string =>
  hasAliases(sqlite)
    ? `coalesce((SELECT email FROM person_aliases WHERE alias = ${column}), ${column})`
    : column;

const SPELLED = `SELECT value AS address FROM json_each(@people)
    WHERE NOT EXISTS (SELECT 1 FROM person_aliases WHERE alias = value)
  UNION SELECT alias FROM person_aliases WHERE email IN (SELECT value FROM json_each(@people))`;

/** Every address of these people. What is somebody else's alias is not theirs, though it was their own once. */
export function addressesOf(sqlite: Database.Database, people: readonly string[]): readonly string[] {
  if (!hasAliases(sqlite)) return people;
  return prepared(sqlite, SPELLED)
    .pluck()
    .all({ people: JSON.stringify(people) }) as string[];
}

/** The same of whoever is named by any address of theirs: an alias is as good a name for somebody. */
export const addressesNamed = (sqlite: Database.Database, names: readonly string[]): readonly string[] =>
  hasAliases(sqlite)
    ? addressesOf(
        sqlite,
        names.map((name) => ownAddress(sqlite, name)),
      )
    : names;

/** A scope by addresses, as rows hold them. */
export const scopeByAddress = (sqlite: Database.Database, scope: SpendScope): SpendScope =>
  scope === 'all' ? scope : { ...scope, users: addressesOf(sqlite, scope.users) };

/** Profiles that know which of their tags' values are another address of a person. */
export function withAliases(sqlite: Database.Database, profiles: Profile[]): Profile[] {
  if (!hasAliases(sqlite)) return profiles;
  const personOf = personOfIn(sqlite);
  return profiles.map((profile) => {
    const values = Object.values(profile.history.at(-1)?.tags ?? {});
    const known = values.filter((value) => personOf(value) !== value);
    if (known.length === 0) return profile;
    return { ...profile, aliases: Object.fromEntries(known.map((value) => [value, personOf(value)])) };
  });
}
