import {
  type AnyColumn,
  and,
  asc,
  count,
  desc,
  eq,
  inArray,
  isNull,
  min,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Delivery } from '../core/alerts.ts';
import { WEBHOOK } from '../core/channels.ts';
import { NOT_OWED } from '../core/dropped.ts';
import { type Letter, URGENT_LETTERS } from '../core/letters.ts';
import { LONGEST_PROBE_MS, type Owed } from '../core/outbox.ts';
import { isEmail } from '../core/people.ts';
import { instantOf } from '../core/periods.ts';
import { LONGEST_AHEAD_MS } from '../core/quiet.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import * as schema from './schema.ts';
import type { OutboxStore } from './typesOutbox.ts';

/** The messages that are owed, and the channels that they go by. */

const d = schema.deliveries;
const t = schema.alerts;
const n = schema.notices;
const l = schema.letters;
const c = schema.channels;

/** That there is a moment, in the words by which SQLite seeks in an index: it does not for IS NOT NULL. */
const is = (column: typeof d.nextAttemptAt | typeof d.givenUpAt | typeof d.droppedAt): SQL =>
  sql`${column} > ''`;
/** Neither delivered nor given up nor dropped: what waits, and nothing else, has its next attempt. */
export const isWaiting = and(
  is(d.nextAttemptAt),
  isNull(d.deliveredAt),
  isNull(d.givenUpAt),
  isNull(d.droppedAt),
);
export const isGivenUp = and(is(d.givenUpAt), isNull(d.droppedAt));

/** What concerns operators first, then what somebody is asked, then the highest threshold, then what people are told. */
const importance = sql`CASE WHEN ${d.noticeId} IS NOT NULL THEN 1000000 WHEN ${d.alertId} IS NOT NULL THEN ${t.thresholdPercent}
  WHEN ${inArray(l.kind, [...URGENT_LETTERS])} THEN 100000 ELSE 0 END`;
const raised = sql<Instant>`coalesce(${t.crossedAt}, ${n.raisedAt}, ${l.raisedAt})`;

const isAhead = (threshold: AnyColumn) => sql`${threshold} LIKE 'forecast %'`;
/**
 * A higher crossing of the same budget, amount and period owes, or brought, a message to the same recipient. What was counted
 * overtakes a forecast of as much, and no forecast what was counted.
 */
const higher = alias(t, 'higher');
const told = alias(d, 'told');
const isOvertaken = sql<bigint>`EXISTS (SELECT 1 FROM ${t} AS higher JOIN ${d} AS told ON ${told.alertId} = ${higher.id}
  WHERE ${higher.budgetId} = ${t.budgetId} AND ${higher.scopeKey} = ${t.scopeKey} AND ${higher.version} = ${t.version}
  AND ${higher.periodStart} = ${t.periodStart}
  AND ((${isAhead(higher.threshold)}) <= (${isAhead(t.threshold)}))
  AND (${higher.thresholdPercent}, NOT (${isAhead(higher.threshold)})) > (${t.thresholdPercent}, NOT (${isAhead(t.threshold)}))
  AND ${told.channel} = ${d.channel} AND (${told.channel} = ${WEBHOOK} OR ${told.target} = ${d.target})
  AND ${told.givenUpAt} IS NULL AND ${told.droppedAt} IS NULL)`;

const owedIn = (inside: Db, where: SQL | undefined, order: SQL[], limit: number): Owed[] =>
  inside
    .select({ delivery: d, alert: t, notice: n, letter: l, isOvertaken })
    .from(d)
    .leftJoin(t, eq(t.id, d.alertId))
    .leftJoin(n, eq(n.id, d.noticeId))
    .leftJoin(l, eq(l.id, d.letterId))
    .leftJoin(c, eq(c.channel, d.channel))
    .where(where)
    .orderBy(...order, asc(d.id))
    .limit(limit)
    .all()
    .map(({ delivery: { alertId: _, noticeId: __, letterId: ___, ...one }, letter, ...about }) => ({
      ...one,
      alert: about.alert,
      notice: about.notice,
      // Kept as it was drafted, so that its kind and its data belong together.
      letter: letter as Letter | null,
      isOvertaken: about.isOvertaken === 1n,
    }));

/** An instant has come; one further off than any can be was set by a clock that was wrong. */
const hasCome = (column: typeof d.nextAttemptAt | typeof c.nextProbeAt, now: Instant, longestMs: number) =>
  sql`(${column} <= ${now} OR ${column} > ${instantOf(Date.parse(now) + longestMs)})`;

const due = (inside: Db, now: Instant, limit: number): Owed[] =>
  owedIn(
    inside,
    and(
      isWaiting,
      hasCome(d.nextAttemptAt, now, LONGEST_AHEAD_MS),
      or(isNull(c.channel), hasCome(c.nextProbeAt, now, LONGEST_PROBE_MS)),
    ),
    [desc(importance), asc(raised)],
    limit,
  );

const attemptsOf = (inside: Db, id: string): number =>
  inside.select({ attempts: d.attempts }).from(d).where(eq(d.id, id)).get()?.attempts ?? 0;

const set = (inside: Db, id: string, values: Partial<typeof d.$inferInsert>): void =>
  void inside.update(d).set(values).where(eq(d.id, id)).run();

function channelDown(
  inside: Db,
  [channel, lastError, nextProbeAt, now]: Parameters<OutboxStore['channelDown']>,
): void {
  const before = inside.select().from(c).where(eq(c.channel, channel)).get();
  const next = {
    channel,
    downSince: before?.downSince ?? now,
    failures: (before?.failures ?? 0) + 1,
    lastError,
    lastErrorAt: now,
    nextProbeAt,
  };
  inside.insert(c).values(next).onConflictDoUpdate({ target: c.channel, set: next }).run();
}

function outbox(inside: Db): Awaited<ReturnType<OutboxStore['outbox']>> {
  const waiting = inside
    .select({ count: count(), oldest: min(raised) })
    .from(d)
    .leftJoin(t, eq(t.id, d.alertId))
    .leftJoin(n, eq(n.id, d.noticeId))
    .leftJoin(l, eq(l.id, d.letterId))
    .where(isWaiting)
    .get();
  const down = new Map(
    inside
      .select()
      .from(c)
      .all()
      .map((one) => [one.channel, one]),
  );
  const used = inside.selectDistinct({ channel: d.channel }).from(d).where(isWaiting).all();
  const names = new Set<Delivery['channel']>([...down.keys(), ...used.map(({ channel }) => channel)]);
  return {
    waiting: Number(waiting?.count ?? 0),
    oldestWaitingAt: waiting?.oldest ?? null,
    givenUp: Number(inside.select({ count: count() }).from(d).where(isGivenUp).get()?.count ?? 0),
    channels: [...names].sort().map((channel) => ({
      channel,
      downSince: down.get(channel)?.downSince ?? null,
      lastError: down.get(channel)?.lastError ?? null,
    })),
  };
}

function undelivered(inside: Db, limit: number): Owed[] {
  const newest = [desc(raised)];
  const givenUp = owedIn(inside, isGivenUp, newest, limit);
  const waiting = owedIn(inside, isWaiting, newest, limit);
  const isLost = and(is(d.droppedAt), notInArray(d.droppedWhy, [...NOT_OWED]));
  const dropped = owedIn(inside, isLost, newest, limit);
  return [...givenUp, ...waiting, ...dropped].slice(0, limit);
}

/** Messages that are owed anew in one transaction. */
const MOST_AT_ONCE = 1_000;

/** Has channels that are down tried at once, with what waits for them; null: all of them. */
function tryAtOnce(inside: Db, which: Delivery['channel'][] | null, now: Instant): void {
  const down = inside
    .select({ channel: c.channel })
    .from(c)
    .where(which === null ? undefined : inArray(c.channel, which))
    .all()
    .map(({ channel }) => channel);
  if (down.length === 0) return;
  inside.update(c).set({ nextProbeAt: now }).where(inArray(c.channel, down)).run();
  inside
    .update(d)
    .set({ nextAttemptAt: now })
    .where(and(isWaiting, inArray(d.channel, down)))
    .run();
}

function resend(inside: Db, id: string | null, actor: Actor, now: Instant): Owed[] {
  const which = id === null ? isGivenUp : and(eq(d.id, id), isNull(d.deliveredAt), isNull(d.droppedAt));
  const found = owedIn(inside, which, [asc(raised)], MOST_AT_ONCE);
  for (const one of found) {
    set(inside, one.id, { attempts: 0, nextAttemptAt: now, givenUpAt: null });
    writeAudit(inside, {
      at: now,
      actor,
      action: 'message.resend',
      subject: `message:${one.id}`,
      before: { attempts: one.attempts, givenUpAt: one.givenUpAt, lastError: one.lastError },
      after: { channel: one.channel, to: isEmail(one.target) ? one.target : null },
    });
  }
  tryAtOnce(inside, id === null ? null : found.map(({ channel }) => channel), now);
  return found;
}

/** The functions of the outbox, on a connection. */
export function outboxOn({ db, write, read }: Pick<Connection, 'db' | 'write' | 'read'>): OutboxStore {
  return {
    due: async (now, limit) => due(db, now, limit),
    waiting: async (limit) => owedIn(db, isWaiting, [asc(raised)], limit),
    delivered: async (id, at, target) =>
      write((inside) =>
        set(inside, id, {
          deliveredAt: at,
          nextAttemptAt: null,
          lastError: null,
          attempts: attemptsOf(inside, id) + 1,
          ...(target === undefined ? {} : { target }),
        }),
      ),
    bundle: async (ids, digestId) =>
      write((inside) => {
        for (const id of ids) set(inside, id, { digestId });
      }),
    deliveredTogether: async (ids, at) =>
      write((inside) => {
        for (const id of ids)
          set(inside, id, {
            deliveredAt: at,
            nextAttemptAt: null,
            lastError: null,
            attempts: attemptsOf(inside, id) + 1,
          });
      }),
    failed: async (id, lastError, nextAttemptAt, now) =>
      write((inside) =>
        set(inside, id, {
          attempts: attemptsOf(inside, id) + 1,
          lastError,
          nextAttemptAt,
          givenUpAt: nextAttemptAt === null ? now : null,
        }),
      ),
    reroute: async (id, channel, why, now) =>
      write((inside) => set(inside, id, { channel, attempts: 0, lastError: why, nextAttemptAt: now })),
    putAside: async (id, lastError, nextAttemptAt) =>
      write((inside) => set(inside, id, { lastError, nextAttemptAt })),
    dropped: async (which, now) =>
      write((inside) => {
        for (const { id, why } of which)
          set(inside, id, { droppedAt: now, droppedWhy: why, nextAttemptAt: null });
      }),
    channels: async () => db.select().from(c).orderBy(asc(c.channel)).all(),
    channelDown: async (...asked) => write((inside) => channelDown(inside, asked)),
    channelUp: async (channel) =>
      write((inside) => void inside.delete(c).where(eq(c.channel, channel)).run()),
    outbox: async () => read((inside) => outbox(inside)),
    undelivered: async (limit) => read((inside) => undelivered(inside, limit)),
    resend: async (id, actor, now) => write((inside) => resend(inside, id, actor, now)),
  };
}
