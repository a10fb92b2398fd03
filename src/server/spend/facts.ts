import type { SpendScope } from '../../core/access.ts';
import { billPhase } from '../../core/bestKnown.ts';
import { heldIn } from '../../core/budgets.ts';
import {
  crossingDay,
  type DailySpend,
  type Forecast,
  forecaster,
  HISTORY_DAYS,
} from '../../core/forecast.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { sum, ZERO } from '../../core/money.ts';
import {
  addDays,
  contains,
  dayOf,
  daysOf,
  monthOf,
  monthRange,
  sameDaysOfMonthBefore,
} from '../../core/periods.ts';
import type { AmountRow, SpendAnswer, SpendFilter, SpendGroup, SpendSum } from '../../core/questions.ts';
import type { Budget, Day, DayRange, Finding, Freshness, Money } from '../../core/types.ts';
import type { Period } from '../../ui/layout.tsx';
import type { ServerDeps } from '../deps.ts';
import { before } from '../http/frame.ts';

/** What a page of spend is drawn from, read in one go so that its figures belong together. */

/** What is known of spend even where nobody owns it: its tables need no row for that. */
const KNOWN_WITHOUT_OWNER: ReadonlySet<SpendGroup> = new Set(['model', 'tokenKind', 'account', 'day']);

export interface SpendFacts {
  today: Day;
  range: DayRange;
  /** What the period is compared with: the one before, of the same kind; of the running month its same days. */
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
  /** Spend of the days on which the bill counts for everything. */
  billed: Money;
  /** Spend of `past`; null where the ledger begins later, so that there is nothing to compare with. */
  earlier: Money | null;
  /** Days that have begun; `billed`: the bill counts for everything. */
  points: readonly { day: Day; amount: Money; billed: boolean }[];
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
  /** First to last day of which the ledger holds spend; null when it holds none at all. */
  ledger: DayRange | null;
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
  scope: SpendScope,
): Promise<SpendFacts> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const range = { start: period.start, endExclusive: period.endExclusive };
  const month = monthRange(monthOf(range.start));
  const wholeMonth = range.start === month.start && range.endExclusive === month.endExclusive;
  const running = wholeMonth && contains(month, today);
  const past = running ? sameDaysOfMonthBefore(today) : before(period);
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
    scope,
    unowned,
  });
  const deep = groups.map((group) => group === 'costCenter' || group === 'user');
  const { answers, amounts } = await deps.store.spend.queryPage(
    [
      ask(['day'], wide, 'among'),
      ask(['model', 'day'], range, 'among'),
      ask(['costCenter'], range),
      ...groups.map((group) => ask([group], range, KNOWN_WITHOUT_OWNER.has(group) ? 'among' : 'apart')),
    ],
    groups.flatMap((group, i) => (deep[i] ? [ask([group], past), ask([group, 'day'], trend)] : [])),
  );
  const [everyDayAnswer, byModelAndDay, byOwner, ...grouped] = answers as [
    SpendAnswer,
    SpendAnswer,
    SpendAnswer,
    ...SpendAnswer[],
  ];
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
  const amountIn = (at: DayRange) =>
    sum([...everyDay].filter(([day]) => contains(at, day)).map(([, row]) => row.amount));
  const days = daysOf(range);
  const freshness = await deps.store.freshness.all();
  const summary = summarizeFreshness(freshness, now);
  const ledger = await deps.store.spend.range();
  const begun = days.filter((day) => day <= today);
  const points = begun.map((day) => {
    const row = everyDay.get(day);
    return { day, amount: row?.amount ?? ZERO, billed: isBilled(day, row, now) };
  });
  return {
    today,
    range,
    past,
    filter,
    days,
    begun,
    wholeMonth,
    running,
    total: amountIn(range),
    billed: sum(points.filter((point) => point.billed).map((point) => point.amount)),
    earlier: ledger !== null && ledger.start <= past.start ? amountIn(past) : null,
    points,
    byDay: new Map([...everyDay].filter(([day]) => contains(range, day))),
    forecast: running ? forecastOf([...everyDay].map(([day, { amount }]) => ({ day, amount }))) : null,
    unallocated: sum(byOwner.unallocated.map((one) => one.amount)),
    groups: facts,
    byModelAndDay,
    billedThrough: lastBilled(everyDay, ledger, now),
    freshness,
    usageUntil: summary.estimatesUntil,
    stale: summary.stale,
    // What is odd about the bill is nobody's in particular.
    findings: scope === 'all' ? await deps.store.spend.findings({ range }) : [],
    ledger,
  };
}

/** Whether the bill, and no estimate, is what a sum consists of. */
export const counts = (row: Pick<SpendSum, 'label'>): boolean =>
  row.label === 'provisional' || row.label === 'final';

/** Whether the bill, and no estimate, is all of a day: never before AWS had its time to bill it. */
function isBilled(day: Day, row: SpendSum | undefined, now: number): boolean {
  if (billPhase(day, now) === 0) return false;
  return row === undefined || counts(row);
}

/** The day up to which every day is billed; null when none is. */
function lastBilled(byDay: ReadonlyMap<Day, SpendSum>, ledger: DayRange | null, now: number): Day | null {
  if (ledger === null || byDay.size === 0) return null;
  let last = dayOf(now);
  while (billPhase(last, now) === 0) last = addDays(last, -1);
  for (const [day, row] of byDay) if (day <= last && !isBilled(day, row, now)) last = addDays(day, -1);
  return last < ledger.start ? null : last;
}

/** A monthly budget where it says something about the period: a whole month, in which it held. */
export const budgetIn = (
  { wholeMonth, range }: Pick<SpendFacts, 'wholeMonth' | 'range'>,
  budget: Budget | null,
): Budget | null => (wholeMonth && budget !== null && heldIn(monthOf(range.start), budget) ? budget : null);

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
