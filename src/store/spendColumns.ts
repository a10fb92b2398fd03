import { getTableColumns } from 'drizzle-orm';
import { SPEND_VIEWS, type SpendRow } from '../core/types.ts';
import * as schema from './schema.ts';

/**
 * The columns of the one table, and of its sums, by the names of their fields. The schema alone says which there are;
 * what SQL is written by hand takes them from here.
 */

export const SPEND = getTableColumns(schema.spend);
const SUMS = getTableColumns(schema.spendSums);
type SumField = keyof typeof SUMS;

/** The column of a field of `spend`; `spend_sums` calls the same thing by the same name. */
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
/** What of the sums is no column of `spend`: how a row of it makes the figure. */
const MADE: Readonly<Partial<Record<SumField, string>>> = {
  input: ofKind('input'),
  output: ofKind('output'),
  cacheRead: ofKind('cacheRead'),
  cacheWrite: ofKind('cacheWrite'),
  // Where the bill counts it says what tokens cost, rate or not.
  unpriced: "CASE WHEN rate_source IS NULL AND tokens > 0 AND label = 'estimated' THEN tokens ELSE 0 END",
};
const COUNTS: Readonly<Partial<Record<SumField, string>>> = {
  countsBest: saysLabel('best'),
  countsBilled: saysLabel('billed'),
  countsEstimated: saysLabel('estimated'),
};

const FIELDS = Object.keys(SUMS) as SumField[];
const isNumber = (field: SumField): boolean => SUMS[field].getSQLType() === 'integer';
/** What `spend_sums` is summed up by. */
const KEYS = FIELDS.filter((field) => !isNumber(field));
export type Figure = {
  [F in SumField]: (typeof SUMS)[F]['_']['data'] extends bigint ? F : never;
}[SumField];
/** What is summed up in it. */
const FIGURES = FIELDS.filter((field): field is Figure => isNumber(field) && !(field in COUNTS));

const ofRow = (field: SumField): string => MADE[field] ?? SUMS[field].name;
/** A figure, added up: from the rows of `spend` (`fine`), or from the sums, which hold it ready. */
export const summedFigure = (field: Figure, fine: boolean): string =>
  `sum(${fine ? ofRow(field) : SUMS[field].name}) AS ${field}`;
export const summedFigures = (fine: boolean): string[] => FIGURES.map((field) => summedFigure(field, fine));

/** Fills `spend_sums` for a day from its rows of `spend`. */
export const SUM_UP_DAY = `INSERT INTO spend_sums (${[...KEYS, ...FIGURES, ...Object.keys(COUNTS)]
  .map((field) => SUMS[field as SumField].name)
  .join(', ')})
  SELECT ${[
    ...KEYS.map(ofRow),
    ...FIGURES.map((field) => `sum(${ofRow(field)})`),
    ...Object.values(COUNTS).map((says) => `max(${says})`),
  ].join(', ')}
  FROM spend WHERE view IN (${SPEND_VIEWS.map((view) => `'${view}'`).join(', ')}) AND day = ?
  GROUP BY ${KEYS.map((_, i) => i + 1).join(', ')}`;
