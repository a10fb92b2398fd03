import { and, asc, count, desc, eq, gt, inArray, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { type Deputy, OPEN_STATES, type Request, type RequestKind } from '../core/approvals.ts';
import type { BudgetWish } from '../core/budgetWish.ts';
import type { Actor, Instant } from '../core/types.ts';
import type { Wanted } from '../core/vending/making.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import * as schema from './schema.ts';
import type { ApprovalStore, RequestQuestion } from './typesApprovals.ts';

const { requests: r, deputies: p } = schema;
const isOpen = inArray(r.state, [...OPEN_STATES]);
const among = (values: readonly string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

/** A row is of one kind and what is wanted by it: which the column cannot say. */
const asRequest = (row: typeof r.$inferSelect | undefined): Request | null => (row ?? null) as Request | null;
const asRequests = (rows: (typeof r.$inferSelect)[]): Request[] => rows as Request[];

const where = ({ kind, ...rest }: RequestQuestion): SQL | undefined =>
  and(kind === undefined ? undefined : eq(r.kind, kind), seenBy(rest));

function seenBy({ scope, askedOf }: Omit<RequestQuestion, 'kind'>): SQL | undefined {
  return scope === 'all'
    ? undefined
    : or(
        sql`${r.user} IN ${among(scope.users)}`,
        sql`${r.askedBy} IN ${among(scope.users)}`,
        sql`${r.costCenter} IN ${among(scope.costCenters)}`,
        askedOf === undefined
          ? undefined
          : sql`EXISTS (SELECT 1 FROM json_each(${r.asked}) WHERE value = ${askedOf})`,
      );
}

/** What of a request the audit log says. */
const said = ({ state, user, costCenter, decidedFor, arn, lastError, ...request }: Request) => ({
  state,
  user,
  costCenter,
  ...saidOf(request),
  ...(decidedFor === null ? {} : { decidedFor }),
  ...(arn === null ? {} : { arn }),
  ...(lastError === null ? {} : { lastError }),
});

type Wanting = { kind: 'profile'; wanted: Wanted } | { kind: 'budget'; wanted: BudgetWish };
function saidOf(request: Wanting) {
  if (request.kind === 'profile') {
    const { sourceId, accountId, region } = request.wanted;
    return { source: sourceId, place: `${accountId}/${region}` };
  }
  const { period, narrow, amount, extra, until, granted } = request.wanted;
  return {
    budget: `${period} ${narrow}`.trim(),
    amount,
    extra,
    until,
    ...(granted === null ? {} : { granted: { extra: granted.extra, until: granted.until } }),
  };
}

const openOf = (inside: Db, key: string): Request | null =>
  asRequest(
    inside
      .select()
      .from(r)
      .where(and(eq(r.key, key), isOpen))
      .get(),
  );

/** Of one kind for a person: what is open first, then what ended last. */
function ofKind<K extends RequestKind>(
  inside: Db,
  kind: K,
  user: string,
  further: SQL,
  limit: number | null,
): Extract<Request, { kind: K }>[] {
  const found = inside
    .select()
    .from(r)
    .where(and(eq(r.user, user), eq(r.kind, kind), further));
  const rows =
    limit === null ? found.orderBy(asc(r.askedAt)).all() : found.orderBy(desc(r.askedAt)).limit(limit).all();
  return asRequests(rows) as Extract<Request, { kind: K }>[];
}

function ask(inside: Db, request: Request, actor: Actor, now: Instant): Request {
  inside.insert(r).values(request).run();
  const subject = `request:${request.id}`;
  writeAudit(inside, { at: now, actor, action: 'request.ask', subject, before: null, after: said(request) });
  return request;
}

function change(
  inside: Db,
  [id, from, values, entry, now]: Parameters<ApprovalStore['requests']['change']>,
): boolean {
  const before = asRequest(inside.select().from(r).where(eq(r.id, id)).get());
  if (before?.state !== from) return false;
  inside.update(r).set(values).where(eq(r.id, id)).run();
  if (entry === null) return true;
  writeAudit(inside, {
    at: now,
    actor: entry.actor,
    action: entry.action,
    subject: `request:${id}`,
    before: { state: from },
    after: said({ ...before, ...values } as Request),
  });
  return true;
}

function forget(inside: Db, endedBefore: Instant, limit: number): number {
  const old = inside
    .select({ id: r.id })
    .from(r)
    .where(lt(r.endedAt, endedBefore))
    .orderBy(asc(r.endedAt))
    .limit(limit)
    .all()
    .map(({ id }) => id);
  return old.length === 0 ? 0 : inside.delete(r).where(inArray(r.id, old)).run().changes;
}

/** What waits for somebody's yes. */
export function requestsStore({ db, write, read }: Connection): ApprovalStore['requests'] {
  return {
    ask: async (request, actor, now) => write((inside) => ask(inside, request, actor, now)),
    get: async (id) => asRequest(db.select().from(r).where(eq(r.id, id)).get()),
    open: async (key) => read((inside) => openOf(inside, key)),
    change: async (...asked) => write((inside) => change(inside, asked)),
    list: async (question, page) => {
      const found = db.select().from(r).where(where(question)).orderBy(desc(r.askedAt), asc(r.id));
      return asRequests(page === null ? found.all() : found.limit(page.limit).offset(page.offset).all());
    },
    count: async (question) => Number(db.select({ n: count() }).from(r).where(where(question)).get()?.n ?? 0),
    due: async (now, limit) =>
      asRequests(
        db.select().from(r).where(lte(r.nextAt, now)).orderBy(asc(r.nextAt), asc(r.id)).limit(limit).all(),
      ),
    waiting: async (limit) =>
      asRequests(
        db
          .select()
          .from(r)
          // What is open has its next look, and is found by that: the sign keeps the other index from being walked instead.
          .where(and(gt(r.nextAt, ''), eq(r.state, 'waiting')))
          .orderBy(sql`+${r.askedAt}`, asc(r.id))
          .limit(limit)
          .all(),
      ),
    openFor: async (user, kind) => read((inside) => ofKind(inside, kind, user, isOpen, null)),
    madeFor: async (user, kind, limit) =>
      read((inside) => ofKind(inside, kind, user, eq(r.state, 'made'), limit)),
    askedSince: async (askedBy, since) =>
      Number(
        db
          .select({ n: count() })
          .from(r)
          .where(and(eq(r.askedBy, askedBy), gt(r.askedAt, since)))
          .get()?.n ?? 0,
      ),
    forget: async (endedBefore, limit) => write((inside) => forget(inside, endedBefore, limit)),
  };
}

const spoken = ({ deputy, start, endExclusive }: Deputy) => ({ deputy, start, endExclusive });

/** Who stands in for whom. */
export function deputiesStore({ db, write }: Connection): ApprovalStore['deputies'] {
  return {
    list: async (from, of) =>
      db
        .select()
        .from(p)
        .where(and(gt(p.endExclusive, from), of === undefined ? undefined : eq(p.email, of)))
        .orderBy(asc(p.start), asc(p.deputy), asc(p.id))
        .all(),
    get: async (id) => db.select().from(p).where(eq(p.id, id)).get() ?? null,
    set: async (deputy, actor, now) =>
      write((inside) => {
        inside.insert(p).values(deputy).run();
        const subject = `user:${deputy.email}`;
        const after = spoken(deputy);
        writeAudit(inside, { at: now, actor, action: 'deputy.set', subject, before: null, after });
      }),
    remove: async (id, actor, now) =>
      write((inside) => {
        const [held] = inside.delete(p).where(eq(p.id, id)).returning().all();
        if (held === undefined) return false;
        const subject = `user:${held.email}`;
        const before = spoken(held);
        writeAudit(inside, { at: now, actor, action: 'deputy.remove', subject, before, after: null });
        return true;
      }),
    forget: async (endedBefore, limit) =>
      write((inside) => inside.delete(p).where(lt(p.endExclusive, endedBefore)).limit(limit).run().changes),
  };
}
