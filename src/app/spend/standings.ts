import type { Budget } from '../../core/budgets.ts';
import {
  type DailySpend,
  type Forecast,
  type ForecastOf,
  forecaster,
  forecastsFor,
} from '../../core/forecast.ts';
import { ZERO } from '../../core/money.ts';
import { contains, monthOf } from '../../core/periods.ts';
import { countedAmount, type Known, limitsIn, type Standing, standing } from '../../core/standing.ts';
import type { Day, DayRange, Instant, Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { knownOf } from './days.ts';

/** The one rule of where somebody stands, asked for many at once. */

type Days = ReadonlyMap<Day, Known>;

export interface Standings {
  countedOf(known: Known): Money;
  /** By their days, those of the weeks before among them. */
  ofDays(days: Days, budget: Budget | null): Standing;
  /**
   * By what is known of the period, and a forecast that was worked out before.
   * @param days where they are known: they say when the budget is reached
   */
  ofKnown(known: Known, days: Days | null, forecast: ForecastOf | null, budget: Budget | null): Standing;
}

/** @param same what is the same for everybody on a page */
export function standingIn(
  { settings }: Pick<Asking, 'settings'>,
  same: { range: DayRange; today: Day; running: boolean; staleSince: Instant | null },
): Standings {
  const { range, today, running, staleSince } = same;
  const cautiousRate = settings.cautiousRatePerMillion;
  const limit = limitsIn(range);
  const forecastOfDays = running ? forecaster(today, monthOf(today)) : null;
  const asked = (known: Known, days: Days | null, budget: Budget | null) => ({
    range,
    known,
    days: days === null ? null : [...days].map(([day, one]) => ({ day, ...one })),
    limit: limit(budget),
    cautiousRate,
    staleSince,
  });
  return {
    countedOf: (known) => countedAmount(known, cautiousRate),
    ofDays: (days, budget) => {
      const known = knownOf([...days].filter(([day]) => contains(range, day)).map(([, one]) => one));
      return standing({ ...asked(known, days, budget), forecastOf: forecastOfDays });
    },
    ofKnown: (known, days, forecast, budget) =>
      standing({
        ...asked(known, days, budget),
        forecastOf: running
          ? (daily, counted) =>
              daily === null
                ? keptForecast(forecast, counted, known.amount)
                : (forecastOfDays?.(daily) ?? null)
          : null,
      }),
  };
}

/** A forecast that was worked out before has no days of its own. */
function keptForecast(forecast: ForecastOf | null, counted: boolean, spent: Money): Forecast | null {
  const range = forecast?.[counted ? 'counted' : 'best'] ?? null;
  return range === null ? null : { ...range, spent, cone: [] };
}

/** Above so many, forecasts of before the last collection stand in for those that are being worked out. */
const MANY = 500;

/**
 * Forecasts of all people or cost centers by all that they spent; null where none are kept that hold for today.
 * @param rows of how many they are wanted; `all`: each as it is now, however many there are
 * @param keys only theirs
 */
export async function keptForecasts(
  { store, settings }: Pick<Asking, 'store' | 'settings'>,
  kind: 'user' | 'costCenter',
  today: Day,
  rows: number | 'all',
  keys?: readonly string[],
): Promise<ReadonlyMap<string, ForecastOf> | null> {
  const { madeFor, outdated } = await store.forecasts.state();
  if (madeFor !== forecastsFor(today, settings) || (outdated && (rows === 'all' || rows <= MANY)))
    return null;
  return store.forecasts.of(kind, keys);
}

/** Both forecasts of one person or cost center. */
export function forecastBoth(
  forecast: (days: readonly DailySpend[]) => Forecast | null,
  days: Days,
  cautiousRate: Money,
): ForecastOf {
  const of = (rate: Money): ForecastOf['best'] => {
    const made = forecast([...days].map(([day, known]) => ({ day, amount: countedAmount(known, rate) })));
    return made === null ? null : { low: made.low, mid: made.mid, high: made.high };
  };
  const best = of(ZERO);
  const isPriced = [...days.values()].every(({ unpricedTokens }) => unpricedTokens === 0n);
  return { best, counted: isPriced ? best : of(cautiousRate) };
}
