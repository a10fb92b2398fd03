import type { Standing } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Column } from '../../ui/table.tsx';
import { moneyCell } from './cells.ts';

/** What every table of standings has beside its own columns: what counts without a price, and what is stale. */

/** Where there is no amount; sorted below every one. */
export const NO_AMOUNT: Cell = { text: '–', raw: '', sort: -1n };

/** In CSV alone: a page says the one below what is spent, and the other once, above. */
export const BESIDE_SPENT: readonly Column[] = [
  { name: 'cautious_usd', key: 'cautious_usd', number: true, file: true },
  { name: 'stale_since', key: 'stale_since', file: true },
];

export const besideSpent = ({
  cautious,
  staleSince,
}: Pick<Standing, 'cautious' | 'staleSince'>): Record<'cautious_usd' | 'stale_since', Cell> => ({
  cautious_usd: moneyCell(cautious),
  stale_since: { text: staleSince ?? '' },
});

/**
 * What is spent, and below it, where there is any, what else counts against the budget: what has no price, and what was
 * spent elsewhere. It is told apart, and never left out.
 */
export function spentCell(
  cell: Cell,
  { cautious, whole }: Pick<Standing, 'cautious'> & { whole?: Money | null },
  { m }: Frame,
): Cell {
  const beside = [
    ...(whole === undefined || whole === null ? [] : [m.spentInAll(usd(whole))]),
    ...(cautious === 0n ? [] : [m.cautiousBeside(usd(cautious))]),
  ];
  if (beside.length === 0) return cell;
  return {
    ...cell,
    show: (
      <>
        {cell.href ? <a href={cell.href}>{cell.text}</a> : cell.text}
        {beside.map((words) => (
          <small class="beside" title={cautious === 0n ? undefined : m.cautiousTitle}>
            {words}
          </small>
        ))}
      </>
    ),
  };
}
