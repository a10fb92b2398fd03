import { LedgerError } from './errors.ts';
import { figures } from './typedNumbers.ts';
import type { Day, DayRange, Instant, Month } from './types.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A day or month that cannot be read, or a range that is none. `message` is fit for the person who typed it. */
export class PeriodError extends LedgerError {
  override name = 'PeriodError';
  constructor(message: string) {
    super('badRequest', message);
  }
}

/** Reads `YYYY-MM-DD`, as it was typed. Throws a PeriodError for another form and for days that do not exist. */
export function parseDay(typed: string): Day {
  const text = figures(typed);
  const start = Date.parse(`${text}T00:00:00.000Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(start) || dayOf(start) !== text) {
    throw new PeriodError(`"${text}" is not a day. Write it as YYYY-MM-DD, for example 2026-11-21.`);
  }
  return text;
}

/** Reads `YYYY-MM`, as it was typed. Throws a PeriodError. */
export function parseMonth(typed: string): Month {
  const text = figures(typed);
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) {
    throw new PeriodError(`"${text}" is not a month. Write it as YYYY-MM, for example 2026-11.`);
  }
  return text;
}

/** Reads a half-open range of days. Throws a PeriodError unless the start is before the end. */
export function parseRange(start: string, endExclusive: string): DayRange {
  const range = { start: parseDay(start), endExclusive: parseDay(endExclusive) };
  if (range.start >= range.endExclusive) {
    throw new PeriodError(
      `The range is empty: ${start} is not before ${endExclusive}. The end itself is not included.`,
    );
  }
  return range;
}

/** The UTC day of an instant given in milliseconds or as an ISO string. */
export function dayOf(instant: number | Instant): Day {
  return (typeof instant === 'number' ? instantOf(instant) : instant).slice(0, 10);
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/** ISO 8601 with milliseconds and `Z` of UTC milliseconds. */
export function instantOf(ms: number): Instant {
  return new Date(ms).toISOString();
}

/** UTC milliseconds at which the day begins. */
export function startOf(day: Day): number {
  return Date.parse(`${day}T00:00:00.000Z`);
}

/** UTC milliseconds at which the day is over. */
export function endOf(day: Day): number {
  return startOf(day) + DAY_MS;
}

/** `count` days later, or earlier when it is negative. */
export function addDays(day: Day, count: number): Day {
  return dayOf(startOf(day) + count * DAY_MS);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((startOf(to) - startOf(from)) / DAY_MS);
}

/** Every day of the range, in order. */
export function daysOf(range: DayRange): Day[] {
  const days: Day[] = [];
  for (let day = range.start; day < range.endExclusive; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Every month that the range touches, in order. */
export function monthsOf(range: DayRange): Month[] {
  const months: Month[] = [];
  if (range.start >= range.endExclusive) return months;
  const last = monthOf(addDays(range.endExclusive, -1));
  for (let month = monthOf(range.start); month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}

export function contains(range: DayRange, day: Day): boolean {
  return range.start <= day && day < range.endExclusive;
}

/** The days that both ranges hold, or null when there are none. */
export function intersect(a: DayRange, b: DayRange): DayRange | null {
  const [, start = a.start] = [a.start, b.start].sort();
  const [endExclusive = a.endExclusive] = [a.endExclusive, b.endExclusive].sort();
  return start < endExclusive ? { start, endExclusive } : null;
}

/** The last day of a range that is known about: its own, or today while it runs. */
export function lastDayOf({ endExclusive }: DayRange, today: Day): Day {
  const last = addDays(endExclusive, -1);
  return last < today ? last : today;
}

export function addMonths(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export function previousMonth(month: Month): Month {
  return addMonths(month, -1);
}

/** What a month that runs is compared with: as many days of the month before as have begun, at most all of it. */
export function sameDaysOfMonthBefore(today: Day): DayRange {
  const { start, endExclusive } = monthRange(previousMonth(monthOf(today)));
  const end = addDays(start, Number(today.slice(8)));
  return { start, endExclusive: end < endExclusive ? end : endExclusive };
}

export function monthRange(month: Month): DayRange {
  return { start: `${month}-01`, endExclusive: `${addMonths(month, 1)}-01` };
}

/** 0 is Sunday, as in JavaScript. */
export function weekdayOf(day: Day): number {
  return new Date(startOf(day)).getUTCDay();
}

/** Nobody looks further back: Amazon Bedrock came in 2023. */
export const FIRST_DAY: Day = '2020-01-01';

/** The shortest range that holds all of these. */
export function spanning(ranges: readonly DayRange[]): DayRange {
  return {
    start: ranges.map((range) => range.start).sort()[0] ?? '',
    endExclusive:
      ranges
        .map((range) => range.endExclusive)
        .sort()
        .at(-1) ?? '',
  };
}

/** The parts that ranges of days have in common: each of them is some of these parts, whole and in order. */
export function commonParts(ranges: readonly DayRange[]): DayRange[] {
  const begun = ranges.filter(({ start, endExclusive }) => start < endExclusive);
  const bounds = [...new Set(begun.flatMap(({ start, endExclusive }) => [start, endExclusive]))].sort();
  const parts = bounds.slice(1).map((endExclusive, i) => ({ start: bounds[i] ?? '', endExclusive }));
  return parts.filter((part) => begun.some((range) => isWithin(part, range)));
}

/** Whether all of some days are of a range. */
export const isWithin = (days: DayRange, range: DayRange): boolean =>
  range.start <= days.start && days.endExclusive <= range.endExclusive;

/** A moment in words, to the minute: `2026-11-28 22:43 UTC`. */
export const minuteOf = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Whether a text is a day that there is, written as YYYY-MM-DD. */
export const isDay = (text: string): boolean =>
  DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/** Whether days are more than those of the longest year. */
export const isBeyondYear = ({ start, endExclusive }: DayRange): boolean =>
  daysBetween(start, endExclusive) > LONGEST_YEAR;
const LONGEST_YEAR = 366;
