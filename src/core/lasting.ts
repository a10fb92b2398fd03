import { DAY_MS } from './periods.ts';

/** How long an answer lasts: what it is about says until which change of the ledger, and the time of day until when. */

/**
 * What an answer is about. `ledger`: it lasts as long as the ledger's version. `work`, what jobs do and the audit log: as
 * long as that and the version of the work. `passing`: nothing says how long, since it is of the very moment, or of who
 * came by.
 */
export type About = 'ledger' | 'work' | 'passing';

/** What an answer made of several is about: the least lasting of them; one made of nothing is about something unknown. */
export function leastLasting(about: ReadonlySet<About>): About {
  if (about.size === 0 || about.has('passing')) return 'passing';
  return about.has('work') ? 'work' : 'ledger';
}

/** UTC milliseconds, half-open. */
export interface Stretch {
  from: number;
  until: number;
}

/**
 * The stretch of time around `now` in which an answer stays as it is, as long as the ledger does. Pages take from the time
 * of day which UTC day it is, and which sources have turned stale. A day's age is asked with "longer than" and with "at
 * least" (`billPhase`), so that midnight is a stretch of its own.
 * @param instants at which something turns stale, UTC milliseconds, in any order
 */
export function stretchOf(now: number, instants: readonly number[]): Stretch {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  const bounds = [midnight, midnight + 1, midnight + DAY_MS, ...instants];
  return {
    from: Math.max(...bounds.filter((one) => one <= now)),
    until: Math.min(...bounds.filter((one) => one > now)),
  };
}
