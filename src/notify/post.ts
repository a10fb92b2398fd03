import type { Clock } from '../core/clock.ts';
import { blameOfHttp, NotSent } from '../core/outbox.ts';
import type { Outward } from '../outward/outward.ts';

/** Posting a message to a receiver over HTTP: one deadline for all of it, no redirect, and whose fault a failure is. */

/** Of one message, from connecting to the last byte of the answer, however it drips. */
export const POST_MS = 10_000;

/** Who is posted to, in words for errors; its address may hold a secret and is in none. */
export interface Receiver {
  what: string;
  outward: Outward;
  clock: Clock;
  /** Shorter in tests. */
  withinMs?: number;
}

/** @throws NotSent for anything but a 2xx answer */
export async function postJson(
  { what, outward, clock, withinMs = POST_MS }: Receiver,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const response = await outward
    .fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(withinMs),
    })
    .catch((error: unknown) => {
      throw unreachable(what, error);
    });
  // What it says is of no interest, and may be without end.
  await response.body?.cancel().catch(() => undefined);
  if (!response.ok) throw refused(what, response, clock);
}

export const unreachable = (what: string, error: unknown): NotSent =>
  new NotSent('channel', `${what} could not be reached: ${reasonOf(error)}`, { cause: error });

export const refused = (what: string, { status, headers }: Response, clock: Clock): NotSent =>
  new NotSent(blameOfHttp(status), `${what} answered ${status}`, {
    status,
    askedToWaitMs: waitIn(headers.get('retry-after'), clock.now()),
  });

/** Milliseconds that `Retry-After` asks for, in seconds or as a date (RFC 9110); null: it says none. */
function waitIn(header: string | null, now: number): number | null {
  if (header === null) return null;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

/** `fetch` hides what happened in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
