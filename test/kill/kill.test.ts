import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { KILLS } from '../amounts.ts';
import { SEED } from '../seed.ts';
import {
  awsContents,
  type Contents,
  contentsOf,
  DAYS,
  expireLease,
  LEAVES,
  NOW,
  outboxOf,
  STAYS,
  type Stage,
  syncLedger,
  windowsOf,
} from './ledger.ts';
import { bundled, runProgram } from './processes.ts';

/**
 * A sync, a mirror or a profile's making that is killed anywhere loses and doubles nothing, neither in the ledger nor in
 * AWS. The soak kills 200 times, at other transactions each time it is run.
 */

const MOMENTS = ['before', 'within', 'uncommitted', 'after'] as const;
const SECONDS_PER_KILL = 60;
/** One kill in three hits what writes to AWS, though that is a small part of all transactions. */
const AWS_SHARE = 3;

const root = join(import.meta.dirname, '../..');
let folder: string;
/** The program that is killed. */
let syncer: string;
let clean: Contents & { aws: Awaited<ReturnType<typeof awsContents>>; windows: Map<string, string[]> };
/** The stage of each write transaction of a whole run on a new ledger. */
let stages: Stage[];

beforeAll(async () => {
  // Within the checkout, from where the program finds its migrations and the driver of the file.
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'kill-'));
  syncer = await bundled('syncer', folder);
  const file = join(folder, 'clean.db');
  await inNewWorld(async (simulator) => {
    const ended = await runSyncer(simulator, file);
    expect(ended.code, ended.errors).toBe(0);
    const told = JSON.parse(ended.output) as { stages: Stage[]; runs: { job: string; status: string }[] };
    expect(told.runs.filter(({ status }) => status !== 'ok')).toEqual([]);
    stages = told.stages;
    clean = { ...contentsOf(file), aws: await awsContents(simulator), windows: windowsOf(file) };
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
    'mirrored_budgets',
    'audit',
  ])
    expect(clean.tables[table]?.length, table).toBeGreaterThan(0);
  expect(stages.length).toBeGreaterThan(100);
  expect(stages.filter((stage) => stage === 'vend').length).toBeGreaterThanOrEqual(3);
  expect(stages.filter((stage) => stage === 'mirror').length).toBeGreaterThanOrEqual(5);
  expect(clean.aws.budgets, 'two budgets, the third was removed').toHaveLength(2);
  const owners = clean.aws.profiles.flatMap(({ tags }) => tags.map(({ value }) => value));
  expect(owners.filter((owner) => owner === STAYS)).toHaveLength(1);
  expect(owners, 'made and deleted').not.toContain(LEAVES);
  expect(clean.tables.audit?.filter((entry) => entry.includes('profile.'))).toHaveLength(3);
});

test(
  `killed at any of ${KILLS} write transactions and run again, it equals a clean run, in AWS as well`,
  async () => {
    const died = new Set<string>();
    for (const [index, { number, moment }] of killPoints(KILLS).entries()) {
      const name = `killed ${moment} transaction ${number} of ${stages.length} (${stages[number - 1]})`;
      const file = join(folder, `killed-${index}.db`);
      await inNewWorld(async (simulator) => {
        const ended = await runSyncer(simulator, file, number, moment);
        expect(ended.signal, `${name}: ${ended.errors}`).toBe('SIGKILL');
        expect(() => process.kill(ended.pid, 0), `${name}: the process is gone`).toThrow('ESRCH');
        expectWhole(file, stages[number - 1] ?? 'collect', name);

        expireLease(file);
        const runs = await syncLedger(file, simulator.url);
        expect(
          runs.flatMap((run) => run.errors),
          name,
        ).toEqual([]);
        const after = contentsOf(file);
        expectSame(after, name);
        expect(await awsContents(simulator), `${name}: AWS`).toEqual(clean.aws);
        expect(after.runs.interrupted ?? 0, `${name}: runs told as interrupted`).toBeLessThanOrEqual(1);
        for (const status of Object.keys(after.runs)) died.add(status);
        expectDelivered(file, after, name);
      });
      rmSync(file);
    }
    expect([...died].sort(), 'some kills hit a job, none was left running').toEqual(['interrupted', 'ok']);
  },
  KILLS * SECONDS_PER_KILL * 1000,
);

test(
  'two of one new ledger at once end as one clean run',
  async () => {
    const file = join(folder, 'two.db');
    await inNewWorld(async (simulator) => {
      const both = await Promise.all([runSyncer(simulator, file), runSyncer(simulator, file)]);
      for (const { code, errors } of both) expect(code, errors).toBe(0);
      const after = contentsOf(file);
      expectSame(after, 'two at once');
      expect(await awsContents(simulator), 'two at once: AWS').toEqual(clean.aws);
      expect(after.runs).toEqual({ ok: 2 * (clean.runs.ok ?? 0) });
      expectDelivered(file, after, 'two at once');
      expect(sent(file), 'each message once').toHaveLength(after.messages.length);
    });
  },
  8 * SECONDS_PER_KILL * 1000,
);

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
  expect(after.charged.months, `${name}: what AWS charged`).toEqual(after.charged.runs);
  expect(Object.keys(after.tables)).toEqual(Object.keys(clean.tables));
  for (const [table, rows] of Object.entries(clean.tables))
    expect(after.tables[table], `${name}: ${table}`).toEqual(rows);
}

/** As the kill left it, each window is there whole or not at all; once it was collected, it is there. */
function expectWhole(file: string, stage: Stage, name: string): void {
  const left = windowsOf(file);
  for (const [window, rows] of left)
    expect(rows, `${name}: ${window} is whole`).toEqual(clean.windows.get(window));
  if (stage !== 'collect')
    expect([...left.keys()].sort(), `${name}: nothing is missing`).toEqual([...clean.windows.keys()].sort());
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

/** Where to kill: most spread evenly over all transactions, the others over those of what writes to AWS. */
function killPoints(count: number): KillPoint[] {
  const all = stages.map((_, index) => index + 1);
  const writing = all.filter((number) => ['mirror', 'vend'].includes(stages[number - 1] ?? ''));
  const ofWriting = Math.min(Math.floor(count / AWS_SHARE), writing.length * MOMENTS.length);
  return [...spread(all, count - ofWriting), ...spread(writing, ofWriting)];
}

interface KillPoint {
  number: number;
  moment: (typeof MOMENTS)[number];
}

/** Evenly over some transactions, the first and the last included, each moment in turn; jitter by the seed of the run. */
function spread(numbers: readonly number[], count: number): KillPoint[] {
  let state = SEED >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const width = numbers.length / count;
  return Array.from({ length: count }, (_, index) => {
    const jittered = Math.floor((index + (index === 0 ? 0 : random())) * width);
    const at = index === count - 1 ? numbers.length - 1 : Math.min(jittered, numbers.length - 1);
    return { number: numbers[at] ?? 1, moment: MOMENTS[index % MOMENTS.length] ?? 'within' };
  });
}

/** Works with a simulated AWS of its own: what it holds outlives the process that is killed, and nothing else. */
async function inNewWorld(work: (simulator: Simulator) => Promise<void>): Promise<void> {
  const simulator = await startSimulator({ seed: 7, users: 3, days: DAYS, nowMs: NOW, speed: 0 });
  try {
    await work(simulator);
  } finally {
    await simulator.close();
  }
}

/** Runs `syncLedger` in a process of its own and waits until it has ended. */
function runSyncer({ url }: Simulator, file: string, number?: number, moment?: string) {
  const how = number === undefined ? [] : [String(number), moment ?? 'within'];
  return runProgram(syncer, [file, url, ...how]);
}
