import type { Viewer } from './access.ts';
import type { BudgetRequest } from './approvals.ts';
import { beginningOf, stepsOf } from './budgetChanges.ts';
import { type BudgetCalendar, type BudgetPeriod, periodAfter, periodOf } from './budgetPeriods.ts';
import {
  type Belonging,
  type Budget,
  type BudgetRecord,
  type BudgetSlot,
  type BudgetTerms,
  budgetsHeld,
  isDefault,
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

/** What is to be decided of budgets so that somebody has more, as the store takes it. */
export type GrantDeed =
  | { do: 'set'; slot: BudgetSlot; terms: BudgetTerms; from: Day; until: Day | null }
  | { do: 'raise'; id: string; extra: Money; from: Day; toExclusive: Day }
  | { do: 'withdraw'; id: string; version: number }
  | { do: 'end'; id: string; from: Day };

/** Somebody is granted more of a budget. */
export interface Granting {
  user: string;
  /** The one that holds for them today, and with all that was decided of it. */
  budget: Budget;
  of: BudgetRecord;
  /** Of the person's own of that period and narrowing; null: they never had one. */
  own: BudgetRecord | null;
  extra: Money;
  until: Day;
  today: Day;
  calendar: BudgetCalendar;
}

/**
 * What has to be decided first, so that the person has a budget of their own which a raise can be put on. Who is held to a
 * default gets one with its terms, from the beginning of the running period (a budget counts the days on which it holds) to
 * the end of the one in which the raise ends: afterwards the default holds again. `ownUntil`: that end.
 */
export function ownBudgetFor(granting: Granting): { deeds: readonly GrantDeed[]; ownUntil: Day | null } {
  const { user, budget, of, own, until, today, calendar } = granting;
  const { period, narrowing } = budget;
  if (!isDefault(budget.scope)) return { deeds: [], ownUntil: null };
  const end = periodOf(period, addDays(until, -1), calendar).endExclusive;
  const steps = own === null ? [] : stepsOf(own);
  // What was planned for them comes as it was planned.
  const planned = steps.find(({ from }) => from > today && from <= end)?.from ?? null;
  const slot: BudgetSlot = { scope: { kind: 'user', key: user }, period, narrowing };
  const start = beginningOf(own ?? { changes: [] }, budget.range, today);
  // What was planned of the default comes for them as well.
  const later = stepsOf(of).flatMap((step) =>
    step.kind === 'set' && step.from > today && step.from < (planned ?? end)
      ? [{ from: step.from, terms: step.terms }]
      : [],
  );
  const sets = [{ from: start, terms: budget.terms }, ...later];
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

/**
 * The raise, and where their own budget was made for an earlier one and would end before it, its later end.
 * @param record of their own budget, as it stands by now
 * @param ends ends of budgets that were made for earlier raises
 */
export function raiseDeeds(
  record: BudgetRecord,
  { extra, until, today, calendar }: Pick<Granting, 'extra' | 'until' | 'today' | 'calendar'>,
  ends: readonly Day[],
): { deeds: readonly GrantDeed[]; ownUntil: Day | null } {
  const { id, period } = record;
  const raise: GrantDeed = { do: 'raise', id, extra, from: today, toExclusive: until };
  const next = stepsOf(record).find(({ from }) => from > today);
  const last = addDays(until, -1);
  if (next?.kind !== 'end' || !ends.includes(next.from)) return { deeds: [raise], ownUntil: null };
  if (next.from > last) return { deeds: [raise], ownUntil: next.from };
  const end = periodOf(period, last, calendar).endExclusive;
  const longer: GrantDeed[] = [
    { do: 'withdraw', id, version: next.version },
    { do: 'end', id, from: end },
  ];
  return { deeds: [...longer, raise], ownUntil: end };
}

/** Until when a budget holds that more is asked of, by what is planned; null: it holds on. */
export const endsBefore = (
  record: BudgetRecord,
  until: Day,
  today: Day,
  ends: readonly Day[],
): Day | null => {
  const end = stepsOf(record).find(({ kind, from }) => kind === 'end' && from > today);
  return end === undefined || end.from >= until || ends.includes(end.from) ? null : end.from;
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
