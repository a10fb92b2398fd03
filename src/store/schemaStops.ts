import { sql } from 'drizzle-orm';
import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Mark } from '../core/stop/marks.ts';
import type { Reprieve } from '../core/stop/reprieves.ts';
import type { Stop, StopEnd } from '../core/stop/stops.ts';
import type { Money } from '../core/types.ts';
import { big, bool, int } from './columns.ts';

/** The tables of who is stopped by a budget, of what holds a stop off, and of the marks of profiles. */

export const stops = sqliteTable(
  'stops',
  {
    id: text('id').primaryKey(),
    budgetId: text('budget_id').notNull(),
    scopeKind: text('scope_kind').$type<Stop['scopeKind']>().notNull(),
    scopeKey: text('scope_key').notNull(),
    periodStart: text('period_start').notNull(),
    periodEnd: text('period_end').notNull(),
    /** As `narrowingText` writes it. */
    narrowing: text('narrowing').notNull(),
    since: text('since').notNull(),
    counted: big<Money>('counted').notNull(),
    limit: big<Money>('budget').notNull(),
    /** Nobody was stopped: it was only worked out. */
    isDry: bool('is_dry').notNull(),
    endedAt: text('ended_at'),
    why: text('why').$type<StopEnd>(),
  },
  (t) => [
    uniqueIndex('stops_open').on(t.budgetId, t.scopeKey, t.periodStart).where(sql`${t.endedAt} IS NULL`),
    index('stops_by_time').on(t.since),
    index('stops_ended').on(t.endedAt),
    index('stops_of').on(t.scopeKind, t.scopeKey, t.since),
  ],
);

export const reprieves = sqliteTable(
  'reprieves',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<Reprieve['kind']>().notNull(),
    budgetId: text('budget_id').notNull(),
    scopeKey: text('scope_key').notNull(),
    periodStart: text('period_start').notNull(),
    from: text('from_at').notNull(),
    until: text('until_at').notNull(),
    /** Null: however much. */
    extra: big<Money>('extra'),
    by: text('by').notNull(),
    reason: text('reason').notNull(),
  },
  (t) => [
    // Two presses, two tabs, two servers: there is one of a period.
    uniqueIndex('reprieves_grace').on(t.budgetId, t.scopeKey, t.periodStart).where(sql`${t.kind} = 'grace'`),
    index('reprieves_until').on(t.until),
    index('reprieves_of').on(t.scopeKey, t.periodStart),
  ],
);

export const marks = sqliteTable(
  'marks',
  {
    arn: text('arn').primaryKey(),
    /** What it should bear; null: nothing that stops it. */
    mark: text('mark').$type<NonNullable<Mark>>(),
    /** By which stop; null: by none. */
    stopId: text('stop_id'),
    /** Since when it should. */
    since: text('since').notNull(),
    /** As AWS said it last, and when; null: no such tag. */
    effective: text('effective'),
    effectiveAt: text('effective_at').notNull(),
    /** Whether this product ever set or took off its mark. */
    isOurs: bool('is_ours').notNull(),
    refusedAt: text('refused_at'),
    refusals: int('refusals').notNull(),
    lastError: text('last_error'),
    /** From when on something is to be done about it; null: it is as it should be. */
    dueAt: text('due_at'),
  },
  (t) => [index('marks_due').on(t.dueAt), index('marks_by_stop').on(t.stopId)],
);
