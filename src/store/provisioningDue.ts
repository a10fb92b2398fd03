import { and, asc, eq, sql } from 'drizzle-orm';
import type { Plan, Step } from '../core/provisioning/plans.ts';
import type { Instant } from '../core/types.ts';
import type { Db } from './connection.ts';
import { planOf, stepOf, t } from './provisioningRows.ts';
import type { Waits } from './typesProvisioning.ts';

/** Which steps can be done now, and for what the others wait. */

/** The phase that is being done: the first that holds steps which wait or failed; null where none does. */
export const PHASE = `SELECT min(phase) FROM (
    SELECT min(phase) AS phase FROM provisioning_steps WHERE plan_id = @id AND state = 'waiting'
    UNION ALL SELECT min(phase) FROM provisioning_steps WHERE plan_id = @id AND state = 'failed')`;

const DUE_STEP = `s.state = 'waiting' AND s.phase = (${PHASE.replaceAll('@id', 'p.id')})
  AND s.kind <> 'byHand' AND s.due <= @now`;
export const FIRST_DUE = `SELECT p.id FROM provisioning_plans p WHERE p.state = 'applying'
  AND EXISTS (SELECT 1 FROM provisioning_steps s WHERE s.plan_id = p.id AND ${DUE_STEP}) ORDER BY p.since, p.id LIMIT 1`;

export function next(inside: Db, now: Instant, limit: number): { plan: Plan; steps: Step[] } | null {
  const id = inside.$client.prepare(FIRST_DUE).pluck().get({ now }) as string | undefined;
  const plan = id === undefined ? null : planOf(inside, id);
  if (plan === null) return null;
  const phase = Number(inside.$client.prepare(PHASE).pluck().get({ id }));
  const steps = inside
    .select()
    .from(t)
    .where(
      and(
        eq(t.planId, plan.id),
        eq(t.state, 'waiting'),
        eq(t.phase, phase),
        sql`${t.due} <= ${now}`,
        sql`${t.kind} <> 'byHand'`,
      ),
    )
    // What was tried in vain comes after what was not.
    .orderBy(asc(t.due), asc(t.number))
    .limit(limit)
    .all();
  return { plan, steps: steps.map(stepOf) };
}

/** Of the steps of the phase that is being done. */
const WAITS_FOR = `SELECT min(CASE WHEN kind <> 'byHand' THEN due END) AS due, max(kind = 'byHand') AS byHand
  FROM provisioning_steps WHERE plan_id = @id AND state = 'waiting' AND phase = (${PHASE})`;

export function waits(inside: Db, id: string, now: Instant): Waits {
  const { due, byHand } = inside.$client.prepare(WAITS_FOR).get({ id }) as {
    due: string | null;
    byHand: bigint | null;
  };
  if (due !== null) return { until: due > now ? due : null, forHand: false };
  return { until: null, forHand: byHand === 1n };
}
