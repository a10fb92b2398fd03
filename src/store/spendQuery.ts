import type Database from 'better-sqlite3';
import { type Known, sumKnown } from '../core/known.ts';
import type {
  AmountRow,
  BriefSum,
  SpendAnswer,
  SpendFilter,
  SpendGroup,
  SpendQuery,
  SpendSum,
} from '../core/questions.ts';
import type { Money, SpendLabel, SpendRow } from '../core/types.ts';
import { type Figure, figureColumn, keyColumn } from './rollupColumns.ts';
import { BASIS_FIELD, columnOf } from './spendColumns.ts';
import { type Asked, DIMENSION_OF, type From, sourceOf } from './spendSource.ts';
import { prepared } from './statements.ts';

/** Sums of spend, as SQL; its lines are in `spendRows.ts`. */

export type Attribution = 'profileTags' | 'iamPrincipal';

/** Words that are about owners: why nobody owns something is one of them. */
const OWNERS: ReadonlySet<string> = new Set(['user', 'costCenter', 'reason']);
export const namedIn = (filter: SpendFilter): string[] =>
  Object.entries(filter).flatMap(([name, values]) => (values === undefined ? [] : [name]));

/** Who owns what is answered by the chosen attribution; all else by the profile view, which knows models and kinds best. */
export function viewFor(
  q: Pick<SpendQuery, 'groupBy' | 'filter' | 'scope' | 'ofOwners'>,
  attribution: Attribution,
): SpendRow['view'] {
  const asksForOwner =
    q.ofOwners === true ||
    q.scope !== 'all' ||
    [...q.groupBy, ...namedIn(q.filter)].some((name) => OWNERS.has(name));
  return attribution === 'iamPrincipal' && asksForOwner ? 'principal' : 'profile';
}

/** Which column counts the rows that say how sure the figure of a basis is. */
const SAYS: Readonly<Record<SpendQuery['basis'], Figure>> = {
  best: 'saysBest',
  billed: 'saysBilled',
  estimated: 'saysEstimated',
};
/** What a figure leaves out: the bill leaves nothing out, as it says what things cost. */
const unpricedIn = ({ basis }: Pick<SpendQuery, 'basis'>): string =>
  basis === 'billed' ? '0' : 'sum(unpriced)';

/** What an answer tells of each row. */
const TOLD: readonly Figure[] = [
  'amount',
  'billed',
  'estimated',
  'estimatedLow',
  'estimatedHigh',
  'tokens',
  'input',
  'output',
  'cacheRead',
  'cacheWrite',
  'unpriced',
];

type SumRow = Readonly<Record<Figure, bigint>> & {
  readonly [key: `key${number}`]: string;
  /** Of the basis that was asked for. */
  readonly figure: Money;
  /** Tokens without a rate that the figure leaves out. */
  readonly withoutPrice: bigint;
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
    unpricedTokens: row.withoutPrice,
  };
}

/** The column that a group is answered by. */
export const groupColumn = (group: SpendGroup): string =>
  group === 'day' ? 'day' : keyColumn(DIMENSION_OF[group]);

function wordsOf(q: SpendQuery) {
  const places = q.groupBy.map((_, i) => i + 1).join(', ');
  return {
    keys: q.groupBy.map((group, i) => `${groupColumn(group)} AS key${i}`),
    group: places === '' ? 'HAVING count(*) > 0' : `GROUP BY ${places}`,
    order: places === '' ? '' : ` ORDER BY figure DESC, ${places}`,
  };
}

const askedOf = (q: SpendQuery, attribution: Attribution) => ({
  range: q.range,
  view: viewFor(q, attribution),
  filter: q.filter,
  scope: q.scope,
  groupBy: q.groupBy,
});

/** What one question asks for, as SQL on `source`. */
function told(q: SpendQuery): string[] {
  const basis = columnOf(BASIS_FIELD[q.basis]);
  const by = (method: string) => `sum(CASE WHEN allocated_by = '${method}' THEN ${basis} ELSE 0 END)`;
  return [
    ...TOLD.map((figure) => `sum(${figureColumn(figure)}) AS ${figure}`),
    `${unpricedIn(q)} AS withoutPrice`,
    `${by('tag')} AS byTag`,
    `${by('principal')} AS byPrincipal`,
    `${by('tokens')} AS byTokens`,
  ];
}
/** Days on which nothing was spent by this basis say nothing about how sure the figure is. */
function labels({ basis }: SpendQuery): string[] {
  const label = `CASE WHEN ${figureColumn(SAYS[basis])} > 0 THEN label END`;
  return [`coalesce(min(${label}), 'final') AS firstLabel`, `coalesce(max(${label}), 'final') AS lastLabel`];
}

/** Answers one question. Runs inside the caller's read transaction. */
export function answer(
  sqlite: Database.Database,
  q: SpendQuery,
  attribution: Attribution,
  from: From = 'sums',
): SpendAnswer {
  const { keys, group, order } = wordsOf(q);
  const basis = BASIS_FIELD[q.basis];
  const select = [...keys, `sum(${columnOf(basis)}) AS figure`, ...told(q), ...labels(q)];
  const source = sourceOf(
    sqlite,
    {
      ...askedOf(q, attribution),
      figures: [...TOLD, SAYS[q.basis]],
      dimensions: ['allocatedBy'],
      owned: q.unowned === 'among' ? null : true,
    },
    from,
  );
  const rows = prepared(sqlite, `SELECT ${select.join(', ')} FROM ${source.sql} ${group}${order}`).all(
    source.parameters,
  ) as SumRow[];
  return withUnowned(
    sqlite,
    q,
    rows.map((row) => toSum(row, q.groupBy.length)),
    attribution,
    from,
  );
}

/** The same, of each row what a table shows. */
export function brief(
  sqlite: Database.Database,
  q: SpendQuery,
  attribution: Attribution,
  from: From = 'sums',
): SpendAnswer<BriefSum> {
  const { keys, group, order } = wordsOf(q);
  const source = sourceOf(sqlite, briefAsked(q, attribution), from);
  const select = [...keys, ...briefColumns(q)];
  const rows = prepared(sqlite, `SELECT ${select.join(', ')} FROM ${source.sql} ${group}${order}`)
    .raw()
    .all(source.parameters) as unknown[][];
  const sums = rows.map((row) => toBrief(row, q.groupBy.length));
  return withUnowned(sqlite, q, sums, attribution, from);
}

const ownedIn = ({ unowned }: SpendQuery): true | null => (unowned === 'among' ? null : true);

export const briefAsked = (q: SpendQuery, attribution: Attribution): Asked => ({
  ...askedOf(q, attribution),
  figures: [...new Set<Figure>([BASIS_FIELD[q.basis], 'tokens', 'unpriced', SAYS[q.basis]])],
  owned: ownedIn(q),
});
/** What of each row is told, after its keys. */
export function briefColumns(q: SpendQuery): string[] {
  const figure = columnOf(BASIS_FIELD[q.basis]);
  const ofBill = `sum(CASE WHEN label = 'estimated' THEN 0 ELSE ${figure} END)`;
  return [`sum(${figure}) AS figure`, ofBill, 'sum(tokens)', unpricedIn(q), ...labels(q)];
}
export function toBrief(row: readonly unknown[], dimensions: number): BriefSum {
  const [amount, ofBill, tokens, unpricedTokens, first, last] = row.slice(dimensions) as [
    Money,
    Money,
    bigint,
    bigint,
    SpendLabel,
    SpendLabel,
  ];
  const keys = row.slice(0, dimensions) as string[];
  return { keys, amount, ofBill, tokens, unpricedTokens, label: first === last ? first : 'mixed' };
}

function withUnowned<Row extends Known>(
  sqlite: Database.Database,
  q: SpendQuery,
  rows: Row[],
  attribution: Attribution,
  from: From,
): SpendAnswer<Row> {
  if (q.unowned === 'among' || q.unowned === 'left') return { rows, unallocated: [], total: sumKnown(rows) };
  const unallocated = unownedIn(sqlite, askedOf(q, attribution), q.basis, from);
  return { rows, unallocated, total: sumKnown([...rows, ...unallocated]) };
}

/** What nobody owns, by its reasons, largest first. */
function unownedIn(
  sqlite: Database.Database,
  asked: Omit<Asked, 'figures' | 'owned'>,
  basis: SpendQuery['basis'],
  from: From,
): SpendAnswer['unallocated'] {
  const figure = BASIS_FIELD[basis];
  const source = sourceOf(
    sqlite,
    { ...asked, groupBy: [], dimensions: ['reason'], figures: [figure, 'tokens', 'unpriced'], owned: false },
    from,
  );
  return prepared(
    sqlite,
    `SELECT reason, sum(${columnOf(figure)}) AS amount, sum(tokens) AS tokens, ${unpricedIn({ basis })} AS unpricedTokens FROM ${source.sql} GROUP BY reason ORDER BY amount DESC, reason`,
  ).all(source.parameters) as SpendAnswer['unallocated'];
}

/** The rows of an answer, but only what they come to: a fraction of the work for trends of a thousand people. */
export function amounts(
  sqlite: Database.Database,
  q: SpendQuery,
  attribution: Attribution,
  from: From = 'sums',
): AmountRow[] {
  const { keys, group } = wordsOf(q);
  const source = sourceOf(sqlite, amountsAsked(q, attribution), from);
  const select = [...keys, ...amountColumns(q)];
  const rows = prepared(sqlite, `SELECT ${select.join(', ')} FROM ${source.sql} ${group}`)
    .raw()
    .all(source.parameters) as (string | bigint)[][];
  return rows.map((row) => toAmount(row));
}

export const amountsAsked = (q: SpendQuery, attribution: Attribution): Asked => ({
  ...askedOf(q, attribution),
  figures: [BASIS_FIELD[q.basis], 'unpriced'],
  owned: ownedIn(q),
});
/** What of each row is told, after its keys. */
export const amountColumns = (q: SpendQuery): string[] => [
  `sum(${columnOf(BASIS_FIELD[q.basis])}) AS figure`,
  unpricedIn(q),
];
export const toAmount = (row: readonly unknown[]): AmountRow => ({
  keys: row.slice(0, -2) as string[],
  amount: row.at(-2) as Money,
  unpricedTokens: row.at(-1) as bigint,
});
