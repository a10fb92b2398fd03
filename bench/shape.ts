import Database from 'better-sqlite3';
import type { Table } from './report.ts';

/** Whether what the loader makes looks like what a sync of the simulated company leaves. */

const ASKED: readonly (readonly [name: string, sql: string])[] = [
  [
    'rows of spend per person, working day',
    `SELECT count(*) * 1.0 / @people FROM spend WHERE ${`day = @day AND view = 'profile'`}`,
  ],
  [
    'rows of spend per person, Saturday',
    "SELECT count(*) * 1.0 / @people FROM spend WHERE day = @saturday AND view = 'profile'",
  ],
  [
    'people active, %',
    "SELECT count(DISTINCT user_email) * 100.0 / @people FROM spend WHERE day = @day AND view = 'profile'",
  ],
  ['profiles per person', 'SELECT count(*) * 1.0 / @people FROM profiles'],
  [
    'profiles active, %',
    "SELECT count(DISTINCT profile_arn) * 100.0 / (SELECT count(*) FROM profiles) FROM spend WHERE day = @day AND view = 'profile'",
  ],
  [
    'rows per active profile',
    "SELECT count(*) * 1.0 / count(DISTINCT profile_arn) FROM spend WHERE day = @day AND view = 'profile' AND profile_arn IS NOT NULL",
  ],
  ['cost centers', "SELECT count(DISTINCT cost_center) FROM spend WHERE day = @day AND view = 'profile'"],
  ['models', "SELECT count(DISTINCT model_key) FROM spend WHERE day = @day AND view = 'profile'"],
  ['usage types', "SELECT count(DISTINCT usage_type) FROM spend WHERE day = @day AND view = 'profile'"],
  ...['input', 'cacheRead', 'other', 'unknown'].map(
    (kind) =>
      [
        `rows of ${kind}, %`,
        `SELECT 100.0 * sum(kind = '${kind}') / count(*) FROM spend WHERE day = @day AND view = 'profile'`,
      ] as const,
  ),
  ...['noTag', 'directCall', 'billedNotSeen', 'notTokens'].map(
    (reason) =>
      [
        `rows of nobody: ${reason}`,
        `SELECT coalesce(sum(reason = '${reason}'), 0) FROM spend WHERE day = @day AND view = 'profile'`,
      ] as const,
  ),
  ...['estimated', 'provisional', 'final'].map(
    (label) =>
      [
        `rows of ${label}, %, the last days`,
        `SELECT 100.0 * sum(label = '${label}') / count(*) FROM spend WHERE day >= @lately AND view = 'profile'`,
      ] as const,
  ),
  [
    'rows given by tag, %',
    "SELECT 100.0 * sum(allocated_by = 'tag') / count(*) FROM spend WHERE day = @day AND view = 'profile'",
  ],
  ['USD per person', "SELECT sum(amount) / 1e10 / @people FROM spend WHERE day = @day AND view = 'profile'"],
  ['lines of the bill', `SELECT count(*) FROM charges WHERE day = @day AND "grouping" = 'line'`],
  [
    'claims of profiles per person',
    `SELECT count(*) * 1.0 / @people FROM charges WHERE day = @day AND "grouping" = 'profile'`,
  ],
];

const AT = { day: '2026-11-18', saturday: '2026-11-14', lately: '2026-11-23' };

/** @param simulated a ledger that was collected from a simulated company of so many people */
export function shapeTable(simulated: string, loaded: string, people: number): Table {
  const [theirs, ours] = [simulated, loaded].map((file) => {
    const sqlite = new Database(file, { readonly: true });
    const values = ASKED.map(([, sql]) => {
      const named = Object.entries({ ...AT, people }).filter(([name]) => sql.includes(`@${name}`));
      return sqlite.prepare(sql).pluck().get(Object.fromEntries(named)) as number;
    });
    sqlite.close();
    return values;
  });
  return {
    title: `The loader's company beside the simulator's, ${people} people`,
    words: `Of ${AT.day}, unless said otherwise. The loader gives people more to do: more profiles, used on more days, so that there are more rows to read.`,
    columns: ['what', 'simulator', 'loader'],
    rows: ASKED.map(([name], i) => [name, theirs?.[i] ?? null, ours?.[i] ?? null]),
  };
}
