import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { inject } from 'vitest';
import type { Settings } from '../../src/core/settings.ts';
import { openWorld } from './world.ts';

/** The world of `openWorld()` after its first sync, for tests that need what was collected and not the collecting. */

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of one run of the tests: removed when it ends. */
    runFolder: string;
  }
}

let collected: Promise<string> | undefined;

/** A world with a copy of the ledger that one sync has filled; whoever asks first in a run waits for that sync. */
export async function openCollected(change: Partial<Settings> = {}) {
  collected ??= collect();
  return openWorld({}, change, await collected);
}

/** The filled ledger: one for all workers. A transaction is the lock, because it ends with its process. */
async function collect(): Promise<string> {
  const file = join(inject('runFolder'), 'collected.db');
  const lock = new Database(join(inject('runFolder'), 'lock.db'), { timeout: 100_000 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    if (existsSync(file)) return file;
    const world = await openWorld();
    try {
      await world.sync();
      copyOf(world.file, `${file}.part`);
    } finally {
      await world.close();
    }
    renameSync(`${file}.part`, file);
    return file;
  } finally {
    lock.close();
  }
}

/** In one piece, although the ledger is open and part of it may be in its journal. */
function copyOf(ledger: string, file: string): void {
  const sqlite = new Database(ledger, { readonly: true });
  sqlite.prepare('VACUUM INTO ?').run(file);
  sqlite.close();
}
