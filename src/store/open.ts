import { LedgerError } from '../core/errors.ts';
import { alertsStore } from './alerts.ts';
import { deputiesStore, requestsStore } from './approvals.ts';
import { auditStore } from './audit.ts';
import { belongingsStore } from './belongings.ts';
import { bindingsStore } from './bindings.ts';
import { budgetFiguresStore } from './budgetFigures.ts';
import { budgetPlansStore } from './budgetPlans.ts';
import { budgetsStore } from './budgets.ts';
import { bypassStore } from './bypass.ts';
import { chargesStore } from './charges.ts';
import { Condition } from './condition.ts';
import { type Connection, careForLog, connect, connectReader, forReading } from './connection.ts';
import { LedgerTrouble, LedgerUnreadable } from './errors.ts';
import { forecastsStore } from './forecasts.ts';
import { freshnessStore } from './freshness.ts';
import { jobTroublesStore } from './jobTroubles.ts';
import { identityStore, leaseStore } from './lease.ts';
import { lettersStore } from './letters.ts';
import { looksStore } from './looks.ts';
import { marksStore } from './marks.ts';
import { messagesStore } from './messages.ts';
import { migrateLedger } from './migrate.ts';
import { mirrorStore } from './mirror.ts';
import { noticesStore } from './notices.ts';
import type { Nouns } from './nouns.ts';
import { type Courtesy, Patience } from './patience.ts';
import { peopleStore } from './people.ts';
import { Pool } from './pool.ts';
import { heardStore, preferencesStore } from './preferences.ts';
import { profilesStore } from './profiles.ts';
import { provisioningStore } from './provisioning.ts';
import { quarantineStore } from './quarantine.ts';
import { ratesStore } from './rates.ts';
import { retentionStore } from './retention.ts';
import { rollupsStore } from './rollups.ts';
import { runsStore } from './runs.ts';
import { savedViewsStore } from './savedViews.ts';
import { sessionsStore } from './sessions.ts';
import { spendStore } from './spend.ts';
import { boundariesStore, stopsStore } from './stops.ts';
import { tokensStore } from './tokens.ts';
import { inWords, isNoDatabase } from './trouble.ts';
import { inTurn } from './turns.ts';
import type { Migration, Store } from './types.ts';
import { type Engine, storeOn } from './units.ts';
import { usageStore } from './usage.ts';
import { moving, versionStore } from './version.ts';
import { watchingStore } from './watching.ts';

export interface OpenOptions {
  /** Which view answers who owns what. */
  attribution?: 'profileTags' | 'iamPrincipal';
  /** UTC milliseconds, for the name of a backup. */
  now: number;
  /** Whether a ledger of another version is copied before it is brought to this one; it is, unless said otherwise. */
  backup?: boolean;
  /** Is told what takes its time before the ledger is open. */
  tell?: (words: string) => void;
  /** Is told each statement as it is carried out, with its values: for finding out what a question costs. */
  trace?: (sql: string) => void;
  /** How long a write waits for another writer at most, milliseconds; 10 seconds unless given. */
  busyMs?: number;
  /** Where another thread of this process writes to the same file. */
  courtesy?: Courtesy;
}

type Attribution = NonNullable<OpenOptions['attribution']>;

/** Units of reading that may be under way at once; they end within a turn of the event loop. */
const MOST_READERS = 4;
/** How long a read waits for a program that keeps all others out, milliseconds. */
const READ_BUSY_MS = 2_000;

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
    connection = await connect(file, options.trace, options.busyMs);
  } catch (error) {
    throw notOpened(file, error);
  }
  let migration: Migration;
  try {
    migration = await migrateLedger(connection, file, options);
  } catch (error) {
    connection.sqlite.close();
    throw inWords(error, file);
  }
  const attribution = options.attribution ?? 'profileTags';
  const engine = engineOn(connection, attribution);
  const patience = {
    writing: new Patience(options.busyMs, options.courtesy),
    reading: new Patience(Math.min(options.busyMs ?? READ_BUSY_MS, READ_BUSY_MS)),
  };
  const condition = new Condition(connection.sqlite.memory ? null : file);
  const trying = tryingToWrite(connection, patience.writing, condition);
  const trouble = () => {
    trying();
    return condition.trouble(() => beginAndEnd(connection));
  };
  if (connection.sqlite.memory) {
    // Nobody else sees what is in memory: there, reading takes its turn with writing.
    const only = new Pool(1, () => engine);
    const close = () => connection.sqlite.close();
    return { ...storeOn(only, only, patience, condition), migration, trouble, close };
  }
  const { courtesy } = options;
  const leaveLog = courtesy && careForLog(connection.sqlite, courtesy.givesWay);
  const writer = inTurn(file, engine);
  const readers = new Pool(MOST_READERS, () => {
    if (!connection.sqlite.open) throw new LedgerError('unusable', 'the ledger is closed');
    return engineOn(connectReader(file, options.trace), attribution);
  });
  const close = () => {
    leaveLog?.();
    if (connection.sqlite.open) writer.leave();
    closeAll(connection, readers);
  };
  return { ...storeOn(writer, readers, patience, condition), migration, trouble, close };
}

/** Why a file could not be opened: in general it is none of ours, or the way to it is wrong. */
function notOpened(file: string, error: unknown): unknown {
  const said = inWords(error, file);
  const known = said instanceof LedgerTrouble && !isNoDatabase(error) && said.kind !== 'gone';
  if (known) return said;
  const why = error instanceof Error ? error.message : String(error);
  const advice = isNoDatabase(error)
    ? '. Name another file with --db; where it was one, it is damaged: bedrock-ledger restore FILE brings back the last backup'
    : '';
  return new LedgerUnreadable(`${file} cannot be opened as a ledger: ${why}${advice}`);
}

/** Begins a write, where none is under way, and ends it again; nothing is written. @throws SqliteError where it could not */
function beginAndEnd({ sqlite }: Connection): void {
  if (!sqlite.open || sqlite.inTransaction) return;
  sqlite.exec('BEGIN IMMEDIATE');
  sqlite.exec('ROLLBACK');
}

/**
 * Tries to begin a write, as patiently as whoever writes, while nobody waits for it: of a program that keeps all others
 * from writing, whoever only looks is told as well. What comes of it stands in the condition.
 */
function tryingToWrite(connection: Connection, patience: Patience, condition: Condition): () => void {
  let isTrying = false;
  const attempt = async () => {
    try {
      beginAndEnd(connection);
    } catch (error) {
      throw condition.notBegun(error);
    }
  };
  return () => {
    if (isTrying || connection.sqlite.memory) return;
    isTrying = true;
    void patience
      .untilBegun(attempt, patience.deadline())
      .catch((error: unknown) => condition.failed(error, 'write'))
      .finally(() => {
        isTrying = false;
      });
  };
}

export const engineOn = (connection: Connection, attribution: Attribution): Engine => ({
  sqlite: connection.sqlite,
  begin: connection.begin,
  begun: connection.begun,
  read: nounsOn(forReading(connection), attribution),
  write: nounsOn(moving(connection, 'ledger'), attribution),
  noteWork: nounsOn(moving(connection, 'work'), attribution),
  notePassing: nounsOn(connection, attribution),
});

/** The writer last: whoever closes last brings the write-ahead log into the file, and must be able to write. */
function closeAll(writer: Connection, readers: Pool<Engine>): void {
  for (const { sqlite } of readers.made) sqlite.close();
  writer.sqlite.close();
}

function nounsOn(connection: Connection, attribution: Attribution): Nouns {
  return {
    check: async () => faultsOf(connection),
    version: versionStore(connection),
    identity: identityStore(connection),
    lease: leaseStore(connection),
    runs: runsStore(connection),
    profiles: profilesStore(connection, attribution),
    usage: usageStore(connection),
    charges: chargesStore(connection),
    freshness: freshnessStore(connection),
    watching: watchingStore(connection),
    rates: ratesStore(connection),
    spend: spendStore(connection, attribution),
    bypass: bypassStore(connection, attribution),
    forecasts: forecastsStore(connection),
    rollups: rollupsStore(connection),
    budgets: budgetsStore(connection),
    belongings: belongingsStore(connection),
    budgetFigures: budgetFiguresStore(connection),
    budgetPlans: budgetPlansStore(connection),
    mirror: mirrorStore(connection),
    stops: stopsStore(connection),
    boundaries: boundariesStore(connection),
    marks: marksStore(connection),
    alerts: alertsStore(connection),
    letters: lettersStore(connection),
    notices: noticesStore(connection),
    messages: messagesStore(connection),
    preferences: preferencesStore(connection),
    heard: heardStore(connection),
    savedViews: savedViewsStore(connection),
    looks: looksStore(connection),
    requests: requestsStore(connection),
    deputies: deputiesStore(connection),
    provisioning: provisioningStore(connection),
    quarantine: quarantineStore(connection),
    jobTroubles: jobTroublesStore(connection),
    retention: retentionStore(connection),
    audit: auditStore(connection),
    people: peopleStore(connection),
    bindings: bindingsStore(connection),
    sessions: sessionsStore(connection),
    tokens: tokensStore(connection),
  };
}

function faultsOf({ sqlite }: Connection): string[] {
  const integrity = (sqlite.pragma('integrity_check') as { integrity_check: string }[])
    .map((row) => row.integrity_check)
    .filter((line) => line !== 'ok');
  const dangling = (sqlite.pragma('foreign_key_check') as { table: string }[]).map(
    (row) => `${row.table} has a row that refers to nothing`,
  );
  return [...integrity, ...dangling];
}
