import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, inArray, lt, notExists } from 'drizzle-orm';
import type { SliceKey } from '../core/quarantine.ts';
import type { Instant } from '../core/types.ts';
import { owe } from './alerts.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { isWaiting } from './outbox.ts';
import * as schema from './schema.ts';
import type { QuarantineStore } from './typesQuarantine.ts';

const t = schema.quarantine;
const n = schema.notices;
const d = schema.deliveries;
type Quarantine = QuarantineStore['quarantine'];

const isSlice = ({ source, name, day }: SliceKey) =>
  and(eq(t.source, source), eq(t.name, name), eq(t.day, day));

function hold(
  inside: Db,
  [slices, notice, send, now]: Parameters<Quarantine['hold']> extends [unknown, ...infer Rest] ? Rest : never,
): void {
  for (const slice of slices)
    inside
      .insert(t)
      .values(slice)
      .onConflictDoUpdate({ target: [t.source, t.name, t.day], set: slice })
      .run();
  if (notice === null) return;
  const id = randomUUID();
  inside
    .insert(n)
    .values({ id, ...notice, raisedAt: now })
    .run();
  for (const to of send) owe(inside, { noticeId: id }, to, now);
}

function noticesOf(inside: Db, limit: number): Awaited<ReturnType<Quarantine['notices']>> {
  const found = inside.select().from(n).orderBy(desc(n.raisedAt), asc(n.id)).limit(limit).all();
  const ids = found.map(({ id }) => id);
  const owed = ids.length === 0 ? [] : inside.select().from(d).where(inArray(d.noticeId, ids)).all();
  const owedFor = Map.groupBy(owed, ({ noticeId }) => noticeId);
  return found.map((notice) => ({
    ...notice,
    deliveries: (owedFor.get(notice.id) ?? []).map(
      ({ alertId: _, noticeId: __, letterId: ___, ...one }) => one,
    ),
  }));
}

function forgetNotices(inside: Db, raisedBefore: Instant, limit: number): number {
  const waiting = and(eq(d.noticeId, n.id), isWaiting);
  const old = inside
    .select({ id: n.id })
    .from(n)
    .where(and(lt(n.raisedAt, raisedBefore), notExists(inside.select().from(d).where(waiting))))
    .orderBy(asc(n.raisedAt))
    .limit(limit)
    .all()
    .map(({ id }) => id);
  if (old.length === 0) return 0;
  inside.delete(d).where(inArray(d.noticeId, old)).run();
  return inside.delete(n).where(inArray(n.id, old)).run().changes;
}

/** What AWS said and was not believed yet, and what operators were told of it. */
export function quarantineStore({ db, write, writeWith, read }: Connection): Quarantine {
  return {
    all: async () => db.select().from(t).orderBy(asc(t.source), asc(t.name), asc(t.day)).all(),
    hold: async (lease, ...held) => writeWith(lease, (inside) => hold(inside, held)),
    release: async (lease, slices) =>
      writeWith(lease, (inside) => {
        for (const slice of slices) inside.delete(t).where(isSlice(slice)).run();
      }),
    accept: async (source, name, actor, now) =>
      write((inside) => {
        const { changes } = inside
          .update(t)
          .set({ acceptedAt: now })
          .where(and(eq(t.source, source), eq(t.name, name)))
          .run();
        if (changes > 0)
          writeAudit(inside, {
            at: now,
            actor,
            action: 'quarantine.accept',
            subject: `${source}:${name}`,
            before: null,
            after: { slices: changes },
          });
        return changes;
      }),
    forget: async (lastBefore, limit) =>
      write((inside) => inside.delete(t).where(lt(t.lastAt, lastBefore)).limit(limit).run().changes),
    notices: async (limit) => read((inside) => noticesOf(inside, limit)),
    forgetNotices: async (raisedBefore, limit) =>
      write((inside) => forgetNotices(inside, raisedBefore, limit)),
  };
}
