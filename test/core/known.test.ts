import { describe, expect, it } from 'vitest';
import { endingAt, forecastMonth } from '../../src/core/forecast.ts';
import { billReach } from '../../src/core/freshness.ts';
import {
  amountOf,
  changeOf,
  estimateOfRow,
  type Known,
  knownOfRow,
  NOTHING_KNOWN,
  saidOf,
  sumKnown,
} from '../../src/core/known.ts';
import { money, roundRows, sum, ZERO } from '../../src/core/money.ts';
import { daysOf, startOf } from '../../src/core/periods.ts';
import type { Money } from '../../src/core/types.ts';
import { centsDayByDay, usdMaking } from '../../src/core/usd.ts';

describe('what some spend comes to', () => {
  const known = (amount: string, unpricedTokens = 0n) => ({ amount: money(amount), unpricedTokens });
  it.each([
    ['nothing used is nothing', known('0'), 'whole', ZERO],
    ['used at a price of zero is nothing', known('0'), 'whole', ZERO],
    ['nothing but tokens without a price has no amount', known('0', 5n), 'unpriced', null],
    ['be it one token', known('0', 1n), 'unpriced', null],
    ['nothing known is nothing', NOTHING_KNOWN, 'whole', ZERO],
    ['with such tokens it is at least what is known', known('2', 5n), 'atLeast', money('2')],
    ['also where more was given back than spent', known('-2', 5n), 'atLeast', money('-2')],
  ] as const)('%s', (_, one, said, amount) => {
    expect([saidOf(one), amountOf(one)]).toEqual([said, amount]);
  });

  it('of several is the sum of both', () => {
    expect(sumKnown([known('1', 2n), known('3'), known('0', 4n)])).toEqual(known('4', 6n));
    expect(saidOf(sumKnown([]))).toBe('whole');
  });

  it.each([
    ['more than before is that much more', known('5'), known('2'), known('3')],
    ['less is negative', known('2'), known('5'), known('-3')],
    ['nothing before is all of it more', known('5'), known('0'), known('5')],
    ['what is at least so much is at least so much more', known('5', 1n), known('2'), known('3', 1n)],
    ['before which nobody looked, nobody can say', known('5'), null, null],
    ['nor where something of before had no price, be it one token', known('5'), known('2', 1n), null],
    ['nor where there is nothing but such tokens now, and nothing before', known('0', 5n), known('0'), null],
    ['but where there was something, that much less is known', known('0', 5n), known('2'), known('-2', 5n)],
    ['as of the smallest amount', known('0', 5n), known('0.0000000001'), known('-0.0000000001', 5n)],
    ['nothing now and nothing before is no change', known('0'), known('0'), known('0')],
  ])('a change: %s', (_, now, then, expected) =>
    expect(changeOf(now as Known, then as Known | null)).toEqual(expected),
  );

  it('of a row is unpriced while nobody billed or priced its tokens; its estimate stays so', () => {
    const row = { amount: ZERO, estimated: ZERO, tokens: 7n, label: 'estimated', rateSource: null } as const;
    expect([saidOf(knownOfRow(row)), saidOf(estimateOfRow(row))]).toEqual(['unpriced', 'unpriced']);
    const zeroRate = { ...row, rateSource: 'override' } as const;
    expect([saidOf(knownOfRow(zeroRate)), saidOf(estimateOfRow(zeroRate))]).toEqual(['whole', 'whole']);
    const billed = { ...row, amount: money('3'), label: 'final' } as const;
    expect([saidOf(knownOfRow(billed)), saidOf(estimateOfRow(billed))]).toEqual(['whole', 'unpriced']);
  });
});

describe('a forecast that ends where its parts do', () => {
  const days = daysOf({ start: '2026-10-20', endExclusive: '2026-11-20' });
  const own = forecastMonth({
    days: days.map((day, i) => ({ day, amount: money(String(3 + (i % 5))) })),
    today: '2026-11-20',
    month: '2026-11',
  });
  it.each(['250', '120', '100.1234567891'])('at %s, as wide as it was', (text) => {
    if (own === null) throw new Error('there is enough data');
    const [made, mid] = [endingAt(own, money(text)), money(text)];
    expect([made.mid, made.spent, made.cone.at(-1)?.mid]).toEqual([mid, own.spent, mid]);
    expect((made.high - made.mid) as Money).toBe((own.high - own.mid) as Money);
    expect(made.cone.every(({ low, mid, high }) => low <= mid && mid <= high && low >= own.spent)).toBe(true);
    expect(endingAt(own, own.mid)).toEqual(own);
  });
});

describe('how far the bill reaches', () => {
  const now = startOf('2026-11-20') + 9 * 3_600_000;
  const held = { start: '2026-10-01', endExclusive: '2026-11-21' };
  const october = { start: '2026-10-01', endExclusive: '2026-11-01' };
  const ask = (days: Record<string, 'final' | 'provisional' | 'mixed' | 'estimated'>, labels: string[]) =>
    billReach({
      days: new Map(Object.entries(days)),
      held,
      period: { range: october, labels: new Set(labels) as never },
      now,
    });
  it('is one day, to which a model that is never billed does not hold on', () => {
    expect(ask({ '2026-11-10': 'mixed', '2026-11-18': 'provisional' }, ['final'])).toEqual({
      through: '2026-11-18',
      period: 'final',
    });
    // Not yet old enough for that, or of a day whose bill never came.
    expect(ask({ '2026-11-18': 'mixed' }, ['provisional', 'final']).through).toBe('2026-11-17');
    expect(ask({ '2026-11-10': 'estimated' }, ['mixed'])).toEqual({
      through: '2026-11-09',
      period: 'partly',
    });
    expect(ask({ '2026-10-20': 'estimated' }, ['final']).period).toBe('open');
    expect(ask({}, ['provisional', 'final']).period).toBe('provisional');
  });
});

describe('amounts beside one another', () => {
  it('make the total that is shown, though that is not what they round to', () => {
    const rows = ['0.334', '0.333', '0.333'].map(money);
    for (const shown of ['0.99', '1', '1.01'])
      expect(sum(roundRows(rows, 2, money(shown)))).toBe(money(shown));
    expect(rows.map((_, at) => usdMaking(money('1.01'), rows)(at))).toEqual(['$0.34', '$0.34', '$0.33']);
  });
  it('day by day make what is spent by each', () => {
    const cents = centsDayByDay(['0.334', '0.333', '0.333'].map(money));
    expect(cents).toEqual(['0.33', '0.34', '0.33'].map(money));
  });
});
