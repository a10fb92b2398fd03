import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { JobName, JobRun, RunProgress, SliceError } from '../core/runs.ts';
import type { Money, Month } from '../core/types.ts';
import { big, int, json } from './columns.ts';

/** The tables of what the jobs did: whose turn it is, their runs, and what AWS charged for them. */

export const lease = sqliteTable('lease', {
  id: int('id').primaryKey(),
  holder: text('holder'),
  fence: int('fence').notNull(),
  since: text('since'),
  expiresAt: text('expires_at'),
});

export const runs = sqliteTable(
  'runs',
  {
    id: text('id').primaryKey(),
    job: text('job').$type<JobName>().notNull(),
    fence: int('fence').notNull(),
    startedAt: text('started_at').notNull(),
    endedAt: text('ended_at'),
    status: text('status').$type<JobRun['status']>().notNull(),
    rows: int('rows').notNull(),
    requests: int('requests').notNull(),
    awsCharge: big<Money>('aws_charge').notNull(),
    errors: json<SliceError[]>('errors').notNull(),
    /** While it goes on. */
    progress: json<RunProgress>('progress'),
  },
  (t) => [
    index('runs_by_job').on(t.job, t.startedAt),
    // Of each job the run that was started last, whatever its clock said: an index ends with the row's number.
    index('runs_by_order').on(t.job),
    index('runs_by_start').on(t.startedAt),
    index('runs_by_status').on(t.status),
  ],
);

export const runOperations = sqliteTable(
  'run_operations',
  {
    runId: text('run_id')
      .notNull()
      .references(() => runs.id),
    operation: text('operation').notNull(),
    requests: int('requests').notNull(),
    charge: big<Money>('charge').notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.operation] })],
);

/** Jobs whose last run did not go well, one row each at most, and whether operators know. */
export const jobTroubles = sqliteTable('job_troubles', {
  job: text('job').$type<JobName>().primaryKey(),
  since: text('since').notNull(),
  failures: int('failures').notNull(),
  toldAt: text('told_at'),
});

/** What AWS charged for watching it, by the UTC month in which the run started: kept when the runs themselves go. */
export const awsCharges = sqliteTable(
  'aws_charges',
  {
    month: text('month').$type<Month>().notNull(),
    operation: text('operation').notNull(),
    requests: int('requests').notNull(),
    charge: big<Money>('charge').notNull(),
  },
  (t) => [primaryKey({ columns: [t.month, t.operation] })],
);
