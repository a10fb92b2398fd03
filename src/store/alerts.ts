import { randomUUID } from 'node:crypto';
import { and, asc, count, desc, eq, inArray, lt, lte, notExists, or, sql } from 'drizzle-orm';
import type { SpendScope } from '../core/access.ts';
import type { Recorded } from '../core/crossings.ts';
import { HELD_NO_MORE } from '../core/dropped.ts';
import type { Recipient } from '../core/recipients.ts';
import type { Day, Instant } from '../core/types.ts';
import type { Connection, Db } from './connection.ts';
import { isWaiting, outboxOn } from './outbox.ts';
import * as schema from './schema.ts';
import { prepared } from './statements.ts';
import type { Store } from './types.ts';

const t = schema.alerts;
const d = schema.deliveries;

/** Alerts about these users, about whoever belongs to these cost centers, and about the cost centers themselves. */
function concerns({ users, costCenters }: Exclude<SpendScope, 'all'>) {
  const some = (values: readonly string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
  return or(
    and(
      eq(t.scopeKind, 'user'),
      sql`(${t.scopeKey} IN ${some(users)} OR ${t.scopeKey} IN (SELECT email FROM people WHERE cost_center IN ${some(costCenters)}))`,
    ),
    // A manager's own team, and those of managers who report to them.
    and(eq(t.scopeKind, 'team'), sql`${t.scopeKey} IN ${some(users)}`),
    and(eq(t.scopeKind, 'costCenter'), sql`${t.scopeKey} IN ${some(costCenters)}`),
  );
}

type Alerts = Store['alerts'];

/**
 * Owes a message, from now on or from when its recipient is to be told; one that is dropped at once is kept with why.
 * @param about the one thing that it tells of
 */
export function owe(
  inside: Db,
  about: Partial<Record<'alertId' | 'noticeId' | 'letterId', string>>,
  { channel, target, ...to }: Recipient,
  now: Instant,
): void {
  const drop = to.drop ?? null;
  inside
    .insert(d)
    .values({
      id: randomUUID(),
      ...about,
      channel,
      target,
      role: to.role ?? 'subscriber',
      locale: to.locale ?? null,
      owedAt: now,
      digestId: null,
      attempts: 0,
      nextAttemptAt: drop === null ? (to.at ?? now) : null,
      deliveredAt: null,
      givenUpAt: null,
      lastError: null,
      droppedAt: drop === null ? null : now,
      droppedWhy: drop,
    })
    .run();
}

function record(inside: Db, alerts: Parameters<Alerts['record']>[1], now: Instant): number {
  let recorded = 0;
  for (const { send, members, ...alert } of alerts) {
    const id = randomUUID();
    const isNew =
      inside
        .insert(t)
        .values({ id, ...alert })
        .onConflictDoNothing()
        .run().changes > 0;
    if (!isNew) continue;
    recorded++;
    if (members !== null) inside.insert(schema.alertMembers).values({ alertId: id, members }).run();
    for (const to of send) owe(inside, { alertId: id }, to, now);
  }
  return recorded;
}

/** What fell and is crossed again: messages that did not leave for that leave now, and where there are none they are owed. */
function crossAgain(
  inside: Db,
  { id, send, members: _, ...figures }: Parameters<Alerts['crossAgain']>[1][number],
  now: Instant,
): void {
  inside.update(t).set(figures).where(eq(t.id, id)).run();
  // What was overtaken by one that fell is news again; the outbox drops it anew where it is not.
  const did = inside
    .select({ id: d.id, channel: d.channel, target: d.target })
    .from(d)
    .where(and(eq(d.alertId, id), inArray(d.droppedWhy, [...HELD_NO_MORE, 'overtaken'])))
    .all();
  for (const one of did) {
    const to = send.find(({ channel, target }) => channel === one.channel && target === one.target);
    // What its reader is told now is held back as long as they are now; it is of no parcel of before.
    const next = {
      droppedAt: null,
      droppedWhy: null,
      digestId: null,
      nextAttemptAt: to?.at ?? now,
      owedAt: now,
    };
    inside.update(d).set(next).where(eq(d.id, one.id)).run();
  }
  const owed = inside.select({ n: count() }).from(d).where(eq(d.alertId, id)).get();
  if (Number(owed?.n ?? 0) === 0) for (const to of send) owe(inside, { alertId: id }, to, now);
}

function list(
  inside: Db,
  { limit, offset, scope, scopeKind, scopeKey }: Parameters<Alerts['list']>[0],
): Awaited<ReturnType<Alerts['list']>> {
  const where = and(
    scope === 'all' ? undefined : concerns(scope),
    scopeKind ? eq(t.scopeKind, scopeKind) : undefined,
    scopeKey === undefined ? undefined : eq(t.scopeKey, scopeKey),
  );
  const total = inside.select({ n: count() }).from(t).where(where).get();
  const alerts = inside
    .select()
    .from(t)
    .where(where)
    .orderBy(desc(t.crossedAt), desc(t.thresholdPercent), asc(t.scopeKey))
    .limit(limit)
    .offset(offset)
    .all();
  const owed =
    alerts.length === 0
      ? []
      : inside
          .select()
          .from(d)
          .where(
            sql`${d.alertId} IN (SELECT value FROM json_each(${JSON.stringify(alerts.map(({ id }) => id))}))`,
          )
          .all();
  const owedFor = Map.groupBy(owed, (one) => one.alertId);
  return {
    total: Number(total?.n ?? 0),
    alerts: alerts.map((alert) => ({
      ...alert,
      deliveries: (owedFor.get(alert.id) ?? []).map(({ noticeId: _, letterId: __, ...one }) => ({
        ...one,
        alertId: alert.id,
      })),
    })),
  };
}

const TOLD_BESIDE = `SELECT a.id AS beside, o.threshold, o.threshold_percent AS thresholdPercent
  FROM json_each(@ids) j CROSS JOIN alerts a ON a.id = j.value
  CROSS JOIN alerts o ON o.budget_id = a.budget_id AND o.scope_key = a.scope_key AND o.version = a.version
    AND o.period_start = a.period_start AND o.crossed_at = a.crossed_at AND o.id <> a.id
  WHERE EXISTS (SELECT 1 FROM deliveries m WHERE m.alert_id = o.id)`;
type Beside = { beside: string; threshold: string; thresholdPercent: bigint };
const toldBeside = (sqlite: Connection['sqlite'], ids: readonly string[]) =>
  (prepared(sqlite, TOLD_BESIDE).all({ ids: JSON.stringify(ids) }) as Beside[]).map((one) => ({
    ...one,
    thresholdPercent: Number(one.thresholdPercent),
  }));

const countOf = (inside: Db, scope: SpendScope): number => {
  const where = scope === 'all' ? undefined : concerns(scope);
  return Number(inside.select({ n: count() }).from(t).where(where).get()?.n ?? 0);
};

function forget(inside: Db, crossedBefore: Instant, endedBy: Day, limit: number): number {
  const waiting = and(eq(d.alertId, t.id), isWaiting);
  const old = inside
    .select({ id: t.id })
    .from(t)
    .where(
      and(
        lt(t.crossedAt, crossedBefore),
        lte(t.periodEnd, endedBy),
        notExists(inside.select().from(d).where(waiting)),
      ),
    )
    .orderBy(asc(t.crossedAt))
    .limit(limit)
    .all()
    .map(({ id }) => id);
  if (old.length === 0) return 0;
  inside.delete(d).where(inArray(d.alertId, old)).run();
  inside.delete(schema.alertMembers).where(inArray(schema.alertMembers.alertId, old)).run();
  return inside.delete(t).where(inArray(t.id, old)).run().changes;
}

const some = (values: readonly string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

/** That a crossing has a message of which something is so. By their names: columns of one table come without its own. */
const has = (what: string) =>
  sql<bigint>`EXISTS (SELECT 1 FROM deliveries AS m WHERE m.alert_id = alerts.id AND ${sql.raw(what)})`;

const recordedIn = (inside: Db, starts: readonly Day[]): Recorded[] =>
  inside
    .select({
      id: t.id,
      budgetId: t.budgetId,
      scopeKey: t.scopeKey,
      version: t.version,
      periodStart: t.periodStart,
      threshold: t.threshold,
      thresholdPercent: t.thresholdPercent,
      budget: t.budget,
      isTold: has("(m.delivered_at > '' OR m.given_up_at > '')"),
      isWaiting: has("m.next_attempt_at > '' AND m.dropped_at IS NULL"),
      hasFallen: has(`m.dropped_why IN (${HELD_NO_MORE.map((why) => `'${why}'`).join(', ')})`),
      wasOvertaken: has("m.dropped_why = 'overtaken'"),
    })
    .from(t)
    .where(sql`${t.periodStart} IN ${some(starts)}`)
    .all()
    .map((one) => ({
      ...one,
      isTold: one.isTold === 1n,
      isWaiting: one.isWaiting === 1n,
      hasFallen: one.hasFallen === 1n,
      wasOvertaken: one.wasOvertaken === 1n,
    }));

/** What waits of these does not leave any more; it is kept, and leaves should they be crossed again. */
const fall = (inside: Db, ids: readonly string[], now: Instant): number =>
  inside
    .update(d)
    .set({ droppedAt: now, droppedWhy: 'fallen', nextAttemptAt: null })
    .where(and(sql`${d.alertId} IN ${some(ids)}`, isWaiting))
    .run().changes;

/** Crossings, recorded once, and the messages they owe. */
export function alertsStore({ sqlite, db, write, writeWith, read }: Connection): Store['alerts'] {
  return {
    recorded: async (starts) => read((inside) => recordedIn(inside, starts)),
    crossAgain: async (lease, crossed, now) =>
      writeWith(lease, (inside) => {
        for (const one of crossed) crossAgain(inside, one, now);
      }),
    fall: async (lease, ids, now) => writeWith(lease, (inside) => fall(inside, ids, now)),
    members: async (id) =>
      db.select().from(schema.alertMembers).where(eq(schema.alertMembers.alertId, id)).get()?.members ?? null,
    record: async (lease, alerts, now) => writeWith(lease, (inside) => record(inside, alerts, now)),
    count: async (scope) => read((inside) => countOf(inside, scope)),
    toldBeside: async (ids) => read(() => toldBeside(sqlite, ids)),
    list: async (page) => read((inside) => list(inside, page)),
    ...outboxOn({ db, write, read }),
    forget: async (...asked) => write((inside) => forget(inside, ...asked)),
  };
}
