import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bringIn, connect, connectReader, forReading } from '../../src/store/connection.ts';
import { openStore } from '../../src/store/open.ts';
import { sharedWaiting } from '../../src/store/patience.ts';
import { Pool } from '../../src/store/pool.ts';
import { inWords } from '../../src/store/trouble.ts';
import { ANNA, folder, NOW, NOW_MS, open, usd } from './setup.ts';

/** What stands behind units of work in SQLite. */

describe('a connection for reading', () => {
  it('has the settings of the one that writes, and cannot write itself', async () => {
    const file = join(folder(), 'ledger.db');
    await open(file);
    const [writer, reader] = [await connect(file), connectReader(file)];
    onTestFinished(() => {
      reader.sqlite.close();
      writer.sqlite.close();
    });
    for (const setting of ['foreign_keys', 'recursive_triggers', 'busy_timeout', 'journal_mode'])
      expect(reader.sqlite.pragma(setting)).toEqual(writer.sqlite.pragma(setting));
    expect(reader.sqlite.prepare('SELECT 9007199254740993').pluck().get()).toBe(9_007_199_254_740_993n);
    expect(() => reader.sqlite.exec('DELETE FROM meta')).toThrow(/readonly/);
    expect(() => reader.write(() => 0)).toThrow(expect.objectContaining({ code: 'internal' }));
    // In memory, reader and writer are one: there, the refusal is all there is.
    expect(() => forReading(writer).write(() => 0)).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  it('is opened when it is needed, told of as any other, and closed with the ledger', async () => {
    const said: string[] = [];
    const file = join(folder(), 'ledger.db');
    const store = await openStore(file, { now: Date.parse(NOW), trace: (sql) => said.push(sql) });
    said.length = 0;
    await store.budgets.list();
    await store.budgets.set({ kind: 'userDefault' }, usd(1n), ANNA, NOW);
    expect(said[0]).toMatch(/^select .* from "budgets"/);
    expect(said.some((sql) => /^insert into "audit"/.test(sql))).toBe(true);
    store.close();
    for (const asked of [store.budgets.list(), store.writing(async () => 0)])
      await expect(asked).rejects.toMatchObject({ code: 'unusable', message: 'the ledger is closed' });
    // Whoever closed last has put everything into the file itself.
    const alone = new Database(file, { readonly: true });
    expect(alone.prepare('SELECT count(*) FROM budgets').pluck().get()).toBe(1);
    alone.close();
  });
});

it('the write-ahead log is brought into the file by one thread, whoever wrote, and not by the one that serves', async () => {
  const file = join(folder(), 'ledger.db');
  const waiting = sharedWaiting();
  const now = NOW_MS;
  const serving = await openStore(file, { now, courtesy: { waiting, givesWay: false } });
  const other = await connect(file);
  onTestFinished(() => {
    other.sqlite.close();
    serving.close();
  });
  bringIn(other.sqlite);
  const inFile = () => statSync(file).size;
  const before = inFile();
  // More than the 1,000 pages at which SQLite would do it by itself.
  const reason = 'x'.repeat(4_000);
  await serving.writing(async (ledger) => {
    for (let i = 0; i < 1_200; i++)
      await ledger.audit.record({
        at: NOW,
        actor: { ...ANNA, reason },
        action: 'export',
        subject: `${i}`,
      });
  });
  expect(inFile()).toBe(before);
  bringIn(other.sqlite);
  expect(inFile()).toBeGreaterThan(before + 1_000 * 4_096);
});

it('who opened the same file twice in one process waits in turn, and holds nobody up', async () => {
  const file = join(folder(), 'ledger.db');
  const [one, other] = [await open(file), await open(file)];
  const done: string[] = [];
  const set = (store: typeof one, name: string) =>
    store.writing(async ({ budgets }) => {
      await budgets.list();
      await budgets.set({ kind: 'user', key: `${name}@example.com` }, usd(1n), ANNA, NOW);
      await budgets.list();
      done.push(name);
    });
  await Promise.all([
    set(one, 'a'),
    set(other, 'b'),
    other.budgets.set({ kind: 'userDefault' }, usd(2n), ANNA, NOW),
    set(one, 'c'),
  ]);
  expect(done).toEqual(['a', 'b', 'c']);
  expect(await one.budgets.list()).toHaveLength(4);
  other.close();
  await set(one, 'd');
});

it('errors of SQLite leave the store as errors of the product, with their words and where they happened', () => {
  const said = (code: string, message: string) => inWords(new Database.SqliteError(message, code));
  const full = new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  expect(inWords(full)).toMatchObject({ name: 'LedgerTrouble', code: 'full', kind: 'full' });
  expect(inWords(full)).toMatchObject({ cause: full, stack: full.stack });
  expect(said('SQLITE_FULL', 'x')).toMatchObject({ message: expect.stringContaining('(x): free space') });
  for (const code of ['SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED', 'SQLITE_PROTOCOL'])
    expect(said(code, 'x')).toMatchObject({ code: 'busy', message: expect.stringContaining('try again') });
  expect(said('SQLITE_CONSTRAINT_UNIQUE', 'x')).toMatchObject({ code: 'internal', message: 'x' });
  const other = new Error('not of SQLite');
  expect(inWords(other)).toBe(other);
});

it('a pool makes no more than it may, and serves whoever waits in turn', async () => {
  let made = 0;
  const pool = new Pool(2, () => ++made);
  const [one, two] = [pool.take(), pool.take()];
  const waiting = [pool.take(), pool.take()];
  pool.give(two as number);
  pool.give(one as number);
  expect(await Promise.all(waiting)).toEqual([2, 1]);
  pool.give(2);
  expect([pool.take(), pool.made]).toEqual([2, [1, 2]]);
});
