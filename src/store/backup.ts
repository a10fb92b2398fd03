import { existsSync, lstatSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { LedgerUnreadable } from './errors.ts';
import { BESIDE, giveName, makeOwnFile, UNFINISHED } from './files.ts';

/** The copy of a ledger from before it is brought to another version: the only way back. */

/** How a ledger is copied, and who hears of it. */
export interface BackupOptions {
  /** UTC milliseconds, for the name of the copy. */
  now: number;
  /** Is told what takes its time, and what is left out. */
  tell?: (words: string) => void;
  /** Bytes that can be written into a folder; as the system says, unless given. */
  roomIn?: (folder: string) => number;
  /** Pages that are copied in one go. */
  pagesAtOnce?: number;
}

/** Copies that stay: of this time, and of the time before. */
const KEPT_COPIES = 2;
/** A copy that nobody has gone on with for so long was left by a program that was killed. */
const LEFT_AFTER_MS = 3_600_000;
/** Room for what the migration itself writes beside the copy: a part of the ledger, and some in any case. */
const MARGIN_PART = 4;
const MARGIN_BYTES = 64 * 1024 * 1024;
/** Some sixteen megabytes: a moment. */
const PAGES_AT_ONCE = 4096;

/**
 * Copies a ledger beside itself, where there is room, and removes older copies of it but the last two. It is copied as it
 * was at one moment, whoever writes to it meanwhile.
 * @returns the copy's path, or why there is none
 * @throws LedgerUnreadable when there is room and it cannot be copied all the same
 */
export async function backUp(
  sqlite: Database.Database,
  file: string,
  version: number,
  options: BackupOptions,
): Promise<{ backup: string } | { noBackup: string }> {
  const { now, tell = () => {}, roomIn = roomOf } = options;
  // Those that go in any case go first: they may be the room that is missing.
  tidy(file, now, tell);
  const bytes = pragma(sqlite, 'page_count') * pragma(sqlite, 'page_size');
  const needed = bytes + bytes / MARGIN_PART + MARGIN_BYTES;
  const room = roomIn(dirname(file));
  if (room < needed) {
    const noBackup = `there is room for ${inMegabytes(room)}, and a copy with the migration needs ${inMegabytes(needed)}`;
    tell(`${file} is brought to this version without a copy of what it was: ${noBackup}.`);
    return { noBackup };
  }
  const copy = `${file}.backup-${version}-${new Date(now).toISOString().replace(/[:.]/g, '-')}`;
  tell(`Copying ${file} (${inMegabytes(bytes)}) to ${copy} before it is brought to this version.`);
  try {
    if (existsSync(copy)) throw new Error('there is a file of that name');
    await copyTo(sqlite, copy + UNFINISHED, options);
    giveName(copy + UNFINISHED, copy, false);
  } catch (error) {
    remove(copy + UNFINISHED, tell);
    throw new LedgerUnreadable(
      `${file} needs a migration and cannot be copied to ${copy} first (${wordsOf(error)}). Nothing was changed. Make it possible, or go without a way back: bedrock-ledger migrate --no-backup`,
    );
  }
  tidy(file, now, tell);
  return { backup: copy };
}

/** In steps, with a turn of the event loop between; within a read transaction, so that it need not begin anew when somebody writes. */
export async function copyTo(
  sqlite: Database.Database,
  path: string,
  { tell = () => {}, pagesAtOnce = PAGES_AT_ONCE }: Pick<BackupOptions, 'tell' | 'pagesAtOnce'>,
): Promise<void> {
  makeOwnFile(path);
  sqlite.exec('BEGIN');
  try {
    sqlite.prepare('SELECT count(*) FROM sqlite_master').get();
    let told = 0;
    await sqlite.backup(path, {
      progress({ totalPages, remainingPages }) {
        const tenths = totalPages === 0 ? 0 : Math.floor((10 * (totalPages - remainingPages)) / totalPages);
        if (tenths > told) tell(`  ${tenths}0 % copied`);
        told = tenths;
        return pagesAtOnce;
      },
    });
  } finally {
    sqlite.exec('COMMIT');
  }
  // Of the ledger it has the write-ahead log; a copy is one file.
  const copy = new Database(path);
  copy.pragma('journal_mode = DELETE');
  copy.close();
}

/** Removes what nobody needs: copies of this ledger but the newest, and halves of copies that were given up. */
function tidy(file: string, now: number, tell: (words: string) => void): void {
  const copies = copiesOf(file);
  const whole = copies.filter(({ unfinished }) => !unfinished).slice(KEPT_COPIES);
  const given = copies.filter(
    ({ path, unfinished }) => unfinished && now - lstatSync(path).mtimeMs > LEFT_AFTER_MS,
  );
  for (const { path } of [...whole, ...given])
    if (remove(path, tell)) tell(`Removed ${path}: the last ${KEPT_COPIES} copies are kept.`);
}

/** Copies of this very ledger that this product made, by their names, newest first. */
function copiesOf(file: string): { path: string; made: string; unfinished: boolean }[] {
  const folder = dirname(file);
  const prefix = `${basename(file)}.backup-`;
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith(prefix))
    .flatMap(({ name }) => {
      const [, made, unfinished] = NAME.exec(name.slice(prefix.length)) ?? [];
      return made === undefined
        ? []
        : [{ path: join(folder, name), made, unfinished: unfinished !== undefined }];
    })
    .sort((a, b) => (a.made > b.made ? -1 : 1));
}
const NAME = /^\d+-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)(\.unfinished)?$/;

/** With what SQLite leaves beside a file. What cannot be removed is told and holds nothing up. */
function remove(path: string, tell: (words: string) => void): boolean {
  try {
    for (const one of [path, ...BESIDE.map((suffix) => path + suffix)]) if (existsSync(one)) rmSync(one);
    return true;
  } catch (error) {
    tell(`${path} could not be removed: ${wordsOf(error)}`);
    return false;
  }
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Where the system cannot say it, there is as much as one needs. */
export function roomOf(folder: string): number {
  const { bavail, bsize, blocks } = statfsSync(folder);
  return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
}

export const pragma = (sqlite: Database.Database, name: string): number =>
  Number(sqlite.pragma(name, { simple: true }));

export const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;
