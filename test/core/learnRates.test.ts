import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnRates } from '../../src/core/learnRates.ts';
import { modelMatcher } from '../../src/core/models.ts';
import { money, multiplyRate } from '../../src/core/money.ts';
import { addDays } from '../../src/core/periods.ts';
import type { Charge, Money } from '../../src/core/types.ts';
import { CATALOGUE, charge, DAY, SONNET_SERVICE } from './world.ts';

const MATCHER = modelMatcher(CATALOGUE);
const billed = (day: string, tokens: bigint, amount: Money): Charge => ({
  ...charge('line', SONNET_SERVICE, 'USE1-MP:USE1_InputTokenCount-Units', '0', { tokens }),
  day,
  amount,
});
const learned = (charges: Charge[]) => learnRates(charges, MATCHER).map((rate) => rate.perMillion);

describe('a learned price', () => {
  it.each([
    ['a few tokens of a price', 37n, '2.55'],
    ['a price with a discount of odd percent', 1_234_567n, '2.589'],
    ['a price far below a cent', 9_999_999n, '0.0343'],
  ])('is the one that was charged: %s', (_, tokens, usd) => {
    expect(learned([billed(DAY, tokens, multiplyRate(tokens, money(usd)))])).toEqual([money(usd)]);
  });

  it('is never rounded to nothing, and nothing stays nothing', () => {
    expect(learned([billed(DAY, 1n, 5n as Money)])[0]).toBeGreaterThan(0n);
    expect(learned([billed(DAY, 1_000n, 0n as Money)])).toEqual([0n]);
  });

  it('is what the bill says to within its rounding, and does not move with more days of the same price', () => {
    const day = fc.bigInt(1n, 10n ** 9n);
    fc.assert(
      fc.property(
        fc.bigInt(100n, 10n ** 6n),
        fc.array(day, { minLength: 1, maxLength: 20 }),
        (cents, all) => {
          const price = (cents * 10n ** 6n) as Money;
          const charges = all.map((tokens, i) =>
            billed(addDays(DAY, i), tokens, multiplyRate(tokens, price)),
          );
          const [one, ...more] = learned(charges);
          expect(more).toEqual([]);
          const tokens = all.reduce((a, b) => a + b);
          const cost = charges.reduce((sum, c) => sum + c.amount, 0n);
          const off = multiplyRate(tokens, one as Money) - cost;
          expect(off < 0n ? -off : off).toBeLessThanOrEqual(11n * BigInt(all.length));
          // A day of a million tokens says what the price is, to the ten-thousandth of a dollar.
          if (tokens >= 1_000_000n) expect(one).toBe(price);
        },
      ),
    );
  });
});
