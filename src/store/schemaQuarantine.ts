import { sql } from 'drizzle-orm';
import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Notice } from '../core/notices.ts';
import type { Fall, Quarantined } from '../core/quarantine.ts';
import { big, json } from './columns.ts';

/** The tables of what AWS said and was not believed yet, and of what operators were told. */

export const quarantine = sqliteTable(
  'quarantine',
  {
    source: text('source').$type<Quarantined>().notNull(),
    name: text('name').notNull(),
    /** '' where the slice is of no day. */
    day: text('day').notNull(),
    unit: text('unit').$type<Fall['unit']>().notNull(),
    before: big<bigint>('before').notNull(),
    after: big<bigint>('after').notNull(),
    firstAt: text('first_at').notNull(),
    lastAt: text('last_at').notNull(),
    acceptedAt: text('accepted_at'),
  },
  (t) => [primaryKey({ columns: [t.source, t.name, t.day] })],
);

export const notices = sqliteTable(
  'notices',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<Notice['kind']>().notNull(),
    about: text('about').notNull().default(''),
    scope: json<Notice['scope']>('scope'),
    data: json<Notice['data']>('data').notNull().default({}),
    lines: json<readonly string[]>('lines').notNull(),
    raisedAt: text('raised_at').notNull(),
    resolvedAt: text('resolved_at'),
  },
  (t) => [
    index('notices_by_time').on(t.raisedAt),
    uniqueIndex('notices_open').on(t.about).where(sql`about <> '' AND resolved_at IS NULL`),
  ],
);
