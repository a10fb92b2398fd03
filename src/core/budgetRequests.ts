import type { Viewer } from './access.ts';
import type { BudgetRequest } from './approvals.ts';
import { stepsOf } from './budgetChanges.ts';
import { type BudgetCalendar, type BudgetPeriod, periodAfter, periodOf } from './budgetPeriods.ts';
import {
  type Belonging,
  type Budget,
  type BudgetChange,
  type BudgetRecord,
  type BudgetSlot,
  type BudgetTerms,
  budgetsHeld,
} from './budgets.ts';
import type { BudgetWish } from './budgetWish.ts';
import { formatExact, larger, money, sum, ZERO } from './money.ts';
import { narrowingText } from './narrowing.ts';
import { addDays } from './periods.ts';
import type { Day, Money } from './types.ts';

/** Asking for more than a budget gives, for a time: who may grant how much, and what comes of it. Pure. */

export const slotText = ({ period, narrowing }: Pick<BudgetSlot, 'period' | 'narrowing'>): string =>
  `${period} ${narrowingText(narrowing)}`.trim();

/** Until when more is wanted: to the end of the running period, of the next one, or to a last day. */
export const UNTIL = ['period', 'next', 'day'] as const;
export type Until = (typeof UNTIL)[number];
/** Nobody is granted more for longer: what is wanted for good is another budget. */
export const MOST_DAYS = 366;

/** The first day on which it counts no more. @param lastDay where a day was named */
export function untilOf(
  until: Until,
  lastDay: Day,
  period: BudgetPeriod,
  today: Day,
  calendar: BudgetCalendar,
): Day {
  if (until === 'day') return addDays(lastDay, 1);
  const range = until === 'period' ? periodOf(period, today, calendar) : periodAfter(period, today, calendar);
  return range.endExclusive;
}

/** Each budget that a person is held to on a day, by period and narrowing the one that holds. */
export function budgetsOf(
  user: string,
  budgets: readonly Budget[],
  belonging: Belonging | null,
): readonly Budget[] {
  const bySlot = Map.groupBy(
    budgets.filter(({ endedOn }) => endedOn === null),
    slotText,
  );
  return [...bySlot.values()].flatMap((some) => {
    const range = some[0]?.range;
    if (range === undefined) return [];
    // The rule is of all spend; within one narrowing it is the same.
    const plain = some.map((one) => ({ ...one, narrowing: null }));
    const found = budgetsHeld(plain, range, () => belonging)('user', user);
    return some.filter(({ id }) => id === found?.id);
  });
}

/** Administrators grant what they want; whoever else answers goes no further than the ceiling. */
export const isUnderCeiling = ({ roles }: Pick<Viewer, 'roles'>): boolean => !roles.has('administrator');

/**
 * How much more owners and managers may grant in a period of a budget, together.
 * @param requests of the person, for this budget
 * @param start the first day of the running period: what was granted until then counts no more
 */
export function leftToGrant(ceiling: Money, requests: readonly BudgetRequest[], start: Day): Money {
  const granted = requests.flatMap(({ state, wanted: { granted: one } }) =>
    state === 'made' && one?.underCeiling === true && one.until > start ? [money(one.extra)] : [],
  );
  return larger(ZERO, (ceiling - sum(granted)) as Money);
}

/** What holds for somebody from a day on, of their own, with the end of it on the last of them; as the store takes it. */
export interface OwnSet {
  do: 'set';
  slot: BudgetSlot;
  terms: BudgetTerms;
  from: Day;
  until: Day | null;
}

/** A person who is held to a default is to have more for a time. */
interface Lending {
  user: string;
  /** The default, as it holds from `begin` on, with all that was decided of it. */
  budget: Budget;
  of: BudgetRecord;
  /** Of the person's own of that period and narrowing; null: they never had one. */
  own: BudgetRecord | null;
  /** From then on they are to have one of their own: the beginning of the running period, or a coming day. */
  begin: Day;
  today: Day;
  until: Day;
  calendar: BudgetCalendar;
}

/**
 * A budget of their own with the terms of a default, on which a raise can be put: to the end of the period in which the raise
 * ends, so that the default does not begin anew in its midst. A budget counts the days on which it holds: where theirs ended
 * within the running period it holds on from there, as the default counts all of it. What is planned of the default comes for them as well, and
 * what was planned for them comes as it was planned. `ownUntil`: when it ends.
 */
export function ownInstead({ user, budget, of, own, today, begin, until, calendar }: Lending): {
  deeds: readonly OwnSet[];
  ownUntil: Day | null;
} {
  const { period, narrowing } = budget;
  const ofPeriod = periodOf(period, addDays(until, -1), calendar).endExclusive;
  // Not longer than the default itself.
  const ofAll = stepsOf(of).find(({ kind, from }) => kind === 'end' && from >= until && from < ofPeriod);
  const end = ofAll?.from ?? ofPeriod;
  const steps = own === null ? [] : stepsOf(own);
  const isComing = ({ from }: { from: Day }) => from > begin && from > today && from <= end;
  const planned = steps.find((step) => step.kind === 'set' && isComing(step))?.from ?? null;
  const last = planned ?? end;
  const isHeld = steps.findLast(({ from }) => from <= begin)?.kind === 'set';
  const gaps = steps.filter(({ kind, from }) => kind === 'end' && from > begin && from < last);
  const changes = stepsOf(of).filter((step) => step.kind === 'set' && isComing(step) && step.from < last);
  const days = new Set([...(isHeld ? [] : [begin]), ...[...gaps, ...changes].map(({ from }) => from)]);
  const sets = [...days]
    .sort()
    .map((from) => ({ from, terms: from > today ? termsOn(of, from, budget) : budget.terms }));
  const slot: BudgetSlot = { scope: { kind: 'user', key: user }, period, narrowing };
  return {
    deeds: sets.map(({ from, terms }, i) => ({
      do: 'set',
      slot,
      terms,
      from,
      until: planned === null && i === sets.length - 1 ? end : null,
    })),
    ownUntil: planned === null ? end : null,
  };
}

/** Terms of a default on a coming day. */
function termsOn(of: BudgetRecord, day: Day, { terms }: Budget): BudgetTerms {
  const step = stepsOf(of).findLast(({ from }) => from <= day);
  return step?.kind === 'set' ? step.terms : terms;
}

/** The end of a budget that was made for an earlier raise, where it comes before a day; null: it holds that long. */
export function lentUntil(record: BudgetRecord, until: Day, today: Day, ends: readonly Day[]): Day | null {
  const end = stepsOf(record).find(({ kind, from }) => kind === 'end' && from > today);
  return end !== undefined && end.from < until && ends.includes(end.from) ? end.from : null;
}

/** Until when a budget holds that more is asked of, by what is planned; null: it holds on. */
export const endsBefore = (
  record: BudgetRecord,
  until: Day,
  today: Day,
  ends: readonly Day[],
): Day | null => {
  const isEnd = ({ kind, from }: Pick<BudgetChange, 'kind' | 'from'>) =>
    kind === 'end' && from > today && from < until && !ends.includes(from);
  return stepsOf(record).find(isEnd)?.from ?? null;
};

/** Ends of budgets that were made for raises that were granted. */
export const ownEnds = (requests: readonly BudgetRequest[]): Day[] =>
  requests.flatMap(({ wanted: { granted } }) => granted?.ownUntil ?? []);

/** A wish as it is kept. */
export const wishOf = (budget: Budget, extra: Money, until: Day): BudgetWish => ({
  period: budget.period,
  narrow: narrowingText(budget.narrowing),
  amount: formatExact(budget.amount),
  extra: formatExact(extra),
  until,
  granted: null,
});
export const isOfSlot = ({ period, narrow }: BudgetWish, slot: Pick<BudgetSlot, 'period' | 'narrowing'>) =>
  period === slot.period && narrow === narrowingText(slot.narrowing);
