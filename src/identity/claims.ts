import { isEmail } from '../core/people.ts';
import type { Identity } from '../core/signIn.ts';
import { SignInRefused } from '../core/signIn.ts';
import { tidy } from '../core/signs.ts';
import type { ClaimNames } from './types.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Longest text that a claim may be, characters; beyond it nothing is a name. */
const MAX_TEXT = 320;
const MAX_GROUPS = 2_000;

/**
 * Reads one claim by its exact name (`cognito:groups`, `https://example.com/groups`), else by a path with dots
 * (`realm_access.roles`).
 */
export function readClaim(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Claims)[part];
  }
  return value;
}

/** Whether the claim is there at all: null and empty text say nothing. */
export const hasClaim = (claims: Claims, name: string): boolean =>
  ![undefined, null, ''].includes(readClaim(claims, name) as undefined);

/**
 * The person whom verified claims speak of.
 * @param requireVerifiedEmail refuse also where the provider does not say whether the e-mail is verified
 * @throws SignInRefused `claims`, naming the claim
 */
export function identityOf(claims: Claims, names: ClaimNames, requireVerifiedEmail: boolean): Identity {
  const subject = textOf(claims, 'sub');
  if (subject === null) throw missing('sub');
  const email = textOf(claims, names.email);
  if (email === null) throw missing(names.email);
  if (!isEmail(email)) throw unusable(names.email, 'it is no e-mail address');
  refuseUnverified(claims, requireVerifiedEmail);
  return {
    subject,
    email,
    name: textOf(claims, names.name),
    groups: names.groups === null ? [] : groupsOf(claims, names.groups),
    costCenter: names.costCenter === null ? null : textOf(claims, names.costCenter),
    manager: names.manager === null ? null : textOf(claims, names.manager),
  };
}

/** Cognito's userinfo, which a load balancer passes on, writes the truth value as text. */
function refuseUnverified(claims: Claims, required: boolean): void {
  const verified = claims.email_verified;
  if (verified === true || verified === 'true') return;
  if (!required && (verified === undefined || verified === null)) return;
  const said =
    verified === undefined || verified === null ? 'does not say that' : 'says that nobody checked whether';
  throw new SignInRefused(
    'claims',
    `The identity provider ${said} this e-mail address is yours, so it cannot be used to sign in. Confirm the address at the identity provider, then sign in again.`,
  );
}

/** One text: a number is written out, a list of one is that one (directories often send lists). */
function textOf(claims: Claims, name: string): string | null {
  const raw = readClaim(claims, name);
  const value = Array.isArray(raw) && raw.length <= 1 ? raw[0] : raw;
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw unusable(name, 'it is no text');
  const text = tidy(String(value));
  if (text.length > MAX_TEXT) throw unusable(name, `it is longer than ${MAX_TEXT} characters`);
  if (/\p{Cc}/u.test(text)) throw unusable(name, 'it holds control characters');
  // In a file `-` says that there is none.
  return text === '' || text === '-' ? null : text;
}

/** A list, or one text whose names are separated by commas, or without commas by spaces. */
function groupsOf(claims: Claims, name: string): string[] {
  const value = readClaim(claims, name);
  if (value === undefined || value === null) {
    // Microsoft Entra leaves the groups out when they are too many, and says where they could be asked for instead.
    const elsewhere = claims._claim_names;
    if (typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, name))
      throw unusable(
        name,
        'there are too many groups to be sent; let only the groups assigned to this application be sent',
      );
    return [];
  }
  const list = typeof value === 'string' ? value.split(value.includes(',') ? ',' : /\s+/) : value;
  if (!Array.isArray(list) || list.some((group) => typeof group !== 'string'))
    throw unusable(name, 'it is neither a list of names nor a text of names');
  if (list.length > MAX_GROUPS) throw unusable(name, `it names more than ${MAX_GROUPS} groups`);
  return [...new Set(list.map((group: string) => group.trim()).filter((group) => group !== ''))];
}

const missing = (name: string) =>
  new SignInRefused(
    'claims',
    `The identity provider did not say who you are: the claim "${name}" is missing. Ask an administrator to let it be sent to Bedrock Ledger, or to name another claim in the settings.`,
  );

const unusable = (name: string, why: string) =>
  new SignInRefused(
    'claims',
    `What the identity provider sent in the claim "${name}" cannot be used: ${why}. Ask an administrator to change what is sent, or to name another claim in the settings.`,
  );
