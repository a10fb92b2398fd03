import type Database from 'better-sqlite3';
import { instantOf, monthRange } from '../core/periods.ts';
import { thresholdText } from '../core/thresholds.ts';

/** What a ledger that is brought back takes over from the one that it replaces: what the world outside has seen since. */

export interface Brought {
  /** Messages that may have gone out since the copy was made: nobody can say, so they are not sent by themselves. */
  owed: number;
  /** Tokens that were revoked since, and stay so. */
  revoked: number;
  /** Alerts, notices and letters that were told since, and are not told again. */
  told: number;
  /** Sessions that ended. */
  sessions: number;
  /** Rights that the copy gives and the ledger that is replaced did not any more: they are there again. */
  back: readonly Right[];
  /** Tables of the ledger that is replaced which could not be read: of these nothing was taken over. */
  unread: string[];
}

/** A role by name, an account that somebody signs in with, or (`person`) that somebody is there at all. */
export interface Right {
  kind: 'role' | 'account' | 'person';
  email: string;
  /** The role, with its cost center where it has one; issuer and subject; '' of a person. */
  what: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/**
 * @param sqlite the copy, inside its transaction
 * @param present what it replaces; null where there is none that can be read
 */
export function broughtOver(
  sqlite: Database.Database,
  present: Database.Database | null,
  now: number,
): Brought {
  // Whoever signed out, or left, since the copy was made would be signed in again.
  const sessions = sqlite.prepare('DELETE FROM sessions').run().changes;
  sqlite.prepare('DELETE FROM sign_ins').run();
  const unread = new Set<string>();
  const rows = (table: string) => (present === null ? [] : rowsOf(present, table, unread));
  const revoked = revokedSince(sqlite, rows('tokens'));
  const deliveries = rows('deliveries');
  const told = toldSince(sqlite, rows('alerts'), rows('notices'), rows('letters'), deliveries);
  membersSince(sqlite, rows('alert_members'));
  chargedSince(sqlite, rows('aws_charges'));
  const back = present === null ? [] : backAgain(sqlite, rows);
  return { sessions, revoked, told, owed: owedStill(sqlite, deliveries, now), back, unread: [...unread] };
}

/** Which of a table's rows are of whom, and what they give. */
const RIGHTS = {
  grants: ({ email, role, cost_center: over }: Row) => right('role', email, [role, over]),
  bindings: ({ email, issuer, subject }: Row) => right('account', email, [issuer, subject]),
  people: ({ email, active }: Row) => (Number(active) === 1 ? right('person', email, []) : null),
} as const;
const right = (kind: Right['kind'], email: unknown, what: readonly unknown[]): Right => ({
  kind,
  email: String(email),
  what: what.map(String).filter((part) => part !== ''),
});

/** People decide on rights, so that none is taken away here; nobody should overlook what came back either. */
function backAgain(sqlite: Database.Database, rows: (table: string) => Row[]): Right[] {
  return (Object.keys(RIGHTS) as (keyof typeof RIGHTS)[]).flatMap((table) => {
    const rightsOf = (some: readonly Row[]) => some.flatMap((row) => RIGHTS[table](row) ?? []);
    const still = new Set(rightsOf(rows(table)).map((one) => JSON.stringify(one)));
    const here = sqlite.prepare(`SELECT * FROM ${table} ORDER BY email`).all() as Row[];
    return rightsOf(here).filter((one) => !still.has(JSON.stringify(one)));
  });
}

function revokedSince(sqlite: Database.Database, tokens: readonly Row[]): number {
  const revoke = sqlite.prepare(
    'UPDATE tokens SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL',
  );
  return tokens
    .filter(({ revoked_at: at }) => at !== null)
    .reduce((count, { id, revoked_at: at, revoked_by: by }) => count + revoke.run(at, by, id).changes, 0);
}

/** Alerts, notices, letters and their messages that the copy does not know of: what they are about will be found again. */
function toldSince(
  sqlite: Database.Database,
  alertRows: readonly Row[],
  noticeRows: readonly Row[],
  letterRows: readonly Row[],
  deliveries: readonly Row[],
): number {
  const known = (table: string) =>
    new Set(sqlite.prepare(`SELECT id FROM ${table}`).pluck().all() as string[]);
  const [alerts, notices, budgets] = [known('alerts'), known('notices'), known('budgets')];
  const letters = known('letters');
  let told = 0;
  for (const row of alertRows)
    if (!alerts.has(String(row.id)) && budgets.has(String(row.budget_id)))
      told += put(sqlite, 'alerts', inPeriod(row));
  for (const row of noticeRows) if (!notices.has(String(row.id))) told += put(sqlite, 'notices', row);
  for (const row of letterRows) if (!letters.has(String(row.id))) told += put(sqlite, 'letters', row);
  const about = [
    ['alert_id', known('alerts')],
    ['notice_id', known('notices')],
    ['letter_id', known('letters')],
  ] as const;
  for (const row of deliveries)
    if (about.some(([column, there]) => there.has(String(row[column] ?? '')))) put(sqlite, 'deliveries', row);
  return told;
}

/** A crossing as it is told now: one of a ledger of an earlier version was of a month, and of percents. */
function inPeriod(row: Row): Row {
  if ('period_start' in row) return row;
  const { start, endExclusive } = monthRange(String(row.month));
  const threshold = thresholdText({ on: 'actual', percent: Number(row.threshold_percent) });
  return { ...row, period: 'month', period_start: start, period_end: endExclusive, threshold };
}

/** Who was of the teams of those. */
function membersSince(sqlite: Database.Database, members: readonly Row[]): void {
  const isThere = sqlite.prepare('SELECT 1 FROM alerts WHERE id = ?');
  for (const row of members) if (isThere.get(row.alert_id) !== undefined) put(sqlite, 'alert_members', row);
}

/** What AWS charged since counts in its month all the same. */
function chargedSince(sqlite: Database.Database, charges: readonly Row[]): void {
  const keep = sqlite.prepare(
    `INSERT INTO aws_charges (month, operation, requests, charge) VALUES (@month, @operation, @requests, @charge)
     ON CONFLICT (month, operation) DO UPDATE SET requests = max(requests, @requests), charge = max(charge, @charge)`,
  );
  for (const row of charges) keep.run(row);
}

const WHY =
  'this message was still to be sent when the copy was made that the ledger was restored from: it may have gone out since';

/** What was owed when the copy was made: as it stands in the ledger of after, else given up, to be looked at. */
function owedStill(sqlite: Database.Database, deliveries: readonly Row[], now: number): number {
  const later = new Map(deliveries.map((row) => [row.id, row]));
  const giveUp = sqlite.prepare(
    'UPDATE deliveries SET given_up_at = @at, next_attempt_at = NULL, last_error = @why WHERE id = @id',
  );
  const owed = sqlite
    .prepare('SELECT id FROM deliveries WHERE delivered_at IS NULL AND given_up_at IS NULL')
    .pluck()
    .all() as string[];
  let unsure = 0;
  for (const id of owed) {
    const row = later.get(id);
    if (row === undefined) unsure += giveUp.run({ id, at: instantOf(now), why: WHY }).changes;
    else change(sqlite, 'deliveries', row);
  }
  return unsure;
}

/** Columns that a row has and the copy's table knows: the ledger that is replaced may be of an earlier version. */
function shared(sqlite: Database.Database, table: string, row: Row): string[] {
  const columns = (sqlite.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  return Object.keys(row).filter((name) => columns.includes(name));
}
function put(sqlite: Database.Database, table: string, row: Row): number {
  const names = shared(sqlite, table, row);
  const values = names.map((name) => `@${name}`).join(', ');
  return sqlite.prepare(`INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${values})`).run(row)
    .changes;
}
function change(sqlite: Database.Database, table: string, row: Row): void {
  const names = shared(sqlite, table, row).filter((name) => name !== 'id');
  sqlite
    .prepare(`UPDATE ${table} SET ${names.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`)
    .run(row);
}

/** None where the ledger that is replaced has no such table yet; where a page of it is damaged, that is noted. */
function rowsOf(present: Database.Database, table: string, unread: Set<string>): Row[] {
  try {
    return present.prepare(`SELECT * FROM ${table}`).all() as Row[];
  } catch (error) {
    if (!/^no such table/.test((error as Error).message)) unread.add(table);
    return [];
  }
}
