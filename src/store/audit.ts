import { and, asc, desc, eq, gte, like, lt, or, sql } from 'drizzle-orm';
import { type Connection, writeAudit } from './connection.ts';
import * as schema from './schema.ts';
import type { AuditFilter, Store } from './types.ts';

/** In `meta`: what is older can go. The trigger on the table asks it. */
const KEEP_FROM = 'audit.keepFrom';
/** As LIKE takes it: the signs that mean something to it mean themselves. */
const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

function whereOf({ before, subject, actor, action, from, to, text }: AuditFilter) {
  const t = schema.audit;
  const found = (
    column: typeof t.subject | typeof t.actor | typeof t.reason | ReturnType<typeof sql<string>>,
  ) => sql`${column} LIKE ${containing(text ?? '')} ESCAPE '\\'`;
  return and(
    before === undefined ? undefined : lt(t.id, before),
    subject === undefined ? undefined : eq(t.subject, subject),
    actor === undefined ? undefined : eq(t.actor, actor),
    // `budget` finds budget.set and budget.remove.
    action === undefined ? undefined : or(eq(t.action, action), like(t.action, `${action}.%`)),
    from === undefined ? undefined : gte(t.at, from),
    to === undefined ? undefined : lt(t.at, to),
    text === undefined
      ? undefined
      : or(
          found(t.actor),
          found(t.subject),
          found(t.reason),
          found(sql<string>`before`),
          found(sql<string>`after`),
        ),
  );
}

/** The audit log, newest first. Changes write it inside their own transactions; what changes nothing is recorded here. */
export function auditStore({ db, write }: Connection): Store['audit'] {
  const t = schema.audit;
  return {
    list: async ({ limit, ...filter }) =>
      db.select().from(t).where(whereOf(filter)).orderBy(desc(t.id)).limit(limit).all(),
    count: async (filter) =>
      Number(db.select({ count: sql<bigint>`count(*)` }).from(t).where(whereOf(filter)).get()?.count ?? 0),
    actions: async () =>
      db
        .selectDistinct({ action: t.action })
        .from(t)
        .orderBy(asc(t.action))
        .all()
        .map(({ action }) => action),
    record: async ({ at, actor, action, subject, after }) =>
      write((inside) =>
        writeAudit(inside, { at, actor, action, subject, before: null, after: after ?? null }),
      ),
    forget: async (olderThan, actor, now) =>
      write((inside) => {
        inside
          .insert(schema.meta)
          .values({ key: KEEP_FROM, value: olderThan })
          .onConflictDoUpdate({ target: schema.meta.key, set: { value: olderThan } })
          .run();
        const { changes } = inside.delete(t).where(lt(t.at, olderThan)).run();
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
