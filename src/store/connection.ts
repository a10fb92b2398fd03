import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { and, eq } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import type { AuditAction } from '../core/audit.ts';
import type { Link } from '../core/auditChain.ts';
import { LedgerError } from '../core/errors.ts';
import type { Actor, Instant } from '../core/types.ts';
import { putEntry } from './auditChain.ts';
import { LeaseLost } from './errors.ts';
import { makeOwnFile } from './files.ts';
import * as schema from './schema.ts';
import { keepingStatements } from './statements.ts';
import { isBusy, notBegun } from './trouble.ts';
import type { Lease } from './typesLease.ts';

export type Db = BetterSQLite3Database<typeof schema> & { $client: Database.Database };

/** One SQLite connection with the settings that the ledger relies on. */
export interface Connection {
  sqlite: Database.Database;
  db: Db;
  /**
   * Begins a transaction that is ended by hand. One that writes is IMMEDIATE: a deferred one that upgrades would fail as
   * soon as somebody else wrote.
   * @throws NotBegun, with nothing done, when another connection is in its way
   */
  begin(kind: 'read' | 'write'): void;
  /** How many transactions it began, nested ones with them. */
  begun(): number;
  /** Runs `work` in one transaction, which begins as one of `begin` does. */
  write<T>(work: (db: Db) => T): T;
  /** The same, only while `lease` is held: checked inside the transaction, so that a successor never sees a late write. */
  writeWith<T>(lease: Lease, work: (db: Db) => T): T;
  /** Runs `work` in one read transaction, so that its answers belong together. */
  read<T>(work: (db: Db) => T): T;
}

/** How long a writer waits for another one, milliseconds. */
export const BUSY_MS = 10_000;
const BUSY_STEP_MS = 25;
/**
 * Memory for pages of the file, KiB. The kernel keeps the file as well, so that more gains little for reading, and there are
 * several that read; whoever writes keeps the inner pages of its indexes.
 */
const CACHE_KIB = { reader: 8 * 1024, writer: 16 * 1024 } as const;
/** What the write-ahead log is cut down to once all of it is in the file, bytes. */
const LOG_BYTES = 64 * 1024 ** 2;
/**
 * At so many pages a thread that serves brings the log into the file after all: only where the other one, which does it
 * after each of its transactions and every few seconds, is no more. It takes a good part of a second.
 */
const LOG_PAGES_OF_SERVING = 16_000;
/** How often the other one does it, whoever wrote, milliseconds. */
const LOG_EVERY_MS = 2_000;

/**
 * Switches to the write-ahead log. Of two processes that open a new file at the same moment, or where another program
 * writes, one waits here.
 */
async function useWriteAheadLog(sqlite: Database.Database, busyMs: number): Promise<void> {
  const until = performance.now() + busyMs;
  for (;;) {
    try {
      sqlite.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
    }
    await wait(BUSY_STEP_MS);
  }
}

/**
 * The settings of every connection, whoever uses it. SQLite itself waits for nobody: it would hold up the whole thread, so
 * whoever finds another in the way waits outside of it.
 */
function settle(sqlite: Database.Database, cacheKib: number): void {
  sqlite.defaultSafeIntegers(true);
  sqlite.pragma('busy_timeout = 0');
  sqlite.pragma(`cache_size = -${cacheKib}`);
  sqlite.pragma('foreign_keys = ON');
  // Without it INSERT OR REPLACE deletes the row in its way without asking the triggers that keep the audit log.
  sqlite.pragma('recursive_triggers = ON');
}

/** Whether a name is of a file: SQLite has others for what is in memory, or goes when it is closed. */
const isFile = (name: string): boolean => name !== '' && !name.startsWith(':memory:');

/** Tells each statement from `begin` on: what opening itself needs is of no interest. */
function tracing(trace: ((sql: string) => void) | undefined) {
  let begun = false;
  return {
    options:
      trace === undefined ? {} : { verbose: (statement: unknown) => begun && trace(String(statement)) },
    begin: () => {
      begun = true;
    },
  };
}

/**
 * Opens a connection to a file, which is made when it is missing.
 * @param trace is told each statement as it is carried out, with its values
 * @param busyMs how long it waits for another program, milliseconds
 * @throws SqliteError when it cannot be read or is no database; nothing stays open then
 */
export async function connect(
  file: string,
  trace?: (sql: string) => void,
  busyMs = BUSY_MS,
): Promise<Connection> {
  const { options, begin } = tracing(trace);
  // SQLite would make it for whomever the umask lets in, and what is beside it likewise.
  if (isFile(file)) makeOwnFile(file);
  const sqlite = new Database(file, options);
  try {
    sqlite.pragma('busy_timeout = 0');
    await useWriteAheadLog(sqlite, busyMs);
    settle(sqlite, CACHE_KIB.writer);
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma(`journal_size_limit = ${LOG_BYTES}`);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  begin();
  return connectionOn(sqlite);
}

/** Brings what is in the write-ahead log into the file, without being in anybody's way. */
export function bringIn(sqlite: Database.Database): void {
  try {
    if (sqlite.open && !sqlite.inTransaction) sqlite.pragma('wal_checkpoint(PASSIVE)');
  } catch {
    // What failed is made good by the next; of a full disk, whoever writes is told.
  }
}

/** Has the log cared for by the one of two threads that gives way. Answers what ends that. */
export function careForLog(sqlite: Database.Database, givesWay: boolean): () => void {
  if (!givesWay) {
    sqlite.pragma(`wal_autocheckpoint = ${LOG_PAGES_OF_SERVING}`);
    return () => undefined;
  }
  const timer = setInterval(() => bringIn(sqlite), LOG_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/**
 * Opens a further connection to a ledger that is open, for reading only.
 * @param readonly false: the connection may write and is told not to; whoever closes last can then tidy up
 */
export function connectReader(file: string, trace?: (sql: string) => void, readonly = true): Connection {
  const { options, begin } = tracing(trace);
  const sqlite = new Database(file, { ...options, readonly, fileMustExist: true });
  try {
    settle(sqlite, CACHE_KIB.reader);
    sqlite.pragma('query_only = ON');
  } catch (error) {
    sqlite.close();
    throw error;
  }
  begin();
  return forReading(connectionOn(sqlite));
}

/** The same connection for functions that read: one that writes is refused, also where reader and writer are one. */
export function forReading(connection: Connection): Connection {
  const refuse = () => {
    throw new LedgerError('internal', 'a function of the ledger that is said to read wants to write');
  };
  return { ...connection, write: refuse, writeWith: refuse };
}

/** A reading begins with its first look: from there on nobody is in its way, and all that it reads is of that moment. */
const BEGIN = {
  read: 'BEGIN DEFERRED; SELECT 1 FROM sqlite_master LIMIT 1',
  write: 'BEGIN IMMEDIATE',
} as const;

function connectionOn(sqlite: Database.Database): Connection {
  const db = Object.assign(drizzle(keepingStatements(sqlite), { schema }), { $client: sqlite });
  let begun = 0;
  const write = <T>(work: (db: Db) => T): T => {
    const before = begun;
    try {
      return sqlite
        .transaction(() => {
          begun += 1;
          return work(db);
        })
        .immediate();
    } catch (error) {
      throw begun === before ? notBegun(error, sqlite.name) : error;
    }
  };
  return {
    sqlite,
    db,
    begin(kind) {
      try {
        sqlite.exec(BEGIN[kind]);
      } catch (error) {
        if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
        throw notBegun(error, sqlite.name);
      }
      begun += 1;
    },
    begun: () => begun,
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
    // Within another it is part of that: what only reads has nothing to take back.
    read: (work) => (sqlite.inTransaction ? work(db) : sqlite.transaction(() => work(db)).deferred()),
  };
}

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null, (_, v) => (typeof v === 'bigint' ? v.toString() : v)));

/** As it is kept: JSON, or nothing. */
const stateText = (state: unknown): string | null => {
  const value = plain(state);
  return value === null ? null : JSON.stringify(value);
};

/**
 * Writes one line of the audit log, with the digest that continues its chain; call it inside the transaction of the change.
 * @param from what it continues from, where that may be gone already
 */
export function writeAudit(
  db: Db,
  entry: { at: Instant; actor: Actor; action: AuditAction; subject: string; before: unknown; after: unknown },
  from?: Link,
): void {
  const { at, actor, action, subject } = entry;
  putEntry(
    db.$client,
    {
      at,
      actor: actor.id,
      action,
      subject,
      before: stateText(entry.before),
      after: stateText(entry.after),
      reason: actor.reason ?? null,
      via: actor.via ?? null,
      address: actor.address ?? null,
    },
    from,
  );
}
