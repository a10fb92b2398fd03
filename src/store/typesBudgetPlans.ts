import type { BudgetPlan, BudgetPlanBody, NotUndone } from '../core/budgetPlans.ts';
import type { Actor, Instant } from '../core/types.ts';

/** Plans that change many budgets at once. */
export interface BudgetPlanStore {
  budgetPlans: {
    /** Keeps a draft; of drafts the newest `mostDrafts` stay. */
    keep(
      plan: Pick<BudgetPlan, 'id' | 'source' | 'title' | 'unchanged'>,
      body: BudgetPlanBody,
      mostDrafts: number,
      actor: Actor,
      now: Instant,
    ): Promise<void>;
    /** Newest first, without those that were replaced. */
    list(page: { limit: number; offset: number }): Promise<BudgetPlan[]>;
    count(): Promise<number>;
    get(id: string): Promise<{ plan: BudgetPlan; body: BudgetPlanBody } | null>;
    replaced(id: string, by: string): Promise<void>;
    /** With its entry in the audit log. @param made changes that it made, by budget */
    applied(id: string, made: BudgetPlanBody['made'], actor: Actor, now: Instant): Promise<void>;
    undone(id: string, notUndone: readonly NotUndone[], actor: Actor, now: Instant): Promise<void>;
    /** Forgets plans that were made before an instant; at most `limit`; how many. */
    forget(before: Instant, limit: number): Promise<number>;
  };
}
