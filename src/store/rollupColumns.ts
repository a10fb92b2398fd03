import { getTableColumns } from 'drizzle-orm';
import * as schema from './schema.ts';
import type { Grain } from './schemaRollups.ts';
import { columnOf, MADE, saysLabel } from './spendColumns.ts';

/** What the roll-ups are made of, by the names of their fields; the schema alone says which columns there are. */

const KEYS = getTableColumns(schema.spendKeys);
const SUMS = getTableColumns(schema.spendDaySums);

/** What a sum may be of. Its column has the name that `spend` gives it. */
export type Dimension = Exclude<keyof typeof KEYS, 'id' | 'grain' | 'view'>;
export const DIMENSIONS = (Object.keys(KEYS) as (keyof typeof KEYS)[]).filter(
  (field): field is Dimension => field !== 'id' && field !== 'grain' && field !== 'view',
);
export const keyColumn = (field: Dimension): string => KEYS[field].name;

export type Figure = Exclude<keyof typeof SUMS, 'grain' | 'view' | 'day' | 'key' | 'label'>;
export const FIGURES = (Object.keys(SUMS) as (keyof typeof SUMS)[]).filter(
  (field): field is Figure => !['grain', 'view', 'day', 'key', 'label'].includes(field),
);
export const figureColumn = (field: Figure): string => SUMS[field].name;

/** How a row of `spend` makes a figure. */
const OF_ROW: Readonly<Partial<Record<Figure, string>>> = {
  ...MADE,
  rows: '1',
  saysBest: saysLabel('best'),
  saysBilled: saysLabel('billed'),
  saysEstimated: saysLabel('estimated'),
};
export const valueOfRow = (field: Figure): string => OF_ROW[field] ?? figureColumn(field);

const OWNED: readonly Dimension[] = ['allocatedBy', 'reason'];
/**
 * What each grain is summed up by: what is asked is answered from the first that knows it, and each is some times smaller
 * than the next. `line` is what the bill consists of, whoever owns it.
 */
export const GRAINS: Readonly<Record<Grain, readonly Dimension[]>> = {
  model: ['modelKey', 'kind', ...OWNED],
  costCenter: ['costCenter', ...OWNED],
  line: ['modelKey', 'kind', 'accountId', 'region', 'service', 'usageType', 'rateSource', ...OWNED],
  costCenterModel: ['costCenter', 'modelKey', 'kind', ...OWNED],
  person: ['userEmail', ...OWNED],
  holder: ['costCenter', 'userEmail', 'profileArn', 'accountId', 'region', 'modelKey', ...OWNED],
};

/** A dimension of a row of `spend`, as keys have it. */
export const ofRow = (field: Dimension): string => `coalesce(${columnOf(field)}, '')`;
