import { addDays, DAY_MS, dayOf, monthOf, monthRange, previousMonth, weekdayOf } from './periods.ts';
import type { REPORT_RHYTHMS } from './preferences.ts';
import { localAt, nextAt } from './quiet.ts';
import type { DayRange } from './types.ts';

/** When regular reports are due, and of which days each is. Days are UTC, as AWS bills; only the hour is local. Pure. */

/** How often a report comes, where it comes at all. */
export const REPORTED = [
  'daily',
  'weekly',
  'monthly',
] as const satisfies readonly (typeof REPORT_RHYTHMS)[number][];
export type Reported = (typeof REPORTED)[number];

/** In the order of `weekdayOf`. */
export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When they leave: a local `HH:MM`, weekly ones on a weekday. */
interface Times {
  at: string;
  timeZone: string;
  weekday: Weekday;
}

/** The last instant up to `now` at which clocks show the time, on any day or on the weekday. */
function lastAt(now: number, { at, timeZone, weekday }: Times, weekly: boolean): number {
  // Eight days hold one of each weekday at least, whatever clocks do.
  let last = now;
  for (let next = nextAt(now - 8 * DAY_MS, at, timeZone); next <= now; next = nextAt(next, at, timeZone))
    if (!weekly || WEEKDAYS[weekdayOf(localAt(next, timeZone).day)] === weekday) last = next;
  return last;
}

/**
 * The days that a report is of that is due at `now`, or was and was missed: the latest alone, so that what was missed is caught
 * up once. Daily: the last UTC day that was over at the hour; weekly: the seven that were over at the hour of the weekday;
 * monthly: the last month that was.
 */
export function reportRange(rhythm: Reported, times: Times, now: number): DayRange {
  const endExclusive = dayOf(lastAt(now, times, rhythm === 'weekly'));
  if (rhythm === 'monthly') return monthRange(previousMonth(monthOf(endExclusive)));
  return { start: addDays(endExclusive, rhythm === 'daily' ? -1 : -7), endExclusive };
}

/** After so long nobody is helped by it any more: the next one is there. */
const LASTS_MS: Readonly<Record<Reported, number>> = {
  daily: 4 * DAY_MS,
  weekly: 8 * DAY_MS,
  monthly: 30 * DAY_MS,
};

/** Whether a report that waits is no news any more. @param raisedAt UTC milliseconds */
export const isReportOld = (rhythm: Reported, raisedAt: number, now: number): boolean =>
  now - raisedAt > LASTS_MS[rhythm];
