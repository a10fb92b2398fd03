import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { HourlyRates } from '../core/hourlyRates.ts';
import type { Day, Instant, Money, Month, TokenKind } from '../core/types.ts';
import type { Attention } from '../core/watching.ts';
import { big, int, json } from './columns.ts';
import { runs } from './schemaRuns.ts';

/** The tables of what watching costs and of how far each series was read. */

/** What a run may still ask for: booked before a request is sent, taken off as it is counted. */
export const awsBookings = sqliteTable('aws_bookings', {
  runId: text('run_id')
    .primaryKey()
    .references(() => runs.id),
  month: text('month').$type<Month>().notNull(),
  amount: big<Money>('amount').notNull(),
});

/** By UTC day on which runs started: what AWS charged, and what it would have if every look had read everything. */
export const watchingDays = sqliteTable('watching_days', {
  day: text('day').$type<Day>().primaryKey(),
  charge: big<Money>('charge').notNull(),
  polled: big<Money>('polled').notNull(),
});

/** How closely is looked, and how hourly spend is distributed; one row. */
export const watching = sqliteTable('watching', {
  id: int('id').primaryKey(),
  attention: json<Attention>('attention').notNull(),
  hourlyRates: json<HourlyRates>('hourly_rates').notNull(),
  stoppedSince: text('stopped_since').$type<Instant>(),
});

/** What CloudWatch calls `ModelId` in a place: its series, and how far all of them were read. */
export const watched = sqliteTable(
  'watched',
  {
    accountId: text('account_id').notNull(),
    region: text('region').notNull(),
    dimension: text('dimension').notNull(),
    metrics: json<Partial<Record<TokenKind, string | readonly string[]>>>('metrics').notNull(),
    readUntil: text('read_until').$type<Instant>().notNull(),
    /** End of the last hour in which tokens were seen. */
    activeUntil: text('active_until').$type<Instant>().notNull(),
    /** The day on which it was last read from the beginning of the day before. */
    wholeOn: text('whole_on').$type<Day>().notNull(),
    /** The first day of which two readings have not agreed yet; '': not known. */
    unsettledFrom: text('unsettled_from').$type<Day>().notNull().default(''),
    /** The most that its owner spent in an hour, as far as known. */
    highest: big<Money>('highest').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.region, t.dimension] }),
    index('watched_by_activity').on(t.activeUntil),
  ],
);
