import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { chainWhatIsThere, hasDigests } from './auditChain.ts';
import { type BackupOptions, backUp } from './backup.ts';
import type { Connection } from './connection.ts';
import { LedgerTooNew, LedgerUnreadable } from './errors.ts';
import { Patience } from './patience.ts';
import { sumUpSmall } from './rollups.ts';
import type { Migration } from './types.ts';

/** The folder with the migrations, found from here upward: the code runs from `src` and, bundled, from `dist`. */
function migrationsFolder(): string {
  for (let dir = dirname(fileURLToPath(import.meta.url)); dir !== dirname(dir); dir = dirname(dir)) {
    if (existsSync(join(dir, 'migrations', 'meta', '_journal.json'))) return join(dir, 'migrations');
  }
  throw new Error('the folder "migrations" is missing beside the program: install it anew');
}

/**
 * Brings a ledger to this version. An existing one is copied first, where there is room for it. All migrations and the check of foreign keys are
 * one transaction: a process that is killed, or a second one that opens the file meanwhile, finds the file either as it
 * was or complete. Foreign keys are off meanwhile, because rebuilt tables would cascade.
 * @param options how it is copied; `backup: false`: not at all
 * @param folder SQL files and journal as drizzle-kit writes them; the product's own unless named
 * @throws LedgerTooNew when a newer version wrote the file; LedgerUnreadable when it is no ledger, cannot be copied, or
 * would not be sound afterwards
 */
export async function migrateLedger(
  { sqlite, write }: Connection,
  file: string,
  options: BackupOptions & { backup?: boolean; busyMs?: number },
  folder = migrationsFolder(),
): Promise<Migration> {
  const { tell = () => {} } = options;
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  const known = migrations.length;
  const done = appliedOf(sqlite, file);
  if (done > known)
    throw new LedgerTooNew(
      `${file} was written by a newer version of Bedrock Ledger (${done} migrations, this one knows ${known}). Install that version, or name another file with --db.`,
    );
  if (done === known) return { applied: 0, backup: null };
  const saved = done === 0 ? NOTHING_TO_LOSE : await savedAs(sqlite, file, done, options);
  // The pragma has no effect inside a transaction.
  sqlite.pragma('foreign_keys = OFF');
  try {
    const patience = new Patience(options.busyMs);
    const migrating = async () =>
      write(() => {
        const already = appliedOf(sqlite, file);
        const hadDigests = already > 0 && hasDigests(sqlite);
        for (const migration of migrations.slice(already)) {
          for (const statement of migration.sql) sqlite.exec(statement);
          record(sqlite, migration.hash, migration.folderMillis);
        }
        const chained =
          already > 0 && !hadDigests && hasDigests(sqlite) ? chainWhatIsThere(sqlite, tell) : null;
        sumUpSmall(sqlite);
        const broken = sqlite.pragma('foreign_key_check') as unknown[];
        if (broken.length > 0)
          throw new LedgerUnreadable(
            `${file} was left as it was: after the migration ${broken.length} rows would refer to nothing. Run "doctor" with the version that wrote it.`,
          );
        return { applied: Math.max(known - already, 0), ...saved, ...(chained === null ? {} : { chained }) };
      });
    return await patience.untilBegun(migrating, patience.deadline());
  } finally {
    sqlite.pragma('foreign_keys = ON');
  }
}

/** How many migrations a file has seen, and how many there are. */
export const versionOf = (sqlite: Database.Database, file: string): { done: number; known: number } => ({
  done: appliedOf(sqlite, file),
  known: knownMigrations(),
});
/** How many migrations this version knows. */
export const knownMigrations = (): number =>
  readMigrationFiles({ migrationsFolder: migrationsFolder() }).length;

/** How many migrations a file has seen; 0 for a new one. */
export function appliedOf(sqlite: Database.Database, file: string): number {
  const tables = sqlite
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .pluck()
    .all() as string[];
  if (tables.length === 0) return 0;
  if (!tables.includes('__drizzle_migrations') || !tables.includes('spend'))
    throw new LedgerUnreadable(`${file} is an SQLite file of something else. Name another file with --db.`);
  return Number(sqlite.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get());
}

/** Notes a migration in the table that drizzle's own tools read. */
function record(sqlite: Database.Database, hash: string, when: number): void {
  sqlite.exec(
    'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
  );
  sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run(hash, when);
}

const NOTHING_TO_LOSE = { backup: null };

async function savedAs(
  sqlite: Database.Database,
  file: string,
  version: number,
  options: Parameters<typeof migrateLedger>[2],
): Promise<Pick<Migration, 'backup' | 'noBackup'>> {
  if (options.backup === false) return { backup: null, noBackup: 'it was told to make none' };
  const made = await backUp(sqlite, file, version, options);
  return 'backup' in made ? made : { backup: null, ...made };
}
