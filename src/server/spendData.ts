import { crossingDay, type DailySpend, type Forecast, forecaster } from '../core/forecast.ts';
import { summarizeFreshness } from '../core/freshness.ts';
import { sum, ZERO } from '../core/money.ts';
import { addDays, contains, dayOf, daysOf, monthOf, monthRange } from '../core/periods.ts';
import type { Day, DayRange, Finding, Freshness, Money } from '../core/types.ts';
import type { AmountRow, SpendAnswer, SpendFilter, SpendGroup, SpendSum } from '../store/types.ts';
import type { Period } from '../ui/layout.tsx';
import type { ServerDeps } from './deps.ts';
import { before } from './frame.ts';

/** What a page of spend is drawn from, read in one go so that its figures belong together. */

/** Days that the forecast looks back. */
const HISTORY_DAYS = 43;

export interface SpendFacts {
  today: Day;
  range: DayRange;
  /** The period before, of the same kind. */
  past: DayRange;
  filter: SpendFilter;
  /** Days of the period, and those of them that have begun. */
  days: readonly Day[];
  begun: readonly Day[];
  /** The range is one calendar month, so that monthly budgets say something about it. */
  wholeMonth: boolean;
  /** It is the month that runs. */
  running: boolean;
  total: Money;
  billed: Money;
  earlier: Money;
  /** Sums by day, unowned spend included; label tells whether the bill counts. */
  byDay: ReadonlyMap<Day, SpendSum>;
  forecast: Forecast | null;
  unallocated: Money;
  groups: readonly GroupFacts[];
  byModelAndDay: SpendAnswer;
  /** Last day on which the bill counts for everything; null when on none. */
  billedThrough: Day | null;
  freshness: readonly Freshness[];
  usageUntil: string | null;
  stale: ReturnType<typeof summarizeFreshness>['stale'];
  findings: readonly Finding[];
  /** The ledger holds no spend at all. */
  nothingYet: boolean;
}
export interface GroupFacts {
  group: SpendGroup;
  answer: SpendAnswer;
  /** The period before, by key; null where nobody asks for it. */
  earlier: ReadonlyMap<string, Money> | null;
  /** Days by key, for trends and forecasts; null where nobody asks for it. */
  daily: ReadonlyMap<string, ReadonlyMap<Day, Money>> | null;
  /** Of each key, in the month that runs. */
  forecasts: ReadonlyMap<string, Forecast | null>;
}

export async function readSpend(
  deps: Pick<ServerDeps, 'store' | 'clock'>,
  period: Period,
  filter: SpendFilter,
  groups: readonly SpendGroup[],
): Promise<SpendFacts> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const range = { start: period.start, endExclusive: period.endExclusive };
  const past = before(period);
  const month = monthRange(monthOf(range.start));
  const wholeMonth = range.start === month.start && range.endExclusive === month.endExclusive;
  const running = wholeMonth && contains(month, today);
  const wide = spanning([
    range,
    past,
    { start: addDays(today, -HISTORY_DAYS), endExclusive: addDays(today, 1) },
  ]);
  const trend = running
    ? spanning([range, { start: addDays(today, -HISTORY_DAYS), endExclusive: range.endExclusive }])
    : range;
  const ask = (groupBy: readonly SpendGroup[], at: DayRange, unowned: 'apart' | 'among' = 'apart') => ({
    range: at,
    groupBy,
    basis: 'best' as const,
    filter,
    unowned,
  });
  const deep = groups.map((group) => group === 'costCenter' || group === 'user');
  const { answers, amounts } = await deps.store.spend.queryPage(
    [
      ask(['day'], wide, 'among'),
      ask(['model', 'day'], range, 'among'),
      ...groups.map((group) => ask([group], range)),
    ],
    groups.flatMap((group, i) => (deep[i] ? [ask([group], past), ask([group, 'day'], trend)] : [])),
  );
  const [everyDayAnswer, byModelAndDay, ...grouped] = answers as [SpendAnswer, SpendAnswer, ...SpendAnswer[]];
  const everyDay = new Map(everyDayAnswer.rows.map((row) => [row.keys[0] ?? '', row]));
  const next = amounts.values();
  const take = (): readonly AmountRow[] => next.next().value ?? [];
  const forecastOf = forecaster(today, monthOf(today));
  const facts = groups.map((group, i): GroupFacts => {
    const earlier = deep[i] ? new Map(take().map(({ keys, amount }) => [keys[0] ?? '', amount])) : null;
    const daily = deep[i] ? dailyByKey(take()) : null;
    const forecasts = new Map(
      running && daily ? [...daily].map(([key, days]) => [key, forecastOf(spendOf(days))] as const) : [],
    );
    return { group, answer: grouped[i] as SpendAnswer, earlier, daily, forecasts };
  });
  const amountIn = (at: DayRange, of: (row: SpendSum) => Money) =>
    sum([...everyDay].filter(([day]) => contains(at, day)).map(([, row]) => of(row)));
  const days = daysOf(range);
  const freshness = await deps.store.freshness.all();
  const summary = summarizeFreshness(freshness, now);
  const firstEstimate = [...everyDay].sort(([a], [b]) => (a < b ? -1 : 1)).find(([, row]) => !counts(row));
  return {
    today,
    range,
    past,
    filter,
    days,
    begun: days.filter((day) => day <= today),
    wholeMonth,
    running,
    total: amountIn(range, (row) => row.amount),
    billed: amountIn(range, (row) => row.billed),
    earlier: amountIn(past, (row) => row.amount),
    byDay: new Map([...everyDay].filter(([day]) => contains(range, day))),
    forecast: running ? forecastOf([...everyDay].map(([day, { amount }]) => ({ day, amount }))) : null,
    unallocated: sum(grouped[0]?.unallocated.map((one) => one.amount) ?? []),
    groups: facts,
    byModelAndDay,
    billedThrough: everyDay.size === 0 ? null : addDays(firstEstimate?.[0] ?? addDays(today, 1), -1),
    freshness,
    usageUntil: summary.estimatesUntil,
    stale: summary.stale,
    findings: await deps.store.spend.findings({ range }),
    nothingYet: (await deps.store.spend.range()) === null,
  };
}

/** Whether the bill, and no estimate, is what a sum consists of. */
export const counts = (row: Pick<SpendSum, 'label'>): boolean =>
  row.label === 'provisional' || row.label === 'final';

/** The forecast of one key of a group, and the day it reaches its budget. */
export function outlook(
  { running, today }: Pick<SpendFacts, 'running' | 'today'>,
  { daily, forecasts }: Pick<GroupFacts, 'daily' | 'forecasts'>,
  key: string,
  budget: Money | null,
): { forecast: Forecast | null; crosses: Day | null } {
  const days = daily?.get(key);
  if (!running || !days) return { forecast: null, crosses: null };
  const forecast = forecasts.get(key) ?? null;
  const crosses = budget === null ? null : crossingDay(spendOf(days), monthOf(today), forecast, budget);
  return { forecast, crosses };
}

const spendOf = (days: ReadonlyMap<Day, Money>): DailySpend[] =>
  [...days].map(([day, amount]) => ({ day, amount }));

function dailyByKey(rows: readonly AmountRow[]): Map<string, Map<Day, Money>> {
  const found = new Map<string, Map<Day, Money>>();
  for (const { keys, amount } of rows) {
    const [key = '', day = ''] = keys;
    const days = found.get(key) ?? new Map<Day, Money>();
    days.set(day, ((days.get(day) ?? ZERO) + amount) as Money);
    found.set(key, days);
  }
  return found;
}

function spanning(ranges: readonly DayRange[]): DayRange {
  return {
    start: ranges.map((range) => range.start).sort()[0] ?? '',
    endExclusive:
      ranges
        .map((range) => range.endExclusive)
        .sort()
        .at(-1) ?? '',
  };
}
