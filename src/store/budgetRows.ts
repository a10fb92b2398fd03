import type { BudgetChange, BudgetRecord, BudgetScope } from '../core/budgets.ts';
import { scopeOfParts } from '../core/budgets.ts';
import { narrowingFrom } from '../core/narrowing.ts';
import { thresholdFrom, thresholdText } from '../core/thresholds.ts';
import type { Day, Instant, Money } from '../core/types.ts';
import type * as schema from './schema.ts';

/** Rows of budgets and of their changes, and what they stand for. */

/** Columns of `budget_changes` in their order, as SQLite hands them over: pages read thousands, and objects of each take long. */
export type ChangeValues = [
  budgetId: string,
  version: bigint,
  kind: BudgetChange['kind'],
  from: Day,
  toExclusive: Day | null,
  amount: Money | null,
  thresholds: string | null,
  carryOver: bigint,
  hard: bigint,
  recordedAt: Instant,
  by: string,
  reason: string,
  withdrawnAt: Instant | null,
];

export function toChange(row: ChangeValues): BudgetChange {
  const [, number, kind, from, toExclusive, , , , , recordedAt, by, reason, withdrawnAt] = row;
  const version = Number(number);
  if (kind === 'end') return { version, from, recordedAt, by, reason, withdrawnAt, kind };
  const amount = row[5] ?? (0n as Money);
  if (kind === 'raise')
    return {
      ...{ version, from, recordedAt, by, reason, withdrawnAt, kind },
      ...{ extra: amount, toExclusive: toExclusive ?? from },
    };
  const [, , , , , , said, carryOver, hard] = row;
  const thresholds =
    said === null
      ? null
      : (JSON.parse(said) as readonly string[]).flatMap((text) => thresholdFrom(text) ?? []);
  const terms = { amount, thresholds, carryOver: carryOver === 1n, hard: hard === 1n };
  return { version, from, recordedAt, by, reason, withdrawnAt, kind, terms };
}

export function toRow(budgetId: string, change: BudgetChange): typeof schema.budgetChanges.$inferInsert {
  const { version, kind, from, recordedAt, by, reason, withdrawnAt } = change;
  const terms = kind === 'set' ? change.terms : null;
  return {
    budgetId,
    version,
    kind,
    from,
    toExclusive: kind === 'raise' ? change.toExclusive : null,
    amount: kind === 'raise' ? change.extra : (terms?.amount ?? null),
    thresholds: terms?.thresholds?.map(thresholdText) ?? null,
    carryOver: terms?.carryOver ?? false,
    hard: terms?.hard ?? false,
    recordedAt,
    by,
    reason,
    withdrawnAt,
  };
}

/** Columns of `budgets` in their order, as SQLite hands them over. */
export type BudgetValues = [
  id: string,
  scopeKind: BudgetScope['kind'],
  scopeKey: string,
  period: BudgetRecord['period'],
  narrowing: string,
  version: bigint,
  createdAt: Instant,
  knownFrom: Day | null,
];

export const toRecord = (
  [id, scopeKind, scopeKey, period, narrowing, , createdAt, knownFrom]: BudgetValues,
  changes: readonly BudgetChange[],
): BudgetRecord => ({
  id,
  scope: scopeOfParts(scopeKind, scopeKey),
  period,
  narrowing: narrowingFrom(narrowing) ?? null,
  createdAt,
  knownFrom,
  changes,
});
