import { organisationDrivers } from '../app/budgets/drivers.ts';
import { type Days, daysByKey, seriesByKey } from '../app/spend/days.ts';
import { monthEnds, type PeriodEnds } from '../app/spend/standings.ts';
import { type ForecastKind, type ForecastOf, forecastsFor, HISTORY_DAYS } from '../core/forecast.ts';
import { ZERO } from '../core/money.ts';
import { addDays, dayOf, monthOf, monthRange, spanning } from '../core/periods.ts';
import type { AmountRow } from '../core/questions.ts';
import { type DayRange, type Money, UNALLOCATED_REASONS } from '../core/types.ts';
import { breathe, type JobContext } from './job.ts';

/** People whose days are looked at in one go. */
const AT_ONCE = 1_000;

type Made = Record<ForecastKind, Map<string, ForecastOf>>;

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
  const drivers = await organisationDrivers({ store, settings, now: clock.now() });
  await store.forecasts.replace(lease, wanted, await madeAll(context), drivers);
  return true;
}

/** Where the parts of something will be, added up: as best-known spend, and as it counts against budgets. */
interface Ends {
  best: bigint;
  counted: bigint;
}

interface Known {
  store: JobContext['store'];
  /** The month, and the weeks that its end is told from. */
  ask: { range: DayRange; basis: 'best'; filter: Record<string, never>; scope: 'all' };
  ends: PeriodEnds;
  rate: Money;
}

async function madeAll(context: JobContext): Promise<Made> {
  const { store, clock, settings } = context;
  const today = dayOf(clock.now());
  const month = monthRange(monthOf(today));
  const range = spanning([month, { start: addDays(today, -HISTORY_DAYS), endExclusive: month.endExclusive }]);
  const known: Known = {
    store,
    ask: { range, basis: 'best', filter: {}, scope: 'all' },
    ends: monthEnds(today),
    rate: settings.cautiousRatePerMillion,
  };
  const { user, ofCenters, all } = await ofPeople(known, context);
  const { reason, unowned } = await ofReasons(known);
  add(all, unowned);
  const everything = daysOf(await store.spend.amounts({ ...known.ask, groupBy: ['day'], unowned: 'among' }));
  return {
    user,
    costCenter: await ofCostCenters(known, ofCenters),
    reason,
    all: new Map([['', forecastAt(known, everything, all)]]),
  };
}

/** Each person by their cost centers, and what those come to for the cost centers and for all. */
async function ofPeople(known: Known, context: JobContext) {
  const { store, ask } = known;
  const user = new Map<string, ForecastOf>();
  const [all, ofCenters] = [none(), new Map<string, Ends>()];
  const users = (await store.spend.amounts({ ...ask, groupBy: ['user'] })).map((row) => row.keys[0] ?? '');
  for (let from = 0; from < users.length; from += AT_ONCE) {
    const filter = { user: users.slice(from, from + AT_ONCE) };
    const rows = await store.spend.amounts({ ...ask, groupBy: ['user', 'costCenter', 'day'], filter });
    for (const [email, own] of Map.groupBy(rows, ({ keys }) => keys[0] ?? '')) {
      const together = none();
      const parts = daysByKey(own.map((row) => ({ ...row, keys: row.keys.slice(1) })));
      for (const [center, days] of parts) {
        const end = endOf(known, days);
        const ofCenter = ofCenters.get(center) ?? none();
        ofCenters.set(center, ofCenter);
        for (const one of [together, all, ofCenter]) add(one, end);
      }
      const [series] = seriesByKey(own).values();
      if (series !== undefined) user.set(email, forecastAt(known, series.days, together));
    }
    await breathe(context);
  }
  return { user, ofCenters, all };
}

async function ofCostCenters(known: Known, ofCenters: ReadonlyMap<string, Ends>) {
  const rows = await known.store.spend.amounts({ ...known.ask, groupBy: ['costCenter', 'day'] });
  const centers = [...daysByKey(rows)];
  return new Map(
    centers.map(([center, days]) => [center, forecastAt(known, days, ofCenters.get(center) ?? none())]),
  );
}

async function ofReasons(known: Known) {
  const reason = new Map<string, ForecastOf>();
  const unowned = none();
  for (const one of UNALLOCATED_REASONS) {
    const filter = { reason: [one] };
    const rows = await known.store.spend.amounts({
      ...known.ask,
      groupBy: ['day'],
      filter,
      unowned: 'among',
    });
    if (rows.length === 0) continue;
    const end = endOf(known, daysOf(rows));
    add(unowned, end);
    reason.set(one, forecastAt(known, daysOf(rows), end));
  }
  return { reason, unowned };
}

const daysOf = (rows: readonly AmountRow[]): Days => new Map(rows.map((row) => [row.keys[0] ?? '', row]));

const none = (): Ends => ({ best: 0n, counted: 0n });
function add(to: Ends, { best, counted }: Ends): void {
  to.best += best;
  to.counted += counted;
}

function endOf({ ends, rate }: Known, days: Days): Ends {
  const best = ends.ofPart(days, ZERO);
  const isPriced = [...days.values()].every(({ unpricedTokens }) => unpricedTokens === 0n);
  return { best, counted: isPriced ? best : ends.ofPart(days, rate) };
}

function forecastAt({ ends, rate }: Known, days: Days, together: Ends): ForecastOf {
  const of = (at: Money, mid: bigint): ForecastOf['best'] => {
    const made = ends.of({ days, parts: null }, at, { low: ZERO, mid: mid as Money, high: ZERO });
    return made === null ? null : { low: made.low, mid: made.mid, high: made.high };
  };
  const best = of(ZERO, together.best);
  return { best, counted: together.counted === together.best ? best : of(rate, together.counted) };
}
