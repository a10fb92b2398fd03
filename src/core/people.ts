import { DAY_MS } from './periods.ts';
import { holdsHiddenInKey } from './signs.ts';
import type { Instant } from './types.ts';

/** The directory: who there is, where they belong, who they report to. Several sources may say something of a person. */

/**
 * Where facts come from, surest first: set by an administrator, a file that was imported, IAM Identity Center, the
 * claims of the identity provider at sign-in. Field by field the surest source that says anything is believed.
 */
export const PEOPLE_SOURCES = ['byHand', 'file', 'identityCenter', 'signIn'] as const;
export type PeopleSource = (typeof PEOPLE_SOURCES)[number];

/** Signs that stand around and between addresses, and in none that needs no quotes: `Ann <ann@…>`, `a@…,b@…`, `mailto:a@…`. */
const BETWEEN = '@\\s,;:<>()[\\]"\\\\，；：＜＞';
const EMAIL = new RegExp(`^[^${BETWEEN}]+@(?!\\.)[^${BETWEEN}]*[^${BETWEEN}.]$`, 'u');

/** Whether it can be an e-mail address; that it is one, only a mail can tell. */
export const isEmail = (text: string): boolean => EMAIL.test(text) && !holdsHiddenInKey(text);

/** Longest e-mail address, name and cost center, characters. */
export const LONGEST = 256;

/** What is wrong with an e-mail address as it was typed, or null: the one rule, wherever people are named. */
export function emailFault(text: string): 'missing' | 'signs' | 'long' | 'notEmail' | null {
  if (text === '') return 'missing';
  if (holdsHiddenInKey(text)) return 'signs';
  if (text.length > LONGEST) return 'long';
  return isEmail(text) ? null : 'notEmail';
}

/** What one source says of a person: null where it says nothing, '' that there is none. An e-mail address keeps its case. */
export interface PersonFacts {
  email: string;
  name: string | null;
  costCenter: string | null;
  /** E-mail address. */
  manager: string | null;
  active: boolean | null;
  /** Groups of the identity provider or directory. */
  groups: readonly string[] | null;
  /** All other addresses of theirs that the source knows; missing where it says nothing of them. */
  aliases?: readonly string[];
  /** How the source itself names them for good, where it does; who has another address under it was renamed. */
  sourceId?: string | null;
}

/** A person as the directory has them, all sources together. */
export interface Person {
  email: string;
  name: string | null;
  costCenter: string | null;
  manager: string | null;
  active: boolean;
  groups: readonly string[];
  createdAt: Instant;
  updatedAt: Instant;
  lastSignInAt: Instant | null;
}
export type KnownOf = Pick<Person, 'email' | 'name' | 'costCenter' | 'manager' | 'active' | 'groups'>;
/** What became of somebody in the directory; `left` is a change as well. */
export interface PersonChange {
  what: 'added' | 'changed' | 'left';
  before: KnownOf | null;
  after: KnownOf;
  /** What they could still have come in with and that ended because they left. */
  ended: Ended;
}
/** How many sessions and tokens ended that were good until then. */
export interface Ended {
  sessions: number;
  tokens: number;
}

/**
 * What is believed of a person: each field from the surest source that says it. Groups are all that any source names:
 * being in a group gives, and no source knows of all of them. Whether somebody left is the exception: unless it is set by
 * hand, one source that says so is enough, for an old file must not let in whom the directory has shut out since.
 */
export function mergePerson(email: string, said: ReadonlyMap<PeopleSource, PersonFacts>): KnownOf {
  const ordered = PEOPLE_SOURCES.flatMap((source) => said.get(source) ?? []);
  const first = <K extends 'name' | 'costCenter' | 'manager'>(field: K) =>
    ordered.find((facts) => facts[field] !== null)?.[field] ?? null;
  return {
    email,
    name: first('name') || null,
    costCenter: first('costCenter') || null,
    manager: first('manager') || null,
    active: said.get('byHand')?.active ?? !ordered.some(({ active }) => active === false),
    groups: [...new Set(ordered.flatMap(({ groups }) => groups ?? []))].sort(),
  };
}

/** Days that the groups of a sign-in count: a token may outlive by far what the identity provider said when it was made. */
export const SIGN_IN_GROUPS_DAYS = 30;

/** From when on the groups of a sign-in no longer count, UTC milliseconds. */
export const signInCountsUntil = (lastSignInAt: Instant): number =>
  Date.parse(lastSignInAt) + SIGN_IN_GROUPS_DAYS * DAY_MS + 1;

/** Whether a sign-in is so recent that its groups count. */
export const signInCounts = (lastSignInAt: Instant | null, now: Instant): boolean =>
  lastSignInAt !== null && Date.parse(now) < signInCountsUntil(lastSignInAt);

/** Groups that give roles now: all that any source names, those of a sign-in only for a month after it. */
export function groupsThatCount(
  said: ReadonlyMap<PeopleSource, PersonFacts>,
  lastSignInAt: Instant | null,
  now: Instant,
): string[] {
  const recent = signInCounts(lastSignInAt, now);
  const counting = [...said].filter(([source]) => source !== 'signIn' || recent);
  return [...new Set(counting.flatMap(([, { groups }]) => groups ?? []))].sort();
}

/** Addresses that differ from another by upper and lower case only, each with the others: AWS holds them for different people. */
export function spelledAlike(emails: Iterable<string>): string[][] {
  const alike = Map.groupBy(new Set(emails), (email) => email.toLowerCase());
  return [...alike.values()].filter((spellings) => spellings.length > 1).map((some) => [...some].sort());
}
