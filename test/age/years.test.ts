import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY_MS, instantOf } from '../../src/core/periods.ts';
import { startScheduler } from '../../src/jobs/scheduler.ts';
import { runSync, type SyncDeps } from '../../src/jobs/sync.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { openStore } from '../../src/store/open.ts';
import { awsFor, SILENT, settingsFor } from '../jobs/setup.ts';
import { ask, serveLedger } from '../server/setup.ts';
import { scansIn } from './plans.ts';
import { addYears } from './years.ts';

/** A ledger of a year's default schedule: whoever looks in every few seconds asks a handful of rows, however many there are. */

const UNTIL = Date.parse('2026-11-20T09:00:00.000Z');
let folder: string;
let file: string;
let store: Awaited<ReturnType<typeof openStore>>;
let deps: SyncDeps;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let loaded: ReturnType<typeof addYears>;
const statements: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-years-'));
  file = join(folder, 'ledger.db');
  (await openStore(file, { now: UNTIL })).close();
  loaded = addYears(file, 1, UNTIL);
  store = await openStore(file, { now: UNTIL, trace: (sql) => statements.push(sql) });
  simulator = await startSimulator({ users: 1, days: 1, nowMs: UNTIL, speed: 0 });
  const settings = settingsFor(simulator, { budgetsMirror: { enabled: false, subscribers: [] } });
  const clock = { now: () => Date.parse(loaded.lastRunAt) + 60_000 };
  const awsFactory = awsFor(simulator, settings, clock);
  deps = { store, awsFactory, clock, settings, notifiers: [], progress: SILENT };
});
afterAll(async () => {
  store?.close();
  await simulator?.close();
  rmSync(folder, { recursive: true, force: true });
});

const saidDuring = async (work: () => Promise<unknown>): Promise<string[]> => {
  statements.length = 0;
  await work();
  return [...statements];
};

it('leaves the server idle: a look asks six questions, each by seeks, and writes nothing', async () => {
  const asked = await saidDuring(async () => {
    const scheduler = startScheduler(deps, (error) => expect.unreachable(String(error)));
    scheduler.trigger([]);
    await scheduler.stop();
  });
  expect(
    asked.map((one) => /from "(\w+)"(?! as)|FROM (provisioning_plans|meta)/i.exec(one)?.slice(1).join('')),
  ).toEqual(['deliveries', 'requests', 'meta', 'meta', 'provisioning_plans', 'runs']);
  const ledger = new Database(file, { readonly: true });
  expect(asked.flatMap((one) => scansIn(ledger, one))).toEqual([]);
  ledger.close();
  expect((await store.runs.latest()).length).toBeGreaterThan(6);
});

it('answers /healthz without asking the ledger anything', async () => {
  const pages = await serveLedger({ store, clock: deps.clock, settings: deps.settings });
  expect(await saidDuring(async () => expect((await ask(pages.url, '/healthz')).status).toBe(200))).toEqual(
    [],
  );
  await pages.close();
});

it('has the runs of 90 days and the charges of every month after housekeeping', async () => {
  const months = ['2025-11', '2026-03', '2026-11'];
  const charges = () => Promise.all(months.map((month) => store.runs.awsCharges(month)));
  const before = await charges();
  expect(before.every((ofMonth) => ofMonth.some(({ charge }) => charge > 0n))).toBe(true);
  await runSync(deps, ['housekeeping']);
  const aDay = loaded.runs / 365;
  const [oldest] = await store.runs.list({ limit: 1, offset: Math.round(90 * aDay) - 1 });
  expect(oldest?.startedAt.slice(0, 10)).toBe(instantOf(deps.clock.now() - 90 * DAY_MS).slice(0, 10));
  expect(await store.runs.list({ limit: 1, offset: Math.round(90 * aDay) + 1 })).toEqual([]);
  expect(await charges()).toEqual(before);
});
