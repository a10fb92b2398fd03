import { constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { LedgerError } from '../core/errors.ts';
import { Condition } from './condition.ts';
import { type Connection, connectReader } from './connection.ts';
import { LedgerTooNew, LedgerTooOld, LedgerUnreadable } from './errors.ts';
import { versionOf } from './migrate.ts';
import { engineOn, type OpenOptions } from './open.ts';
import { Patience } from './patience.ts';
import { Pool, type Taken } from './pool.ts';
import { inWords, isBusy, LEAST_ROOM_BYTES, may, roomOf } from './trouble.ts';
import type { Migration, Store } from './types.ts';
import { type Engine, storeOn } from './units.ts';

/**
 * A ledger that is only looked at: no right to write is needed, no byte of it changes, and it is not brought to another
 * version. SQLite by itself would want to write beside it: a file with a write-ahead log is read with a second file that
 * its readers share, which somebody has to make.
 */

/** How often a copy is made anew that somebody wrote to the ledger meanwhile. */
const MOST_COPIES = 3;

/**
 * Opens a ledger for reading.
 * @throws LedgerUnreadable, LedgerTooNew, LedgerTooOld, LedgerTrouble with what to do; LedgerError `unusable` where it is empty
 */
export async function openForReading(
  file: string,
  { attribution = 'profileTags', trace, busyMs }: Omit<OpenOptions, 'now'>,
): Promise<Store & { migration: Migration }> {
  const patience = new Patience(busyMs);
  const repeated = async () => {
    try {
      return opened(file, trace);
    } catch (error) {
      throw inWords(error, file);
    }
  };
  const { connection, leave } = await patience.untilBegun(repeated, patience.deadline());
  const close = () => {
    connection.sqlite.close();
    leave();
  };
  try {
    const { done, known } = versionOf(connection.sqlite, file);
    mustBeOfThisVersion(file, done, known);
    const only = new Pool(1, () => engineOn(connection, attribution));
    // A copy is nobody else's to take away.
    const condition = new Condition(connection.sqlite.name === file ? file : null);
    return {
      ...storeOn(refusing(file), only, { writing: patience, reading: patience }, condition),
      migration: { applied: 0, backup: null },
      trouble: () => condition.trouble(() => {}),
      close,
    };
  } catch (error) {
    close();
    throw inWords(error, file);
  }
}

function mustBeOfThisVersion(file: string, done: number, known: number): void {
  if (done === known) return;
  if (done > known)
    throw new LedgerTooNew(
      `${file} was written by a newer version of Bedrock Ledger (${done} migrations, this one knows ${known}). Install that version, or name another file with --db.`,
    );
  if (done === 0) throw new LedgerError('unusable', `${file} is empty: nothing was collected into it yet`);
  throw new LedgerTooOld(
    `${file} is of an earlier version (${done} of ${known} migrations), and looking at it does not change it. Bring it to this version first, as somebody who may write it: bedrock-ledger migrate, or start the server`,
  );
}

/** Nothing is written here, whoever wants to. */
const refusing = (file: string): Taken<Engine> => ({
  take() {
    throw new LedgerError('readOnly', `${file} was opened for reading only: nothing is written to it`);
  },
  give() {},
});

interface Opened {
  connection: Connection;
  /** Removes what was made beside it. */
  leave(): void;
}
const NOTHING_MADE = () => {};

/**
 * Where it has a log, somebody has it open or was killed: it is read as it stands. Without one nobody has; whoever may write
 * there opens it as those do who write, and takes away what SQLite makes meanwhile; whoever may not reads a copy.
 */
function opened(file: string, trace: OpenOptions['trace']): Opened {
  if (!existsSync(file)) throw new LedgerUnreadable(`there is no ledger at ${file}`);
  if (!may(file, constants.R_OK))
    throw new LedgerUnreadable(
      `${file} may not be read by whoever runs this: ask for the right, or run it as the user that the server runs as`,
    );
  const mayWrite = may(file, constants.W_OK) && may(dirname(file), constants.W_OK);
  const hasLog = existsSync(`${file}-wal`);
  // Reading makes a file beside it, for which a full disk has no room; it would be left there half made.
  if (!isShared(file) && roomOf(file) < LEAST_ROOM_BYTES) return copied(file, trace);
  try {
    return { connection: looked(connectReader(file, trace, hasLog)), leave: NOTHING_MADE };
  } catch (error) {
    const cannot = error instanceof Database.SqliteError && /CANTOPEN|READONLY/.test(error.code);
    if (!cannot || mayWrite) throw error;
    return copied(file, trace);
  }
}

/** What readers share is a whole one only from its least size on. */
const LEAST_SHARED_BYTES = 32_768;
const isShared = (file: string): boolean =>
  (statSync(`${file}-shm`, { throwIfNoEntry: false })?.size ?? 0) >= LEAST_SHARED_BYTES;

/** The first look is what fails where the shared file can be neither made nor read. */
function looked(connection: Connection): Connection {
  try {
    connection.sqlite.prepare('SELECT count(*) FROM sqlite_master').get();
    return connection;
  } catch (error) {
    connection.sqlite.close();
    throw error;
  }
}

/** A copy for the time of reading, where nobody who may look at it can open the file itself. */
function copied(file: string, trace: OpenOptions['trace'], left = MOST_COPIES): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-'));
  const leave = () => rmSync(folder, { recursive: true, force: true });
  const copy = join(folder, 'ledger.db');
  try {
    const log = existsSync(`${file}-wal`);
    if (isShared(file)) throw inUse(file);
    copyFileSync(file, copy, constants.COPYFILE_FICLONE);
    if (log) copyFileSync(`${file}-wal`, `${copy}-wal`);
    if (isShared(file) || existsSync(`${file}-wal`) !== log) {
      leave();
      return left > 1 ? copied(file, trace, left - 1) : opened(file, trace);
    }
    return { connection: looked(connectReader(copy, trace, false)), leave };
  } catch (error) {
    leave();
    if (error instanceof LedgerError || isBusy(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new LedgerUnreadable(
      `${file} can be read only by a copy of it, since its folder may not be written or its disk is full, and the copy could not be made (${why}). Make room in ${tmpdir()} (TMPDIR names another folder), or run it as the user that the server runs as`,
    );
  }
}

const inUse = (file: string): LedgerUnreadable =>
  new LedgerUnreadable(
    `${file} is open elsewhere, and ${file}-wal and ${file}-shm may not be read by whoever runs this: ask for the right to read them as well, or run it as the user that the server runs as`,
  );
