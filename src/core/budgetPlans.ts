import type { BudgetDiff, OptionalTerm } from './budgetPlan.ts';
import type { Day, Instant } from './types.ts';

/** Plans of budgets as they are kept: what was read is what is applied, and what was applied can be undone. */

/** `replaced`: the ledger changed before it was applied, and another was read in its place. */
export type BudgetPlanState = 'draft' | 'applied' | 'undone' | 'replaced';
export const BUDGET_PLAN_SOURCES = ['pasted', 'file', 'suggested', 'command'] as const;
export type BudgetPlanSource = (typeof BUDGET_PLAN_SOURCES)[number];

/** A row as it was handed in, by the names of the fields of a budget: it is read again before it is applied. */
export interface TypedRow {
  line: number | null;
  typed: Readonly<Record<string, string>>;
  unsaid: readonly OptionalTerm[];
  /** Whether the budget is to end. */
  ends: boolean;
}

export interface BudgetPlan {
  id: string;
  state: BudgetPlanState;
  source: BudgetPlanSource;
  title: string;
  by: string;
  at: Instant;
  created: number;
  changed: number;
  ended: number;
  unchanged: number;
  appliedBy: string | null;
  appliedAt: Instant | null;
  undoneBy: string | null;
  undoneAt: Instant | null;
  replacedBy: string | null;
}

/** A budget that was left as it is when its plan was undone, because somebody changed it since. */
export interface NotUndone {
  /** As `slotName` names it. */
  budget: string;
  by: string;
  at: Instant;
}

export interface BudgetPlanBody extends Pick<BudgetDiff, 'rows' | 'totals'> {
  typed: readonly TypedRow[];
  /** Names that nothing here is called by were confirmed. */
  anyName: boolean;
  /** Budgets that are not in it were ended, where that was asked for. */
  removeMissing: boolean;
  /** What it was read on. */
  today: Day;
  /** Changes that it made, by budget. */
  made: Readonly<Record<string, readonly number[]>>;
  notUndone: readonly NotUndone[];
}

/** Under which words the audit log and the history of each budget name the plan. */
export const reasonOfPlan = (id: string, reason: string): string =>
  reason === '' ? `plan:${id}` : `${reason} (plan:${id})`;
