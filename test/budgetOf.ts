import { type Budget, type BudgetScope, plainTerms } from '../src/core/budgets.ts';
import { money } from '../src/core/money.ts';
import type { Instant, Money } from '../src/core/types.ts';

/** A monthly budget as it holds in November 2026, or as `more` says. */
export function budgetOf(
  id: string,
  scope: BudgetScope,
  more: Partial<Budget> = {},
  amount: Money = more.amount ?? money('100'),
  at: Instant = '2026-01-01T00:00:00.000Z',
): Budget {
  return {
    id,
    scope,
    period: 'month',
    narrowing: null,
    terms: plainTerms(amount),
    amount,
    raises: [],
    version: 1,
    since: '2026-01-01',
    holdsFrom: '2026-01-01',
    holdsUntil: null,
    endedOn: null,
    range: { start: '2026-11-01', endExclusive: '2026-12-01' },
    createdAt: at,
    updatedAt: at,
    ...more,
  };
}

/** By which budgets are read that somebody typed. */
export const RULES = {
  today: '2026-11-20',
  calendar: { weekStart: 1, fiscalYearStart: 1 },
  tags: [],
} as const;
