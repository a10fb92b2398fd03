import type { Connection } from './connection.ts';
import type { Store } from './types.ts';

/**
 * Which state the ledger is in: two names in `meta`, each replaced by one that nobody can guess in the transaction of every
 * change. A name and no count: a ledger that was brought back from a copy and went another way shares none with what it was.
 */

/** What a change is of: `work` is what jobs and the audit log note, `ledger` is everything else that is shown. */
export type Part = 'ledger' | 'work';

const KEYS: Readonly<Record<Part, string>> = { ledger: 'version.ledger', work: 'version.work' };
const MOVE = `INSERT INTO meta (key, value) VALUES (?, hex(randomblob(16)))
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`;

/** The same connection, whose transactions move a part's version on whenever they changed something. */
export function moving(connection: Connection, part: Part): Connection {
  const { sqlite } = connection;
  const changes = sqlite.prepare('SELECT total_changes()').pluck();
  const move = sqlite.prepare(MOVE);
  const noticed =
    <T, I>(work: (inside: I) => T) =>
    (inside: I): T => {
      const before = changes.get();
      const answer = work(inside);
      if (changes.get() !== before) move.run(KEYS[part]);
      return answer;
    };
  return {
    ...connection,
    write: (work) => connection.write(noticed(work)),
    writeWith: (lease, work) => connection.writeWith(lease, noticed(work)),
  };
}

export function versionStore({ sqlite }: Connection): Store['version'] {
  const names = sqlite
    .prepare('SELECT (SELECT value FROM meta WHERE key = ?), (SELECT value FROM meta WHERE key = ?)')
    .raw();
  const read = () => {
    const [ledger, work] = names.get(KEYS.ledger, KEYS.work) as [string | null, string | null];
    return { ledger: ledger ?? '', work: work ?? '' };
  };
  // SQLite says whether anybody else wrote, and a reader does not write itself: asked with every request, half the way.
  if (!sqlite.readonly) return { get: async () => read() };
  const written = sqlite.prepare('PRAGMA data_version').pluck();
  let last: { written: unknown; version: ReturnType<typeof read> } | null = null;
  return {
    get: async () => {
      const now = written.get();
      if (last === null || now !== last.written) last = { written: now, version: read() };
      return last.version;
    },
  };
}
