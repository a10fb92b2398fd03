import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Preferences } from '../core/preferences.ts';
import { json } from './columns.ts';

/** The table of how people want to be told. As many rows as there are people who chose something. */

export const preferences = sqliteTable('preferences', {
  email: text('email').primaryKey(),
  locale: text('locale').$type<NonNullable<Preferences['locale']>>(),
  quiet: json<NonNullable<Preferences['quiet']>>('quiet'),
  wishes: json<Preferences['wishes']>('wishes').notNull(),
  reports: text('reports').$type<NonNullable<Preferences['reports']>>(),
  via: text('via'),
  updatedAt: text('updated_at').notNull(),
});

/** What came from outside and was acted on, so that it is not acted on twice: signed requests of chat programs. */
export const heard = sqliteTable('heard', { id: text('id').primaryKey(), at: text('at').notNull() }, (t) => [
  index('heard_by_time').on(t.at),
]);
