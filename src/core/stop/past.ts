import type { Day, DayRange, Money, Priced } from '../types.ts';
import { countsForStop } from './stops.ts';

/** Whom hard budgets would have stopped in days that are over. Pure; money is 10⁻¹⁰ USD. */

/** A budget that held, for one of those that it held for, with what counted day by day. */
export interface PastFigure {
  /** Days of the period that count. */
  range: DayRange;
  /** As it was at the end: with raises and what was carried over. */
  limit: Money;
  /** In any order; a day without any is nothing. */
  days: readonly { day: Day; spent: Priced; cautious: Money }[];
}

export interface PastStop {
  /** On which the limit was reached: models answer no more from the next one on, at the latest. */
  day: Day;
  /** By the end of that day. */
  counted: Money;
  /** From the next day to the end of the period, or as far as is known: what the stop would have saved at least. */
  after: Money;
}

/** When a budget would have stopped whom it held for; null: it was not used up. */
export function pastStop({ range, limit, days }: PastFigure, onUnpriced: boolean): PastStop | null {
  const byDay = [...days]
    .filter(({ day }) => day >= range.start && day < range.endExclusive)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  const amounts = byDay.map((one) => countsForStop(one, { onUnpriced }));
  let counted = 0n;
  const at = amounts.findIndex((amount) => {
    counted += amount;
    return counted >= limit && counted > 0n;
  });
  const { day } = byDay[at] ?? { day: null };
  if (day === null) return null;
  const after = amounts.slice(at + 1).reduce((sum, amount) => sum + amount, 0n);
  return { day, counted: counted as Money, after: after as Money };
}
