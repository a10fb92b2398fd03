import type { Identity } from './signIn.ts';
import type { Instant } from './types.ts';

/**
 * Who signs in is known by issuer and subject, by OpenID Connect the only names that a provider neither changes nor gives
 * to somebody else. An e-mail address is both: it is told anew with each sign-in, people change it, and it is given to the
 * next one of that name. So the address says who somebody is once, at their first sign-in, and the account from then on.
 */

/** An account of the identity provider, compared letter by letter. */
export interface Account {
  issuer: string;
  subject: string;
}

/** An account, and the person who signs in with it. */
export interface Binding extends Account {
  /** Of the person: their own address. */
  email: string;
  /** What the provider said last; another address than theirs here where it was changed there. */
  address: string;
  boundAt: Instant;
  /** Who bound it: the person, by signing in, or an administrator. */
  boundBy: string;
  /** null: bound ahead of the first sign-in. */
  signedInAt: Instant | null;
}

/**
 * An issuer as accounts are kept under it: written as an address is. Providers and settings may differ in the "/" at the end
 * of a bare host, in its letters or in the port that goes without saying, and still mean one; all else is told apart.
 */
export function issuerOf(written: string): string {
  const url = URL.parse(written);
  if (url === null) return written;
  return url.href === `${url.origin}/` ? url.origin : url.href;
}

export const sameAccount = (one: Account, other: Account): boolean =>
  one.issuer === other.issuer && one.subject === other.subject;

/** By OpenID Connect a subject has at most 255 characters; an issuer is an address. */
export const LONGEST_SUBJECT = 255;
export const LONGEST_ISSUER = 2_000;

/** What is wrong with an account as an administrator typed it: the field and a key of `invalid` in the messages. */
export function accountFault({ issuer, subject }: Account): 'issuer' | 'subject' | null {
  if (issuer.length > LONGEST_ISSUER || !URL.canParse(issuer)) return 'issuer';
  // What was copied along with it would be part of it.
  const copied = subject !== subject.trim();
  return subject === '' || copied || subject.length > LONGEST_SUBJECT || /\p{Cc}/u.test(subject)
    ? 'subject'
    : null;
}

/**
 * As whom somebody comes in.
 * - `known`: their account is bound. They are that person, whatever address the provider says now: a changed address makes
 *   nobody somebody else, and takes no roles over.
 * - `first`: neither they nor the person of that address signed in before; the two are bound.
 * - `bound`: the person of that address signs in with another account. They are refused.
 */
export type Admission =
  | { as: 'known'; email: string; moved: boolean }
  | { as: 'first'; email: string }
  | { as: 'bound'; email: string };

/**
 * @param person own address of whom the provider's address is one of
 * @param own the binding of their account
 * @param held bindings of that person
 */
export function admissionOf(
  { email: address }: Pick<Identity, 'email'>,
  person: string,
  own: Binding | null,
  held: readonly Binding[],
): Admission {
  if (own !== null) return { as: 'known', email: own.email, moved: own.email !== person };
  return held.length > 0 ? { as: 'bound', email: person } : { as: 'first', email: address };
}
