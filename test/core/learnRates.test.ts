import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BillLine } from '../../src/core/billEntries.ts';
import { learnRates } from '../../src/core/learnRates.ts';
import { modelMatcher } from '../../src/core/models.ts';
import { formatExact, money, multiplyRate } from '../../src/core/money.ts';
import { addDays } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import type { Money, Rate } from '../../src/core/types.ts';
import { BEDROCK, CATALOGUE, DAY, NOVA, SONNET_SERVICE, usageLine } from './world.ts';

const MATCHER = modelMatcher(CATALOGUE);
const billed = (day: string, tokens: bigint, amount: Money): BillLine => ({
  ...usageLine(SONNET_SERVICE, 'USE1-MP:USE1_InputTokenCount-Units', '0', { tokens }),
  day,
  amount,
});
const learned = (lines: BillLine[]) => learnRates(lines, MATCHER).map((rate) => rate.perMillion);

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

const USAGE = {
  standard: 'USE1-NovaMicro-input-tokens',
  flex: 'USE1-NovaMicro-input-tokens-flex',
  priority: 'USE1-NovaMicro-input-tokens-priority',
  batch: 'USE1-NovaMicro-input-tokens-batch',
  mantle: 'USE1-NovaMicro-mantle-input-tokens-standard',
  output: 'USE1-NovaMicro-output-tokens',
  capacity: 'USE1-NovaMicro-ProvisionedThroughput-ModelUnits',
};
const M = 1_000_000n;
const used = (day: string, what: keyof typeof USAGE, tokens: bigint, usd: string): BillLine => ({
  ...usageLine(BEDROCK, USAGE[what], '0', { tokens, perUnit: 1000 }),
  day: `2026-${day}`,
  amount: multiplyRate(tokens, money(usd)),
});
const intervals = (lines: BillLine[], tier: Rate['tier']) =>
  learnRates(lines, MATCHER)
    .filter((rate) => rate.tier === tier)
    .map((r) => [r.validFrom, r.validTo, formatExact(r.perMillion)].join(' ').replaceAll('2026-', ''));

describe('the roundest price that rounding allows', () => {
  const price = money('2.55');
  it.each<[string, [bigint, bigint][], bigint]>([
    ['ten units off', [[M, price + 10n]], price],
    ['and not eleven', [[M, price + 11n]], price + 10n],
    [
      'ten for each charge',
      [
        [M / 2n, price / 2n + 10n],
        [M / 2n, price / 2n + 10n],
      ],
      price,
    ],
    [
      'and not one more',
      [
        [M / 2n, price / 2n + 10n],
        [M / 2n, price / 2n + 11n],
      ],
      price + 20n,
    ],
    ['the nearer neighbour', [[1n, 26n]], 30_000_000n],
    ['whole dollars', [[1n, 30_004n]], money('3')],
  ])('%s', (_what, charges, expected) =>
    expect(learned(charges.map(([tokens, amount]) => billed(DAY, tokens, amount as Money)))).toEqual([
      expected,
    ]),
  );

  /** A thousandth of the dearer one, and ten units for either amount. */
  it.each([
    [30_000_000_000n - 30_000_020n, 30_000_000_000n, 1],
    [30_000_000_000n - 30_000_021n, 30_000_000_000n, 2],
    [30_000_000_000n, 30_000_000_000n - 30_000_020n, 1],
    [30_000_000_000n, 30_000_000_000n - 30_000_021n, 2],
  ])('%s and then %s are so many prices: %i', (first, then, prices) =>
    expect(learned([billed(DAY, M, first as Money), billed(addDays(DAY, 1), M, then as Money)])).toHaveLength(
      prices,
    ),
  );
});

describe('the mix of tiers', () => {
  it('changes with each price in it, within its week', () => {
    const charges = [
      used('03-03', 'standard', M, '4'),
      used('03-12', 'standard', M, '2'),
      used('03-16', 'standard', M, '1'),
      used('03-03', 'flex', M, '2'),
      used('03-10', 'flex', M, '1'),
    ];
    expect(intervals(charges, 'mixed')).toEqual([
      '03-02 03-09 3',
      '03-09 03-10 3',
      '03-10 03-12 2.5',
      '03-12 03-16 1.5',
      '03-16 03-17 1',
    ]);
  });

  it('is that of the 30 days before Monday, without that Monday; the first week’s its own', () => {
    const charges = [
      used('02-06', 'standard', 7n * M, '4'),
      used('02-06', 'flex', M, '2'),
      used('02-07', 'standard', M, '4'),
      used('02-07', 'flex', M, '2'),
      used('02-09', 'flex', 100n * M, '2'),
    ];
    const later = [...charges.slice(0, 4), used('03-09', 'flex', 100n * M, '2')];
    expect(intervals(charges, 'mixed')).toEqual(['02-02 02-09 3.6', '02-09 02-10 3.6']);
    expect(intervals(later, 'mixed')).toEqual(['02-02 03-09 3.6', '03-09 03-10 3']);
  });

  it('is one token’s price where only that was seen before', () => {
    const charges = [used('03-03', 'standard', 1n, '4'), used('03-10', 'flex', M, '2')];
    expect(intervals(charges, 'mixed')).toEqual(['03-02 03-09 4', '03-09 03-11 4']);
  });

  it.each<[string, BillLine[], number]>([
    ['one tier is none', [used('03-03', 'standard', M, '4')], 0],
    ['two kinds are none', [used('03-03', 'standard', M, '4'), used('03-03', 'output', M, '9')], 0],
    ['batch is not metered', [used('03-03', 'standard', M, '4'), used('03-03', 'batch', M, '2')], 0],
    ['priority is', [used('03-03', 'standard', M, '4'), used('03-03', 'priority', M, '8')], 1],
  ])('%s', (_what, charges, mixes) => expect(intervals(charges, 'mixed')).toHaveLength(mixes));
});

it('what another endpoint, no tokens or no use says teaches nothing', () => {
  const other = { ...used('03-03', 'standard', M, '4'), recordType: 'Tax' };
  const charges = [used('03-03', 'mantle', M, '4'), used('03-03', 'capacity', M, '4')];
  expect(learned([...charges, used('03-03', 'standard', 0n, '4'), other])).toEqual([]);
});

describe('prices of their own', () => {
  const line = (usageType: string, usd: string) =>
    usageLine(BEDROCK, usageType, usd, { tokens: M, perUnit: 1000 });
  it('are not averaged into the standard rate, nor a unit that contradicts into any', () => {
    const rates = learnRates(
      [
        line('USE1-NovaMicro-input-tokens', '1'),
        line('USE1-NovaMicro-input-tokens-latency-optimized', '1.25'),
        line('USE1-NovaMicro-input-tokens-long-context-cross-region-global', '2'),
        line('USE1-NovaMicro-cache-write-tokens-30m-standard', '3'),
        line('USE1-NovaMicro-cache-write-tokens-24h-standard', '4'),
        { ...line('USE1-NovaMicro-input-tokens', '1000'), unit: '1M tokens' },
      ],
      MATCHER,
    );
    const plain = rates.filter(({ tier }) => tier !== 'mixed');
    const text = ({ kind, tier, route, cacheTtl, longContext, perMillion }: Rate) =>
      [kind, cacheTtl, tier, route, longContext && 'long', formatExact(perMillion)].filter(Boolean).join(' ');
    expect(plain.map(text)).toEqual([
      'input standard regional 1',
      'input latencyOptimized regional 1.25',
      'input standard global long 2',
      'cacheWrite 30m standard regional 3',
      'cacheWrite 24h standard regional 4',
    ]);
  });

  it.each([
    'input-tokens-latency-optimized',
    'input-tokens-flex',
    'input-tokens-priority',
    'input-tokens-long-context',
  ])('are what tokens are estimated with that come at no other: %s', (usageType) => {
    const list: Rate = {
      ...{ modelKey: NOVA, kind: 'input', route: 'regional', tier: 'standard', cacheTtl: null },
      ...{ longContext: false, region: null, source: 'list', validFrom: '2000-01-01', validTo: null },
      perMillion: money('1'),
    };
    const book = rateBook([...learnRates([line(`USE1-NovaMicro-${usageType}`, '1.25')], MATCHER), list]);
    const asked = { modelKey: NOVA, route: null, region: 'us-east-1', day: DAY };
    expect(book.estimateRate({ ...asked, kind: 'input' })).toMatchObject({
      mid: money('1.25'),
      source: 'learned',
    });
  });

  it('of whatever lifetime are what its tokens are estimated with', () => {
    const book = rateBook(learnRates([line('USE1-NovaMicro-cache-write-tokens-24h-standard', '4')], MATCHER));
    const asked = { modelKey: NOVA, route: null, region: 'us-east-1', day: DAY };
    expect(book.estimateRate({ ...asked, kind: 'cacheWrite' })?.mid).toBe(money('4'));
  });
});
