import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Letter } from '../core/letters.ts';
import { json } from './columns.ts';

/** The table of what single people were told; how it was sent is in `deliveries`. */

export const letters = sqliteTable(
  'letters',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<Letter['kind']>().notNull(),
    /** An e-mail address. */
    to: text('to').notNull(),
    locale: text('locale').$type<Letter['locale']>().notNull(),
    about: text('about').$type<Letter['about']>().notNull(),
    data: json<Letter['data']>('data').notNull(),
    raisedAt: text('raised_at').notNull(),
  },
  (t) => [index('letters_by_time').on(t.raisedAt)],
);
