import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { readConfig } from '../src/config.ts';
import { operator } from '../src/core/access.ts';
import { instantOf } from '../src/core/periods.ts';
import { startScheduler } from '../src/jobs/scheduler.ts';
import { runSync, type SyncDeps } from '../src/jobs/sync.ts';
import { createApp } from '../src/server/app.tsx';
import { openStore } from '../src/store/open.ts';
import { addYears } from '../test/age/years.ts';

/**
 * What a server costs whose ledger has run for years: what the scheduler asks every two seconds, how soon `/healthz` answers
 * meanwhile, and how much of a core it takes to do nothing; each beside a new ledger and a bare server of the same run.
 */

const YEARS = [0, 1, 5];
const UNTIL = Date.parse('2026-11-20T09:00:00.000Z');
const WATCHED_MS = 10_000;
const ASKED_EVERY_MS = 20;
const LOOKS = 50;
const quiet = { start() {}, step() {}, done() {} };

/** CPU milliseconds of one go, the least of several. */
async function cpu(work: () => unknown, rounds: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

const answered = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    get(url, (answer) => answer.resume().on('end', () => resolve(performance.now() - began))).on(
      'error',
      reject,
    );
  });

/** Asks the address for some seconds; milliseconds of the slowest in a hundred, and the share of a core that went. */
async function watch(url: string): Promise<{ median: number; p99: number; busy: number }> {
  const times: number[] = [];
  const before = process.cpuUsage();
  const began = performance.now();
  while (performance.now() - began < WATCHED_MS) {
    times.push(await answered(url));
    await wait(ASKED_EVERY_MS);
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99), busy: (user + system) / 1000 / (performance.now() - began) };
}

async function listening<T>(fetch: Hono['fetch'], work: (url: string) => Promise<T>): Promise<T> {
  const server = serve({ fetch, hostname: '127.0.0.1', port: 0 });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`);
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

async function age(years: number, folder: string) {
  const file = join(folder, `${years}.db`);
  (await openStore(file, { now: UNTIL })).close();
  // A new ledger has the runs of its first day.
  const { runs, lastRunAt } = addYears(file, years === 0 ? 1 / 365 : years, UNTIL);
  const store = await openStore(file, { now: UNTIL });
  // A minute after the last run nothing is due.
  const clock = { now: () => Date.parse(lastRunAt) + 60_000 };
  const settings = { ...readConfig({}), simulated: true };
  const deps: SyncDeps = {
    store,
    clock,
    settings,
    awsFactory: () => {
      throw new Error('nothing was due');
    },
    notifiers: [],
    progress: quiet,
  };
  const look = await cpu(async () => {
    await store.runs.latest();
    await store.alerts.due(instantOf(clock.now()), 1);
  }, LOOKS);
  const app = createApp({
    store,
    clock,
    settings,
    operator: operator('local:bench'),
    signIn: null,
    assets: {
      css: { path: '/c', type: 'text/css', body: '' },
      js: { path: '/j', type: 'text/javascript', body: '' },
    },
    actions: { trigger: () => {}, createProfile: null, deleteProfile: null },
    policies: null,
    inbox: null,
    onError: (error) => console.error(error),
  });
  const scheduler = startScheduler(deps, (error) => console.error(error));
  const served = await listening(app.fetch, watch);
  await scheduler.stop();
  const blocks = monitorEventLoopDelay({ resolution: 1 });
  blocks.enable();
  // Housekeeping asks AWS for nothing; the meter says so.
  const meter = { requests: 0, charge: 0n, byOperation: () => new Map() };
  const aws = { meter } as unknown as ReturnType<SyncDeps['awsFactory']>;
  const before = process.cpuUsage();
  await runSync({ ...deps, awsFactory: () => aws }, ['housekeeping']);
  const { user, system } = process.cpuUsage(before);
  blocks.disable();
  const size = statSync(file).size;
  store.close();
  return { years, runs, look, ...served, tidied: (user + system) / 1000, block: blocks.max / 1e6, size };
}

const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-age-'));
try {
  const bare = await listening(new Hono().get('/healthz', (c) => c.json({ status: 'ok' })).fetch, watch);
  console.log(
    `bare server: /healthz median ${bare.median.toFixed(2)} ms, p99 ${bare.p99.toFixed(2)} ms, ${(bare.busy * 100).toFixed(1)} % of a core`,
  );
  for (const years of YEARS) {
    const a = await age(years, folder);
    console.log(
      `${years} years, ${a.runs} runs, ${(a.size / 1e6).toFixed(0)} MB: a look ${a.look.toFixed(2)} ms CPU; /healthz median ${a.median.toFixed(2)} ms (${(a.median / bare.median).toFixed(2)} ×), p99 ${a.p99.toFixed(2)} ms (${(a.p99 / bare.p99).toFixed(2)} ×), ${(a.busy * 100).toFixed(1)} % of a core; housekeeping ${a.tidied.toFixed(0)} ms CPU, longest block ${a.block.toFixed(0)} ms`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
