import { randomUUID } from 'node:crypto';
import { and, desc, eq, gte, lt, ne, sql } from 'drizzle-orm';
import type { JobRun } from '../core/types.ts';
import type { Connection, Db } from './connection.ts';
import * as schema from './schema.ts';
import type { AwsRequests, Store } from './types.ts';

const toRun = ({ fence: _, ...run }: typeof schema.runs.$inferSelect): JobRun => run;

function keepOperations(db: Db, runId: string, operations: AwsRequests['operations']): void {
  const { runOperations } = schema;
  for (const [operation, cost] of Object.entries(operations))
    db.insert(runOperations)
      .values({ runId, operation, ...cost })
      .onConflictDoUpdate({ target: [runOperations.runId, runOperations.operation], set: cost })
      .run();
}

/** What the jobs did: one row per run, with its requests and what AWS charges for them. */
export function runsStore({ db, write, writeWith }: Connection): Store['runs'] {
  return {
    start: async (lease, job, now) =>
      writeWith(lease, (inside) => {
        const id = randomUUID();
        inside
          .insert(schema.runs)
          .values({
            id,
            job,
            fence: lease.fence,
            startedAt: now,
            endedAt: null,
            status: 'running',
            rows: 0,
            requests: 0,
            awsCharge: 0n as JobRun['awsCharge'],
            errors: [],
          })
          .run();
        return id;
      }),
    count: async (id, { operations, ...soFar }) =>
      write((inside) => {
        inside.update(schema.runs).set(soFar).where(eq(schema.runs.id, id)).run();
        keepOperations(inside, id, operations);
      }),
    finish: async (id, end) =>
      write((inside) => {
        const { at, operations, errors, ...rest } = end;
        inside
          .update(schema.runs)
          .set({ ...rest, endedAt: at, errors: [...errors] })
          .where(eq(schema.runs.id, id))
          .run();
        keepOperations(inside, id, operations);
      }),
    interruptStale: async (lease, now) =>
      writeWith(
        lease,
        (inside) =>
          inside
            .update(schema.runs)
            .set({ status: 'interrupted', endedAt: now })
            .where(and(eq(schema.runs.status, 'running'), ne(schema.runs.fence, lease.fence)))
            .run().changes,
      ),
    latest: async () =>
      db
        .select()
        .from(schema.runs)
        .where(
          sql`runs.rowid = (SELECT r.rowid FROM runs r WHERE r.job = ${schema.runs.job} ORDER BY r.rowid DESC LIMIT 1)`,
        )
        .all()
        .map(toRun),
    list: async ({ job, limit, before, offset = 0 }) =>
      db
        .select()
        .from(schema.runs)
        .where(
          and(
            job ? eq(schema.runs.job, job) : undefined,
            before ? lt(schema.runs.startedAt, before) : undefined,
          ),
        )
        .orderBy(desc(schema.runs.startedAt), sql`rowid DESC`)
        .limit(limit)
        .offset(offset)
        .all()
        .map(toRun),
    awsCharges: async (since) =>
      db
        .select({
          operation: schema.runOperations.operation,
          requests: sql<bigint>`sum(${schema.runOperations.requests})`.mapWith(Number),
          charge: sql<JobRun['awsCharge']>`sum(${schema.runOperations.charge})`,
        })
        .from(schema.runOperations)
        .innerJoin(schema.runs, eq(schema.runs.id, schema.runOperations.runId))
        .where(gte(schema.runs.startedAt, since))
        .groupBy(schema.runOperations.operation)
        .orderBy(schema.runOperations.operation)
        .all(),
  };
}
