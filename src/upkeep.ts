/** What commands do to the ledger's file as a whole, beside what they ask of the ledger: wired here, as `context.ts` wires the rest. */

export { type Copied, copyInto, copyLedger } from './store/copies.ts';
export { filesOf, makeOwnFolder, openToOthers } from './store/files.ts';
export { knownMigrations } from './store/migrate.ts';
export { lookAtCopy, type Restored, restoreLedger, seize } from './store/restore.ts';
