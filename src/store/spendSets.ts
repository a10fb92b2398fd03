import type Database from 'better-sqlite3';
import type { AmountRow, BriefSum, SetsQuery, SpendGroup, SpendQuery } from '../core/questions.ts';
import { addressesNamed } from './aliases.ts';
import { figureColumn, keyColumn } from './rollupColumns.ts';
import {
  type Attribution,
  amountColumns,
  amounts,
  amountsAsked,
  brief,
  briefAsked,
  briefColumns,
  groupColumn,
  toAmount,
  toBrief,
} from './spendQuery.ts';
import {
  type Asked,
  byAddress,
  conditions,
  dimensionsOf,
  grainFor,
  partsOf,
  type Source,
  shownAs,
} from './spendSource.ts';
import { prepared } from './statements.ts';

/**
 * One question about several sets of people. Teams are within others, so that sets are many and large: of each by itself
 * sums would be sought person by person and day by day, while all of a day are read in a fraction of that.
 */

type Sets = readonly (readonly string[])[];

/** Up to one of so many people is sought; beyond, all sums of a period are read. */
const SOUGHT_OF_ALL = 6;

export const briefOf = (
  sqlite: Database.Database,
  q: SetsQuery,
  sets: Sets,
  attribution: Attribution,
): BriefSum[][] => {
  const asked = (one: SpendQuery) => briefAsked(one, attribution);
  const order = [`figure DESC`, ...q.groupBy.map((_, i) => i + 2)].join(', ');
  const rows = rowsBySet(sqlite, q, sets, { asked, columns: briefColumns(named(q, [])), order });
  return (
    rows?.map((own) => own.map((row) => toBrief(row, q.groupBy.length))) ??
    sets.map((people) => brief(sqlite, named(q, people), attribution).rows)
  );
};

export const amountsOf = (
  sqlite: Database.Database,
  q: SetsQuery,
  sets: Sets,
  attribution: Attribution,
): AmountRow[][] => {
  const asked = (one: SpendQuery) => amountsAsked(one, attribution);
  const rows = rowsBySet(sqlite, q, sets, { asked, columns: amountColumns(named(q, [])), order: null });
  return (
    rows?.map((own) => own.map(toAmount)) ??
    sets.map((people) => amounts(sqlite, named(q, people), attribution))
  );
};

/** The question of one of them. */
const named = (q: SetsQuery, people: readonly string[]): SpendQuery => ({
  ...q,
  filter: { ...q.filter, user: people },
});

/** Rows of each set, its number left out; null where not all of it is summed up: then each is asked by itself. */
function rowsBySet(
  sqlite: Database.Database,
  q: SetsQuery,
  sets: Sets,
  { asked, columns, order }: { asked: (q: SpendQuery) => Asked; columns: string[]; order: string | null },
): unknown[][][] | null {
  if (sets.length < 2) return null;
  const source = setsSource(sqlite, asked(named(q, [])), sets);
  if (source === 'rows') return null;
  if (source === 'nothing') return sets.map(() => []);
  const keys = q.groupBy.map((group: SpendGroup) => groupColumn(group));
  const places = [1, ...q.groupBy.map((_, i) => i + 2)].join(', ');
  const sql = `SELECT ${['nr', ...keys, ...columns].join(', ')} FROM ${source.sql} GROUP BY ${places}`;
  const rows = prepared(sqlite, order === null ? sql : `${sql} ORDER BY nr, ${order}`)
    .raw()
    .all(source.parameters) as [bigint, ...unknown[]][];
  const found: unknown[][][] = sets.map(() => []);
  for (const [nr, ...row] of rows) found[Number(nr)]?.push(row);
  return found;
}

/**
 * As `sourceOf`, with the number of the set as column `nr`; `rows` where rows of `spend` would have to be read, `nothing` where
 * nothing is known of any of these days.
 */
function setsSource(sqlite: Database.Database, question: Asked, sets: Sets): Source | 'rows' | 'nothing' {
  const asked = byAddress(sqlite, question);
  const { shown, named: all } = dimensionsOf(asked);
  const grain = grainFor(all);
  const parts = partsOf(sqlite, asked, grain);
  if (grain === null || parts.rows.length > 0) return 'rows';
  if (parts.months.length + parts.days.length === 0) return 'nothing';
  const people = sets.map((one) => addressesNamed(sqlite, one));
  const parameters: Record<string, string> = { grain, view: asked.view, sets: JSON.stringify(people) };
  const isSought = areFew(sqlite, asked, people);
  const columns = [
    'c.nr AS nr',
    ...shown.map((one) => `${shownAs(sqlite, one, `k.${keyColumn(one)}`)} AS ${keyColumn(one)}`),
    's.label AS label',
    ...asked.figures.map((one) => `s.${figureColumn(one)} AS ${figureColumn(one)}`),
  ];
  const names = shown.length === 0 ? '' : ' CROSS JOIN spend_keys k ON k.id = s.key';
  const of = (period: 'month' | 'day', list: readonly string[]): string[] => {
    if (list.length === 0) return [];
    parameters[`${period}s`] = JSON.stringify(list);
    // CROSS JOIN keeps SQLite to this order: what there is less of first.
    const joined = isSought
      ? `json_each(@${period}s) d CROSS JOIN set_keys c
          CROSS JOIN spend_${period}_sums s ON s.${period} = d.value AND s.key = c.key`
      : `json_each(@${period}s) d CROSS JOIN spend_${period}_sums s ON s.${period} = d.value
          CROSS JOIN set_keys c ON c.key = s.key`;
    return [
      `SELECT ${period === 'day' ? 's.day' : "''"} AS day, ${columns.join(', ')} FROM ${joined}${names}
        WHERE s.grain = @grain AND s.view = @view`,
    ];
  };
  const sources = [...of('month', parts.months), ...of('day', parts.days)];
  return {
    sql: `(WITH ${setKeys(asked, parameters)} ${sources.join(' UNION ALL ')})`,
    parameters,
  };
}

/**
 * Which keys count for which set. Made once, and sought by its key: SQLite makes an index of it for that, as its key is a
 * number like those that it is compared with.
 */
function setKeys(asked: Asked, parameters: Record<string, string>): string {
  const { user: _, ...filter } = asked.filter;
  const where = conditions({ ...asked, filter }, (one) => `k.${keyColumn(one)}`, parameters);
  return `set_keys(key, nr) AS MATERIALIZED (
    SELECT DISTINCT k.id, s.key FROM json_each(@sets) s CROSS JOIN json_each(s.value) p
      CROSS JOIN spend_keys k INDEXED BY spend_keys_by_user ON k.user_email = p.value
      WHERE ${['k.grain = @grain', 'k.view = @view', ...where].join(' AND ')})`;
}

/** Whether they are so few of all that the sums of each are sought. */
function areFew(sqlite: Database.Database, { view }: Asked, sets: Sets): boolean {
  const asked = sets.reduce((sum, people) => sum + people.length, 0);
  const all = prepared(sqlite, "SELECT count(*) FROM spend_keys WHERE grain = 'person' AND view = ?")
    .pluck()
    .get(view) as bigint;
  return BigInt(asked * SOUGHT_OF_ALL) <= all;
}
