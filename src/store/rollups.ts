import type Database from 'better-sqlite3';
import { addDays, monthOf, monthRange } from '../core/periods.ts';
import { type Day, type DayRange, type Month, SPEND_VIEWS } from '../core/types.ts';
import type { Connection } from './connection.ts';
import { keptOf } from './retention.ts';
import {
  DIMENSIONS,
  type Dimension,
  FIGURES,
  figureColumn,
  GRAINS,
  keyColumn,
  ofRow,
  valueOfRow,
} from './rollupColumns.ts';
import type { Grain } from './schemaRollups.ts';
import { prepared } from './statements.ts';
import type { Store } from './types.ts';

/**
 * Keeps the roll-ups: a day's sums, and its month's, in the transaction that writes its rows. A month of a ledger that is
 * older than they are is summed up a day at a time, by the job; until its last day is, its rows answer.
 */

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
const ALL_GRAINS = quoted(Object.keys(GRAINS));
const ALL_VIEWS = quoted(SPEND_VIEWS);
const KEY = DIMENSIONS.map(keyColumn);
const SUMS = FIGURES.map(figureColumn);

/** The sums of the day in hand, before they have the numbers of their keys. Of the connection, and gone with it. */
const MAKE_NEW_SUMS = `CREATE TEMP TABLE IF NOT EXISTS new_sums (grain TEXT, view TEXT, ${KEY.map((name) => `${name} TEXT`).join(', ')}, label TEXT, ${SUMS.map((name) => `${name} INTEGER`).join(', ')})`;

/** Where the sums of a grain come from: its rows, or a finer grain that is summed up already. */
function sumUp(grain: Grain, from: 'rows' | Grain): string {
  const of = (field: Dimension) =>
    GRAINS[grain].includes(field) ? (from === 'rows' ? ofRow(field) : keyColumn(field)) : "''";
  const sum = FIGURES.map((field) => `sum(${from === 'rows' ? valueOfRow(field) : figureColumn(field)})`);
  const named = GRAINS[grain].map(of);
  const source =
    from === 'rows'
      ? `spend WHERE view IN (${ALL_VIEWS}) AND day = @day`
      : `new_sums WHERE grain = '${from}'`;
  return `INSERT INTO new_sums SELECT '${grain}', view, ${DIMENSIONS.map(of).join(', ')}, label, ${sum.join(', ')}
    FROM ${source} GROUP BY view, ${named.join(', ')}, label`;
}
const SUM_UP = [
  sumUp('holder', 'rows'),
  sumUp('person', 'holder'),
  sumUp('costCenterModel', 'rows'),
  sumUp('costCenter', 'costCenterModel'),
  sumUp('line', 'rows'),
  sumUp('model', 'line'),
];

const NAME_KEYS = `INSERT INTO spend_keys (grain, view, ${KEY.join(', ')})
  SELECT DISTINCT grain, view, ${KEY.join(', ')} FROM new_sums WHERE true ON CONFLICT DO NOTHING`;
/** What is new, and what is held less: together what the month moves by. */
const NEW_BY_KEY = `SELECT n.grain, n.view, k.id AS key, n.label, ${SUMS.map((name) => `n.${name}`).join(', ')}
  FROM new_sums n CROSS JOIN spend_keys k ON ${['grain', 'view', ...KEY].map((name) => `k.${name} = n.${name}`).join(' AND ')}`;
const OF_DAY = `grain IN (${ALL_GRAINS}) AND view IN (${ALL_VIEWS}) AND day = @day`;
const HELD_LESS = `SELECT grain, view, key, label, ${SUMS.map((name) => `-${name}`).join(', ')} FROM spend_day_sums WHERE ${OF_DAY}`;
const MOVED = `SELECT grain, view, key, label, ${SUMS.map((name) => `sum(${name}) AS ${name}`).join(', ')}
  FROM (${NEW_BY_KEY} UNION ALL ${HELD_LESS}) GROUP BY 1, 2, 3, 4
  HAVING ${SUMS.map((name) => `sum(${name}) <> 0`).join(' OR ')}`;
const ADD_TO_MONTH = (
  moved: string,
) => `INSERT INTO spend_month_sums (grain, view, month, key, label, ${SUMS.join(', ')})
  SELECT grain, view, @month, key, label, ${SUMS.join(', ')} FROM (${moved}) WHERE true
  ON CONFLICT DO UPDATE SET ${SUMS.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`;
const REPLACE_DAY = [
  `DELETE FROM spend_day_sums WHERE ${OF_DAY}`,
  `INSERT INTO spend_day_sums (grain, view, day, key, label, ${SUMS.join(', ')})
    SELECT grain, view, @day, key, label, ${SUMS.join(', ')} FROM (${NEW_BY_KEY}) ORDER BY 1, 2, 4, 5`,
];
/** A sum of no rows is of nothing, so that all of it is zero. */
const DROP_EMPTY = `DELETE FROM spend_month_sums WHERE grain IN (${ALL_GRAINS}) AND view IN (${ALL_VIEWS}) AND month = @month AND row_count = 0`;

const throughOf = (sqlite: Database.Database, month: Month): Day | undefined =>
  sqlite.prepare('SELECT through FROM spend_summed WHERE month = ?').pluck().get(month) as Day | undefined;

const setThrough = (sqlite: Database.Database, month: Month, through: Day): void => {
  sqlite
    .prepare(
      'INSERT INTO spend_summed (month, through) VALUES (?, ?) ON CONFLICT DO UPDATE SET through = excluded.through',
    )
    .run(month, through);
};

/** First and last day that a table holds, or null. Asked view by view, so that the index answers: all at once reads all. */
export function daysIn(
  sqlite: Database.Database,
  table: string,
  where = '',
): { first: Day; last: Day } | null {
  const ends = (['min', 'max'] as const).map((end) =>
    SPEND_VIEWS.map((view) => `(SELECT ${end}(day) FROM ${table} WHERE ${where}view = '${view}')`),
  );
  const days = prepared(sqlite, `SELECT ${ends.flat().join(', ')}`)
    .raw()
    .get() as (Day | null)[];
  const held = days.filter((day) => day !== null).sort();
  const [first, last] = [held[0], held.at(-1)];
  return first === undefined || last === undefined ? null : { first, last };
}
/** First and last day that has rows of `spend`, or null. */
const daysWithRows = (sqlite: Database.Database) => daysIn(sqlite, 'spend');
/** First and last day that has sums, or null. */
const daysWithSums = (sqlite: Database.Database) => daysIn(sqlite, 'spend_day_sums', "grain = 'line' AND ");

/** First and last day of which anything is held: rows, or sums of days whose rows are gone. */
export function heldDays(sqlite: Database.Database): DayRange | null {
  const held = [daysWithRows(sqlite), daysWithSums(sqlite)].filter((days) => days !== null);
  const [first] = held.map((days) => days.first).sort();
  const last = held
    .map((days) => days.last)
    .sort()
    .at(-1);
  return first === undefined || last === undefined ? null : { start: first, endExclusive: addDays(last, 1) };
}

/** Called before a day's rows are written: a month of which nothing is held yet has nothing to catch up with. */
export function beginMonth(sqlite: Database.Database, day: Day): void {
  const month = monthOf(day);
  if (throughOf(sqlite, month) !== undefined) return;
  const { start, endExclusive } = monthRange(month);
  const held = sqlite
    .prepare(`SELECT 1 FROM spend WHERE view IN (${ALL_VIEWS}) AND day >= ? AND day < ? LIMIT 1`)
    .get(start, endExclusive);
  if (held === undefined) setThrough(sqlite, month, endExclusive);
}

/** Sums a day up anew, where its month has come to it. Runs inside the transaction that wrote its rows. */
export function sumUpDay(sqlite: Database.Database, day: Day): void {
  const through = throughOf(sqlite, monthOf(day));
  if (through !== undefined && day < through) replaceSums(sqlite, day);
}

function replaceSums(sqlite: Database.Database, day: Day): void {
  sqlite.exec(MAKE_NEW_SUMS);
  sqlite.exec('DELETE FROM new_sums');
  for (const sql of SUM_UP) sqlite.prepare(sql).run(...(sql.includes('@day') ? [{ day }] : []));
  sqlite.prepare(NAME_KEYS).run();
  const held = sqlite.prepare(`SELECT 1 FROM spend_day_sums WHERE ${OF_DAY} LIMIT 1`).get({ day });
  const month = monthOf(day);
  if (held === undefined) sqlite.prepare(ADD_TO_MONTH(NEW_BY_KEY)).run({ month });
  else {
    sqlite.prepare(ADD_TO_MONTH(MOVED)).run({ month, day });
    sqlite.prepare(DROP_EMPTY).run({ month });
  }
  for (const sql of REPLACE_DAY) sqlite.prepare(sql).run({ day });
  sqlite.exec('DELETE FROM new_sums');
}

/** Months with rows of `spend` that are not summed up to their end, newest first. */
function pending(sqlite: Database.Database): Month[] {
  const held = daysWithRows(sqlite);
  if (held === null) return [];
  const summed = new Map(
    sqlite.prepare('SELECT month, through FROM spend_summed').raw().all() as [Month, Day][],
  );
  const months: Month[] = [];
  for (
    let month = monthOf(held.last);
    month >= monthOf(held.first);
    month = monthOf(addDays(`${month}-01`, -1))
  )
    if (summed.get(month) !== monthRange(month).endExclusive) months.push(month);
  return months;
}

/** Sums up the next day of a month. @returns whether more of it is left */
function fillNext(sqlite: Database.Database, month: Month): boolean {
  const { start, endExclusive } = monthRange(month);
  const from = throughOf(sqlite, month) ?? start;
  const next = sqlite
    .prepare(
      SPEND_VIEWS.map(
        (view) =>
          `SELECT min(day) FROM spend WHERE view = '${view}' AND day >= @from AND day < @endExclusive`,
      ).join(' UNION '),
    )
    .pluck()
    .all({ from, endExclusive })
    .filter((day): day is Day => day !== null)
    .sort()[0];
  if (next !== undefined) replaceSums(sqlite, next);
  setThrough(sqlite, month, next === undefined ? endExclusive : addDays(next, 1));
  return next !== undefined && addDays(next, 1) < endExclusive;
}

const hasIndex = (sqlite: Database.Database, name: string): boolean =>
  sqlite.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?").get(name) !== undefined;

/** In `meta`: no month lacks its sums; from then on they are kept with each day. */
const WHOLE = 'rollups.whole';
export const areWhole = (sqlite: Database.Database): boolean =>
  prepared(sqlite, 'SELECT 1 FROM "meta" WHERE key = ?').get(WHOLE) !== undefined;

/** Once every month is summed up. */
function finish(sqlite: Database.Database): void {
  makeOwnerIndex(sqlite);
  if (pending(sqlite).length === 0)
    sqlite.prepare("INSERT INTO meta (key, value) VALUES (?, '1') ON CONFLICT DO NOTHING").run(WHOLE);
}

/** Makes the index of `spend` that questions about one person seek by, in place of the older one. */
function makeOwnerIndex(sqlite: Database.Database): void {
  if (!hasIndex(sqlite, 'spend_by_owner'))
    sqlite.exec("CREATE INDEX spend_by_owner ON spend (view, day, coalesce(user_email, ''), amount)");
  sqlite.exec('DROP INDEX IF EXISTS spend_by_day');
}

/** Rows up to which a ledger is summed up while it is opened: about two seconds. */
const SMALL = 100_000n;

/** Brings a ledger up to its roll-ups at once where that is quickly done; a large one waits for the job. */
export function sumUpSmall(sqlite: Database.Database): void {
  const rows = sqlite.prepare('SELECT max(rowid) FROM spend').pluck().get() as bigint | null;
  if (rows !== null && rows > SMALL) return;
  for (const month of pending(sqlite)) while (fillNext(sqlite, month));
  finish(sqlite);
}

/** Forgets the sums of months of which every row is kept; the job fills them again. */
function drop(sqlite: Database.Database): void {
  const kept = "SELECT month FROM spend_summed WHERE month || '-01' >= @first";
  // What is older than the rows that are kept cannot be filled again.
  const first = keptOf(sqlite).spend;
  for (const view of SPEND_VIEWS)
    for (const grain of Object.keys(GRAINS)) {
      const of = { grain, view, first };
      sqlite
        .prepare(
          `DELETE FROM spend_day_sums WHERE grain = @grain AND view = @view AND substr(day, 1, 7) IN (${kept})`,
        )
        .run(of);
      sqlite
        .prepare(`DELETE FROM spend_month_sums WHERE grain = @grain AND view = @view AND month IN (${kept})`)
        .run(of);
    }
  sqlite.prepare(`DELETE FROM spend_summed WHERE month IN (${kept})`).run({ first });
  sqlite.prepare('DELETE FROM meta WHERE key = ?').run(WHOLE);
}

export function rollupsStore({ sqlite, writeWith, write, read }: Connection): Store['rollups'] {
  return {
    pending: async () =>
      read(() => ({ months: pending(sqlite), index: !hasIndex(sqlite, 'spend_by_owner') })),
    isPending: async () => !areWhole(sqlite),
    fillNext: async (lease, month) => writeWith(lease, () => fillNext(sqlite, month)),
    finish: async (lease) => writeWith(lease, () => finish(sqlite)),
    drop: async () => write(() => drop(sqlite)),
  };
}
