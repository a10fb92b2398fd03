import { Invalid } from '../../core/errors.ts';
import { MOST_STEPS } from '../../core/provisioning/plans.ts';
import type { Proposal } from '../../core/provisioning/types.ts';
import { type Asking, inOneWriting, mustBeAllowed, nowOf } from '../asking.ts';
import { newId } from '../credentials/secrets.ts';

/** Keeping a plan before it is applied. */

/**
 * Keeps a proposal as a draft that is read at `/profiles/plans/ID` and applied there or by `profiles apply ID`. It changes
 * nothing yet.
 * @throws Forbidden; Invalid where it has more steps than a plan may have
 */
export async function proposePlan(asking: Asking, proposal: Proposal): Promise<{ id: string }> {
  mustBeAllowed(asking, 'change', { kind: 'plan' });
  const { length } = proposal.steps;
  if (length > MOST_STEPS)
    throw new Invalid([{ field: 'steps', key: 'planSteps', value: String(length), detail: MOST_STEPS }]);
  const id = newId();
  await inOneWriting(asking, (inside) =>
    inside.store.provisioning.propose(id, proposal, inside.actor, nowOf(inside)),
  );
  return { id };
}
