import { roundingOf } from '../core/bill.ts';
import type { BillPart } from '../core/billEntries.ts';
import type { BillReading } from '../core/billSource.ts';
import {
  addDays,
  addMonths,
  dayOf,
  daysOf,
  intersect,
  monthOf,
  monthRange,
  monthsOf,
  previousMonth,
  startOf,
} from '../core/periods.ts';
import { billReachesBackTo } from '../core/retention.ts';
import type { Day, DayRange, Instant, Money, Month } from '../core/types.ts';

/** The bill of a day has arrived this many days after it began: it comes up to 24 hours late. */
const ARRIVES_AFTER_DAYS = 2;
/** Months before the open one whose totals are watched: Cost Explorer keeps a year and the open month. */
const PROBED_MONTHS = 12;
/** Months before the open one that AWS still restates as a matter of course. */
const RESTATED_MONTHS = 2;

/** What is held of the bill, per day. */
export interface HeldDay {
  day: Day;
  provisional: boolean;
  readAt: Instant;
}

/** The days of the bill that are kept: whole ones, today included, as far back as AWS gives it. */
export function keptRange(today: Day, backfillDays: number): DayRange {
  const [wanted, given] = [addDays(today, -backfillDays), billReachesBackTo(today)];
  return { start: wanted < given ? given : wanted, endExclusive: addDays(today, 1) };
}

/**
 * Which months to read, each at most a month long: those with a day that was never read, the open one, and the two
 * before it as long as AWS has not closed them or a day of them was read before its bill had arrived (an empty day is
 * not flagged as open). Everything when `again`.
 */
export function chargeWindows(
  today: Day,
  backfillDays: number,
  held: readonly HeldDay[],
  again = false,
): DayRange[] {
  const kept = keptRange(today, backfillDays);
  const mayGrow = new Map(held.map((one) => [one.day, one.provisional || isEarly(one)]));
  const open = monthOf(today);
  const watched = [previousMonth(open), previousMonth(previousMonth(open))];
  return windowsOf(kept, (month, days) => {
    if (again || month === open) return true;
    const isWatched = watched.includes(month);
    return days.some((day) => !mayGrow.has(day) || (isWatched && mayGrow.get(day) === true));
  });
}

/** Days before today whose bill AWS still adds to or restates as a matter of course. */
const MOVES_FOR_DAYS = 5;

/**
 * What of these months is read whole, and of what the authority alone tells whether it has moved: of the last days each
 * time, of the others once a day. A month is read whole at first, and when older days of it were never read.
 */
export function billWindows(
  today: Day,
  months: readonly DayRange[],
  held: readonly HeldDay[],
  { again, daily }: { again: boolean; daily: boolean },
): { whole: DayRange[]; probed: DayRange[] } {
  const known = new Set(held.map(({ day }) => day));
  const moving = { start: addDays(today, -MOVES_FOR_DAYS), endExclusive: addDays(today, 1) };
  const isWhole = (month: DayRange) =>
    again || daysOf(month).some((day) => day < moving.start && !known.has(day));
  const probed = months
    .filter((month) => !isWhole(month))
    .flatMap((month) => (daily ? month : (intersect(month, moving) ?? [])));
  return { whole: months.filter(isWhole), probed: joined(probed) };
}

/** Ranges in order of time, those that touch as one: a question less. */
function joined(ranges: readonly DayRange[]): DayRange[] {
  const found: DayRange[] = [];
  for (const range of ranges) {
    const before = found.at(-1);
    if (before?.endExclusive === range.start) found[found.length - 1] = { ...before, ...end(range) };
    else found.push(range);
  }
  return found;
}
const end = ({ endExclusive }: DayRange) => ({ endExclusive });

/** What is held of one part of the bill of a day. */
export interface HeldPart {
  day: Day;
  part: BillPart;
  total: Money;
  entries: number;
  /** Which accounts it was read of, as one text. */
  accounts: string;
  /** When it was read last. */
  readAt: Instant;
  /** Whether the reading before that said the same. */
  agrees: boolean;
}

/** Days that may be read anew to make sure: those of the open month, and of the two before while AWS restates them. */
export const restatedRange = (today: Day, kept: DayRange): DayRange => {
  const start = monthRange(addMonths(monthOf(today), -RESTATED_MONTHS)).start;
  return { ...kept, start: start < kept.start ? kept.start : start };
};

/**
 * Days, as ranges, of which a view of the bill is behind the authority: never read, once the day's bill has arrived; or not
 * adding up to it, and read before that moved, or on an earlier day and not twice with the same answer: some bills never
 * add up.
 */
export function behindOf(part: BillPart, held: readonly HeldPart[], today: Day): DayRange[] {
  const arrived = addDays(today, 1 - ARRIVES_AFTER_DAYS);
  const views = new Map(held.filter((one) => one.part === part).map((one) => [one.day, one]));
  const days = held.filter((line) => {
    if (line.part !== 'usage') return false;
    const view = views.get(line.day);
    if (view === undefined) return line.day < arrived && line.entries > 0;
    const difference = line.total - view.total;
    const rounding = roundingOf(line.entries + view.entries);
    const isOff = difference > rounding || difference < -rounding || view.accounts !== line.accounts;
    return isOff && (view.readAt < line.readAt || isDoubtful(view, today));
  });
  return rangesOf(days);
}

/** Days, as ranges, of which nothing else tells whether a part of the bill is right, until two readings of it agree. */
export function doubtfulOf(part: BillPart, held: readonly HeldPart[], today: Day): DayRange[] {
  return rangesOf(held.filter((one) => one.part === part && isDoubtful(one, today)));
}

const isDoubtful = ({ agrees, readAt }: HeldPart, today: Day): boolean => !agrees && dayOf(readAt) < today;

function rangesOf(days: readonly { day: Day }[]): DayRange[] {
  const ranges = days.map(({ day }) => ({ start: day, endExclusive: addDays(day, 1) }));
  return joined(ranges.sort((x, y) => (x.start < y.start ? -1 : 1)));
}

/** Read before its bill had arrived: an empty day is not flagged as open. */
export const isEarly = ({ day, readAt }: HeldDay): boolean =>
  Date.parse(readAt) < startOf(addDays(day, ARRIVES_AFTER_DAYS));

/** The months of a range from the one of a day on: what a reading that failed has to catch up with. */
export function windowsFrom(range: DayRange, day: Day): DayRange[] {
  return windowsOf(range, (month) => month >= monthOf(day));
}

function windowsOf(range: DayRange, wanted: (month: Month, days: readonly Day[]) => boolean): DayRange[] {
  return monthsOf(range).flatMap((month) => {
    const window = intersect(monthRange(month), range);
    return window !== null && wanted(month, daysOf(window)) ? [window] : [];
  });
}

/** What is held of a month: its first and last day (`until` is within), how many there are, and what they come to. */
interface HeldMonth {
  month: Month;
  from: Day;
  until: Day;
  days: number;
  total: Money;
}

/**
 * Months of the last year that are held and not read anyway, whether or not the back-fill still reaches them: their totals
 * show whether the past has moved. They are asked for in one question from the first to the last day, so that only the first
 * may begin late and only the last may end early; a month with a gap is none of them.
 */
export function monthsToProbe(
  totals: readonly HeldMonth[],
  today: Day,
  windows: readonly DayRange[],
): { month: Month; total: Money; range: DayRange }[] {
  const read = new Set(windows.map((window) => monthOf(window.start)));
  const oldest = addMonths(monthOf(today), -PROBED_MONTHS);
  const found = totals
    .filter(({ month }) => month >= oldest && !read.has(month))
    .map(({ month, total, from, until, days }) => {
      const range = { start: from, endExclusive: addDays(until, 1) };
      return { month, total, range, isWhole: daysOf(range).length === days };
    })
    .filter(({ isWhole }) => isWhole);
  return found
    .filter(({ month, range }, index) => {
      const whole = monthRange(month);
      const begins = index === 0 || range.start === whole.start;
      const ends = index === found.length - 1 || range.endExclusive === whole.endExclusive;
      return begins && ends;
    })
    .map(({ month, total, range }) => ({ month, total, range }));
}

/** The days of which the bill is asked for anything: all that is kept, and what of the past is probed. */
export function billRange(today: Day, backfillDays: number, held: readonly HeldDay[]): DayRange {
  const kept = keptRange(today, backfillDays);
  const oldest = monthRange(addMonths(monthOf(today), -PROBED_MONTHS)).start;
  const start = held.map(({ day }) => day).find((day) => day >= oldest) ?? kept.start;
  return { ...kept, start: start < kept.start ? start : kept.start };
}

/** The lines of usage decide over everything else that is read of the bill. */
export const isAuthority = ({ gives }: BillReading): boolean => gives.includes('usage');

/** The order in which readings are stored: the authority last, so that a stored total says that all of it is there. */
export function inStoringOrder(readings: readonly BillReading[]): BillReading[] {
  return [...readings.filter((reading) => !isAuthority(reading)), ...readings.filter(isAuthority)];
}

/** Start of the first day whose bill may still grow, UTC milliseconds. */
export function billArrivedUntil(today: Day): number {
  return startOf(addDays(today, 1 - ARRIVES_AFTER_DAYS));
}
