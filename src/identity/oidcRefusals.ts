import { AuthorizationResponseError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { isError } from '../core/errors.ts';
import { type RefusalCode, SignInRefused } from '../core/signIn.ts';
import { causeOf } from './redact.ts';

const WORDS = {
  denied:
    'You were not signed in: the identity provider says that access was denied or the sign-in was given up. Sign in again; if it happens again, ask an administrator for access to Bedrock Ledger.',
  stray:
    'This sign-in was not started in this browser, or belongs to an earlier attempt. Start again on the sign-in page.',
  forged:
    'The answer of the identity provider could not be verified, so nobody was signed in. Sign in again; if it happens again, tell an administrator: the log says what was wrong.',
  client:
    'The identity provider does not accept Bedrock Ledger itself: its client ID or secret is wrong or has expired. Tell an administrator; both are in the settings.',
  expired: 'This sign-in took too long or was used already. Sign in again.',
  clocks:
    'The answer of the identity provider was too old, so nobody was signed in. Sign in again; if it happens again, tell an administrator: the clock of this server or of the provider may be wrong.',
  unreachable:
    'The identity provider cannot be asked right now. Try again in a minute; if it goes on, tell an administrator: the log says what was tried.',
} as const;

/** Errors of OpenID Connect's authorization endpoint that mean no, whoever said it. */
const SAID_NO = new Set([
  'access_denied',
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
]);
const PASSES = new Set(['server_error', 'temporarily_unavailable']);

/** A callback that carries no state, or not that of the sign-in it came with. */
export const strayCallback = (): SignInRefused =>
  new SignInRefused('invalid', WORDS.stray, new Error('the callback carries another state'));

/** What a fault of signing in is for people. Every fault becomes one: nothing else leaves the gateway. */
export function refusalOf(error: unknown, secrets: readonly string[]): SignInRefused {
  if (error instanceof SignInRefused) return error;
  const [code, words] = kindOf(error);
  return new SignInRefused(code, WORDS[words], causeOf(error, secrets));
}

function kindOf(error: unknown): [RefusalCode, keyof typeof WORDS] {
  if (error instanceof AuthorizationResponseError) {
    if (SAID_NO.has(error.error)) return ['denied', 'denied'];
    return PASSES.has(error.error) ? ['unreachable', 'unreachable'] : ['invalid', 'forged'];
  }
  if (error instanceof WWWAuthenticateChallengeError) return ['invalid', 'client'];
  if (error instanceof ResponseBodyError) {
    if (PASSES.has(error.error) || error.status >= 500) return ['unreachable', 'unreachable'];
    if (error.error === 'invalid_grant') return ['expired', 'expired'];
    return ['invalid', error.error.endsWith('_client') ? 'client' : 'forged'];
  }
  if (!(error instanceof Error)) return ['invalid', 'forged'];
  return kindOfCode(error);
}

function kindOfCode(error: Error): [RefusalCode, keyof typeof WORDS] {
  if (isError(error.cause, 'outside')) return ['unreachable', 'unreachable'];
  switch ((error as { code?: unknown }).code) {
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return ['expired', 'clocks'];
    case 'OAUTH_TIMEOUT':
    case 'OAUTH_ABORT':
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
      return ['unreachable', 'unreachable'];
  }
  // What `fetch` throws when there is no answer at all.
  return error instanceof TypeError && error.cause instanceof Error
    ? ['unreachable', 'unreachable']
    : ['invalid', 'forged'];
}
