import { type Command, Option } from 'commander';
import { CLIENTS } from '../core/vending/clientSettings/types.ts';
import { looking, several } from './flags.ts';

/** `bedrock-ledger profiles settings` with its options. */

export function addSettings(profiles: Command): void {
  looking(profiles.command('settings').description('settings to paste into a client, as text to redirect'))
    .argument('[profile]', 'its ARN, or the last part of it')
    .addOption(new Option('--client <name>', 'only for this client').choices(CLIENTS))
    .option('--for <email>', 'of the profile that most of the work of this person is done with')
    .option('--managed', 'Claude Code’s managed settings for device management: files for each group')
    .option('--group <name>', 'only this group; can be given again', several)
    .option('--to <folder>', 'the folder that the files are written to')
    .action(async (profile, options) => (await import('./profileSettings.ts')).settings(profile, options));
}
