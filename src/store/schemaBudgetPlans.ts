import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { BudgetPlanSource, BudgetPlanState } from '../core/budgetPlans.ts';
import { int } from './columns.ts';

/** Plans that change many budgets at once: what was read before it was applied, and what it made. */
export const budgetPlans = sqliteTable(
  'budget_plans',
  {
    id: text('id').primaryKey(),
    state: text('state').$type<BudgetPlanState>().notNull(),
    source: text('source').$type<BudgetPlanSource>().notNull(),
    /** The name of the file; '' where there was none. */
    title: text('title').notNull(),
    by: text('by').notNull(),
    at: text('at').notNull(),
    created: int('created').notNull(),
    changed: int('changed').notNull(),
    ended: int('ended').notNull(),
    unchanged: int('unchanged').notNull(),
    appliedBy: text('applied_by'),
    appliedAt: text('applied_at'),
    undoneBy: text('undone_by'),
    undoneAt: text('undone_at'),
    /** The plan that was read anew in its place, because the ledger had changed. */
    replacedBy: text('replaced_by'),
    /** What it is read again from, its rows, and what became of them, as JSON. */
    body: text('body').notNull(),
  },
  (t) => [index('budget_plans_by_time').on(t.at), index('budget_plans_by_state').on(t.state, t.at)],
);
