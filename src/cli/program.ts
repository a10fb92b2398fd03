import { Argument, Command, Option } from 'commander';
import { GIVEN_ROLES } from '../core/access.ts';
import { OTHERS_SEE } from '../core/privacy.ts';
import { visible } from '../core/signs.ts';
import { VERSION } from '../core/version.ts';
import { HELP, SUMMARY } from '../me/help.ts';
import {
  BEYOND,
  explained,
  groupsOption,
  lifetime,
  looking,
  oneOf,
  onLedger,
  percent,
  positive,
  printing,
  region,
  several,
  tidyArguments,
  UNKNOWN,
  whole,
} from './flags.ts';
import type { Io, Writer } from './io.ts';
import { addBudgetHistory } from './programBudgets.ts';
import { addManyBudgets } from './programBudgetsMany.ts';
import { addChannels } from './programChannels.ts';
import { addLedger } from './programLedger.ts';
import { addMessages } from './programMessages.ts';
import { addPolicies } from './programPolicies.ts';
import { addProfiles } from './programProfiles.ts';
import { addAsking, addRequests } from './programRequests.ts';
import { addStops } from './programStops.ts';

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

const world = (command: Command) =>
  command
    .option('--seed <n>', 'one seed, one world', whole(0, 2 ** 31), 1)
    .option('--users <n>', 'people in the simulated company', whole(1, 5000), 120)
    .option('--days <n>', 'days of history', whole(1, 455), 100)
    .option('--speed <n>', 'simulated seconds per real second', positive, 1)
    .addOption(oneOf('--discounts <state>', 'hidden discounts on some models', ['on', 'off'], 'on'))
    .addOption(oneOf('--tags <state>', 'cost allocation tags', ['active', 'inactive'], 'active'))
    .option('--one-hour-cache <percent>', 'share of cache writes kept for an hour', percent(0, 100), 5)
    .option('--oddities', 'what AWS does now and then: rarer spellings, a new geography, a holiday')
    .option('--throttle <percent>', 'share of requests that AWS throttles', percent(0, 90), 0);

function addServing(program: Command): void {
  onLedger(program.command('serve').description('start the server and the scheduler'))
    .option('--port <n>', 'port on the loopback interface', whole(0, 65535))
    .option('--no-scheduler', 'serve pages only')
    .action(async (options) => (await import('./serve.ts')).serve(options));
  world(program.command('demo').description('look at it now: simulated AWS, a fresh ledger, the dashboard'))
    .option('--port <n>', 'port of the dashboard', whole(0, 65535), 8080)
    .option('--db <file>', 'where to keep the demo ledger; default: a new temporary file')
    .option('--tokens', 'print a token for the API for each role')
    .option('--approval', 'the owner of a cost center agrees before somebody gets a profile')
    .addOption(oneOf('--others-see <what>', 'what others see of a person', OTHERS_SEE, 'days'))
    .action(async (options) => (await (await import('./demoProgram.ts')).demoProgram()).demo(options));

  world(program.command('simulate').description('run the AWS simulator alone'))
    .option('--port <n>', 'port on the loopback interface', whole(0, 65535), 0)
    .option('--now <instant>', 'simulated time at the start, ISO 8601')
    .action(async (options) => (await import('./simulate.ts')).simulate(options));
}

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

const FILE_OF_PEOPLE = `
Only the column email is needed. An empty cell says nothing, so that other sources are believed; "-" says that
there is none. A column that is not there leaves what an earlier file said. status is active or left. aliases are other addresses, separated by blanks, "," or
";": what is spent under them is theirs.
Whoever is marked as left loses sessions and tokens for good; --dry-run says how many that would be.`;

function addPeople(people: Command): void {
  looking(people.command('list').description('everybody in the directory'))
    .option('--manager <email>', 'only who reports to this person, directly or not')
    .option('--cost-center <name>', 'only who belongs to this cost center')
    .option('--left', 'only who has left')
    .option('--csv', 'print CSV with the columns of "people import"')
    .action(async (options) => (await import('./people.ts')).list(options));
  looking(people.command('show').description('a person: what each source says, managers, reports and roles'))
    .argument('<email>')
    .action(async (email, options) => (await import('./people.ts')).show(email, options));
  printing(
    onLedger(
      people
        .command('import')
        .description(
          'take people from a CSV file with the columns email,name,costCenter,manager,status,aliases; all or nothing',
        ),
    ),
  )
    .argument('<file>', 'the file; - reads standard input')
    .option('--dry-run', 'only say what would change')
    .option(
      '--complete',
      'the file names everybody: whoever an earlier file named and this one does not has left',
    )
    .option('--force', 'believe a complete file also when it marks more than 20 % of the people as left')
    .option('--reason <text>', 'why, for the audit log')
    .addHelpText('after', explained(FILE_OF_PEOPLE))
    .action(async (file, options) => (await import('./people.ts')).importFile(file, options));
  onLedger(people.command('data').description('everything that is kept of a person, as JSON to hand to them'))
    .argument('<email>')
    .action(async (email, options) => (await import('./peopleData.ts')).printData(email, options));
  addRoles(people);
  addAddresses(people);
  addAccounts(people);
  addDeputies(people);
  printing(onLedger(people.command('sync').description('read IAM Identity Center now')))
    .option('--dry-run', 'only say what would change')
    .option('--force', 'believe it also when it marks more than 20 % of the people as left')
    .option('--no-wait', 'do not wait for another sync to end')
    .action(async (options) => (await import('./people.ts')).sync(options));
}

const oneRole = (command: Command) =>
  printing(onLedger(command))
    .addArgument(new Argument('<role>', 'what they shall be').choices(GIVEN_ROLES))
    .argument('<email>', 'in exactly the letters they sign in with')
    .option('--cost-center <name>', 'the cost center that a costCenterOwner owns')
    .option('--unknown', UNKNOWN)
    .option('--reason <text>', 'why, for the audit log');
function addRoles(people: Command): void {
  oneRole(people.command('grant').description('give somebody a role')).action(async (role, email, options) =>
    (await import('./peopleRoles.ts')).grant(role, email, options),
  );
  oneRole(people.command('withdraw').description('take a role away again')).action(
    async (role, email, options) => (await import('./peopleRoles.ts')).withdraw(role, email, options),
  );
}

function addDeputies(people: Command): void {
  const of = () => import('./peopleDeputies.ts');
  const deputy = people.command('deputy').description('who answers for somebody who is away');
  printing(onLedger(deputy.command('set').description('somebody stands in for a person for a time')))
    .argument('<email>', 'who is away')
    .argument('<deputy>', 'who stands in')
    .requiredOption('--from <day>', 'first day, YYYY-MM-DD (UTC)')
    .requiredOption('--until <day>', 'last day, YYYY-MM-DD (UTC)')
    .option('--reason <text>', 'why, for the audit log')
    .addHelpText(
      'after',
      explained(
        'Within these days requests for profiles that wait for the one may be answered by the other, who is mailed them as well.',
        'bedrock-ledger people deputy set ANN BO --from 2026-12-21 --until 2026-12-31',
      ),
    )
    .action(async (email, who, options) => (await of()).set(email, who, options));
  printing(onLedger(deputy.command('remove').description('somebody stands in no more')))
    .argument('<id>', 'see "people deputy list"')
    .action(async (id, options) => (await of()).remove(id, options));
  printing(onLedger(deputy.command('list').description('who stands in, today and later')))
    .argument('[email]', 'of this person only')
    .action(async (email, options) => (await of()).list(email, options));
}

const changing = (command: Command) =>
  printing(onLedger(command))
    .option('--merge', 'also where the directory holds somebody of that address: both are one person')
    .option('--reason <text>', 'why, for the audit log');
function addAddresses(people: Command): void {
  const alias = people.command('alias').description('other addresses of somebody: their spend is theirs');
  changing(alias.command('add').description('say that an address is another one of somebody'))
    .argument('<email>', 'their own address')
    .argument('<alias>', 'the other one, in exactly the letters that tags and bill have')
    .action(async (email, other, options) =>
      (await import('./peopleAddresses.ts')).addAlias(email, other, options),
    );
  printing(onLedger(alias.command('remove').description('take another address away again')))
    .argument('<email>', 'their own address')
    .argument('<alias>', 'the other one')
    .option('--reason <text>', 'why, for the audit log')
    .action(async (email, other, options) =>
      (await import('./peopleAddresses.ts')).removeAlias(email, other, options),
    );
  printing(
    onLedger(alias.command('list').description('other addresses, and such that are most likely theirs')),
  )
    .argument('[email]', 'of this person only')
    .action(async (email, options) => (await import('./peopleAddresses.ts')).listAliases(email, options));
  changing(
    people
      .command('rename')
      .description('somebody has another address of their own; what was theirs stays theirs'),
  )
    .argument('<old>', 'their address until now')
    .argument('<new>', 'their address from now on')
    .addHelpText('after', explained('\nThe old address becomes an alias. Renaming back undoes it.'))
    .action(async (old, next, options) =>
      (await import('./peopleAddresses.ts')).renamePerson(old, next, options),
    );
}

const UNBINDING = `
Whoever signs in is known by issuer and subject (iss and sub of the ID token), bound to the e-mail address of their first sign-in.
After a change of the identity provider, or of the client ID at Microsoft Entra ID: people unbind --everybody --issuer URL
--force, then let administrators sign in first.`;
function addAccounts(people: Command): void {
  const one = (command: Command) =>
    printing(onLedger(command))
      .option('--issuer <url>', 'as the identity provider writes it; that of the settings unless given')
      .option('--force', 'also where nobody who administers would be bound to an account then')
      .option('--reason <text>', 'why, for the audit log');
  one(people.command('bind').description('somebody signs in with this account of the identity provider'))
    .argument('<email>', 'their own address')
    .requiredOption('--subject <text>', 'the account, letter by letter; the audit log names those refused')
    .option('--move', 'also where somebody else signs in with it until now')
    .addHelpText('after', explained(UNBINDING))
    .action(async (email, options) => (await import('./peopleAccounts.ts')).bind(email, options));
  one(people.command('unbind').description('somebody no longer signs in with an account; sessions end'))
    .argument('[email]', 'their own address')
    .option('--subject <text>', 'only this account')
    .option('--everybody', 'all accounts of the issuer')
    .addHelpText('after', explained(UNBINDING))
    .action(async (email, options) => (await import('./peopleAccounts.ts')).unbind(email, options));
}

function addRates(rates: Command): void {
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

function addTokens(tokens: Command): void {
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
