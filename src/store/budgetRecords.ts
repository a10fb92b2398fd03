import { and, asc, eq, getTableColumns, gte, type SQL, sql } from 'drizzle-orm';
import type { BudgetRecord, BudgetScope } from '../core/budgets.ts';
import { scopeKeyOf } from '../core/budgets.ts';
import type { Day } from '../core/types.ts';
import { type BudgetValues, type ChangeValues, toChange, toRecord } from './budgetRows.ts';
import type { Db } from './connection.ts';
import * as schema from './schema.ts';

/** Budgets with their changes, as they are asked for: by id, by whom they are for, or all of them. */

const t = schema.budgets;
const c = schema.budgetChanges;

/** Which budgets are asked for. */
export interface Which {
  where: SQL | undefined;
  /** JSON of what `where` lists. */
  listed?: string | undefined;
  /** Of what every page asks: its statements are compiled once for each connection. */
  name?: string;
}
const ALL: Which = { where: undefined, name: 'all' };
export const when = (where: SQL | undefined): Which => ({ where });
export const also = ({ where, listed }: Which, ...more: SQL[]): Which => ({
  where: and(where, ...more),
  listed,
});

interface Compiled {
  values(parameters: Readonly<Record<string, unknown>>): unknown;
}
const statements = new WeakMap<Db, Map<string, Compiled>>();
function compiled(db: Db, name: string | undefined, make: () => Compiled): Compiled {
  if (name === undefined) return make();
  const ofConnection = statements.get(db) ?? new Map<string, Compiled>();
  statements.set(db, ofConnection);
  const statement = ofConnection.get(name) ?? make();
  ofConnection.set(name, statement);
  return statement;
}

/** Budgets with their changes, by scope. */
export function recordsOf(db: Db, which: Which = ALL, since?: Day): BudgetRecord[] {
  const statement = compiled(db, which.name, () =>
    db
      .select()
      .from(t)
      .where(which.where)
      .orderBy(asc(t.scopeKind), asc(t.scopeKey), asc(t.period), asc(t.narrowing))
      .prepare(),
  );
  const rows = statement.values({ listed: which.listed }) as BudgetValues[];
  if (rows.length === 0) return [];
  const of = Map.groupBy(changesOf(db, which, since), ([budgetId]) => budgetId);
  return rows.map((row) => toRecord(row, (of.get(row[0]) ?? []).map(toChange)));
}

/** @param since only those that can matter from this day on: what held before, and what came since */
function changesOf(db: Db, { where, listed, name }: Which, since: Day | undefined): ChangeValues[] {
  const columns = getTableColumns(c);
  // From each budget to its changes: CROSS JOIN keeps SQLite from going the other way, through all changes there are.
  const joined = () => db.select(columns).from(t).crossJoin(c);
  const own = eq(c.budgetId, t.id);
  const order = [asc(c.budgetId), asc(c.version)] as const;
  const read = (what: string, make: () => Compiled) =>
    compiled(db, name && `${name} ${what}`, make).values({ listed, since }) as ChangeValues[];
  // Where there are few of each, all are read in less time than it takes to find those that matter.
  if (since === undefined || (where === undefined && areFew(db)))
    return read('whole', () =>
      joined()
        .where(and(own, where))
        .orderBy(...order)
        .prepare(),
    );
  const day = sql.placeholder('since');
  const before = sql`${c}.rowid = (SELECT x.rowid FROM ${c} x WHERE x.budget_id = ${t.id} AND x.from_day < ${day}
    AND x.kind <> 'raise' AND x.withdrawn_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM ${c} y WHERE y.budget_id = x.budget_id AND y.version > x.version
      AND y.kind <> 'raise' AND y.withdrawn_at IS NULL
      AND y.from_day <= x.from_day AND substr(y.recorded_at, 1, 10) >= x.from_day)
    ORDER BY x.from_day DESC, x.version DESC, x.kind = 'end' DESC LIMIT 1)`;
  const last = read('last', () => joined().where(and(before, where)).prepare());
  const later = read('later', () =>
    joined()
      .where(and(own, where, gte(c.from, day)))
      .orderBy(...order)
      .prepare(),
  );
  return [...last, ...later];
}
/** So many changes are read at once. */
const FEW = 60_000;
const areFew = (db: Db): boolean =>
  db.get<{ few: bigint }>(sql`SELECT NOT EXISTS (SELECT 1 FROM ${c} LIMIT 1 OFFSET ${FEW}) AS few`).few ===
  1n;
/** Nothing lasts longer than so many days by itself, of raises and of periods together: what was before is one change. */
export const DAYS_THAT_MATTER = 1_200;

const LISTED = sql`json_each(${sql.placeholder('listed')})`;
const IDS = sql`${t.id} IN (SELECT value FROM ${LISTED})`;
// From each name to its budgets: CROSS JOIN keeps SQLite from walking through all budgets there are.
const NAMES = sql`${t.id} IN (SELECT n.id FROM ${LISTED} j
    CROSS JOIN ${t} n ON n.scope_kind = json_extract(j.value, '$[0]') AND n.scope_key = json_extract(j.value, '$[1]'))`;
const UNKNOWN = sql`${t.knownFrom} IS NOT NULL`;

const namesOf = (scopes: readonly BudgetScope[]): string =>
  JSON.stringify(scopes.map((one) => [one.kind, scopeKeyOf(one)]));
export const withIds = (ids: readonly string[]): Which => ({
  where: IDS,
  listed: JSON.stringify(ids),
  name: 'ids',
});
export const withNames = (scopes: readonly BudgetScope[] | undefined): Which =>
  scopes === undefined ? ALL : { where: NAMES, listed: namesOf(scopes), name: 'names' };
export const unknownWith = (scopes: readonly BudgetScope[] | undefined): Which =>
  scopes === undefined
    ? { where: UNKNOWN, name: 'unknown' }
    : { where: and(UNKNOWN, NAMES), listed: namesOf(scopes), name: 'unknown names' };

/** Budgets of one person and of their team, under this address. */
export const recordsOfUser = (db: Db, key: string): BudgetRecord[] =>
  recordsOf(
    db,
    withNames([
      { kind: 'user', key },
      { kind: 'team', key },
    ]),
  );
