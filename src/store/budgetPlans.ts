import { asc, desc, eq, getTableColumns, inArray, lt, ne, sql } from 'drizzle-orm';
import type { BudgetPlan, BudgetPlanBody } from '../core/budgetPlans.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { budgetPlans as p } from './schemaBudgetPlans.ts';
import type { BudgetPlanStore } from './typesBudgetPlans.ts';

/** Plans that change many budgets at once. What they change, `budgets` says. */

type Row = typeof p.$inferSelect;

const { body: _, ...OF_PLAN } = getTableColumns(p);
const planOf = ({ body: _body, ...plan }: Row): BudgetPlan => plan;

/** Amounts are text in JSON, which knows no whole numbers of that size. */
const written = (body: BudgetPlanBody): string =>
  JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
const AMOUNT = /^-?\d+n$/;
const read = (text: string): BudgetPlanBody =>
  JSON.parse(text, function (this: unknown, key: string, value: unknown) {
    const isAmount = key === 'amount' || key === 'before' || key === 'after';
    return isAmount && typeof value === 'string' && AMOUNT.test(value) ? BigInt(value.slice(0, -1)) : value;
  }) as BudgetPlanBody;

/** All but those that another one took the place of, one by one: an index finds them. */
const SHOWN: BudgetPlan['state'][] = ['draft', 'applied', 'undone'];

const rowOf = (db: Db, id: string): Row | undefined => db.select().from(p).where(eq(p.id, id)).get();

function audit(
  db: Db,
  action: 'plan.propose' | 'plan.apply' | 'plan.undo',
  row: Row | undefined,
  before: BudgetPlan['state'] | null,
  more: Readonly<Record<string, number>>,
  actor: Actor,
  now: Instant,
): void {
  if (row === undefined) return;
  const { id, source, title, state, created, changed, ended, unchanged } = row;
  writeAudit(db, {
    at: now,
    actor,
    action,
    subject: `budgetPlan:${id}`,
    before: before === null ? null : { state: before },
    after: { source, title, state, created, changed, ended, unchanged, ...more },
  });
}

function keep(
  db: Db,
  plan: Pick<BudgetPlan, 'id' | 'source' | 'title' | 'unchanged'>,
  body: BudgetPlanBody,
  mostDrafts: number,
  actor: Actor,
  now: Instant,
): void {
  const count = (deed: string) => body.rows.filter((row) => row.deed === deed).length;
  db.insert(p)
    .values({
      ...plan,
      state: 'draft',
      by: actor.id,
      at: now,
      created: count('create'),
      changed: count('change'),
      ended: count('end'),
      appliedBy: null,
      appliedAt: null,
      undoneBy: null,
      undoneAt: null,
      replacedBy: null,
      body: written(body),
    })
    .run();
  audit(db, 'plan.propose', rowOf(db, plan.id), null, {}, actor, now);
  const old = db
    .select({ id: p.id })
    .from(p)
    .where(inArray(p.state, ['draft', 'replaced']))
    .orderBy(desc(p.at), desc(sql`rowid`))
    .all();
  for (const { id } of old.slice(mostDrafts)) db.delete(p).where(eq(p.id, id)).run();
}

function move(
  inside: Db,
  id: string,
  state: 'applied' | 'undone',
  change: Partial<Row>,
  body: Partial<BudgetPlanBody>,
  more: Readonly<Record<string, number>>,
  actor: Actor,
  now: Instant,
) {
  const row = rowOf(inside, id);
  if (row === undefined) return;
  inside
    .update(p)
    .set({ ...change, state, body: written({ ...read(row.body), ...body }) })
    .where(eq(p.id, id))
    .run();
  audit(
    inside,
    state === 'applied' ? 'plan.apply' : 'plan.undo',
    rowOf(inside, id),
    row.state,
    more,
    actor,
    now,
  );
}

export function budgetPlansStore({ db, write, read: reading }: Connection): BudgetPlanStore['budgetPlans'] {
  return {
    keep: async (plan, body, mostDrafts, actor, now) =>
      write((inside) => keep(inside, plan, body, mostDrafts, actor, now)),
    list: async ({ limit, offset }) =>
      db
        .select(OF_PLAN)
        .from(p)
        .where(ne(p.state, 'replaced'))
        .orderBy(desc(p.at), desc(sql`rowid`))
        .limit(limit)
        .offset(offset)
        .all(),
    count: async () =>
      Number(db.select({ n: sql<bigint>`count(*)` }).from(p).where(inArray(p.state, SHOWN)).get()?.n ?? 0),
    get: async (id) =>
      reading((inside) => {
        const row = rowOf(inside, id);
        return row === undefined ? null : { plan: planOf(row), body: read(row.body) };
      }),
    replaced: async (id, by) =>
      write((inside) => {
        inside.update(p).set({ state: 'replaced', replacedBy: by }).where(eq(p.id, id)).run();
      }),
    applied: async (id, made, actor, now) =>
      write((inside) =>
        move(
          inside,
          id,
          'applied',
          { appliedBy: actor.id, appliedAt: now },
          { made, typed: [] },
          {},
          actor,
          now,
        ),
      ),
    undone: async (id, notUndone, actor, now) =>
      write((inside) =>
        move(
          inside,
          id,
          'undone',
          { undoneBy: actor.id, undoneAt: now },
          { notUndone },
          { notUndone: notUndone.length },
          actor,
          now,
        ),
      ),
    forget: async (before, limit) =>
      write(
        (inside) => inside.delete(p).where(lt(p.at, before)).orderBy(asc(p.at)).limit(limit).run().changes,
      ),
  };
}
