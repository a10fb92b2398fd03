import { appendFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { createAws } from '../../src/aws/factory.ts';
import { readConfig } from '../../src/config.ts';
import { type BudgetScope, scopeKeyOf } from '../../src/core/budgets.ts';
import type { JobName, JobRun } from '../../src/core/runs.ts';
import { placesOf, type Settings } from '../../src/core/settings.ts';
import type { Money, Place } from '../../src/core/types.ts';
import type { Notifier } from '../../src/jobs/job.ts';
import { runSync, type SyncReport } from '../../src/jobs/sync.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { retire, type VendDeps, vend } from '../vending.ts';
import { VENDING } from '../vendingSettings.ts';

/** The moment at which every clock of these tests stands, UTC milliseconds. */
export const NOW = Date.parse('2026-11-24T14:05:00Z');
export const DAYS = 7;
const USD = 10_000_000_000n;
const PAYER = '111122223333';
const WEBHOOK = 'http://127.0.0.1/alerts';

export const settings: Settings = {
  ...readConfig({}),
  simulated: true,
  payer: { accountId: PAYER, roleArn: null, externalId: null },
  accounts: ['222233334444', '333344445555'].map((accountId) => ({
    accountId,
    roleArn: `arn:aws:iam::${accountId}:role/bedrock-ledger-reader`,
    externalId: null,
  })),
  regions: ['us-east-1', 'us-west-2', 'ap-northeast-1'],
  backfillDays: DAYS,
  publicUrl: null,
};
settings.budgetsMirror = { enabled: true, subscribers: ['ops@example.com'] };
settings.vending = VENDING;
settings.notify = {
  ...settings.notify,
  webhook: { url: WEBHOOK, secret: 'for-tests-only', format: 'json' as const, people: true },
};

/** Where the messages of a ledger go: one line with the message's id each. */
export const outboxOf = (file: string): string => `${file}.outbox`;

/** Which part of `syncLedger` runs; the parts that write to AWS are killed most often. */
export type Stage = 'collect' | 'mirror' | 'vend' | 'again';
/** Whom profiles are made for: one that stays, one that is deleted again. */
export const STAYS = 'ann.o-smith@example.com';
export const LEAVES = 'bob@example.com';
const VENDED_AT: Place = { accountId: '222233334444', region: 'us-east-1' };
const ACTOR = { id: 'kill-test' };
/** The second budget is changed, the third removed after they were mirrored. */
const KEPT: BudgetScope & { key: string } = { kind: 'costCenter', key: 'CC-1001 Platform' };
const CHANGED: BudgetScope & { key: string } = { kind: 'costCenter', key: 'CC-4001 Tokyo' };
const REMOVED: BudgetScope & { key: string } = { kind: 'user', key: 'dropped@example.com' };
const cents = (count: bigint): Money => ((USD / 100n) * count) as Money;
const now = new Date(NOW).toISOString();

/**
 * Opens or makes the ledger at `file` and does all that a ledger does: budgets that somebody is over, a whole sync from
 * the simulator at `url` with its messages, the mirror in AWS Budgets, profiles made and deleted, budgets changed and
 * removed, and what follows from it. Each thing that people do is done once, however often it is run again.
 */
export async function syncLedger(
  file: string,
  url: string,
  tell: (stage: Stage) => void = () => {},
): Promise<SyncReport['runs']> {
  const clock = { now: () => NOW };
  const opened = await openStore(file, { now: NOW, attribution: settings.attribution });
  // How far a run is, is told as time goes by: without it the transactions are the same each time.
  const store = { ...opened, runs: { ...opened.runs, tell: async () => undefined } };
  const webhook: Notifier = {
    channel: 'webhook',
    send: async (_, { id }) => appendFileSync(outboxOf(file), `${id}\n`),
  };
  const progress = { start() {}, step() {}, done() {} };
  const deps = { store, awsFactory: awsAt(url), clock, settings, notifiers: [webhook], progress };
  const runs: JobRun[] = [];
  const run = async (jobs?: readonly JobName[]) => void runs.push(...(await runSync(deps, jobs)).runs);
  try {
    tell('collect');
    await store.identity.pin({ payerAccountId: PAYER, simulated: true });
    await setOnce(store, { kind: 'userDefault' }, cents(1n));
    for (const scope of [KEPT, CHANGED, REMOVED]) await setOnce(store, scope, cents(2n));
    await run();
    tell('mirror');
    await run(['budgets']);
    tell('vend');
    await vendOnce({ store, aws: deps.awsFactory(0n as Money), clock, settings });
    tell('again');
    await setOnce(store, CHANGED, cents(3n), 2);
    for (const budget of await store.budgets.list())
      if ('key' in budget.scope && budget.scope.key === REMOVED.key)
        await store.budgets.remove(budget.id, ACTOR, now);
    await run();
    tell('mirror');
    await run(['budgets']);
    return runs;
  } finally {
    store.close();
  }
}

export function awsAt(url: string) {
  return createAws({
    accounts: settings.accounts,
    payer: settings.payer,
    ceiling: settings.awsChargeCeiling,
    clock: { now: () => NOW },
    clientOptions: {
      endpoint: url,
      credentials: { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' },
    },
    sleep: async () => undefined,
  });
}

/** Sets a budget for the n-th time, if the log does not tell that it was done. */
async function setOnce(store: Store, scope: BudgetScope, amount: Money, time = 1): Promise<void> {
  const subject = `${scope.kind}:${scopeKeyOf(scope)}`;
  const done = await store.audit.list({ subject, limit: 10 });
  if (done.filter(({ action }) => action === 'budget.set').length < time)
    await store.budgets.set(scope, amount, ACTOR, now);
}

/** Makes both profiles and deletes the one, as far as that was not done to its end. */
async function vendOnce(deps: VendDeps): Promise<void> {
  const { store } = deps;
  const source = (await store.profiles.catalogue()).find(
    ({ region, id }) => region === VENDED_AT.region && id.startsWith('global.'),
  );
  const request = { ...VENDED_AT, costCenter: KEPT.key, sourceId: source?.id ?? '' };
  await vend(deps, { ...request, userEmail: STAYS }, ACTOR);
  const made = (await store.profiles.all()).find((one) => one.history[0]?.tags.UserEmail === LEAVES);
  const audit = made === undefined ? [] : await store.audit.list({ subject: made.arn, limit: 10 });
  if (audit.some(({ action }) => action === 'profile.delete')) return;
  const arn =
    made?.goneAt == null
      ? (await vend(deps, { ...request, userEmail: LEAVES }, ACTOR)).profile.arn
      : made.arn;
  await retire(deps, arn, ACTOR);
}

/** What AWS itself holds of what was written to it: budgets, and profiles with their tags. */
export async function awsContents(simulator: Simulator) {
  const { budgets } = await awsAt(simulator.url)(0n as Money).budgets.list(PAYER);
  return {
    budgets: budgets.map((budget) => ({
      ...budget,
      amount: `${budget.amount}`,
      actual: null,
      forecast: null,
    })),
    profiles: placesOf(settings)
      .flatMap(({ accountId, region }) => simulator.world.profiles(accountId, region))
      .map(({ arn, name, tags }) => ({ arn, name, tags }))
      .sort((a, b) => (a.arn < b.arn ? -1 : 1)),
  };
}

/**
 * Ends the lease that a killed process left behind, as 30 seconds of real time would: nothing else of the file changes.
 * A file killed before its first migration has no lease yet.
 */
export function expireLease(file: string): void {
  const sqlite = new Database(file);
  try {
    if (sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = 'lease'").get())
      sqlite
        .prepare("UPDATE lease SET expires_at = '2000-01-01T00:00:00.000Z' WHERE holder IS NOT NULL")
        .run();
  } finally {
    sqlite.close();
  }
}

/**
 * Which process did what and when in real time, and how often: a kill rightly shows there. What a maker that was killed had
 * reserved ends by itself after its minutes.
 */
const ABOUT_PROCESSES = new Set([
  'lease',
  'runs',
  'run_operations',
  'aws_charges',
  'aws_bookings',
  'profile_reservations',
  'watching_days',
]);
/**
 * Tables whose rows refer to each other by random ids, told by what the ids stand for; and versions, which tell how often
 * something moved, by whether a day was computed from the latest.
 */
const BY_MEANING: Readonly<Record<string, string>> = {
  // The most that somebody spent in an hour is known once there are rates, and that two readings agree once there were two:
  // a second run knows more.
  watched: 'SELECT account_id, region, dimension, metrics, read_until, active_until, whole_on FROM watched',
  charge_reads: 'SELECT day, grouping, account_id, read_at, provisional FROM charge_reads',
  meta: "SELECT key, value FROM meta WHERE key NOT LIKE 'version.%' AND key NOT LIKE 'budgetFigures.%'",
  budgets: `SELECT scope_kind, scope_key, period, narrowing, version, created_at, known_from FROM budgets`,
  budget_figures: `SELECT b.scope_kind AS of, b.scope_key AS whose, b.period, f.scope_kind, f.scope_key, f.period_start, f.spent
    FROM budget_figures f LEFT JOIN budgets b ON b.id = f.budget_id`,
  budget_changes: `SELECT b.scope_kind, b.scope_key, b.period, b.narrowing, c.version, c.kind, c.from_day, c.to_exclusive,
    c.amount, c.recorded_at, c.withdrawn_at FROM budget_changes c LEFT JOIN budgets b ON b.id = c.budget_id`,
  alerts: `SELECT b.scope_kind AS of, a.scope_kind, a.scope_key, a.version, a.month, a.threshold_percent, a.spent,
    a.budget, a.label, a.crossed_at FROM alerts a LEFT JOIN budgets b ON b.id = a.budget_id`,
  mirrored_budgets: `SELECT m.name, b.scope_kind, b.scope_key, m.written, m.written_at, m.intended, m.held, m.decision
    FROM mirrored_budgets m LEFT JOIN budgets b ON b.id = m.budget_id`,
  day_inputs: `SELECT day FROM day_inputs`,
  spend_days: `SELECT s.day, s.computed_by, s.models, s.version = d.version AS settled
    FROM spend_days s LEFT JOIN day_inputs d ON d.day = s.day`,
  audit: `SELECT at, actor, action, subject, before, after, reason FROM audit`,
  deliveries: `SELECT a.scope_kind, a.scope_key, a.threshold_percent, d.channel, d.target, d.attempts,
    d.next_attempt_at, d.delivered_at, d.given_up_at, d.last_error
    FROM deliveries d LEFT JOIN alerts a ON a.id = d.alert_id`,
};

/** What is replaced as one, told by these columns: a page must never see a part of it. */
const WINDOWS: Readonly<Record<string, string>> = {
  catalogue: 'region',
  charges: 'day, grouping, account_id',
  findings: 'day',
  rates: 'source',
  spend: 'day',
  usage: 'account_id, region, dimension, kind, substr(hour, 1, 10)',
};

/** The rows of each window that a ledger holds, as it is: before anything was mended. None in a file without tables. */
export function windowsOf(file: string): Map<string, string[]> {
  const sqlite = new Database(file, { readonly: true }).defaultSafeIntegers(true);
  try {
    const found = new Map<string, string[]>();
    for (const [table, key] of Object.entries(WINDOWS)) {
      if (!sqlite.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table)) continue;
      const rows = sqlite.prepare(`SELECT concat_ws(' ', ${key}) AS its_window, * FROM ${table}`).all();
      for (const { its_window, ...row } of rows as { its_window: string }[]) {
        const name = `${table} ${its_window}`;
        const text = JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
        found.set(name, [...(found.get(name) ?? []), text]);
      }
    }
    for (const rows of found.values()) rows.sort();
    return found;
  } finally {
    sqlite.close();
  }
}

export interface Contents {
  /** Every row of every table that says something about spend, sorted, as text. */
  tables: Record<string, string[]>;
  /** What SQLite itself finds wrong with the file; empty when it is sound. */
  faults: unknown[];
  leaseHolder: unknown;
  /** What AWS charged by month and operation, and what its runs say of it: the two are written together. */
  charged: { months: unknown[]; runs: unknown[] };
  /** Runs by status. */
  runs: Record<string, number>;
  /** Ids of messages owed. */
  messages: string[];
}

/** All that a ledger holds, for comparison with another. */
export function contentsOf(file: string): Contents {
  const sqlite = new Database(file, { readonly: true }).defaultSafeIntegers(true);
  try {
    const names = sqlite
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .pluck()
      .all() as string[];
    const rowsOf = (name: string) =>
      sqlite
        .prepare(BY_MEANING[name] ?? `SELECT * FROM ${name}`)
        .all()
        .map((row) => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}` : value)))
        .sort();
    const integrity = sqlite.pragma('integrity_check', { simple: true });
    const runs = sqlite.prepare('SELECT status, count(*) AS n FROM runs GROUP BY status').all() as {
      status: string;
      n: bigint;
    }[];
    return {
      tables: Object.fromEntries(
        names.filter((name) => !ABOUT_PROCESSES.has(name)).map((name) => [name, rowsOf(name)]),
      ),
      faults: [
        ...(integrity === 'ok' ? [] : [integrity]),
        ...(sqlite.pragma('foreign_key_check') as unknown[]),
      ],
      leaseHolder: sqlite.prepare('SELECT holder FROM lease').pluck().get(),
      charged: {
        months: sqlite.prepare('SELECT * FROM aws_charges ORDER BY month, operation').all(),
        runs: sqlite
          .prepare(
            `SELECT substr(r.started_at, 1, 7) AS month, operation, sum(o.requests) AS requests, sum(charge) AS charge
              FROM run_operations o JOIN runs r ON r.id = o.run_id GROUP BY 1, 2 ORDER BY 1, 2`,
          )
          .all(),
      },
      runs: Object.fromEntries(runs.map(({ status, n }) => [status, Number(n)])),
      messages: sqlite.prepare('SELECT id FROM deliveries ORDER BY id').pluck().all() as string[],
    };
  } finally {
    sqlite.close();
  }
}
