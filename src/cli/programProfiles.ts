import { type Command, Option } from 'commander';
import { CLIENTS } from '../core/vending/clientSettings/types.ts';
import { BEYOND, looking, onLedger, printing, several, UNKNOWN } from './flags.ts';

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
  looking(profiles.command('settings').description('settings to paste into a client, as text to redirect'))
    .argument('[profile]', 'its ARN, or the last part of it')
    .addOption(new Option('--client <name>', 'only for this client').choices(CLIENTS))
    .option('--for <email>', 'of the profile that most of the work of this person is done with')
    .option('--managed', 'Claude Code’s managed settings for device management: files for each group')
    .option('--group <name>', 'only this group; can be given again', several)
    .option('--to <folder>', 'the folder that the files are written to')
    .action(async (profile, options) => (await import('./profileSettings.ts')).settings(profile, options));
}
