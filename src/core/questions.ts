import type { SpendScope } from './access.ts';
import type { Known } from './known.ts';
import type { DayRange, Money, Priced, SpendLabel, SpendRow, TokenKind, UnallocatedReason } from './types.ts';

/** What can be asked of spend, and how an answer looks: the words of pages, exports, API and command line alike. */

export type SpendGroup = (typeof GROUPS)[number];
export const GROUPS = ['costCenter', 'user', 'model', 'profile', 'account', 'day', 'tokenKind'] as const;
/** What `readGroups` does not read is told by. */
export const GROUPS_FAULT = `must be one of ${GROUPS.join(', ')}, or two of them divided by a comma`;
/** Cells of two dimensions of an answer or a file at most: all of ten thousand people by ninety days are no answer. */
export const MOST_CELLS = 250_000;
export type SpendBasis = 'best' | 'billed' | 'estimated';
/**
 * Filters by the names of the groups; several values mean any of them, an empty list matches nothing. `region` and
 * `reason` beside them.
 */
export type SpendFilter = Partial<Record<SpendGroup | 'region' | 'reason', readonly string[]>>;
export interface SpendQuery {
  range: DayRange;
  /** One or two dimensions; two make a matrix (for example model × day). None: the total alone. */
  groupBy: readonly SpendGroup[];
  basis: SpendBasis;
  filter: SpendFilter;
  /** Rows that whoever asks may see (`core/access.ts`); what lies outside it does not exist for this question. */
  scope: SpendScope;
  /** Rows that nobody owns: `apart` by reason (the standard), `among` the rows, which then make the whole total, or `left` out of both. */
  unowned?: 'apart' | 'among' | 'left';
  /** Answered by what says who owns something, though nothing here asks for that: so that it adds up with what does. */
  ofOwners?: boolean;
}
export interface SpendSum {
  /** One value per dimension of `groupBy`; '' where it has none (no cost center, no profile). */
  keys: readonly string[];
  amount: Priced;
  billed: Money;
  estimated: Priced;
  estimatedLow: Money;
  estimatedHigh: Money;
  label: SpendLabel | 'mixed';
  tokens: bigint;
  tokensByKind: Readonly<Record<TokenKind, bigint>>;
  allocatedBy: { tag: Money; principal: Money; tokens: Money };
  /** Tokens without any rate among them. */
  unpricedTokens: bigint;
}
/** What a table shows of a row: a third of the figures, for a fraction of the work. */
export interface BriefSum extends Pick<SpendSum, 'keys' | 'amount' | 'label' | 'tokens' | 'unpricedTokens'> {
  /** What of the amount is the bill's own word, provisional or final. */
  ofBill: Money;
}
/** What one row of an answer comes to; in no order. */
export type AmountRow = Pick<SpendSum, 'keys' | 'amount' | 'unpricedTokens'>;
export interface SpendAnswer<Row = SpendSum> {
  /** Rows that somebody owns, largest first. */
  rows: Row[];
  unallocated: (Known & { reason: UnallocatedReason; tokens: bigint })[];
  /** Rows and unallocated together, exactly. */
  total: Known;
}

/** Dimensions of what was used, known even where nobody owns it: its rows need none apart for that. */
export const KNOWN_WITHOUT_OWNER: ReadonlySet<SpendGroup> = new Set(['model', 'tokenKind', 'account', 'day']);

/** What rows of spend of one label and source of rate come to. */
export type RowSum = Pick<SpendRow, 'label' | 'rateSource' | 'tokens' | 'billed' | 'estimated' | 'amount'>;

/** One or two dimensions as API and command line take them: `model` or `model,day`; null: it is none of these. */
export function readGroups(text: string): readonly SpendGroup[] | null {
  const read = text.split(',').map((word) => GROUPS.find((group) => group === word.trim()));
  const known = read.filter((group) => group !== undefined);
  return known.length === read.length && known.length <= 2 && new Set(known).size === known.length
    ? known
    : null;
}
