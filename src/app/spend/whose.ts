import type { Budget } from '../../core/budgets.ts';
import type { ForecastOf } from '../../core/forecast.ts';
import { type Known, NOTHING_KNOWN, pricedPart } from '../../core/known.ts';
import { sum, ZERO } from '../../core/money.ts';
import type { BriefSum, SpendAnswer } from '../../core/questions.ts';
import type { Standing } from '../../core/standing.ts';
import type { DayRange, Money, UnallocatedReason } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { type Series, type SeriesByKey, wholeDays, wholeSeries } from './days.ts';
import type { Forecasts } from './forecasts.ts';
import type { BudgetOf, Expected, GroupFacts, SpendFacts, SpendQuestion } from './known.ts';
import { isPart } from './parts.ts';
import { type KeptForecasts, keptForecasts, monthEnds, type Standings, within } from './standings.ts';

/**
 * Where each row of people or cost centers stands, and where it will be. A budget is held against all that a person spent; a
 * row, and what it will come to, may be a part of that.
 */

export interface Whose {
  rows: ReadonlyMap<string, BriefSum>;
  stand: Standings;
  /** Forecasts of whole rows that were worked out before. */
  kept: KeptForecasts | null;
  budgetOf: BudgetOf;
  /** Whether anything is forecast. */
  forecasts: boolean;
}

/**
 * @param series days of those rows of which they were read
 * @returns with `countedEndOf`: where what counts against the budget of a key will be, of those with a budget
 */
export function tellers(
  { rows, stand, kept, budgetOf, forecasts }: Whose,
  series: SeriesByKey | null,
  whole: Wholes,
): Pick<GroupFacts, 'standingOf' | 'expectedOf'> & { countedEndOf(key: string): Money | null } {
  const ofRow = (key: string, budget: Budget | null): Standing => {
    const own = series?.get(key) ?? null;
    return stand.ofKnown(rows.get(key) ?? NOTHING_KNOWN, own, keptFor(kept, own, key), budget);
  };
  const standingOf = once((key) => {
    const known = whole.known.get(key);
    if (known === undefined) return ofRow(key, budgetOf(key));
    const before = whole.kept?.of.get(key) ?? null;
    return stand.ofKnown(known, whole.series?.get(key) ?? null, before, budgetOf(key));
  });
  // Of thousands without days, what was worked out before is told as it is, without all of where they stand.
  const byDays = (key: string) => series?.has(key) === true;
  return {
    standingOf,
    countedEndOf(key) {
      const end =
        byDays(key) || whole.known.has(key)
          ? standingOf(key).forecastCounted
          : keptFor(kept, null, key)?.counted;
      return end?.mid ?? null;
    },
    expectedOf(key) {
      const own = rows.get(key);
      if (!forecasts || own === undefined) return null;
      const ofDays = () => (whole.known.has(key) ? ofRow(key, null) : standingOf(key)).forecast;
      const forecast = byDays(key) ? ofDays() : (keptFor(kept, null, key)?.best ?? null);
      return forecast === null ? { mid: pricedPart(own), least: true } : { mid: forecast.mid, least: false };
    },
  };
}

/** Where all who have no row yet will be: the forecast of the whole counts them too. */
export function endOfOthers(
  { rows, kept, forecasts }: Whose,
  all: SeriesByKey | null,
  { today, standing }: SpendFacts,
): Money | null {
  if (!forecasts || standing.forecast === null) return null;
  const ends = monthEnds(today);
  const others = [...(kept?.of ?? all ?? [])].filter(([key]) => !rows.has(key));
  const mids = others.map(([, one]) =>
    'days' in one ? (ends.of(one, ZERO, null)?.mid ?? ZERO) : (one.best?.mid ?? ZERO),
  );
  const together = sum(mids);
  return together === 0n ? null : together;
}

/** A forecast that was worked out before, unless the days themselves say it as it is now. */
function keptFor(kept: KeptForecasts | null, series: Series | null, key: string): ForecastOf | null {
  if (kept === null || (kept.outdated && series !== null && series.parts !== null)) return null;
  return kept.of.get(key) ?? null;
}

/** All that people spent of whom only a part is on the page, which is what their budget is held against. */
export interface Wholes {
  known: ReadonlyMap<string, Known>;
  /** Their days, or forecasts that were worked out before. */
  series: SeriesByKey | null;
  kept: KeptForecasts | null;
}
export const NO_WHOLES: Wholes = { known: new Map(), series: null, kept: null };

/**
 * @param keys people with a budget: of those of whom only a part is on the page, all is read
 * @param before what was read of some of them already
 */
export async function wholesOf(
  asking: Asking,
  question: SpendQuestion,
  facts: SpendFacts,
  trend: DayRange,
  keys: readonly string[],
  before: Wholes = NO_WHOLES,
): Promise<Wholes> {
  const { running, range } = facts;
  const partly = keys.filter((key) => key !== '' && isPart(question, key));
  if (partly.length === 0) return NO_WHOLES;
  const kept = await keptWholes(asking, question, facts, partly);
  const unread = partly.filter((key) => !before.known.has(key));
  const at = running ? trend : range;
  // A forecast that was worked out before is not made of parts.
  const isMade = (key: string): boolean => {
    const { best = null, counted = null } = kept?.of.get(key) ?? {};
    return best !== null && counted !== null;
  };
  const read = await wholeDays(asking, at, unread.filter(isMade));
  const made = await wholeSeries(
    asking,
    at,
    unread.filter((key) => !isMade(key)),
  );
  const series = new Map([...(before.series ?? []), ...read, ...made]);
  return {
    known: new Map(partly.map((key) => [key, within(series.get(key)?.days ?? new Map(), range)])),
    series,
    kept,
  };
}

/** Forecasts of all that people spent, as they are now; null where none are kept that are, or none are asked for. */
export async function keptWholes(
  asking: Asking,
  { shown }: SpendQuestion,
  { running, wholeMonth, today }: SpendFacts,
  people: readonly string[],
): Promise<KeptForecasts | null> {
  if (!running || !wholeMonth || people.length === 0) return null;
  const kept = await keptForecasts(asking, 'user', today, shown.whole, people);
  return kept?.outdated === true ? null : kept;
}

/** Where what nobody owns will be, by its reasons. */
export async function unownedEnds(
  forecasts: Forecasts,
  { today, standing }: SpendFacts,
  { unallocated }: SpendAnswer<BriefSum>,
): Promise<GroupFacts['expectedUnowned']> {
  const reasons = await forecasts.ofReasons();
  const ends = monthEnds(today);
  return (reason: UnallocatedReason): Expected | null => {
    if (standing.forecast === null) return null;
    const { days = null, kept = null } = reasons.get(reason) ?? {};
    const own = unallocated.find((one) => one.reason === reason) ?? NOTHING_KNOWN;
    if (kept?.best) return { mid: kept.best.mid, least: false };
    const mid = days === null ? null : (ends.of({ days, parts: null }, ZERO, null)?.mid ?? null);
    return mid === null ? { mid: pricedPart(own), least: true } : { mid, least: false };
  };
}

/** Told of each key as often as it is asked, and worked out once. */
export function once<T>(make: (key: string) => T): (key: string) => T {
  const told = new Map<string, T>();
  return (key) => {
    const before = told.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    told.set(key, made);
    return made;
  };
}
