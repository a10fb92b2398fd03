import { sql } from 'drizzle-orm';
import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Alert, Delivery } from '../core/alerts.ts';
import type { BudgetScope } from '../core/budgets.ts';
import type { WhyDropped } from '../core/dropped.ts';
import type { Money, Priced, Tokens } from '../core/types.ts';
import { big, int } from './columns.ts';
import { letters } from './schemaLetters.ts';
import { notices } from './schemaQuarantine.ts';

/** The tables of what people decided and what follows from it; the rest of the ledger is in `schema.ts`. */

export const budgets = sqliteTable(
  'budgets',
  {
    id: text('id').primaryKey(),
    scopeKind: text('scope_kind').$type<BudgetScope['kind']>().notNull(),
    /** '' for the default. */
    scopeKey: text('scope_key').notNull(),
    amount: big<Money>('amount').notNull(),
    version: int('version').notNull(),
    createdAt: text('created_at').notNull(),
    updatedAt: text('updated_at').notNull(),
    deletedAt: text('deleted_at'),
  },
  (t) => [uniqueIndex('budgets_scope').on(t.scopeKind, t.scopeKey)],
);

export const mirroredBudgets = sqliteTable('mirrored_budgets', {
  name: text('name').primaryKey(),
  budgetId: text('budget_id').notNull(),
  written: text('written').notNull(),
  writtenAt: text('written_at').notNull(),
});

export const alerts = sqliteTable(
  'alerts',
  {
    id: text('id').primaryKey(),
    budgetId: text('budget_id')
      .notNull()
      .references(() => budgets.id),
    scopeKind: text('scope_kind').$type<Alert['scopeKind']>().notNull(),
    scopeKey: text('scope_key').notNull(),
    version: int('version').notNull(),
    month: text('month').notNull(),
    thresholdPercent: int('threshold_percent').notNull(),
    spent: big<Priced>('spent').notNull(),
    /** Null: of crossings before it was kept. */
    unpricedTokens: big<Tokens>('unpriced_tokens'),
    cautious: big<Money>('cautious').notNull().default(sql`0`),
    budget: big<Money>('budget').notNull(),
    label: text('label').$type<Alert['label']>().notNull(),
    staleSince: text('stale_since'),
    crossedAt: text('crossed_at').notNull(),
  },
  (t) => [
    uniqueIndex('alerts_once').on(t.budgetId, t.scopeKey, t.version, t.month, t.thresholdPercent),
    index('alerts_by_time').on(t.crossedAt),
    // What was recorded in a month is asked after each collection.
    index('alerts_by_month').on(t.month),
  ],
);

/** The outbox: messages owed, retried from here until delivered or given up. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: text('id').primaryKey(),
    /** What it is about: an alert, a notice, or a letter. */
    alertId: text('alert_id').references(() => alerts.id),
    noticeId: text('notice_id').references(() => notices.id),
    letterId: text('letter_id').references(() => letters.id),
    channel: text('channel').$type<Delivery['channel']>().notNull(),
    target: text('target').notNull(),
    attempts: int('attempts').notNull(),
    nextAttemptAt: text('next_attempt_at'),
    deliveredAt: text('delivered_at'),
    givenUpAt: text('given_up_at'),
    lastError: text('last_error'),
    /** When it was seen that it does not hold any more, and why. */
    droppedAt: text('dropped_at'),
    droppedWhy: text('dropped_why').$type<WhyDropped>(),
  },
  (t) => [
    index('deliveries_due').on(t.nextAttemptAt),
    index('deliveries_given_up').on(t.givenUpAt),
    index('deliveries_dropped').on(t.droppedAt),
    index('deliveries_by_alert').on(t.alertId),
    index('deliveries_by_notice').on(t.noticeId),
    index('deliveries_by_letter').on(t.letterId),
  ],
);

/** Channels that take nothing at present; one that is not here is well, as far as it is known. */
export const channels = sqliteTable('channels', {
  channel: text('channel').$type<Delivery['channel']>().primaryKey(),
  downSince: text('down_since').notNull(),
  failures: int('failures').notNull(),
  lastError: text('last_error').notNull(),
  lastErrorAt: text('last_error_at').notNull(),
  nextProbeAt: text('next_probe_at').notNull(),
});
