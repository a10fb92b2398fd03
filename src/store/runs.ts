import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, inArray, lt, ne, sql } from 'drizzle-orm';
import { sum, ZERO } from '../core/money.ts';
import { dayOf, monthOf } from '../core/periods.ts';
import { JOBS, type JobName, type JobRun } from '../core/runs.ts';
import type { Day, Instant, Money, Month } from '../core/types.ts';
import type { Connection, Db } from './connection.ts';
import * as schema from './schema.ts';
import type { AwsRequests, Store } from './types.ts';
import type { Lease } from './typesLease.ts';

const toRun = ({ fence: _, ...run }: typeof schema.runs.$inferSelect): JobRun => run;

/** The number of the row of each job's run that was started last: a seek for each, however many runs there are. */
const LATEST = sql`(
  SELECT latest FROM (
    SELECT (SELECT r.rowid FROM runs r WHERE r.job = j.value ORDER BY r.rowid DESC LIMIT 1) AS latest
    FROM json_each(${JSON.stringify(JOBS)}) j
  ) WHERE latest IS NOT NULL)`;

/**
 * What a run has asked of AWS so far: of the run itself, and, as far as it is more than was kept before, of the month in
 * which it started. The month is what is asked for each run and each page, and it stays when the run goes.
 */
function keepOperations(db: Db, runId: string, operations: AwsRequests['operations']): void {
  const { runs, runOperations: t, awsBookings } = schema;
  const asked = Object.entries(operations);
  const run =
    asked.length === 0
      ? undefined
      : db.select({ startedAt: runs.startedAt }).from(runs).where(eq(runs.id, runId)).get();
  if (!run) return;
  for (const [operation, cost] of asked) {
    const of = and(eq(t.runId, runId), eq(t.operation, operation));
    const before = db.select().from(t).where(of).get() ?? { requests: 0, charge: ZERO };
    db.insert(t)
      .values({ runId, operation, ...cost })
      .onConflictDoUpdate({ target: [t.runId, t.operation], set: cost })
      .run();
    const charge = (cost.charge - before.charge) as Money;
    addCharge(db, dayOf(run.startedAt), operation, cost.requests - before.requests, charge);
    // What is counted is booked no longer.
    db.update(awsBookings)
      .set({ amount: sql`max(0, amount - ${charge})` })
      .where(eq(awsBookings.runId, runId))
      .run();
  }
}

/** What AWS charged on a day: of its month by operation, and of the day in all. */
function addCharge(db: Db, day: Day, operation: string, requests: number, charge: Money): void {
  const { awsCharges, watchingDays } = schema;
  db.insert(awsCharges)
    .values({ month: monthOf(day), operation, requests, charge })
    .onConflictDoUpdate({
      target: [awsCharges.month, awsCharges.operation],
      set: { requests: sql`requests + ${requests}`, charge: sql`charge + ${charge}` },
    })
    .run();
  if (charge === 0n) return;
  db.insert(watchingDays)
    .values({ day, charge, polled: ZERO })
    .onConflictDoUpdate({ target: watchingDays.day, set: { charge: sql`charge + ${charge}` } })
    .run();
}

/** What AWS has charged in a month, with what is booked and not counted: that of a run that was killed for good. */
function spentIn(db: Db, month: Month): Money {
  const { awsCharges, awsBookings } = schema;
  const charged = db
    .select({ charge: awsCharges.charge })
    .from(awsCharges)
    .where(eq(awsCharges.month, month))
    .all();
  const booked = db
    .select({ amount: awsBookings.amount })
    .from(awsBookings)
    .where(eq(awsBookings.month, month))
    .all();
  return sum([...charged.map(({ charge }) => charge), ...booked.map(({ amount }) => amount)]);
}

function book(db: Db, runId: string, amount: Money, limit: Money): boolean {
  const { runs, awsBookings } = schema;
  const run = db
    .select({ startedAt: runs.startedAt })
    .from(runs)
    .where(and(eq(runs.id, runId), eq(runs.status, 'running')))
    .get();
  if (run === undefined) return false;
  const month = monthOf(dayOf(run.startedAt));
  if (spentIn(db, month) + amount > limit) return false;
  db.insert(awsBookings)
    .values({ runId, month, amount })
    .onConflictDoUpdate({ target: awsBookings.runId, set: { amount: sql`amount + ${amount}` } })
    .run();
  return true;
}

function charge(db: Db, operation: string, amount: Money, limit: Money, now: Instant): boolean {
  if (spentIn(db, monthOf(dayOf(now))) + amount > limit) return false;
  addCharge(db, dayOf(now), operation, 1, amount);
  return true;
}

function start(inside: Db, lease: Lease, job: JobName, now: Instant): string {
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
      awsCharge: ZERO,
      errors: [],
    })
    .run();
  return id;
}

function finish(inside: Db, id: string, end: Parameters<Store['runs']['finish']>[1]): void {
  const { at, operations, errors, ...rest } = end;
  inside
    .update(schema.runs)
    .set({ ...rest, endedAt: at, errors: [...errors], progress: null })
    .where(eq(schema.runs.id, id))
    .run();
  keepOperations(inside, id, operations);
  inside.delete(schema.awsBookings).where(eq(schema.awsBookings.runId, id)).run();
}

function forget(inside: Db, startedBefore: Instant, limit: number): number {
  const old = inside
    .select({ id: schema.runs.id })
    .from(schema.runs)
    .where(
      and(
        lt(schema.runs.startedAt, startedBefore),
        sql`runs.rowid NOT IN ${LATEST}`,
        // What a killed run had booked counts in its month: it does not go before that is over.
        sql`runs.id NOT IN (SELECT run_id FROM aws_bookings WHERE month >= ${monthOf(dayOf(startedBefore))})`,
      ),
    )
    .orderBy(asc(schema.runs.startedAt))
    .limit(limit)
    .all()
    .map(({ id }) => id);
  if (old.length === 0) return 0;
  inside.delete(schema.runOperations).where(inArray(schema.runOperations.runId, old)).run();
  inside.delete(schema.awsBookings).where(inArray(schema.awsBookings.runId, old)).run();
  return inside.delete(schema.runs).where(inArray(schema.runs.id, old)).run().changes;
}

function lastOkOf(db: Db, job: JobName): { job: JobName; startedAt: Instant }[] {
  const found = db
    .select({ startedAt: schema.runs.startedAt })
    .from(schema.runs)
    .where(and(eq(schema.runs.job, job), eq(schema.runs.status, 'ok')))
    .orderBy(desc(schema.runs.startedAt))
    .limit(1)
    .get();
  return found === undefined ? [] : [{ job, ...found }];
}

/** What the jobs did: one row per run, with its requests and what AWS charges for them. */
export function runsStore({ db, write, writeWith }: Connection): Store['runs'] {
  return {
    start: async (lease, job, now) => writeWith(lease, (inside) => start(inside, lease, job, now)),
    count: async (id, { operations, ...soFar }) =>
      write((inside) => {
        inside.update(schema.runs).set(soFar).where(eq(schema.runs.id, id)).run();
        keepOperations(inside, id, operations);
      }),
    tell: async (id, progress) =>
      write((inside) => {
        // What is told late finds a run that has ended.
        const goesOn = and(eq(schema.runs.id, id), eq(schema.runs.status, 'running'));
        inside.update(schema.runs).set({ progress }).where(goesOn).run();
      }),
    finish: async (id, end) => write((inside) => finish(inside, id, end)),
    interruptStale: async (lease, now, seen) =>
      writeWith(
        lease,
        (inside) =>
          inside
            .update(schema.runs)
            .set({
              status: seen?.status ?? 'interrupted',
              endedAt: now,
              progress: null,
              ...(seen === undefined ? {} : { errors: [{ slice: 'worker', error: seen.words }] }),
            })
            .where(and(eq(schema.runs.status, 'running'), ne(schema.runs.fence, lease.fence)))
            .run().changes,
      ),
    book: async (id, amount, limit) => write((inside) => book(inside, id, amount, limit)),
    charge: async (operation, amount, limit, now) =>
      write((inside) => charge(inside, operation, amount, limit, now)),
    spent: async (month) => spentIn(db, month),
    latest: async () =>
      db
        .select()
        .from(schema.runs)
        .where(sql`runs.rowid IN ${LATEST}`)
        .orderBy(sql`runs.rowid`)
        .all()
        .map(toRun),
    lastOk: async () => JOBS.flatMap((job) => lastOkOf(db, job)),
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
    awsCharges: async (month) =>
      db
        .select({
          operation: schema.awsCharges.operation,
          requests: schema.awsCharges.requests,
          charge: schema.awsCharges.charge,
        })
        .from(schema.awsCharges)
        .where(eq(schema.awsCharges.month, month))
        .orderBy(asc(schema.awsCharges.operation))
        .all(),
    forget: async (startedBefore, limit) => write((inside) => forget(inside, startedBefore, limit)),
  };
}
