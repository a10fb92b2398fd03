import { budgetThing } from '../../core/access.ts';
import { budgetOn, holdsFrom, isReplaced, plannedAfter, stepsOf } from '../../core/budgetChanges.ts';
import { canWithdraw } from '../../core/budgetDeeds.ts';
import { type BudgetPeriod, periodBefore, periodOf } from '../../core/budgetPeriods.ts';
import { type Budget, type BudgetChange, type BudgetRecord, isDefault, ownWhom } from '../../core/budgets.ts';
import { addDays, contains, dayOf, lastDayOf } from '../../core/periods.ts';
import type { Day, DayRange, Money } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, mustBeAllowed, mustChangeAny, NotThere } from '../asking.ts';
import { NO_STOPS, type StopsSeen, stopsSeen } from '../stop/seen.ts';
import { costCentersOf } from '../visible.ts';
import { type BudgetStanding, standingsOf } from './standings.ts';

/** One budget with all that was ever decided of it, and what held in each of its periods. */

export interface PeriodOfBudget {
  range: DayRange;
  running: boolean;
  /** As of its last day; of the running one today. */
  budget: Budget | 'unknown' | null;
  /** null: of a default, which is held against each by themselves, and where nothing is known of what held. */
  standing: BudgetStanding | null;
}
/** What a period of it is held to, from one day to another. */
export interface AmountStep {
  from: Day;
  toExclusive: Day;
  /** With the raises of those days; null: nothing held, or it is not known. */
  amount: Money | null;
  unknown: boolean;
}
export interface ChangeOfBudget {
  change: BudgetChange;
  canWithdraw: boolean;
  isPlanned: boolean;
  /** What was decided later leaves it no day on which it holds. */
  isReplaced: boolean;
}
export interface BudgetHistory {
  record: BudgetRecord;
  today: Day;
  mayChange: boolean;
  /** By version, the latest first. */
  changes: readonly ChangeOfBudget[];
  planned: readonly BudgetChange[];
  /** The latest first: the running one, where something holds or held in it. */
  periods: readonly PeriodOfBudget[];
  steps: readonly AmountStep[];
  /** What it stops of whom it is for, or of whoever asks. */
  stops: StopsSeen;
}

/** Periods that are looked back over at most. */
const MOST: Readonly<Record<BudgetPeriod, number>> = { day: 21, week: 26, month: 24, quarter: 12, year: 6 };

/** @throws NotThere where there is none, or none that whoever asks may see */
export const readHistory = (asking: Asking, id: string): Promise<BudgetHistory> =>
  inOneReading(asking, async (inside) => {
    const record = await visibleRecord(inside, id);
    const today = dayOf(inside.now);
    const periods = periodsOf(inside, record, today);
    const held = periods.flatMap(({ budget }) => (budget === null || budget === 'unknown' ? [] : [budget]));
    const standings = new Map((await standingsOf(inside, held)).map((one) => [one.budget.range.start, one]));
    return {
      record,
      today,
      mayChange: mayDo(inside, 'change', budgetThing(record, await costCentersOf(inside))),
      changes: record.changes
        .map((change) => ({
          change,
          canWithdraw: canWithdraw(change, today),
          isPlanned: change.withdrawnAt === null && change.from > today,
          isReplaced: isReplaced(record, change),
        }))
        .reverse(),
      planned: plannedAfter(record, today),
      periods: periods.map((one) => ({ ...one, standing: standings.get(one.range.start) ?? null })),
      steps: amountSteps(record, today),
      stops: await stopsOf(inside, record, [...standings.values()]),
    };
  });

async function stopsOf(
  asking: Asking,
  { id, scope }: BudgetRecord,
  all: readonly BudgetStanding[],
): Promise<StopsSeen> {
  const { email } = asking.viewer;
  const whom = isDefault(scope) ? { kind: 'user' as const, key: email } : ownWhom({ scope });
  if (whom === null || (whom.key === '' && whom.kind === 'user')) return NO_STOPS;
  const today = dayOf(asking.now);
  const running = all.flatMap(({ budget, standing, ...one }) =>
    standing !== null && one.whom !== null && budget.endedOn === null && contains(budget.range, today)
      ? { budget, standing, whom: one.whom }
      : [],
  );
  const seen = await stopsSeen(asking, whom, running);
  return { ...seen, stops: seen.stops.filter(({ budgetId }) => budgetId === id) };
}

/**
 * The same for whoever is about to change it.
 * @param alive only one that holds, or is to
 * @throws NotThere, Forbidden
 */
export const historyToChange = (asking: Asking, id: string, alive = false): Promise<BudgetHistory> =>
  inOneReading(asking, async (inside) => {
    const record = await visibleRecord(inside, id);
    mustBeAllowed(inside, 'change', budgetThing(record, await costCentersOf(inside)));
    if (alive && !holdsFrom(record, dayOf(inside.now))) throw new NotThere('budget');
    return readHistory(inside, id);
  });

async function visibleRecord(asking: Asking, id: string): Promise<BudgetRecord> {
  const record = await asking.store.budgets.record(id);
  if (record === null || !mayDo(asking, 'see', budgetThing(record, await costCentersOf(asking))))
    throw new NotThere('budget');
  return record;
}

/**
 * Whose budget a name is that was typed, as `slotName` writes it; null: nobody's that whoever asks may see.
 * @throws Forbidden where it is asked for to change it, by somebody who may change none
 */
export const findBudget = (
  asking: Asking,
  name: string,
  nameOf: (record: BudgetRecord) => string,
  toChange = false,
): Promise<string | null> =>
  inOneReading(asking, async (inside) => {
    if (toChange) mustChangeAny(inside, 'budget');
    const costCenterOf = await costCentersOf(inside);
    const records = await inside.store.budgets.records();
    const found = records.find((one) => one.id === name || nameOf(one) === name);
    return found !== undefined && mayDo(inside, 'see', budgetThing(found, costCenterOf)) ? found.id : null;
  });

function periodsOf(
  { settings }: Asking,
  record: BudgetRecord,
  today: Day,
): Omit<PeriodOfBudget, 'standing'>[] {
  const { calendar } = settings.budgets;
  const first = firstDayOf(record);
  const found: Omit<PeriodOfBudget, 'standing'>[] = [];
  let range = periodOf(record.period, today, calendar);
  while (found.length < MOST[record.period] && range.endExclusive > first) {
    const running = range.endExclusive > today;
    found.push({ range, running, budget: budgetOn(record, lastDayOf(range, today), calendar) });
    range = periodBefore(record.period, range.start, calendar);
  }
  return found;
}

/** The first day of which anything is said. */
const firstDayOf = (record: BudgetRecord): Day =>
  [dayOf(record.createdAt), ...stepsOf(record).map(({ from }) => from)].sort()[0] ?? dayOf(record.createdAt);

/** What a period is held to over time, planned changes and raises among it; by single days, so that raises are seen. */
function amountSteps(record: BudgetRecord, today: Day): AmountStep[] {
  const raises = record.changes.flatMap((one) =>
    one.kind === 'raise'
      ? [one.from, one.toExclusive, ...(one.withdrawnAt === null ? [] : [dayOf(one.withdrawnAt)])]
      : [],
  );
  const marks = [
    firstDayOf(record),
    record.knownFrom ?? '',
    ...stepsOf(record).map(({ from }) => from),
    ...raises,
  ];
  const last = [today, ...marks].sort().at(-1) ?? today;
  const days = [...new Set([...marks, addDays(today, 1), addDays(last, 31)])]
    .filter((one) => one !== '')
    .sort();
  // By periods of a day, what held on it is what holds on it and nothing else.
  const daily: BudgetRecord = { ...record, period: 'day' };
  return days.slice(0, -1).map((from, i) => {
    const held = budgetOn(daily, from, { weekStart: 1, fiscalYearStart: 1 });
    const unknown = held === 'unknown';
    return {
      from,
      toExclusive: days[i + 1] ?? from,
      amount: held === null || held === 'unknown' || held.endedOn !== null ? null : held.amount,
      unknown,
    };
  });
}
