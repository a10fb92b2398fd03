import { LedgerError } from '../../core/errors.ts';
import type { Plan, PlanState } from '../../core/provisioning/plans.ts';
import {
  type Asking,
  because,
  inOneReading,
  inOneWriting,
  mustBeAllowed,
  NotThere,
  nowOf,
} from '../asking.ts';
import { readReason, type Typed } from '../typed.ts';

/** Having a plan applied, and what else becomes of it. The steps themselves are done by the job `provision`. */

/**
 * Has a plan applied from now on; of one that ended, what failed is tried again. Asked for twice it is applied once.
 * @param typed `reason`
 * @returns the state it was in
 * @throws Forbidden, NotThere, Invalid; LedgerError `switchedOff` while profiles are not vended
 */
export async function applyPlan(asking: Asking, id: string, typed: Typed = {}): Promise<PlanState> {
  mustBeAllowed(asking, 'change', { kind: 'plan' });
  const actor = because(asking, readReason(typed));
  if (!asking.settings.vending.enabled)
    throw new LedgerError(
      'switchedOff',
      'creating, tagging and deleting profiles is switched off. Set vending.enabled to true.',
    );
  return inOneWriting(asking, async (inside) => {
    const before = await inside.store.provisioning.begin(id, actor, nowOf(inside));
    if (before === null) throw new NotThere('plan');
    return before;
  });
}

/**
 * Has no further step of it done; what is done stays.
 * @returns whether it was being applied
 * @throws Forbidden, NotThere, Invalid
 */
export const stopPlan = (asking: Asking, id: string, typed: Typed = {}): Promise<boolean> =>
  changing(asking, id, typed, (inside, actor) => inside.store.provisioning.stop(id, actor, nowOf(inside)));

/** @returns the plan where it is a draft; null where it is none any more @throws Forbidden, NotThere */
export const draftToDiscard = (asking: Asking, id: string): Promise<Plan | null> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'plan' });
    const plan = await mustBeThere(inside, id);
    return plan.state === 'draft' ? plan : null;
  });

/** Forgets a draft. @returns whether it was one @throws Forbidden, NotThere, Invalid */
export const discardPlan = (asking: Asking, id: string, typed: Typed = {}): Promise<boolean> =>
  changing(asking, id, typed, (inside, actor) => inside.store.provisioning.discard(id, actor, nowOf(inside)));

/**
 * Says of a step that this product cannot do that somebody did it.
 * @returns whether it waited for that
 * @throws Forbidden, NotThere, Invalid
 */
export const confirmStep = (
  asking: Asking,
  id: string,
  number: number,
  typed: Typed = {},
): Promise<boolean> =>
  changing(asking, id, typed, (inside, actor) =>
    inside.store.provisioning.confirm(id, number, actor, nowOf(inside)),
  );

async function changing(
  asking: Asking,
  id: string,
  typed: Typed,
  change: (inside: Asking, actor: Asking['actor']) => Promise<boolean>,
): Promise<boolean> {
  mustBeAllowed(asking, 'change', { kind: 'plan' });
  const actor = because(asking, readReason(typed));
  return inOneWriting(asking, async (inside) => {
    await mustBeThere(inside, id);
    return change(inside, actor);
  });
}

/** A plan, for whoever may see plans. @throws NotThere */
export async function mustBeThere({ store }: Pick<Asking, 'store'>, id: string): Promise<Plan> {
  const plan = await store.provisioning.get(id);
  if (plan === null) throw new NotThere('plan');
  return plan;
}
