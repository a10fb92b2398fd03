import type Database from 'better-sqlite3';

/** In `meta`: the version of all that rates are learned from (lines of usage, models), and of which the learned ones are. */
const VERSION = 'rates.inputs';
const LEARNED_FROM = 'rates.learnedFrom';

const get = (sqlite: Database.Database, key: string): string | null =>
  (sqlite.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key) as string | undefined) ?? null;
const set = (sqlite: Database.Database, key: string, value: string): void => {
  sqlite
    .prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    .run(key, value);
};

export const rateInputs = (sqlite: Database.Database): number => Number(get(sqlite, VERSION) ?? 0);

/** Inside the transaction that changes any of it. */
export const moveRateInputs = (sqlite: Database.Database): void =>
  set(sqlite, VERSION, String(rateInputs(sqlite) + 1));

export const learnedFrom = (sqlite: Database.Database): string | null => get(sqlite, LEARNED_FROM);
export const setLearnedFrom = (sqlite: Database.Database, from: string): void =>
  set(sqlite, LEARNED_FROM, from);
