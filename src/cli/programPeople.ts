import { Argument, type Command } from 'commander';
import { GIVEN_ROLES } from '../core/access.ts';
import { explained, looking, onLedger, printing, UNKNOWN } from './flags.ts';

/** Commands about people: the directory, roles, addresses, accounts and deputies. */

const FILE_OF_PEOPLE = `
Only the column email is needed. An empty cell says nothing, so that other sources are believed; "-" says that
there is none. A column that is not there leaves what an earlier file said. status is active or left. aliases are other addresses, separated by blanks, "," or
";": what is spent under them is theirs.
Whoever is marked as left loses sessions and tokens for good; --dry-run says how many that would be.`;

export function addPeople(people: Command): void {
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
