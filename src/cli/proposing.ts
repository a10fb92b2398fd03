import { proposePlan } from '../app/provisioning/propose.ts';
import type { LedgerContext } from '../context.ts';
import { requestCommand } from '../core/provisioning/quota.ts';
import type { Proposal } from '../core/provisioning/types.ts';
import { askingOf } from './asking.ts';
import { printJson, say } from './output.ts';
import { printPlan } from './planTables.ts';

/** What every command does with a plan that it made: print it, keep it, and say how it is applied. */

export interface ProposingOptions {
  dryRun?: boolean;
  /** Print every row. */
  all?: boolean;
  /** It is applied at once by whoever called this, and as JSON what became of it is printed alone. */
  yes?: boolean;
  json?: boolean;
}

/**
 * Keeps a plan, unless it is only rehearsed or has no step, and says so.
 * @returns the id of the plan that was kept
 */
export async function propose(
  context: LedgerContext,
  proposal: Proposal,
  { dryRun = false, all = false, yes = false, json = false }: ProposingOptions,
): Promise<string | null> {
  const isKept = !dryRun && proposal.steps.length > 0;
  const id = isKept ? (await proposePlan(askingOf(context), proposal)).id : null;
  const isApplied = yes && id !== null;
  if (json) {
    if (!isApplied) printJson(proposalJson(id, proposal));
    return id;
  }
  printPlan(proposal, all);
  say();
  if (id !== null && !isApplied)
    say(`Kept as ${id}; nothing was changed. Apply it: bedrock-ledger profiles apply ${id}`);
  else if (proposal.steps.length === 0)
    say(
      proposal.refused.length === 0
        ? 'There is nothing to do.'
        : 'There is nothing to apply: see above what is refused, and why.',
    );
  else if (id === null) say('Nothing was kept or changed.');
  return id;
}

export const proposalJson = (id: string | null, proposal: Proposal) => ({
  id,
  ...proposal,
  requests: (proposal.requests ?? []).map((one) => ({ ...one, command: requestCommand(one) })),
});
