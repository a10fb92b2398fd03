import { asc, eq } from 'drizzle-orm';
import type { MirrorDecision } from '../core/mirrorPlan.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import * as schema from './schema.ts';
import { prepared } from './statements.ts';
import type { Store } from './types.ts';
import type { MirrorReading, MirrorRow } from './typesMirror.ts';

const t = schema.mirroredBudgets;

/** In `meta`: which state the budgets are in, moved on by triggers; which of them was taken up; the last reading. */
const CHANGED = 'version.budgets';
const TAKEN = 'version.mirrored';
const READING = 'mirror.reading';

/** Who writes to AWS Budgets, whoever started it. */
const MIRROR: Actor = { id: 'job:budgets', via: 'job' };

type On = Pick<Connection, 'sqlite' | 'db'>;

const metaOf = ({ sqlite }: Pick<On, 'sqlite'>, key: string): string | null =>
  (prepared(sqlite, 'SELECT value FROM meta WHERE key = ?').pluck().get(key) as string | undefined) ?? null;
const setMeta = ({ sqlite }: Pick<On, 'sqlite'>, key: string, value: string): void => {
  prepared(
    sqlite,
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  ).run(key, value);
};

const rowOf = (db: Db, name: string): MirrorRow | null =>
  db.select().from(t).where(eq(t.name, name)).get() ?? null;

function seen(on: On, reading: MirrorReading, rows: Parameters<Store['mirror']['seen']>[2]): void {
  setMeta(on, READING, JSON.stringify(reading));
  for (const { budgetId, ...row } of rows) {
    const { name: _, ...changed } = row;
    on.db
      .insert(t)
      .values({ ...row, budgetId, written: '', writtenAt: reading.at })
      .onConflictDoUpdate({ target: t.name, set: changed })
      .run();
  }
}

function intend(db: Db, rows: Parameters<Store['mirror']['intend']>[1], now: Instant): void {
  for (const { name, budgetId, intended } of rows)
    db.insert(t)
      .values({ name, budgetId, written: '', writtenAt: now, intended })
      .onConflictDoUpdate({ target: t.name, set: { intended } })
      .run();
}

function record(db: Db, m: Parameters<Store['mirror']['record']>[1], held: string | null): void {
  const before = rowOf(db, m.name);
  const wasWritten = before !== null && before.written !== '';
  const decision = before?.decision?.deed === 'accept' ? before.decision : null;
  const isSame = before?.written === m.written && before.held === null;
  const known = { ...m, intended: null, held: null, trouble: null, decision };
  // AWS works its figures out anew for what has changed: those that were read say nothing any more.
  const set = isSame
    ? known
    : { ...known, actual: null, forecast: null, figureSince: null, figureAfter: null };
  db.insert(t).values(known).onConflictDoUpdate({ target: t.name, set }).run();
  if (before?.written === m.written && held === null) return;
  writeAudit(db, {
    at: m.writtenAt,
    actor: MIRROR,
    action: 'mirror.write',
    subject: m.name,
    before: held !== null ? JSON.parse(held) : wasWritten ? JSON.parse(before.written) : null,
    after: JSON.parse(m.written),
  });
}

function forget(db: Db, name: string, now: Instant): void {
  const before = rowOf(db, name);
  if (before === null) return;
  db.delete(t).where(eq(t.name, name)).run();
  if (before.written === '') return;
  writeAudit(db, {
    at: now,
    actor: MIRROR,
    action: 'mirror.remove',
    subject: name,
    before: JSON.parse(before.written),
    after: null,
  });
}

function decide(
  on: On,
  { name, budgetId }: { name: string; budgetId: string },
  decision: MirrorDecision,
  actor: Actor,
  now: Instant,
): void {
  const before = rowOf(on.db, name);
  // What is accepted is from now on as it was written: another change of it is told again.
  const isAccepted = decision.deed === 'accept' && decision.held !== '' && before?.written !== '';
  const set = { decision, ...(isAccepted ? { written: decision.held, held: null } : {}) };
  on.db
    .insert(t)
    .values({ name, budgetId, written: '', writtenAt: now, decision })
    .onConflictDoUpdate({ target: t.name, set })
    .run();
  setMeta(on, CHANGED, `decided ${now} ${name}`);
  const textOf = (text: string) => (text === '' ? null : JSON.parse(text));
  writeAudit(on.db, {
    at: now,
    actor,
    action: decision.deed === 'accept' ? 'mirror.accept' : 'mirror.mend',
    subject: name,
    before: textOf(before?.written ?? ''),
    after: textOf(decision.held),
  });
}

/** What of the budgets is mirrored to AWS Budgets. */
export function mirrorStore({ sqlite, db, write, writeWith }: Connection): Store['mirror'] {
  const on = { sqlite, db };
  return {
    rows: async () => db.select().from(t).orderBy(asc(t.name)).all(),
    row: async (name) => rowOf(db, name),
    reading: async () => {
      const text = metaOf(on, READING);
      return text === null ? null : (JSON.parse(text) as MirrorReading);
    },
    isDue: async () => metaOf(on, CHANGED) !== metaOf(on, TAKEN),
    take: async (lease) => writeWith(lease, () => setMeta(on, TAKEN, metaOf(on, CHANGED) ?? '')),
    seen: async (lease, reading, rows) =>
      writeWith(lease, (inside) => seen({ sqlite, db: inside }, reading, rows)),
    intend: async (lease, rows, now) => writeWith(lease, (inside) => intend(inside, rows, now)),
    record: async (lease, m, held = null) => writeWith(lease, (inside) => record(inside, m, held)),
    forget: async (lease, name, now) => writeWith(lease, (inside) => forget(inside, name, now)),
    refused: async (lease, name, trouble) =>
      writeWith(lease, (inside) => {
        inside.update(t).set({ trouble }).where(eq(t.name, name)).run();
      }),
    decide: async (row, decision, actor, now) =>
      write((inside) => decide({ sqlite, db: inside }, row, decision, actor, now)),
  };
}
