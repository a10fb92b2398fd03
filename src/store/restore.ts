import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Link } from '../core/auditChain.ts';
import { instantOf } from '../core/periods.ts';
import type { Actor } from '../core/types.ts';
import { type BackupOptions, copyTo, wordsOf } from './backup.ts';
import { type Connection, connect, writeAudit } from './connection.ts';
import { faultsIn, isSame, type Looked, lookInto, mustFit, openToRead } from './copies.ts';
import { IdentityMismatch, LedgerInUse, LedgerTooNew, LedgerUnreadable } from './errors.ts';
import { BESIDE, giveName, linkOrRename, removeWhole, sync, UNFINISHED } from './files.ts';
import { knownMigrations, migrateLedger } from './migrate.ts';
import { type Brought, broughtOver } from './restoring.ts';
import type { LedgerIdentity } from './types.ts';
import { moving } from './version.ts';

/** A ledger that is brought back from a copy: whole in its place, and what was there kept aside. */

/** What the ledger was that another one takes the place of. */
export interface Present {
  /** Null where it cannot be read. */
  looked: Looked | null;
  /** Why it cannot. */
  unreadable: string | null;
}
export interface Restored {
  /** Where what was there is kept; null where nothing was. */
  kept: string | null;
  /** Entries of the audit log that the copy does not hold; null where that cannot be told. */
  lost: number | null;
  /** When the last entry of the copy's audit log was written; null where there is none. */
  madeAt: string | null;
  brought: Brought;
}
export interface RestoreOptions extends Omit<BackupOptions, 'now'> {
  now: number;
  actor: Actor;
  /** Goes on where the ledger in place cannot be read, or its lease is held. */
  force: boolean;
}

/** A lease that lasts longer from now on was given by a clock that was wrong. */
const LONGEST_LEASE_MS = 60_000;
/** Rights that came back, of which the audit log has each. */
const MOST_ENTERED = 100;
/** How far the fencing number rises where nobody can say what it was. */
const FENCE_LEAP = 1_000_000;

/**
 * Looks into a file that is to be brought back, all of it.
 * @param expected whose it should be, as far as it is known
 * @throws LedgerUnreadable when it is no whole ledger; LedgerTooNew; IdentityMismatch unless told to go on
 */
export function lookAtCopy(
  from: string,
  db: string,
  expected: Partial<LedgerIdentity>,
  force: boolean,
): Looked {
  if (from.endsWith(UNFINISHED))
    throw new LedgerUnreadable(`${from} is a part of a copy that was never finished: choose another`);
  if (existsSync(from) && existsSync(db) && isSame(db, from))
    throw new LedgerUnreadable(`${from} is the ledger itself: there is nothing to bring back`);
  const sqlite = openToRead(from);
  try {
    const looked = lookInto(sqlite, from);
    const known = knownMigrations();
    if (looked.migrations > known)
      throw new LedgerTooNew(
        `${from} was written by a newer version of Bedrock Ledger (${looked.migrations} migrations, this one knows ${known}). Install that version first.`,
      );
    const faults = faultsIn(sqlite, false);
    if (faults.length > 0)
      throw new LedgerUnreadable(
        `${from} is damaged: ${faults.join('; ')}. Nothing was changed. Choose another copy.`,
      );
    const { identity } = looked;
    if (identity !== null && !force && !fits(identity, expected))
      throw new IdentityMismatch(
        `${from} is the ledger of ${identity.simulated ? 'a simulated' : 'the real'} payer account ${identity.payerAccountId}, and not of the one here (${expected.simulated ? 'simulated' : 'real'}${expected.payerAccountId === undefined ? '' : `, ${expected.payerAccountId}`}). Nothing was changed. Where it is meant: --force`,
      );
    return looked;
  } finally {
    sqlite.close();
  }
}
const fits = (identity: LedgerIdentity, { payerAccountId, simulated }: Partial<LedgerIdentity>): boolean =>
  (payerAccountId === undefined || payerAccountId === identity.payerAccountId) &&
  (simulated === undefined || simulated === identity.simulated);

/** The ledger in place, which nobody else can open while it is held. */
interface Seized extends Present {
  sqlite: Database.Database | null;
  release(): void;
}

/**
 * Takes the ledger in place for itself, with all of its write-ahead log in the file.
 * @returns null where there is none
 * @throws LedgerInUse when a server or a command has it open, or its lease is held; LedgerUnreadable when it cannot be
 * read, unless told to go on
 */
export function seize(db: string, force: boolean): Seized | null {
  if (!existsSync(db)) return null;
  let sqlite: Database.Database | null = null;
  try {
    sqlite = new Database(db, { fileMustExist: true, timeout: 0 });
    sqlite.defaultSafeIntegers(true);
    // SQLite leaves its write-ahead log only where no other connection is open, whoever has it.
    sqlite.pragma('journal_mode = DELETE');
    sqlite.exec('BEGIN EXCLUSIVE');
    const looked = lookInto(sqlite, db);
    mustBeFree(sqlite, db, force);
    const held = sqlite;
    return { looked, unreadable: null, sqlite, release: () => held.close() };
  } catch (error) {
    sqlite?.close();
    if (error instanceof LedgerInUse) throw error;
    if (isHeld(error)) throw inUse(db, 'a server or a command has it open');
    const unreadable = wordsOf(error);
    if (!force)
      throw new LedgerUnreadable(
        `the ledger in place, ${db}, cannot be read (${unreadable}), so that it cannot be told whether somebody has it open. Stop whatever uses it, then add --force: it is kept aside.`,
      );
    return { looked: null, unreadable, sqlite: null, release: () => {} };
  }
}
const isHeld = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);
const inUse = (db: string, why: string): LedgerInUse =>
  new LedgerInUse(
    `${db} is in use: ${why}. Nothing was changed. Stop the server (and Litestream), then restore again.`,
  );

/** Asked for another machine, of which no lock is seen here; one that was killed here left its lease for half a minute. */
function mustBeFree(sqlite: Database.Database, db: string, force: boolean): void {
  const held = sqlite.prepare('SELECT holder, expires_at AS until FROM lease').get() as
    | { holder: string | null; until: string | null }
    | undefined;
  if (force || !held?.holder || !held.until) return;
  // A lease is about a process being alive: its times are real ones.
  const left = Date.parse(held.until) - Date.now();
  if (left > 0 && left <= LONGEST_LEASE_MS)
    throw inUse(db, `a sync holds it (${held.holder}) until ${held.until} unless it ends before`);
}

/**
 * Puts a copy in the place of the ledger: brought to this version, with nobody signed in, and what the world outside has
 * seen since taken over. What was there is kept aside, with its log.
 * @throws LedgerInUse, LedgerUnreadable; then the ledger in place is as it was
 */
export async function restoreLedger(from: string, place: string, options: RestoreOptions): Promise<Restored> {
  const db = existsSync(place) ? realpathSync(place) : place;
  const unfinished = `${db}.${randomBytes(4).toString('hex')}${UNFINISHED}`;
  const goes = () => removeWhole(unfinished);
  process.once('exit', goes);
  let seized: Seized | null = null;
  try {
    await copyOf(from, unfinished, options);
    seized = seize(db, options.force);
    const kept = seized === null ? null : `${db}.replaced-${instantOf(options.now).replace(/[:.]/g, '-')}`;
    const readiedAs = await readied(unfinished, seized, from, kept, options);
    replace(db, unfinished, kept);
    return { kept, ...readiedAs };
  } finally {
    goes();
    process.off('exit', goes);
    seized?.release();
  }
}

async function copyOf(from: string, unfinished: string, options: RestoreOptions): Promise<void> {
  const sqlite = openToRead(from);
  try {
    mustFit(lookInto(sqlite, from).bytes, dirname(unfinished), options.roomIn);
    await copyTo(sqlite, unfinished, options);
  } catch (error) {
    if (error instanceof LedgerUnreadable) throw error;
    throw new LedgerUnreadable(
      `${from} cannot be copied to ${unfinished}: ${wordsOf(error)}. Nothing was changed.`,
    );
  } finally {
    sqlite.close();
  }
}

/** Makes the copy the ledger that it will be, while it is nobody's yet. */
async function readied(
  unfinished: string,
  seized: Seized | null,
  from: string,
  kept: string | null,
  { now, actor, tell = () => {} }: RestoreOptions,
): Promise<Omit<Restored, 'kept'>> {
  const connection = await connect(unfinished);
  try {
    const madeAt = connection.sqlite.prepare('SELECT max(at) FROM audit').pluck().get() as string | null;
    await migrateLedger(connection, unfinished, { now, tell, backup: false });
    const here = lookInto(connection.sqlite, unfinished).head;
    const lost = lostEntries(seized, here);
    const brought = inOne(connection, () => {
      const done = broughtOver(connection.sqlite, seized?.sqlite ?? null, now);
      raiseFence(connection.sqlite, seized);
      writeAudit(connection.db, {
        at: instantOf(now),
        actor,
        action: 'ledger.restore',
        subject: 'ledger',
        // Heads that were kept elsewhere since are of what is lost: this says so.
        before: seized?.looked?.head ? { ...seized.looked.head, lost } : null,
        after: {
          file: from,
          madeAt,
          kept,
          owed: done.owed,
          revoked: done.revoked,
          back: done.back
            .slice(0, MOST_ENTERED)
            .map(({ kind, email, what }) => [kind, email, ...what].join(' ')),
        },
      });
      return done;
    });
    connection.sqlite.pragma('journal_mode = DELETE');
    return { lost, madeAt, brought };
  } finally {
    connection.sqlite.close();
  }
}

/** In one transaction, after which no answer that was kept of any state before is taken for one of this ledger. */
const inOne = <T>(connection: Connection, work: () => T): T =>
  moving(moving(connection, 'work'), 'ledger').write(work);

/** How many entries of the log in place come after the copy's, where the one goes on from the other. */
function lostEntries(seized: Seized | null, here: Link | null): number | null {
  if (!seized?.sqlite || !seized.looked?.head || here === null) return null;
  const there = seized.sqlite.prepare('SELECT digest FROM audit WHERE id = ?').pluck().get(here.id);
  if (here.id > 0 && there !== here.digest) return null;
  return Number(seized.sqlite.prepare('SELECT count(*) FROM audit WHERE id > ?').pluck().get(here.id));
}

/** Above what any process of before holds, and held by nobody: none of them can write, wherever it was stopped. */
function raiseFence(sqlite: Database.Database, seized: Seized | null): void {
  const fenceIn = (one: Database.Database) =>
    Number(one.prepare('SELECT max(fence) FROM lease').pluck().get() ?? 0);
  const here = fenceIn(sqlite);
  const fence =
    seized === null
      ? here + 1
      : seized.sqlite
        ? Math.max(here, fenceIn(seized.sqlite)) + 1
        : here + FENCE_LEAP;
  sqlite
    .prepare(
      `INSERT INTO lease (id, holder, fence, since, expires_at) VALUES (1, NULL, @fence, NULL, NULL)
       ON CONFLICT (id) DO UPDATE SET holder = NULL, fence = @fence, expires_at = NULL`,
    )
    .run({ fence });
}

/**
 * Where a ledger is kept aside it has both names for a moment: there is one at each. A log that was left beside it goes
 * with it: SQLite would write it into the new one.
 */
function replace(db: string, finished: string, kept: string | null): void {
  if (kept !== null) linkOrRename(db, kept);
  for (const suffix of BESIDE)
    if (existsSync(db + suffix)) renameSync(db + suffix, `${kept ?? `${db}.left`}${suffix}`);
  if (kept !== null) sync(dirname(db));
  giveName(finished, db, kept !== null);
}
