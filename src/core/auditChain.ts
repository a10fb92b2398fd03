import { createHash } from 'node:crypto';

/**
 * The audit log as a chain: each entry keeps a digest over the digest before it and over all of itself, so that whoever
 * changes, takes out or puts in an entry has to write every later one anew. That leaves a chain that holds by itself: only
 * a head that was kept elsewhere tells. Pure.
 */

/** An entry as it stands in the table: every column as text, nothing of it read. */
export interface RawEntry {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  before: string | null;
  after: string | null;
  reason: string | null;
  via: string | null;
  address: string | null;
}
/** With the digest that is kept with it; null where a program wrote it that knows of none. */
export interface ChainedEntry extends RawEntry {
  digest: string | null;
}
/** An entry by its digest: what the next one continues from. */
export interface Link {
  id: number;
  digest: string;
}

/** What the first entry of a ledger continues from. */
export const BEGINNING: Link = { id: 0, digest: '0'.repeat(64) };

const FORMAT = 'bedrock-ledger audit entry 1';
const COLUMNS = [
  'id',
  'at',
  'actor',
  'action',
  'subject',
  'before',
  'after',
  'reason',
  'via',
  'address',
] as const satisfies readonly (keyof RawEntry)[];

/**
 * Texts one after the other, so that none can be taken for another: each as its length in bytes of UTF-8, `:`, the text
 * and `,` (a netstring); what is not there is `-,`. Numbers are written in decimal.
 */
export const encoded = (fields: readonly (string | number | null)[]): string =>
  fields
    .map((field) => {
      if (field === null) return '-,';
      const text = String(field);
      return `${Buffer.byteLength(text, 'utf8')}:${text},`;
    })
    .join('');

/** SHA-256, hexadecimal, of the format's name, the digest before, and every column in the order of the table. */
export const digestOf = (previous: string, entry: RawEntry): string =>
  createHash('sha256')
    .update(encoded([FORMAT, previous, ...COLUMNS.map((column) => entry[column])]), 'utf8')
    .digest('hex');

/** How an entry does not continue the chain. */
export type BreakKind = 'altered' | 'missing' | 'inserted' | 'reordered';
export interface Break {
  kind: BreakKind;
  /** The first entry that does not fit. */
  id: number;
  /** The one before it. */
  after: number;
}

const continues = (from: Link, entry: ChainedEntry, id = entry.id): boolean =>
  entry.digest !== null && digestOf(from.digest, { ...entry, id }) === entry.digest;

/**
 * Whether an entry continues the chain; null where it does.
 * @param next the entry after it, where there is one: it tells how this one came to be where it is
 */
export function breakAt(from: Link, entry: ChainedEntry, next: ChainedEntry | null): Break | null {
  if (entry.id > from.id && continues(from, entry)) return null;
  return { kind: kindOf(from, entry, next), id: entry.id, after: from.id };
}

function kindOf(from: Link, entry: ChainedEntry, next: ChainedEntry | null): BreakKind {
  if (entry.digest === null) return 'inserted';
  if (next !== null) {
    const expected = digestOf(from.digest, { ...next, id: entry.id });
    // Exchanged with their digests, or under digests that stayed where they were.
    const nextWasHere = next.digest === expected || entry.digest === expected;
    const thisWasNext = digestOf(expected, { ...entry, id: next.id });
    if (nextWasHere && (entry.digest === thisWasNext || next.digest === thisWasNext)) return 'reordered';
    // With the next one as it is, or as it was called before this one came, the chain holds.
    if (next.digest === expected || continues(from, next)) return 'inserted';
  }
  return entry.id > from.id + 1 ? 'missing' : 'altered';
}

/** Where a walk along the chain is. */
export interface Walk {
  /** The last entry that held, or what the first one continues from. */
  at: Link;
  checked: number;
}

/**
 * Walks on along entries in the order of their ids.
 * @param entries those after `walk.at`; with `isLast`, up to the end, else the last of them is only looked at
 * @param seen is told each entry that held
 */
export function walkOn(
  { at, checked }: Walk,
  entries: readonly ChainedEntry[],
  isLast: boolean,
  seen: (entry: ChainedEntry) => void = () => {},
): Walk | { broken: Break; checked: number } {
  let from = at;
  const end = isLast ? entries.length : entries.length - 1;
  for (const [index, entry] of entries.slice(0, end).entries()) {
    const broken = breakAt(from, entry, entries[index + 1] ?? null);
    if (broken !== null) return { broken, checked: checked + index };
    from = { id: entry.id, digest: entry.digest ?? '' };
    seen(entry);
  }
  return { at: from, checked: checked + end };
}
