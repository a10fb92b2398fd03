import type Database from 'better-sqlite3';
import type { Connection } from './connection.ts';
import { prepared } from './statements.ts';
import type { Store } from './types.ts';
import type { BudgetFigure, FiguresAsked } from './typesBelongings.ts';

/** What budgets come to in their running periods, as it was last worked out. */

const MADE_FOR = 'budgetFigures.for';
/** Counts what they are made of. */
const CHANGES = 'budgetFigures.changes';

/** Called by whatever changes spend, a budget, or where people belong, in its transaction. */
export const outdateFigures = (sqlite: Database.Database): void =>
  void prepared(
    sqlite,
    "INSERT INTO meta (key, value) VALUES (?, '1') ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1",
  ).run(CHANGES);

const metaOf = (sqlite: Database.Database, key: string): string | null =>
  (prepared(sqlite, 'SELECT value FROM meta WHERE key = ?').pluck().get(key) as string | undefined) ?? null;

/** By fields, with the column of each. */
const COLUMNS = {
  budgetId: 'budget_id',
  scopeKind: 'scope_kind',
  scopeKey: 'scope_key',
  periodStart: 'period_start',
  spent: 'spent',
  unpricedTokens: 'unpriced_tokens',
  forecast: 'forecast',
  forecastCounted: 'forecast_counted',
  carriedOver: 'carried_over',
  state: 'state',
  excess: 'excess',
  version: 'version',
} as const satisfies Record<keyof BudgetFigure, string>;
const FIELDS = Object.entries(COLUMNS);
const RANK = { over: 0, watch: 1, within: 2, none: 3, unknown: 4 } as const;

const PUT = `INSERT INTO budget_figures (${Object.values(COLUMNS).join(', ')}, rank)
  VALUES (${FIELDS.map(([field]) => `@${field}`).join(', ')}, @rank)
  ON CONFLICT DO UPDATE SET ${[...Object.values(COLUMNS), 'rank'].map((one) => `${one} = excluded.${one}`).join(', ')}
  WHERE ${[...Object.values(COLUMNS), 'rank'].map((one) => `budget_figures.${one} IS NOT excluded.${one}`).join(' OR ')}`;

const keyOf = ({ budgetId, scopeKind, scopeKey }: BudgetFigure): string =>
  JSON.stringify([budgetId, scopeKind, scopeKey]);

/** Writes what is another than before, and nothing else. */
function replace(sqlite: Database.Database, madeFor: string, figures: readonly BudgetFigure[]): void {
  const put = prepared(sqlite, PUT);
  for (const one of figures) put.run({ ...one, rank: RANK[one.state] });
  const wanted = new Set(figures.map(keyOf));
  const held = prepared(sqlite, 'SELECT budget_id, scope_kind, scope_key FROM budget_figures').raw().all();
  const drop = prepared(
    sqlite,
    'DELETE FROM budget_figures WHERE budget_id = ? AND scope_kind = ? AND scope_key = ?',
  );
  for (const key of held as string[][]) if (!wanted.has(JSON.stringify(key))) drop.run(...key);
  prepared(
    sqlite,
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  ).run(MADE_FOR, madeFor);
}

/** An address is another one's: until they are worked out again, what was worked out of it stands there, if nothing does. */
export function moveFigures(sqlite: Database.Database, from: string, to: string): void {
  const theirs = "scope_kind IN ('user', 'team') AND scope_key = @from";
  prepared(sqlite, `UPDATE OR IGNORE budget_figures SET scope_key = @to WHERE ${theirs}`).run({ from, to });
  prepared(sqlite, `DELETE FROM budget_figures WHERE ${theirs}`).run({ from });
}

type Bound = Record<string, string | number | bigint>;

/** What of a question narrows it down; whoever sees no bill sees their people, cost centers and teams. */
function whereOf({ scope, states, budgetIds, whom }: FiguresAsked, parameters: Bound): string {
  const among = (column: string, name: string, values: readonly string[]) => {
    parameters[name] = JSON.stringify(values.filter((one) => one !== ''));
    return `${column} IN (SELECT value FROM json_each(@${name}))`;
  };
  const parts: string[] = [];
  if (scope !== 'all')
    parts.push(`(scope_kind = 'user' AND (${among('scope_key', 'users', scope.users)}
        OR scope_key IN (SELECT email FROM people WHERE ${among('cost_center', 'theirs', scope.costCenters)}))
      OR scope_kind = 'costCenter' AND ${among('scope_key', 'centers', scope.costCenters)}
      OR scope_kind = 'team' AND ${among('scope_key', 'users', scope.users)})`);
  if (states !== undefined)
    parts.push(`rank IN (${states.map((state) => RANK[state]).join(', ') || 'NULL'})`);
  if (budgetIds !== undefined) parts.push(among('budget_id', 'ids', budgetIds));
  if (whom !== undefined) {
    parameters.kind = whom.kind;
    parameters.key = whom.key;
    parts.push('scope_kind = @kind AND scope_key = @key');
  }
  return parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`;
}

function worst(
  sqlite: Database.Database,
  [asked, { limit, offset }]: Parameters<Store['budgetFigures']['worst']>,
): Awaited<ReturnType<Store['budgetFigures']['worst']>> {
  const parameters: Bound = {};
  const where = whereOf(asked, parameters);
  const total = prepared(sqlite, `SELECT count(*) FROM budget_figures ${where}`).pluck().get(parameters);
  const columns = FIELDS.map(([field, column]) => `${column} AS ${field}`).join(', ');
  const rows = prepared(
    sqlite,
    `SELECT ${columns} FROM budget_figures ${where}
      ORDER BY rank, excess DESC, scope_kind, scope_key, budget_id LIMIT @limit OFFSET @offset`,
  ).all({ ...parameters, limit, offset }) as BudgetFigure[];
  return { total: Number(total), figures: rows.map((one) => ({ ...one, version: Number(one.version) })) };
}

function counts(
  sqlite: Database.Database,
  [scope, budgets]: Parameters<Store['budgetFigures']['counts']>,
): ReadonlyMap<string, { people: number; over: number }> {
  const found = new Map<string, { people: number; over: number }>();
  for (const { id, limit, cautiousRate } of budgets) {
    const parameters: Bound = {};
    const where = whereOf({ scope, budgetIds: [id] }, parameters);
    const counted = 'spent + (unpriced_tokens * @rate) / 1000000';
    const [people, over] = prepared(
      sqlite,
      `SELECT count(*), coalesce(sum(${counted} >= @limit + carried_over AND ${counted} > 0), 0) FROM budget_figures ${where}`,
    )
      .raw()
      .get({ ...parameters, limit, rate: cautiousRate }) as [bigint, bigint];
    found.set(id, { people: Number(people), over: Number(over) });
  }
  return found;
}

export const budgetFiguresStore = ({ sqlite, read, writeWith }: Connection): Store['budgetFigures'] => ({
  state: async () =>
    read(() => ({ madeFor: metaOf(sqlite, MADE_FOR), changes: metaOf(sqlite, CHANGES) ?? '0' })),
  replace: async (lease, madeFor, figures) => writeWith(lease, () => replace(sqlite, madeFor, figures)),
  worst: async (...asked) => read(() => worst(sqlite, asked)),
  counts: async (...asked) => read(() => counts(sqlite, asked)),
});
