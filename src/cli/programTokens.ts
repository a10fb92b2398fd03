import type { Command } from 'commander';
import { BEYOND, onLedger, printing, whole } from './flags.ts';

/** Commands about tokens of the API. */

export function addTokens(tokens: Command): void {
  onLedger(
    tokens.command('create').description('make a token for somebody of the directory; it is printed once'),
  )
    .requiredOption('--user <email>', 'who it stands for: it gives no more than they may see')
    .requiredOption('--name <text>', 'what it is for')
    .option(
      '--scopes <list>',
      'me, spend, budgets, profiles, people, operations, audit; vend makes and deletes profiles, budget changes budgets',
      'me',
    )
    .option('--days <n>', 'days that it is good for: 7, 30, 90 or 365', whole(1, 365), 90)
    .option('--beyond', BEYOND)
    .action(async (options) => (await import('./tokens.ts')).create(options));
  printing(onLedger(tokens.command('list').description('all tokens, without their secrets')))
    .option('--user <email>', 'only of this person')
    .action(async (options) => (await import('./tokens.ts')).list(options));
  onLedger(tokens.command('revoke').description('end a token at once'))
    .argument('<id>', 'as "tokens list" shows it')
    .option('--reason <text>', 'why, for the audit log')
    .action(async (id, options) => (await import('./tokens.ts')).revoke(id, options));
}
