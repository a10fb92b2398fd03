import { MOST_ALIASES } from '../core/aliases.ts';
import {
  PERSON_COLUMNS,
  type PersonColumn,
  type PersonRow,
  type RowFaultKind,
  type RowNote,
  type RowWarningKind,
} from '../core/directory.ts';
import { didYouMean } from '../core/nearest.ts';
import { isEmail } from '../core/people.ts';
import { type Columns, type CsvRow, cellsBy, columnsIn, shown, widthFault } from './csvFile.ts';

/** A file of people: which column is which, its rows, and what is said of them. */

/** A fault of the file, or a word about it, for people and for machines. */
export interface FileNote {
  line: number;
  /** '' where a whole line is concerned. */
  field: string;
  value: string;
  reason: string;
}

/** A list of people that was exported says more than is taken in. */
const COLUMNS: Columns<PersonColumn> = {
  names: PERSON_COLUMNS,
  needed: ['email'],
  idle: ['reports', 'roles', 'lastSignInAt'],
};

/**
 * Rows and columns of a file; without rows where its first line is at fault, and without those whose width is. `unread`
 * are the addresses that stand in the latter: the fault is told of those rows, and not of whoever reports to them.
 */
export function readPeople(file: readonly CsvRow[]): {
  rows: PersonRow[];
  columns: PersonColumn[];
  unread: string[];
  faults: FileNote[];
} {
  const [first, ...others] = file;
  const head = first?.cells ?? [];
  const found = columnsIn(head, COLUMNS);
  if ('fault' in found)
    return {
      rows: [],
      columns: [],
      unread: [],
      faults: [{ line: first?.line ?? 1, field: '', value: '', reason: found.fault }],
    };
  const faults: FileNote[] = [];
  const unread: string[] = [];
  const rows: PersonRow[] = [];
  for (const row of others) {
    const reason = widthFault(row, head.length);
    if (reason !== null) {
      faults.push({ line: row.line, field: '', value: '', reason });
      unread.push(...row.cells.filter(isEmail));
    } else rows.push({ line: row.line, cells: cellsBy(row, found.columns) });
  }
  if (others.length === 0) faults.push({ line: 1, field: '', value: '', reason: 'nobody follows it' });
  return { rows, columns: found.columns.filter((name) => name !== null), unread, faults };
}

type Words<Kind extends string> = Readonly<
  Record<Kind, (value: string, others: readonly string[]) => string>
>;
const FAULTS: Words<RowFaultKind> = {
  missing: () => 'is empty; every row needs an e-mail address',
  notEmail: (value) => `"${value}" is no e-mail address`,
  long: (value) => `"${value}" is longer than 256 characters`,
  signs: (value) =>
    `"${value}" holds a line break, another control character, or a sign that nobody sees: type it anew`,
  status: (value) => `"${value}" is neither active nor left`,
  twice: (value, [line]) => `"${value}" stands in line ${line} already`,
  spelledTwice: (value, [other, line]) =>
    `"${value}" and "${other}" in line ${line} differ by upper and lower case only, and AWS takes them for two people; keep the spelling of the profiles' tags`,
  ownManager: (value) => `"${value}" is the person themself`,
  unknownManager: (value, near) =>
    `"${value}" is neither in the file nor in the directory${near.length === 0 ? '' : `.${didYouMean(near)}`}`,
  otherSpelling: (value, others) =>
    `"${value}" is neither in the file nor in the directory, but ${others.join(' and ')} is: upper and lower case count`,
  aliasPerson: (value) =>
    `"${value}" is the own address of somebody; where both are one person: bedrock-ledger people alias add EMAIL ADDRESS --merge`,
  aliasTaken: (value, [other = '']) => `"${value}" is another address of ${other} already`,
  aliasTooMany: (value) => `"${value}" is one too many: a person has at most ${MOST_ALIASES} other addresses`,
  circle: (_, others) => `these report to each other in a circle: ${circleOf(others)}`,
};
const WARNINGS: Words<RowWarningKind> = {
  cannotTag: (value) => `"${value}" has signs that tags of Bedrock cannot hold, so no profile can carry it`,
  spelledAlike: (value, others) =>
    `"${value}" is taken in beside ${others.join(' and ')}: AWS takes spellings that differ by upper and lower case for two people`,
  aliasOf: (value, [person = '']) =>
    `"${value}" is another address of ${person}, of whom this is taken to speak`,
  managerLeft: (value) => `"${value}" has left, so nobody above them sees this person`,
};

/** Everybody in a circle, back to the first; the middle of a long one is left out. */
function circleOf(emails: readonly string[]): string {
  const [first = ''] = emails;
  const all = emails.length <= 12 ? emails : [...emails.slice(0, 11), `… ${emails.length - 11} more`];
  return [...all, first].join(' → ');
}

const worded =
  <Kind extends string>(words: Words<Kind>) =>
  ({ line, field, value, kind, others }: RowNote<Kind>): FileNote => ({
    line,
    field,
    value,
    reason: words[kind](shown(value), others),
  });
export const faultInWords = worded(FAULTS);
export const warningInWords = worded(WARNINGS);

export const lineOf = ({ line, field, reason }: FileNote): string =>
  `line ${line}: ${field === '' ? '' : `${field}: `}${reason}`;
