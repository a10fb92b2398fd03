import { approximate, larger, ZERO } from './money.ts';
import { addDays, daysBetween, daysOf, weekdayOf } from './periods.ts';
import type { Day, Money } from './types.ts';

/**
 * What a person usually spends on such a day, and whether a day is far beyond it. Pure; money is 10⁻¹⁰ USD, days are UTC.
 * Logarithms of days are compared: what people spend varies by factors, not by amounts.
 */

/** So many days back a habit comes from: eight of each weekday. */
export const HABIT_DAYS = 56;
/** The last days that are judged beside the running one: bill and late tokens still say something new of them. */
export const JUDGED_DAYS = 3;
/** So many days back it is looked since when it goes on. */
const SINCE_DAYS = 7;
/** Days that are read to judge the last ones, and since when they are so. */
export const READ_DAYS = HABIT_DAYS + JUDGED_DAYS + SINCE_DAYS;
/** A day with less than that much more than usual is nobody's news. */
export const LEAST_JUMP = 250_000_000_000n as Money;
/** Days since somebody's first use, and days with use, below which nobody knows a habit. */
const LEAST_KNOWN = 10;
const LEAST_USED = 5;

/** Of the logarithm of a day: how far above the middle it may be, in its usual spread. */
const FAR = 4.5;
/** The spread of somebody of whom little is known, and of how many days of theirs it counts as much. */
const SPREAD_OF_ALL = 0.6;
const SPREAD_COUNTS = 8;
const LEAST_SPREAD = 0.3;
/** What the highest days being left out takes off a spread. */
const SPREAD_LEFT = 1.1;
/** A jump is at least so many times what a busy day of that weekday, or of the last days, comes to. */
const LEAST_TIMES = 5;
/** The dearest days of a habit may be an accident: the next after so many less one counts. */
const PEAK_RANK = 2;
/** So many times that day a jump is at least, however steady a habit, and needs to be no more, however erratic. */
const LEAST_PEAKS = 4;
const MOST_PEAKS = 5;
/** Days of one weekday from which on they have a habit of their own; of fewer the others say more. */
const LEAST_WEEKDAYS = 3;
/** Days with use that tell the level of now: once most of them are at a new one, it is the habit. */
const RECENT = 5;
/** Those that tell what a busy day is now. */
const BUSY_OF = 10;
/** Parts of days below what is shown as usual, and below its upper end. */
const LOW = 0.2;
const HIGH = 0.8;

/** What is known of one person. Days that are missing after the first with use are days without use. */
export type History = ReadonlyMap<Day, Money>;

/** What somebody usually spends on such a day. */
export interface Habit {
  /** Between these three of five such days are; both zero where such days are usually free. */
  low: Money;
  high: Money;
  /** From that on a day is far beyond. */
  limit: Money;
}

export type Verdict =
  /** Nothing is known of these days yet, or what is known is old. */
  | { kind: 'stale' }
  /** Of so many days with use no habit can be told. */
  | { kind: 'notEnoughData'; used: number }
  | { kind: 'usual' }
  | Jump;

/** A day far beyond what is usual, the latest of its episode. */
export interface Jump extends Pick<Habit, 'low' | 'high'> {
  kind: 'jump';
  day: Day;
  spent: Money;
  /** The first day of the episode. */
  since: Day;
}

/**
 * Whether somebody's last days are far beyond their habit. An episode lasts as long as one of the last days is; it ends when
 * spend is back, or when its level has become the habit. What is the same for all who are asked about, the calendar, is worked
 * out once.
 * @param through the last day of which anything is known, the running one or an earlier; null: what is known is old
 */
export function judging(today: Day, through: Day | null): (history: History) => Verdict {
  if (through === null || daysBetween(through, today) > 1) return () => ({ kind: 'stale' });
  const calendars = Array.from({ length: JUDGED_DAYS + SINCE_DAYS + 1 }, (_, back) =>
    calendarOf(addDays(through, -back)),
  );
  return (history) => {
    let few: Verdict | null = null;
    for (const [back, calendar] of calendars.slice(0, JUDGED_DAYS + 1).entries()) {
      const verdict = judgeOn(history, calendar);
      if (verdict.kind === 'notEnoughData') few ??= verdict;
      if (verdict.kind !== 'jump') continue;
      const before = calendars.slice(back + 1, back + 1 + SINCE_DAYS);
      const since = before.findLast((one) => judgeOn(history, one).kind === 'jump')?.day ?? verdict.day;
      return { ...verdict, since };
    }
    return few ?? { kind: 'usual' };
  };
}

/** One day alone, by the days before it. */
export const judgeDay = (history: History, day: Day): DayVerdict => judgeOn(history, calendarOf(day));
type DayVerdict = Exclude<Verdict, { kind: 'stale' }>;

/** A day and those that a habit on it comes from, the oldest first. */
interface Calendar {
  day: Day;
  /** 0 is Sunday. */
  weekday: number;
  before: readonly { day: Day; weekday: number }[];
}

function calendarOf(day: Day): Calendar {
  const days = daysOf({ start: addDays(day, -HABIT_DAYS), endExclusive: day });
  return { day, weekday: weekdayOf(day), before: days.map((one) => ({ day: one, weekday: weekdayOf(one) })) };
}

function judgeOn(history: History, calendar: Calendar): DayVerdict {
  const { day } = calendar;
  const spent = history.get(day) ?? ZERO;
  if (spent < LEAST_JUMP || isOfHabit(history, calendar, spent)) return { kind: 'usual' };
  const habit = habitIn(history, calendar);
  if (typeof habit === 'number') return { kind: 'notEnoughData', used: habit };
  if (spent < habit.limit) return { kind: 'usual' };
  const { low, high } = habit;
  return { kind: 'jump', day, spent, low, high, since: day };
}

/** Whether enough days before come near a day, so that it is no jump whatever else is usual: mostly the last few say so. */
function isOfHabit(history: History, { before }: Calendar, spent: Money): boolean {
  let near = 0;
  for (let at = before.length - 1; at >= 0 && near < PEAK_RANK; at--)
    if ((history.get(before[at]?.day ?? '') ?? ZERO) * BigInt(LEAST_PEAKS) > spent) near += 1;
  return near >= PEAK_RANK;
}

/** A day with use. */
interface Used {
  dollars: number;
  log: number;
  weekday: number;
}

/** What is usual on a day, by those before it; the number of days with use where these are too few. */
export const habitOn = (history: History, day: Day): Habit | number => habitIn(history, calendarOf(day));

function habitIn(history: History, calendar: Calendar): Habit | number {
  const { used, known, sameKnown } = windowOf(history, calendar);
  if (known < LEAST_KNOWN || used.length < LEAST_USED) return used.length;
  const same = used.filter(({ weekday }) => weekday === calendar.weekday);
  const isFree = sameKnown >= LEAST_WEEKDAYS && same.length * 4 <= sameKnown;
  const such = sortedDollars(same.length >= LEAST_WEEKDAYS ? same : used);
  const [low, high] = isFree ? [0, 0] : [quantile(such, LOW), quantile(such, HIGH)];
  const least = larger(toMoney(limitOf(used, same, high)), (toMoney(high) + LEAST_JUMP) as Money);
  return { low: toMoney(low), high: toMoney(high), limit: least };
}

/** From how many dollars on a day is far beyond: by how much days differ, within bounds. @param same days of its weekday */
function limitOf(used: readonly Used[], same: readonly Used[], high: number): number {
  const spread = spreadOf(used);
  const middle = medianOf(used.map(({ log }) => log));
  const far = Math.max(
    middle + FAR * spread,
    levelOf(used, same, middle) + FAR * Math.min(spread, SPREAD_OF_ALL),
  );
  const peak = sortedDollars(used).at(-PEAK_RANK) ?? 0;
  const busy = Math.max(high, quantile(sortedDollars(used.slice(-BUSY_OF)), HIGH));
  return Math.max(busy * LEAST_TIMES, peak * LEAST_PEAKS, Math.min(Math.exp(far) - 1, peak * MOST_PEAKS));
}

const sortedDollars = (days: readonly Used[]): number[] =>
  days.map(({ dollars }) => dollars).sort((a, b) => a - b);

/** Days with use before a day, oldest first; how many days are known, and how many of its weekday. */
function windowOf(
  history: History,
  { weekday, before }: Calendar,
): { used: Used[]; known: number; sameKnown: number } {
  const used: Used[] = [];
  let [known, sameKnown] = [0, 0];
  for (const one of before) {
    const dollars = approximate(history.get(one.day) ?? ZERO);
    if (dollars > 0) used.push({ dollars, log: Math.log(dollars + 1), weekday: one.weekday });
    // Before the first use nothing is known.
    if (used.length === 0) continue;
    known += 1;
    if (one.weekday === weekday) sameKnown += 1;
  }
  return { used, known, sameKnown };
}

/** Where such days are now: as all are, as the last ones or as those of the weekday, whichever is higher. */
function levelOf(used: readonly Used[], same: readonly Used[], middle: number): number {
  const recent = Math.max(middle, medianOf(used.slice(-RECENT).map(({ log }) => log)));
  if (same.length < LEAST_WEEKDAYS) return recent;
  const own = medianOf(same.map(({ log }) => log));
  return Math.max(recent, (own * same.length + middle * LEAST_WEEKDAYS) / (same.length + LEAST_WEEKDAYS));
}

/** How far days above the middle are from it: how little is spent on a quiet day says nothing about busy ones. */
function spreadOf(used: readonly Used[]): number {
  const logs = used.map(({ log }) => log).sort((a, b) => a - b);
  const middle = quantile(logs, 0.5);
  const above = logs.filter((log) => log >= middle).map((log) => log - middle);
  const most = above.at(-1 - PEAK_RANK) ?? above[0] ?? 0;
  const squares = above.reduce((all, one) => all + Math.min(one, most) ** 2, 0);
  const own = Math.sqrt(squares / above.length) * SPREAD_LEFT;
  const n = used.length;
  const drawn = Math.sqrt((n * own ** 2 + SPREAD_COUNTS * SPREAD_OF_ALL ** 2) / (n + SPREAD_COUNTS));
  return Math.max(LEAST_SPREAD, drawn);
}

const medianOf = (values: readonly number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

/** @param sorted ascending */
function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part;
  const [below = 0, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

/** A statistic, to a cent: finer would pretend to know. */
const toMoney = (dollars: number): Money => (BigInt(Math.round(dollars * 100)) * 100_000_000n) as Money;
