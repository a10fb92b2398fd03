import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { PlanState, StepReason, StepState } from '../core/provisioning/plans.ts';
import type { QuotaRequest } from '../core/provisioning/quota.ts';
import type { Deed, Purpose, Refused } from '../core/provisioning/types.ts';
import { int, json } from './columns.ts';

/** The tables of plans that change profiles for many at once, and of their steps. */

export const provisioningPlans = sqliteTable(
  'provisioning_plans',
  {
    id: text('id').primaryKey(),
    purpose: text('purpose').$type<Purpose>().notNull(),
    title: text('title').notNull(),
    state: text('state').$type<PlanState>().notNull(),
    by: text('by').notNull(),
    at: text('at').notNull(),
    appliedBy: text('applied_by'),
    since: text('since').notNull(),
    unchanged: int('unchanged').notNull(),
    refusedCount: int('refused_count').notNull(),
    refused: json<readonly Refused[]>('refused').notNull(),
    requests: json<readonly QuotaRequest[]>('requests').notNull(),
    notes: json<readonly Refused[]>('notes').notNull(),
  },
  (t) => [
    index('provisioning_plans_by_state').on(t.state, t.since),
    index('provisioning_plans_by_time').on(t.at),
  ],
);

export const provisioningSteps = sqliteTable(
  'provisioning_steps',
  {
    planId: text('plan_id')
      .notNull()
      .references(() => provisioningPlans.id),
    number: int('number').notNull(),
    phase: int('phase').notNull(),
    about: text('about').notNull(),
    kind: text('kind').$type<Deed['kind']>().notNull(),
    deed: json<Deed>('deed').notNull(),
    state: text('state').$type<StepState>().notNull(),
    reason: json<StepReason>('reason'),
    attempts: int('attempts').notNull(),
    /** Not before; '' for at once. */
    due: text('due').notNull(),
    result: text('result'),
    doneAt: text('done_at'),
  },
  (t) => [
    primaryKey({ columns: [t.planId, t.number] }),
    index('provisioning_steps_by_state').on(t.planId, t.state, t.phase, t.due),
    index('provisioning_steps_by_kind').on(t.planId, t.kind, t.state, t.number),
  ],
);
