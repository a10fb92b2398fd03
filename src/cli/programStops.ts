import type { Command } from 'commander';
import { explained, looking, onLedger, printing, whole } from './flags.ts';

/** `bedrock-ledger stops …`: who is stopped by a hard budget, and what is done about it. */

const AT_ONCE = 'A server that runs takes it up within seconds; without one: "bedrock-ledger sync enforce".';

export function addStops(stops: Command): void {
  const of = () => import('./stops.ts');
  looking(
    stops.command('list').description('who is stopped, or would be in a dry run, and what holds stops off'),
  ).action(async (options) => (await of()).list(options));
  looking(
    stops
      .command('dry-run')
      .description('whom hard budgets would have stopped in a month, and what came after'),
  )
    .option('--month <month>', 'YYYY-MM, UTC; default: the one before this')
    .option('--all', 'every budget as if it were hard')
    .action(async (options) => (await of()).dryRun(options));
  printing(onLedger(stops.command('release').description('let somebody go on who is stopped')))
    .argument('<id>', 'of the stop, see "stops list"')
    .option('--hours <hours>', 'for so long; default: until the period ends', whole(1, 9000))
    .option('--reason <text>', 'why, for the audit log; needed')
    .addHelpText('after', explained(AT_ONCE))
    .action(async (id, options) => (await of()).release(id, options));
  printing(onLedger(stops.command('take-back').description('take a release back')))
    .argument('<id>', 'of the release, see "stops list"')
    .option('--reason <text>', 'why, for the audit log')
    .addHelpText('after', explained(AT_ONCE))
    .action(async (id, options) => (await of()).takeBack(id, options));
  printing(onLedger(stops.command('grace').description('give somebody the grace of the running period')))
    .argument('<name>', 'the budget, as "budgets list" says it, or its id')
    .option('--for <whom>', 'of a budget that holds for many: whose e-mail address or which cost center')
    .addHelpText('after', explained(AT_ONCE))
    .action(async (name, options) => (await of()).grace(name, options));
}
