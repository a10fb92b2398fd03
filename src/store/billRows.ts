import {
  type Bill,
  type BillClaim,
  type BillEntry,
  type BillLine,
  type BillPart,
  USAGE,
} from '../core/billEntries.ts';
import { partOf } from '../core/billParts.ts';
import type { charges } from './schema.ts';

/**
 * How lines and claims stand in the table `charges`: its columns are those of the first source, two keys per grouping.
 * Years of rows stay as they are; what an entry says beyond two keys has no column yet, and is refused and not lost.
 */
type Row = typeof charges.$inferSelect;
export type Grouping = Row['grouping'];

const GROUPING: Readonly<Record<BillPart, Grouping>> = {
  usage: 'line',
  others: 'recordType',
  profile: 'profile',
  owner: 'owner',
  principal: 'principal',
};
export const groupingOf = (part: BillPart): Grouping => GROUPING[part];
const PARTS = new Map(Object.entries(GROUPING).map(([part, grouping]) => [grouping, part as BillPart]));
export const partOfGrouping = (grouping: Grouping): BillPart => PARTS.get(grouping) as BillPart;

export function rowOf(entry: BillEntry): Row {
  const { day, accountId, amount, quantity, unit, provisional } = entry;
  const [key1, key2] = keysOf(entry);
  const grouping = groupingOf(partOf(entry));
  return { day, grouping, accountId, key1, key2, amount, quantity, unit, provisional };
}

function keysOf(entry: BillEntry): [string, string] {
  const { service, usageType } = entry;
  if (!('by' in entry))
    return entry.recordType === USAGE
      ? [entry.service, known(usageType)]
      : [entry.recordType, entry.service, ...none(usageType)];
  switch (entry.by) {
    case 'profile':
      return [entry.profile, entry.usageType, ...none(service)];
    case 'owner':
      return [entry.user, entry.costCenter, ...none(service), ...none(usageType)];
    case 'principal':
      return [entry.principal, entry.service, ...none(usageType)];
  }
}

function known(value: string | null): string {
  if (value === null) throw new RangeError('A line of usage without a usage type cannot be stored.');
  return value;
}

function none(value: string | null): [] {
  if (value !== null) throw new RangeError(`There is no column for ${value} beside what the bill names.`);
  return [];
}

/** Fields one by one and not by rest: years of rows come through here. */
function entryOf(row: Row): BillEntry {
  const { day, grouping, accountId, key1, key2, amount, quantity, unit, provisional } = row;
  const billed = { day, accountId, amount, quantity, unit, provisional };
  switch (grouping) {
    case 'line':
      return { ...billed, recordType: USAGE, service: key1, usageType: key2 };
    case 'recordType':
      return { ...billed, recordType: key1, service: key2, usageType: null };
    case 'profile':
      return { ...billed, by: grouping, profile: key1, service: null, usageType: key2 };
    case 'owner':
      return { ...billed, by: grouping, user: key1, costCenter: key2, service: null, usageType: null };
    case 'principal':
      return { ...billed, by: grouping, principal: key1, service: key2, usageType: null };
  }
}

/** A row as SQLite gives it, with its flag as a number. */
export function rowFrom(raw: unknown): Row {
  const row = raw as Omit<Row, 'provisional'> & { provisional: boolean | bigint };
  row.provisional = row.provisional === 1n;
  return row as Row;
}

/** Rows of a day or of one part as the bill that they are, in their order. */
export function billFrom(rows: readonly Row[]): Bill {
  const lines: BillLine[] = [];
  const claims: BillClaim[] = [];
  for (const row of rows) {
    const entry = entryOf(row);
    if ('by' in entry) claims.push(entry);
    else lines.push(entry);
  }
  return { lines, claims };
}
