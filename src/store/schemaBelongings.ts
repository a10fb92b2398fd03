import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { BudgetState } from '../core/standing.ts';
import type { Money, Priced, Tokens } from '../core/types.ts';
import { big, int, json } from './columns.ts';

/** Where people belonged from a UTC day on, as of each collection; a row where something changed, by their own address. */
export const belongings = sqliteTable(
  'belongings',
  {
    email: text('email').notNull(),
    from: text('from_day').notNull(),
    /** '' where there is none, as of the manager. */
    costCenter: text('cost_center').notNull(),
    manager: text('manager').notNull(),
    groups: json<readonly string[]>('groups').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.email, t.from] }),
    index('belongings_by_manager').on(t.manager, t.email),
    index('belongings_by_day').on(t.from),
  ],
);

/**
 * What each budget comes to in its running period, of each that it holds for, as of the last collection: lists of thousands
 * are ordered and filtered by it. It holds nothing of its own.
 */
export const budgetFigures = sqliteTable(
  'budget_figures',
  {
    budgetId: text('budget_id').notNull(),
    scopeKind: text('scope_kind').$type<'user' | 'costCenter' | 'team' | 'organisation'>().notNull(),
    scopeKey: text('scope_key').notNull(),
    periodStart: text('period_start').notNull(),
    spent: big<Priced>('spent').notNull(),
    unpricedTokens: big<Tokens>('unpriced_tokens').notNull(),
    /** At the end of the period; null: not enough data. */
    forecast: big<Money>('forecast'),
    forecastCounted: big<Money>('forecast_counted'),
    carriedOver: big<Money>('carried_over').notNull(),
    /** By the limit of that moment: what the order goes by. 0 is over, 1 watch, 2 within. */
    rank: int('rank').notNull(),
    state: text('state').$type<BudgetState>().notNull(),
    /** Over the limit, or expected to be; below zero: so much is left. */
    excess: big<Money>('excess').notNull(),
    /** Of the budget that it was judged by. */
    version: int('version').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.budgetId, t.scopeKind, t.scopeKey] }),
    index('budget_figures_worst').on(t.rank, t.excess),
    index('budget_figures_by_whom').on(t.scopeKind, t.scopeKey),
  ],
);
