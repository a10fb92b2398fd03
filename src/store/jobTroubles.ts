import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { owe } from './alerts.ts';
import type { Connection } from './connection.ts';
import { endOpen } from './notices.ts';
import * as schema from './schema.ts';
import type { JobTroubleStore } from './typesJobTroubles.ts';

const t = schema.jobTroubles;

/** Jobs that do not do their work, and what operators are told of them. */
export function jobTroublesStore({ db, writeWith }: Connection): JobTroubleStore['jobTroubles'] {
  return {
    all: async () => db.select().from(t).orderBy(asc(t.job)).all(),
    settle: async (lease, job, trouble, notice, send, now) =>
      writeWith(lease, (inside) => {
        if (trouble === null) inside.delete(t).where(eq(t.job, job)).run();
        else inside.insert(t).values(trouble).onConflictDoUpdate({ target: t.job, set: trouble }).run();
        if (notice === null) return;
        endOpen(inside, notice.about, now);
        const id = randomUUID();
        inside
          .insert(schema.notices)
          .values({ id, ...notice, raisedAt: now })
          .run();
        for (const to of send) owe(inside, { noticeId: id }, to, now);
      }),
  };
}
