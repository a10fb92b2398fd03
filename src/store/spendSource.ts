import type Database from 'better-sqlite3';
import type { SpendScope } from '../core/access.ts';
import { daysOf, intersect, monthOf, monthRange, monthsOf } from '../core/periods.ts';
import type { SpendFilter, SpendGroup } from '../core/questions.ts';
import type { Day, DayRange, Month, SpendRow } from '../core/types.ts';
import { addressesNamed, personColumn, scopeByAddress } from './aliases.ts';
import {
  type Dimension,
  type Figure,
  figureColumn,
  GRAINS,
  keyColumn,
  ofRow,
  valueOfRow,
} from './rollupColumns.ts';
import { areWhole, heldDays } from './rollups.ts';
import type { Grain } from './schemaRollups.ts';
import { prepared } from './statements.ts';

/**
 * Where a question about spend is answered from: sums of whole months, sums of days, and rows of `spend` for what no sums
 * know, and for months of an older ledger that are not summed up yet. What all three say together is what the rows say.
 */

/** Which dimension answers which word; `day` is none, but a period. */
export const DIMENSION_OF: Readonly<Record<Exclude<SpendGroup, 'day'> | 'region' | 'reason', Dimension>> = {
  costCenter: 'costCenter',
  user: 'userEmail',
  model: 'modelKey',
  profile: 'profileArn',
  account: 'accountId',
  tokenKind: 'kind',
  region: 'region',
  reason: 'reason',
};

/** What is asked, as far as it decides from where it is answered. */
export interface Asked {
  range: DayRange;
  view: SpendRow['view'];
  filter: SpendFilter;
  scope: SpendScope;
  groupBy: readonly SpendGroup[];
  /** Beside those of the question. */
  dimensions?: readonly Dimension[];
  figures: readonly Figure[];
  /** `reason = ''`, or `reason <> ''`; null: both. */
  owned: boolean | null;
}
/** `sums`: wherever they know it; `rows`: from `spend` alone, which is what sums are held against. */
export type From = 'sums' | 'rows';

export interface Source {
  /** A table expression with a column for each dimension and figure asked for, `day` and `label`. */
  sql: string;
  parameters: Readonly<Record<string, string>>;
}
type Parameters = Record<string, string>;

/** Keys up to which sums are sought one by one; beyond, all of a period's are read. */
const MOST_SOUGHT = 5_000;
/** People up to which rows of `spend` are sought by their owner. */
const MOST_OWNERS = 1_000;

const filtersOf = (filter: SpendFilter) =>
  Object.entries(filter).flatMap(([name, values]) =>
    values === undefined || name === 'day' ? [] : [{ name: name as keyof typeof DIMENSION_OF, values }],
  );

/** What a question shows, and all that it names: what it is narrowed down by as well. */
export function dimensionsOf({
  groupBy,
  filter,
  scope,
  dimensions = [],
}: Pick<Asked, 'groupBy' | 'filter' | 'scope' | 'dimensions'>) {
  const named = new Set<Dimension>(dimensions);
  for (const group of groupBy) if (group !== 'day') named.add(DIMENSION_OF[group]);
  const shown = [...named];
  for (const { name } of filtersOf(filter)) named.add(DIMENSION_OF[name]);
  if (scope !== 'all') named.add('userEmail').add('costCenter');
  return { shown, named };
}

/** Whether sums answer a question: they stay when rows go. */
export const isInSums = (asked: Pick<Asked, 'groupBy' | 'filter' | 'scope'>): boolean =>
  grainFor(dimensionsOf(asked).named) !== null;

/** The coarsest grain that knows all of these; null where only rows do. */
export function grainFor(named: ReadonlySet<Dimension>): Grain | null {
  for (const [grain, dimensions] of Object.entries(GRAINS) as [Grain, readonly Dimension[]][])
    if ([...named].every((one) => dimensions.includes(one))) return grain;
  return null;
}

/** Whether all days of a month are summed up. */
export function summedMonths(sqlite: Database.Database): (month: Month) => boolean {
  if (areWhole(sqlite)) return () => true;
  const through = new Map(
    prepared(sqlite, 'SELECT month, through FROM spend_summed').raw().all() as [Month, Day][],
  );
  return (month) => through.get(month) === monthRange(month).endExclusive;
}

interface Parts {
  months: Month[];
  days: Day[];
  rows: Day[];
}

/** Which days of a range are answered by what. */
export function partsOf(
  sqlite: Database.Database,
  { range, groupBy, filter }: Asked,
  grain: Grain | null,
): Parts {
  const held = heldDays(sqlite);
  const parts: Parts = { months: [], days: [], rows: [] };
  const asked = held === null ? null : intersect(range, held);
  if (held === null || asked === null) return parts;
  const summed = summedMonths(sqlite);
  const byDay = groupBy.includes('day') || filter.day !== undefined;
  const wanted = filter.day === undefined ? null : new Set(filter.day);
  for (const month of monthsOf(asked)) {
    const whole = monthRange(month);
    const days = intersect(whole, asked);
    if (days === null) continue;
    const isSummed = grain !== null && summed(month);
    const ofMonth = intersect(whole, held);
    const isWhole = days.start === ofMonth?.start && days.endExclusive === ofMonth.endExclusive;
    if (isSummed && isWhole && !byDay) parts.months.push(month);
    else
      parts[isSummed ? 'days' : 'rows'].push(
        ...daysOf(days).filter((day) => wanted === null || wanted.has(day)),
      );
  }
  return parts;
}

/**
 * What is theirs, and what is charged to their cost centers: a row is seen by either. A scope of nobody matches nothing:
 * whoever may see no cost center must not see all of them.
 */
function scopeConditions(
  { users, costCenters }: Exclude<SpendScope, 'all'>,
  of: (dimension: Dimension) => string,
  parameters: Parameters,
): [string, string] {
  parameters.scopeUsers = JSON.stringify(users.filter((user) => user !== ''));
  parameters.scopeCostCenters = JSON.stringify(costCenters.filter((one) => one !== ''));
  return [
    `${of('userEmail')} IN (SELECT value FROM json_each(@scopeUsers))`,
    `${of('costCenter')} IN (SELECT value FROM json_each(@scopeCostCenters))`,
  ];
}

/** `WHERE` of filters and scope; `of` gives the column of a dimension, in which '' says "has none". */
export function conditions(
  { filter, scope, owned }: Pick<Asked, 'filter' | 'scope' | 'owned'>,
  of: (dimension: Dimension) => string,
  parameters: Parameters,
): string[] {
  const among = (dimension: Dimension, name: string, values: readonly string[]) => {
    // As JSON: one may see thousands of people, more than a statement takes parameters.
    parameters[name] = JSON.stringify(values);
    return `${of(dimension)} IN (SELECT value FROM json_each(@${name}))`;
  };
  const parts = filtersOf(filter).map(({ name, values }) => among(DIMENSION_OF[name], name, values));
  if (scope !== 'all') parts.push(`(${scopeConditions(scope, of, parameters).join(' OR ')})`);
  if (owned !== null) parts.push(`${of('reason')} ${owned ? '=' : '<>'} ''`);
  return parts;
}

/** Numbers of the keys that fit; null where nothing narrows them down, or so many fit that all are read. */
function soughtKeys(sqlite: Database.Database, asked: Asked, grain: Grain): string | null {
  if (asked.scope === 'all' && filtersOf(asked.filter).length === 0) return null;
  const parameters: Parameters = { grain, view: asked.view };
  const { scope } = asked;
  const where = [
    'grain = @grain',
    'view = @view',
    ...conditions({ ...asked, scope: 'all' }, keyColumn, parameters),
  ];
  // One after the other, each by its own index: asked as "this or that", all keys would be read.
  const seen = scope === 'all' ? [[]] : scopeConditions(scope, keyColumn, parameters).map((one) => [one]);
  const selects = seen.map((more) => `SELECT id FROM spend_keys WHERE ${[...where, ...more].join(' AND ')}`);
  const ids = prepared(sqlite, `${selects.join(' UNION ')} LIMIT ${MOST_SOUGHT + 1}`)
    .pluck()
    .all(parameters) as bigint[];
  return ids.length > MOST_SOUGHT ? null : `[${ids.join(',')}]`;
}

/** Owners of the rows that fit, where no grain knows all that is asked; null where that says nothing. */
function soughtOwners(sqlite: Database.Database, asked: Asked, days: readonly Day[]): string | null {
  const { holder } = GRAINS;
  const filter = Object.fromEntries(
    filtersOf(asked.filter)
      .filter(({ name }) => holder.includes(DIMENSION_OF[name]))
      .map(({ name, values }) => [name, values]),
  );
  if (asked.scope === 'all' && Object.keys(filter).length === 0) return null;
  if (filter.user !== undefined) return JSON.stringify(filter.user);
  // Owners of rows that no sums are made of yet have no key.
  const summed = summedMonths(sqlite);
  if (days.some((day) => !summed(monthOf(day)))) return null;
  const parameters: Parameters = { view: asked.view };
  const where = conditions({ ...asked, filter }, keyColumn, parameters);
  const owners = prepared(
    sqlite,
    `SELECT DISTINCT user_email FROM spend_keys WHERE ${["grain = 'holder'", 'view = @view', ...where].join(' AND ')} LIMIT ${MOST_OWNERS + 1}`,
  )
    .pluck()
    .all(parameters);
  return owners.length > MOST_OWNERS ? null : JSON.stringify(owners);
}

/** What is asked about people, asked by every address of theirs. Done twice it is the same. */
export const byAddress = (sqlite: Database.Database, asked: Asked): Asked => ({
  ...asked,
  scope: scopeByAddress(sqlite, asked.scope),
  filter:
    asked.filter.user === undefined
      ? asked.filter
      : { ...asked.filter, user: addressesNamed(sqlite, asked.filter.user) },
});

/** Where this is answered from; owners are people, by their own address. Runs inside the caller's read transaction. */
export function sourceOf(sqlite: Database.Database, question: Asked, from: From = 'sums'): Source {
  const asked = byAddress(sqlite, question);
  const { shown, named } = dimensionsOf(asked);
  const grain = from === 'rows' ? null : grainFor(named);
  const parts = partsOf(sqlite, asked, grain);
  const parameters: Parameters = { view: asked.view };
  const sources: string[] = [];
  if (grain !== null && parts.months.length + parts.days.length > 0) {
    parameters.grain = grain;
    const keys = soughtKeys(sqlite, asked, grain);
    if (keys !== null) parameters.keys = keys;
    const where = [
      ...(keys === null
        ? conditions(asked, (one) => `k.${keyColumn(one)}`, parameters)
        : ['s.key IN (SELECT value FROM json_each(@keys))']),
    ];
    const columns = [
      ...shown.map((one) => `${shownAs(sqlite, one, `k.${keyColumn(one)}`)} AS ${keyColumn(one)}`),
      's.label AS label',
      ...asked.figures.map((one) => `s.${figureColumn(one)} AS ${figureColumn(one)}`),
    ];
    // Names of keys are not looked up where nobody asks for them.
    const names =
      shown.length === 0 && (keys !== null || where.length === 0)
        ? ''
        : ' CROSS JOIN spend_keys k ON k.id = s.key';
    const of = (period: 'month' | 'day', list: readonly string[]) => {
      if (list.length === 0) return;
      parameters[`${period}s`] = JSON.stringify(list);
      sources.push(
        `SELECT ${period === 'day' ? 's.day' : "''"} AS day, ${columns.join(', ')} FROM spend_${period}_sums s${names}
          WHERE ${['s.grain = @grain', 's.view = @view', `s.${period} IN (SELECT value FROM json_each(@${period}s))`, ...where].join(' AND ')}`,
      );
    };
    of('month', parts.months);
    of('day', parts.days);
  }
  if (parts.rows.length > 0 || sources.length === 0)
    sources.push(rowsSource(sqlite, asked, shown, parts.rows, parameters));
  return { sql: sources.length === 1 ? `(${sources[0]})` : `(${sources.join(' UNION ALL ')})`, parameters };
}

export const shownAs = (sqlite: Database.Database, dimension: Dimension, column: string): string =>
  dimension === 'userEmail' ? personColumn(sqlite, column) : column;

function rowsSource(
  sqlite: Database.Database,
  asked: Asked,
  shown: readonly Dimension[],
  days: readonly Day[],
  parameters: Parameters,
): string {
  const where = rowsWhere(sqlite, asked, days, parameters);
  const columns = [
    ...shown.map((one) => `${shownAs(sqlite, one, ofRow(one))} AS ${keyColumn(one)}`),
    'label',
    ...asked.figures.map((one) => `${valueOfRow(one)} AS ${figureColumn(one)}`),
  ];
  return `SELECT day, ${columns.join(', ')} FROM spend WHERE ${where}`;
}

/** `WHERE` of rows of `spend`, of some days. */
export function rowsWhere(
  sqlite: Database.Database,
  question: Asked,
  days: readonly Day[],
  parameters: Parameters,
): string {
  const asked = byAddress(sqlite, question);
  const owners = days.length === 0 ? null : soughtOwners(sqlite, asked, days);
  parameters.view = asked.view;
  parameters.rowDays = JSON.stringify(days);
  if (owners !== null) parameters.owners = owners;
  return [
    'view = @view',
    'day IN (SELECT value FROM json_each(@rowDays))',
    ...(owners === null ? [] : ["coalesce(user_email, '') IN (SELECT value FROM json_each(@owners))"]),
    ...conditions(asked, ofRow, parameters),
  ].join(' AND ');
}
