import { DAY_MS } from '../periods.ts';
import type { DayRange, Money } from '../types.ts';

/** When somebody is told that a hard budget will soon stop them. Pure; money is 10⁻¹⁰ USD. */

/** Of the limit: what is left is never enough to wait with a warning, and never so much that one would be a nuisance. */
const LEAST_PERCENT = 5n;
const MOST_PERCENT = 20n;

export interface Nearing {
  /** What counts so far, and what it is held against, a grace included. */
  counted: Money;
  limit: Money;
  /** The days that count. */
  range: DayRange;
  /** UTC milliseconds. */
  now: number;
}

/**
 * What is left before somebody is stopped, where that is little: a twentieth of the limit, or what a day comes to at the pace of
 * the period so far, up to a fifth of the limit. `null`: it is more, nothing is used yet, or nothing is left.
 */
export function leftWhereNear({ counted, limit, range, now }: Nearing): Money | null {
  const left = (limit - counted) as Money;
  if (counted <= 0n || left <= 0n) return null;
  const least = (limit * LEAST_PERCENT) / 100n;
  const most = (limit * MOST_PERCENT) / 100n;
  const day = perDay(counted, range, now);
  const near = day < least ? least : day > most ? most : day;
  return left <= near ? left : null;
}

/** What counts in a day, on the average of the period so far; of its first day all of it. */
function perDay(counted: Money, { start }: DayRange, now: number): bigint {
  const passed = BigInt(Math.max(DAY_MS, Math.round(now - Date.parse(`${start}T00:00:00.000Z`))));
  return (counted * BigInt(DAY_MS)) / passed;
}
