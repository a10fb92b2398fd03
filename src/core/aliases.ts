import { emailFault } from './people.ts';
import type { Instant } from './types.ts';

/**
 * Other addresses of a person: another spelling, a second mailbox, the address from before a change of name. What stands
 * under any of them is theirs here. AWS knows nothing of that: it compares tags letter by letter.
 */

/** Who says so. `rename`: it was the person's own address until they were renamed. */
export const ALIAS_SOURCES = ['byHand', 'file', 'identityCenter', 'rename'] as const;
export type AliasSource = (typeof ALIAS_SOURCES)[number];

export interface Alias {
  alias: string;
  /** The person's own address: that of the directory and of their sign-in. Never an alias itself. */
  email: string;
  source: AliasSource;
  since: Instant;
  by: string;
}

/** Whose an address is: that of the person whom it is an alias of, else itself. */
export type PersonOf = (address: string) => string;
export const itself: PersonOf = (address) => address;
export function personIn(aliases: readonly Pick<Alias, 'alias' | 'email'>[]): PersonOf {
  const known = new Map(aliases.map(({ alias, email }) => [alias, email]));
  return (address) => known.get(address) ?? address;
}

/** The most aliases of one person. */
export const MOST_ALIASES = 50;

/**
 * Why an address cannot be an alias: it is none; it is the person's own; it is the own address of somebody else in the
 * directory (`person`), or an alias of somebody else (`taken`); the person has as many as one may.
 */
export type AliasFault =
  | Exclude<ReturnType<typeof emailFault>, null>
  | 'ownAddress'
  | 'person'
  | 'taken'
  | 'tooMany';

export interface KnownAddresses {
  /** Own addresses of everybody in the directory, those who have left included. */
  people: ReadonlySet<string>;
  aliases: readonly Pick<Alias, 'alias' | 'email'>[];
}

/** What keeps an address from being an alias of a person, with whom else it concerns; null where nothing does. */
export function aliasFault(
  alias: string,
  email: string,
  { people, aliases }: KnownAddresses,
): { kind: AliasFault; other: string } | null {
  const wrong = emailFault(alias);
  if (wrong !== null) return { kind: wrong, other: '' };
  if (alias === email) return { kind: 'ownAddress', other: email };
  if (people.has(alias)) return { kind: 'person', other: alias };
  const held = aliases.find((one) => one.alias === alias);
  if (held !== undefined) return held.email === email ? null : { kind: 'taken', other: held.email };
  const own = aliases.filter((one) => one.email === email);
  return own.length >= MOST_ALIASES ? { kind: 'tooMany', other: '' } : null;
}

/** Aliases of a cell: separated by blanks, `;` or `,`, each once, in their order. */
export const aliasesIn = (cell: string): string[] => [
  ...new Set(cell.split(/[\s;,；，、]+/u).filter((one) => one !== '')),
];
