import type Database from 'better-sqlite3';
import { addDays } from '../core/periods.ts';
import type { Kept } from '../core/retention.ts';
import { type Day, SPEND_VIEWS } from '../core/types.ts';
import type { Connection } from './connection.ts';
import type { Store } from './types.ts';

/**
 * What of the ledger grows with its age, and how it goes: in pieces of so many rows, oldest first, each found by an index.
 * From which day on something is kept is written down with the first piece of it that goes, in the same transaction, so that
 * a piece that is all there was time for leaves no day that looks whole.
 */

/** In `meta`: from which day on what is kept. */
const KEY: Readonly<Record<keyof Kept, string>> = {
  spend: 'spend.keptFrom',
  bill: 'bill.keptFrom',
  hours: 'usage.hoursKeptFrom',
};

export function keptOf(sqlite: Database.Database): Kept {
  const ask = sqlite.prepare('SELECT value FROM meta WHERE key = ?').pluck();
  const from = (what: keyof Kept) => (ask.get(KEY[what]) as Day | undefined) ?? '';
  return { spend: from('spend'), bill: from('bill'), hours: from('hours') };
}

/** It never moves back: what is gone stays gone, whatever is set later. Where nothing was, nothing is gone. */
function keepFrom(sqlite: Database.Database, what: keyof Kept, day: Day): void {
  sqlite
    .prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)',
    )
    .run(KEY[what], day);
}

/** The first day of the rows of a view. */
const FIRST_DAY_OF = 'SELECT min(day) FROM spend WHERE view = ?';
/** Whether the month of a day is summed up to its end: until then its rows are what answers. */
const IS_SUMMED =
  "SELECT 1 FROM spend_summed WHERE month = substr(@day, 1, 7) AND through > @day AND substr(through, 9) = '01'";
const FORGET_ROWS = 'DELETE FROM spend WHERE view = ? AND day = ? LIMIT ?';
/** Those of no day stay. */
const FORGET_FINDINGS = "DELETE FROM findings WHERE day > '' AND day < ? LIMIT ?";
const FORGET_DAYS = 'DELETE FROM spend_days WHERE day < ? LIMIT ?';

/**
 * Rows of spend, a day of a view after the other, then what belongs to these days. It goes no further than a day that
 * stands in no sums: nothing else would know of it.
 */
function forgetSpend(sqlite: Database.Database, before: Day, limit: number): ForgottenSpend {
  let rows = 0;
  let waitsAt: Day | null = null;
  while (rows < limit) {
    const oldest = oldestOf(sqlite);
    if (oldest === null || oldest.day >= before) break;
    const { view, day } = oldest;
    if (sqlite.prepare(IS_SUMMED).get({ day }) === undefined) {
      waitsAt = day;
      break;
    }
    keepFrom(sqlite, 'spend', addDays(day, 1));
    rows += sqlite.prepare(FORGET_ROWS).run(view, day, limit - rows).changes;
  }
  if (rows >= limit) return { rows, waitsAt };
  const from = waitsAt ?? before;
  for (const forget of [FORGET_FINDINGS, FORGET_DAYS])
    if (rows < limit) rows += sqlite.prepare(forget).run(from, limit - rows).changes;
  if (rows > 0) keepFrom(sqlite, 'spend', from);
  return { rows, waitsAt };
}
type ForgottenSpend = Awaited<ReturnType<Store['retention']['forgetSpend']>>;

/** The view and day of the oldest rows. */
function oldestOf(sqlite: Database.Database): { view: string; day: Day } | null {
  const first = sqlite.prepare(FIRST_DAY_OF).pluck();
  return SPEND_VIEWS.map((view) => ({ view, day: first.get(view) as Day | null })).reduce<{
    view: string;
    day: Day;
  } | null>(
    (oldest, { view, day }) =>
      day !== null && (oldest === null || day < oldest.day) ? { view, day } : oldest,
    null,
  );
}

const FORGET_BILL = [
  'DELETE FROM charges WHERE day < ? LIMIT ?',
  'DELETE FROM charge_reads WHERE day < ? LIMIT ?',
  'DELETE FROM usage WHERE hour < ? LIMIT ?',
];

function forgetBill(sqlite: Database.Database, before: Day, limit: number): number {
  const rows = FORGET_BILL.reduce(
    (gone, forget) => (gone < limit ? gone + sqlite.prepare(forget).run(before, limit - gone).changes : gone),
    0,
  );
  if (rows > 0) keepFrom(sqlite, 'bill', before);
  return rows;
}

/** The first day from a day on that has more than its first hour, walking from day to day by the key. */
const FIRST_UNFOLDED = `WITH RECURSIVE days (day) AS (
    SELECT substr(min(hour), 1, 10) FROM usage WHERE hour < @before
    UNION ALL
    SELECT (SELECT substr(min(hour), 1, 10) FROM usage WHERE hour >= day || 'T24' AND hour < @before)
    FROM days WHERE day IS NOT NULL
  ) SELECT day FROM days
  WHERE day IS NOT NULL AND EXISTS (
    SELECT 1 FROM usage WHERE hour > day || 'T00:00:00.000Z' AND hour < day || 'T24')
  LIMIT 1`;
/** The next hours of a day after its first, in the order of the key. */
const HOURS_OF = `SELECT hour, account_id, region, dimension, kind, tokens FROM usage
  WHERE hour > @day || 'T00:00:00.000Z' AND hour < @day || 'T24'
  ORDER BY hour, account_id, region, dimension, kind LIMIT @limit`;
const ADD_TO_FIRST = `INSERT INTO usage (hour, account_id, region, dimension, kind, tokens)
  SELECT @day || 'T00:00:00.000Z', account_id, region, dimension, kind, sum(tokens) FROM (${HOURS_OF})
  WHERE true GROUP BY account_id, region, dimension, kind
  ON CONFLICT DO UPDATE SET tokens = tokens + excluded.tokens`;
const FORGET_HOURS = `DELETE FROM usage WHERE hour > @day || 'T00:00:00.000Z' AND hour < @day || 'T24'
  ORDER BY hour, account_id, region, dimension, kind LIMIT @limit`;

/** Some hours at a time are added to the first of their day: whatever piece was the last, the day comes to the same. */
function foldHours(sqlite: Database.Database, before: Day, limit: number): number {
  keepFrom(sqlite, 'hours', before);
  let folded = 0;
  while (folded < limit) {
    const day = sqlite
      .prepare(FIRST_UNFOLDED)
      .pluck()
      .get({ before: `${before}T` });
    if (day === undefined) break;
    const piece = { day, limit: limit - folded };
    sqlite.prepare(ADD_TO_FIRST).run(piece);
    folded += sqlite.prepare(FORGET_HOURS).run(piece).changes;
  }
  return folded;
}

export function retentionStore({ sqlite, writeWith, read }: Connection): Store['retention'] {
  return {
    kept: async () => read(() => keptOf(sqlite)),
    forgetSpend: async (lease, before, limit) => writeWith(lease, () => forgetSpend(sqlite, before, limit)),
    forgetBill: async (lease, before, limit) => writeWith(lease, () => forgetBill(sqlite, before, limit)),
    foldHours: async (lease, before, limit) => writeWith(lease, () => foldHours(sqlite, before, limit)),
  };
}
