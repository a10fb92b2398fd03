import { type Budget, type BudgetChange, slotName } from '../../core/budgets.ts';
import { formatExact } from '../../core/money.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { addDays } from '../../core/periods.ts';
import { spentIn } from '../../core/standing.ts';
import { thresholdText } from '../../core/thresholds.ts';
import { exactOrNull, knownJson, percentOf, USD } from '../json.ts';
import type { BudgetHistory, PeriodOfBudget } from './history.ts';
import { budgetJson } from './json.ts';
import type { BudgetStanding } from './list.ts';

/** A budget's history as JSON. Days are UTC, `until` is the last day; amounts are of one period. */

export function changeJson(change: BudgetChange) {
  const { version, from, recordedAt, by, reason, withdrawnAt } = change;
  return {
    version,
    kind: change.kind,
    from,
    until: change.kind === 'raise' ? addDays(change.toExclusive, -1) : null,
    amount: change.kind === 'set' ? formatExact(change.terms.amount) : null,
    extra: change.kind === 'raise' ? formatExact(change.extra) : null,
    thresholds: change.kind === 'set' ? (change.terms.thresholds?.map(thresholdText) ?? null) : null,
    carryOver: change.kind === 'set' && change.terms.carryOver,
    hard: change.kind === 'set' && change.terms.hard,
    recordedAt,
    by,
    reason,
    withdrawnAt,
  };
}

/** What held in a period: `known` is false where the log does not reach; `amount` is null where there was none. */
export function periodJson({ range, running, budget, standing }: PeriodOfBudget) {
  const held = budget === 'unknown' ? null : budget;
  const stands = standing?.standing ?? null;
  return {
    start: range.start,
    endExclusive: range.endExclusive,
    running,
    known: budget !== 'unknown',
    ...heldJson(held),
    carriedOver: exactOrNull(standing?.carriedOver ?? null),
    ...(stands === null
      ? { spent: null, unpricedTokens: '0', lowerBound: false }
      : knownJson('spent', spentIn(stands))),
    counted: exactOrNull(stands?.counted ?? null),
    left: exactOrNull(stands?.left ?? null),
    percent: percentOf(stands?.usedTenths ?? null),
    state: budget === 'unknown' ? 'unknown' : held === null ? 'none' : (stands?.state ?? null),
  };
}

export const heldJson = (held: Budget | null) => ({
  amount: exactOrNull(held?.amount ?? null),
  base: exactOrNull(held?.terms.amount ?? null),
  version: held?.version ?? null,
  endedOn: held?.endedOn ?? null,
});

export const historyJson = ({ record, changes, planned, periods }: BudgetHistory) => ({
  currency: USD,
  id: record.id,
  name: slotName(record),
  scope: record.scope,
  period: record.period,
  narrow: narrowingText(record.narrowing),
  createdAt: record.createdAt,
  knownFrom: record.knownFrom,
  changes: changes.map(({ change }) => changeJson(change)),
  planned: planned.map(changeJson),
  periods: periods.map(periodJson),
});

/** A row of the list, with what is not usual of it and what is to come. */
export const listedJson = (one: BudgetStanding) => ({
  ...budgetJson(one),
  name: slotName(one.budget),
  period: one.budget.period,
  narrow: narrowingText(one.budget.narrowing),
  start: one.budget.range.start,
  endExclusive: one.budget.range.endExclusive,
  is: one.is,
  ...(one.is === 'unknown' ? { amount: null, version: null } : {}),
  base: one.is === 'unknown' ? null : formatExact(one.budget.terms.amount),
  holdsFrom: one.is === 'unknown' ? null : one.budget.holdsFrom,
  holdsUntil: one.budget.holdsUntil,
  endedOn: one.budget.endedOn,
  planned: one.planned.map(changeJson),
});
