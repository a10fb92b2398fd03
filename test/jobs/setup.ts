import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAws } from '../../src/aws/factory.ts';
import type { AwsFactory } from '../../src/aws/types.ts';
import { readConfig } from '../../src/config.ts';
import type { Clock } from '../../src/core/clock.ts';
import { money } from '../../src/core/money.ts';
import type { JobName } from '../../src/core/runs.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Notifier, Progress } from '../../src/jobs/job.ts';
import { withLease } from '../../src/jobs/lease.ts';
import { runSync, type SyncDeps } from '../../src/jobs/sync.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/server.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import type { Lease } from '../../src/store/typesLease.ts';
import { PAYER_KEYS } from '../aws/setup.ts';
import { NOTIFY } from '../notifySettings.ts';
import { ASKING, VENDING } from '../vendingSettings.ts';

export const NOW = Date.parse('2026-11-20T09:10:00.000Z');
/** Leases live in real time, whatever the clock of a test says: after all of that, and so never expired by itself. */
export const FAR = '2126-01-01T00:00:00.000Z';
export const SILENT: Progress = { start: () => {}, step: () => {}, done: () => {} };

export interface Bench {
  simulator: Simulator;
  store: Store;
  /** Where the ledger lies, for a second process of it. */
  file: string;
  deps: SyncDeps;
  clock: Clock & { advance(ms: number): void };
  close(): Promise<void>;
}

export interface BenchOptions {
  world?: SimulatorOptions;
  settings?: Partial<Settings>;
  notifiers?: Notifier[];
  file?: string;
  /** Is told each statement that the ledger carries out. */
  trace?: (sql: string) => void;
}

/** A simulated company, an empty ledger and the real gateways between them, under a clock that only tests move. */
export async function bench(options: BenchOptions = {}): Promise<Bench> {
  const simulator = await startSimulator({ nowMs: NOW, speed: 0, users: 6, days: 40, ...options.world });
  const clock = {
    now: () => simulator.clock.now(),
    advance: (ms: number) => simulator.clock.advanceTo(simulator.clock.now() + ms),
  };
  const { trace } = options;
  const { file = ':memory:' } = options;
  const store = await openStore(file, { now: NOW, ...(trace && { trace }) });
  const settings = settingsFor(simulator, options.settings);
  const deps: SyncDeps = {
    store,
    awsFactory: awsFor(simulator, settings, clock),
    clock,
    settings,
    notifiers: options.notifiers ?? [],
    progress: SILENT,
  };
  return {
    simulator,
    store,
    file,
    deps,
    clock,
    async close() {
      store.close();
      await simulator.close();
    },
  };
}

export interface Collected {
  /** The same company at the same moment, with a copy of its ledger: what one test does to it no other sees. */
  bench(more?: Pick<BenchOptions, 'settings' | 'notifiers'>): Promise<Bench>;
  /** Removes the copies; benches are closed by whoever asked for them. */
  remove(): void;
}

/** A company whose ledger is filled by these jobs, once for all tests of a file. */
export async function collected(jobs: readonly JobName[], options: BenchOptions = {}): Promise<Collected> {
  const folder = mkdtempSync(join(tmpdir(), 'collected-'));
  const file = join(folder, 'ledger.db');
  const first = await bench({ ...options, file });
  const faults = (await runSync(first.deps, jobs)).runs.flatMap((run) => run.errors);
  await first.close();
  if (faults.length > 0) throw new Error(`not collected: ${JSON.stringify(faults)}`);
  let copies = 0;
  return {
    async bench(more) {
      copies += 1;
      const copy = join(folder, `copy-${copies}.db`);
      copyFileSync(file, copy);
      const settings = { ...options.settings, ...more?.settings };
      return bench({ ...options, ...more, settings, file: copy });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Writes to a ledger what no sync would, as its only writer. */
export const tamper = <T>(store: Store, write: (lease: Lease) => Promise<T>): Promise<T> =>
  withLease(store, { mayWait: false }, write);

/** Gateways with the real SDK clients; the ceiling is that of the settings. */
export function awsFor(simulator: Simulator, settings: Settings, clock: Clock): AwsFactory {
  return createAws({
    accounts: settings.accounts,
    payer: settings.payer,
    tagKeys: settings.tagKeys,
    ceiling: settings.awsChargeCeiling,
    clock,
    sleep: async () => {},
    clientOptions: { endpoint: simulator.url, credentials: PAYER_KEYS },
  });
}

export function settingsFor(simulator: Simulator, more: Partial<Settings> = {}): Settings {
  const payer = simulator.world.accounts.find((account) => account.payer)?.id ?? '';
  const workloads = simulator.world.accounts.filter((account) => !account.payer);
  const role = (id: string) => ({
    accountId: id,
    roleArn: `arn:aws:iam::${id}:role/reader`,
    externalId: null,
  });
  return {
    metrics: { token: null, costCenters: false },
    auditKey: null,
    policies: {
      geographies: null,
      models: null,
      selfService: true,
      enforcement: true,
      opened: [],
      tiers: null,
      exemptions: [],
    },
    simulated: true,
    payer: { accountId: payer, roleArn: null, externalId: null },
    accounts: workloads.map(({ id }) => role(id)),
    regions: [...simulator.world.regions],
    linkedAccounts: [],
    backfillDays: 40,
    tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
    attribution: 'profileTags',
    thresholds: [50, 80, 100],
    awsChargeCeiling: money('50'),
    cautiousRatePerMillion: money('75'),
    budgets: { calendar: { weekStart: 1, fiscalYearStart: 1 }, requests: ASKING },
    budgetsMirror: { enabled: true, subscribers: [] },
    enforcement: readConfig({}).enforcement,
    vending: VENDING,
    notify: { ...NOTIFY, smtpUrl: null, from: 'Bedrock Ledger <ledger@example.com>', to: [] },
    publicUrl: null,
    signIn: readConfig({}).signIn,
    roles: { administrators: [], groups: [] },
    directory: null,
    privacy: { othersSee: 'days', leastPeople: 5, lookDays: 400 },
    auditDays: 400,
    longestJobMinutes: null,
    runDays: 90,
    spendMonths: 26,
    billMonths: 26,
    usageHourDays: 40,
    allowances: readConfig({}).allowances,
    requestsPerMinute: 600,
    proxies: 0,
    host: '127.0.0.1',
    port: 0,
    ...more,
  };
}
