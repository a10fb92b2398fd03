import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Files that hold a ledger: their owner's alone, and whole under their name or not there. */

/** What SQLite keeps beside a file; it goes with it, and gets the same rights. */
export const BESIDE = ['-wal', '-shm', '-journal'] as const;
/** Of a copy while it is written. */
export const UNFINISHED = '.unfinished';

const OWN_FILE = 0o600;
const OWN_FOLDER = 0o700;
/** Whoever is not the owner. */
const OTHERS = 0o077;

/**
 * Makes an empty file that its owner alone may read and write, whatever the umask; what is there already stays as it is:
 * somebody may have meant it so.
 * @returns whether it was made
 */
export function makeOwnFile(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', OWN_FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  // A umask may have taken something from the owner as well.
  chmodSync(path, OWN_FILE);
  return true;
}

/** Makes a folder for its owner alone, with those above it that are missing; one that is there stays as it is. */
export function makeOwnFolder(path: string): void {
  if (mkdirSync(path, { recursive: true, mode: OWN_FOLDER }) !== undefined) chmodSync(path, OWN_FOLDER);
}

/** Of a ledger and what is beside it, what others than its owner may read or write, with its rights in octal. */
export function openToOthers(paths: readonly string[]): { path: string; mode: string }[] {
  // Windows has no such rights: what it says of them means nothing.
  if (process.platform === 'win32') return [];
  return paths.flatMap((path) => {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
    return (mode & OTHERS) === 0 ? [] : [{ path, mode: (mode & 0o777).toString(8).padStart(4, '0') }];
  });
}

/** Has what was written to a file, or the names in a folder, on the disk before it goes on. */
export function sync(path: string): void {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } catch (error) {
    // Some file systems keep no folders in order: there is nothing to wait for.
    if (!['EINVAL', 'EPERM', 'ENOTSUP', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  } finally {
    closeSync(opened);
  }
}

/**
 * Gives a finished file its name, so that a name is either of the whole file or of none.
 * @param replace whether a file of that name may go
 * @throws with the code EEXIST where there is one and it may not
 */
export function giveName(finished: string, name: string, replace: boolean): void {
  sync(finished);
  if (replace) renameSync(finished, name);
  else {
    linkOrRename(finished, name);
    rmSync(finished, { force: true });
  }
  sync(dirname(name));
}

/** A second name of a file; where the file system has none, another one. Never takes a name that there is. */
export function linkOrRename(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw error;
    if (existsSync(to)) throw Object.assign(new Error(`there is a file ${to}`), { code: 'EEXIST' });
    renameSync(from, to);
  }
}

/** Removes a file with what SQLite leaves beside it. */
export function removeWhole(path: string): void {
  for (const one of [path, ...BESIDE.map((suffix) => path + suffix)]) rmSync(one, { force: true });
}

/** A ledger with what SQLite keeps beside it and the copies of it that this product made there. */
export function filesOf(db: string): string[] {
  const folder = dirname(db);
  const prefix = `${basename(db)}.`;
  const copies = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.startsWith(prefix) && COPIES.test(name.slice(prefix.length)))
    : [];
  return [db, ...BESIDE.map((suffix) => db + suffix), ...copies.sort().map((name) => join(folder, name))];
}
const COPIES = /^(backup-\d+-|replaced-|[0-9a-f]{8}\.unfinished|\d{4}-\d\d-\d\dT[\d-]+Z\.backup)/;
