import { sql } from 'drizzle-orm';
import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Request } from '../core/approvals.ts';
import { int, json } from './columns.ts';

/** The tables of what waits for somebody's yes, and of who stands in for whom. */

export const requests = sqliteTable(
  'requests',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<Request['kind']>().notNull(),
    key: text('key').notNull(),
    user: text('user').notNull(),
    askedBy: text('asked_by').notNull(),
    costCenter: text('cost_center').notNull(),
    wanted: json<Request['wanted']>('wanted').notNull(),
    reason: text('reason').notNull(),
    state: text('state').$type<Request['state']>().notNull(),
    rule: text('rule').$type<Request['rule']>().notNull(),
    level: int('level').notNull(),
    asked: json<readonly string[]>('asked').notNull(),
    askedAt: text('asked_at').notNull(),
    escalateAt: text('escalate_at'),
    escalatedAt: text('escalated_at'),
    deadlineAt: text('deadline_at').notNull(),
    nextAt: text('next_at'),
    decidedAt: text('decided_at'),
    decidedBy: text('decided_by'),
    decidedFor: text('decided_for'),
    decisionReason: text('decision_reason').notNull(),
    endedAt: text('ended_at'),
    arn: text('arn'),
    attempts: int('attempts').notNull(),
    lastError: text('last_error'),
  },
  (t) => [
    // Of the same wish one is open: two presses, two tabs, two servers.
    uniqueIndex('requests_open').on(t.key).where(sql`${t.state} IN ('waiting', 'approved')`),
    index('requests_due').on(t.nextAt),
    index('requests_by_user').on(t.user, t.askedAt),
    index('requests_by_time').on(t.askedAt),
    index('requests_ended').on(t.endedAt),
  ],
);

export const deputies = sqliteTable(
  'deputies',
  {
    id: text('id').primaryKey(),
    email: text('email').notNull(),
    deputy: text('deputy').notNull(),
    start: text('start').notNull(),
    endExclusive: text('end_exclusive').notNull(),
    setAt: text('set_at').notNull(),
    setBy: text('set_by').notNull(),
  },
  (t) => [
    index('deputies_of').on(t.email),
    index('deputies_who').on(t.deputy),
    index('deputies_ended').on(t.endExclusive),
  ],
);
