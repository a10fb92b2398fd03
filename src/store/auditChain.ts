import type Database from 'better-sqlite3';
import { BEGINNING, type ChainedEntry, digestOf, type Link, type RawEntry } from '../core/auditChain.ts';

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

/** Puts an entry at the end of the log. @param from what it continues from, where that may be gone already */
export function putEntry(
  sqlite: Database.Database,
  entry: Omit<RawEntry, 'id'>,
  from: Link = lastLink(sqlite),
): Link {
  const row = { id: from.id + 1, ...entry };
  const digest = digestOf(from.digest, row);
  statement(sqlite, PUT).run({ ...row, digest });
  return { id: row.id, digest };
}

/** Entries after one, in the order in which they were written. */
export function entriesAfter(sqlite: Database.Database, id: number, limit: number): ChainedEntry[] {
  const rows = statement(sqlite, `SELECT ${COLUMNS}, digest FROM audit WHERE id > ? ORDER BY id LIMIT ?`).all(
    id,
    limit,
  ) as (Omit<ChainedEntry, 'id'> & { id: bigint | number })[];
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
  return entries === 0 ? null : { last: at, entries };
}
