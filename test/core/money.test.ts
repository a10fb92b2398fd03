import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approximate,
  compare,
  divideHalfEven,
  formatExact,
  formatFixed,
  larger,
  largestRemainder,
  money,
  moneyIn,
  multiplyRate,
  percentReached,
  perMillionOf,
  quantity,
  roundRows,
  roundTo,
  smaller,
  sum,
  tokensOf,
} from '../../src/core/money.ts';
import type { Money } from '../../src/core/types.ts';
import { quantityOf } from './world.ts';

describe('money', () => {
  it.each([
    ['0', 0n],
    ['12.34', 123_400_000_000n],
    ['-12.34', -123_400_000_000n],
    ['+1', 10_000_000_000n],
    ['.5', 5_000_000_000n],
    ['5.', 50_000_000_000n],
    ['0.00008826', 882_600n],
    ['8.826E-5', 882_600n],
    ['8.826e-05', 882_600n],
    ['1E+3', 10_000_000_000_000n],
    ['0.8038363727', 8_038_363_727n],
    ['0.00000000005', 0n],
    ['0.00000000015', 2n],
    ['0.00000000025', 2n],
    ['0.000000000251', 3n],
    ['-0.00000000015', -2n],
    [' 1\n', 10_000_000_000n],
  ])('reads %s', (text, expected) => {
    expect(money(text)).toBe(expected);
  });

  it.each(['', '.', 'abc', '1,000', '0x10', 'NaN', 'Infinity', '1.2.3', '--1', 'e5', '1e', '$1'])(
    'refuses %j',
    (text) => {
      expect(() => money(text)).toThrow(RangeError);
      expect(() => money(text)).toThrow(`"${text}" is not an amount`);
      expect(() => quantity(text)).toThrow(`"${text}" is not a quantity`);
    },
  );

  it('writes and reads any amount exactly', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 25n), 10n ** 25n), (m) => {
        expect(money(formatExact(m as Money))).toBe(m);
      }),
    );
  });

  it('refuses other currencies in words', () => {
    expect(moneyIn('1', 'USD')).toBe(10_000_000_000n);
    expect(() => moneyIn('1', 'CNY')).toThrow(/CNY.*Only USD/);
  });

  it('shows a fixed number of decimals', () => {
    expect(formatFixed(money('1234.565'), 2)).toBe('1234.56');
    expect(formatFixed(money('-0.015'), 2)).toBe('-0.02');
    expect(formatFixed(money('-0.001'), 2)).toBe('0.00');
    expect(formatFixed(money('0.0034'), 4)).toBe('0.0034');
    expect(formatFixed(money('2.5'), 0)).toBe('2');
    for (const decimals of [11, -1, 1.5])
      expect(() => formatFixed(money('1'), decimals)).toThrow(`${decimals} is no number of decimals`);
    expect([formatFixed(money('1.23'), 10), formatFixed(money('120'), 0)]).toEqual(['1.2300000000', '120']);
  });

  it.each(['120', '0', '-5', '0.5', '-0.0000000001'])('writes %s as it is read, and as a float', (text) => {
    expect(formatExact(money(text))).toBe(text);
    expect(approximate(money(text))).toBe(Number(text));
  });

  it.each([
    [1n, 2n, -1],
    [2n, 1n, 1],
    [2n, 2n, 0],
  ])('orders %s and %s', (a, b, order) => {
    expect(compare(a, b)).toBe(order);
    expect([smaller(a, b), larger(a, b)]).toEqual(order < 0 ? [a, b] : [b, a]);
  });
});

describe('rates and quantities', () => {
  it('turns billed units into tokens and back', () => {
    expect(tokensOf(quantity('1.234'), 1000)).toBe(1234n);
    expect(tokensOf(quantity('0.000001'), 1_000_000)).toBe(1n);
    fc.assert(fc.property(fc.bigInt(0n, 10n ** 13n), (t) => tokensOf(quantityOf(t, 1000), 1000) === t));
  });

  it('multiplies at a rate per million', () => {
    expect(multiplyRate(1_000_000n, money('3'))).toBe(money('3'));
    expect(multiplyRate(1n, money('0.0000035'))).toBe(0n);
    expect(multiplyRate(95_500n, money('0.3'))).toBe(money('0.02865'));
    expect(perMillionOf(money('0.02865'), 95_500n)).toBe(money('0.3'));
    expect(() => perMillionOf(money('1'), 0n)).toThrow(RangeError);
  });

  it('rounds halves to the even neighbour, on both sides of zero', () => {
    expect([1n, 3n, 5n, -1n, -3n, -5n].map((n) => divideHalfEven(n, 2n))).toEqual([0n, 2n, 2n, 0n, -2n, -2n]);
    expect(divideHalfEven(7n, -2n)).toBe(-4n);
    expect(() => divideHalfEven(1n, 0n)).toThrow(RangeError);
    const divisors = fc.bigInt(-20n, 20n).filter((d) => d !== 0n);
    fc.assert(
      fc.property(fc.bigInt(-200n, 200n), divisors, (n, d) => {
        const q = divideHalfEven(n, d);
        const size = (x: bigint) => (x < 0n ? -x : x);
        const twice = 2n * size(n - q * d);
        expect(twice).toBeLessThanOrEqual(size(d));
        if (twice === size(d)) expect(q % 2n).toBe(0n);
      }),
    );
  });
});

describe('per cent of a whole', () => {
  it.each([
    ['59.9999999999', '60', 0, 99n],
    ['59.9999999999', '60', 1, 999n],
    ['60', '60', 0, 100n],
    ['-0.01', '60', 0, -1n],
    ['-0.01', '60', 1, -1n],
    ['-60', '60', 0, -100n],
    ['0.0000000001', '0.0000000001', 0, 100n],
    ['5', '0', 0, null],
    ['5', '-1', 1, null],
  ] as const)('%s of %s, %i decimals', (part, whole, decimals, expected) =>
    expect(percentReached(money(part), money(whole), decimals)).toBe(expected),
  );
  it('is none without a whole', () => expect(percentReached(money('5'), null, 0)).toBeNull());
});

describe('rows beside their total', () => {
  const amounts = fc.array(fc.bigInt(-(10n ** 14n), 10n ** 14n), { maxLength: 30 });

  it('add up to the rounded total, none off by more than one last digit', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 10 }), (values, decimals) => {
        const rows = values as Money[];
        const shown = roundRows(rows, decimals);
        const step = 10n ** BigInt(10 - decimals);
        expect(sum(shown)).toBe(roundTo(sum(rows), decimals));
        for (const [i, row] of rows.entries()) {
          const off = (shown[i] ?? 0n) - row;
          expect(off <= step && off >= -step).toBe(true);
        }
      }),
    );
  });

  it.each([
    [
      ['0.6', '0.6', '0.8'],
      ['1', '0', '1'],
    ],
    [
      ['3.2', '1.7'],
      ['3', '2'],
    ],
    [
      ['-0.4', '1.6'],
      ['0', '1'],
    ],
    [
      ['-3.3', '-1.8', '0.1'],
      ['-3', '-2', '0'],
    ],
  ])('of %j are %j: the largest remainder first, then the earlier row', (rows, shown) =>
    expect(roundRows(rows.map(money), 0)).toEqual(shown.map(money)),
  );

  it.each([
    [10n, [1n, 2n, 4n], [1n, 3n, 6n]],
    [10n, [1n, 1n, 1n], [4n, 3n, 3n]],
    [5n, [3n, 2n, 1n], [2n, 2n, 1n]],
    [5n, [0n, 0n], [5n, 0n]],
    [5n, [], []],
  ])('splits %s by %s into %s', (total, weights, parts) =>
    expect(largestRemainder(total, weights)).toEqual(parts),
  );

  /** The slow way: one place after the other in the order of what is left over, from its end where something is taken away. */
  function inTurn(rests: readonly bigint[], whole: readonly bigint[], missing: bigint): bigint[] {
    const order = [...rests.keys()].sort((a, b) => compare(rests[b] ?? 0n, rests[a] ?? 0n));
    const places = (missing < 0n ? order.toReversed() : order).slice(0, Math.abs(Number(missing)));
    return whole.map((one, at) => one + (places.includes(at) ? (missing < 0n ? -1n : 1n) : 0n));
  }
  // Few different ones, so that many are equal; and some that are one as floating numbers only.
  const HUGE = 2n ** 60n;
  const alike = fc.array(
    fc.oneof(
      fc.bigInt(0n, 9n),
      fc.bigInt(HUGE, HUGE + 3n),
      fc.bigInt(-4n, 4n).map((one) => one * 25_000_000n),
    ),
    { maxLength: 12 },
  );
  it('give and take what is missing where most is left, or least, as one by one', () => {
    const CENT = 100_000_000n;
    fc.assert(
      fc.property(alike, fc.integer({ min: -14, max: 14 }), (rows, more) => {
        const whole = rows.map((row) => (row - (((row % CENT) + CENT) % CENT)) / CENT);
        const rests = rows.map((row, at) => row - (whole[at] ?? 0n) * CENT);
        const total = whole.reduce((a, b) => a + b, 0n) + BigInt(more);
        const expected = inTurn(rests, whole, BigInt(more)).map((one) => one * CENT);
        expect(roundRows(rows as Money[], 2, (total * CENT) as Money)).toEqual(expected);
      }),
    );
    const weights = alike.map((all) => all.map((one) => (one < 0n ? -one : one) + 1n));
    fc.assert(
      fc.property(weights, fc.bigInt(0n, 10n ** 15n), (parts, total) => {
        fc.pre(parts.length > 1);
        const all = parts.reduce((a, b) => a + b, 0n);
        const whole = parts.map((one) => (total * one) / all);
        const missing = total - whole.reduce((a, b) => a + b, 0n);
        const rests = parts.map((one) => (total * one) % all);
        expect(largestRemainder(total, parts)).toEqual(inTurn(rests, whole, missing));
      }),
    );
  });

  it('splits a total by weights without losing a unit', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 15n),
        fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 20 }),
        (total, weights) => {
          const parts = largestRemainder(total, weights);
          expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
          expect(parts.every((part) => part >= 0n)).toBe(true);
        },
      ),
    );
  });
});
