import type { Instant } from './types.ts';

/**
 * The lease under which one sync at a time writes: who has it, by the times that stand in its row. Times are those of
 * the machine's clock, which may be set back while somebody holds it, or be another machine's.
 */

/** Who holds the lease, since when, and until when unless they are heard of again. */
export interface Holding {
  heldBy: string;
  since: Instant;
  expiresAt: Instant;
}

/** How long a lease holds from when its holder was heard of last, milliseconds. */
export const LEASE_MS = 30_000;
/** A clock that is set right moves by so much without anybody noticing: that makes no lease void, milliseconds. */
const TOLERANCE_MS = 1_000;

/**
 * Whether a lease still holds off others. `expired`: its holder was not heard of in time. `void`: it ends later than one
 * that was taken this moment would, so that no living holder can have written it by this clock; it is dated by a clock
 * that was wrong, by another machine's, or is no time at all. Waiting for it could take for ever.
 * @param termMs how long a lease holds from when its holder was heard of last
 */
export function leaseState(expiresAt: Instant, now: Instant, termMs: number): 'held' | 'expired' | 'void' {
  const left = Date.parse(expiresAt) - Date.parse(now);
  if (left <= 0) return 'expired';
  return left <= termMs + TOLERANCE_MS ? 'held' : 'void';
}

/** `host:process:beginning:thread`, as a holder names itself. */
const HOLDER = /^(.+):(\d+):[\d.]+:(\d+)$/;

/** Who that is, for people: which process of which machine; a name of another form as it is. */
export function holderInWords({ heldBy, since }: Pick<Holding, 'heldBy' | 'since'>): string {
  const [, host, pid] = HOLDER.exec(heldBy) ?? [];
  return `${host === undefined ? heldBy : `process ${pid} on ${host}`}, since ${since}`;
}
