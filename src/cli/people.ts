import { GIVEN_ROLES, type GivenRole, type Grant } from '../core/access.ts';
import { checkPeople, PERSON_COLUMNS } from '../core/directory.ts';
import { PEOPLE_SOURCES, type PersonChange } from '../core/people.ts';
import { managersAbove } from '../core/reporting.ts';
import { type HeldRole, inList, rolesOf } from '../core/roles.ts';
import type { Actor } from '../core/types.ts';
import type { Learned } from '../store/types.ts';
import { csvRows, fileName, notCsv, nothingTaken, textOf } from './csvFile.ts';
import { complain, printCsv, printJson, printTable, say, UserError } from './output.ts';
import { type FileNote, faultInWords, lineOf, readPeople, warningInWords } from './peopleFile.ts';
import { runJobs } from './sync.ts';
import { configOf, type LedgerOptions, recordDeed, withLedger } from './withContext.ts';

/** `bedrock-ledger people …` */

/** Warnings, and rows of a table, that are printed one by one; machines get them all. */
const LISTED = 20;
const ROWS = 500;

interface Printing extends LedgerOptions {
  json?: boolean;
}

const because = (actor: Actor, reason: string | undefined): Actor => (reason ? { ...actor, reason } : actor);

export async function importFile(
  file: string,
  options: Printing & { dryRun?: boolean; complete?: boolean; reason?: string },
): Promise<void> {
  const text = await textOf(file);
  let read: ReturnType<typeof readPeople>;
  try {
    read = readPeople(csvRows(text));
  } catch (error) {
    throw notCsv(file, error);
  }
  const { rows, columns } = read;
  await withLedger(
    options,
    async ({ store, actor, clock }) => {
      const checked = checkPeople(rows, await store.people.list());
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
  process.exitCode = 1;
}

function report(
  { changes, ...counts }: Learned,
  warnings: readonly FileNote[],
  { json, dryRun }: { json?: boolean; dryRun?: boolean },
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
  const { added, changed, left, unchanged } = counts;
  say(
    dryRun
      ? `Dry run: ${added} people would be added, ${changed} changed, ${left} would have left, ${unchanged} stay as they are.`
      : `${added} people added, ${changed} changed, ${left} left, ${unchanged} as they were.`,
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

/** `costCenter CC-1 → CC-2, manager – → ann@example.com` */
function differences({ before, after }: PersonChange): string {
  const said = (value: unknown) =>
    Array.isArray(value) ? value.join(' ') || '–' : value === null ? '–' : String(value);
  return (['name', 'costCenter', 'manager', 'active', 'groups'] as const)
    .filter((field) => said(before?.[field] ?? null) !== said(after[field]))
    .filter((field) => before !== null || (field !== 'active' && said(after[field]) !== '–'))
    .map((field) => `${field} ${before === null ? '' : `${said(before[field])} → `}${said(after[field])}`)
    .join(', ');
}

const roleText = ({ role, costCenter }: HeldRole): string =>
  costCenter === '' ? role : `${role} ${costCenter}`;
const statusOf = ({ active }: { active: boolean }): string => (active ? 'active' : 'left');

export async function list(
  options: Printing & { csv?: boolean; manager?: string; costCenter?: string; left?: boolean },
): Promise<void> {
  await withLedger(options, async (context) => {
    const { store, settings } = context;
    const { manager, costCenter } = options;
    const reports = manager === undefined ? null : new Set(await store.people.reportsOf(manager));
    const everybody = inList(await store.people.list(), await store.people.grants(), settings.roles);
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
      say(`None of the ${everybody.length} people in the directory is meant by this.`);
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

export async function show(email: string, options: Printing): Promise<void> {
  await withLedger(options, async ({ store, settings }) => {
    const found = await store.people.details(email);
    if (found === null) throw new UserError(unknownPerson(email, await store.people.list()));
    const { person, said, reports, grants } = found;
    const managers = new Map((await store.people.list()).map((one) => [one.email, one.manager]));
    const above = managersAbove(email, (one) => managers.get(one) ?? null);
    const roles = rolesOf(person, reports.length, grants, settings.roles);
    const sources = PEOPLE_SOURCES.flatMap((source) => {
      const facts = said.get(source);
      return facts === undefined ? [] : [{ source, ...facts }];
    });
    if (options.json) return printJson({ person, sources, managers: above, reports, roles });
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
  });
}

const origin = ({ by, group }: HeldRole): string =>
  ({
    name: 'by name',
    group: `by group ${group}`,
    settings: 'by roles.administrators',
    reports: 'has reports',
  })[by];

/** Where nobody has this address: who may be meant. */
function unknownPerson(email: string, people: readonly { email: string }[]): string {
  const alike = people.filter((one) => one.email.toLowerCase() === email.toLowerCase());
  return alike.length === 0
    ? `the directory holds nobody with the e-mail ${email}`
    : `the directory holds nobody with the e-mail ${email}, but ${alike.map((one) => one.email).join(' and ')}: upper and lower case count`;
}

function grantFrom(role: string, email: string, costCenter: string | undefined): Grant {
  if (!/^[^@\s]+@[^@\s]+$/.test(email) || /\p{Cc}/u.test(email) || email.length > 256)
    throw new UserError(`"${email}" is no e-mail address`, 2);
  const given = GIVEN_ROLES.find((one) => one === role) as GivenRole;
  if (given !== 'costCenterOwner' && costCenter !== undefined)
    throw new UserError(`--cost-center: ${given} is not about one cost center; leave it out`, 2);
  if (given === 'costCenterOwner' && !costCenter?.trim())
    throw new UserError('--cost-center: name the cost center that they shall own', 2);
  return { email, role: given, costCenter: costCenter?.trim() ?? '' };
}

const grantText = ({ role, costCenter }: Grant): string =>
  costCenter === '' ? role : `${role} of ${costCenter}`;

interface GrantOptions extends Printing {
  costCenter?: string;
  reason?: string;
}

export async function grant(role: string, email: string, options: GrantOptions): Promise<void> {
  const given = grantFrom(role, email, options.costCenter);
  await withLedger(
    options,
    async ({ store, actor, clock }) => {
      const known = (await store.people.get(email)) !== null;
      const warning = known ? null : unknownPerson(email, await store.people.list());
      const now = new Date(clock.now()).toISOString();
      const granted = await store.people.grant(given, because(actor, options.reason), now);
      if (options.json) return printJson({ ...given, granted, warning });
      say(
        `${email} ${granted ? 'now has' : 'has'} the role ${grantText(given)}${granted ? '' : ' already'}.`,
      );
      if (warning !== null)
        complain(`Warning: ${warning}. The role waits for whoever signs in with exactly this address.`);
    },
    { make: true },
  );
}

export async function withdraw(role: string, email: string, options: GrantOptions): Promise<void> {
  const given = grantFrom(role, email, options.costCenter);
  await withLedger(options, async ({ store, settings, actor, clock }) => {
    const now = new Date(clock.now()).toISOString();
    const withdrawn = await store.people.withdraw(given, because(actor, options.reason), now);
    const person = await store.people.details(email);
    const still =
      person === null ? [] : rolesOf(person.person, person.reports.length, person.grants, settings.roles);
    const other = still.filter((one) => one.role === given.role && one.costCenter === given.costCenter);
    if (options.json) return printJson({ ...given, withdrawn, stillBy: other.map(origin) });
    if (!withdrawn)
      throw new UserError(`${email} does not have the role ${grantText(given)} by name; nothing changed`);
    say(
      other.length === 0
        ? `${email} no longer has the role ${grantText(given)}.`
        : `${email} no longer has the role ${grantText(given)} by name, but still has it ${other.map(origin).join(', ')}.`,
    );
  });
}

/** Reads IAM Identity Center now. */
export async function sync(options: Printing & { wait?: boolean }): Promise<void> {
  if (configOf(options).directory === null)
    throw new UserError(
      'IAM Identity Center is not read: set directory.identityStoreId and directory.region, or take people from a file: bedrock-ledger people import FILE',
    );
  await runJobs(options, ['people']);
}
