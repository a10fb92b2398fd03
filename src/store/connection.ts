import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { and, eq } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import type { AuditAction } from '../core/audit.ts';
import type { Actor, Instant } from '../core/types.ts';
import { LeaseLost } from './errors.ts';
import * as schema from './schema.ts';
import type { Lease } from './types.ts';

export type Db = BetterSQLite3Database<typeof schema>;

/** One SQLite connection with the settings that the ledger relies on. */
export interface Connection {
  sqlite: Database.Database;
  db: Db;
  /** Runs `work` in one IMMEDIATE transaction: a deferred one that upgrades would fail as soon as somebody else wrote. */
  write<T>(work: (db: Db) => T): T;
  /** The same, only while `lease` is held: checked inside the transaction, so that a successor never sees a late write. */
  writeWith<T>(lease: Lease, work: (db: Db) => T): T;
  /** Runs `work` in one read transaction, so that its answers belong together. */
  read<T>(work: (db: Db) => T): T;
}

const BUSY_MS = 10_000;
const BUSY_STEP_MS = 25;

/**
 * Switches to the write-ahead log. SQLite does not wait for its busy timeout here, and two processes that open a new
 * file at the same moment would see one of them fail: so the waiting is done by hand.
 */
async function useWriteAheadLog(sqlite: Database.Database): Promise<void> {
  for (let waited = 0; ; waited += BUSY_STEP_MS) {
    try {
      sqlite.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!busy || waited >= BUSY_MS) throw error;
    }
    await wait(BUSY_STEP_MS);
  }
}

/**
 * Opens a connection to a file, which is made when it is missing.
 * @param trace is told each statement as it is carried out, with its values
 * @throws SqliteError when it cannot be read or is no database; nothing stays open then
 */
export async function connect(file: string, trace?: (sql: string) => void): Promise<Connection> {
  const sqlite = new Database(
    file,
    trace === undefined ? {} : { verbose: (statement) => trace(String(statement)) },
  );
  try {
    sqlite.defaultSafeIntegers(true);
    sqlite.pragma(`busy_timeout = ${BUSY_MS}`);
    await useWriteAheadLog(sqlite);
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    // Without it INSERT OR REPLACE deletes the row in its way without asking the triggers that keep the audit log.
    sqlite.pragma('recursive_triggers = ON');
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const db = drizzle(sqlite, { schema });
  const write = <T>(work: (db: Db) => T): T => sqlite.transaction(() => work(db)).immediate();
  return {
    sqlite,
    db,
    write,
    writeWith: (lease, work) =>
      write((inside) => {
        const held = inside
          .select({ fence: schema.lease.fence })
          .from(schema.lease)
          .where(and(eq(schema.lease.fence, lease.fence), eq(schema.lease.holder, lease.holder)))
          .get();
        if (!held) throw new LeaseLost();
        return work(inside);
      }),
    read: (work) => sqlite.transaction(() => work(db)).deferred(),
  };
}

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null, (_, v) => (typeof v === 'bigint' ? v.toString() : v)));

/** Writes one line of the audit log; call it inside the transaction of the change. */
export function writeAudit(
  db: Db,
  entry: { at: Instant; actor: Actor; action: AuditAction; subject: string; before: unknown; after: unknown },
): void {
  db.insert(schema.audit)
    .values({
      at: entry.at,
      actor: entry.actor.id,
      action: entry.action,
      subject: entry.subject,
      before: plain(entry.before),
      after: plain(entry.after),
      reason: entry.actor.reason ?? null,
      via: entry.actor.via ?? null,
      address: entry.actor.address ?? null,
    } as typeof schema.audit.$inferInsert)
    .run();
}
