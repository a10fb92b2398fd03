import type { Command } from 'commander';
import { BUDGET_PERIODS } from '../core/budgetPeriods.ts';
import { SUGGESTED_BY, SUGGESTED_KINDS, USUAL_MONTHS } from '../core/suggestions.ts';
import { explained, oneOf, onLedger, printing, UNKNOWN, whole } from './flags.ts';

/** `bedrock-ledger budgets plan`, `apply`, `remove`, `undo`, `changes` and `suggest` with their options. */

const REASON = 'why, for the audit log';
const FROM = 'from when changes hold where a row does not say it: now, period, next or a day';
const FILE = `A CSV file names its columns in the first line: scope, key and amount are needed; period, narrow, from, until,
thresholds, carryOver, hard, reason and action (set or remove) may follow. A YAML file is a list of budgets with the same
fields. What "budgets list --csv" and "--yaml" print, and what the page exports, can be handed in as it is.`;

const handingIn = (command: Command) =>
  printing(onLedger(command))
    .option('--remove-missing', 'end every budget that is not in it')
    .option('--from <when>', FROM)
    .option('--unknown', UNKNOWN);

export function addManyBudgets(budgets: Command): void {
  handingIn(budgets.command('plan').description('what a file of budgets would change; CSV or YAML'))
    .argument('<file>', 'file; - for standard input')
    .option('--save', 'keep it, to be applied from here or from the page')
    .addHelpText(
      'after',
      explained(
        `It changes nothing.\n${FILE}`,
        'bedrock-ledger budgets plan budgets.csv',
        'bedrock-ledger budgets plan budgets.yaml --remove-missing --json',
      ),
    )
    .action(async (file, options) => (await import('./budgetsMany.ts')).plan(file, options));
  handingIn(
    budgets
      .command('apply')
      .description('do what a file of budgets, or a plan that was kept, says; all or nothing'),
  )
    .argument('<file-or-plan>', 'file, - for standard input, or the id of a plan')
    .option('--yes', 'do not ask')
    .option('--reason <text>', REASON)
    .addHelpText(
      'after',
      explained(
        'Exactly what was read is applied; where a budget changed since, nothing is, and exit code 3 says so. What was applied can be undone.',
        'bedrock-ledger budgets apply budgets.csv --yes --reason "quarterly plan"',
      ),
    )
    .action(async (what, options) => (await import('./budgetsMany.ts')).apply(what, options));
  printing(onLedger(budgets.command('remove').description('end budgets')))
    .argument('<scope...>', 'user:E-MAIL, costCenter:NAME, userDefault, …')
    .addOption(oneOf('--period <period>', 'of which period', [...BUDGET_PERIODS], 'month'))
    .option('--narrow <what>', 'of which part: family:NAME, vendor:NAME or tag:KEY=VALUE')
    .option('--from <when>', 'now (the standard), period, next or a day')
    .option('--yes', 'do not ask')
    .option('--reason <text>', REASON)
    .action(async (scopes, options) => (await import('./budgetsMany.ts')).remove(scopes, options));
  printing(onLedger(budgets.command('undo').description('put back what held before a plan was applied')))
    .argument('<plan>', 'as "budgets changes" shows it')
    .option('--reason <text>', REASON)
    .action(async (id, options) => (await import('./budgetsMany.ts')).undo(id, options));
  printing(onLedger(budgets.command('changes').description('plans of many budgets, newest first')))
    .option('--limit <n>', 'so many of them', whole(1, 1000), 20)
    .action(async (options) => (await import('./budgetsMany.ts')).changes(options));
  printing(onLedger(budgets.command('suggest').description('monthly amounts by the last complete months')))
    .addOption(oneOf('--for <kind>', 'for whom', [...SUGGESTED_KINDS], 'user'))
    .option('--months <n>', 'how many months', whole(SUGGESTED_BY[0], SUGGESTED_BY.at(-1) ?? 6), USUAL_MONTHS)
    .option('--all', 'also those who have a budget of their own')
    .option('--csv', 'print CSV that "budgets plan" takes')
    .action(async (options) => (await import('./budgetsSuggest.ts')).suggest(options));
}
