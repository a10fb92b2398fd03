import type { Whom } from './budgets.ts';
import type { Known } from './known.ts';
import { ZERO } from './money.ts';
import type { Narrowing } from './narrowing.ts';
import { countedAmount } from './standing.ts';
import type { DayRange, Money } from './types.ts';

/** What drives some spend: the largest of its models, profiles, people and days. Pure. */

export const DRIVER_GROUPS = ['model', 'profile', 'user', 'day'] as const;
export type DriverGroup = (typeof DRIVER_GROUPS)[number];

/** The largest of one dimension. */
export interface Driver {
  key: string;
  amount: Money;
  /** Of all that counts, in tenths of a per cent, rounded as tables beside it are. */
  share: bigint;
}
export type Drivers = Readonly<Partial<Record<DriverGroup, Driver>>>;

export interface KnownOf extends Known {
  key: string;
}

/** What drives what. */
export interface DriverQuestion {
  id: string;
  whom: Whom;
  narrowing: Narrowing | null;
  /** The days that the budget counts. */
  range: DayRange;
}

/**
 * The largest of some rows; null where nothing counts, or where the largest has no name.
 * @param rows what a dimension comes to, all of it, in any order; rows of one key count together
 */
export function largestOf(rows: readonly KnownOf[], cautiousRate: Money): Driver | null {
  const byKey = new Map<string, Money>();
  let all = 0n;
  for (const row of rows) {
    const counted = countedAmount(row, cautiousRate);
    byKey.set(row.key, ((byKey.get(row.key) ?? 0n) + counted) as Money);
    all += counted;
  }
  let [first, most] = ['', ZERO];
  for (const [key, amount] of byKey) {
    // Of two that are as large the first by name, so that a page says the same each time.
    if (amount < most || (amount === most && (first === '' || key > first))) continue;
    [first, most] = [key, amount];
  }
  if (first === '' || most <= 0n || all <= 0n) return null;
  return { key: first, amount: most, share: (most * 2000n + all) / (all * 2n) };
}
