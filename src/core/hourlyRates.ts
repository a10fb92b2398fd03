import { approximate, ZERO } from './money.ts';
import type { Money } from './types.ts';

/**
 * How people's spend of an hour is distributed over the company, in buckets a fifth wide: small enough to keep, and fine
 * enough for a percentile. Money is 10⁻¹⁰ USD.
 */

/** Bucket → how many hours of a person fell into it. */
export type HourlyRates = Readonly<Record<string, number>>;

/** Buckets per doubling. */
const FINENESS = 4;
/** Above this many hours all are halved, so that what was long ago weighs less and less. */
const MOST = 2_000_000;
const PER_MILLE = 1000;

/** Adds the spend of hours; hours without spend are none. */
export function withHours(rates: HourlyRates, amounts: Iterable<Money>): HourlyRates {
  const counts = new Map(Object.entries(rates));
  for (const amount of amounts) {
    if (amount <= 0n) continue;
    const bucket = String(Math.floor(Math.log2(approximate(amount)) * FINENESS));
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const all = totalOf(counts);
  const halved = all > MOST ? [...counts].map(([bucket, count]) => [bucket, count / 2] as const) : counts;
  return Object.fromEntries(halved);
}

/** What at most one hour in a thousand exceeds: the upper edge of its bucket. Nothing where there were no hours. */
export function highestButOneInThousand(rates: HourlyRates): Money {
  const counts = new Map(Object.entries(rates));
  let above = totalOf(counts) / PER_MILLE;
  const highestFirst = [...counts].sort(([a], [b]) => Number(b) - Number(a));
  for (const [bucket, count] of highestFirst) {
    above -= count;
    if (above < 0) return upperEdge(Number(bucket));
  }
  return ZERO;
}

const totalOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

const upperEdge = (bucket: number): Money =>
  BigInt(Math.ceil(2 ** ((bucket + 1) / FINENESS) * 1e10)) as Money;
