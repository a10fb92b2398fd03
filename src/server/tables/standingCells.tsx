import type { Known } from '../../core/known.ts';
import type { Standing } from '../../core/standing.ts';
import { usd } from '../../core/usd.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Column } from '../../ui/table.tsx';
import { moneyCell, UNPRICED_TOKENS, unpricedTokensCell } from './cells.ts';

/** What every table of standings has beside its own columns: what counts without a price, and what is stale. */

/** Where there is no amount; sorted below every one. */
export const NO_AMOUNT: Cell = { text: '–', raw: '', sort: -1n };

/** In CSV alone: a page says the first and the last below what is spent, and the other once, above. */
export const BESIDE_SPENT: readonly Column[] = [
  { name: 'cautious_usd', key: 'cautious_usd', number: true, file: true },
  { name: 'stale_since', key: 'stale_since', file: true },
  UNPRICED_TOKENS,
];

export const besideSpent = ({
  cautious,
  staleSince,
  unpricedTokens,
}: Pick<Standing, 'cautious' | 'staleSince'> & { unpricedTokens: bigint | null }): Record<
  'cautious_usd' | 'stale_since' | 'unpriced_tokens',
  Cell
> => ({
  cautious_usd: moneyCell(cautious),
  stale_since: { text: staleSince ?? '' },
  unpriced_tokens: unpricedTokens === null ? { text: '' } : unpricedTokensCell({ unpricedTokens }),
});

/**
 * What is spent, and below it, where there is any, what else counts against the budget: what has no price, and what was
 * spent elsewhere. It is told apart, and never left out.
 */
export function spentCell(
  cell: Cell,
  { cautious, whole }: Pick<Standing, 'cautious'> & { whole?: Known | null },
  { m }: Frame,
): Cell {
  const beside = [
    ...(cell.beside ?? []),
    ...(whole === undefined || whole === null ? [] : [{ text: m.spentInAll(knownText(whole, { m })) }]),
    ...(cautious === 0n ? [] : [{ text: m.cautiousBeside(usd(cautious)), title: m.cautiousTitle }]),
  ];
  return beside.length === 0 ? cell : { ...cell, beside };
}
