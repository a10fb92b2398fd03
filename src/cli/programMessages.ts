import type { Command } from 'commander';
import { looking, whole } from './flags.ts';

/** `messages …`: what was told to whom. */

export function addMessages(messages: Command): void {
  looking(messages.command('list').description('messages, newest first, and what became of each'))
    .option('--state <state>', 'sent, waiting, givenUp or dropped')
    .option('--kind <kind>', 'threshold, or a kind of notice or letter')
    .option('--channel <name>', 'email, webhook, or a channel by its name')
    .option('--subject <whom>', 'whom they are about: user:ann@example.com, costCenter:CC-1, organisation')
    .option('--since <day>', 'owed from this day on (YYYY-MM-DD, UTC)')
    .option('--limit <count>', 'so many at most', whole(1, 10_000), 100)
    .option('--after <mark>', 'those behind it: what the part before said')
    .option('--csv', 'print CSV')
    .action(async (options) => (await import('./messages.ts')).list(options));
  looking(messages.command('show').description('one message'))
    .argument('<id>', 'see "messages list"')
    .action(async (id, options) => (await import('./messages.ts')).show(id, options));
}
