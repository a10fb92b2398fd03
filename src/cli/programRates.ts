import { Argument, type Command, Option } from 'commander';
import { lifetime, looking, onLedger, region } from './flags.ts';

/** Commands about rates. */

export function addRates(rates: Command): void {
  looking(rates.command('list').description('rates in force today, with where they come from'))
    .option('--model <text>', 'only models with this in their id')
    .action(async (options) => (await import('./rates.ts')).list(options));
  oneRate(rates.command('set').description('set a rate of your own; it goes before the bill and the list'))
    .argument('<usd>', 'USD per 1,000,000 tokens')
    .option('--from <day>', 'first day, YYYY-MM-DD (UTC); default: today')
    .option('--to <day>', 'day after the last')
    .action(async (model, kind, usd, options) => (await import('./rates.ts')).set(model, kind, usd, options));
  oneRate(rates.command('remove').description('take a rate of your own away again'))
    .option('--from <day>', 'its first day, YYYY-MM-DD (UTC); needed only where there are several')
    .action(async (model, kind, options) => (await import('./rates.ts')).remove(model, kind, options));
}

const oneRate = (command: Command) =>
  onLedger(command)
    .argument('<model>', 'id of a foundation model, or a part of it that only one has')
    .addArgument(
      new Argument('<kind>', 'kind of token').choices(['input', 'output', 'cacheRead', 'cacheWrite']),
    )
    .addOption(new Option('--route <route>', 'only calls on this route').choices(['regional', 'global']))
    .option('--region <region>', 'only calls from this Region', region)
    .option('--cache-ttl <time>', 'only cache writes kept this long: 5m, 1h', lifetime)
    .option('--reason <text>', 'why, for the audit log');
