import { inOneReading, mustBeAllowed } from '../app/asking.ts';
import { importPeople, type Learned, rehearseDirectory } from '../app/people/import.ts';
import { listPeople, type SaidNone } from '../app/people/list.ts';
import { type PersonSeen, readPerson } from '../app/people/read.ts';
import { NotHere } from '../app/people/seen.ts';
import { otherSpellings, type Spelling } from '../app/people/spelling.ts';
import { awsOf, identify } from '../context.ts';
import { cellOf, PERSON_COLUMNS, type PersonColumn } from '../core/directory.ts';
import { MOST_PERCENT } from '../core/leaving.ts';
import { PEOPLE_SOURCES, type Person, type PersonChange } from '../core/people.ts';
import type { PersonInList } from '../core/roles.ts';
import { readDirectory } from '../jobs/people.ts';
import { type LookingOptions, looking, refuseUnknown, unknownPerson } from './allowed.ts';
import { askingOf } from './asking.ts';
import { csvRows, notCsv, nothingTaken } from './csvFile.ts';
import { currentIo } from './io.ts';
import { printJson, say, UserError } from './output.ts';
import { accountText } from './peopleAccounts.ts';
import { type FileNote, faultInWords, lineOf, readPeople, warningInWords } from './peopleFile.ts';
import { origin, roleText } from './peopleRoles.ts';
import { runJobs } from './sync.ts';
import { printCsv, printTable } from './table.ts';
import { fileName, textOf } from './textFile.ts';
import { configOf, type LedgerOptions, recordDeed, withContext, withLedger } from './withContext.ts';

/** `bedrock-ledger people …` */

/** Warnings, and rows of a table, that are printed one by one; machines get them all. */
const LISTED = 20;
const ROWS = 500;

interface Printing extends LedgerOptions {
  json?: boolean;
}
type Looking = Printing & LookingOptions;

export async function importFile(
  file: string,
  options: Printing & { dryRun?: boolean; complete?: boolean; force?: boolean; reason?: string },
): Promise<void> {
  const text = await textOf(file);
  let read: ReturnType<typeof readPeople>;
  try {
    read = readPeople(csvRows(text));
  } catch (error) {
    throw notCsv(file, error);
  }
  await withLedger(
    options,
    async (context) => {
      const taken = await importPeople(
        askingOf(context),
        { ...read, whole: read.faults.length === 0 },
        {
          complete: options.complete === true,
          rehearse: options.dryRun === true,
          force: options.force === true,
          reason: options.reason ?? '',
        },
      );
      const warnings = taken.warnings.map(warningInWords);
      if (taken.learned !== null) return report(taken.learned, warnings, options);
      const faults = [...read.faults, ...taken.faults.map(faultInWords)];
      refuse(
        file,
        faults.sort((one, other) => one.line - other.line),
        warnings,
        options,
      );
    },
    { make: true },
  );
}

function refuse(file: string, faults: FileNote[], warnings: FileNote[], { json }: Printing): void {
  if (!json) throw nothingTaken(file, faults.map(lineOf));
  printJson({ file: fileName(file), taken: false, faults, warnings });
  currentIo().exitCode = 1;
}

function report(
  { changes, ...counts }: Learned,
  warnings: readonly FileNote[],
  { json, dryRun, force }: { json?: boolean; dryRun?: boolean; force?: boolean },
): void {
  if (json) {
    printJson({ taken: dryRun !== true, ...counts, changes, warnings });
    return;
  }
  for (const warning of warnings.slice(0, LISTED)) say(`Warning: ${lineOf(warning)}`);
  if (warnings.length > LISTED)
    say(`… and ${warnings.length - LISTED} more warnings (--json lists them all)`);
  if (dryRun && changes.length > 0)
    printRows(
      ['e-mail', 'would be', 'what'],
      changes.map((change) => [change.after.email, change.what, differences(change)]),
    );
  const { added, changed, left, unchanged, tooMany, ended } = counts;
  say(
    dryRun
      ? `Dry run: ${added} people would be added, ${changed} changed, ${left} would have left, ${unchanged} stay as they are.`
      : `${added} people added, ${changed} changed, ${left} left, ${unchanged} as they were.`,
  );
  sayAddresses(counts.addresses);
  if (left > 0)
    say(
      `${ended.sessions} sessions and ${ended.tokens} tokens of those who left ${dryRun ? 'would end' : 'ended'} for good.`,
    );
  if (dryRun && tooMany !== null && !force)
    say(
      `It would be refused: ${tooMany.left} of ${tooMany.active} active people are more than ${MOST_PERCENT} % at once. If they have left indeed, add --force`,
    );
}

/** What became of other addresses; nothing where none was spoken of. */
function sayAddresses({ renamed, added, removed, refused }: Learned['addresses']): void {
  for (const { from, to } of renamed) say(`${from} is ${to} now: what was theirs stays theirs.`);
  if (added.length + removed.length > 0)
    say(`Other addresses: ${added.length} added, ${removed.length} taken away.`);
  for (const { alias, email, other } of refused.slice(0, LISTED))
    say(
      `Warning: ${alias} cannot be another address of ${email}${other === '' ? '' : `: it is that of ${other}`}.`,
    );
}

/** A table of people, or the beginning of a long one. */
function printRows(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: number[] = [],
): void {
  printTable(head, rows.slice(0, ROWS), right);
  if (rows.length > ROWS) say(`… and ${rows.length - ROWS} more (--json prints them all)`);
}

/** `costCenter CC-1 → CC-2, manager none → ann@example.com` */
function differences({ before, after }: PersonChange): string {
  const said = (value: unknown) =>
    Array.isArray(value) ? value.join(' ') || 'none' : value === null ? 'none' : String(value);
  return (['name', 'costCenter', 'manager', 'active', 'groups'] as const)
    .filter((field) => said(before?.[field] ?? null) !== said(after[field]))
    .filter((field) => before !== null || (field !== 'active' && said(after[field]) !== 'none'))
    .map((field) => `${field} ${before === null ? '' : `${said(before[field])} → `}${said(after[field])}`)
    .join(', ');
}

const cellOfPerson = (
  person: Person,
  column: Exclude<PersonColumn, 'aliases'>,
  saidNone: SaidNone,
): string =>
  column === 'status'
    ? statusOf(person)
    : column === 'email'
      ? person.email
      : cellOf(person[column], saidNone.get(person.email)?.has(column) === true);

const statusOf = ({ active }: { active: boolean }): string => (active ? 'active' : 'left');

export async function list(
  options: Looking & { csv?: boolean; manager?: string; costCenter?: string; left?: boolean },
): Promise<void> {
  await looking(options, async (context) => {
    const {
      people: found,
      seen,
      aliases,
      saidNone,
    } = await listPeople(askingOf(context), {
      costCenter: options.costCenter,
      below: options.manager,
      active: options.left ? false : undefined,
    });
    if (found.length === 0 && options.as === undefined)
      await refuseUnknown(context, {
        '--manager': ['user', options.manager],
        '--cost-center': ['costCenter', options.costCenter],
      });
    if (options.json || options.csv)
      await recordDeed(context, 'export', 'people list', {
        format: options.json ? 'json' : 'csv',
        rows: found.length,
      });
    if (options.json)
      printJson({
        people: found.map(({ person, reports, roles }) => ({
          ...person,
          reports,
          roles,
          aliases: aliases.filter(({ email }) => email === person.email).map(({ alias }) => alias),
        })),
      });
    else if (options.csv)
      // The columns of `people import`, so that what was exported can be changed and taken in again.
      printCsv(
        PERSON_COLUMNS.map((name) => (name === 'costCenter' ? 'cost_center' : name)),
        found.map(({ person }) => {
          const own = aliases.filter(({ email }) => email === person.email).map(({ alias }) => alias);
          return PERSON_COLUMNS.map((column) =>
            column === 'aliases' ? own.join(' ') : cellOfPerson(person, column, saidNone),
          );
        }),
      );
    else if (found.length === 0) say(whyNobody(seen, options));
    else printPeople(found);
  });
}

const whyNobody = (seen: number, { as }: Looking): string =>
  seen === 0
    ? 'The directory is empty. Fill it: bedrock-ledger people import FILE, or set "directory" and run bedrock-ledger people sync'
    : `None of the ${seen} people ${as === undefined ? 'in the directory' : `whom ${as} sees`} is meant by this.`;

const printPeople = (found: readonly PersonInList[]): void =>
  printRows(
    ['e-mail', 'name', 'cost center', 'manager', 'reports', 'roles', 'status'],
    found.map(({ person, reports, roles }) => [
      person.email,
      person.name ?? '–',
      person.costCenter ?? '–',
      person.manager ?? '–',
      String(reports),
      [...new Set(roles.map(roleText))].join(', ') || '–',
      statusOf(person),
    ]),
    [4],
  );

export async function show(email: string, options: Looking): Promise<void> {
  await looking(options, async (context) => {
    const [found, spellings] = await inOneReading(
      askingOf(context),
      async (inside) => [await readPerson(inside, email), await otherSpellings(inside, email)] as const,
    ).catch((error: unknown) => {
      if (!(error instanceof NotHere)) throw error;
      // Whom one may not see and whom there is not are told alike.
      throw new UserError(
        options.as === undefined
          ? unknownPerson(error)
          : `${options.as} sees nobody with the e-mail ${email}`,
      );
    });
    if (!options.json) return sayPerson(found, spellings);
    const { person, reports, roles } = found;
    const managers = found.managers.map((one) => one.email);
    const { addresses, bindings: accounts } = found;
    const more = { spellings, addresses, accounts };
    printJson({ person, sources: sourcesOf(found), managers, reports, roles, ...more });
  });
}

const sourcesOf = ({ said }: PersonSeen) =>
  PEOPLE_SOURCES.flatMap((source) => {
    const facts = said.get(source);
    return facts === undefined ? [] : [{ source, ...facts }];
  });

function sayPerson(found: PersonSeen, spellings: readonly Spelling[]): void {
  const { person, managers, reports, roles } = found;
  const cell = (value: string | boolean | null) =>
    value === null
      ? ''
      : value === ''
        ? 'none'
        : typeof value === 'boolean'
          ? statusOf({ active: value })
          : value;
  printTable(
    ['', 'name', 'cost center', 'manager', 'status', 'groups'],
    [
      ...sourcesOf(found).map((one) => ({ ...one, groups: one.groups ?? [] })),
      { source: 'believed', ...person },
    ].map((one) => [
      one.source,
      cell(one.name),
      cell(one.costCenter),
      cell(one.manager),
      cell(one.active),
      one.groups.join(', '),
    ]),
  );
  say();
  say(`Managers, from the nearest: ${managers.map((one) => one.email).join(' → ') || 'none'}`);
  say(`Reports: ${reports.join(', ') || 'none'}`);
  say(`Roles: ${['user', ...roles.map((one) => `${roleText(one)} (${origin(one)})`)].join(', ')}`);
  const { aliases } = found.addresses;
  if (aliases.length > 0) say(`Other addresses: ${aliases.map(({ alias }) => alias).join(', ')}`);
  for (const one of found.bindings ?? [])
    say(`Account: ${accountText(one)} (bound ${one.boundAt} by ${one.boundBy})`);
  say(`Last sign-in: ${person.lastSignInAt ?? 'never'}`);
  if (spellings.length > 0) say(`Warning: ${spellingWords(spellings)}`);
}

function spellingWords(found: readonly Spelling[]): string {
  const named = found.map(({ email, in: where }) =>
    where === 'directory' ? `${email} (directory)` : `${email} (profile tags)`,
  );
  return `Spelled otherwise: ${named.join(', ')}. Upper and lower case count: AWS takes these for different people, so their spend and roles do not come together; where both are one person: bedrock-ledger people alias add`;
}

/** Reads IAM Identity Center now. */
export async function sync(
  options: Printing & { wait?: boolean; dryRun?: boolean; force?: boolean },
): Promise<void> {
  const { directory } = configOf(options);
  if (directory === null)
    throw new UserError(
      'IAM Identity Center is not read: set directory.identityStoreId and directory.region, or take people from a file: bedrock-ledger people import FILE',
    );
  if (!options.dryRun) return runJobs(options, ['people']);
  await withContext(options, async (opened) => {
    mustBeAllowed(askingOf(opened), 'change', { kind: 'jobs' });
    const context = await identify(opened);
    const { people } = await readDirectory(awsOf(context), directory);
    report(await rehearseDirectory(askingOf(context), people), [], options);
  });
}
