import { describe, expect, it } from 'vitest';
import { largestOf } from '../../src/core/drivers.ts';
import { money } from '../../src/core/money.ts';
import type { Priced } from '../../src/core/types.ts';

const row = (key: string, amount: string, unpricedTokens = 0n) => ({
  key,
  amount: money(amount) as bigint as Priced,
  unpricedTokens,
});
const RATE = money('10');

describe('what drives some spend', () => {
  it.each([
    ['the largest, with its share', [row('a', '3'), row('b', '7')], ['b', '7', 700n]],
    ['rows of one key together', [row('a', '3'), row('b', '4'), row('a', '3')], ['a', '6', 600n]],
    ['a share rounded', [row('a', '2'), row('b', '1')], ['a', '2', 667n]],
    // What has no price counts, or a model without one would drive nothing.
    ['what has no price at the cautious rate', [row('a', '3'), row('b', '0', 1_000_000n)], ['b', '10', 769n]],
    ['of two as large the first by name', [row('b', '5'), row('a', '5')], ['a', '5', 500n]],
    ['more than all of it, beside a refund', [row('a', '5'), row('b', '-1')], ['a', '5', 1250n]],
  ])('is %s', (_, rows, [key, amount, share]) =>
    expect(largestOf(rows, RATE)).toEqual({ key, amount: money(String(amount)), share }),
  );

  it.each([
    ['there is nothing', []],
    ['nothing counts', [row('a', '0')]],
    ['all was refunded', [row('a', '-3')]],
    ['the largest has no name', [row('', '5'), row('a', '3')]],
  ])('is nothing where %s', (_, rows) => expect(largestOf(rows, RATE)).toBeNull());
});
