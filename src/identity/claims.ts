import { issuerOf, LONGEST_SUBJECT } from '../core/bindings.ts';
import { tenantOf } from '../core/issuers.ts';
import { isEmail } from '../core/people.ts';
import type { Identity } from '../core/signIn.ts';
import { SignInRefused } from '../core/signIn.ts';
import { tidy } from '../core/signs.ts';
import { type Claims, hasClaim, onlyOne, readClaim } from './readClaim.ts';
import type { ClaimNames } from './types.ts';
import { mustBeVouchedFor } from './verified.ts';

/** Longest text that a claim may be, characters; beyond it nothing is a name. */
const MAX_TEXT = 320;
const MAX_GROUPS = 2_000;

/** What a provider said of a person, verified, and how far it is to be believed. */
export interface Told {
  /** Who said it, as it was verified. */
  issuer: string;
  /** All of it; of what is said twice, what is believed. */
  claims: Claims;
  /** The same as it was sent: of the ID token, of userinfo. */
  sources: readonly Claims[];
  /** Whether the settings say that the issuer is of one company. */
  singleTenant: boolean;
}

/**
 * The person whom verified claims speak of. Issuer, subject, address and groups are taken letter by letter: they are
 * compared, and what is not the same is another one.
 * @throws SignInRefused `claims`, naming the claim; `unverified`; `invalid` where they are of another tenant
 */
export function identityOf({ issuer, claims, sources, singleTenant }: Told, names: ClaimNames): Identity {
  mustBeOfTenant(issuer, claims);
  const subject = subjectOf(claims);
  const email = addressOf(claims, names.email);
  mustBeVouchedFor({ sources, claim: names.email }, email, singleTenant);
  return {
    issuer: issuerOf(issuer),
    subject,
    email,
    name: textOf(claims, names.name),
    groups: names.groups === null ? [] : groupsOf(claims, names.groups),
    costCenter: names.costCenter === null ? null : textOf(claims, names.costCenter),
    manager: names.manager === null ? null : textOf(claims, names.manager),
  };
}

/** Microsoft Entra ID names the tenant in a claim as well, which a token of another one cannot have. */
function mustBeOfTenant(issuer: string, { tid }: Claims): void {
  const tenant = tenantOf(issuer);
  if (tenant === null || tid === undefined || (typeof tid === 'string' && tid.toLowerCase() === tenant))
    return;
  throw new SignInRefused(
    'invalid',
    'Your account is of another tenant of Microsoft Entra ID than the settings name, so nobody was signed in. Sign in with an account of this company; if it was one, tell an administrator.',
  );
}

function subjectOf({ sub }: Claims): string {
  if (sub === undefined || sub === null || sub === '') throw missing('sub', {});
  if (typeof sub !== 'string') throw unusable('sub', 'it is no text');
  if (sub.length > LONGEST_SUBJECT) throw unusable('sub', `it is longer than ${LONGEST_SUBJECT} characters`);
  if (/\p{Cc}/u.test(sub)) throw unusable('sub', 'it holds control characters');
  return sub;
}

/** Exactly as it is written: with a blank at its end, in other letters or composed otherwise it is another address. */
function addressOf(claims: Claims, name: string): string {
  const value = onlyOne(readClaim(claims, name));
  if (value === undefined || value === null || value === '') throw missing(name, claims);
  if (typeof value !== 'string') throw unusable(name, 'it is no text');
  if (value.length > MAX_TEXT) throw unusable(name, `it is longer than ${MAX_TEXT} characters`);
  if (!isEmail(value)) throw unusable(name, 'it is no e-mail address');
  return value;
}

/** One text, such as a name: a number is written out, a list of one is that one. */
function textOf(claims: Claims, name: string): string | null {
  const value = onlyOne(readClaim(claims, name));
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw unusable(name, 'it is no text');
  const text = tidy(String(value));
  if (text.length > MAX_TEXT) throw unusable(name, `it is longer than ${MAX_TEXT} characters`);
  if (/\p{Cc}/u.test(text)) throw unusable(name, 'it holds control characters');
  // In a file `-` says that there is none.
  return text === '' || text === '-' ? null : text;
}

/**
 * Groups as they are: a list of names, or one name. Nothing is trimmed, split or written otherwise, since a group that is
 * made so gives somebody's else roles: `finops, admins` may be the name of one that anybody can make.
 */
function groupsOf(claims: Claims, name: string): string[] {
  if (isElsewhere(claims, name))
    throw unusable(
      name,
      'there are too many groups to be sent; let only the groups assigned to this application be sent',
    );
  const value = readClaim(claims, name);
  if (value === undefined || value === null) return [];
  const list = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(list) || list.some((group) => typeof group !== 'string'))
    throw unusable(name, 'it is neither a list of names nor one name');
  if (list.length > MAX_GROUPS) throw unusable(name, `it names more than ${MAX_GROUPS} groups`);
  if (list.some((group: string) => group.length > MAX_TEXT))
    throw unusable(name, `it names a group with more than ${MAX_TEXT} characters`);
  return [...new Set<string>(list)].filter((group) => group !== '');
}

/**
 * Whether a claim is said to be at another place, which nobody asks here. By OpenID Connect Core 5.6.2 `_claim_names` says
 * so; Microsoft Entra ID does it for more than 200 groups, and writes `hasgroups` where even that would be too long.
 */
function isElsewhere(claims: Claims, name: string): boolean {
  const elsewhere = claims._claim_names;
  if (typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, name)) return true;
  return !hasClaim(claims, name) && (claims.hasgroups === true || claims.hasgroups === 'true');
}

const missing = (name: string, claims: Claims) =>
  new SignInRefused(
    'claims',
    isElsewhere(claims, name)
      ? `The identity provider says the claim "${name}" at another place, which is not asked. Ask an administrator to let it be sent to Bedrock Ledger itself.`
      : `The identity provider did not say who you are: the claim "${name}" is missing. Ask an administrator to let it be sent to Bedrock Ledger, or to name another claim in the settings.`,
  );

const unusable = (name: string, why: string) =>
  new SignInRefused(
    'claims',
    `What the identity provider sent in the claim "${name}" cannot be used: ${why}. Ask an administrator to change what is sent, or to name another claim in the settings.`,
  );
