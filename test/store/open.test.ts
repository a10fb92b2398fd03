import { once } from 'node:events';
import { appendFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../src/store/connection.ts';
import { LedgerTooNew, LedgerUnreadable } from '../../src/store/errors.ts';
import { migrateLedger } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { ANNA, folder, NOW, NOW_MS, open, other, sql, usd } from './setup.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations');
const COUNT = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql')).length;

/** The product's migrations and one more, as drizzle-kit would write it. */
function withOneMore(statements: string): string {
  const path = join(folder(), 'migrations');
  cpSync(MIGRATIONS, path, { recursive: true });
  const journal = join(path, 'meta', '_journal.json');
  const content = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { when: number; idx: number }[] };
  const last = content.entries.at(-1);
  content.entries.push({
    ...last,
    idx: content.entries.length,
    when: (last?.when ?? 0) + 1,
    tag: 'next',
  } as (typeof content.entries)[number]);
  writeFileSync(journal, JSON.stringify(content));
  appendFileSync(join(path, 'next.sql'), statements);
  return path;
}

async function upgrade(file: string, migrations: string) {
  const connection = await connect(file);
  onTestFinished(() => {
    connection.sqlite.close();
  });
  return {
    sqlite: connection.sqlite,
    migrate: () => migrateLedger(connection, file, { now: NOW_MS }, migrations),
  };
}

async function ledgerWithBudget(): Promise<string> {
  const file = join(folder(), 'ledger.db');
  const store = await openStore(file, { now: NOW_MS });
  await store.budgets.set({ kind: 'userDefault' }, usd(600_000_000_000n), ANNA, NOW);
  store.close();
  return file;
}

describe('opening', () => {
  it('makes a new ledger, sound, with every migration and no backup', async () => {
    const file = join(folder(), 'ledger.db');
    const store = await open(file);
    expect(store.migration).toEqual({ applied: COUNT, backup: null });
    expect(await store.check()).toEqual([]);
    expect(sql(file).pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it('opens an existing one without touching it', async () => {
    const file = await ledgerWithBudget();
    const store = await open(file);
    expect(store.migration).toEqual({ applied: 0, backup: null });
    expect((await store.budgets.list()).map((b) => b.amount)).toEqual([600_000_000_000n]);
  });

  it('lives in memory too', async () => {
    expect(await (await open()).budgets.list()).toEqual([]);
  });

  it('lets two processes make the same ledger at the same moment', async () => {
    const others = [other('openAtOnce.ts'), other('openAtOnce.ts')];
    const answers = () => Promise.all(others.map(async (child) => (await once(child, 'message'))[0]));
    expect(await answers()).toEqual(['ready', 'ready']);
    const path = folder();
    for (let round = 0; round < 20; round++) {
      const opened = answers();
      for (const child of others) child.send(join(path, `${round}.db`));
      expect((await opened).sort()).toEqual([0, COUNT]);
    }
  });

  it('waits for whoever is just making the file, where SQLite itself would give up', async () => {
    const file = join(folder(), 'ledger.db');
    const maker = sql(file);
    maker.exec('BEGIN IMMEDIATE');
    const opening = open(file);
    maker.exec('ROLLBACK');
    expect((await opening).migration.applied).toBe(COUNT);
  });

  it('refuses in words what is no ledger', async () => {
    const text = join(folder(), 'notes.txt');
    writeFileSync(text, 'these are notes and no database, whatever the name says\n'.repeat(100));
    await expect(open(text)).rejects.toThrow(LedgerUnreadable);
    expect(readFileSync(text, 'utf8')).toMatch(/^these are notes/);

    const foreign = join(folder(), 'foreign.db');
    const other = new Database(foreign);
    other.exec('CREATE TABLE photos (id)');
    other.close();
    await expect(open(foreign)).rejects.toThrow(LedgerUnreadable);
    await expect(open(foreign)).rejects.toThrow(/foreign\.db.*--db/);
    await expect(open(join(folder(), 'missing', 'ledger.db'))).rejects.toThrow(LedgerUnreadable);
  });

  it('refuses a file of a newer version and leaves it as it is', async () => {
    const file = await ledgerWithBudget();
    const other = sql(file);
    other.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('from tomorrow', 9999999999999)");
    await expect(open(file)).rejects.toThrow(LedgerTooNew);
    expect(other.prepare('SELECT count(*) FROM budgets').pluck().get()).toBe(1);
  });
});

describe('a migration', () => {
  it('copies the file first, and the copy is the ledger as it was', async () => {
    const file = await ledgerWithBudget();
    const { sqlite, migrate } = await upgrade(file, withOneMore('ALTER TABLE budgets ADD COLUMN note text;'));
    const { applied, backup } = await migrate();
    expect(applied).toBe(1);
    expect(backup).toBe(`${file}.backup-${COUNT}-2026-11-20T09-00-00-000Z`);
    const columns = (db: Database.Database) =>
      (db.pragma('table_info(budgets)') as { name: string }[]).map((column) => column.name);
    expect(columns(sqlite)).toContain('note');
    const copy = sql(backup ?? '');
    expect(columns(copy)).not.toContain('note');
    expect(copy.prepare('SELECT amount FROM budget_changes').pluck().all()).toEqual([600_000_000_000]);
    expect(Number(sqlite.pragma('foreign_keys', { simple: true }))).toBe(1);
    expect(await migrate()).toEqual({ applied: 0, backup: null });
  });

  it.each([
    [
      'its SQL fails half-way',
      'ALTER TABLE budgets ADD COLUMN note text; INSERT INTO nowhere VALUES (1);',
      /nowhere/,
    ],
    [
      'rows would refer to nothing',
      "INSERT INTO profile_tags VALUES ('arn:none', '2026-11-20', '{}');",
      /1 rows would refer to nothing/,
    ],
  ])('leaves the file as it was when %s', async (_, statements, words) => {
    const file = await ledgerWithBudget();
    const { sqlite, migrate } = await upgrade(file, withOneMore(statements));
    const schemaBefore = sqlite.prepare('SELECT sql FROM sqlite_master ORDER BY name').pluck().all();
    await expect(migrate()).rejects.toThrow(words);
    expect(sqlite.prepare('SELECT sql FROM sqlite_master ORDER BY name').pluck().all()).toEqual(schemaBefore);
    expect(sqlite.prepare('SELECT count(*) FROM profile_tags').pluck().get()).toBe(0n);
    expect(Number(sqlite.pragma('foreign_keys', { simple: true }))).toBe(1);
    expect((await open(file)).migration.applied).toBe(0);
  });

  it('changes nothing when the copy cannot be made', async () => {
    const file = await ledgerWithBudget();
    writeFileSync(`${file}.backup-${COUNT}-2026-11-20T09-00-00-000Z`, 'in the way');
    const { sqlite, migrate } = await upgrade(file, withOneMore('CREATE TABLE later (id integer);'));
    await expect(migrate()).rejects.toThrow(LedgerUnreadable);
    await expect(migrate()).rejects.toThrow(`ledger.db.backup-${COUNT}-`);
    expect(sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = 'later'").get()).toBeUndefined();
  });

  it('takes no copy of what does not exist yet', async () => {
    const path = folder();
    await open(join(path, 'ledger.db'));
    expect(readdirSync(path).filter((name) => name.includes('backup'))).toEqual([]);
  });
});
