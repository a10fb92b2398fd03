import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { int } from './columns.ts';

/** The tables that keep people, and whoever comes without being known, within bounds. */

/** Profiles that are being made: they count like those that are there, until they are or the maker was too long about it. */
export const profileReservations = sqliteTable(
  'profile_reservations',
  {
    id: text('id').primaryKey(),
    /** The client token of the making: two requests for the same profile count once. */
    token: text('token').notNull(),
    email: text('email').notNull(),
    expiresAt: text('expires_at').notNull(),
  },
  (t) => [index('profile_reservations_by_email').on(t.email)],
);

/** Refusals of the running hour, by kind and whom they met: the first have their entries in the audit log, the rest are counted. */
export const refusals = sqliteTable(
  'refusals',
  {
    key: text('key').primaryKey(),
    action: text('action').notNull(),
    actor: text('actor').notNull(),
    subject: text('subject').notNull(),
    /** Network prefix; '' where somebody is known. */
    prefix: text('prefix').notNull(),
    code: text('code').notNull(),
    since: text('since').notNull(),
    until: text('until').notNull(),
    /** Entries in the log, and refusals that have none. */
    entries: int('entries').notNull(),
    more: int('more').notNull(),
  },
  (t) => [index('refusals_by_time').on(t.since)],
);
