import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import type { Instant } from '../core/types.ts';
import { owe } from './alerts.ts';
import type { Connection, Db } from './connection.ts';
import * as schema from './schema.ts';
import type { NoticeStore } from './typesNotices.ts';

const n = schema.notices;

type Notices = NoticeStore['notices'];

/** In the words of the index that holds only these. */
const isOpen = sql`about <> '' AND resolved_at IS NULL`;

/** What is told next of the same ends what was told before. */
export function endOpen(inside: Db, about: string, now: Instant): void {
  inside
    .update(n)
    .set({ resolvedAt: now })
    .where(and(isOpen, eq(n.about, about)))
    .run();
}

function raise(inside: Db, [, drafts, now]: Parameters<Notices['raise']>): number {
  let raised = 0;
  for (const { send, ...draft } of drafts) {
    const id = randomUUID();
    const { changes } = inside
      .insert(n)
      .values({ id, ...draft, raisedAt: now, resolvedAt: null })
      // Another one of the same is open.
      .onConflictDoNothing()
      .run();
    if (changes === 0) continue;
    raised += 1;
    for (const to of send) owe(inside, { noticeId: id }, to, now);
  }
  return raised;
}

/** What somebody has to look at, each thing once as long as it lasts. */
export function noticesStore({ writeWith, read }: Connection): Notices {
  return {
    raise: async (...asked) => writeWith(asked[0], (inside) => raise(inside, asked)),
    resolve: async (lease, abouts, now) =>
      writeWith(
        lease,
        (inside) =>
          inside
            .update(n)
            .set({ resolvedAt: now })
            .where(and(isOpen, inArray(n.about, [...abouts])))
            .run().changes,
      ),
    open: async (kinds) =>
      read((inside) =>
        inside
          .select()
          .from(n)
          .where(and(isOpen, inArray(n.kind, [...kinds])))
          .orderBy(asc(n.raisedAt), asc(n.id))
          .all(),
      ),
    openOf: async (abouts) =>
      read((inside) =>
        abouts.length === 0
          ? []
          : inside
              .select({ about: n.about })
              .from(n)
              .where(and(isOpen, inArray(n.about, [...abouts])))
              .all()
              .map(({ about }) => about),
      ),
    since: async (kinds, from, limit) =>
      read((inside) =>
        inside
          .select()
          .from(n)
          .where(and(gte(n.raisedAt, from), inArray(n.kind, [...kinds])))
          .orderBy(desc(n.raisedAt), asc(n.id))
          .limit(limit)
          .all(),
      ),
  };
}
