import type { Command } from 'commander';
import { Option } from 'commander';
import { LETTER_LOCALES } from '../core/letters.ts';
import { MESSAGE_KINDS } from '../core/sent.ts';
import { explained, onLedger, printing } from './flags.ts';

/** `bedrock-ledger channels …`: how people are told, how that would look, and whether it arrives. */
export function addChannels(channels: Command): void {
  printing(
    onLedger(channels.command('list').description('channels as they are set, and how they do')),
  ).action(async (options) => (await import('./channels.ts')).list(options));
  printing(
    onLedger(channels.command('preview').description('a message as a channel would send it; sends nothing')),
  )
    .argument('<name>', 'as "channels list" shows it')
    .addOption(new Option('--message <kind>', 'kind of message').choices(MESSAGE_KINDS).default('test'))
    .addOption(new Option('--language <language>', "default: the channel's").choices([...LETTER_LOCALES]))
    .addHelpText(
      'after',
      explained(
        'People and figures in it are made up. Of a mail it is the text; --json has the HTML as well.',
        'bedrock-ledger channels preview email --message threshold --language ja',
      ),
    )
    .action(async (name, options) => (await import('./channels.ts')).preview(name, options));
  printing(onLedger(channels.command('test').description('send one test message by a channel, now')))
    .argument('<name>', 'as "channels list" shows it')
    .option('--to <email>', 'to whom, by channels that reach single people')
    .addHelpText(
      'after',
      explained(
        'Exit code 1 where it was not delivered.',
        'bedrock-ledger channels test email --to you@example.com',
      ),
    )
    .action(async (name, options) => (await import('./channels.ts')).test(name, options));
}
