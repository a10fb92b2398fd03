import type Database from 'better-sqlite3';
import type { SpendScope } from '../core/access.ts';
import type { RowSum, SpendFilter } from '../core/questions.ts';
import type { ComparedRow } from '../core/reconciliation.ts';
import type { Day, DayRange, SpendRow } from '../core/types.ts';
import { personOfIn } from './aliases.ts';
import { figureColumn, keyColumn } from './rollupColumns.ts';
import { SPEND, selected } from './spendColumns.ts';
import { type Attribution, namedIn, viewFor } from './spendQuery.ts';
import { type Asked, type From, rowsWhere, sourceOf } from './spendSource.ts';
import { prepared } from './statements.ts';

/** Lines of spend, what they come to, and those that are held against the bill, as SQL. */

const FIELDS = Object.keys(SPEND) as (keyof SpendRow)[];
const SELECT_ROW = selected(FIELDS);

/** Rows of `spend`, newest day first, the largest of a day first, and how many there are in all. */
export function spendRows(
  sqlite: Database.Database,
  { range, ...filter }: SpendFilter & { range: DayRange },
  scope: SpendScope,
  { limit, offset }: { limit: number; offset: number },
  attribution: Attribution,
): { rows: SpendRow[]; total: number } {
  const view = viewOfRows(filter, scope, attribution);
  const asked: Asked = { range, view, filter, scope, groupBy: ['day'], figures: ['rows'], owned: null };
  const source = sourceOf(sqlite, asked);
  const days = prepared(
    sqlite,
    `SELECT day, sum(${figureColumn('rows')}) FROM ${source.sql} GROUP BY day ORDER BY day DESC`,
  )
    .raw()
    .all(source.parameters) as [Day, bigint][];
  const total = days.reduce((rows, [, count]) => rows + Number(count), 0);
  const part = daysAt(days, { limit, offset });
  const parameters: Record<string, string> = {};
  const where = rowsWhere(sqlite, asked, part.days, parameters);
  const order = 'ORDER BY day DESC, amount DESC, rowid';
  // What is sorted are the numbers of a day's rows: the rows themselves are read of those that are shown.
  const rows = prepared(
    sqlite,
    `SELECT ${SELECT_ROW} FROM spend WHERE rowid IN
      (SELECT rowid FROM spend WHERE ${where} ${order} LIMIT @limit OFFSET @offset) ${order}`,
  ).all({ ...parameters, limit, offset: part.offset }) as SpendRow[];
  const personOf = personOfIn(sqlite);
  return {
    rows: rows.map((row) => ({ ...row, userEmail: row.userEmail && personOf(row.userEmail) })),
    total,
  };
}

/** Lines are shown with their owners; where nothing narrows them down, those are what is asked for. */
const viewOfRows = (filter: SpendFilter, scope: SpendScope, attribution: Attribution): SpendRow['view'] =>
  viewFor({ groupBy: namedIn(filter).length === 0 ? ['user'] : [], filter, scope }, attribution);

const SUMMED = ['tokens', 'billed', 'estimated', 'amount'] as const;

/** What rows of `spend` come to, by how sure they are and where their rates come from. */
export function rowSums(
  sqlite: Database.Database,
  { range, ...filter }: SpendFilter & { range: DayRange },
  scope: SpendScope,
  attribution: Attribution,
): RowSum[] {
  const view = viewOfRows(filter, scope, attribution);
  const dimensions = ['rateSource'] as const;
  const asked = { range, view, filter, scope, groupBy: [], dimensions, figures: SUMMED, owned: null };
  const source = sourceOf(sqlite, asked);
  const select = SUMMED.map((figure) => `sum(${figureColumn(figure)}) AS ${figure}`);
  return prepared(
    sqlite,
    `SELECT label, nullif(rate_source, '') AS rateSource, ${select.join(', ')} FROM ${source.sql}
      GROUP BY label, rate_source ORDER BY label, rate_source`,
  ).all(source.parameters) as RowSum[];
}

/** The days that a part of a list lies on, and how far into the first of them it begins. */
function daysAt(
  days: readonly [Day, bigint][],
  { limit, offset }: { limit: number; offset: number },
): { days: Day[]; offset: number } {
  const found: Day[] = [];
  let before = 0;
  let skipped = 0;
  for (const [day, count] of days) {
    const rows = Number(count);
    if (before + rows <= offset) skipped += rows;
    else if (before < offset + limit) found.push(day);
    before += rows;
  }
  return { days: found, offset: offset - skipped };
}

/** What rows that are compared are alike in, and what of them is added up. */
const ALIKE = ['modelKey', 'kind', 'service', 'usageType', 'rateSource'] as const;
const ADDED = ['tokens', 'billedTokens', 'estimated', 'estimatedLow', 'estimatedHigh', 'billed'] as const;

/** Rows of the profile view, added up over owners: thousands a day become some dozens. Runs inside a read transaction. */
export function comparedRows(sqlite: Database.Database, range: DayRange, from: From = 'sums'): ComparedRow[] {
  const source = sourceOf(
    sqlite,
    {
      range,
      view: 'profile',
      filter: {},
      scope: 'all',
      groupBy: ['day'],
      dimensions: ALIKE,
      figures: ADDED,
      owned: null,
    },
    from,
  );
  const alike = ALIKE.map(keyColumn);
  const places = ['day', ...alike.slice(0, -1), 'label', 'rate_source'].join(', ');
  return prepared(
    sqlite,
    `SELECT day, 'profile' AS view, ${ALIKE.map((field) => (field === 'rateSource' ? "nullif(rate_source, '') AS rateSource" : `${keyColumn(field)} AS ${field}`)).join(', ')}, label,
      ${ADDED.map((field) => `sum(${figureColumn(field)}) AS ${field}`).join(', ')}
      FROM ${source.sql} GROUP BY ${places} ORDER BY ${places}`,
  ).all(source.parameters) as ComparedRow[];
}
