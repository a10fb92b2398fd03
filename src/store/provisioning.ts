import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { AuditAction } from '../core/audit.ts';
import { dueOf, MOST_REFUSED, type Outcome, type Plan, type PlanState } from '../core/provisioning/plans.ts';
import type { Proposal } from '../core/provisioning/types.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { FIRST_DUE, next, PHASE, waits } from './provisioningDue.ts';
import { p, planOf, plansOf, stepOf, t } from './provisioningRows.ts';
import type { ProvisioningStore, StepQuestion } from './typesProvisioning.ts';

/** Plans that change profiles for many at once, and what became of their steps. */

type Provisioning = ProvisioningStore['provisioning'];

const asked = (id: string, { state, kind, about, text }: StepQuestion): SQL | undefined =>
  and(
    eq(t.planId, id),
    state === undefined ? undefined : eq(t.state, state),
    kind === undefined ? undefined : eq(t.kind, kind),
    about === undefined ? undefined : eq(t.about, about),
    text === undefined ? undefined : sql`instr(lower(${t.about}), lower(${text})) > 0`,
  );

/** Each entry of a plan says what it is and how many steps of it are how. */
function audit(
  inside: Db,
  action: AuditAction,
  plan: Plan,
  before: unknown,
  actor: Actor,
  now: Instant,
): void {
  const { id, purpose, title, state, counts } = plan;
  writeAudit(inside, {
    at: now,
    actor,
    action,
    subject: `plan:${id}`,
    before,
    after: { purpose, title, state, ...counts },
  });
}

function propose(inside: Db, id: string, proposal: Proposal, actor: Actor, now: Instant): void {
  const { purpose, title, steps, unchanged, refused, requests = [], notes = [] } = proposal;
  const kept = {
    refusedCount: refused.length,
    refused: refused.slice(0, MOST_REFUSED),
    requests: requests.slice(0, MOST_REFUSED),
    notes: notes.slice(0, MOST_REFUSED),
  };
  inside
    .insert(p)
    .values({
      id,
      purpose,
      title,
      state: 'draft',
      by: actor.id,
      at: now,
      appliedBy: null,
      since: now,
      unchanged,
      ...kept,
    })
    .run();
  for (const [index, { deed, about, phase }] of steps.entries())
    inside
      .insert(t)
      .values({
        planId: id,
        number: index + 1,
        phase,
        about,
        kind: deed.kind,
        deed,
        state: 'waiting',
        reason: null,
        attempts: 0,
        due: dueOf(deed) ?? '',
        result: null,
        doneAt: null,
      })
      .run();
  const plan = planOf(inside, id);
  if (plan !== null) audit(inside, 'plan.propose', plan, null, actor, now);
}

function moveTo(
  inside: Db,
  plan: Plan,
  state: PlanState,
  now: Instant,
  more: { appliedBy?: string } = {},
): Plan {
  inside
    .update(p)
    .set({ state, since: now, ...more })
    .where(eq(p.id, plan.id))
    .run();
  return planOf(inside, plan.id) ?? plan;
}

function begin(inside: Db, id: string, actor: Actor, now: Instant): PlanState | null {
  const plan = planOf(inside, id);
  if (plan === null) return null;
  const { state, counts } = plan;
  // Whoever presses twice changes nothing, and what is done already is not done again.
  if (state === 'applying' || (state === 'done' && counts.failed === 0)) return state;
  inside
    .update(t)
    .set({ state: 'waiting', attempts: 0, due: '' })
    .where(and(eq(t.planId, id), eq(t.state, 'failed')))
    .run();
  audit(
    inside,
    'plan.apply',
    moveTo(inside, plan, 'applying', now, { appliedBy: actor.id }),
    { state },
    actor,
    now,
  );
  settle(inside, id, now);
  return state;
}

function stop(inside: Db, id: string, actor: Actor, now: Instant): boolean {
  const plan = planOf(inside, id);
  if (plan?.state !== 'applying') return false;
  audit(inside, 'plan.stop', moveTo(inside, plan, 'stopped', now), { state: plan.state }, actor, now);
  return true;
}

function discard(inside: Db, id: string, actor: Actor, now: Instant): boolean {
  const plan = planOf(inside, id);
  if (plan?.state !== 'draft') return false;
  audit(inside, 'plan.discard', plan, { state: plan.state }, actor, now);
  remove(inside, id);
  return true;
}

function remove(inside: Db, id: string): void {
  inside.delete(t).where(eq(t.planId, id)).run();
  inside.delete(p).where(eq(p.id, id)).run();
}

const WAITS = `SELECT EXISTS (SELECT 1 FROM provisioning_steps WHERE plan_id = @id AND state = 'waiting'),
  EXISTS (SELECT 1 FROM provisioning_steps WHERE plan_id = @id AND state = 'waiting' AND phase = (${PHASE}))`;

/** A plan of which nothing waits has ended; one whose steps wait for what failed is stopped until that is done again. */
function settle(inside: Db, id: string, now: Instant): void {
  const plan = inside.select({ state: p.state }).from(p).where(eq(p.id, id)).get();
  if (plan?.state !== 'applying') return;
  const [any, here] = inside.$client.prepare(WAITS).raw().get({ id }) as [bigint, bigint];
  if (here === 1n) return;
  inside
    .update(p)
    .set({ state: any === 1n ? 'stopped' : 'done', since: now })
    .where(eq(p.id, id))
    .run();
}

function record(inside: Db, id: string, number: number, outcome: Outcome, now: Instant): boolean {
  const set =
    outcome.state === 'waiting'
      ? { reason: outcome.reason, due: outcome.due, attempts: outcome.attempts }
      : { state: outcome.state, reason: outcome.reason, result: outcome.result, doneAt: now };
  const { changes } = inside
    .update(t)
    .set(set)
    .where(and(eq(t.planId, id), eq(t.number, number), eq(t.state, 'waiting')))
    .run();
  if (changes > 0) settle(inside, id, now);
  return changes > 0;
}

function confirm(inside: Db, id: string, number: number, actor: Actor, now: Instant): boolean {
  const found = inside
    .select()
    .from(t)
    .where(and(eq(t.planId, id), eq(t.number, number), eq(t.kind, 'byHand')))
    .get();
  const plan = planOf(inside, id);
  if (plan === null || plan.state === 'draft' || found?.state !== 'waiting') return false;
  record(inside, id, number, { state: 'done', reason: null, result: null }, now);
  writeAudit(inside, {
    at: now,
    actor,
    action: 'plan.confirm',
    subject: `plan:${id}`,
    before: null,
    after: { step: number, about: found.about },
  });
  return true;
}

/** The oldest plan that ended, or was never applied, before an instant. */
const OLDEST = `SELECT id, (SELECT count(*) FROM provisioning_steps WHERE plan_id = id) AS steps FROM provisioning_plans
  WHERE state IN ('draft', 'stopped', 'done') AND since < ? ORDER BY since, id LIMIT 1`;

/** Row by row, the oldest plan first: its steps, then itself. */
function forget(inside: Db, before: Instant, limit: number): number {
  let rows = 0;
  while (rows < limit) {
    const old = inside.$client.prepare(OLDEST).get(before) as { id: string; steps: bigint } | undefined;
    if (old === undefined) break;
    const [steps, left] = [Number(old.steps), limit - rows];
    if (steps < left) remove(inside, old.id);
    else inside.delete(t).where(eq(t.planId, old.id)).orderBy(asc(t.number)).limit(left).run();
    rows += steps < left ? steps + 1 : left;
  }
  return rows;
}

export function provisioningStore({ sqlite, db, write, writeWith, read }: Connection): Provisioning {
  return {
    propose: async (id, proposal, actor, now) => write((inside) => propose(inside, id, proposal, actor, now)),
    list: async ({ limit, offset }) =>
      read((inside) =>
        plansOf(
          inside,
          inside.select().from(p).orderBy(desc(p.at), asc(p.id)).limit(limit).offset(offset).all(),
        ),
      ),
    count: async () => Number(db.select({ n: sql<bigint>`count(*)` }).from(p).get()?.n ?? 0),
    get: async (id) => read((inside) => planOf(inside, id)),
    stateOf: async (id) => db.select({ state: p.state }).from(p).where(eq(p.id, id)).get()?.state ?? null,
    steps: async (id, question, page) => {
      const found = db.select().from(t).where(asked(id, question)).orderBy(asc(t.number));
      return (page === null ? found.all() : found.limit(page.limit).offset(page.offset).all()).map(stepOf);
    },
    countSteps: async (id, question) =>
      Number(db.select({ n: sql<bigint>`count(*)` }).from(t).where(asked(id, question)).get()?.n ?? 0),
    kinds: async (id) =>
      db
        .select({ kind: t.kind, state: t.state, count: sql<bigint>`count(*)` })
        .from(t)
        .where(eq(t.planId, id))
        .groupBy(t.kind, t.state)
        .all()
        .map(({ count, ...rest }) => ({ ...rest, count: Number(count) })),
    step: async (id, number) => {
      const found = db
        .select()
        .from(t)
        .where(and(eq(t.planId, id), eq(t.number, number)))
        .get();
      return found === undefined ? null : stepOf(found);
    },
    waits: async (id, now) => read((inside) => waits(inside, id, now)),
    begin: async (id, actor, now) => write((inside) => begin(inside, id, actor, now)),
    stop: async (id, actor, now) => write((inside) => stop(inside, id, actor, now)),
    discard: async (id, actor, now) => write((inside) => discard(inside, id, actor, now)),
    confirm: async (id, number, actor, now) => write((inside) => confirm(inside, id, number, actor, now)),
    making: async () =>
      db
        .select({ deed: t.deed })
        .from(t)
        .innerJoin(p, eq(p.id, t.planId))
        .where(and(eq(p.state, 'applying'), eq(t.kind, 'create'), eq(t.state, 'waiting')))
        .all()
        .flatMap(({ deed }) => (deed.kind === 'create' ? [deed.wanted] : [])),
    going: async () =>
      new Map(
        db
          .select({ deed: t.deed, plan: t.planId })
          .from(t)
          .innerJoin(p, eq(p.id, t.planId))
          .where(and(eq(p.state, 'applying'), eq(t.kind, 'delete'), eq(t.state, 'waiting')))
          .all()
          .flatMap(({ deed, plan }) => (deed.kind === 'delete' ? [[deed.arn, plan] as const] : [])),
      ),
    isDue: async (now) => sqlite.prepare(FIRST_DUE).pluck().get({ now }) !== undefined,
    next: async (now, limit) => read((inside) => next(inside, now, limit)),
    record: async (lease, id, number, outcome, now) =>
      writeWith(lease, (inside) => record(inside, id, number, outcome, now)),
    forget: async (before, limit) => write((inside) => forget(inside, before, limit)),
  };
}
