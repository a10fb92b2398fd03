import { type BudgetCalendar, type BudgetPeriod, periodOf } from './budgetPeriods.ts';
import type { Budget, BudgetChange, BudgetRecord, Raise } from './budgets.ts';
import { addDays, dayOf } from './periods.ts';
import type { Day, DayRange, Money } from './types.ts';

/**
 * The history of a budget: what was decided, from which UTC day on, and what holds on a day by it. Nothing is overwritten:
 * a change is put beside the others. Pure.
 */

type Step = Exclude<BudgetChange, Raise>;

/**
 * What holds from one day to the next change, in order of time. Of a day the change that was recorded last counts; a later
 * change that was planned stays, whatever is decided of the days before it.
 */
export function stepsOf({ changes }: Pick<BudgetRecord, 'changes'>): Step[] {
  const steps = changes.filter((one): one is Step => one.kind !== 'raise' && one.withdrawnAt === null);
  const order = (one: Step) => `${one.from} ${String(one.version).padStart(9, '0')} ${one.kind === 'end'}`;
  steps.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return steps.filter((one, i) => steps[i + 1]?.from !== one.from);
}

/** Days on which a raise counts; null: it was taken back before it began. */
export function daysOfRaise({ from, toExclusive, withdrawnAt }: Raise): DayRange | null {
  const end = withdrawnAt !== null && dayOf(withdrawnAt) < toExclusive ? dayOf(withdrawnAt) : toExclusive;
  return from < end ? { start: from, endExclusive: end } : null;
}

/** Raises that count on a day. */
export const raisesOn = ({ changes }: Pick<BudgetRecord, 'changes'>, day: Day): Raise[] =>
  changes.filter((one): one is Raise => {
    const days = one.kind === 'raise' ? daysOfRaise(one) : null;
    return days !== null && days.start <= day && day < days.endExclusive;
  });

/**
 * A budget as it holds in its own period around a day, as of that day: by the last day of the period, up to it, on which
 * it held. `unknown`: what held then is not known any more; null: none did.
 */
export function budgetOn(
  record: BudgetRecord,
  day: Day,
  calendar: BudgetCalendar,
): Budget | 'unknown' | null {
  const range = periodOf(record.period, day, calendar);
  const steps = stepsOf(record);
  const index = steps.findLastIndex(({ from }) => from <= day);
  const step = steps[index];
  if (step === undefined || (record.knownFrom !== null && day < record.knownFrom))
    return isUnknown(record, day) ? 'unknown' : null;
  if (step.kind === 'set') return budgetAt(record, steps, index, day, range);
  const before = steps[index - 1];
  const last = addDays(step.from, -1);
  // It ended; in a period that it did not reach it says nothing.
  if (before?.kind !== 'set' || last < range.start) return null;
  return { ...budgetAt(record, steps, index - 1, last, range), endedOn: step.from };
}

const isUnknown = ({ knownFrom, createdAt }: BudgetRecord, day: Day): boolean =>
  knownFrom !== null && day < knownFrom && day >= dayOf(createdAt);

function budgetAt(
  record: BudgetRecord,
  steps: readonly Step[],
  index: number,
  day: Day,
  range: DayRange,
): Budget {
  const { id, scope, period, narrowing, createdAt } = record;
  const step = steps[index] as Extract<Step, { kind: 'set' }>;
  const raises = raisesOn(record, day);
  const first = steps.findLastIndex((one, i) => i < index && one.kind === 'end') + 1;
  const until = steps.find((one, i) => i > index && one.kind === 'end')?.from ?? null;
  const latest = raises.reduce<BudgetChange>((a, b) => (b.version > a.version ? b : a), step);
  return {
    id,
    scope,
    period,
    narrowing,
    terms: step.terms,
    amount: raises.reduce((total, { extra }) => (total + extra) as Money, step.terms.amount),
    raises,
    version: latest.version,
    since: step.from,
    holdsFrom: steps[first]?.from ?? step.from,
    holdsUntil: until,
    endedOn: null,
    range,
    createdAt,
    updatedAt: latest.recordedAt,
  };
}

/** Days of its period that a budget counts: those on which it holds. A change of the amount interrupts nothing. */
export function countedDays({ range, holdsFrom, holdsUntil }: Budget): DayRange {
  return {
    start: holdsFrom > range.start ? holdsFrom : range.start,
    endExclusive: holdsUntil !== null && holdsUntil < range.endExclusive ? holdsUntil : range.endExclusive,
  };
}

/**
 * From which day on a budget begins that does not hold on a day: from the beginning of the period, so that it counts all of
 * it, or where it ended before within it.
 */
export function beginningOf(record: Pick<BudgetRecord, 'changes'>, range: DayRange, day: Day): Day {
  const last = stepsOf(record).findLast(({ from }) => from <= day);
  return last?.kind === 'end' && last.from > range.start ? last.from : range.start;
}

/** Changes that are decided and still to come. */
export const plannedAfter = ({ changes }: Pick<BudgetRecord, 'changes'>, today: Day): BudgetChange[] =>
  changes
    .filter(({ from, withdrawnAt }) => from > today && withdrawnAt === null)
    .sort((a, b) => (a.from === b.from ? a.version - b.version : a.from < b.from ? -1 : 1));

/** A period of a budget, for lists of its past. */
export interface BudgetOfPeriod {
  period: BudgetPeriod;
  range: DayRange;
  budget: Budget | 'unknown' | null;
}
