import type Database from 'better-sqlite3';
import type { SpendScope } from '../core/access.ts';
import { sum } from '../core/money.ts';
import type {
  AmountRow,
  SpendAnswer,
  SpendFilter,
  SpendGroup,
  SpendQuery,
  SpendSum,
} from '../core/questions.ts';
import type { ComparedRow } from '../core/reconciliation.ts';
import type { Money, SpendLabel, SpendRow, UnallocatedReason } from '../core/types.ts';
import {
  BASIS_FIELD,
  columnOf,
  type Figure,
  saysLabel,
  selected,
  summedFigure,
  summedFigures,
} from './spendColumns.ts';

/** Questions to the one table, as SQL. */

/** Which column answers which word. */
const GROUP_COLUMN: Readonly<Record<SpendGroup | 'region' | 'reason', string>> = {
  costCenter: columnOf('costCenter'),
  user: columnOf('userEmail'),
  model: columnOf('modelKey'),
  profile: columnOf('profileArn'),
  account: columnOf('accountId'),
  day: columnOf('day'),
  tokenKind: columnOf('kind'),
  region: columnOf('region'),
  reason: columnOf('reason'),
};
/** What `spend_sums` does not hold: a question that names one of these is answered from `spend` itself. */
const FINE: ReadonlySet<string> = new Set(['profile', 'account', 'tokenKind', 'region']);
type Parameters = Record<string, string>;
interface Where {
  sql: string;
  parameters: Parameters;
}

/**
 * `WHERE` of a range, filters and the scope of whoever asks; '' in a filter means "has none". A filter with no value
 * matches nothing, and a scope of nobody as well: whoever may see no cost center must not see all of them.
 */
export function whereOf(
  range: SpendQuery['range'],
  filter: SpendFilter,
  scope: SpendScope,
  view: SpendRow['view'],
): Where {
  const parts = ['view = @view', 'day >= @start', 'day < @end'];
  const parameters: Parameters = { view, start: range.start, end: range.endExclusive };
  if (scope !== 'all') {
    // As JSON: one may see thousands of people, more than a statement takes parameters.
    parameters.scopeUsers = JSON.stringify(scope.users);
    parameters.scopeCostCenters = JSON.stringify(scope.costCenters);
    parts.push(
      '(user_email IN (SELECT value FROM json_each(@scopeUsers)) OR cost_center IN (SELECT value FROM json_each(@scopeCostCenters)))',
    );
  }
  for (const [name, values] of Object.entries(filter) as [
    keyof typeof GROUP_COLUMN,
    readonly string[] | undefined,
  ][]) {
    if (values === undefined) continue;
    // The column by itself, where "has none" is not asked for, so that its index is used.
    const column = values.includes('') ? `coalesce(${GROUP_COLUMN[name]}, '')` : GROUP_COLUMN[name];
    parts.push(`${column} IN (${listed(name, values, parameters)})`);
  }
  return { sql: parts.join(' AND '), parameters };
}

/** Names of parameters up to which a list is written value by value, which finds an index; a team may be longer than any statement. */
const MOST_NAMED = 500;

function listed(name: string, values: readonly string[], parameters: Parameters): string {
  if (values.length > MOST_NAMED) {
    parameters[name] = JSON.stringify(values);
    return `SELECT value FROM json_each(@${name})`;
  }
  return values
    .map((value, i) => {
      parameters[`${name}${i}`] = value;
      return `@${name}${i}`;
    })
    .join(', ');
}

/** Words that are about owners: why nobody owns something is one of them. */
const OWNERS: ReadonlySet<string> = new Set(['user', 'costCenter', 'reason']);
export const namedIn = (filter: SpendFilter): string[] =>
  Object.entries(filter).flatMap(([name, values]) => (values === undefined ? [] : [name]));

/** Who owns what is answered by the chosen attribution; all else by the profile view, which knows models and kinds best. */
export function viewFor(
  q: Pick<SpendQuery, 'groupBy' | 'filter' | 'scope'>,
  attribution: 'profileTags' | 'iamPrincipal',
): SpendRow['view'] {
  const asksForOwner =
    q.scope !== 'all' || [...q.groupBy, ...namedIn(q.filter)].some((name) => OWNERS.has(name));
  return attribution === 'iamPrincipal' && asksForOwner ? 'principal' : 'profile';
}

type SumRow = Readonly<Record<Figure, bigint>> & {
  readonly [key: `key${number}`]: string;
  /** Of the basis that was asked for. */
  readonly figure: Money;
  readonly billed: Money;
  readonly estimated: Money;
  readonly estimatedLow: Money;
  readonly estimatedHigh: Money;
  readonly byTag: Money;
  readonly byPrincipal: Money;
  readonly byTokens: Money;
  readonly firstLabel: SpendLabel;
  readonly lastLabel: SpendLabel;
};

function toSum(row: SumRow, dimensions: number): SpendSum {
  return {
    keys: Array.from({ length: dimensions }, (_, i) => row[`key${i}`] ?? ''),
    amount: row.figure,
    billed: row.billed,
    estimated: row.estimated,
    estimatedLow: row.estimatedLow,
    estimatedHigh: row.estimatedHigh,
    label: row.firstLabel === row.lastLabel ? row.firstLabel : 'mixed',
    tokens: row.tokens,
    tokensByKind: {
      input: row.input,
      output: row.output,
      cacheRead: row.cacheRead,
      cacheWrite: row.cacheWrite,
    },
    allocatedBy: { tag: row.byTag, principal: row.byPrincipal, tokens: row.byTokens },
    unpricedTokens: row.unpriced,
  };
}

/** Where a question is answered from, and by what. */
function sourceOf(q: SpendQuery, attribution: 'profileTags' | 'iamPrincipal') {
  const fine = [...q.groupBy, ...namedIn(q.filter)].some((name) => FINE.has(name));
  const places = q.groupBy.map((_, i) => i + 1).join(', ');
  return {
    fine,
    table: fine ? 'spend' : 'spend_sums',
    where: whereOf(q.range, q.filter, q.scope, viewFor(q, attribution)),
    keys: q.groupBy.map((group, i) => `coalesce(${GROUP_COLUMN[group]}, '') AS key${i}`),
    owned: q.unowned === 'among' ? '' : ' AND reason IS NULL',
    group: places === '' ? 'HAVING count(*) > 0' : `GROUP BY ${places}`,
    order: places === '' ? '' : ` ORDER BY figure DESC, ${places}`,
  };
}

/** Answers one question. Runs inside the caller's read transaction. */
export function answer(
  sqlite: Database.Database,
  q: SpendQuery,
  attribution: 'profileTags' | 'iamPrincipal',
): SpendAnswer {
  const { fine, table, where, keys, owned, group, order } = sourceOf(q, attribution);
  const basis = columnOf(BASIS_FIELD[q.basis]);
  const by = (method: string) => `sum(CASE WHEN allocated_by = '${method}' THEN ${basis} ELSE 0 END)`;
  // Days on which nothing was spent by this basis say nothing about how sure the figure is.
  const label = `CASE WHEN ${fine ? saysLabel(q.basis) : `counts_${q.basis}`} THEN label END`;
  const select = [
    ...keys,
    `sum(${basis}) AS figure`,
    ...summedFigures(fine),
    `${by('tag')} AS byTag`,
    `${by('principal')} AS byPrincipal`,
    `${by('tokens')} AS byTokens`,
    `coalesce(min(${label}), 'final') AS firstLabel`,
    `coalesce(max(${label}), 'final') AS lastLabel`,
  ];
  const rows = sqlite
    .prepare(`SELECT ${select.join(', ')} FROM ${table} WHERE ${where.sql}${owned} ${group}${order}`)
    .all(where.parameters) as SumRow[];
  const sums = rows.map((row) => toSum(row, q.groupBy.length));
  if (q.unowned === 'among')
    return { rows: sums, unallocated: [], total: sum(sums.map((row) => row.amount)) };
  const unallocated = sqlite
    .prepare(
      `SELECT reason, sum(${basis}) AS amount, sum(tokens) AS tokens FROM ${table} WHERE ${where.sql} AND reason IS NOT NULL GROUP BY reason ORDER BY amount DESC, reason`,
    )
    .all(where.parameters) as { reason: UnallocatedReason; amount: Money; tokens: bigint }[];
  return { rows: sums, unallocated, total: sum([...sums, ...unallocated].map((row) => row.amount)) };
}

/** The rows of an answer, but only what they come to: a fraction of the work for trends of a thousand people. */
export function amounts(
  sqlite: Database.Database,
  q: SpendQuery,
  attribution: 'profileTags' | 'iamPrincipal',
): AmountRow[] {
  const { fine, table, where, keys, owned, group } = sourceOf(q, attribution);
  const select = [
    ...keys,
    `sum(${columnOf(BASIS_FIELD[q.basis])}) AS figure`,
    summedFigure('unpriced', fine),
  ];
  const rows = sqlite
    .prepare(`SELECT ${select.join(', ')} FROM ${table} WHERE ${where.sql}${owned} ${group}`)
    .raw()
    .all(where.parameters) as (string | bigint)[][];
  return rows.map((row) => ({
    keys: row.slice(0, -2) as string[],
    amount: row.at(-2) as Money,
    unpricedTokens: row.at(-1) as bigint,
  }));
}

/** What rows that are compared are alike in, and what of them is added up. */
const ALIKE = ['day', 'view', 'modelKey', 'kind', 'service', 'usageType', 'label', 'rateSource'] as const;
const ADDED = ['tokens', 'billedTokens', 'estimated', 'estimatedLow', 'estimatedHigh', 'billed'] as const;

/** Rows of the profile view, added up over owners: some hundreds a day become some dozens. Runs inside a read transaction. */
export function comparedRows(sqlite: Database.Database, range: SpendQuery['range']): ComparedRow[] {
  return sqlite
    .prepare(
      `SELECT ${selected(ALIKE)}, ${selected(ADDED, (field) => `sum(${columnOf(field)})`)}
      FROM spend WHERE view = 'profile' AND day >= @start AND day < @endExclusive
      GROUP BY ${ALIKE.map(columnOf).join(', ')} ORDER BY ${ALIKE.map(columnOf).join(', ')}`,
    )
    .all(range) as ComparedRow[];
}
