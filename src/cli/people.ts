import { awsOf, identify } from '../context.ts';
import { may, type Viewer } from '../core/access.ts';
import { checkPeople, PERSON_COLUMNS } from '../core/directory.ts';
import { MOST_PERCENT } from '../core/leaving.ts';
import { PEOPLE_SOURCES, type Person, type PersonChange } from '../core/people.ts';
import { managersAbove } from '../core/reporting.ts';
import { inList, rolesOf } from '../core/roles.ts';
import { readDirectory } from '../jobs/people.ts';
import type { Learned } from '../store/types.ts';
import { type LookingOptions, looking, mustBeAllowed, unknownPerson } from './allowed.ts';
import { csvRows, fileName, notCsv, nothingTaken, textOf } from './csvFile.ts';
import { currentIo } from './io.ts';
import { printCsv, printJson, printTable, say, UserError } from './output.ts';
import { type FileNote, faultInWords, lineOf, readPeople, warningInWords } from './peopleFile.ts';
import { because, origin, roleText } from './peopleRoles.ts';
import { otherSpellings, spellingWords } from './spelling.ts';
import { runJobs } from './sync.ts';
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
  const { rows, columns, unread } = read;
  await withLedger(
    options,
    async (context) => {
      mustBeAllowed(context, 'change', { kind: 'directory' });
      const { store, actor, clock } = context;
      const checked = checkPeople(rows, await store.people.list(), unread);
      const faults = [...read.faults, ...checked.faults.map(faultInWords)].sort((a, b) => a.line - b.line);
      const warnings = checked.warnings.map(warningInWords);
      if (faults.length > 0) return refuse(file, faults, warnings, options);
      const spoken = new Set(columns.map((name) => (name === 'status' ? 'active' : name)));
      const learned = await store.people.learn('file', checked.people, {
        complete: options.complete === true,
        // Whoever a complete file names is there, unless it says that they have left.
        keep: (['name', 'costCenter', 'manager', 'active'] as const).filter(
          (field) => !spoken.has(field) && !(field === 'active' && options.complete),
        ),
        rehearse: options.dryRun === true,
        force: options.force === true,
        actor: because(actor, options.reason),
        now: new Date(clock.now()).toISOString(),
      });
      report(learned, warnings, options);
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
  if (left > 0)
    say(
      `${ended.sessions} sessions and ${ended.tokens} tokens of those who left ${dryRun ? 'would end' : 'ended'} for good.`,
    );
  if (dryRun && tooMany !== null && !force)
    say(
      `It would be refused: ${tooMany.left} of ${tooMany.active} active people are more than ${MOST_PERCENT} % at once. If they have left indeed, add --force`,
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

const maySee = (viewer: Viewer, { email, costCenter }: Person): boolean =>
  may(viewer, 'see', { kind: 'person', email, costCenter: costCenter ?? '' });
const statusOf = ({ active }: { active: boolean }): string => (active ? 'active' : 'left');

export async function list(
  options: Looking & { csv?: boolean; manager?: string; costCenter?: string; left?: boolean },
): Promise<void> {
  await looking(options, async (context) => {
    const { store, settings, viewer } = context;
    const { manager, costCenter } = options;
    const reports = manager === undefined ? null : new Set(await store.people.reportsOf(manager));
    const everybody = inList(await store.people.list(), await store.people.grants(), settings.roles).filter(
      ({ person }) => maySee(viewer, person),
    );
    const found = everybody.filter(
      ({ person }) =>
        (reports === null || reports.has(person.email)) &&
        (costCenter === undefined || person.costCenter === costCenter) &&
        (!options.left || !person.active),
    );
    if (options.json || options.csv)
      await recordDeed(context, 'export', 'people list', {
        format: options.json ? 'json' : 'csv',
        rows: found.length,
      });
    if (options.json)
      printJson({ people: found.map(({ person, reports, roles }) => ({ ...person, reports, roles })) });
    else if (options.csv)
      // The columns of `people import`, so that what was exported can be changed and taken in again.
      printCsv(
        PERSON_COLUMNS,
        found.map(({ person }) => [
          person.email,
          person.name ?? '',
          person.costCenter ?? '',
          person.manager ?? '',
          statusOf(person),
        ]),
      );
    else if (everybody.length === 0)
      say(
        'The directory is empty. Fill it: bedrock-ledger people import FILE, or set "directory" and run bedrock-ledger people sync',
      );
    else if (found.length === 0)
      say(
        `None of the ${everybody.length} people ${options.as === undefined ? 'in the directory' : `whom ${options.as} sees`} is meant by this.`,
      );
    else
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
  });
}

export async function show(email: string, options: Looking): Promise<void> {
  await looking(options, async (context) => {
    const { store, settings, viewer } = context;
    const found = await store.people.details(email);
    const people = await store.people.list();
    // Whom one may not see and whom there is not are told alike.
    if (found === null || !maySee(viewer, found.person))
      throw new UserError(
        options.as === undefined
          ? unknownPerson(email, people)
          : `${options.as} sees nobody with the e-mail ${email}`,
      );
    const { person, said, grants } = found;
    const known = new Map(people.map((one) => [one.email, one]));
    const above = managersAbove(email, (one) => known.get(one)?.manager ?? null);
    const roles = rolesOf(person, found.reports.length, grants, settings.roles);
    const reports = found.reports.filter((one) => {
      const report = known.get(one);
      return report !== undefined && maySee(viewer, report);
    });
    const sources = PEOPLE_SOURCES.flatMap((source) => {
      const facts = said.get(source);
      return facts === undefined ? [] : [{ source, ...facts }];
    });
    const spellings = await otherSpellings(context, email);
    if (options.json) return printJson({ person, sources, managers: above, reports, roles, spellings });
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
        ...sources.map((one) => ({ ...one, groups: one.groups ?? [] })),
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
    say(`Managers, from the nearest: ${above.join(' → ') || 'none'}`);
    say(`Reports: ${reports.join(', ') || 'none'}`);
    say(`Roles: ${['user', ...roles.map((one) => `${roleText(one)} (${origin(one)})`)].join(', ')}`);
    say(`Last sign-in: ${person.lastSignInAt ?? 'never'}`);
    const spelled = spellingWords(spellings);
    if (spelled !== null) say(`Warning: ${spelled}`);
  });
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
    mustBeAllowed(opened, 'change', { kind: 'jobs' });
    const context = await identify(opened);
    const { store, actor, clock } = context;
    const { people } = await readDirectory(awsOf(context), directory);
    const now = new Date(clock.now()).toISOString();
    const how = { complete: true, rehearse: true, actor, now };
    report(await store.people.learn('identityCenter', people, how), [], options);
  });
}
