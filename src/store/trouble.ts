import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { LedgerError } from '../core/errors.ts';
import { type FileTroubleKind, fileTroubleOfCode, fileTroubleWords } from '../core/fileTrouble.ts';
import { LedgerTrouble, NotBegun } from './errors.ts';

/** What SQLite says, as the product says it: nothing that leaves this folder is an error of SQLite's own. Its words stay. */

/** Below so many bytes a disk is full, whatever it was asked for. */
export const LEAST_ROOM_BYTES = 1024 * 1024;

export const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && fileTroubleOfCode(error.code) === 'busy';

/** It does not begin as a database does: it may be damaged, or have never been one. */
export const isNoDatabase = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB';

/** What beginning failed with: told apart where it may be tried again. */
export const notBegun = (error: unknown, file = ''): unknown =>
  isBusy(error) ? new NotBegun(wordsOf('busy', file, error as Error), { cause: error }) : error;

/**
 * An error of SQLite in words; any other as it is.
 * @param file path of the ledger; '' in memory
 */
export function inWords(error: unknown, file = ''): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const kind = kindOf(error.code, file);
  const said =
    kind === null
      ? new LedgerError('internal', error.message, { cause: error })
      : new LedgerTrouble(kind, wordsOf(kind, file, error), { cause: error });
  // Where it happened: a log shows this stack, and not that of the cause.
  if (error.stack !== undefined) said.stack = error.stack;
  return said;
}

const wordsOf = (kind: FileTroubleKind, file: string, { message }: Error): string =>
  fileTroubleWords(kind, file || 'the ledger', message);

function kindOf(code: string, file: string): FileTroubleKind | null {
  const kind = fileTroubleOfCode(code);
  if (kind === 'cannotOpen') return file === '' ? 'io' : whyNotOpened(file);
  // A disk that is full shows in other ways as well: the memory that is shared beside the file finds no room.
  return kind === 'io' && file !== '' && roomOf(file) < LEAST_ROOM_BYTES ? 'full' : kind;
}

function whyNotOpened(file: string): FileTroubleKind {
  if (!may(file, constants.F_OK)) return 'gone';
  return may(file, constants.R_OK | constants.W_OK) && may(dirname(file), constants.W_OK) ? 'io' : 'readOnly';
}

/** Whether whoever runs this may do that to a file or a folder. */
export function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** Bytes that can still be written beside the file; where the system cannot say it, there is as much as one needs. */
export function roomOf(file: string): number {
  try {
    const { bavail, bfree, bsize, blocks } = statfsSync(dirname(file));
    if (blocks === 0) return Number.POSITIVE_INFINITY;
    return (process.getuid?.() === 0 ? bfree : bavail) * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
