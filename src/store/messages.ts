import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { ChannelTraffic } from '../core/channelList.ts';
import type { Letter, LetterKind } from '../core/letters.ts';
import { NOTICE_KINDS, type NoticeKind } from '../core/notices.ts';
import type { MessageState, SentFilter } from '../core/sent.ts';
import type { Instant } from '../core/types.ts';
import type { Connection, Db } from './connection.ts';
import { isGivenUp, isWaiting } from './outbox.ts';
import * as schema from './schema.ts';
import type { MessageStore } from './typesMessages.ts';

const { deliveries: d, alerts: t, notices: n, letters: l } = schema;

const IN_STATE: Readonly<Record<MessageState, SQL | undefined>> = {
  sent: sql`${d.deliveredAt} > ''`,
  waiting: isWaiting,
  givenUp: and(isGivenUp, isNull(d.deliveredAt)),
  dropped: and(sql`${d.droppedAt} > ''`, isNull(d.deliveredAt)),
};

const isNotice = (kind: string): kind is NoticeKind => NOTICE_KINDS.some((one) => one === kind);

const isAbout = ({ kind, key }: NonNullable<SentFilter['subject']>): SQL | undefined =>
  or(
    and(eq(t.scopeKind, kind), eq(t.scopeKey, key)),
    sql`(json_extract(${n.scope}, '$.kind') = ${kind} AND json_extract(${n.scope}, '$.key') = ${key})`,
    kind === 'user' ? eq(l.to, key) : undefined,
  );

function fits({ state, channel, targets, kind, why, from, before, ...one }: SentFilter): SQL | undefined {
  const { id, subject, after } = one;
  return and(
    id === undefined ? undefined : eq(d.id, id),
    subject === undefined ? undefined : isAbout(subject),
    // The first half lets the list begin at its place in the index.
    after === undefined
      ? undefined
      : and(lte(d.owedAt, after.owedAt), or(lt(d.owedAt, after.owedAt), gt(d.id, after.id))),
    from === undefined ? undefined : gte(d.owedAt, from),
    before === undefined ? undefined : lt(d.owedAt, before),
    targets === undefined
      ? undefined
      : sql`${d.target} IN (SELECT value FROM json_each(${JSON.stringify(targets)}))`,
    channel === undefined ? undefined : eq(d.channel, channel),
    state === undefined ? undefined : IN_STATE[state],
    why === undefined ? undefined : eq(d.droppedWhy, why),
    kind === undefined
      ? undefined
      : kind === 'threshold'
        ? sql`${d.alertId} > ''`
        : isNotice(kind)
          ? eq(n.kind, kind)
          : eq(l.kind, kind as LetterKind),
  );
}

/** Each figure by the index that finds it: what waits is little, and of what was owed only the last days are read. */
function byChannel(inside: Db, since: Instant): ChannelTraffic[] {
  const { channel } = d;
  const waiting = inside.select({ channel, n: count() }).from(d).where(isWaiting).groupBy(channel).all();
  const recent = gte(d.owedAt, since);
  const arrived = inside
    .select({ channel, at: max(d.deliveredAt) })
    .from(d)
    .where(recent)
    .groupBy(channel)
    .all();
  const at = sql<Instant>`coalesce(${d.givenUpAt}, ${d.owedAt})`;
  const failed = inside
    .select({ channel, error: d.lastError, at, newest: max(at) })
    .from(d)
    .where(and(recent, isNull(d.deliveredAt), isNotNull(d.lastError)))
    .groupBy(channel)
    .all();
  const names = [...new Set([...waiting, ...arrived].map((one) => one.channel))].sort();
  return names.map((name) => {
    const failure = failed.find((one) => one.channel === name);
    return {
      channel: name,
      waiting: Number(waiting.find((one) => one.channel === name)?.n ?? 0),
      lastDeliveredAt: arrived.find((one) => one.channel === name)?.at ?? null,
      failure: failure === undefined ? null : { at: failure.at, error: failure.error ?? '' },
    };
  });
}

/** Every message that was owed, with what it is of. */
export function messagesStore({ read }: Connection): MessageStore['messages'] {
  const joined = (inside: Db) =>
    inside
      .select({ delivery: d, alert: t, notice: n, letter: l })
      .from(d)
      .leftJoin(t, eq(t.id, d.alertId))
      .leftJoin(n, eq(n.id, d.noticeId))
      .leftJoin(l, eq(l.id, d.letterId));
  return {
    list: async (filter, { limit, offset }) =>
      read((inside) =>
        joined(inside)
          .where(fits(filter))
          .orderBy(desc(d.owedAt), asc(d.id))
          .limit(limit)
          .offset(offset)
          .all()
          .map(({ delivery: { alertId: _, noticeId: __, letterId: ___, ...one }, letter, ...about }) => ({
            ...one,
            ...about,
            letter: letter as Letter | null,
          })),
      ),
    count: async (filter, upTo) =>
      read((inside) => {
        const some = inside
          .select({ id: d.id })
          .from(d)
          .leftJoin(t, eq(t.id, d.alertId))
          .leftJoin(n, eq(n.id, d.noticeId))
          .leftJoin(l, eq(l.id, d.letterId))
          .where(fits(filter))
          // The newest, as the list begins: in the order of an index, so that reading ends with the last one counted.
          .orderBy(desc(d.owedAt))
          .limit(upTo)
          .as('some');
        return Number(inside.select({ n: count() }).from(some).get()?.n ?? 0);
      }),
    byChannel: async (since) => read((inside) => byChannel(inside, since)),
  };
}
