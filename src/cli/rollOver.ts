import { proposePlan } from '../app/provisioning/propose.ts';
import { planRollOver } from '../app/provisioning/rollOver.ts';
import { awsOf, identify } from '../context.ts';
import { Invalid } from '../core/errors.ts';
import { en } from '../ui/messages/en.ts';
import { askingOf } from './asking.ts';
import { printJson, say, UserError } from './output.ts';
import { apply } from './plans.ts';
import { printPlan } from './planTables.ts';
import { type LedgerOptions, withContext } from './withContext.ts';

/** `bedrock-ledger profiles roll-over` */

interface RollOverOptions extends LedgerOptions {
  from: string;
  to: string;
  until?: string;
  untilUnused?: number;
  dryRun?: boolean;
  all?: boolean;
  yes?: boolean;
  json?: boolean;
}

export async function rollOver(options: RollOverOptions): Promise<void> {
  const { from, to, until = '', untilUnused } = options;
  const old = untilUnused !== undefined ? 'unused' : until === '' ? 'keep' : 'until';
  const id = await withContext(options, async (opened) => {
    const context = await identify(opened);
    const typed = { from, to, old, until, days: String(untilUnused ?? '') };
    const proposal = await planRollOver(askingOf(context), awsOf(context), typed).catch((error: unknown) => {
      throw error instanceof Invalid ? inOptions(error) : error;
    });
    const isKept = options.dryRun !== true && proposal.steps.length > 0;
    const kept = isKept ? (await proposePlan(askingOf(context), proposal)).id : null;
    if (options.json) printJson({ id: kept, ...proposal });
    else {
      printPlan(proposal, options.all === true);
      say();
      if (kept === null) say('Nothing was kept or changed.');
      else if (!options.yes)
        say(`Kept as ${kept}; nothing was changed. Apply it: bedrock-ledger profiles apply ${kept}`);
    }
    return kept;
  });
  if (id !== null && options.yes) await apply(id, options);
}

/** The first fault in the words of the options. */
function inOptions({ faults: [fault] }: Invalid): Error {
  const option = fault?.field === 'toSource' ? 'to' : fault?.field === 'days' ? 'until-unused' : fault?.field;
  const words = en.invalid[(fault?.key ?? '') as keyof typeof en.invalid];
  const said = typeof words === 'function' ? (words as (detail: unknown) => string)(fault?.detail) : words;
  return new UserError(`--${option}: "${fault?.value ?? ''}": ${said ?? fault?.key}`, 'badRequest');
}
