import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { type BackupOptions, backUp } from '../../src/store/backup.ts';
import { type Connection, connect } from '../../src/store/connection.ts';
import { LedgerUnreadable } from '../../src/store/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { folder, NOW_MS, sql } from './setup.ts';

/** The copy from before a migration: the last two of a ledger, and only where there is room. */

const DAY_MS = 86_400_000;
let path: string;
let file: string;
let connection: Connection;
let said: string[];
beforeEach(async () => {
  path = folder();
  file = join(path, 'ledger.db');
  said = [];
  (await openStore(file, { now: NOW_MS })).close();
  connection = await connect(file);
  connection.sqlite.exec('CREATE TABLE stuff (x)');
  const put = connection.sqlite.prepare('INSERT INTO stuff VALUES (randomblob(1000))');
  connection.write(() => {
    for (let i = 0; i < 500; i++) put.run();
  });
  onTestFinished(() => {
    connection.sqlite.close();
  });
});

const copy = (more: Partial<BackupOptions> = {}) =>
  backUp(connection.sqlite, file, 7, { now: NOW_MS, tell: (words) => said.push(words), ...more });
const copies = () =>
  readdirSync(path)
    .filter((name) => name.includes('backup'))
    .sort();

it('is the ledger as it was when it began, in one file, whoever writes meanwhile', async () => {
  const other = sql(file);
  let steps = 0;
  const { backup } = (await copy({
    pagesAtOnce: 10,
    tell: () => {
      steps += 1;
      other.exec('DELETE FROM stuff WHERE rowid IN (SELECT rowid FROM stuff LIMIT 10)');
    },
  })) as { backup: string };
  expect(steps).toBeGreaterThan(9);
  expect(copies()).toEqual(['ledger.db.backup-7-2026-11-20T09-00-00-000Z']);
  const kept = sql(backup);
  // What was said first came before the first page.
  expect(kept.prepare('SELECT count(*) FROM stuff').pluck().get()).toBe(490);
  expect(kept.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(kept.pragma('journal_mode', { simple: true })).toBe('delete');
  expect(connection.sqlite.inTransaction).toBe(false);
});

it('tells that it takes its time, and how far it is', async () => {
  await copy({ pagesAtOnce: 50 });
  expect(said[0]).toMatch(/^Copying .*ledger\.db \(\d+ MB\) to .*backup-7-2026-11-20T09-00-00-000Z before/);
  expect(said.slice(1).length).toBeGreaterThan(2);
  expect(said.slice(1).every((words) => /^ {2}\d0 % copied$/.test(words))).toBe(true);
});

it('leaves the last two of this very ledger, and whatever it did not make', async () => {
  const others = [
    'ledger.db.backup-7-2026-11-01',
    'ledger.db.backup-by-hand',
    'ledger.db.backup-x-2026-11-01T09-00-00-000Z',
    'other.db.backup-7-2026-11-01T09-00-00-000Z',
    'my-ledger.db.backup-7-2026-11-01T09-00-00-000Z',
    'ledger.db.backup-7-2026-11-01T09-00-00-000Z.gz',
  ];
  for (const name of others) writeFileSync(join(path, name), '');
  mkdirSync(join(path, 'ledger.db.backup-7-2026-11-02T09-00-00-000Z'));
  for (let i = 0; i < 3; i++) await copy({ now: NOW_MS + i * DAY_MS });
  expect(copies()).toEqual(
    [
      ...others,
      'ledger.db.backup-7-2026-11-02T09-00-00-000Z',
      'ledger.db.backup-7-2026-11-21T09-00-00-000Z',
      'ledger.db.backup-7-2026-11-22T09-00-00-000Z',
    ].sort(),
  );
  expect(said.at(-1)).toMatch(/^Removed .*ledger\.db\.backup-7-2026-11-20T09/);
});

it('is not made where there is no room for it and the migration, and that is said', async () => {
  const bytes = Number(connection.sqlite.pragma('page_count', { simple: true })) * 4096;
  const needed = bytes * 1.25 + 64 * 1024 * 1024;
  const made = await copy({ roomIn: (where) => (where === path ? needed - 1 : needed) });
  expect(made).toEqual({
    noBackup: expect.stringMatching(/^there is room for \d+ MB, and .* needs \d+ MB$/),
  });
  expect(said).toEqual([expect.stringMatching(/ledger\.db is brought to this version without a copy/)]);
  expect(copies()).toEqual([]);
  expect(await copy({ roomIn: () => needed })).toEqual({ backup: expect.any(String) });
});

it('finds the room of the folder itself', async () => {
  expect(await copy()).toEqual({ backup: expect.any(String) });
});

it('that was killed half-way is removed later, but not one that is just being made', async () => {
  const half = join(path, 'ledger.db.backup-6-2026-11-19T09-00-00-000Z.unfinished');
  for (const name of [half, `${half}-journal`]) writeFileSync(name, 'half');
  const at = (ms: number) => utimesSync(half, new Date(ms), new Date(ms));
  at(NOW_MS - 60_000);
  await copy();
  expect(statSync(half).size).toBe(4);
  at(NOW_MS - 2 * 3_600_000);
  await copy({ now: NOW_MS + 1 });
  expect(copies().filter((name) => name.includes('unfinished'))).toEqual([]);
});

it('that cannot be made is refused with what to do, and leaves no half', async () => {
  mkdirSync(`${file}.backup-7-2026-11-20T09-00-00-000Z.unfinished`);
  await expect(copy()).rejects.toThrow(LedgerUnreadable);
  await expect(copy()).rejects.toThrow('migrate --no-backup');
  expect(connection.sqlite.inTransaction).toBe(false);
});
