import { appendFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { createAws } from '../../src/aws/factory.ts';
import { readConfig } from '../../src/config.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Money } from '../../src/core/types.ts';
import type { Notifier } from '../../src/jobs/job.ts';
import { runSync, type SyncReport } from '../../src/jobs/sync.ts';
import { openStore } from '../../src/store/open.ts';

/** The moment at which every clock of these tests stands, UTC milliseconds. */
export const NOW = Date.parse('2026-11-24T14:05:00Z');
export const DAYS = 10;
const USD = 10_000_000_000n;
const WEBHOOK = 'http://127.0.0.1/alerts';

const settings: Settings = {
  ...readConfig({}),
  simulated: true,
  payer: { accountId: '111122223333', roleArn: null, externalId: null },
  accounts: ['222233334444', '333344445555'].map((accountId) => ({
    accountId,
    roleArn: `arn:aws:iam::${accountId}:role/bedrock-ledger-reader`,
    externalId: null,
  })),
  regions: ['us-east-1', 'us-west-2', 'ap-northeast-1'],
  backfillDays: DAYS,
  publicUrl: null,
};
settings.notify = { ...settings.notify, webhook: { url: WEBHOOK, secret: 'for-tests-only' } };

/** Where the messages of a ledger go: one line with the message's id each. */
export const outboxOf = (file: string): string => `${file}.outbox`;

/**
 * Opens or makes the ledger at `file`, sets a budget that everybody is over, and does one whole sync from the simulator
 * at `url`, messages included.
 */
export async function syncLedger(file: string, url: string): Promise<SyncReport> {
  const clock = { now: () => NOW };
  const store = await openStore(file, { now: NOW, attribution: settings.attribution });
  const webhook: Notifier = {
    channel: 'webhook',
    send: async (_, { id }) => appendFileSync(outboxOf(file), `${id}\n`),
  };
  try {
    const actor = { id: 'kill-test' };
    await store.identity.pin({ payerAccountId: '111122223333', simulated: true });
    await store.budgets.set(
      { kind: 'userDefault' },
      (USD / 100n) as Money,
      actor,
      new Date(NOW).toISOString(),
    );
    const awsFactory = createAws({
      accounts: settings.accounts,
      payer: settings.payer,
      ceiling: settings.awsChargeCeiling,
      clock,
      clientOptions: {
        endpoint: url,
        credentials: { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' },
      },
      sleep: async () => undefined,
    });
    const progress = { start() {}, step() {}, done() {} };
    return await runSync({ store, awsFactory, clock, settings, notifiers: [webhook], progress });
  } finally {
    store.close();
  }
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

/** Which process did what and when in real time, and how often: a kill rightly shows there. */
const ABOUT_PROCESSES = new Set(['lease', 'runs', 'run_operations']);
/** Tables whose rows refer to each other by random ids, told by what the ids stand for. */
const BY_MEANING: Readonly<Record<string, string>> = {
  budgets: `SELECT scope_kind, scope_key, amount, version, created_at, updated_at, deleted_at FROM budgets`,
  alerts: `SELECT b.scope_kind AS of, a.scope_kind, a.scope_key, a.version, a.month, a.threshold_percent, a.spent,
    a.budget, a.label, a.crossed_at FROM alerts a LEFT JOIN budgets b ON b.id = a.budget_id`,
  deliveries: `SELECT a.scope_kind, a.scope_key, a.threshold_percent, d.channel, d.target, d.attempts,
    d.next_attempt_at, d.delivered_at, d.given_up_at, d.last_error
    FROM deliveries d LEFT JOIN alerts a ON a.id = d.alert_id`,
};

export interface Contents {
  /** Every row of every table that says something about spend, sorted, as text. */
  tables: Record<string, string[]>;
  /** What SQLite itself finds wrong with the file; empty when it is sound. */
  faults: unknown[];
  leaseHolder: unknown;
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
      runs: Object.fromEntries(runs.map(({ status, n }) => [status, Number(n)])),
      messages: sqlite.prepare('SELECT id FROM deliveries ORDER BY id').pluck().all() as string[],
    };
  } finally {
    sqlite.close();
  }
}
