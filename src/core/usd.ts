import { formatFixed, larger, roundRows, roundTo } from './money.ts';
import type { Money, Priced } from './types.ts';

/** How amounts look to people, on pages, in mails and at a terminal alike. The exact value is for machines. */

/** `1,234.56`: the digits before the point in threes. */
export const grouped = (digits: string): string => {
  const [whole = '', fraction] = digits.split('.');
  return inThrees(whole) + (fraction === undefined ? '' : `.${fraction}`);
};
export const inThrees = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const CENT = 100_000_000n;

/** `$1,234.56`; four decimals where a cent would hide it, and what even they would hide is less than that. */
export function usd(value: Money): string {
  const magnitude = value < 0n ? -value : value;
  if (magnitude !== 0n && magnitude < CENT / 100n) return value > 0n ? '<$0.0001' : '>−$0.0001';
  const text = formatFixed(magnitude as Money, magnitude === 0n || magnitude >= CENT ? 2 : 4);
  return `${value < 0n ? '−' : ''}$${grouped(text)}`;
}

/** The same with its sign: `+$12.00`, `−$3.50`, `$0.00`. */
export const signedUsd = (value: Money): string => `${value > 0n ? '+' : ''}${usd(value)}`;

/** In cents, whatever a cent would hide. */
const inCents = (cents: Money): string =>
  `${cents < 0n ? '−' : ''}$${grouped(formatFixed(larger<bigint>(cents, -cents) as Money, 2))}`;

/**
 * Amounts that stand beside their total, as `usd` writes it: rounded together, so that they add up to it. A finer amount than a
 * cent keeps its digits.
 */
export function usdTogether(amounts: readonly Priced[]): (at: number) => string {
  let all: readonly Money[] | null = null;
  return (at) => {
    all ??= roundRows(amounts, 2);
    return usdOf(amounts[at] ?? (0n as Money), all[at] ?? (0n as Money));
  };
}
/** An amount in the cents that it is shown as; a finer one keeps its digits. */
export const usdOf = (amount: Priced, cents: Money): string =>
  cents === 0n && amount !== 0n ? usd(amount as bigint as Money) : inCents(cents);

/**
 * Amounts of one day after the other, in cents that make what is spent by the end of each day as `usd` writes it: a day is what
 * lies between two such sums.
 */
export function centsDayByDay(amounts: readonly Priced[]): Money[] {
  let [sum, before] = [0n, 0n];
  return amounts.map((amount) => {
    sum += amount;
    const now = roundTo(sum as Money, 2);
    const cents = (now - before) as Money;
    before = now;
    return cents;
  });
}
/** The same, written. */
export const usdDayByDay = (amounts: readonly Priced[]): string[] =>
  centsDayByDay(amounts).map((cents, at) => usdOf(amounts[at] ?? (0n as Money), cents));

/** Amounts that stand beside a total that is shown as `cents`, and make it; only those that are asked for are written. */
export function usdMaking(cents: Money, amounts: readonly Priced[]): (at: number) => string {
  const rounded = roundRows(amounts, 2, cents);
  return (at) => usdOf(amounts[at] ?? (0n as Money), rounded[at] ?? (0n as Money));
}
