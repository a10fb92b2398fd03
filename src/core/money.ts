import type { Money, Priced, Quantity, Tokens } from './types.ts';

/** Decimals that Cost Explorer gives at most, and that the ledger keeps. */
const DECIMALS = 10;
const ONE = 10n ** BigInt(DECIMALS);
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The 10⁻¹⁰ USD of nothing. */
export const ZERO = 0n as Money;

/**
 * Reads one of AWS's decimal strings as 10⁻¹⁰ USD, sign and exponent (`8.826E-5`) included, never through a float.
 * Finer than ten decimals is rounded half-even. Throws a RangeError for anything that is no number.
 */
export function money(text: string): Money {
  return parseDecimal(text, 'an amount') as Money;
}

/** Reads a usage quantity of the bill as 10⁻¹⁰ of its unit; the rules are those of `money`. */
export function quantity(text: string): Quantity {
  return parseDecimal(text, 'a quantity') as Quantity;
}

/** Reads an amount that comes with its currency. Throws a RangeError in words for any other currency than USD. */
export function moneyIn(text: string, unit: string): Money {
  if (unit !== 'USD') {
    throw new RangeError(
      `The bill is in ${unit === '' ? 'no currency' : unit}. Only USD can be read: amounts of two currencies must not be added.`,
    );
  }
  return money(text);
}

/** The exact decimal string, without exponent and without trailing zeros: `-0.00008826`, `12.5`, `0`. */
export function formatExact(value: Money | Quantity): string {
  return withSign(value, (digits) => {
    const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
    return digits.slice(0, -DECIMALS) + (fraction === '' ? '' : `.${fraction}`);
  });
}

/** A decimal string with exactly `decimals` (0–10) digits, rounded half-even: for showing only, never for storing. */
export function formatFixed(value: Money, decimals: number): string {
  return withSign(roundTo(value, decimals), (digits) => {
    const fraction = digits.slice(-DECIMALS).slice(0, decimals);
    return digits.slice(0, -DECIMALS) + (fraction === '' ? '' : `.${fraction}`);
  });
}

/** Rounds to `decimals` (0–10) decimals of a dollar, half-even. */
export function roundTo(value: Money, decimals: number): Money {
  const step = stepOf(decimals);
  return (divideHalfEven(value, step) * step) as Money;
}

/** A float for the geometry of charts and for statistics. Never turn it back into money that is stored or shown. */
export function approximate(value: Money | Quantity): number {
  return Number(value) / Number(ONE);
}

/** Exact sum. */
export function sum<T extends Priced>(values: Iterable<T>): T {
  let total = 0n;
  for (const value of values) total += value;
  return total as T;
}

/** Tokens of a billed quantity whose unit is `tokensPerUnit` (1,000 or 1,000,000) tokens; half-even where not whole. */
export function tokensOf(billed: Quantity, tokensPerUnit: number): Tokens {
  return divideHalfEven(billed * BigInt(tokensPerUnit), ONE);
}

/** What `tokens` cost at a rate per 1,000,000 tokens, half-even to 10⁻¹⁰ USD. */
export function multiplyRate(tokens: Tokens, perMillion: Money): Money {
  return divideHalfEven(tokens * perMillion, 1_000_000n) as Money;
}

/** The rate per 1,000,000 tokens that `cost` over `tokens` makes, half-even. Throws a RangeError for no tokens. */
export function perMillionOf(cost: Money, tokens: Tokens): Money {
  return divideHalfEven(cost * 1_000_000n, tokens) as Money;
}

/**
 * `part` in per cent of `whole`, in steps of 10^-`decimals`, rounded down: 100 is there only once it is reached.
 * Null where that says nothing: without a whole, and of one that is not above zero.
 */
export function percentReached(part: Money, whole: Money | null, decimals: 0 | 1): bigint | null {
  return whole === null || whole <= 0n ? null : floorDivide(part * 10n ** BigInt(2 + decimals), whole);
}

/**
 * Rows shown beside their total: each rounded to `decimals`, so that they add up to the total as it is shown, the rounded one
 * unless given (largest remainder; ties go to the earlier row). No row is off by more than one last digit.
 */
export function roundRows(rows: readonly Priced[], decimals: number, shownTotal?: Money): Money[] {
  const step = stepOf(decimals);
  const floors = rows.map((row) => floorDivide(row, step));
  const target = shownTotal === undefined ? divideHalfEven(sum(rows), step) : shownTotal / step;
  const missing = target - floors.reduce((a, b) => a + b, 0n);
  const one = missing < 0n ? -1n : 1n;
  // What is taken away is taken where the least is left, of equals from the last.
  const rests = rows.map((row, index) => (row - (floors[index] ?? 0n) * step) * one);
  for (const index of placesOfLargest(rests, Number(missing * one), one < 0n))
    floors[index] = (floors[index] ?? 0n) + one;
  return floors.map((units) => (units * step) as Money);
}

/**
 * Splits `total` (≥ 0) in proportion to `weights` (≥ 0) into whole units that add up to it exactly (largest remainder;
 * ties go to the earlier one). Weights that are all zero give nothing but the first part: the whole total.
 */
export function largestRemainder(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 1) return [total];
  const all = weights.reduce((a, b) => a + b, 0n);
  if (all === 0n) return weights.map((_, index) => (index === 0 ? total : 0n));
  const parts = weights.map((weight) => (total * weight) / all);
  const missing = total - parts.reduce((a, b) => a + b, 0n);
  const rests = weights.map((weight) => (total * weight) % all);
  for (const index of placesOfLargest(rests, Number(missing))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

/**
 * Shares in tenths of a per cent that make 100.0 together (largest remainder); with signs mixed each is cut by itself, and of
 * nothing all are nothing.
 */
export function sharesOf(amounts: readonly Priced[], total: Priced): bigint[] {
  if (total > 0n && amounts.every((amount) => amount >= 0n)) return largestRemainder(1000n, amounts);
  return amounts.map((amount) => (total === 0n ? 0n : (amount * 1000n) / total));
}

/**
 * Places of so many of these as are the largest, all where there are not so many; of equals the earlier, or the later. They are
 * told apart by their nearest numbers, which typed arrays sort in no time, and exactly only where those are one.
 */
function placesOfLargest(rests: readonly bigint[], count: number, laterFirst = false): number[] {
  if (count >= rests.length) return [...rests.keys()];
  const near = Float64Array.from(rests, Number);
  const least = near.toSorted()[near.length - count] ?? Number.POSITIVE_INFINITY;
  const places = [...rests.keys()];
  const level = places.filter((at) => near[at] === least);
  if (laterFirst) level.reverse();
  level.sort((a, b) => compare(rests[b] ?? 0n, rests[a] ?? 0n));
  const above = places.filter((at) => (near[at] ?? 0) > least);
  return [...above, ...level.slice(0, count - above.length)];
}

/** Integer division, ties to the even neighbour. Throws a RangeError when the divisor is zero. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const [n, d] = divisor < 0n ? [-dividend, -divisor] : [dividend, divisor];
  const down = floorDivide(n, d);
  const twice = (n - down * d) * 2n;
  if (twice < d || (twice === d && down % 2n === 0n)) return down;
  return down + 1n;
}

/** Order of two amounts, for `sort`. */
export function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function smaller<T extends bigint>(a: T, b: T): T {
  return a < b ? a : b;
}

export function larger<T extends bigint>(a: T, b: T): T {
  return a > b ? a : b;
}

function parseDecimal(text: string, what: string): bigint {
  const match = NUMBER.exec(text.trim());
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (whole + fraction === '') throw new RangeError(`"${text}" is not ${what}: expected a decimal number.`);
  const shift = BigInt(DECIMALS - fraction.length + Number(exponent));
  const digits = BigInt(whole + fraction);
  const size = shift >= 0n ? digits * 10n ** shift : divideHalfEven(digits, 10n ** -shift);
  return sign === '-' ? -size : size;
}

function withSign(value: bigint, write: (digits: string) => string): string {
  const digits = (value < 0n ? -value : value).toString().padStart(DECIMALS + 1, '0');
  return (value < 0n ? '-' : '') + write(digits);
}

function stepOf(decimals: number): bigint {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > DECIMALS) {
    throw new RangeError(`${decimals} is no number of decimals between 0 and ${DECIMALS}.`);
  }
  return 10n ** BigInt(DECIMALS - decimals);
}

/** Rounds down; the divisor is above zero. */
function floorDivide(n: bigint, d: bigint): bigint {
  return n % d < 0n ? n / d - 1n : n / d;
}
