import { getTableColumns } from 'drizzle-orm';
import type { SpendRow } from '../core/types.ts';
import * as schema from './schema.ts';

/**
 * The columns of the one table by the names of their fields. The schema alone says which there are;
 * what SQL is written by hand takes them from here.
 */

export const SPEND = getTableColumns(schema.spend);

/** The column of a field of `spend`; roll-ups call the same thing by the same name. */
export const columnOf = (field: keyof SpendRow): string => SPEND[field].name;
/** Columns as they are selected: each under the name of its field. */
export const selected = (fields: readonly (keyof SpendRow)[], of = columnOf): string =>
  fields.map((field) => `${of(field)} AS ${field}`).join(', ');

/** Each way to count what is spent, and the field it is in. */
export const BASIS_FIELD = { best: 'amount', billed: 'billed', estimated: 'estimated' } as const;
/** Whether a row says something about how sure a figure of that basis is. */
export const saysLabel = (basis: keyof typeof BASIS_FIELD): string =>
  `(${columnOf(BASIS_FIELD[basis])} <> 0 OR tokens <> 0)`;

const ofKind = (kind: string): string => `CASE WHEN kind = '${kind}' THEN tokens ELSE 0 END`;
/** What of the roll-ups is no column of `spend`: how a row of it makes the figure. */
export const MADE = {
  input: ofKind('input'),
  output: ofKind('output'),
  cacheRead: ofKind('cacheRead'),
  cacheWrite: ofKind('cacheWrite'),
  // Where the bill counts it says what tokens cost, rate or not.
  unpriced: "CASE WHEN rate_source IS NULL AND tokens > 0 AND label = 'estimated' THEN tokens ELSE 0 END",
} as const;
