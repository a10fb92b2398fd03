import { Command } from 'commander';
import { visible } from '../core/signs.ts';
import { VERSION } from '../core/version.ts';
import { HELP, SUMMARY } from '../me/help.ts';
import {
  explained,
  groupsOption,
  looking,
  oneOf,
  onLedger,
  printing,
  several,
  tidyArguments,
  UNKNOWN,
} from './flags.ts';
import type { Io, Writer } from './io.ts';
import { addBudgetHistory } from './programBudgets.ts';
import { addManyBudgets } from './programBudgetsMany.ts';
import { addChannels } from './programChannels.ts';
import { addLedger } from './programLedger.ts';
import { addMessages } from './programMessages.ts';
import { addPeople } from './programPeople.ts';
import { addPolicies } from './programPolicies.ts';
import { addProfiles } from './programProfiles.ts';
import { addRates } from './programRates.ts';
import { addAsking, addRequests } from './programRequests.ts';
import { addServing } from './programServing.ts';
import { addStops } from './programStops.ts';
import { addTokens } from './programTokens.ts';

/**
 * Every command with its options, and where it lives. It lives in a file of its own that is loaded only when it is
 * called, so that none waits for another.
 */

/** What can be called, anew for each run: commander keeps the options of a run in it. */
export function programOf(io: Io): Command {
  const program = new Command('bedrock-ledger')
    .description(
      'Spend, budgets and inference-profile vending for companies whose people use Amazon Bedrock.',
    )
    .version(VERSION)
    .addHelpText(
      'after',
      explained('Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part, or another sync is busy.'),
    )
    .showHelpAfterError('(add --help to see what is possible)')
    .configureOutput({
      writeOut: (text) => io.out.write(text),
      // It repeats what was typed.
      writeErr: (text) => io.err.write(visible(text)),
      getOutHelpWidth: () => widthOf(io.out),
      getErrHelpWidth: () => widthOf(io.err),
      getOutHasColors: () => hasColors(io, io.out),
      getErrHasColors: () => hasColors(io, io.err),
    })
    .exitOverride()
    .hook('preAction', (_, command) => tidyArguments(command));
  // In the order in which the help lists them.
  addServing(program);
  addReading(program);
  addBudgets(
    program.command('budgets').description('budgets of people, teams and cost centers, with their history'),
  );
  addRequests(program.command('requests').description('what people ask for and somebody has to agree to'));
  addMessages(program.command('messages').description('what was told to whom, when, by what, and why not'));
  addStops(
    program.command('stops').description('who is stopped by a hard budget, and what is done about it'),
  );
  addAlerts(program.command('alerts').description('messages about budgets and to operators'));
  addChannels(program.command('channels').description('by what people are told: e-mail, chat, webhooks'));
  addPeople(program.command('people').description('who there is: directory, managers and roles'));
  addRates(program.command('rates').description('what tokens are valued at until the bill counts'));
  addProfiles(program.command('profiles').description('application inference profiles'));
  addPolicies(program.command('policies').description('who may call what on Bedrock: IAM policies and SCPs'));
  addTokens(program.command('tokens').description('tokens that programs ask the API with'));
  addLedger(program);
  addUpkeep(program);
  return program;
}

const widthOf = ({ isTTY, columns }: Writer): number => (isTTY ? columns : undefined) ?? 80;
const hasColors = ({ colors }: Io, { isTTY }: Writer): boolean => isTTY === true && colors;

function addReading(program: Command): void {
  printing(onLedger(program.command('sync').description('read AWS now; never writes to AWS')))
    .argument(
      '[job...]',
      'people (where IAM Identity Center is set), profiles, usage, charges, rates, spend, alerts, requests (where somebody has to agree to profiles), deliver, housekeeping; all of them by default',
    )
    .option('--no-wait', 'do not wait for another sync to end')
    .option('--force', 'believe AWS also where it says much less than before')
    .action(async (jobs, options) => (await import('./sync.ts')).sync(jobs, options));

  printing(onLedger(program.command('backfill').description('read the past again from a day on')))
    .requiredOption('--from <day>', 'first day, YYYY-MM-DD (UTC)')
    .action(async (options) => (await import('./sync.ts')).backfill(options));

  looking(program.command('spend').description('who spent what'))
    .requiredOption('--start <day>', 'first day, YYYY-MM-DD (UTC)')
    .requiredOption('--end-exclusive <day>', 'day after the last')
    .addOption(groupsOption())
    .addOption(oneOf('--basis <what>', 'which figures', ['best', 'billed', 'estimated'], 'best'))
    .option('--csv', 'print CSV')
    .action(async (options) => (await import('./spend.ts')).spend(options));
  looking(program.command('charge-back').description('what is charged to whom: it comes to the bill'))
    .option('--month <month>', 'YYYY-MM (UTC); default: the running month')
    .option('--detail', 'down to person, model and profile, and not by cost center alone')
    .option('--csv', 'print CSV')
    .addHelpText(
      'after',
      explained(
        'Both forms come to the same. Charges that are no usage, such as tax, have rows of their own.',
        'bedrock-ledger charge-back --month 2026-10 --csv > charge-back.csv',
        'bedrock-ledger charge-back --month 2026-10 --detail --csv > detail.csv',
      ),
    )
    .action(async (options) => (await import('./chargeBack.ts')).chargeBack(options));
  looking(program.command('bypass').description('who calls models without a profile, and what ends it'))
    .option('--month <month>', 'YYYY-MM (UTC); default: the running month')
    .option('--cloudtrail', 'ask CloudTrail for callers that the bill does not name; free, and slow')
    .option('--csv', 'print CSV')
    .addHelpText(
      'after',
      explained(
        'Each row says by whom, since when, for how much, who is likely to answer for it, and what ends it.',
        'bedrock-ledger bypass --month 2026-11',
        'bedrock-ledger bypass --cloudtrail --csv > bypass.csv',
      ),
    )
    .action(async (options) => (await import('./bypass.ts')).bypass(options));
}

function addBudgets(budgets: Command): void {
  addBudgetHistory(budgets);
  onLedger(
    budgets.command('import').description('take budgets from a CSV or YAML file at once; all or nothing'),
  )
    .argument('<file>')
    .option('--dry-run', 'only say what would change')
    .option('--unknown', UNKNOWN)
    .option('--reason <text>', 'why, for the audit log')
    .action(async (file, options) => (await import('./budgetsMany.ts')).importFile(file, options));
  printing(onLedger(budgets.command('mirror').description('bring AWS Budgets in line with the ledger')))
    .option('--dry-run', 'only say what would change')
    .action(async (options) => (await import('./budgetsMirror.ts')).mirror(options));
  addAsking(budgets);
  addManyBudgets(budgets);
}

function addAlerts(alerts: Command): void {
  printing(
    onLedger(
      alerts.command('list').description('messages that wait, were given up or were dropped, and why'),
    ),
  ).action(async (options) => (await import('./alerts.ts')).list(options));
  onLedger(alerts.command('resend').description('send messages again that did not arrive'))
    .argument('[id]', 'as "alerts list" shows it')
    .option('--failed', 'all that were given up')
    .option('--reason <text>', 'why, for the audit log')
    .action(async (id, options) => (await import('./alerts.ts')).resend(id, options));
}

const DIAGNOSED = `
It says first what is wrong, the worst on top, each with the one step that mends it: "$" before a command, or a page, an
address, a setting. With --json: verdict (ok, warning, failed) and every check with state, found, advice and mend.
Exit codes: 0 nothing failed (there may be warnings), 1 a check failed, 2 wrong usage.`;

function addUpkeep(program: Command): void {
  printing(
    onLedger(
      program
        .command('doctor')
        .description('check credentials, permissions, tags, freshness, sign-in and the ledger'),
    ),
  )
    .option('--brief', 'only what wants attention')
    .option('--all', 'each check that is well beside what is not')
    .option('--activate-tags', 'activate the cost allocation tags that AWS has seen')
    .option('--backfill-tags <month>', 'ask AWS to apply the tags to the past from this month on, YYYY-MM')
    .option('--policy <file>', 'judge this policy instead, without AWS; again for each; - reads it', several)
    .option('--scp <files>', 'with service control policies of one level; again for each level', several)
    .option('--boundary <file>', 'with a permissions boundary')
    .addHelpText('after', explained(DIAGNOSED))
    .action(async (options) => (await import('./doctor.ts')).doctor(options));

  // The launcher starts it without this file, so that a prompt does not wait; it stands here to be listed.
  program.command('me').description(SUMMARY).helpInformation = () => HELP;

  onLedger(program.command('migrate').description('bring the ledger to this version (after a backup)'))
    .option('--no-backup', 'without a copy of what it was: there is no way back then')
    .action(async (options) => (await import('./migrate.ts')).migrate(options));
}
