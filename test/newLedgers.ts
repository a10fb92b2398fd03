import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { inject } from 'vitest';

/**
 * The driver of the ledger's file, for tests: a ledger in memory begins as a copy of one that has all migrations, which the
 * product itself makes once in a run. Thousands of tests open one, and the migrations are most of what each would cost. A
 * ledger in a file goes through them as ever. `vitest.config.ts` puts this in the place of the driver.
 */

let ready: Buffer | undefined;

/** One for all workers; two that are the first at once make two, of which either will do. */
function newLedger(): Buffer {
  const file = join(inject('runFolder'), 'new.db');
  if (!existsSync(file)) {
    const own = `${file}.${process.pid}`;
    execFileSync(process.execPath, [join(import.meta.dirname, 'newLedger.ts'), own]);
    // As one in memory is: without a log beside it.
    const ledger = new Database(own);
    ledger.pragma('journal_mode = DELETE');
    ledger.close();
    renameSync(own, file);
  }
  return readFileSync(file);
}

export default new Proxy(Database, {
  construct(driver, [name, ...options]: ConstructorParameters<typeof Database>, called) {
    if (name !== ':memory:') return Reflect.construct(driver, [name, ...options], called);
    ready ??= newLedger();
    return Reflect.construct(driver, [ready, ...options], called);
  },
});
