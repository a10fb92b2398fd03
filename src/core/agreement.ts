import { billPhase } from './bestKnown.ts';
import { daysOf } from './periods.ts';
import type { Day, DayRange } from './types.ts';

/**
 * What it means that nothing was found about the days of a period. `agree`: AWS has billed them, the bill of each was
 * read, by a second grouping as well, and both say the same. Else nothing was compared, or not all of it: `nothingRead`,
 * no bill was ever read; `notDue`, AWS has billed none of the days yet; `unread`, none of them was read; `partly`, some
 * were not; `oneView`, of some there is only one view, which always agrees with itself.
 */
export interface Agreement {
  state: 'agree' | 'nothingRead' | 'notDue' | 'unread' | 'partly' | 'oneView';
  /** Days that AWS has billed by now. */
  due: number;
  /** Of those, the days that were compared. */
  compared: number;
}

/** What of the bill was read. */
export interface BillRead {
  /** Whether the bill of any day was ever read. */
  ever: boolean;
  /** Days of which the whole was read, and days that were read by another grouping as well. */
  lines: ReadonlySet<Day>;
  views: ReadonlySet<Day>;
}

/** @param now UTC milliseconds */
export function agreementOf(range: DayRange, { ever, lines, views }: BillRead, now: number): Agreement {
  const due = daysOf(range).filter((day) => billPhase(day, now) > 0);
  const read = due.filter((day) => lines.has(day));
  const compared = read.filter((day) => views.has(day)).length;
  const state = !ever
    ? 'nothingRead'
    : due.length === 0
      ? 'notDue'
      : read.length === 0
        ? 'unread'
        : read.length < due.length
          ? 'partly'
          : compared < due.length
            ? 'oneView'
            : 'agree';
  return { state, due: due.length, compared };
}
