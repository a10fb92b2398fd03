import type Database from 'better-sqlite3';
import { BEGINNING, type ChainedEntry, digestOf, type Link, type RawEntry } from '../core/auditChain.ts';
import { LedgerError } from '../core/errors.ts';

/** The audit log's rows as they stand, and the digests that chain them; inside the caller's transaction. */

const COLUMNS = 'id, at, actor, action, subject, before, after, reason, via, address';
const LAST = 'SELECT id, digest FROM audit WHERE id > 0 ORDER BY id DESC LIMIT 1';
/** Below what was written last by a program that knows of no digests. */
const LAST_DIGEST = 'SELECT digest FROM audit WHERE id > 0 AND digest IS NOT NULL ORDER BY id DESC LIMIT 1';
const PUT = `insert into "audit" (${COLUMNS}, digest)
  values (@id, @at, @actor, @action, @subject, @before, @after, @reason, @via, @address, @digest)`;

/** What an entry that is written now continues from. */
export function lastLink(sqlite: Database.Database): Link {
  const last = statement(sqlite, LAST).get() as { id: bigint | number; digest: string | null } | undefined;
  if (last === undefined) return BEGINNING;
  const digest = last.digest ?? (statement(sqlite, LAST_DIGEST).pluck().get() as string | undefined);
  return { id: Number(last.id), digest: digest ?? BEGINNING.digest };
}

/** In `meta`: the entry that was written last, with its digest. */
const WRITTEN_LAST = 'audit.last';
const NOTE =
  'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value';

/** The entry that this product wrote last; null where none was since that is noted. */
export function writtenLast(sqlite: Database.Database): Link | null {
  const noted = statement(sqlite, 'SELECT value FROM meta WHERE key = ?').pluck().get(WRITTEN_LAST);
  const [, id, digest] = /^(\d{1,15}) ([0-9a-f]{64})$/.exec(String(noted)) ?? [];
  return digest === undefined ? null : { id: Number(id), digest };
}
const noteLast = (sqlite: Database.Database, { id, digest }: Link): void =>
  void statement(sqlite, NOTE).run(WRITTEN_LAST, `${id} ${digest}`);

/**
 * What an entry that is written now continues from: the one that was written last, also where somebody took that away,
 * so that what follows tells of it.
 */
export function linkToContinue(sqlite: Database.Database): Link {
  const [last, noted] = [lastLink(sqlite), writtenLast(sqlite)];
  return noted === null ? last : { id: Math.max(last.id, noted.id), digest: noted.digest };
}

/**
 * Puts an entry at the end of the log.
 * @param from what it continues from, where that may be gone already
 * @throws LedgerError where somebody has the table refuse it: what is not entered is not done
 */
export function putEntry(
  sqlite: Database.Database,
  entry: Omit<RawEntry, 'id'>,
  from: Link = linkToContinue(sqlite),
): Link {
  const row = { id: from.id + 1, ...entry };
  const digest = digestOf(from.digest, row);
  const { changes } = statement(sqlite, PUT).run({ ...row, digest });
  if (changes !== 1) throw new LedgerError('internal', 'the audit log took no entry: doctor says why');
  noteLast(sqlite, { id: row.id, digest });
  return { id: row.id, digest };
}

/** What keeps entries from being changed or deleted, as migrations make it. */
const GUARDS: Readonly<Record<string, string>> = {
  audit_never_changes: `CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END`,
  audit_keeps: `CREATE TRIGGER audit_keeps BEFORE DELETE ON audit
    WHEN OLD.id >= coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'audit.keptFrom'), 0)
    BEGIN SELECT RAISE(ABORT, 'the audit log cannot be deleted before its time'); END`,
};
const plain = (statementText: string): string =>
  statementText.replaceAll('`', '').replaceAll(/\s+/g, ' ').trim();

/** Guards of the log that are missing or say something else, and triggers on it that are none of this product's. */
export function foreignGuards(sqlite: Database.Database): string[] {
  const found = new Map(
    (
      statement(
        sqlite,
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'",
      ).all() as {
        name: string;
        sql: string;
      }[]
    ).map(({ name, sql }) => [name, plain(sql)]),
  );
  return [...new Set([...Object.keys(GUARDS), ...found.keys()])]
    .filter((name) => found.get(name) !== plain(GUARDS[name] ?? ''))
    .sort();
}

/** Entries after one (null: from the very first), in the order in which they were written. */
export function entriesAfter(sqlite: Database.Database, id: number | null, limit: number): ChainedEntry[] {
  const where = id === null ? '' : 'WHERE id > @id';
  const rows = statement(
    sqlite,
    `SELECT ${COLUMNS}, digest FROM audit ${where} ORDER BY id LIMIT @limit`,
  ).all({
    ...(id === null ? {} : { id }),
    limit,
  }) as (Omit<ChainedEntry, 'id'> & { id: bigint | number })[];
  return rows.map((row) => ({ ...(withoutBytes(row) as typeof row), id: Number(row.id) }));
}

/** Bytes in the place of a text were put there past this product: they are no text, also where they read alike. */
const withoutBytes = (row: Readonly<Record<string, unknown>>) =>
  Object.values(row).some((value) => Buffer.isBuffer(value))
    ? Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          Buffer.isBuffer(value) ? `bytes ${value.toString('hex')}` : value,
        ]),
      )
    : row;

/** Statements are many times dearer to prepare than to run: a source of people can write ten thousand entries. */
const prepared = new WeakMap<Database.Database, Map<string, Database.Statement>>();
function statement(sqlite: Database.Database, text: string): Database.Statement {
  const known = prepared.get(sqlite) ?? new Map<string, Database.Statement>();
  prepared.set(sqlite, known);
  const found = known.get(text) ?? sqlite.prepare(text);
  known.set(text, found);
  return found;
}

/** Entries that are given their digests at a time. */
const AT_ONCE = 5_000;
/** Every so many it is told how far it is. */
const TOLD_EVERY = 250_000;
const NEVER_CHANGES = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'audit_never_changes'";

export const hasDigests = (sqlite: Database.Database): boolean =>
  (sqlite.pragma('table_info(audit)') as { name: string }[]).some(({ name }) => name === 'digest');

/**
 * Gives entries of a ledger from before there were digests theirs, inside the transaction of the migration: some ten
 * seconds of a processor for a million. Answers where the chain that was made ends, and of how many; null where there was no entry.
 */
export function chainWhatIsThere(
  sqlite: Database.Database,
  tell: (words: string) => void,
): { last: Link; entries: number } | null {
  const guard = sqlite.prepare(NEVER_CHANGES).pluck().get() as string | undefined;
  if (guard !== undefined) sqlite.exec('DROP TRIGGER audit_never_changes');
  const give = sqlite.prepare('UPDATE audit SET digest = ? WHERE id = ?');
  let at: Link = BEGINNING;
  let entries = 0;
  for (;;) {
    const piece = entriesAfter(sqlite, at.id, AT_ONCE);
    for (const entry of piece) {
      at = { id: entry.id, digest: digestOf(at.digest, entry) };
      give.run(at.digest, at.id);
    }
    entries += piece.length;
    if (piece.length > 0 && entries % TOLD_EVERY === 0)
      tell(`  ${entries} entries of the audit log have digests`);
    if (piece.length < AT_ONCE) break;
  }
  if (guard !== undefined) sqlite.exec(guard);
  noteLast(sqlite, at);
  return entries === 0 ? null : { last: at, entries };
}
