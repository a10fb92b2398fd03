import type { Command } from 'commander';
import { BEYOND, looking, onLedger, printing, UNKNOWN } from './flags.ts';
import { addHygiene } from './programHygiene.ts';
import { addPlans } from './programPlans.ts';

/** `bedrock-ledger profiles …` with its options. */

export function addProfiles(profiles: Command): void {
  looking(profiles.command('list').description('all profiles'))
    .option('--user <email>', 'only of this person')
    .action(async (options) => (await import('./profiles.ts')).list(options));
  printing(onLedger(profiles.command('create').description('get a profile for a person and a model')))
    .requiredOption('--user <email>')
    .requiredOption('--cost-center <name>')
    .requiredOption(
      '--model <id>',
      'foundation model or system profile, such as global.anthropic.claude-sonnet-4-6',
    )
    .option('--region <region>')
    .option('--account <id>')
    .option('--unknown', UNKNOWN)
    .option('--beyond', BEYOND)
    .action(async (options) => (await import('./profiles.ts')).create(options));
  onLedger(
    profiles.command('delete').description('delete a profile; whoever uses it is refused from then on'),
  )
    .argument('<arn>')
    .option('--yes', 'do not ask')
    .action(async (arn, options) => (await import('./profiles.ts')).remove(arn, options));
  addPlans(profiles);
  addHygiene(profiles);
}
