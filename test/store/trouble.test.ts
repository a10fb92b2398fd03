import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Condition } from '../../src/store/condition.ts';
import { openStore } from '../../src/store/open.ts';
import { ANNA, damage, folder, NOW, NOW_MS, openOnDisk, sql, usd } from './setup.ts';

/** What is wrong with the file of a ledger that is open, and that the ledger says so without being asked to write. */

const path = () => join(folder(), 'ledger.db');
const set = (store: Awaited<ReturnType<typeof openStore>>, units = 1n) =>
  store.budgets.set({ kind: 'userDefault' }, usd(units), { ...ANNA, reason: 'x'.repeat(400) }, NOW);

describe('a disk that is full', () => {
  it('undoes what was being written, is told until a write succeeds, and reading goes on', async () => {
    const file = path();
    const { store, fill, free } = await openOnDisk(file);
    await set(store, 1n);
    expect(await store.trouble()).toBeNull();
    await fill();
    const written = await store.audit.count({});
    await expect(set(store, 2n)).rejects.toMatchObject({
      code: 'full',
      message: expect.stringMatching(/^there is no room left to write .*ledger\.db.*free space/),
    });
    // Nothing of it, and nothing of the rest of the unit.
    const unit = store.writing(async (ledger) => {
      await ledger.budgets.set({ kind: 'costCenter', key: 'c' }, usd(3n), ANNA, NOW).catch(() => undefined);
      await ledger.budgets.set(
        { kind: 'costCenter', key: 'd' },
        usd(4n),
        { ...ANNA, reason: 'x'.repeat(4_000) },
        NOW,
      );
    });
    await expect(unit).rejects.toMatchObject({ code: 'full' });
    expect([(await store.budgets.list()).map(({ amount }) => amount), await store.audit.count({})]).toEqual([
      [1n],
      written,
    ]);
    expect(await store.trouble()).toMatchObject({ kind: 'full', words: expect.stringContaining(file) });
    free();
    expect(await store.trouble()).toMatchObject({ kind: 'full' });
    await set(store, 2n);
    expect(await store.trouble()).toBeNull();
  });
});

describe('a file that is damaged', () => {
  it('is told by whoever meets it, and stays so; the rest can be read', async () => {
    const file = path();
    const sound = await openStore(file, { now: NOW_MS });
    await set(sound);
    sound.close();
    damage(file, 'budgets');
    const store = await openStore(file, { now: NOW_MS });
    onTestFinished(() => store.close());
    expect(await store.audit.count({})).toBe(1);
    expect(await store.trouble()).toBeNull();
    await expect(store.budgets.list()).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(/ledger\.db is damaged .*last backup/),
    });
    await store.audit.record({ at: NOW, actor: ANNA, action: 'export', subject: 's' });
    expect(await store.trouble()).toMatchObject({ kind: 'damaged' });
  });
});

describe('a file that is taken away while it is open', () => {
  const take = {
    'is removed': (file: string) => rmSync(file),
    'is replaced': (file: string) => {
      renameSync(file, `${file}.old`);
      writeFileSync(file, '');
    },
    'loses its log': (file: string) => rmSync(`${file}-wal`),
  };
  it.each(Object.entries(take))(
    '%s: nothing more is written to what nobody would find again',
    async (_, away) => {
      const file = path();
      const store = await openStore(file, { now: NOW_MS });
      onTestFinished(() => store.close());
      await set(store);
      away(file);
      expect(await store.trouble()).toMatchObject({
        kind: 'gone',
        words: expect.stringContaining('put it back'),
      });
      for (const asked of [set(store), store.budgets.list(), store.reading(async () => 0)])
        await expect(asked).rejects.toMatchObject({ code: 'gone' });
    },
  );

  it('and brought back is the ledger again', async () => {
    const file = path();
    const store = await openStore(file, { now: NOW_MS });
    onTestFinished(() => store.close());
    renameSync(file, `${file}.away`);
    expect(await store.trouble()).toMatchObject({ kind: 'gone' });
    renameSync(`${file}.away`, file);
    expect(await store.trouble()).toBeNull();
    await set(store);
  });
});

describe('another program that writes', () => {
  it('is told once a write has waited for it in vain, for as long as it goes on', async () => {
    const file = path();
    const store = await openStore(file, { now: NOW_MS, busyMs: 20 });
    onTestFinished(() => store.close());
    const other = sql(file);
    other.exec('BEGIN EXCLUSIVE');
    expect(await store.trouble()).toBeNull();
    await expect(set(store)).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining('lsof'),
    });
    expect(await store.trouble()).toMatchObject({ kind: 'busy', words: expect.stringContaining(file) });
    other.exec('COMMIT');
    expect(await store.trouble()).toBeNull();
  });

  it('is told to whoever only looks as well, once it has kept others from writing for as long as they wait', async () => {
    const file = path();
    const store = await openStore(file, { now: NOW_MS, busyMs: 20 });
    onTestFinished(() => store.close());
    const other = sql(file);
    other.exec('BEGIN IMMEDIATE');
    expect(await store.trouble()).toBeNull();
    await vi.waitFor(async () => expect(await store.trouble()).toMatchObject({ kind: 'busy' }));
    other.exec('COMMIT');
    expect(await store.trouble()).toBeNull();
  });

  it('holds up who opens the ledger no longer than it may, and no thread', async () => {
    const file = path();
    (await openStore(file, { now: NOW_MS })).close();
    const other = sql(file);
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE');
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await expect(openStore(file, { now: NOW_MS, busyMs: 60 })).rejects.toMatchObject({ code: 'busy' });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });

  it('and holds locks that nobody holds for long is left alone: SQLite would hold up the thread each time', async () => {
    const file = path();
    (await openStore(file, { now: NOW_MS })).close();
    const condition = new Condition(file);
    const nothing = () => undefined;
    condition.mustBeThere();
    const locked = new Database.SqliteError('locking protocol', 'SQLITE_PROTOCOL');
    expect(condition.failed(locked, 'read')).toMatchObject({ code: 'busy' });
    expect(() => condition.mustBeThere()).toThrow(expect.objectContaining({ code: 'busy' }));
    expect(await condition.trouble(nothing)).toMatchObject({ kind: 'busy' });
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 61_000);
    onTestFinished(() => void vi.restoreAllMocks());
    condition.mustBeThere();
    expect(await condition.trouble(nothing)).toBeNull();
  });
});
