import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { ledgerAfter } from '../store/earlier.ts';
import { ANNA, damage, folder, NOW, NOW_MS, usd } from '../store/setup.ts';
import { type Ran, ROOT, run } from './setup.ts';

/** Commands that only look: what they need, and that they leave everything as it is. */

const BUDGETS = ['budgets', 'list', '--db'];
const contentOf = (path: string) =>
  Object.fromEntries(
    readdirSync(path).map((name) => [name, readFileSync(join(path, name)).toString('base64')]),
  );

async function ledger(path = folder()) {
  const file = join(path, 'ledger.db');
  const store = await openStore(file, { now: NOW_MS });
  await store.budgets.set({ kind: 'costCenter', key: 'Mobile' }, usd(600_000_000_000n), ANNA, NOW);
  return { path, file, store };
}

/** Runs a command as somebody who may read the folder and all that is in it, unless its `mode` is another, and write nothing. */
async function asReader(path: string, command: readonly string[], mode = 0o444): Promise<Ran> {
  chmodSync(path, 0o555);
  for (const name of readdirSync(path)) chmodSync(join(path, name), mode);
  onTestFinished(() => chmodSync(path, 0o755));
  // Whoever is root may write whatever the mode says.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  return new Promise((resolve) =>
    execFile(process.execPath, [PROGRAM, ...command], { ...nobody, env: {} }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    ),
  );
}
const PROGRAM = join(ROOT, 'dist', 'cli.js');

it('a ledger that nobody has open is read, and not a byte beside it or in it is another one', async () => {
  const { path, file, store } = await ledger();
  store.close();
  const before = contentOf(path);
  expect(await run([...BUDGETS, file])).toMatchObject({ code: 0, out: expect.stringContaining('Mobile') });
  expect(contentOf(path)).toEqual(before);
  // What leaves as a file is entered, by whoever may.
  expect(await run([...BUDGETS, file, '--json'])).toMatchObject({ code: 0, err: '' });
  const again = await openStore(file, { now: NOW_MS });
  onTestFinished(() => again.close());
  expect(await again.audit.count({ action: 'export' })).toBe(1);
});

it('whoever may not write reads all the same: one that is closed, one that is open, one that was killed', async () => {
  const closed = await ledger();
  closed.store.close();
  const open = await ledger();
  onTestFinished(() => open.store.close());
  const killed = folder();
  for (const part of ['', '-wal']) copyFileSync(open.file + part, join(killed, `ledger.db${part}`));
  for (const path of [closed.path, open.path, killed]) {
    const before = contentOf(path);
    const file = join(path, 'ledger.db');
    const ran = await asReader(path, [...BUDGETS, file, '--json']);
    expect(ran).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^Not entered in the audit log.*export budgets list/),
    });
    expect(JSON.parse(ran.out)).toMatchObject({ budgets: [{ scope: { key: 'Mobile' } }] });
    if (path !== open.path) expect(contentOf(path)).toEqual(before);
  }
  // Who has it open goes on writing.
  await open.store.budgets.set({ kind: 'userDefault' }, usd(1n), ANNA, NOW);
});

it.each([
  ['audit', 'verify'],
  ['audit', 'head'],
  ['alerts', 'list'],
])('%s %s needs no right to write', async (...command) => {
  const { path, file, store } = await ledger();
  store.close();
  const before = contentOf(path);
  expect(await asReader(path, [...command, '--db', file])).toMatchObject({ code: 0 });
  expect(contentOf(path)).toEqual(before);
});

it('one who may not even read is told so', async () => {
  const { path, file, store } = await ledger();
  store.close();
  expect(await asReader(path, [...BUDGETS, file], 0o000)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/may not be read.*ask for the right/),
  });
});

it('a ledger of an earlier version is not changed by looking, and it is said how it comes to this one', async () => {
  const file = await ledgerAfter(2);
  const before = readFileSync(file);
  expect(await run([...BUDGETS, file])).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/is of an earlier version \(2 of \d+ migrations\).*bedrock-ledger migrate/),
  });
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('doctor says what is wrong with the file as a finding, and goes on', async () => {
  const { file, store } = await ledger();
  store.close();
  damage(file, 'profiles');
  const doctor = async (db: string) => {
    const ran = await run(['doctor', '--json', '--db', db]);
    const { checks } = JSON.parse(ran.out) as { checks: { check: string; state: string; found: string }[] };
    return { code: ran.code, checks, of: (name: string) => checks.find(({ check }) => check === name) };
  };
  const damaged = await doctor(file);
  expect([damaged.code, damaged.of('ledger file')]).toMatchObject([
    1,
    { state: 'failed', found: expect.stringMatching(/damaged/) },
  ]);
  expect(damaged.checks.length).toBeGreaterThan(2);
  const nothing = join(folder(), 'text.db');
  copyFileSync(import.meta.filename, nothing);
  for (const [db, words] of [
    [nothing, /is damaged|cannot be opened/],
    [await ledgerAfter(2), /earlier version/],
  ] as const)
    expect((await doctor(db)).of('ledger file')).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(words),
    });
});
