import { type Alias, type PersonOf, personIn } from './aliases.ts';
import { aliasesSaid, aliasFaults } from './directoryAliases.ts';
import { nearest } from './nearest.ts';
import { emailFault, LONGEST, type Person, type PersonFacts } from './people.ts';
import { circles } from './reporting.ts';
import { holdsHiddenInKey, tidy } from './signs.ts';

/** Whether what a file or a form says of people can be taken into the directory: every fault, not only the first. */

export const PERSON_COLUMNS = ['email', 'name', 'costCenter', 'manager', 'status', 'aliases'] as const;
export type PersonColumn = (typeof PERSON_COLUMNS)[number];

/** One row as it is written. What it says nothing of is '' or missing; `-` says that there is none. */
export interface PersonRow {
  /** Of a file, from 1; a form is its own line. */
  line: number;
  cells: Readonly<Partial<Record<PersonColumn, string>>>;
}

/** What keeps a row out. */
export type RowFaultKind =
  | 'missing'
  | 'notEmail'
  | 'long'
  | 'signs'
  | 'status'
  | 'twice'
  | 'spelledTwice'
  | 'ownManager'
  | 'unknownManager'
  | 'otherSpelling'
  | 'circle'
  /** An alias that is the own address of somebody, that is another one's already, or one too many. */
  | 'aliasPerson'
  | 'aliasTaken'
  | 'aliasTooMany';
/**
 * What is taken in and worth a word: an address or a cost center that no profile can be tagged with, an address that
 * the directory holds in other letters, a manager who has left, an address that is another one of somebody.
 */
export type RowWarningKind = 'cannotTag' | 'spelledAlike' | 'managerLeft' | 'aliasOf';
export interface RowNote<Kind> {
  line: number;
  field: PersonColumn;
  value: string;
  kind: Kind;
  /** Who or what else is concerned: the other line, the other spelling, everybody in the circle. */
  others: readonly string[];
}
export interface CheckedPeople {
  /** One for each row, in their order; to be taken in only when there is no fault. */
  people: PersonFacts[];
  faults: RowNote<RowFaultKind>[];
  warnings: RowNote<RowWarningKind>[];
}

/** What Bedrock takes as the value of a tag (API model of `TagResource`, checked 2026-11). */
export const TAG_VALUE = /^[a-zA-Z0-9\s._:/=+@-]{1,256}$/;

/** How a cell of a file says what is believed: `-` where somebody says that there is none, '' where nobody says anything. */
export const cellOf = (value: string | null, saidNone: boolean): string => value ?? (saidNone ? '-' : '');

/** What a cell says: null where it says nothing, '' where it says that there is none. */
const saidIn = (cell = ''): string | null => (cell === '' ? null : cell === '-' ? '' : cell);

/** Somebody as the directory has them; what is not handed in is not compared. */
type KnownPerson = Pick<Person, 'email' | 'manager' | 'active'> &
  Partial<Pick<Person, 'name' | 'costCenter'>>;
type Directory = ReadonlyMap<string, KnownPerson>;

/**
 * Holds rows against each other and against the directory. E-mail addresses are compared letter by letter, as AWS
 * does. A circle is looked for among the managers of the rows and, for everybody else, those the directory believes.
 * What a row says of somebody and the directory believes already is no fault, wherever it came from: a list that was
 * exported can be taken in again.
 * @param unread addresses of rows that are kept out already: they are no strangers as managers
 * @param aliases other addresses of people; whoever is named by one is the person
 */
export function checkPeople(
  rows: readonly PersonRow[],
  known: readonly KnownPerson[],
  unread: readonly string[] = [],
  aliases: readonly Alias[] = [],
): CheckedPeople {
  const faults: CheckedPeople['faults'] = [];
  const warnings: CheckedPeople['warnings'] = [];
  const personOf = personIn(aliases);
  const directory: Directory = new Map(known.map((person) => [person.email, person]));
  const read = rows.map((row) => readRow(tidyRow(row), personOf, directory, faults, warnings));
  const ofAliases = aliasFaults(
    rows,
    known.map(({ email }) => email),
    aliases,
  );
  faults.push(...ofAliases.map((note) => ({ ...note, field: 'aliases' as const })));
  faults.push(...repeated(read, directory));
  warnings.push(...spelledOtherwise(read, directory));
  const elsewhere = new Set(unread);
  const strange = strangeManagers(read, directory, warnings).filter(
    ({ kind, value }) => kind === 'ownManager' || !elsewhere.has(value),
  );
  faults.push(...strange, ...inCircles(read, directory));
  return { people: read.map(({ facts }) => facts), faults: inOrder(faults), warnings: inOrder(warnings) };
}

interface ReadRow {
  line: number;
  facts: PersonFacts;
}

const inOrder = <Kind>(notes: readonly RowNote<Kind>[]): RowNote<Kind>[] =>
  [...notes].sort(
    (a, b) => a.line - b.line || PERSON_COLUMNS.indexOf(a.field) - PERSON_COLUMNS.indexOf(b.field),
  );

const tidyRow = ({ line, cells }: PersonRow): PersonRow => ({
  line,
  cells: Object.fromEntries(Object.entries(cells).map(([field, value]) => [field, tidy(value)])),
});

/** One row by itself. */
function readRow(
  { line, cells }: PersonRow,
  personOf: PersonOf,
  directory: Directory,
  faults: CheckedPeople['faults'],
  warnings: CheckedPeople['warnings'],
): ReadRow {
  for (const field of PERSON_COLUMNS) {
    const value = cells[field] ?? '';
    const kind = isBelieved(directory, cells.email, field, value) ? null : faultOf(field, value);
    if (kind !== null) faults.push({ line, field, value, kind, others: [] });
    else if (isTag(field) && saidIn(value) && !TAG_VALUE.test(value))
      warnings.push({ line, field, value, kind: 'cannotTag', others: [] });
  }
  const manager = saidIn(cells.manager);
  const status = (cells.status ?? '').toLowerCase();
  const facts: PersonFacts = {
    email: cells.email ?? '',
    name: saidIn(cells.name),
    costCenter: saidIn(cells.costCenter),
    manager: manager && personOf(manager),
    active: status === '' ? null : status === 'active',
    groups: null,
  };
  const said = aliasesSaid(cells.aliases);
  if (said !== null) facts.aliases = said;
  const person = personOf(facts.email);
  if (person !== facts.email)
    warnings.push({ line, field: 'email', value: facts.email, kind: 'aliasOf', others: [person] });
  return { line, facts };
}

const isBelieved = (
  directory: Directory,
  email: string | undefined,
  field: PersonColumn,
  value: string,
): boolean =>
  field !== 'status' && field !== 'aliases' && value !== '' && directory.get(email ?? '')?.[field] === value;

const isTag = (field: PersonColumn): boolean => field === 'email' || field === 'costCenter';

function faultOf(field: PersonColumn, value: string): RowFaultKind | null {
  if (field === 'email') return emailFault(value);
  if (value === '') return null;
  // Held against the others, address by address.
  if (field === 'aliases') return null;
  if (field === 'manager' && value !== '-') return emailFault(value);
  // A name is shown and compared with nothing: what is unseen in it is shown as what it is.
  if (field === 'name' ? /\p{Cc}/u.test(value) : holdsHiddenInKey(value)) return 'signs';
  if (value.length > LONGEST) return 'long';
  return field === 'status' && !/^(active|left)$/i.test(value) ? 'status' : null;
}

/** An address that stands in two rows, in the same letters or in other ones. */
function repeated(read: readonly ReadRow[], directory: Directory): RowNote<RowFaultKind>[] {
  const found: RowNote<RowFaultKind>[] = [];
  const first = new Map<string, ReadRow>();
  const spelled = new Map<string, ReadRow>();
  for (const row of read) {
    const { email } = row.facts;
    if (email === '') continue;
    const note = { line: row.line, field: 'email' as const, value: email };
    const same = first.get(email);
    const alike = spelled.get(email.toLowerCase());
    if (same !== undefined) found.push({ ...note, kind: 'twice', others: [String(same.line)] });
    else if (alike !== undefined && !(directory.has(email) && directory.has(alike.facts.email)))
      found.push({ ...note, kind: 'spelledTwice', others: [alike.facts.email, String(alike.line)] });
    if (same === undefined) first.set(email, row);
    if (alike === undefined) spelled.set(email.toLowerCase(), row);
  }
  return found;
}

/** All addresses, by how they are written in small letters. */
const byLetters = (emails: Iterable<string>): ReadonlyMap<string, string[]> =>
  Map.groupBy(new Set(emails), (email) => email.toLowerCase());

function spelledOtherwise(read: readonly ReadRow[], directory: Directory): RowNote<RowWarningKind>[] {
  const letters = byLetters(directory.keys());
  return read.flatMap(({ line, facts: { email } }) => {
    const others = (letters.get(email.toLowerCase()) ?? []).filter((other) => other !== email);
    return others.length === 0
      ? []
      : [{ line, field: 'email' as const, value: email, kind: 'spelledAlike' as const, others }];
  });
}

/** Of so many strangers it is said whom they may be, at most: the rest is one and the same fault of the file. */
const MOST_MEANT = 20;

/** Managers whom nobody knows, who are the person themself, or (a warning) who have left. */
function strangeManagers(
  read: readonly ReadRow[],
  directory: Directory,
  warnings: CheckedPeople['warnings'],
): RowNote<RowFaultKind>[] {
  const rows = new Map(read.map(({ facts }) => [facts.email, facts]));
  const names = new Set([...rows.keys(), ...directory.keys()]);
  const letters = byLetters(names);
  const found: RowNote<RowFaultKind>[] = [];
  for (const { line, facts } of read) {
    const value = facts.manager ?? '';
    const believed = isBelieved(directory, facts.email, 'manager', value);
    if (value === '' || (!believed && faultOf('manager', value) !== null)) continue;
    const note = { line, field: 'manager' as const, value, others: [] };
    const row = rows.get(value);
    if (value === facts.email || !names.has(value)) {
      if (!believed)
        found.push({ ...note, ...strange(value, facts.email, letters, found.length < MOST_MEANT) });
    } else if (facts.active !== false && !(row?.active ?? directory.get(value)?.active ?? true))
      warnings.push({ ...note, kind: 'managerLeft' });
  }
  return found;
}

/** Why somebody cannot be a manager, and who may be meant. */
function strange(
  value: string,
  email: string,
  letters: ReadonlyMap<string, string[]>,
  named: boolean,
): { kind: RowFaultKind; others: readonly string[] } {
  if (value === email) return { kind: 'ownManager', others: [] };
  const others = letters.get(value.toLowerCase()) ?? [];
  return others.length > 0
    ? { kind: 'otherSpelling', others }
    : { kind: 'unknownManager', others: named ? nearest(value, [...letters.values()].flat()) : [] };
}

/** One fault for each circle that a row is part of, at the first of its rows. */
function inCircles(read: readonly ReadRow[], directory: Directory): RowNote<RowFaultKind>[] {
  const managers = new Map<string, string>();
  for (const { email, manager } of directory.values()) if (manager) managers.set(email, manager);
  for (const { facts } of read) {
    if (facts.manager === '') managers.delete(facts.email);
    if (facts.manager) managers.set(facts.email, facts.manager);
  }
  for (const [email, manager] of managers) if (email === manager) managers.delete(email);
  const rows = new Map(read.filter(({ facts }) => facts.manager).map((row) => [row.facts.email, row]));
  return circles(managers).flatMap((circle) => {
    const concerned = circle.flatMap((email) => rows.get(email) ?? []);
    const [first] = concerned.sort((a, b) => a.line - b.line);
    const isNew = ({ facts: { email, manager } }: ReadRow) =>
      !isBelieved(directory, email, 'manager', manager ?? '');
    if (first === undefined || !concerned.some(isNew)) return [];
    const value = first.facts.manager ?? '';
    return [{ line: first.line, field: 'manager' as const, value, kind: 'circle' as const, others: circle }];
  });
}
