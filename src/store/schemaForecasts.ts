import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ForecastKind } from '../core/forecast.ts';
import type { Money } from '../core/types.ts';
import { big } from './columns.ts';

/**
 * Where people, cost centers, what nobody owns and all of it will be at month end, worked out when spend arrives. Whoever is missing spent nothing in the
 * weeks that a forecast looks at; null: not enough data for one.
 */
export const forecasts = sqliteTable(
  'forecasts',
  {
    kind: text('kind').$type<ForecastKind>().notNull(),
    key: text('key').notNull(),
    low: big<Money>('low'),
    mid: big<Money>('mid'),
    high: big<Money>('high'),
    /** The same of what counts against a budget, tokens without a price among it. */
    countedLow: big<Money>('counted_low'),
    countedMid: big<Money>('counted_mid'),
    countedHigh: big<Money>('counted_high'),
  },
  (t) => [primaryKey({ columns: [t.kind, t.key] })],
);
