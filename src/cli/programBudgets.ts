import type { Command } from 'commander';
import { BUDGET_PERIODS } from '../core/budgetPeriods.ts';
import { explained, looking, oneOf, onLedger, printing, UNKNOWN, whole } from './flags.ts';

/** `bedrock-ledger budgets list, history, set, raise, end, withdraw`: what held, holds, and is to hold. */

const REASON = 'why, for the history and the audit log';
const FROM = 'now, period (start of the running one), next, or YYYY-MM-DD (UTC)';
const NAME = 'as lists say it, such as costCenter:CC-1 or "user:ann@example.com week", or its id';

export function addBudgetHistory(budgets: Command): void {
  looking(budgets.command('list').description('budgets, and where each stands; of the past what held then'))
    .option('--on <day>', 'as they held on that day, YYYY-MM-DD (UTC)')
    .option('--month <month>', 'as they held at the end of that month, YYYY-MM')
    .option('--all', 'also those that ended')
    .option('--csv', 'print CSV that "budgets plan" takes')
    .option('--yaml', 'the same as YAML')
    .action(async (options) => (await import('./budgets.ts')).list(options));
  looking(
    budgets.command('history').description('all that was decided of a budget, and what held in each period'),
  )
    .argument('<name>', NAME)
    .action(async (name, options) => (await import('./budgetHistory.ts')).history(name, options));
  addSet(budgets);
  printing(onLedger(budgets.command('raise').description('more of a budget for a time; it ends by itself')))
    .argument('<name>', NAME)
    .argument('<extra>', 'USD of one period, beside what holds')
    .option('--from <when>', FROM)
    .option('--until <day>', 'last day; default: the end of the running period')
    .option('--reason <text>', `${REASON}; needed`)
    .action(async (name, extra, options) => (await import('./budgetHistory.ts')).raise(name, extra, options));
  printing(onLedger(budgets.command('end').description('end a budget; what held until then stays')))
    .argument('<name>', NAME)
    .option('--from <when>', FROM)
    .option('--reason <text>', REASON)
    .action(async (name, options) => (await import('./budgetHistory.ts')).end(name, options));
  printing(onLedger(budgets.command('withdraw').description('take back what is planned, or end a raise')))
    .argument('<name>', NAME)
    .argument('<version>', 'which change, as history says it', whole(1, 1_000_000))
    .option('--reason <text>', REASON)
    .action(async (name, version, options) =>
      (await import('./budgetHistory.ts')).withdraw(name, version, options),
    );
}

function addSet(budgets: Command): void {
  printing(onLedger(budgets.command('set').description('set a budget, from now or another day on')))
    .argument(
      '<scope>',
      'user:E-MAIL, costCenter:NAME, team:E-MAIL of the manager, organisation, userDefault, costCenterDefault, memberDefault:COST-CENTER or groupDefault:GROUP',
    )
    .argument('<amount>', 'USD of one period')
    .addOption(oneOf('--period <period>', 'how long a period is', [...BUDGET_PERIODS], 'month'))
    .option('--narrow <what>', 'only family:NAME, vendor:NAME or tag:KEY=VALUE')
    .option('--from <when>', FROM)
    .option('--until <day>', 'last day on which it holds')
    .option('--thresholds <list>', 'when to tell, such as "80%, $50, forecast 100%"')
    .option('--carry-over', 'what is unused counts in the next period, once')
    .option('--hard', 'stops use, where enforcement.mode is on')
    .option('--unknown', UNKNOWN)
    .option('--reason <text>', REASON)
    .addHelpText(
      'after',
      explained(
        'Without --from another amount holds from today on, and a new budget from the start of its period.',
        'bedrock-ledger budgets set costCenter:CC-1 500 --period week --from next',
      ),
    )
    .action(async (scope, amount, options) => (await import('./budgets.ts')).set(scope, amount, options));
}
