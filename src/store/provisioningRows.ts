import { eq, inArray, sql } from 'drizzle-orm';
import type { Plan, Step, StepCounts } from '../core/provisioning/plans.ts';
import type { Db } from './connection.ts';
import * as schema from './schema.ts';

/** Rows of plans and steps, as the rest of the product knows them. */

export const p = schema.provisioningPlans;
export const t = schema.provisioningSteps;

const NO_STEPS: StepCounts = { waiting: 0, done: 0, failed: 0, skipped: 0 };

export function plansOf(db: Db, rows: readonly (typeof p.$inferSelect)[]): Plan[] {
  if (rows.length === 0) return [];
  const counted = db
    .select({ id: t.planId, state: t.state, count: sql<bigint>`count(*)` })
    .from(t)
    .where(
      inArray(
        t.planId,
        rows.map(({ id }) => id),
      ),
    )
    .groupBy(t.planId, t.state)
    .all();
  const byPlan = Map.groupBy(counted, ({ id }) => id);
  return rows.map((row) => ({
    ...row,
    counts: {
      ...NO_STEPS,
      ...Object.fromEntries((byPlan.get(row.id) ?? []).map(({ state, count }) => [state, Number(count)])),
    },
  }));
}

export const planOf = (db: Db, id: string): Plan | null =>
  plansOf(db, db.select().from(p).where(eq(p.id, id)).all())[0] ?? null;

export const stepOf = ({ planId, kind: _, due, ...row }: typeof t.$inferSelect): Step => ({
  ...row,
  plan: planId,
  due: due === '' ? null : due,
});
