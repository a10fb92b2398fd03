import { DAY_MS } from './periods.ts';

/**
 * What pages take from the time of day is the UTC day, and which sources have turned stale. So there are instants at which
 * an answer may change without the ledger changing, and stretches between them in which none does.
 */

/** UTC milliseconds, half-open. */
export interface Stretch {
  from: number;
  until: number;
}

/**
 * The stretch around `now`. A day's age is asked with "longer than" and with "at least" (`billPhase`), so that midnight is
 * a stretch of its own.
 * @param instants at which something else changes, UTC milliseconds, in any order
 */
export function stretchOf(now: number, instants: readonly number[]): Stretch {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  const bounds = [midnight, midnight + 1, midnight + DAY_MS, ...instants];
  return {
    from: Math.max(...bounds.filter((one) => one <= now)),
    until: Math.min(...bounds.filter((one) => one > now)),
  };
}
