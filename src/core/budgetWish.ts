import type { BudgetPeriod } from './budgetPeriods.ts';
import type { Day } from './types.ts';

/** What is asked for when somebody wants more than a budget gives. Pure. */

/** What is asked for, as it is kept with the request: amounts are exact USD in digits. */
export interface BudgetWish {
  /** Which of the person's budgets runs short. */
  period: BudgetPeriod;
  /** As `narrowingText` writes it; '' for all of their spend. */
  narrow: string;
  /** Its limit when it was asked. */
  amount: string;
  /** So much more in each period. */
  extra: string;
  /** The first day on which it counts no more. */
  until: Day;
  /** What was granted of it; null: nothing, or not yet. */
  granted: BudgetGrant | null;
}
export interface BudgetGrant {
  extra: string;
  until: Day;
  /** Whether it counts against what owners and managers may grant: administrators have no ceiling. */
  underCeiling: boolean;
  /** When a budget of their own ends that was made for it; null: they had one. */
  ownUntil: Day | null;
}

/** Of those that are open there is one for each person and budget. */
export const budgetKey = (user: string, { period, narrow }: Pick<BudgetWish, 'period' | 'narrow'>): string =>
  JSON.stringify(['budget', user, period, narrow]);
