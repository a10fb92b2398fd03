import { and, asc, desc, eq, gt, gte, lt, or, sql } from 'drizzle-orm';
import type { AuditFilter } from '../core/audit.ts';
import { isRefusal } from '../core/refusals.ts';
import { type Connection, writeAudit } from './connection.ts';
import { recordRefusal, settleRefusals } from './refusals.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

/** In `meta`: what is older can go. The trigger on the table asks it. */
const KEEP_FROM = 'audit.keepFrom';
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
export function auditStore({ db, write }: Connection): Store['audit'] {
  const t = schema.audit;
  return {
    list: async ({ limit, ...filter }) => {
      const asked = db.select().from(t).where(whereOf(filter)).limit(limit);
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
    forget: async (olderThan, actor, now, limit) =>
      write((inside) => {
        inside
          .insert(schema.meta)
          .values({ key: KEEP_FROM, value: olderThan })
          .onConflictDoUpdate({ target: schema.meta.key, set: { value: olderThan } })
          .run();
        const { changes } = inside.delete(t).where(lt(t.at, olderThan)).orderBy(asc(t.at)).limit(limit).run();
        if (changes > 0)
          writeAudit(inside, {
            at: now,
            actor,
            action: 'audit.forget',
            subject: 'audit',
            before: { entries: changes, olderThan },
            after: null,
          });
        return changes;
      }),
  };
}
