import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/types.ts';
import { folder, NOW_MS, open, sql } from '../setup.ts';
import { contract } from './contract.ts';
import type { Refusable } from './engine.ts';

/** The contract, by a file of SQLite: one connection that writes, and others that read. */

let empty: string;
beforeAll(async () => {
  empty = join(mkdtempSync(join(tmpdir(), 'empty-')), 'ledger.db');
  (await openStore(empty, { now: NOW_MS })).close();
});
afterAll(() => rmSync(join(empty, '..'), { recursive: true, force: true }));

const files = new WeakMap<Store, string>();
const fileOf = (store: Store): string => files.get(store) ?? '';
/** By which a row of a table is named. */
const KEYS: Readonly<Partial<Record<Refusable, string>>> = { budgets: 'scope_key', people: 'email' };

contract('a file', {
  async open(attribution) {
    const file = join(folder(), 'ledger.db');
    copyFileSync(empty, file);
    const store = await open(file, attribution);
    files.set(store, file);
    return store;
  },
  again: (store) => open(fileOf(store)),
  refuse(store, table, when) {
    const rows = when === undefined ? '' : `WHEN new.${KEYS[table]} = '${when}'`;
    const other = sql(fileOf(store));
    other.exec(
      `CREATE TRIGGER refusing BEFORE INSERT ON ${table} ${rows} BEGIN SELECT RAISE(ABORT, 'refused'); END`,
    );
    return { mend: () => other.exec('DROP TRIGGER refusing') };
  },
});
