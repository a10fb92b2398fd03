import type { GroupFacts, SpendFacts } from '../../app/spend/known.ts';
import type { BriefSum } from '../../core/questions.ts';
import { BUDGET_STATES, type Standing } from '../../core/standing.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, SortValue } from '../../ui/table.tsx';
import { NO_AMOUNT } from '../tables/standingCells.tsx';
import { usedOrder } from '../tables/usedCell.tsx';
import { changeIn, NO_VARIANCE } from './groupCells.tsx';
import type { Ends } from './groupColumns.ts';

/** What rows of spend are ordered by, without their cells: of ten thousand rows forty are shown. */

export interface RowOrder {
  facts: SpendFacts;
  one: GroupFacts;
  frame: Frame;
  /** Whether rows say where each stands against its budget. */
  budgeted: boolean;
  share(at: number): Cell;
  ends: Ends;
}

/**
 * What the cell of a row in a column is ordered by; undefined where only the cell itself says it.
 * @param at the place of the row among all
 */
export function sortValueOf(
  { facts, one, frame, budgeted, share, ends }: RowOrder,
  row: BriefSum,
  at: number,
  column: string,
): SortValue | undefined {
  const key = row.keys[0] ?? '';
  const standing = () => (budgeted ? one.standingOf(key) : null);
  switch (column) {
    case one.group:
      return one.nameOf(key) === null ? undefined : `${one.nameOf(key)} ${key}`;
    case 'amount_usd':
      return row.amount;
    case 'tokens':
      return row.tokens;
    case 'unpriced_tokens':
      return row.unpricedTokens;
    case 'share_percent':
      return share(at).sort;
    case 'change_usd':
      return one.earlier ? changeIn(facts, one, row, frame).sort : undefined;
    case 'forecast_usd':
      return budgeted ? ends.sortOf(at) : undefined;
    default:
      return orderOfStanding(standing(), column);
  }
}

const OF_STANDING = /^-?(budget_usd|used_percent|left_usd|variance_usd|cautious_usd|state)$/;
/** Whether an order goes by where each stands: only then that is looked up of all. @param sort as an address asks for it */
export const goesByStanding = (sort: string): boolean => OF_STANDING.test(sort);

/** Of the columns that say where somebody stands. */
function orderOfStanding(standing: Standing | null, column: string): SortValue | undefined {
  if (standing === null) return undefined;
  switch (column) {
    case 'budget_usd':
      return standing.limit ?? NO_AMOUNT.sort;
    case 'used_percent':
      return usedOrder(standing);
    case 'variance_usd':
      return standing.variance ?? NO_VARIANCE;
    case 'state':
      return BUDGET_STATES.indexOf(standing.state);
    default:
      return undefined;
  }
}
