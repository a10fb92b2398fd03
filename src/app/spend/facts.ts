import type { SpendScope } from '../../core/access.ts';
import { billPhase, isBilledSum } from '../../core/bestKnown.ts';
import type { Budget } from '../../core/budgets.ts';
import { type DailySpend, type Forecast, forecaster, HISTORY_DAYS } from '../../core/forecast.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { sum, ZERO } from '../../core/money.ts';
import {
  addDays,
  contains,
  dayOf,
  daysBetween,
  daysOf,
  monthOf,
  monthRange,
  previousMonth,
  sameDaysOfMonthBefore,
  spanning,
} from '../../core/periods.ts';
import type { AmountRow, SpendAnswer, SpendFilter, SpendGroup, SpendSum } from '../../core/questions.ts';
import { KNOWN_WITHOUT_OWNER } from '../../core/questions.ts';
import {
  countedAmount,
  isWholeMonth,
  type Known,
  type KnownDay,
  limitIn,
  type Standing,
  staleSince,
  standing,
} from '../../core/standing.ts';
import type { Day, DayRange, Finding, Freshness, Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import type { HeldBudget } from '../visible.ts';
import { type DaysByKey, daysByKey, knownOf, wholeDays } from './days.ts';

/** What is known of some spend in a period: what its pages and API answers are drawn from, read in one go. */

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
  /** What the page or answer is of; of a person's budget all of theirs counts, be it on the page or not. */
  total: Money;
  /** Against the budget that the question names. */
  standing: Standing;
  /** Spend of the days on which the bill counts for everything. */
  billed: Money;
  /** Spend of `past`; null where the ledger begins later, so that there is nothing to compare with. */
  earlier: Money | null;
  /** Days that have begun; `billed`: the bill counts for everything; `counted`: with what counts without a price. */
  points: readonly { day: Day; amount: Money; counted: Money; billed: boolean }[];
  /** Sums by day, unowned spend included; label tells whether the bill counts. */
  byDay: ReadonlyMap<Day, SpendSum>;
  unallocated: Money;
  groups: readonly GroupFacts[];
  byModelAndDay: SpendAnswer;
  /** Last day on which the bill counts for everything; null when on none. */
  billedThrough: Day | null;
  freshness: readonly Freshness[];
  usageUntil: string | null;
  stale: ReturnType<typeof summarizeFreshness>['stale'];
  /** null where they are not kept of all these days. */
  findings: readonly Finding[] | null;
  /** First to last day of which the ledger holds spend; null when it holds none at all. */
  ledger: DayRange | null;
}
export interface GroupFacts {
  group: SpendGroup;
  answer: SpendAnswer;
  /** The period before, by key; null where nobody asks for it. */
  earlier: ReadonlyMap<string, Money> | null;
  /** Days by key, for trends; null where nobody asks for it. */
  daily: DaysByKey | null;
  /** Where each key stands, whether it has a row or not; of people and cost centers. */
  standingOf(key: string): Standing;
}

interface SpendQuestion {
  range: DayRange;
  filter: SpendFilter;
  groups: readonly SpendGroup[];
  scope: SpendScope;
  held: HeldBudget;
  /** The budget of all of it; null: it has none. */
  budget: Budget | null;
}

/** Reads it. To be called within one reading, so that its figures belong together. */
export async function readFacts(asking: Asking, question: SpendQuestion): Promise<SpendFacts> {
  const { store, now } = asking;
  const { range, filter, scope } = question;
  const today = dayOf(now);
  const wholeMonth = isWholeMonth(range);
  const running = wholeMonth && contains(range, today);
  const past = running ? sameDaysOfMonthBefore(today) : before(range);
  const asked = questionsOf(question, { today, past, running });
  const { answers, amounts } = await store.spend.queryPage(asked.answers, asked.amounts);
  const wholes = await wholeDays(asking, asked.trend, partlyShown(question, answers));
  const freshness = await store.freshness.all();
  const ledger = await store.spend.range();
  // What is odd about the bill is nobody's in particular.
  const areKept = range.start >= (await store.retention.kept()).spend;
  const findings = !areKept ? null : scope === 'all' ? await store.spend.findings({ range }) : [];
  const [everyDayAnswer, byModelAndDay, byOwner, ...grouped] = answers as [
    SpendAnswer,
    SpendAnswer,
    SpendAnswer,
    ...SpendAnswer[],
  ];
  const summary = summarizeFreshness(freshness, now);
  const stand = standingIn(asking, { range, today, running, staleSince: staleSince(summary) });
  const everyDay = new Map(everyDayAnswer.rows.map((row) => [row.keys[0] ?? '', row]));
  const amountIn = (at: DayRange) =>
    sum([...everyDay].filter(([day]) => contains(at, day)).map(([, row]) => row.amount));
  const days = daysOf(range);
  const begun = days.filter((day) => day <= today);
  const points = begun.map((day) => {
    const row = everyDay.get(day);
    const known = row ?? { amount: ZERO, unpricedTokens: 0n };
    return { day, amount: known.amount, counted: stand.countedOf(known), billed: isBilled(day, row, now) };
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
    standing: stand.of(wholes.get(personOf(question) ?? '') ?? everyDay, question.budget),
    billed: sum(points.filter((point) => point.billed).map((point) => point.amount)),
    earlier: ledger !== null && ledger.start <= past.start ? amountIn(past) : null,
    points,
    byDay: new Map([...everyDay].filter(([day]) => contains(range, day))),
    unallocated: sum(byOwner.unallocated.map((one) => one.amount)),
    groups: groupFacts(question, grouped, amounts, wholes, stand.of),
    byModelAndDay,
    billedThrough: lastBilled(everyDay, ledger, now),
    freshness,
    usageUntil: summary.estimatesUntil,
    stale: summary.stale,
    findings,
    ledger,
  };
}

const isDeep = (group: SpendGroup): group is 'costCenter' | 'user' =>
  group === 'costCenter' || group === 'user';

/** What is asked of the ledger: answers, and further questions of which only the amounts are wanted. */
function questionsOf(
  { range, filter, groups, scope }: SpendQuestion,
  { today, past, running }: { today: Day; past: DayRange; running: boolean },
) {
  const recent = { start: addDays(today, -HISTORY_DAYS), endExclusive: addDays(today, 1) };
  const wide = spanning([range, past, recent]);
  const trend = running ? spanning([range, { ...recent, endExclusive: range.endExclusive }]) : range;
  const ask = (groupBy: readonly SpendGroup[], at: DayRange, unowned: 'apart' | 'among' = 'apart') => ({
    range: at,
    groupBy,
    basis: 'best' as const,
    filter,
    scope,
    unowned,
  });
  return {
    trend,
    answers: [
      ask(['day'], wide, 'among'),
      ask(['model', 'day'], range, 'among'),
      ask(['costCenter'], range),
      ...groups.map((group) => ask([group], range, KNOWN_WITHOUT_OWNER.has(group) ? 'among' : 'apart')),
    ],
    amounts: groups.filter(isDeep).flatMap((group) => [ask([group], past), ask([group, 'day'], trend)]),
  };
}

/** Whom a page or answer is about, where that is one person with a budget: all that they spent is held against it. */
const personOf = ({ filter, budget }: SpendQuestion): string | null =>
  budget !== null && filter.user?.length === 1 ? (filter.user[0] ?? null) : null;

/** People with a budget of whom only a part is on the page. */
function partlyShown(question: SpendQuestion, answers: readonly SpendAnswer[]): string[] {
  const { range, filter, groups, scope, held } = question;
  const at = groups.indexOf('user');
  const rows = at >= 0 && budgetsSay('user', filter) ? (answers[FIRST_GROUP + at]?.rows ?? []) : [];
  const isPart = (key: string) =>
    filter.costCenter !== undefined || !(scope === 'all' || scope.users.includes(key));
  return [personOf(question) ?? '', ...rows.map(({ keys }) => keys[0] ?? '')].filter(
    (key) => key !== '' && isPart(key) && limitIn(range, held('user', key)) !== null,
  );
}
/** Answers before those of the groups. */
const FIRST_GROUP = 3;

type StandingOf = (days: ReadonlyMap<Day, Known>, budget: Budget | null) => Standing;

/** The one rule, asked with what is the same for everybody on a page. */
function standingIn(
  { settings }: Asking,
  same: { range: DayRange; today: Day; running: boolean; staleSince: string | null },
): { of: StandingOf; countedOf: (known: Known) => Money } {
  const { range, today, running } = same;
  const forecastOf: ((days: readonly DailySpend[]) => Forecast | null) | null = running
    ? forecaster(today, monthOf(today))
    : null;
  const cautiousRate = settings.cautiousRatePerMillion;
  return {
    countedOf: (known) => countedAmount(known, cautiousRate),
    of: (byDay, budget) => {
      const days = [...byDay].map(
        ([day, { amount, unpricedTokens }]): KnownDay => ({ day, amount, unpricedTokens }),
      );
      const known = knownOf(days.filter(({ day }) => contains(range, day)));
      return standing({
        range,
        known,
        days,
        limit: limitIn(range, budget),
        cautiousRate,
        forecastOf,
        staleSince: same.staleSince,
      });
    },
  };
}

function groupFacts(
  { groups, filter, held }: SpendQuestion,
  grouped: readonly SpendAnswer[],
  amounts: readonly AmountRow[][],
  wholes: DaysByKey,
  standingOf: StandingOf,
): GroupFacts[] {
  const further = new Map(groups.filter(isDeep).map((group, i) => [group, amounts.slice(2 * i, 2 * i + 2)]));
  return groups.map((group, i) => {
    const deep = isDeep(group);
    const [past = [], trend = []] = deep ? (further.get(group) ?? []) : [];
    const earlier = deep ? new Map(past.map(({ keys, amount }) => [keys[0] ?? '', amount])) : null;
    const daily = deep ? daysByKey(trend) : null;
    const told = new Map<string, Standing>();
    const says = deep && budgetsSay(group, filter);
    const budgetOf = (key: string) => (says ? held(group, key) : null);
    const daysOf = (key: string) =>
      (group === 'user' ? wholes.get(key) : undefined) ?? daily?.get(key) ?? NOTHING;
    return {
      group,
      answer: grouped[i] as SpendAnswer,
      earlier,
      daily,
      standingOf: (key) => {
        const known = told.get(key) ?? standingOf(daysOf(key), budgetOf(key));
        told.set(key, known);
        return known;
      },
    };
  });
}
const NOTHING: ReadonlyMap<Day, Known> = new Map();

/**
 * Whether budgets say something about rows: a cost center's says nothing about one team's part of it. Of people all that
 * they spent is held against theirs, wherever they are listed.
 */
export const budgetsSay = (group: SpendGroup, { user, model }: SpendFilter): boolean =>
  model === undefined && (group === 'user' ? user?.length !== 1 : user === undefined);

/** Whether the bill, and no estimate, is all of a day: never before AWS had its time to bill it. */
function isBilled(day: Day, row: SpendSum | undefined, now: number): boolean {
  if (billPhase(day, now) === 0) return false;
  return row === undefined || isBilledSum(row);
}

/** The day up to which every day is billed; null when none is. */
function lastBilled(byDay: ReadonlyMap<Day, SpendSum>, ledger: DayRange | null, now: number): Day | null {
  if (ledger === null || byDay.size === 0) return null;
  let last = dayOf(now);
  while (billPhase(last, now) === 0) last = addDays(last, -1);
  for (const [day, row] of byDay) if (day <= last && !isBilled(day, row, now)) last = addDays(day, -1);
  return last < ledger.start ? null : last;
}

/** The period before, of the same kind: the month before, or as many days. */
function before(range: DayRange): DayRange {
  if (isWholeMonth(range)) return monthRange(previousMonth(monthOf(range.start)));
  const days = daysBetween(range.start, range.endExclusive);
  return { start: addDays(range.start, -days), endExclusive: range.start };
}
