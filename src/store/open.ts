import { alertsStore } from './alerts.ts';
import { auditStore } from './audit.ts';
import { budgetsStore } from './budgets.ts';
import { chargesStore } from './charges.ts';
import { type Connection, connect } from './connection.ts';
import { LedgerUnreadable } from './errors.ts';
import { freshnessStore } from './freshness.ts';
import { identityStore, leaseStore } from './lease.ts';
import { type Migration, migrateLedger } from './migrate.ts';
import { peopleStore } from './people.ts';
import { profilesStore } from './profiles.ts';
import { ratesStore } from './rates.ts';
import { runsStore } from './runs.ts';
import { sessionsStore } from './sessions.ts';
import { spendStore } from './spend.ts';
import { tokensStore } from './tokens.ts';
import type { Store } from './types.ts';
import { usageStore } from './usage.ts';

export interface OpenOptions {
  /** Which view answers who owns what. */
  attribution?: 'profileTags' | 'iamPrincipal';
  /** UTC milliseconds, for the name of a backup. */
  now: number;
  /** Is told each statement as it is carried out, with its values: for finding out what a question costs. */
  trace?: (sql: string) => void;
}

/**
 * Opens (or makes) a ledger and brings it to this version.
 * @param file path, or `:memory:`
 * @throws LedgerTooNew, LedgerUnreadable with what to do
 */
export async function openStore(
  file: string,
  options: OpenOptions,
): Promise<Store & { migration: Migration }> {
  let connection: Connection;
  try {
    connection = await connect(file, options.trace);
  } catch (error) {
    throw new LedgerUnreadable(
      `${file} cannot be opened as a ledger: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const { sqlite } = connection;
  let migration: Migration;
  try {
    migration = migrateLedger(connection, file, options.now);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const store: Store & { migration: Migration } = {
    migration,
    reading: (work) => work(store),
    writing: (work) => work(store),
    close: () => sqlite.close(),
    async check() {
      const integrity = (sqlite.pragma('integrity_check') as { integrity_check: string }[])
        .map((row) => row.integrity_check)
        .filter((line) => line !== 'ok');
      const dangling = (sqlite.pragma('foreign_key_check') as { table: string }[]).map(
        (row) => `${row.table} has a row that refers to nothing`,
      );
      return [...integrity, ...dangling];
    },
    identity: identityStore(connection),
    lease: leaseStore(connection),
    runs: runsStore(connection),
    profiles: profilesStore(connection),
    usage: usageStore(connection),
    charges: chargesStore(connection),
    freshness: freshnessStore(connection),
    rates: ratesStore(connection),
    spend: spendStore(connection, options.attribution ?? 'profileTags'),
    budgets: budgetsStore(connection),
    alerts: alertsStore(connection),
    audit: auditStore(connection),
    people: peopleStore(connection),
    sessions: sessionsStore(connection),
    tokens: tokensStore(connection),
  };
  return store;
}
