import { money } from './money.ts';
import { addMonths, monthOf } from './periods.ts';
import type { Day, Money, Month } from './types.ts';

/** What somebody's budget may be, by what they spent in months that are over. Pure. */

/** For whom amounts are suggested: whoever spends by themselves. */
export const SUGGESTED_KINDS = ['user', 'costCenter'] as const;

/** How many months are looked at. */
export const SUGGESTED_BY = [3, 4, 5, 6] as const;
/** What is looked at unless somebody says otherwise. */
export const USUAL_MONTHS = 3;

/** The last complete months, oldest first. @param count of them */
export const monthsBefore = (today: Day, count: number): Month[] =>
  Array.from({ length: count }, (_, i) => addMonths(monthOf(today), i - count));

export interface Suggestion {
  /** Of months with spend, that in the middle. */
  median: Money;
  /** At most so much in nine of ten months with spend. */
  p90: Money;
  /** `p90` rounded up to a round amount. */
  amount: Money;
  /** Of how many of the months there was spend. */
  monthsWithSpend: number;
}

/**
 * What is suggested by what somebody spent in each month that is over: the 90th percentile of months with spend, rounded up.
 * Months without any say that they were not here, and not that they need nothing.
 * @param spent in each month of which there was any
 * @returns null where there was none
 */
export function suggestionOf(spent: readonly Money[]): Suggestion | null {
  const known = spent.filter((amount) => amount > 0n).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (known.length === 0) return null;
  const p90 = percentile(known, 90n);
  return { median: percentile(known, 50n), p90, amount: roundedUp(p90), monthsWithSpend: known.length };
}

/**
 * Between the two amounts that it lies between, as spreadsheets reckon it (PERCENTILE.INC): of few months it is no leap from
 * one of them to the next.
 * @param sorted smallest first, at least one
 */
function percentile(sorted: readonly Money[], percent: bigint): Money {
  const at = BigInt(sorted.length - 1) * percent;
  const [index, part] = [Number(at / 100n), at % 100n];
  const low = sorted[index] ?? (0n as Money);
  const high = sorted[index + 1] ?? low;
  return (low + ((high - low) * part) / 100n) as Money;
}

/** Up to which amount rounding goes in which steps, USD. */
const STEPS = [
  [money('10'), money('1')],
  [money('100'), money('5')],
  [money('1000'), money('50')],
  [money('10000'), money('500')],
] as const;
const WIDEST = money('1000');

/** The next round amount: whole dollars below $10, then 5, 50, 500 and 1,000 at a time. */
export function roundedUp(amount: Money): Money {
  const step = STEPS.find(([below]) => amount <= below)?.[1] ?? WIDEST;
  return (((amount + step - 1n) / step) * step) as Money;
}
