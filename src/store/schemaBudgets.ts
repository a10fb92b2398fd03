import { sql } from 'drizzle-orm';
import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Alert, Delivery } from '../core/alerts.ts';
import type { BudgetPeriod } from '../core/budgetPeriods.ts';
import type { BudgetChange, BudgetScope } from '../core/budgets.ts';
import type { WhyDropped } from '../core/dropped.ts';
import type { MirrorDecision } from '../core/mirrorPlan.ts';
import type { Money, Priced, Tokens } from '../core/types.ts';
import { big, bool, int, json } from './columns.ts';
import { letters } from './schemaLetters.ts';
import { notices } from './schemaQuarantine.ts';

/** The tables of what people decided and what follows from it; the rest of the ledger is in `schema.ts`. */

export const budgets = sqliteTable(
  'budgets',
  {
    id: text('id').primaryKey(),
    scopeKind: text('scope_kind').$type<BudgetScope['kind']>().notNull(),
    /** '' where the scope has no name. */
    scopeKey: text('scope_key').notNull(),
    period: text('period').$type<BudgetPeriod>().notNull().default('month'),
    /** As `narrowingText` writes it. */
    narrowing: text('narrowing').notNull().default(''),
    /** The highest of its changes. */
    version: int('version').notNull(),
    createdAt: text('created_at').notNull(),
    /** What held before is not known; null: all of it is. */
    knownFrom: text('known_from'),
  },
  (t) => [uniqueIndex('budgets_slot').on(t.scopeKind, t.scopeKey, t.period, t.narrowing)],
);

/** What was decided of budgets, beside each other: nothing is overwritten. */
export const budgetChanges = sqliteTable(
  'budget_changes',
  {
    budgetId: text('budget_id')
      .notNull()
      .references(() => budgets.id),
    version: int('version').notNull(),
    kind: text('kind').$type<BudgetChange['kind']>().notNull(),
    /** UTC days; `to_exclusive` of raises only. */
    from: text('from_day').notNull(),
    toExclusive: text('to_exclusive'),
    /** Of a period, or more of a raise; null of an end. */
    amount: big<Money>('amount'),
    /** Thresholds as `thresholdText` writes them; null: the company's. */
    thresholds: json<readonly string[]>('thresholds'),
    carryOver: bool('carry_over').notNull(),
    hard: bool('hard').notNull(),
    recordedAt: text('recorded_at').notNull(),
    by: text('by').notNull(),
    reason: text('reason').notNull(),
    withdrawnAt: text('withdrawn_at'),
  },
  // An end that came before there were numbers for it has that of what it ended.
  (t) => [
    primaryKey({ columns: [t.budgetId, t.version, t.kind] }),
    index('budget_changes_by_day').on(t.budgetId, t.from),
  ],
);

export const mirroredBudgets = sqliteTable('mirrored_budgets', {
  name: text('name').primaryKey(),
  budgetId: text('budget_id').notNull(),
  /** Text of what was last written (`core/awsBudget`); '' where nothing was. */
  written: text('written').notNull(),
  writtenAt: text('written_at').notNull(),
  /** What is being written, while it is. */
  intended: text('intended'),
  decision: json<MirrorDecision>('decision'),
  /** What AWS held when it was read: null as it was written, '' gone. */
  held: text('held'),
  actual: big<Money>('actual'),
  forecast: big<Money>('forecast'),
  figureSince: text('figure_since'),
  figureAfter: text('figure_after'),
  subscribersAt: text('subscribers_at'),
  trouble: text('trouble'),
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
    /** In which its period begins. */
    month: text('month').notNull(),
    period: text('period').$type<BudgetPeriod>().notNull().default('month'),
    periodStart: text('period_start').notNull().default(''),
    periodEnd: text('period_end').notNull().default(''),
    narrowing: text('narrowing').notNull().default(''),
    /** As `thresholdText` writes it. */
    threshold: text('threshold').notNull().default(''),
    /** At how many percent of the limit it is, also where it is in dollars: thresholds have their order by it. */
    thresholdPercent: int('threshold_percent').notNull(),
    spent: big<Priced>('spent').notNull(),
    /** Null: of crossings before it was kept. */
    unpricedTokens: big<Tokens>('unpriced_tokens'),
    cautious: big<Money>('cautious').notNull().default(sql`0`),
    budget: big<Money>('budget').notNull(),
    carriedOver: big<Money>('carried_over').notNull().default(sql`0`),
    /** Of what counts, at the end of the period; null: not known then. */
    forecast: big<Money>('forecast'),
    /** Of a team: how many were of it; who is in `alert_members`. */
    memberCount: int('member_count'),
    label: text('label').$type<Alert['label']>().notNull(),
    staleSince: text('stale_since'),
    crossedAt: text('crossed_at').notNull(),
  },
  (t) => [
    uniqueIndex('alerts_once').on(t.budgetId, t.scopeKey, t.version, t.periodStart, t.threshold),
    index('alerts_by_time').on(t.crossedAt),
    // What was recorded in a period is asked after each collection.
    index('alerts_by_period').on(t.periodStart),
  ],
);

/** Who was of a team when it crossed: apart, since lists of alerts do without. */
export const alertMembers = sqliteTable('alert_members', {
  alertId: text('alert_id').primaryKey(),
  members: json<readonly string[]>('members').notNull(),
});

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
    role: text('role').$type<Delivery['role']>().notNull().default('subscriber'),
    locale: text('locale').$type<NonNullable<Delivery['locale']>>(),
    owedAt: text('owed_at').notNull().default(''),
    digestId: text('digest_id'),
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
    index('deliveries_by_time').on(t.owedAt),
    index('deliveries_to').on(t.target, t.owedAt),
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
