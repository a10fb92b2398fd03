import { daysByKey } from '../app/spend/days.ts';
import { forecastBoth } from '../app/spend/standings.ts';
import { type ForecastOf, forecaster, forecastsFor, HISTORY_DAYS } from '../core/forecast.ts';
import { addDays, dayOf, monthOf, monthRange, spanning } from '../core/periods.ts';
import type { SpendQuery } from '../core/questions.ts';
import { breathe, type JobContext } from './job.ts';

/** People whose days are looked at in one go. */
const AT_ONCE = 1_000;

/**
 * Works out where everybody will be at month end, where spend, the day or what it is counted by is another than when it was
 * done last: pages only read it.
 * @returns whether there was anything to do
 */
export async function workOutForecasts(context: JobContext): Promise<boolean> {
  const { store, lease, clock, settings } = context;
  const today = dayOf(clock.now());
  const wanted = forecastsFor(today, settings);
  const { madeFor, outdated } = await store.forecasts.state();
  if (madeFor === wanted && !outdated) return false;
  const made = {
    user: await forecastsOf(context, 'user'),
    costCenter: await forecastsOf(context, 'costCenter'),
  };
  await store.forecasts.replace(lease, wanted, made);
  return true;
}

async function forecastsOf(
  context: JobContext,
  kind: 'user' | 'costCenter',
): Promise<Map<string, ForecastOf>> {
  const { store, clock, settings } = context;
  const today = dayOf(clock.now());
  const month = monthRange(monthOf(today));
  const range = spanning([month, { start: addDays(today, -HISTORY_DAYS), endExclusive: month.endExclusive }]);
  const ask = { range, basis: 'best', filter: {}, scope: 'all' } as const satisfies Partial<SpendQuery>;
  const keys = (await store.spend.amounts({ ...ask, groupBy: [kind] })).map((row) => row.keys[0] ?? '');
  const forecast = forecaster(today, monthOf(today));
  const found = new Map<string, ForecastOf>();
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const part = keys.slice(from, from + AT_ONCE);
    const rows = await store.spend.amounts({ ...ask, groupBy: [kind, 'day'], filter: { [kind]: part } });
    for (const [key, days] of daysByKey(rows))
      found.set(key, forecastBoth(forecast, days, settings.cautiousRatePerMillion));
    await breathe(context);
  }
  return found;
}
