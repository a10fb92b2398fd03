import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import type { Connection } from './connection.ts';
import { LedgerTooNew, LedgerUnreadable } from './errors.ts';

/** The folder with the migrations, found from here upward: the code runs from `src` and, bundled, from `dist`. */
function migrationsFolder(): string {
  for (let dir = dirname(fileURLToPath(import.meta.url)); dir !== dirname(dir); dir = dirname(dir)) {
    if (existsSync(join(dir, 'migrations', 'meta', '_journal.json'))) return join(dir, 'migrations');
  }
  throw new Error('the folder "migrations" is missing beside the program: install it anew');
}

export interface Migration {
  applied: number;
  /** Copy of the file as it was before, when there was something to lose. */
  backup: string | null;
}

/**
 * Brings a ledger to this version. An existing one is copied first. Foreign keys are off meanwhile, because rebuilt
 * tables would cascade, and are checked before they are on again.
 * @throws LedgerTooNew when a newer version wrote the file; LedgerUnreadable when it is no ledger
 */
export function migrateLedger({ sqlite, db }: Connection, file: string, now: number): Migration {
  const folder = migrationsFolder();
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: { when: number }[];
  };
  const known = journal.entries.length;
  const tables = sqlite
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .pluck()
    .all() as string[];
  const done = tables.includes('__drizzle_migrations')
    ? Number(sqlite.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get())
    : 0;
  if (tables.length > 0 && done === 0)
    throw new LedgerUnreadable(`${file} is an SQLite file of something else. Name another file with --db.`);
  if (done > known)
    throw new LedgerTooNew(
      `${file} was written by a newer version of Bedrock Ledger (${done} migrations, this one knows ${known}). Install that version, or name another file with --db.`,
    );
  if (done === known) return { applied: 0, backup: null };
  const backup =
    done > 0 ? `${file}.backup-${done}-${new Date(now).toISOString().replace(/[:.]/g, '-')}` : null;
  if (backup) sqlite.prepare('VACUUM INTO ?').run(backup);
  sqlite.pragma('foreign_keys = OFF');
  try {
    migrate(db, { migrationsFolder: folder });
    const broken = sqlite.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0)
      throw new LedgerUnreadable(
        `after the migration ${broken.length} rows refer to nothing; the file as it was is ${backup}`,
      );
  } finally {
    sqlite.pragma('foreign_keys = ON');
  }
  return { applied: known - done, backup };
}
