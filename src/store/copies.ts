import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { Link } from '../core/auditChain.ts';
import { hasDigests, lastLink } from './auditChain.ts';
import { type BackupOptions, copyTo, inMegabytes, pragma, roomOf, wordsOf } from './backup.ts';
import { LedgerUnreadable } from './errors.ts';
import { BESIDE, giveName, makeOwnFolder, removeWhole, UNFINISHED } from './files.ts';
import { appliedOf } from './migrate.ts';
import { inWords, isNoDatabase } from './trouble.ts';
import type { LedgerIdentity } from './types.ts';

/** Copies of a ledger that people make: whole under their name, or not there. */

/** What a file is, that was looked into. */
export interface Looked {
  /** Whose it is; null where nobody owns it yet. */
  identity: LedgerIdentity | null;
  /** How many migrations it has seen. */
  migrations: number;
  /** The last entry of its audit log; null where that has no digests yet. */
  head: Link | null;
  bytes: number;
}
export interface Copied extends Looked {
  file: string;
  /** Older copies that went. */
  removed: readonly string[];
}
export interface CopyOptions extends Omit<BackupOptions, 'now'> {
  now: number;
  /** Whether a file of that name may go. */
  force?: boolean;
}

/** Beside the copy itself, so that the disk is not full to the last byte. */
const MARGIN_BYTES = 16 * 1024 * 1024;
/** A copy that nobody has gone on with for so long was left by a program that was killed. */
const LEFT_AFTER_MS = 3_600_000;
/** How long a moment of somebody else's is waited for, milliseconds. */
const BUSY_MS = 10_000;

/**
 * Opens a file to look into it, without changing it.
 * @throws LedgerUnreadable when there is none, or it is no ledger
 */
export function openToRead(file: string): Database.Database {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new LedgerUnreadable(`there is no file ${resolve(file)}`);
  if (found.isDirectory()) throw new LedgerUnreadable(`${file} is a folder: name a file in it`);
  let sqlite: Database.Database | null = null;
  try {
    sqlite = new Database(file, { readonly: true, fileMustExist: true });
    sqlite.defaultSafeIntegers(true);
    sqlite.pragma(`busy_timeout = ${BUSY_MS}`);
    if (appliedOf(sqlite, file) === 0) throw new LedgerUnreadable(`${file} is an empty file, and no ledger`);
    return sqlite;
  } catch (error) {
    sqlite?.close();
    if (error instanceof LedgerUnreadable) throw error;
    // What is wrong with the file, and what to do, where SQLite tells.
    const said = isNoDatabase(error) ? error : inWords(error, file);
    throw new LedgerUnreadable(`${file} cannot be read as a ledger: ${wordsOf(said)}`);
  }
}

/** Whose a ledger is, of which version, and up to where its audit log goes. */
export function lookInto(sqlite: Database.Database, file: string): Looked {
  const identity = sqlite.prepare("SELECT value FROM meta WHERE key = 'identity'").pluck().get();
  return {
    identity: typeof identity === 'string' ? (JSON.parse(identity) as LedgerIdentity) : null,
    migrations: appliedOf(sqlite, file),
    head: hasDigests(sqlite) ? lastLink(sqlite) : null,
    bytes: pragma(sqlite, 'page_count') * pragma(sqlite, 'page_size'),
  };
}

/** What is wrong with a file; empty where it is sound. `quick` leaves indexes out. */
export function faultsIn(sqlite: Database.Database, quick: boolean): string[] {
  const check = quick ? 'quick_check' : 'integrity_check';
  try {
    const found = sqlite.pragma(`${check}(5)`) as Record<string, string>[];
    return found.map((row) => String(row[check])).filter((line) => line !== 'ok');
  } catch (error) {
    // Some damage keeps it from being looked at to the end.
    if (isDamage(error)) return [wordsOf(error)];
    throw error;
  }
}
export const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);

/** @throws LedgerUnreadable when there is not room for so many bytes in a folder */
export function mustFit(bytes: number, folder: string, roomIn = roomOf): void {
  const room = roomIn(folder);
  if (room < bytes + MARGIN_BYTES)
    throw new LedgerUnreadable(
      `${folder} has room for ${inMegabytes(room)}, and the copy needs ${inMegabytes(bytes + MARGIN_BYTES)}. Make room, or name another folder.`,
    );
}

/** The name of a copy that is given none, in a folder. */
export const copyNameOf = (file: string, now: number): string =>
  `${basename(file)}.${new Date(now).toISOString().replace(/[:.]/g, '-')}${COPY}`;
const COPY = '.backup';
const STAMP = /^\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.backup(\.[0-9a-f]{8}\.unfinished)?$/;

/**
 * Copies a ledger as it is at one moment, whoever writes to it meanwhile.
 * @param target the file that the copy will be
 * @throws LedgerUnreadable when it is no ledger, is damaged, or cannot be copied there; then there is nothing new there
 */
export async function copyLedger(
  file: string,
  target: string,
  { force = false, roomIn, ...options }: CopyOptions,
): Promise<Omit<Copied, 'removed'>> {
  mustBeFree(file, target, force);
  const unfinished = `${target}.${randomBytes(4).toString('hex')}${UNFINISHED}`;
  const sqlite = openToRead(file);
  const goes = () => removeWhole(unfinished);
  process.once('exit', goes);
  try {
    mustFit(pragma(sqlite, 'page_count') * pragma(sqlite, 'page_size'), dirname(resolve(target)), roomIn);
    await copyTo(sqlite, unfinished, options);
    const looked = soundCopy(unfinished, sqlite, file);
    giveName(unfinished, target, force);
    return { file: target, ...looked };
  } catch (error) {
    if (error instanceof LedgerUnreadable) throw error;
    throw new LedgerUnreadable(
      `${file} cannot be copied to ${target}: ${wordsOf(error)}. Nothing was kept of it.`,
    );
  } finally {
    goes();
    process.off('exit', goes);
    sqlite.close();
  }
}

/** @throws LedgerUnreadable when a copy would take the place of what must stay */
function mustBeFree(file: string, target: string, force: boolean): void {
  const beside = BESIDE.map((suffix) => resolve(file) + suffix);
  if (beside.includes(resolve(target)))
    throw new LedgerUnreadable(`${target} is what SQLite keeps beside the ledger: a copy needs another name`);
  const found = statSync(target, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory())
    throw new LedgerUnreadable(`${target} is a folder: name a file, or the folder with --to ${target}`);
  if (existsSync(file) && isSame(file, target))
    throw new LedgerUnreadable(`${target} is the ledger itself: a copy needs another name`);
  if (!force) throw new LedgerUnreadable(`there is a file ${target} already: name another, or add --force`);
  // Its log would be taken for that of the copy.
  const used = BESIDE.find((suffix) => existsSync(target + suffix));
  if (used !== undefined)
    throw new LedgerUnreadable(
      `${target} is in use, or was left so: there is ${target}${used}. Name another file`,
    );
}

/** Whether two names are of one file, or one is of what SQLite keeps beside the other. */
export function isSame(file: string, other: string): boolean {
  const [ledger, path] = [realpathSync(file), realpathSync(other)];
  return [ledger, ...BESIDE.map((suffix) => ledger + suffix)].includes(path);
}

/** What the copy is. @throws LedgerUnreadable when it is not sound, or is of another ledger */
function soundCopy(copy: string, source: Database.Database, file: string): Looked {
  const made = openToRead(copy);
  try {
    const faults = faultsIn(made, true);
    if (faults.length > 0)
      throw new LedgerUnreadable(
        `${file} is damaged, and so is a copy of it: ${faults.join('; ')}. Nothing was kept. Restore the last sound copy: bedrock-ledger restore FILE`,
      );
    const looked = lookInto(made, copy);
    if (JSON.stringify(looked.identity) !== JSON.stringify(lookInto(source, file).identity))
      throw new LedgerUnreadable(
        `${file} became the ledger of another payer while it was copied: copy it again`,
      );
    return looked;
  } finally {
    made.close();
  }
}

/**
 * Copies a ledger into a folder, which is made where it is missing, under a name with the time; then removes older copies
 * that were named so, but the newest `keep`, and what killed programs left half of.
 * @throws LedgerUnreadable as `copyLedger` does; then older copies stay
 */
export async function copyInto(
  file: string,
  folder: string,
  options: CopyOptions & { keep?: number | undefined },
): Promise<Copied> {
  try {
    makeOwnFolder(folder);
  } catch (error) {
    throw new LedgerUnreadable(`${folder} is no folder that copies can be kept in: ${wordsOf(error)}`);
  }
  const copied = await copyLedger(file, join(folder, copyNameOf(file, options.now)), options);
  return { ...copied, removed: tidy(file, folder, options) };
}

function tidy(
  file: string,
  folder: string,
  { keep, now, tell = () => {} }: { keep?: number | undefined } & CopyOptions,
): string[] {
  const prefix = basename(file);
  const named = readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && entry.name.startsWith(prefix) && STAMP.test(entry.name.slice(prefix.length)),
    )
    .map(({ name }) => name)
    .sort()
    .reverse();
  const whole = named.filter((name) => !name.endsWith(UNFINISHED));
  const left = named.filter(
    (name) => name.endsWith(UNFINISHED) && now - lstatSync(join(folder, name)).mtimeMs > LEFT_AFTER_MS,
  );
  const gone = [...(keep === undefined ? [] : whole.slice(keep)), ...left].map((name) => join(folder, name));
  return gone.filter((path) => {
    try {
      removeWhole(path);
      return true;
    } catch (error) {
      tell(`${path} could not be removed: ${wordsOf(error)}`);
      return false;
    }
  });
}
