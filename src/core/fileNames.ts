import type { ColumnKey } from './fileColumns.ts';
import { addDays, monthOf, monthRange } from './periods.ts';
import type { Day, DayRange, SpendLabel } from './types.ts';

/** How files are called: product, what they hold, of whom, of when, and how sure it is. */

export interface FileOf {
  /** What it holds: a word of the product, in English. */
  what: string;
  /** Of one thing alone: the column that names it, and its own name. */
  of?: { key: ColumnKey; value: string } | null;
  /** What that is called in the name of the file, where that is another. */
  name?: string;
  /** Who saw it, where they do not see everything: another's file of the same may hold more. */
  seenBy?: string;
  /** To what its rows were narrowed: a state, what was searched for. */
  narrowed?: readonly string[];
  /** As of which day it is, where it is of no days. */
  asOf?: Day | null;
  /** Days whose amounts it holds. */
  range?: DayRange | null;
  /** How sure the least sure of its amounts is. */
  state?: SpendLabel | null;
}

/** How sure the least sure of some amounts is; null of nothing. */
export const leastSure = (labels: ReadonlySet<SpendLabel | 'mixed'>): SpendLabel | null => {
  if (labels.has('estimated') || labels.has('mixed')) return 'estimated';
  return labels.has('provisional') ? 'provisional' : labels.has('final') ? 'final' : null;
};

/** A whole month by its name; else the first and the last day. */
export function periodParts({ start, endExclusive }: DayRange): string[] {
  const month = monthOf(start);
  const last = addDays(endExclusive, -1);
  if (monthRange(month).start === start && monthRange(month).endExclusive === endExclusive) return [month];
  return start === last ? [start] : [start, last];
}

/** The parts of a name, of which none holds what stands between them. */
export const nameParts = ({
  what,
  of = null,
  name,
  narrowed = [],
  seenBy = '',
  asOf = null,
  range = null,
  state = null,
}: FileOf): string[] =>
  [
    'bedrock-ledger',
    what,
    name ?? of?.value ?? '',
    ...narrowed,
    seenBy === '' ? '' : `seen by ${seenBy}`,
    ...(range === null ? [asOf ?? ''] : periodParts(range)),
    state ?? '',
  ]
    .map((part) => part.replaceAll(/[\s_]+/gu, '-'))
    .filter((part) => part !== '');
