import { and, desc, eq, lt } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

/** The audit log, newest first. It is written inside the transactions of the changes themselves. */
export function auditStore({ db }: Connection): Store['audit'] {
  return {
    list: async ({ limit, before, subject }) =>
      db
        .select()
        .from(schema.audit)
        .where(
          and(
            before === undefined ? undefined : lt(schema.audit.id, before),
            subject === undefined ? undefined : eq(schema.audit.subject, subject),
          ),
        )
        .orderBy(desc(schema.audit.id))
        .limit(limit)
        .all(),
  };
}
