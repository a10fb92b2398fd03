import { mustBeAllowed } from '../app/asking.ts';
import { planRollOver } from '../app/provisioning/rollOver.ts';
import { awsOf, identify } from '../context.ts';
import { askingOf } from './asking.ts';
import { asOptions } from './faults.ts';
import { apply, mustKnowModels } from './plans.ts';
import { propose } from './proposing.ts';
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
  const id = await withContext(
    options,
    async (opened) => {
      mustBeAllowed(askingOf(opened), 'change', { kind: 'plan' });
      const context = await identify(opened);
      await mustKnowModels(context);
      const typed = { from, to, old, until, days: String(untilUnused ?? '') };
      const proposal = await planRollOver(askingOf(context), awsOf(context), typed).catch(asOptions(OPTIONS));
      return propose(context, proposal, options);
    },
    { reading: options.dryRun === true },
  );
  if (id !== null && options.yes) await apply(id, options);
}

const OPTIONS = { from: '--from', to: '--to', toSource: '--to', until: '--until', days: '--until-unused' };
