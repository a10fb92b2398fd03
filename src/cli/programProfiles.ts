import type { Command } from 'commander';
import { BEYOND, looking, onLedger, printing, several, UNKNOWN } from './flags.ts';

/** `bedrock-ledger profiles …` with its options. */

export function addProfiles(profiles: Command): void {
  looking(profiles.command('list').description('all profiles'))
    .option('--user <email>', 'only of this person')
    .action(async (options) => (await import('./profiles.ts')).list(options));
  printing(onLedger(profiles.command('create').description('get a profile for a person and a model')))
    .requiredOption('--user <email>', 'e-mail address, or a name that one person in the directory has')
    .option('--cost-center <name>', 'that of the directory unless given')
    .requiredOption(
      '--model <id>',
      'system profile, foundation model, or its name: global.anthropic.claude-sonnet-4-6, "Claude Sonnet 4.6"',
    )
    .option('--geography <route>', 'where the model has several: in-region, us, eu, jp, …, global')
    .option('--region <region>', 'the first of the settings unless given')
    .option('--account <id>', 'the first of the settings unless given')
    .option('--tag <key=value>', 'a further tag (vending.tags); again and again', several, [])
    .option('--reason <text>', 'for the audit log')
    .option('--unknown', UNKNOWN)
    .option('--beyond', BEYOND)
    .action(async (options) => (await import('./profiles.ts')).create(options));
  onLedger(
    profiles.command('delete').description('delete a profile; whoever uses it is refused from then on'),
  )
    .argument('<arn>')
    .option('--yes', 'do not ask')
    .action(async (arn, options) => (await import('./profiles.ts')).remove(arn, options));
}
