import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { LookKind } from '../core/privacy.ts';
import type { Day } from '../core/types.ts';

/** The table of who looked at whose figures: once per UTC day and kind, whoever they are and however often they looked. */

export const looks = sqliteTable(
  'looks',
  {
    /** Whom they looked at; `*` of an answer that held more people than are noted one by one. */
    person: text('person').notNull(),
    day: text('day').$type<Day>().notNull(),
    viewer: text('viewer').notNull(),
    kind: text('kind').$type<LookKind>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.person, t.day, t.viewer, t.kind] }),
    index('looks_by_day').on(t.day),
    index('looks_by_viewer').on(t.viewer, t.day),
  ],
);
