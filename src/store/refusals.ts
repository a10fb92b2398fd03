import { count, eq, gt, lte, or } from 'drizzle-orm';
import type { AuditAction } from '../core/audit.ts';
import {
  MOST_KEYS,
  mostEntries,
  othersKey,
  overBefore,
  type RefusalKey,
  refusalKey,
} from '../core/refusals.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Db, writeAudit } from './connection.ts';
import * as schema from './schema.ts';

/** Refusals in the audit log: the first of an hour as they are, the rest as one entry that says how many there were. */

const t = schema.refusals;

interface Refusal {
  at: Instant;
  actor: Actor;
  action: AuditAction;
  subject: string;
  after?: unknown;
}

/** Enters a refusal, or counts it. */
export function recordRefusal(inside: Db, { at, actor, action, subject, after = null }: Refusal): void {
  settleRefusals(inside, at);
  const who = keyWithin(inside, action, refusalKey(action, actor, after));
  const before = inside.select().from(t).where(eq(t.key, who.key)).get();
  const isEntered = (before?.entries ?? 0) < mostEntries(who);
  const next = {
    ...who,
    action,
    subject,
    since: before?.since ?? at,
    until: at,
    entries: (before?.entries ?? 0) + (isEntered ? 1 : 0),
    more: (before?.more ?? 0) + (isEntered ? 0 : 1),
  };
  inside.insert(t).values(next).onConflictDoUpdate({ target: t.key, set: next }).run();
  if (isEntered) writeAudit(inside, { at, actor, action, subject, before: null, after });
}

/** Itself, unless so many others are told apart already. */
function keyWithin(inside: Db, action: AuditAction, wanted: RefusalKey): RefusalKey {
  const isKnown = inside.select({ key: t.key }).from(t).where(eq(t.key, wanted.key)).get() !== undefined;
  const keys = Number(inside.select({ n: count() }).from(t).get()?.n ?? 0);
  return isKnown || keys < MOST_KEYS ? wanted : othersKey(action);
}

/** Enters how many refusals there were beyond those that have entries, of each hour that is over; how many entries that made. */
export function settleRefusals(inside: Db, now: Instant): number {
  const isOver = or(lte(t.since, overBefore(now)), gt(t.since, now));
  const over = inside.select().from(t).where(isOver).all();
  if (over.length === 0) return 0;
  inside.delete(t).where(isOver).run();
  const counted = over.filter(({ more }) => more > 0);
  for (const { action, actor, prefix, subject, code, more, since, until } of counted)
    writeAudit(inside, {
      at: now,
      actor: { id: actor, ...(prefix === '' ? {} : { address: prefix }) },
      action: action as AuditAction,
      // Of many addresses that were refused none stands for all.
      subject: action === 'access.refuse' ? 'several' : subject,
      before: null,
      after: { ...(code === '' ? {} : { code }), more, since, until },
    });
  return counted.length;
}
