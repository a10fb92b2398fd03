import { sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Questions that people keep under a name: fifty of each at most. */
export const savedViews = sqliteTable(
  'saved_views',
  {
    id: text('id').primaryKey(),
    owner: text('owner').notNull(),
    name: text('name').notNull(),
    query: text('query').notNull(),
    savedAt: text('saved_at').notNull(),
  },
  (t) => [uniqueIndex('saved_views_by_name').on(t.owner, t.name)],
);
