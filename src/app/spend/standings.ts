import type { Budget } from '../../core/budgets.ts';
import {
  type DailySpend,
  endingAt,
  type Forecast,
  type ForecastKind,
  type ForecastOf,
  forecaster,
  forecastsFor,
} from '../../core/forecast.ts';
import { type Known, pricedPart, sumKnown } from '../../core/known.ts';
import { sum, ZERO } from '../../core/money.ts';
import { contains, monthOf, monthRange } from '../../core/periods.ts';
import { countedAmount, limitsIn, type Standing, standing } from '../../core/standing.ts';
import type { Day, DayRange, Instant, Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import type { Days, Series } from './days.ts';

/** The one rule of where somebody stands, asked for many at once. */

export interface Standings {
  countedOf(known: Known): Money;
  /** By their days, those of the weeks before among them. @param kept a forecast that was worked out before */
  ofSeries(series: Series, kept: ForecastOf | null, budget: Budget | null): Standing;
  /**
   * By what is known of the period, and a forecast that was worked out before.
   * @param series where the days are known: they say when the budget is reached
   */
  ofKnown(known: Known, series: Series | null, kept: ForecastOf | null, budget: Budget | null): Standing;
}

/** @param same what is the same for everybody on a page */
export function standingIn(
  { settings }: Pick<Asking, 'settings'>,
  same: { range: DayRange; today: Day; running: boolean; staleSince: Instant | null },
): Standings {
  const { range, today, running, staleSince } = same;
  const cautiousRate = settings.cautiousRatePerMillion;
  const limit = limitsIn(range);
  const ends = running ? periodEnds(today, range) : null;
  const ofKnown: Standings['ofKnown'] = (known, series, kept, budget) => {
    const stands = standing({
      range,
      known,
      days: series === null ? null : [...series.days].map(([day, one]) => ({ day, ...one })),
      limit: limit(budget),
      carriedOver: budget?.carriedOver ?? ZERO,
      cautiousRate,
      staleSince,
      forecastOf:
        ends === null
          ? null
          : (_, counted) => {
              const before = kept?.[counted ? 'counted' : 'best'] ?? null;
              if (series !== null) return ends.of(series, counted ? cautiousRate : ZERO, before);
              // A forecast that was worked out before has no days of its own.
              return before && { ...before, spent: pricedPart(known), cone: [] };
            },
    });
    return budget?.unknown === true ? { ...stands, state: 'unknown' } : stands;
  };
  return {
    countedOf: (known) => countedAmount(known, cautiousRate),
    ofKnown,
    ofSeries: (series, kept, budget) => ofKnown(within(series.days, range), series, kept, budget),
  };
}

/** What days of a range come to. */
export const within = (days: Days, range: DayRange): Known =>
  sumKnown([...days].filter(([day]) => contains(range, day)).map(([, one]) => one));

export interface PeriodEnds {
  /**
   * Where a series will be: there where its parts will be together, so that totals are the sums of their rows; by its own
   * days where nothing is known of those. Null: not enough data for any of it.
   */
  of(series: Series, rate: Money, kept: ForecastOf['best']): Forecast | null;
  /** Where one part will be; what it spent already where there is not enough data for more. */
  ofPart(days: Days, rate: Money): Money;
}

/** Of the running month. */
export const monthEnds = (today: Day): PeriodEnds => periodEnds(today, monthRange(monthOf(today)));

/** @param range the running period, in which `today` is */
export function periodEnds(today: Day, range: DayRange): PeriodEnds {
  const forecast = forecaster(today, range);
  const dailyAt = (days: Days, rate: Money): DailySpend[] =>
    [...days].map(([day, known]) => ({ day, amount: countedAmount(known, rate) }));
  const ofPart = (days: Days, rate: Money): Money =>
    forecast(dailyAt(days, rate))?.mid ?? countedAmount(within(days, range), rate);
  return {
    ofPart,
    of({ days, parts }, rate, kept) {
      const own = forecast(dailyAt(days, rate));
      if (own === null) return null;
      if (kept !== null) return endingAt(own, kept.mid);
      if (parts === null || parts.length < 2) return own;
      return endingAt(own, sum(parts.map((part) => ofPart(part, rate))));
    },
  };
}

/** Above so many people, forecasts of before the last collection stand in for those that are being worked out. */
const MANY = 500;

export interface KeptForecasts {
  of: ReadonlyMap<string, ForecastOf>;
  /** They are of before the last collection. */
  outdated: boolean;
}

/**
 * Forecasts of all that people or cost centers spent, of what nobody owns, or of everything; null where none are kept that
 * hold for today.
 * @param each whether each is wanted as it is now, however many there are
 * @param keys only theirs
 */
export async function keptForecasts(
  { store, settings }: Pick<Asking, 'store' | 'settings'>,
  kind: ForecastKind,
  today: Day,
  each = false,
  keys?: readonly string[],
): Promise<KeptForecasts | null> {
  const { madeFor, outdated } = await store.forecasts.state();
  if (madeFor !== forecastsFor(today, settings)) return null;
  if (outdated && (each || (await store.forecasts.people()) <= MANY)) return null;
  return { of: await store.forecasts.of(kind, keys), outdated };
}
