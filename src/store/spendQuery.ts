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
import {
  type Money,
  SPEND_VIEWS,
  type SpendLabel,
  type SpendRow,
  type UnallocatedReason,
} from '../core/types.ts';

/** Questions to the one table, as SQL: the only place that knows which column answers which word. */

const GROUP_COLUMN: Readonly<Record<SpendGroup | 'region' | 'reason', string>> = {
  costCenter: 'cost_center',
  user: 'user_email',
  model: 'model_key',
  profile: 'profile_arn',
  account: 'account_id',
  day: 'day',
  tokenKind: 'kind',
  region: 'region',
  reason: 'reason',
};
/** What `spend_sums` does not hold: a question that names one of these is answered from `spend` itself. */
const FINE: ReadonlySet<string> = new Set(['profile', 'account', 'tokenKind', 'region']);
const ofKind = (kind: string): string => `CASE WHEN kind = '${kind}' THEN tokens ELSE 0 END`;
/** Where the bill counts it says what tokens cost, rate or not. */
const UNPRICED =
  "CASE WHEN rate_source IS NULL AND tokens > 0 AND label = 'estimated' THEN tokens ELSE 0 END";
/** Each figure and how a row of `spend` makes it; `spend_sums` holds them ready, under the same names. */
const FIGURES: readonly (readonly [name: string, ofRow: string])[] = [
  ['amount', 'amount'],
  ['billed', 'billed'],
  ['estimated', 'estimated'],
  ['estimated_low', 'estimated_low'],
  ['estimated_high', 'estimated_high'],
  ['tokens', 'tokens'],
  ['input', ofKind('input')],
  ['output', ofKind('output')],
  ['cache_read', ofKind('cacheRead')],
  ['cache_write', ofKind('cacheWrite')],
  ['unpriced', UNPRICED],
];
const BASIS_COLUMN = { best: 'amount', billed: 'billed', estimated: 'estimated' } as const;

type Parameters = Record<string, string>;
export interface Where {
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

const saysLabel = (basis: string): string => `(${basis} <> 0 OR tokens <> 0)`;

/** Fills `spend_sums` for a day from its rows of `spend`. */
export const SUM_UP_DAY = `INSERT INTO spend_sums (day, view, user_email, cost_center, model_key, label, allocated_by, reason,
    ${FIGURES.map(([name]) => name).join(', ')}, counts_best, counts_billed, counts_estimated)
  SELECT day, view, user_email, cost_center, model_key, label, allocated_by, reason,
    ${FIGURES.map(([, ofRow]) => `sum(${ofRow})`).join(', ')},
    ${Object.values(BASIS_COLUMN)
      .map((basis) => `max(${saysLabel(basis)})`)
      .join(', ')}
  FROM spend WHERE view IN (${SPEND_VIEWS.map((view) => `'${view}'`).join(', ')}) AND day = ? GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`;

interface SumRow {
  [key: `key${number}`]: string;
  /** Of the basis that was asked for. */
  figure: Money;
  billed: Money;
  estimated: Money;
  estimated_low: Money;
  estimated_high: Money;
  tokens: bigint;
  input: bigint;
  output: bigint;
  cache_read: bigint;
  cache_write: bigint;
  by_tag: Money;
  by_principal: Money;
  by_tokens: Money;
  unpriced: bigint;
  first_label: SpendLabel;
  last_label: SpendLabel;
}

function toSum(row: SumRow, dimensions: number): SpendSum {
  return {
    keys: Array.from({ length: dimensions }, (_, i) => row[`key${i}`] ?? ''),
    amount: row.figure,
    billed: row.billed,
    estimated: row.estimated,
    estimatedLow: row.estimated_low,
    estimatedHigh: row.estimated_high,
    label: row.first_label === row.last_label ? row.first_label : 'mixed',
    tokens: row.tokens,
    tokensByKind: {
      input: row.input,
      output: row.output,
      cacheRead: row.cache_read,
      cacheWrite: row.cache_write,
    },
    allocatedBy: { tag: row.by_tag, principal: row.by_principal, tokens: row.by_tokens },
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
  const basis = BASIS_COLUMN[q.basis];
  const by = (method: string) => `sum(CASE WHEN allocated_by = '${method}' THEN ${basis} ELSE 0 END)`;
  // Days on which nothing was spent by this basis say nothing about how sure the figure is.
  const label = `CASE WHEN ${fine ? saysLabel(basis) : `counts_${q.basis}`} THEN label END`;
  const select = [
    ...keys,
    `sum(${basis}) AS figure`,
    ...FIGURES.map(([name, ofRow]) => `sum(${fine ? ofRow : name}) AS ${name}`),
    `${by('tag')} AS by_tag`,
    `${by('principal')} AS by_principal`,
    `${by('tokens')} AS by_tokens`,
    `coalesce(min(${label}), 'final') AS first_label`,
    `coalesce(max(${label}), 'final') AS last_label`,
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
    `sum(${BASIS_COLUMN[q.basis]}) AS figure`,
    `sum(${fine ? UNPRICED : 'unpriced'}) AS unpriced`,
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

/** Rows of the profile view, added up over owners: some hundreds a day become some dozens. Runs inside a read transaction. */
export function comparedRows(sqlite: Database.Database, range: SpendQuery['range']): ComparedRow[] {
  const alike = 'day, view, model_key, kind, service, usage_type, label, rate_source';
  return sqlite
    .prepare(
      `SELECT day, view, model_key AS modelKey, kind, service, usage_type AS usageType, label,
        rate_source AS rateSource, sum(tokens) AS tokens, sum(billed_tokens) AS billedTokens,
        sum(estimated) AS estimated, sum(estimated_low) AS estimatedLow, sum(estimated_high) AS estimatedHigh,
        sum(billed) AS billed
      FROM spend WHERE view = 'profile' AND day >= @start AND day < @endExclusive GROUP BY ${alike} ORDER BY ${alike}`,
    )
    .all(range) as ComparedRow[];
}
