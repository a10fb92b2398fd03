import type { Standing } from '../../core/standing.ts';
import type { Messages } from '../../ui/messages/index.ts';
import type { Cell, Column } from '../../ui/table.tsx';
import { moneyCell } from './cells.ts';

/** Columns that every table of standings has beside its own: what counts without a price, and what is stale. */

/** Where there is no amount; sorted below every one. */
export const NO_AMOUNT: Cell = { text: '–', raw: '', sort: -1n };

/** On the page only where anything counts without a price; always in CSV, so that its columns stay the same. */
export const cautiousColumn = (m: Messages, standings: readonly Standing[]): Column => ({
  name: m.cautious,
  key: 'cautious_usd',
  number: true,
  title: m.cautiousTitle,
  ...(standings.some(({ cautious }) => cautious !== 0n) ? {} : { file: true }),
});
/** In CSV alone: a page says it once, above. */
export const STALE_COLUMN: Column = { name: 'stale_since', key: 'stale_since', file: true };

export const besideSpent = ({
  cautious,
  staleSince,
}: Standing): Record<'cautious_usd' | 'stale_since', Cell> => ({
  cautious_usd: moneyCell(cautious),
  stale_since: { text: staleSince ?? '' },
});
