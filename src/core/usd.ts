import { formatFixed } from './money.ts';
import type { Money } from './types.ts';

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
