import { and, asc, desc, eq, getTableColumns, gt, gte, lt, or, sql } from 'drizzle-orm';
import type { AuditFilter } from '../core/audit.ts';
import { BEGINNING } from '../core/auditChain.ts';
import { readHead, signed } from '../core/auditHead.ts';
import { isRefusal } from '../core/refusals.ts';
import type { Actor, Instant } from '../core/types.ts';
import { entriesAfter, foreignGuards, lastLink, linkToContinue, writtenLast } from './auditChain.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { recordRefusal, settleRefusals } from './refusals.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

/** In `meta`: the entry before which all can go. The trigger on the table asks it. */
const KEPT_FROM = 'audit.keptFrom';
/**
 * The first of so many entries that must stay. One that is dated later than now was written by a clock that was wrong: it
 * keeps nothing before it.
 */
const FIRST_TO_STAY = `SELECT id FROM audit WHERE id > @from AND id <= @until AND +at >= @olderThan AND +at <= @now
  ORDER BY id LIMIT 1`;
/** What is to go at most: the first and the last of so many entries. */
const PIECE =
  'SELECT min(id) AS first, max(id) AS last FROM (SELECT id FROM audit WHERE id > 0 ORDER BY id LIMIT ?)';
const LAST_BEFORE = 'SELECT id, digest FROM audit WHERE id < ? ORDER BY id DESC LIMIT 1';
const NTH_NEWEST = 'SELECT id, digest FROM audit WHERE id > 0 ORDER BY id DESC LIMIT 1 OFFSET ?';
const LAST_FORGETTING = `SELECT before FROM audit WHERE subject = 'audit' AND action = 'audit.forget'
  ORDER BY id DESC LIMIT 1`;
/** As LIKE takes it: the signs that mean something to it mean themselves. */
const literal = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
/** As a text stands inside JSON: without the quotes around it. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

function whereOf({ before, since, subject, actor, action, from, to, text }: AuditFilter) {
  const t = schema.audit;
  type Searched = typeof t.subject | typeof t.actor | typeof t.action | typeof t.reason | typeof t.address;
  const found = (column: Searched | ReturnType<typeof sql<string>>, words: string) =>
    sql`${column} LIKE ${`%${literal(words)}%`} ESCAPE '\\'`;
  return and(
    before === undefined ? undefined : lt(t.id, before),
    since === undefined ? undefined : gt(t.id, since),
    subject === undefined ? undefined : eq(t.subject, subject),
    actor === undefined ? undefined : eq(t.actor, actor),
    // `budget` finds budget.set and budget.remove.
    action === undefined
      ? undefined
      : or(eq(t.action, action), sql`${t.action} LIKE ${`${literal(action)}.%`} ESCAPE '\\'`),
    from === undefined ? undefined : gte(t.at, from),
    to === undefined ? undefined : lt(t.at, to),
    text === undefined
      ? undefined
      : or(
          ...[t.actor, t.action, t.subject, t.reason, t.address].map((column) => found(column, text)),
          found(sql<string>`before`, inJson(text)),
          found(sql<string>`after`, inJson(text)),
        ),
  );
}

/** The audit log, newest first. Changes write it inside their own transactions; what changes nothing is recorded here. */
export function auditStore({ sqlite, db, write }: Connection): Store['audit'] {
  const t = schema.audit;
  const { digest: _, ...columns } = getTableColumns(t);
  return {
    list: async ({ limit, ...filter }) => {
      const asked = db.select(columns).from(t).where(whereOf(filter)).limit(limit);
      // Those next above an entry are found from below.
      if (filter.since !== undefined) return asked.orderBy(asc(t.id)).all().reverse();
      return asked.orderBy(desc(t.id)).all();
    },
    count: async (filter) =>
      Number(db.select({ count: sql<bigint>`count(*)` }).from(t).where(whereOf(filter)).get()?.count ?? 0),
    actions: async () =>
      db
        .selectDistinct({ action: t.action })
        .from(t)
        .orderBy(asc(t.action))
        .all()
        .map(({ action }) => action),
    record: async (deed) =>
      write((inside) =>
        isRefusal(deed.action)
          ? recordRefusal(inside, deed)
          : writeAudit(inside, { before: null, after: null, ...deed }),
      ),
    settleRefusals: async (now) => write((inside) => settleRefusals(inside, now)),
    forget: async (olderThan, actor, now, limit, key = null) =>
      write((inside) => forget(inside, { olderThan, actor, now, limit, key })),
    after: async (id, limit) => entriesAfter(sqlite, id, limit),
    head: async () => {
      const { id, digest } = lastLink(sqlite);
      const entries = Number(sqlite.prepare('SELECT count(*) FROM audit').pluck().get());
      return { id, digest, entries };
    },
    last: async () => lastLink(sqlite),
    before: async (count) => {
      const found = sqlite.prepare(NTH_NEWEST).get(count) as
        | { id: bigint; digest: string | null }
        | undefined;
      return found === undefined ? null : { id: Number(found.id), digest: found.digest ?? BEGINNING.digest };
    },
    traces: async () => ({ writtenLast: writtenLast(sqlite), guards: foreignGuards(sqlite) }),
    forgotten: async () => {
      const left = sqlite.prepare(LAST_FORGETTING).pluck().get() as string | null | undefined;
      return readHead(forgottenHead(left ?? null));
    },
  };
}

/** The head in what a forgetting left, as any other head is read; nothing before there were digests. */
function forgottenHead(left: string | null): unknown {
  if (left === null) return null;
  try {
    const { through: id, ...head } = JSON.parse(left) as Readonly<Record<string, unknown>>;
    return { ...head, id };
  } catch {
    return null;
  }
}

interface Forgetting {
  olderThan: Instant;
  actor: Actor;
  now: Instant;
  limit: number;
  key: string | null;
}

/** From the oldest on, up to the first that stays, so that what is left is one chain that goes on from a known digest. */
function forget(inside: Db, { olderThan, actor, now, limit, key }: Forgetting): number {
  const sqlite = inside.$client;
  const { first, last: until } = sqlite.prepare(PIECE).get(limit) as {
    first: bigint | null;
    last: bigint | null;
  };
  if (first === null || until === null) return 0;
  const stays = sqlite
    .prepare(FIRST_TO_STAY)
    .pluck()
    .get({ from: first - 1n, until, olderThan, now }) as bigint | undefined;
  const keptFrom = stays ?? until + 1n;
  if (keptFrom === first) return 0;
  const last = linkToContinue(sqlite);
  const forgotten = sqlite.prepare(LAST_BEFORE).get(keptFrom) as
    | { id: bigint; digest: string | null }
    | undefined;
  inside
    .insert(schema.meta)
    .values({ key: KEPT_FROM, value: String(keptFrom) })
    .onConflictDoUpdate({ target: schema.meta.key, set: { value: String(keptFrom) } })
    .run();
  const { changes } = sqlite.prepare('DELETE FROM audit WHERE id > 0 AND id < ?').run(keptFrom);
  if (forgotten === undefined) return changes;
  const { id, digest } = forgotten;
  const head = { id: Number(id), digest: digest ?? BEGINNING.digest, entries: changes, at: now };
  const { id: through, ...left } = signed('forgotten', head, key);
  writeAudit(
    inside,
    {
      at: now,
      actor,
      action: 'audit.forget',
      subject: 'audit',
      before: { ...left, through, olderThan },
      after: null,
    },
    last,
  );
  return changes;
}
