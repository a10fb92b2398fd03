import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossingKey } from '../../src/core/budgets.ts';
import { type DailySpend, forecaster } from '../../src/core/forecast.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { addDays } from '../../src/core/periods.ts';
import {
  cautiousAmount,
  countedAmount,
  isWholeMonth,
  limitsIn,
  NEVER,
  newCrossings,
  type StandingQuestion,
  staleSince,
  standing,
} from '../../src/core/standing.ts';
import { ofSettings } from '../../src/core/thresholds.ts';
import type { Money } from '../../src/core/types.ts';
import { budgetOf } from '../budgetOf.ts';

/** Where somebody stands against a budget: the one rule that pages, mails and everything else ask. */

const RANGE = { start: '2026-11-01', endExclusive: '2026-12-01' };
const RATE = money('75');
const ask = (more: Partial<StandingQuestion> = {}) =>
  standing({
    range: RANGE,
    known: { amount: ZERO, unpricedTokens: 0n },
    days: null,
    limit: null,
    cautiousRate: RATE,
    forecastOf: null,
    staleSince: null,
    ...more,
  });
const spent = (text: string, unpricedTokens = 0n) => ({ amount: money(text), unpricedTokens });

describe('what counts', () => {
  it('is what was spent and, as a part of its own, what tokens without a price come to', () => {
    expect(ask({ known: spent('10', 1_000_000n), limit: money('60') })).toEqual({
      spent: money('10'),
      unpricedTokens: 1_000_000n,
      cautious: money('75'),
      counted: money('85'),
      limit: money('60'),
      carriedOver: ZERO,
      left: money('-25'),
      usedTenths: 1416n,
      forecast: null,
      forecastCounted: null,
      variance: money('25'),
      reachesOn: null,
      state: 'over',
      staleSince: null,
    });
    expect(cautiousAmount(2_000_000n, money('15'))).toBe(money('30'));
    expect(countedAmount(spent('1', 2_000_000n), money('15'))).toBe(money('31'));
  });

  it('is held against no budget where there is none', () => {
    expect(ask({ known: spent('10', 5n) })).toMatchObject({
      limit: null,
      left: null,
      usedTenths: null,
      variance: null,
      reachesOn: null,
      state: 'none',
    });
  });

  it('is never less than what was spent, and all that it is made of', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 16n });
    fc.assert(
      fc.property(amounts, amounts, amounts, amounts, (amount, unpricedTokens, limit, rate) => {
        const found = ask({
          known: { amount: amount as Money, unpricedTokens },
          limit: limit as Money,
          cautiousRate: rate as Money,
        });
        expect(found.counted).toBe(found.spent + found.cautious);
        expect(found.left).toBe(limit - found.counted);
        expect(found.variance).toBe(found.counted - limit);
        expect(found.state === 'over').toBe(found.counted > limit || (found.counted === limit && limit > 0n));
      }),
    );
  });
});

describe('the state', () => {
  /** Four weeks of the same each day, so that the month ends at 30 times that. */
  const daily = (amount: string, unpricedTokens = 0n) =>
    Array.from({ length: 40 }, (_, i) => ({
      day: addDays('2026-10-12', i),
      ...spent(amount, unpricedTokens),
    }));
  const onTwentieth = (amount: string, limit: string, unpricedTokens = 0n) =>
    ask({
      known: spent(String(Number(amount) * 20), unpricedTokens * 20n),
      days: daily(amount, unpricedTokens),
      limit: money(limit),
      forecastOf: (
        (ahead) => (days: readonly DailySpend[] | null) =>
          ahead(days)
      )(forecaster('2026-11-20', RANGE)),
    });

  it.each([
    ['10', '5', 'within'],
    ['10', '10', 'over'],
    ['10', '9.9999999999', 'within'],
    ['10', '10.0000000001', 'over'],
    ['0', '0', 'within'],
    ['0', '0.1', 'over'],
    ['0.0000000001', '0.0000000001', 'over'],
    ['0', '-1', 'within'],
  ])('of %s with %s is %s', (limit, amount, state) => {
    expect(ask({ known: spent(amount), limit: money(limit) }).state).toBe(state);
  });

  it.each([
    ['1', '31', 'within', null],
    ['1', '30', 'within', '2026-11-30'],
    ['1', '29.99', 'watch', '2026-11-30'],
    ['1', '25', 'watch', '2026-11-25'],
    ['1', '20', 'over', '2026-11-20'],
    ['1', '19', 'over', '2026-11-19'],
  ])('of %s a day against %s is %s, reached on %s', (amount, limit, state, reachesOn) => {
    expect(onTwentieth(amount, limit)).toMatchObject({ state, reachesOn });
  });

  it('counts tokens without a price in the forecast and in the day on which it is reached', () => {
    const found = onTwentieth('0', '100', 100_000n);
    expect([found.spent, found.cautious, found.forecastCounted?.mid, found.variance, found.state]).toEqual([
      ZERO,
      money('150'),
      money('225'),
      money('125'),
      'over',
    ]);
    expect(found.reachesOn).toBe('2026-11-14');
    expect(onTwentieth('0', '200', 100_000n)).toMatchObject({ state: 'watch', reachesOn: '2026-11-27' });
  });

  it('without a budget is forecast as what is spent, and nothing is added to it', () => {
    const found = ask({
      known: spent('20', 2_000_000n),
      days: daily('1', 100_000n),
      forecastOf: (
        (ahead) => (days: readonly DailySpend[] | null) =>
          ahead(days)
      )(forecaster('2026-11-20', RANGE)),
    });
    expect([found.cautious, found.counted, found.forecast?.mid, found.reachesOn]).toEqual([
      money('150'),
      money('170'),
      money('30'),
      null,
    ]);
  });

  it('looks not ahead where nobody says how, and says on which day it was reached all the same', () => {
    const past = ask({ known: spent('20'), days: daily('1'), limit: money('15') });
    expect(past).toMatchObject({ forecast: null, state: 'over', reachesOn: '2026-11-15' });
    expect(ask({ known: spent('20'), limit: money('15') }).reachesOn).toBeNull();
    const asked = {
      known: spent('1'),
      forecastOf: (
        (ahead) => (days: readonly DailySpend[] | null) =>
          ahead(days)
      )(forecaster('2026-11-20', RANGE)),
    };
    expect(ask(asked).forecast).toBeNull();
  });
});

describe('a budget says something', () => {
  const budget = budgetOf('b', { kind: 'userDefault' }, { range: RANGE }, money('60'));
  it.each([
    [RANGE, '60'],
    [{ start: '2026-11-02', endExclusive: '2026-12-01' }, null],
    [{ start: '2026-11-01', endExclusive: '2026-11-30' }, null],
    [{ start: '2026-11-01', endExclusive: '2027-01-01' }, null],
  ])('about %j: %s', (range, limit) => {
    expect(limitsIn(range)(budget)).toBe(limit === null ? null : money(limit));
    expect(limitsIn(range)({ ...budget, narrowing: { kind: 'vendor', key: 'anthropic' } })).toBeNull();
  });
  it('not where there is none', () => {
    expect(limitsIn(RANGE)(null)).toBeNull();
    expect([isWholeMonth(RANGE), isWholeMonth({ ...RANGE, start: '2026-10-31' })]).toEqual([true, false]);
  });
});

describe('it is stale', () => {
  const one = (since: string | null) => ({ source: 'usage' as const, slice: 'x', since, error: null });
  it('since the first of what was not read as it should be', () => {
    expect(staleSince({ stale: [] })).toBeNull();
    expect(staleSince({ stale: [one('2026-11-20T00:00:00.000Z'), one('2026-11-21T00:00:00.000Z')] })).toBe(
      '2026-11-20T00:00:00.000Z',
    );
    expect(staleSince({ stale: [one(null), one('2026-11-20T00:00:00.000Z')] })).toBe(NEVER);
    expect(ask({ staleSince: NEVER }).staleSince).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('crossings', () => {
  const budget = budgetOf('ann', { kind: 'user', key: 'ann@example.com' });
  const shown = ({ record, send }: ReturnType<typeof newCrossings>) => ({
    record: record.map(({ percent }) => percent),
    send: send?.percent ?? null,
  });
  const crossed = (
    counted: string,
    already: readonly number[] = [],
    version = 1,
    limit: Money | null = money('100'),
  ) =>
    shown(
      newCrossings({
        budget: { ...budget, version },
        scopeKey: 'ann@example.com',
        standing: { counted: money(counted), limit },
        thresholds: ofSettings([100, 50, 80, 50]),
        already: new Set(
          already.map((percent) => crossingKey('ann', 'ann@example.com', 1, '2026-11-01', `${percent}%`)),
        ),
      }),
    );
  it.each([
    ['49.9999999999', [], [], null],
    ['50', [], [50], 50],
    ['81', [], [50, 80], 80],
    ['81', [50], [80], 80],
    ['250', [50, 80], [100], 100],
    ['250', [50, 80, 100], [], null],
    ['90', [80], [50], null],
    ['0', [], [], null],
  ])('%s of 100 after %j', (counted, already, record, send) => {
    expect(crossed(counted, already)).toEqual({ record, send });
  });
  it('of a budget of zero need something that counts, and of none there are none', () => {
    const of = (counted: string, limit: Money | null) => crossed(counted, [], 1, limit).send;
    expect([of('0', ZERO), of('0.0000000001', ZERO), of('5', null)]).toEqual([null, 100, null]);
  });
  it('are armed again by a raise', () => {
    expect(crossed('60', [50], 2)).toEqual({ record: [50], send: 50 });
  });
});
