import Database from 'better-sqlite3';

/** Works on a ledger that nobody else has open, as fast as SQLite can: a crash would leave half a ledger behind. */
export function withFast<T>(file: string, work: (sqlite: Database.Database) => T): T {
  const sqlite = new Database(file);
  try {
    sqlite.pragma('journal_mode = MEMORY');
    sqlite.pragma('synchronous = OFF');
    sqlite.pragma('locking_mode = EXCLUSIVE');
    sqlite.pragma('cache_size = -262144');
    sqlite.pragma('temp_store = MEMORY');
    const result = work(sqlite);
    sqlite.pragma('locking_mode = NORMAL');
    sqlite.pragma('journal_mode = WAL');
    return result;
  } finally {
    sqlite.close();
  }
}

/** Puts a row into a table, a value a column. */
export const inserter = (sqlite: Database.Database, table: string, columns: readonly string[]) => {
  const statement = sqlite.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return (...values: unknown[]) => statement.run(...values);
};

export const midnight = (day: string) => `${day}T00:00:00.000Z`;
