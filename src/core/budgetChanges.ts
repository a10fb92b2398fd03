import { type BudgetCalendar, type BudgetPeriod, periodOf } from './budgetPeriods.ts';
import { type Budget, type BudgetChange, type BudgetRecord, plainTerms, type Raise } from './budgets.ts';
import { ZERO } from './money.ts';
import { addDays, dayOf } from './periods.ts';
import type { Day, DayRange, Money } from './types.ts';

/**
 * The history of a budget: what was decided, from which UTC day on, and what holds on a day by it. Nothing is overwritten:
 * a change is put beside the others. Pure.
 */

type Step = Exclude<BudgetChange, Raise>;

/**
 * What holds from one day to the next change, in order of time. A change counts from its day on, over whatever had begun
 * to hold by then when it was decided; what was planned for later stays, whatever is decided of the days before it.
 */
export function stepsOf({ changes }: Pick<BudgetRecord, 'changes'>): readonly Step[] {
  const known = STEPS.get(changes);
  if (known !== undefined) return known;
  const steps = workedOut(changes);
  STEPS.set(changes, steps);
  return steps;
}
/** Each period and each change of a page asks for them: worked out once of the same changes, which nobody alters. */
const STEPS = new WeakMap<BudgetRecord['changes'], readonly Step[]>();

function workedOut(changes: BudgetRecord['changes']): Step[] {
  const decided = changes.filter((one): one is Step => one.kind !== 'raise' && one.withdrawnAt === null);
  decided.sort((a, b) => (isLater(a, b) ? 1 : -1));
  // From the last decision to the first: each leaves those before it no days from its own up to when it was decided.
  const standing: Step[] = [];
  const taken: { from: Day; to: Day }[] = [];
  for (const one of decided.reverse()) {
    if (taken.some(({ from, to }) => one.from >= from && one.from <= to)) continue;
    standing.push(one);
    taken.push({ from: one.from, to: reachOf(one) });
  }
  standing.sort((a, b) => (a.from < b.from ? -1 : 1));
  // Where nothing holds, nothing ends.
  return standing.filter((one, i) => one.kind === 'set' || standing[i - 1]?.kind === 'set');
}

/** An end that was before ends had numbers of their own has that of what it ended. */
const isLater = (a: Step, b: Step): boolean =>
  a.version === b.version ? a.kind === 'end' : a.version > b.version;
const reachOf = ({ from, recordedAt }: Step): Day => (dayOf(recordedAt) > from ? dayOf(recordedAt) : from);

/** What of amounts holds on a day; null: nothing. */
export function holdingOn(record: Pick<BudgetRecord, 'changes'>, day: Day): Held | null {
  const step = stepsOf(record).findLast(({ from }) => from <= day);
  return step?.kind === 'set' ? step : null;
}
type Held = Extract<Step, { kind: 'set' }>;

/** What holds on the days from one to another, each as often as it changes; null among them: nothing does. */
export function heldBetween(record: Pick<BudgetRecord, 'changes'>, from: Day, to: Day): (Held | null)[] {
  const later = stepsOf(record).filter((one) => one.from > from && one.from <= to);
  return [holdingOn(record, from), ...later.map((one) => (one.kind === 'set' ? one : null))];
}

/** Whether it holds on a day, or is to later. */
export const holdsFrom = (record: Pick<BudgetRecord, 'changes'>, day: Day): boolean =>
  holdingOn(record, day) !== null || stepsOf(record).some(({ kind, from }) => kind === 'set' && from > day);

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
  return budgetIn(record, day, periodOf(record.period, day, calendar));
}

/** The same of thousands, without those of which nothing held or is known: their periods are few. */
export function budgetsOn(records: readonly BudgetRecord[], day: Day, calendar: BudgetCalendar): Budget[] {
  const ranges = new Map<BudgetPeriod, DayRange>();
  return records.flatMap((record) => {
    const range = ranges.get(record.period) ?? periodOf(record.period, day, calendar);
    ranges.set(record.period, range);
    const held = budgetIn(record, day, range);
    return held === null || held === 'unknown' ? [] : held;
  });
}

function budgetIn(record: BudgetRecord, day: Day, range: DayRange): Budget | 'unknown' | null {
  if (record.knownFrom !== null && day < record.knownFrom)
    return day < dayOf(record.createdAt) ? null : 'unknown';
  const steps = stepsOf(record);
  const index = steps.findLastIndex(({ from }) => from <= day);
  const step = steps[index];
  if (step?.kind === 'set') return budgetAt(record, steps, index, day, range);
  const before = steps[index - 1];
  const last = step === undefined ? null : addDays(step.from, -1);
  // It ended; in a period that it did not reach it says nothing.
  if (step === undefined || before?.kind !== 'set' || last === null || last < range.start)
    return isDark(record, range) ? 'unknown' : null;
  return { ...budgetAt(record, steps, index - 1, last, range), endedOn: step.from };
}

/** Whether it may have held on days of a period of which it is not known. */
const isDark = ({ knownFrom }: BudgetRecord, { start }: DayRange): boolean =>
  knownFrom !== null && start < knownFrom;

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

/**
 * Stands where it is not known what held in the period around a day; null: it is known. Where it is known that nothing holds
 * on the day itself, it stands behind whatever does.
 */
export function unknownOn(record: BudgetRecord, day: Day, calendar: BudgetCalendar): Budget | null {
  if (budgetOn(record, day, calendar) !== 'unknown') return null;
  const { id, scope, period, narrowing, createdAt, knownFrom } = record;
  const range = periodOf(period, day, calendar);
  return {
    id,
    scope,
    period,
    narrowing,
    terms: plainTerms(ZERO),
    amount: ZERO,
    raises: [],
    version: 0,
    since: range.start,
    holdsFrom: range.start,
    holdsUntil: null,
    endedOn: knownFrom !== null && knownFrom <= day ? knownFrom : null,
    unknown: true,
    range,
    createdAt,
    updatedAt: createdAt,
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

/** Whether what was decided later leaves a change no day on which it holds. One that was taken back is none of these. */
export const isReplaced = (record: Pick<BudgetRecord, 'changes'>, change: BudgetChange): boolean =>
  change.kind !== 'raise' && change.withdrawnAt === null && !stepsOf(record).includes(change);

/** What is decided and still to come: changes that will hold by what is decided today, and raises. */
export function plannedAfter(record: Pick<BudgetRecord, 'changes'>, today: Day): BudgetChange[] {
  const raises = record.changes.filter((one) => one.kind === 'raise' && one.withdrawnAt === null);
  return [...stepsOf(record), ...raises]
    .filter(({ from }) => from > today)
    .sort((a, b) => (a.from === b.from ? a.version - b.version : a.from < b.from ? -1 : 1));
}

/** The same as it looked on a day: of a past one, what was decided since is none of it. */
export function plannedOn({ changes }: Pick<BudgetRecord, 'changes'>, day: Day, today: Day): BudgetChange[] {
  const known = day < today ? changes.filter(({ recordedAt }) => dayOf(recordedAt) <= day) : changes;
  return plannedAfter({ changes: known }, day);
}

/** A period of a budget, for lists of its past. */
export interface BudgetOfPeriod {
  period: BudgetPeriod;
  range: DayRange;
  budget: Budget | 'unknown' | null;
}
