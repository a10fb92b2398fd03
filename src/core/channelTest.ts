import type { ChannelKind } from './channels.ts';
import { blameOf, NotSent } from './outbox.ts';

/** What became of a test message, and what to do where it was not taken. Pure. */

/**
 * What to do. `login`: who we are is not accepted; `address`: the receiver does not know this address or key any more; `rights`: AWS does not let us;
 * `recipient`: it does not take this recipient; `form`: it does not understand what it got; `wait`: it had too much;
 * `receiver`: it failed itself; `unreached`: nothing answered; `late`: no answer in time.
 */
export const TEST_ADVICES = [
  'login',
  'address',
  'rights',
  'recipient',
  'form',
  'wait',
  'receiver',
  'unreached',
  'late',
] as const;
export type TestAdvice = (typeof TEST_ADVICES)[number];

export type TestOutcome =
  | { delivered: true; ms: number }
  | { delivered: false; ms: number; error: string; advice: TestAdvice };

/** No answer within the time that a test is given. */
export class TooLate extends NotSent {
  constructor(withinMs: number) {
    super('channel', `no answer within ${withinMs / 1000} seconds`);
  }
}

const LOGIN = new Set([530, 534, 535, 538]);

/** What to do about a failure: by the status of an answer over HTTP or SMTP where there was one. */
export function adviceFor(error: unknown, kind: ChannelKind): TestAdvice {
  if (error instanceof TooLate) return 'late';
  const status = statusOf(error);
  if (status === null) return blameOf(error) === 'message' ? 'form' : 'unreached';
  if (isOfSmtp(error)) {
    if (LOGIN.has(status)) return 'login';
    return status >= 500 && blameOf(error) !== 'channel' ? 'recipient' : 'receiver';
  }
  if (kind === 'sns' && status === 403) return 'rights';
  if (status === 429) return 'wait';
  if (status >= 500) return 'receiver';
  return blameOf(error) === 'message' ? 'form' : 'address';
}

/** A mail server's answer stands in the fault that the mail library threw. */
const causeOf = (error: unknown): object | null =>
  error instanceof NotSent && typeof error.cause === 'object' ? error.cause : null;
const isOfSmtp = (error: unknown): boolean => 'responseCode' in (causeOf(error) ?? {});

function statusOf(error: unknown): number | null {
  const cause = causeOf(error);
  if (cause !== null && 'responseCode' in cause && typeof cause.responseCode === 'number')
    return cause.responseCode;
  return error instanceof NotSent ? error.status : null;
}
