import type { Instant } from './types.ts';

/** What can be wrong with the ledger's file while it is in use. Each is a code of `ERRORS` as well. */

export const FILE_TROUBLES = ['full', 'damaged', 'readOnly', 'busy', 'gone', 'io'] as const;
export type FileTroubleKind = (typeof FILE_TROUBLES)[number];

/** That the ledger cannot be written, or not be read, right now. */
export interface FileTrouble {
  kind: FileTroubleKind;
  /** For whoever runs it: what is wrong with which file, and what to do. */
  words: string;
  /** Since when it is known. */
  since: Instant;
}

/** What SQLite says by its codes, without what only the system knows of the file. `cannotOpen`: one has to look why. */
const BY_CODE: readonly (readonly [RegExp, FileTroubleKind | 'cannotOpen'])[] = [
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL)/, 'busy'],
  [/^SQLITE_FULL/, 'full'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'damaged'],
  [/^SQLITE_READONLY_DBMOVED/, 'gone'],
  [/^SQLITE_(READONLY|PERM)/, 'readOnly'],
  [/^SQLITE_CANTOPEN/, 'cannotOpen'],
  [/^SQLITE_(IOERR|NOMEM|NOLFS)/, 'io'],
];

/** What is wrong with the file by a code of SQLite, extended or not; null where it says nothing of the file. */
export const fileTroubleOfCode = (code: string): FileTroubleKind | 'cannotOpen' | null =>
  BY_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? null;

/**
 * What is wrong and what to do, for whoever runs it.
 * @param file path of the ledger
 * @param said what SQLite or the system said
 */
export function fileTroubleWords(kind: FileTroubleKind, file: string, said: string): string {
  switch (kind) {
    case 'full':
      return `there is no room left to write ${file} (${said}): free space on its disk, or raise the quota; what was being written was undone, and what is stored is whole`;
    case 'damaged':
      return `${file} is damaged (${said}): stop the server, keep the file, bring back the last backup, then run "bedrock-ledger sync"`;
    case 'readOnly':
      return `${file} may not be written (${said}): give whoever runs Bedrock Ledger the right to write the file and its folder, and see that the disk is not mounted read-only`;
    case 'busy':
      return `another program writes to the ledger and did not end in time (${said}): look for a second Bedrock Ledger, a shell of sqlite3 or a backup that holds ${file} ("lsof ${file}" names them) and end it; otherwise try again`;
    case 'gone':
      return `${file} was removed or replaced while it was open (${said}): put it back, or start the server anew for the one that is there now; nothing is written meanwhile`;
    case 'io':
      return `the disk or the system failed with ${file} (${said}): look at the system's log, the disk, the quota, memory and the limit of open files; what was being written was undone`;
  }
}
