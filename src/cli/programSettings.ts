import { type Command, Option } from 'commander';
import { CLIENTS } from '../core/vending/clientSettings/types.ts';
import { explained, looking, onLedger, printing, several, whole } from './flags.ts';

/** `bedrock-ledger profiles settings` with its options. */

export function addSettings(profiles: Command): void {
  looking(profiles.command('settings').description('settings to paste into a client, as text to redirect'))
    .argument('[profile]', 'its ARN, or the last part of it')
    .addOption(new Option('--client <name>', 'only for this client').choices(CLIENTS))
    .option('--for <email>', 'of the profile that most of the work of this person is done with')
    .option('--managed', 'Claude Code’s managed settings for device management: files for each group')
    .option('--group <name>', 'only this group; can be given again', several)
    .option('--to <folder>', 'the folder that the files are written to')
    .addHelpText(
      'after',
      explained(
        'Of one client the text alone is on standard output, and what is to be known of it beside it.',
        'bedrock-ledger profiles settings ARN --client claude-code > settings.json',
        'bedrock-ledger profiles settings --for ann@example.com --client aws-cli',
        'bedrock-ledger profiles settings --managed --to managed',
      ),
    )
    .action(async (profile, options) => (await import('./profileSettings.ts')).settings(profile, options));
}

/** `bedrock-ledger profiles roll-over` with its options. */
export function addRollOver(profiles: Command): void {
  printing(
    onLedger(profiles.command('roll-over').description('plan that everyone of one model gets its successor')),
  )
    .requiredOption('--from <model>', 'model, by every route; or a system profile, of that route alone')
    .requiredOption('--to <model>', 'model, each by the route that they have; or a system profile, for all')
    .addOption(new Option('--until <day>', 'delete the old ones on this day (UTC)').conflicts('untilUnused'))
    .option('--until-unused <days>', 'delete each old one once it was unused for so many days', whole(1, 365))
    .option('--dry-run', 'only print the plan')
    .option('--all', 'print every row')
    .option('--yes', 'apply it at once')
    .addHelpText(
      'after',
      explained(
        'A plan is kept, which "profiles apply" carries out. Old profiles stay unless --until or --until-unused is given. Whoever gets the new model is mailed their new settings.',
        'bedrock-ledger profiles roll-over --from OLD --to NEW --until-unused 14',
      ),
    )
    .action(async (options) => (await import('./rollOver.ts')).rollOver(options));
}
