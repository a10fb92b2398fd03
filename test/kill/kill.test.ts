import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { type Contents, contentsOf, DAYS, expireLease, NOW, outboxOf, syncLedger } from './ledger.ts';

/** A sync that is killed anywhere loses and doubles nothing. `KILLS=200` is the long variant. */

const KILLS = Number(process.env.KILLS ?? 30);
const MOMENTS = ['before', 'within', 'uncommitted', 'after'] as const;
const SYNCER = join(import.meta.dirname, 'syncer.ts');
const SECONDS_PER_KILL = 10;

let simulator: Simulator;
let folder: string;
let clean: Contents;
/** Write transactions of one whole sync of a new ledger. */
let total: number;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, users: 6, days: DAYS, nowMs: NOW, speed: 0 });
  folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-kill-'));
  const file = join(folder, 'clean.db');
  const ended = await runSyncer(file);
  expect(ended.signal, ended.errors).toBeNull();
  const told = JSON.parse(ended.output) as { transactions: number; runs: { job: string; status: string }[] };
  expect(told.runs.filter(({ status }) => status !== 'ok')).toEqual([]);
  total = told.transactions;
  clean = contentsOf(file);
});

afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the clean run has something of everything that is compared', () => {
  for (const table of [
    'profiles',
    'profile_tags',
    'catalogue',
    'usage',
    'charges',
    'charge_reads',
    'freshness',
    'rates',
    'spend',
    'spend_days',
    'budgets',
    'alerts',
    'deliveries',
  ])
    expect(clean.tables[table]?.length, table).toBeGreaterThan(0);
  expect(total).toBeGreaterThan(100);
});

test(
  `a sync killed at any of ${KILLS} write transactions and run again equals a clean one`,
  async () => {
    const died = new Map<string, number>();
    for (const [index, { number, moment }] of killPoints(KILLS, total).entries()) {
      const name = `killed ${moment} transaction ${number} of ${total}`;
      const file = join(folder, `killed-${index}.db`);
      const ended = await runSyncer(file, number, moment);
      expect(ended.signal, `${name}: ${ended.errors}`).toBe('SIGKILL');
      expect(() => process.kill(ended.pid, 0), `${name}: the process is gone`).toThrow('ESRCH');

      expireLease(file);
      await syncLedger(file, simulator.url);
      const after = contentsOf(file);
      expectSame(after, name);
      expect(after.runs.interrupted ?? 0, `${name}: runs told as interrupted`).toBeLessThanOrEqual(1);
      for (const status of Object.keys(after.runs)) died.set(status, (died.get(status) ?? 0) + 1);
      expectDelivered(file, after, name);
    }
    expect([...died.keys()].sort(), 'some kills hit a job, none was left running').toEqual([
      'interrupted',
      'ok',
    ]);
  },
  KILLS * SECONDS_PER_KILL * 1000,
);

test('two syncs of one new ledger at once end as one clean sync', async () => {
  const file = join(folder, 'two.db');
  const both = await Promise.all([runSyncer(file), runSyncer(file)]);
  for (const { code, errors } of both) expect(code, errors).toBe(0);
  const after = contentsOf(file);
  expectSame(after, 'two at once');
  expect(after.runs).toEqual({ ok: 2 * (clean.runs.ok ?? 0) });
  expectDelivered(file, after, 'two at once');
  expect(sent(file), 'each message once').toHaveLength(after.messages.length);
});

test('the comparison notices one row that differs', () => {
  const file = join(folder, 'spoiled.db');
  copyFileSync(join(folder, 'clean.db'), file);
  expectSame(contentsOf(file), 'an untouched copy');
  const spoiled = contentsOf(file);
  spoiled.tables.spend?.pop();
  expect(() => expectSame(spoiled, 'a row less')).toThrow('a row less: spend');
});

/** Compares a ledger with the clean one, row by row. */
function expectSame(after: Contents, name: string): void {
  expect(after.faults, `${name}: sound`).toEqual([]);
  expect(after.leaseHolder, `${name}: the lease is free`).toBeNull();
  expect(Object.keys(after.tables)).toEqual(Object.keys(clean.tables));
  for (const [table, rows] of Object.entries(clean.tables))
    expect(after.tables[table], `${name}: ${table}`).toEqual(rows);
}

/** Every message owed was sent; one whose sending was killed before it was noted may be repeated, with its id. */
function expectDelivered(file: string, after: Contents, name: string): void {
  const messages = sent(file);
  expect([...new Set(messages)].sort(), `${name}: messages`).toEqual(after.messages);
  expect(messages.length, `${name}: repeated messages`).toBeLessThanOrEqual(after.messages.length + 1);
}

function sent(file: string): string[] {
  if (!existsSync(outboxOf(file))) return [];
  return readFileSync(outboxOf(file), 'utf8').trimEnd().split('\n');
}

/** Spread evenly over all write transactions, first and last included, each moment in turn; jitter by a fixed seed. */
function killPoints(count: number, of: number): { number: number; moment: (typeof MOMENTS)[number] }[] {
  let state = 20261124;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const width = of / count;
  return Array.from({ length: count }, (_, index) => ({
    number:
      index === count - 1
        ? of
        : 1 + Math.min(Math.floor((index + (index === 0 ? 0 : random())) * width), of - 1),
    moment: MOMENTS[index % MOMENTS.length] ?? 'within',
  }));
}

/** Runs a whole sync in a process of its own and waits until it has ended. */
async function runSyncer(file: string, number?: number, moment?: string) {
  const how = number === undefined ? [] : [String(number), moment ?? 'within'];
  const child = spawn(process.execPath, [SYNCER, file, simulator.url, ...how], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code, signal], output, errors] = await Promise.all([
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { pid: child.pid ?? 0, code, signal, output, errors };
}
