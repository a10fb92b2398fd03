import { describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { type EstimateQuestion, rateBook, ratesInForce } from '../../src/core/rates.ts';
import type { Rate, RateKey } from '../../src/core/types.ts';
import { NOVA, rate, SONNET } from './world.ts';

const input = (perMillion: string, more: Partial<Rate> = {}) => rate(SONNET, 'input', perMillion, more);
const write = (perMillion: string, more: Partial<Rate> = {}) => rate(SONNET, 'cacheWrite', perMillion, more);
const learned = { source: 'learned', validFrom: '2026-03-01', validTo: '2026-04-01' } as const;
const global = { route: 'global' } as const;

describe('the rate of a day', () => {
  const price = (rates: Rate[], region: string | null, day = '2026-03-12') => {
    const { modelKey, kind, route, tier, cacheTtl, longContext } = input('0');
    const key: RateKey = { modelKey, kind, route, tier, cacheTtl, longContext, region };
    return rateBook(rates).rateFor(key, day)?.perMillion ?? null;
  };
  const ended = { validFrom: '2026-03-01', validTo: '2026-03-10' };
  const endsLater = { validFrom: '2026-02-01', validTo: '2026-06-01' };
  it.each<[string, Rate[], string | null, string | null]>([
    ['GovCloud has rates of its own', [input('3'), input('2', { source: 'override' })], 'us-gov-west-1', '2'],
    ['of no Region in particular', [input('3')], null, '3'],
    ['not of another Region', [input('3', { region: 'eu-west-1' })], 'us-east-1', null],
    ['an older one that still holds', [input('3'), input('4', ended)], 'us-east-1', '3'],
    ['an older one that ends later', [input('3', endsLater), input('4', ended)], 'us-east-1', '3'],
    ['of two that began together, the first', [input('3'), input('4')], 'us-east-1', '3'],
  ])('%s', (_what, rates, region, expected) =>
    expect(price(rates, region)).toBe(expected && money(expected)),
  );

  it('in force are those that win somewhere, in their order', () => {
    const over = input('2', { source: 'override', validFrom: '2026-03-05', validTo: '2026-03-10' });
    const gone = input('4', { validFrom: '2026-01-01', validTo: '2026-02-01' });
    const rates = [input('3'), gone, write('3.75'), over];
    const at = (day: string) => ratesInForce(rates, day).map((one) => rates.indexOf(one));
    expect(['2019-12-31', '2026-01-15', '2026-03-07', '2026-03-12'].map(at)).toEqual([
      [],
      [1, 2],
      [2, 3],
      [0, 2],
    ]);
  });
});

describe('an estimate', () => {
  const ask = (more: Partial<EstimateQuestion> = {}): EstimateQuestion => ({
    modelKey: SONNET,
    kind: 'input',
    route: 'regional',
    region: 'us-east-1',
    day: '2026-03-12',
    ...more,
  });
  const mixed = { ...learned, tier: 'mixed' } as const;
  const flex = input('1', { ...learned, tier: 'flex' });
  const WRITES = { kind: 'cacheWrite' } as const;
  const nova = rate(NOVA, 'input', '3');
  const novaWrite = rate(NOVA, 'cacheWrite', '3.75');
  it.each<[string, Rate[], Partial<EstimateQuestion>, string]>([
    ['by the other route where that has none', [input('3', global)], {}, '3 3 3'],
    ['by the other route, the other way', [input('4')], global, '4 4 4'],
    ['by the one route there is', [input('3', global)], { route: null }, '3 3 3'],
    ['by the one route there is, the other way', [input('4')], { route: null }, '4 4 4'],
    ['by its own route', [input('4'), input('3', global)], global, '3 3 3'],
    ['of tiers that are no mix', [input('4', learned), flex], {}, '4 4 4'],
    ['of a mix', [input('4', learned), input('3', mixed), flex], {}, '1 3 4'],
    [
      'of a mix with priority',
      [input('3', mixed), input('9', { ...learned, tier: 'priority' })],
      {},
      '3 3 9',
    ],
    [
      'of a mix with long context',
      [input('3', mixed), input('6', { ...learned, longContext: true })],
      {},
      '3 3 6',
    ],
    ['of writes: up to twice the input', [input('3'), write('3.75')], WRITES, '3.75 3.75 6'],
    [
      'of writes of known lifetimes',
      [input('3'), write('3.75'), write('5', { cacheTtl: '1h' })],
      WRITES,
      '3.75 3.75 5',
    ],
    ['of writes without input', [write('3.75')], WRITES, '3.75 3.75 3.75'],
    ['of writes of others', [nova, novaWrite], { ...WRITES, modelKey: NOVA }, '3.75 3.75 3.75'],
  ])('%s', (_what, rates, more, expected) => {
    const [low, mid, high] = expected.split(' ').map(money);
    expect(rateBook(rates).estimateRate(ask(more))).toMatchObject({ low, mid, high });
  });

  it('is worked out once', () => {
    const book = rateBook([input('3')]);
    expect(book.estimateRate(ask())).toBe(book.estimateRate(ask()));
  });
});
