import type { Plan, Step, StepState } from '../../core/provisioning/plans.ts';
import type { Deed } from '../../core/provisioning/types.ts';
import type { StepQuestion, Waits } from '../../store/typesProvisioning.ts';
import { type Asking, inOneReading, mustBeAllowed, nowOf } from '../asking.ts';
import { mustBeThere } from './apply.ts';

/** Plans as whoever may change profiles for many sees them. */

/** Newest first. @throws Forbidden */
export const listPlans = (
  asking: Asking,
  page: { limit: number; offset: number },
): Promise<{ plans: Plan[]; total: number }> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'plan' });
    const { provisioning } = inside.store;
    return { plans: await provisioning.list(page), total: await provisioning.count() };
  });

export interface PlanShown {
  plan: Plan;
  /** How many steps of each kind are in which state. */
  kinds: readonly { kind: Deed['kind']; state: StepState; count: number }[];
  /** What a plan that is being applied waits for, where no step of it can be done now. */
  waits: Waits;
  /** The part that was asked for, of `total` that fit. */
  steps: readonly Step[];
  total: number;
}

/** A plan with those of its steps that fit. @throws Forbidden, NotThere */
export const readPlan = (
  asking: Asking,
  id: string,
  question: StepQuestion = {},
  page: ((total: number) => { limit: number; offset: number }) | null = null,
): Promise<PlanShown> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'plan' });
    const { provisioning } = inside.store;
    const plan = await mustBeThere(inside, id);
    const total = await provisioning.countSteps(id, question);
    return {
      plan,
      kinds: await provisioning.kinds(id),
      waits: await provisioning.waits(id, nowOf(inside)),
      steps: await provisioning.steps(id, question, page === null ? null : page(total)),
      total,
    };
  });
