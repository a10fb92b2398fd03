import { approximate, larger, sum, ZERO } from './money.ts';
import { addDays, daysBetween, daysOf, monthRange, weekdayOf } from './periods.ts';
import type { Day, DayRange, Money, Month } from './types.ts';

/** Days of history that the weekday profile and the run rate come from. */
export const HISTORY_DAYS = 42;
const LEAST_DAYS = 7;
/** Age at which a day counts half in the run rate, so that a change of habit shows within two weeks. */
const HALF_LIFE_DAYS = 14;
/** Pseudo-days by which a weekday's own mean is drawn to the overall one: three Mondays are not a law. */
const SHRINKAGE = 1;
/** Eight of ten months are meant to end inside the range. */
const Z_80 = 1.2816;

export interface DailySpend {
  day: Day;
  amount: Money;
}

/** Cumulative spend of the period at the end of a day. */
interface ConePoint {
  day: Day;
  low: Money;
  mid: Money;
  high: Money;
}

export interface Forecast {
  low: Money;
  mid: Money;
  high: Money;
  /** What is spent already, today so far included. */
  spent: Money;
  /** From today to the last day of the period; empty for one that is over. */
  cone: readonly ConePoint[];
}

/** What forecasts are kept of: people, cost centers, what nobody owns by its reasons, and all of it, under ''. */
export type ForecastKind = 'user' | 'costCenter' | 'reason' | 'all';
/** Where somebody will be at month end; null: not enough data. */
export interface ForecastOf {
  /** Of best-known spend. */
  best: Pick<Forecast, 'low' | 'mid' | 'high'> | null;
  /** Of what counts against a budget. */
  counted: Pick<Forecast, 'low' | 'mid' | 'high'> | null;
}
/** What forecasts that are kept were made for: others are no longer true. `added`: those of several add up. */
export const forecastsFor = (
  today: Day,
  settings: { cautiousRatePerMillion: Money; attribution: string },
): string => `${today} ${settings.cautiousRatePerMillion} ${settings.attribution} added`;

/**
 * A forecast that ends at another middle: that to which the forecasts of its parts add up, so that rows make their total
 * whatever they are added up by. Its own days go on saying how it gets there, and how far off such days were.
 */
export function endingAt(own: Forecast, mid: Money): Forecast {
  const { spent } = own;
  if (mid === own.mid) return own;
  const [ahead, wanted] = [own.mid - spent, mid - spent];
  const cone = own.cone.map(({ day, low, mid: before, high }, i): ConePoint => {
    const part =
      ahead === 0n ? (wanted * BigInt(i + 1)) / BigInt(own.cone.length) : ((before - spent) * wanted) / ahead;
    const moved = spent + part;
    return {
      day,
      low: larger(spent, (moved - (before - low)) as Money),
      mid: moved as Money,
      high: (moved + (high - before)) as Money,
    };
  });
  const last = cone.at(-1);
  return last === undefined ? own : { low: last.low, mid: last.mid, high: last.high, spent, cone };
}

/**
 * Month end from best-known daily spend: the recent run rate × the weekday profile of up to six weeks, with a range
 * from how far days were off that. `days` may come in any order and leave out days without spend; today counts as not
 * over yet. A month that is over forecasts to itself. Null, rather than a guess, for a later month and for less than
 * seven days since the first spend of those weeks.
 */
export function forecastMonth(question: {
  days: readonly DailySpend[];
  today: Day;
  month: Month;
}): Forecast | null {
  return forecaster(question.today, monthRange(question.month))(question.days);
}

/**
 * The same of any days: of one, of a week, of a year, or of the part of them that a budget counts; what is the same for
 * all who are asked about, the calendar, is worked out once.
 * @returns a function of days and of what of the period is spent already, where `days` are not all of it
 */
export function forecaster(
  today: Day,
  range: DayRange,
): (days: readonly DailySpend[] | null, spentOfAll?: Money) => Forecast | null {
  const calendar = calendarOf(today, range);
  return (days, spentOfAll) => {
    if (days === null) return null;
    const byDay = new Map<Day, Money>();
    for (const { day, amount } of days) byDay.set(day, ((byDay.get(day) ?? 0n) + amount) as Money);
    const amountOf = (day: Day) => byDay.get(day) ?? ZERO;
    const spent = spentOfAll ?? sum(calendar.begun.map(amountOf));
    if (range.endExclusive <= today) return { low: spent, mid: spent, high: spent, spent, cone: [] };
    if (range.start > today) return null;
    const model = modelOf(byDay, calendar.window);
    return model === null ? null : cone(model, spent, amountOf(today), today, calendar.ahead);
  };
}

interface CalendarDay {
  day: Day;
  /** 0 is Sunday. */
  weekday: number;
}
interface Calendar {
  /** Days of the period up to today. */
  begun: readonly Day[];
  /** The weeks before today, with how much each day says about the run rate. */
  window: readonly (CalendarDay & { weight: number })[];
  /** From today to the last day of the period. */
  ahead: readonly CalendarDay[];
}

function calendarOf(today: Day, range: DayRange): Calendar {
  const withWeekday = (day: Day) => ({ day, weekday: weekdayOf(day) });
  const before = daysOf({ start: addDays(today, -HISTORY_DAYS), endExclusive: today });
  return {
    begun: daysOf({ ...range, endExclusive: earlier(range.endExclusive, addDays(today, 1)) }),
    window: before.map((day) => ({
      ...withWeekday(day),
      weight: 0.5 ** (daysBetween(day, today) / HALF_LIFE_DAYS),
    })),
    ahead: daysOf({ start: today, endExclusive: range.endExclusive }).map(withWeekday),
  };
}

const earlier = (a: Day, b: Day): Day => (a < b ? a : b);

/**
 * The day on which the spend of a period reaches a budget: the real one when it has, else the one the forecast's middle
 * reaches it on; null when it does not before the end.
 */
export function reachDay(
  days: readonly DailySpend[],
  range: DayRange,
  forecast: Forecast | null,
  budget: Money,
): Day | null {
  let total = 0n;
  for (const { day, amount } of [...days].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    if (day < range.start || day >= range.endExclusive) continue;
    total += amount;
    if (total >= budget && total > 0n) return day;
  }
  return forecast?.cone.find((point) => point.mid >= budget && point.mid > 0n)?.day ?? null;
}

interface Model {
  expected(weekday: number): number;
  /** Variance of one day around the expectation, and of the run rate itself (relative, squared). */
  dayVariance: number;
  rateVariance: number;
}

function modelOf(byDay: ReadonlyMap<Day, Money>, window: Calendar['window']): Model | null {
  const first = window.findIndex(({ day }) => (byDay.get(day) ?? 0n) !== 0n);
  const history = first < 0 ? [] : window.slice(first);
  if (history.length < LEAST_DAYS) return null;
  const values = history.map(({ day }) => approximate(byDay.get(day) ?? ZERO));
  const factors = weekdayFactors(history, values);
  const factorOf = (weekday: number) => factors[weekday] ?? 1;

  let weighted = 0;
  let weights = 0;
  let squares = 0;
  for (const [index, { weekday, weight }] of history.entries()) {
    // Weighted total ÷ weighted factors: stable where a weekday's factor is close to nothing.
    weighted += weight * (values[index] ?? 0);
    weights += weight * factorOf(weekday);
    squares += weight * weight;
  }
  const level = weights === 0 ? 0 : Math.max(0, weighted / weights);
  const residuals = history.map(({ weekday }, index) => (values[index] ?? 0) - level * factorOf(weekday));
  const dayVariance = residuals.reduce((total, r) => total + r * r, 0) / (history.length - 1);
  return {
    expected: (weekday) => level * factorOf(weekday),
    dayVariance,
    rateVariance: weights === 0 ? 0 : (dayVariance * squares) / weights ** 2,
  };
}

/** Mean of each weekday ÷ overall mean. */
function weekdayFactors(days: readonly CalendarDay[], values: readonly number[]): number[] {
  const overall = values.reduce((a, b) => a + b, 0) / values.length;
  return Array.from({ length: 7 }, (_, weekday) => {
    const own = values.filter((_value, index) => days[index]?.weekday === weekday);
    const drawn = (own.reduce((a, b) => a + b, 0) + SHRINKAGE * overall) / (own.length + SHRINKAGE);
    return overall === 0 ? 1 : drawn / overall;
  });
}

function cone(
  model: Model,
  spent: Money,
  soFarToday: Money,
  today: Day,
  ahead: readonly CalendarDay[],
): Forecast {
  const points: ConePoint[] = [];
  let expected = 0;
  let count = 0;
  for (const { day, weekday } of ahead) {
    // Of today only what is still missing to a usual day of its kind.
    expected +=
      day === today
        ? Math.max(0, model.expected(weekday) - approximate(soFarToday))
        : model.expected(weekday);
    count += 1;
    const spread = Z_80 * Math.sqrt(count * model.dayVariance + count ** 2 * model.rateVariance);
    const at = (extra: number) => larger(spent, (spent + toMoney(extra)) as Money);
    points.push({ day, low: at(expected - spread), mid: at(expected), high: at(expected + spread) });
  }
  const last = points.at(-1) ?? { low: spent, mid: spent, high: spent };
  return { low: last.low, mid: last.mid, high: last.high, spent, cone: points };
}

/** A statistic, to a hundredth of a cent: finer would pretend to know. */
function toMoney(dollars: number): bigint {
  return BigInt(Math.round(dollars * 10_000)) * 1_000_000n;
}
