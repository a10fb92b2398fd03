import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type CopyOptions, copyInto, copyLedger } from '../../src/store/copies.ts';
import { filesOf, openToOthers } from '../../src/store/files.ts';
import { openStore } from '../../src/store/open.ts';
import { ANNA, folder, leaseOf, NOW_MS, other, sql, usd } from './setup.ts';

/** A copy of a ledger that somebody makes: whole and theirs alone under its name, or not there. */

const DAY_MS = 86_400_000;
let template: string;
let path: string;
let file: string;
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'ledger-'));
  const store = await openStore(join(template, 'ledger.db'), { now: NOW_MS });
  await store.identity.pin({ payerAccountId: '111122223333', simulated: true });
  await store.budgets.set({ kind: 'userDefault' }, usd(5n), ANNA, new Date(NOW_MS).toISOString());
  store.close();
});
afterAll(() => rmSync(template, { recursive: true, force: true }));
beforeEach(() => {
  path = folder();
  file = join(path, 'ledger.db');
  copyFileSync(join(template, 'ledger.db'), file);
});

const copy = (target: string, more: Partial<CopyOptions> = {}) =>
  copyLedger(file, target, { now: NOW_MS, ...more });
/** But for what SQLite keeps beside a ledger that is read. */
const names = () =>
  readdirSync(path)
    .filter((name) => !/^ledger\.db-/.test(name))
    .sort();
const mode = (name: string) => (statSync(name).mode & 0o777).toString(8);
/** Whatever the umask of whoever runs it is. */
function withUmask(umask: number): void {
  const before = process.umask(umask);
  onTestFinished(() => {
    process.umask(before);
  });
}

describe('a copy', () => {
  it('is the ledger of one moment, while another process writes without a pause', async () => {
    const writer = other('writing.ts', file);
    await once(writer, 'message');
    const target = join(path, 'copy.db');
    let steps = 0;
    const copied = await copy(target, {
      pagesAtOnce: 5,
      tell: () => {
        steps += 1;
      },
    });
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    expect(steps).toBeGreaterThan(8);
    const made = sql(target);
    expect(made.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(made.pragma('journal_mode', { simple: true })).toBe('delete');
    const halves = made.prepare("SELECT value FROM meta WHERE key IN ('test.first', 'test.second')").pluck();
    expect(new Set(halves.all()).size).toBe(1);
    expect(copied).toMatchObject({
      file: target,
      head: { id: 1 },
      identity: { payerAccountId: '111122223333', simulated: true },
    });
    expect(copied.bytes).toBe(statSync(target).size);
    expect(names().filter((name) => !name.startsWith('ledger.db'))).toEqual(['copy.db']);
  });

  it('that is killed half-way is not there by its name, and its half is taken for no ledger’s copy', async () => {
    const child = other('copying.ts', file, join(path, 'copy.db'));
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(names().filter((name) => !name.startsWith('ledger.db'))).toEqual([
      expect.stringMatching(/^copy\.db\.[0-9a-f]{8}\.unfinished$/),
      expect.stringMatching(/^copy\.db\.[0-9a-f]{8}\.unfinished-journal$/),
    ]);
    await copy(join(path, 'copy.db'));
    expect(existsSync(join(path, 'copy.db'))).toBe(true);
  });

  it('is its owner’s alone, also while it is made and whatever the umask is, with the folder that is made for it', async () => {
    withUmask(0);
    const modes = new Set<string>();
    const into = join(path, 'new', 'deep');
    const { file: made } = await copyInto(file, into, {
      now: NOW_MS,
      pagesAtOnce: 20,
      tell: () => {
        for (const name of readdirSync(into)) modes.add(mode(join(into, name)));
      },
    });
    expect([...modes]).toEqual(['600']);
    expect([mode(made), mode(into)]).toEqual(['600', '700']);
    withUmask(0o777);
    await copy(join(path, 'other.db'));
    expect(mode(join(path, 'other.db'))).toBe('600');
  });

  it.each<[string, (target: string) => unknown, string]>([
    ['takes no name that there is', (target) => writeFileSync(target, 'mine'), 'add --force'],
    ['is no folder', (target) => mkdirSync(target), 'with --to'],
    ['is not the ledger under another name', (target) => symlinkSync(file, target), 'is the ledger itself'],
  ])('%s', async (_, make, words) => {
    const target = join(path, 'copy.db');
    make(target);
    const before = statSync(target).ino;
    await expect(copy(target)).rejects.toThrow(words);
    expect(statSync(target).ino).toBe(before);
    expect(names()).toEqual(['copy.db', 'ledger.db']);
  });

  it('takes the place of a file where it is told to, but of nothing that a ledger needs', async () => {
    const target = join(path, 'copy.db');
    writeFileSync(target, 'mine');
    expect(await copy(target, { force: true })).toMatchObject({ file: target });
    expect(sql(target).pragma('quick_check', { simple: true })).toBe('ok');
    for (const suffix of ['', '-wal', '-shm', '-journal'])
      await expect(copy(file + suffix, { force: true })).rejects.toThrow('a copy needs another name');
    writeFileSync(`${target}-wal`, '');
    await expect(copy(target, { force: true })).rejects.toThrow('is in use');
  });

  it.each<[string, () => unknown, string, Partial<CopyOptions>]>([
    ['there is none', () => rmSync(file), 'there is no file', {}],
    ['it is empty', () => writeFileSync(file, ''), 'no ledger', {}],
    ['it is no database', () => writeFileSync(file, 'x'.repeat(5000)), 'cannot be read as a ledger', {}],
    ['it is another one', () => void elsewhere(file), 'of something else', {}],
    ['it is damaged', () => damage(file), 'damaged', {}],
    ['it is cut off', () => truncateSync(file, 40_960), 'cut|damaged|cannot be', {}],
    ['there is no room', () => {}, 'has room for 1 MB, and the copy needs', { roomIn: () => 1_000_000 }],
  ])('is not made where %s, and leaves nothing', async (_, spoil, words, more) => {
    spoil();
    await expect(copy(join(path, 'copy.db'), more)).rejects.toThrow(new RegExp(words));
    expect(names().filter((name) => name.startsWith('copy'))).toEqual([]);
  });

  it('that the disk has no room for in the middle is not there', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    let told = 0;
    const tell = () => {
      told += 1;
      if (told === 3) throw full;
    };
    await expect(copy(join(path, 'copy.db'), { pagesAtOnce: 5, tell })).rejects.toThrow(
      /cannot be copied .*ENOSPC.*Nothing was kept/,
    );
    expect(names()).toEqual(['ledger.db']);
  });
});

describe('copies in a folder', () => {
  it('are named by the time; so many stay, and whatever was not made here', async () => {
    const into = join(path, 'copies');
    mkdirSync(into);
    const others = [
      'ledger.db',
      'ledger.db.2026-11-20.backup',
      'ledger.db.backup-7-2026-11-01T09-00-00-000Z',
      'other.db.2020-11-20T09-00-00-000Z.backup',
      'ledger.db.2020-11-20T09-00-00-000Z.backup.gz',
    ];
    for (const name of others) writeFileSync(join(into, name), '');
    const [young, old] = ['0123abcd', '89abcdef'].map(
      (hex) => `ledger.db.2020-11-20T09-00-00-000Z.backup.${hex}.unfinished`,
    ) as [string, string];
    for (const [name, ms] of [
      [young, NOW_MS],
      [old, NOW_MS - 9 * DAY_MS],
    ] as const) {
      writeFileSync(join(into, name), 'half');
      utimesSync(join(into, name), new Date(ms), new Date(ms));
    }
    const at = (day: number) => copyInto(file, into, { now: NOW_MS + day * DAY_MS - 3 * DAY_MS, keep: 2 });
    await at(0);
    await at(1);
    const { removed } = await at(2);
    expect(removed).toEqual([join(into, 'ledger.db.2026-11-17T09-00-00-000Z.backup')]);
    expect(readdirSync(into).sort()).toEqual(
      [
        ...others,
        young,
        'ledger.db.2026-11-18T09-00-00-000Z.backup',
        'ledger.db.2026-11-19T09-00-00-000Z.backup',
      ].sort(),
    );
    await copyInto(file, into, { now: NOW_MS });
    expect(readdirSync(into)).toHaveLength(others.length + 4);
  });

  it('that could not be made cost no older one', async () => {
    const into = join(path, 'copies');
    const { file: first } = await copyInto(file, into, { now: NOW_MS, keep: 1 });
    damage(file);
    await expect(copyInto(file, into, { now: NOW_MS + 1, keep: 1 })).rejects.toThrow('damaged');
    expect(readdirSync(into)).toEqual([first.slice(into.length + 1)]);
  });
});

describe('rights', () => {
  it('of a new ledger, its log and the copy before a migration are the owner’s alone', async () => {
    withUmask(0);
    const made = join(path, 'new.db');
    const store = await openStore(made, { now: NOW_MS });
    onTestFinished(() => store.close());
    await leaseOf(store);
    expect(['', '-wal', '-shm'].map((suffix) => mode(made + suffix))).toEqual(['600', '600', '600']);
    expect(openToOthers(filesOf(made))).toEqual([]);
  });

  it('that are wider are left and told, with what they are', async () => {
    chmodSync(file, 0o640);
    const copied = await copyInto(file, path, { now: NOW_MS });
    chmodSync(copied.file, 0o604);
    const store = await openStore(file, { now: NOW_MS });
    onTestFinished(() => store.close());
    expect(mode(file)).toBe('640');
    expect(openToOthers(filesOf(file)).filter(({ path: one }) => !/-(wal|shm)$/.test(one))).toEqual([
      { path: file, mode: '0640' },
      { path: copied.file, mode: '0604' },
    ]);
  });
});

function elsewhere(name: string): void {
  rmSync(name);
  const sqlite = new Database(name);
  sqlite.exec('CREATE TABLE contacts (x)');
  sqlite.close();
}
/** A page of the budgets, which nothing asks for that opens it. */
function damage(name: string): void {
  const sqlite = new Database(name);
  const page = sqlite
    .prepare("SELECT rootpage FROM sqlite_master WHERE name = 'budgets'")
    .pluck()
    .get() as number;
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
  sqlite.close();
  const bytes = readFileSync(name);
  bytes.fill(0xff, (page - 1) * 4096, page * 4096);
  writeFileSync(name, bytes);
}
