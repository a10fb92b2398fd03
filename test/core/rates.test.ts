import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BillLine } from '../../src/core/billEntries.ts';
import { learnRates } from '../../src/core/learnRates.ts';
import { listRates } from '../../src/core/listPrices.ts';
import { modelMatcher } from '../../src/core/models.ts';
import { formatExact, money, multiplyRate } from '../../src/core/money.ts';
import { addDays } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import type { Day, Money, RateKey } from '../../src/core/types.ts';
import { BEDROCK, CATALOGUE, model, NOVA, rate, SONNET, SONNET_SERVICE, usageLine } from './world.ts';

const INPUT = 'USE1-MP:USE1_InputTokenCount-Units';
const WRITE = 'USE1-MP:USE1_CacheWriteInputTokenCount-Units';
const WRITE_1H = 'USE1-MP:USE1_CacheWrite1hInputTokenCount-Units';
const matcher = modelMatcher(CATALOGUE);

function billed(day: Day, usageType: string, tokens: bigint, perMillion: string): BillLine {
  const amount = multiplyRate(tokens, money(perMillion));
  return usageLine(SONNET_SERVICE, usageType, formatExact(amount), { day, tokens });
}
function short(charges: readonly BillLine[]) {
  return learnRates(charges, matcher).map(
    (r) => `${r.validFrom} ${r.validTo} ${r.cacheTtl ?? '-'} ${formatExact(r.perMillion)}`,
  );
}

describe('learning from the bill', () => {
  it('finds a step in price instead of averaging over it', () => {
    const charges = ['01', '02', '03'].map((d) => billed(`2026-03-${d}`, INPUT, 5_000_123n, '2.7'));
    charges.push(...['04', '05'].map((d) => billed(`2026-03-${d}`, INPUT, 7_654_321n, '0.54')));
    expect(short(charges)).toEqual(['2026-03-01 2026-03-04 - 2.7', '2026-03-04 2026-03-06 - 0.54']);
    expect(short(charges.reverse())).toEqual(['2026-03-01 2026-03-04 - 2.7', '2026-03-04 2026-03-06 - 0.54']);
  });

  it('does not take rounding of small amounts for a step, and weights by tokens', () => {
    const charges = [
      billed('2026-03-01', INPUT, 1n, '2.7'),
      billed('2026-03-02', INPUT, 9_000_000_001n, '2.7'),
      billed('2026-03-03', INPUT, 3n, '2.7'),
    ];
    expect(short(charges)).toEqual(['2026-03-01 2026-03-04 - 2.7']);
  });

  it('recovers any rate to a thousandth from any amounts of tokens', () => {
    const tokens = fc.array(fc.bigInt(1000n, 10n ** 9n), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(tokens, fc.bigInt(10n ** 8n, 10n ** 12n), (days, perMillion) => {
        const charges = days.map((t, i) =>
          billed(addDays('2026-01-01', i), INPUT, t, formatExact(perMillion as Money)),
        );
        const learned = learnRates(charges, matcher);
        expect(learned).toHaveLength(1);
        const off = (learned[0]?.perMillion ?? 0n) - perMillion;
        expect((off < 0n ? -off : off) * 1000n <= perMillion).toBe(true);
      }),
    );
  });

  it('keeps zero as a rate, tells lifetimes apart and learns their mix', () => {
    const charges = [
      billed('2026-03-01', WRITE, 8_000_000n, '3.75'),
      billed('2026-03-01', WRITE_1H, 2_000_000n, '6'),
    ];
    expect(short(charges).sort()).toEqual([
      '2026-02-23 2026-03-02 - 4.2',
      '2026-03-01 2026-03-02 1h 6',
      '2026-03-01 2026-03-02 5m 3.75',
    ]);
    expect(short([billed('2026-03-01', INPUT, 1_000_000n, '0')])).toEqual(['2026-03-01 2026-03-02 - 0']);
  });

  it('takes the mix of a week from the 30 days before it, the first from itself', () => {
    const writes = (day: Day, short: bigint, long: bigint) => [
      billed(day, WRITE, short * 1_000_000n, '4'),
      billed(day, WRITE_1H, long * 1_000_000n, '6'),
    ];
    const mixes = (charges: readonly BillLine[]) => short(charges).filter((text) => text.includes(' - '));
    const known = [...writes('2026-01-05', 3n, 1n), ...writes('2026-01-14', 1n, 1n)];
    expect(mixes(known)).toEqual(['2026-01-05 2026-01-12 - 4.5', '2026-01-12 2026-01-15 - 4.5']);
    // A week more of the bill moves nothing that was there.
    expect(mixes([...known, ...writes('2026-01-20', 0n, 1n), ...writes('2026-06-02', 1n, 1n)])).toEqual([
      '2026-01-05 2026-01-12 - 4.5',
      '2026-01-12 2026-01-19 - 4.5',
      '2026-01-19 2026-06-01 - 4.6666666667',
      '2026-06-01 2026-06-03 - 5',
    ]);
  });

  it('learns nothing from what is no token, no known model, or negative', () => {
    const charges = [
      usageLine(BEDROCK, 'USE1-Guardrail-ContentPolicyUnitsConsumed', '4', { tokens: 1000n }),
      usageLine('Claude Opus 9 (Amazon Bedrock Edition)', INPUT, '4', { tokens: 1000n }),
      usageLine(SONNET_SERVICE, INPUT, '-4', { tokens: 1000n }),
      usageLine(SONNET_SERVICE, INPUT, '4', { tokens: 0n }),
      { ...usageLine(SONNET_SERVICE, INPUT, '4', { tokens: 1000n }), recordType: 'Tax' },
    ];
    expect(learnRates(charges, matcher)).toEqual([]);
  });
});

describe('which rate holds', () => {
  const key: RateKey = {
    modelKey: SONNET,
    kind: 'input',
    route: 'regional',
    tier: 'standard',
    cacheTtl: null,
    longContext: false,
    region: 'us-east-1',
  };
  const learned = (perMillion: string, validFrom: Day, validTo: Day, region = 'us-east-1') =>
    rate(SONNET, 'input', perMillion, { source: 'learned', validFrom, validTo, region });
  const at = (book: ReturnType<typeof rateBook>, day: Day, region = 'us-east-1') =>
    formatExact(book.rateFor({ ...key, region }, day)?.perMillion ?? money('-1'));

  it('override, then learned, then list', () => {
    const list = rate(SONNET, 'input', '3.3');
    const override = rate(SONNET, 'input', '1', {
      source: 'override',
      validFrom: '2026-03-03',
      validTo: '2026-03-04',
    });
    const book = rateBook([list, learned('2.5', '2026-03-01', '2026-03-10'), override]);
    expect(['2026-02-28', '2026-03-02', '2026-03-03', '2026-03-04'].map((d) => at(book, d))).toEqual([
      '3.3',
      '2.5',
      '1',
      '2.5',
    ]);
  });

  it('the latest learned one lasts 62 days beyond its evidence', () => {
    const book = rateBook([rate(SONNET, 'input', '3.3'), learned('2.5', '2026-03-01', '2026-03-10')]);
    expect([at(book, addDays('2026-03-10', 61)), at(book, addDays('2026-03-10', 62))]).toEqual([
      '2.5',
      '3.3',
    ]);
  });

  it('the interval of the day, and the Region’s own before another’s', () => {
    const book = rateBook([
      learned('2.5', '2026-03-01', '2026-03-05'),
      learned('0.5', '2026-03-05', '2026-03-10'),
      learned('2.8', '2026-03-01', '2026-03-10', 'ap-northeast-1'),
    ]);
    expect([at(book, '2026-03-04'), at(book, '2026-03-05'), at(book, '2026-03-12')]).toEqual([
      '2.5',
      '0.5',
      '0.5',
    ]);
    expect([at(book, '2026-03-04', 'ap-northeast-1'), at(book, '2026-03-06', 'eu-west-1')]).toEqual([
      '2.8',
      '0.5',
    ]);
  });

  it('none where there is none, and no list price in GovCloud', () => {
    const book = rateBook([rate(SONNET, 'input', '3.3', { validFrom: '2026-01-01' })]);
    expect(book.rateFor(key, '2025-12-31')).toBeNull();
    expect(book.rateFor({ ...key, region: 'us-gov-west-1' }, '2026-03-01')).toBeNull();
    const ask = {
      modelKey: NOVA,
      kind: 'input',
      route: null,
      region: 'us-east-1',
      day: '2026-03-01',
    } as const;
    expect(book.estimateRate(ask)).toBeNull();
  });

  it('zero is a rate', () => {
    const book = rateBook([rate(SONNET, 'input', '0')]);
    const ask = {
      modelKey: SONNET,
      kind: 'input',
      route: 'regional',
      region: 'us-east-1',
      day: '2026-03-01',
    } as const;
    expect(book.estimateRate(ask)).toMatchObject({ mid: 0n, source: 'list' });
  });

  it('cache writes carry the range of their lifetimes', () => {
    const ask = {
      modelKey: SONNET,
      kind: 'cacheWrite',
      route: 'regional',
      region: 'us-east-1',
      day: '2026-03-02',
    } as const;
    const list = rateBook([rate(SONNET, 'input', '3'), rate(SONNET, 'cacheWrite', '3.75')]);
    expect(list.estimateRate(ask)).toEqual({
      low: money('3.75'),
      mid: money('3.75'),
      high: money('6'),
      source: 'list',
    });
    const bill = [
      billed('2026-03-01', WRITE, 8_000_000n, '3'),
      billed('2026-03-01', WRITE_1H, 2_000_000n, '5'),
    ];
    const book = rateBook([rate(SONNET, 'cacheWrite', '3.75'), ...learnRates(bill, matcher)]);
    expect(book.estimateRate(ask)).toEqual({
      low: money('3'),
      mid: money('3.4'),
      high: money('5'),
      source: 'learned',
    });
  });

  it('tiers that metrics cannot tell apart are valued at their mix, at the prices of the day', () => {
    const FLEX = 'USE1-NovaMicro-input-tokens-flex';
    const STANDARD = 'USE1-NovaMicro-input-tokens';
    const TOKYO = 'APN1-NovaMicro-input-tokens';
    const nova = (day: Day, usageType: string, tokens: bigint, perMillion: string): BillLine => ({
      ...usageLine(BEDROCK, usageType, formatExact(multiplyRate(tokens, money(perMillion))), {
        tokens,
        perUnit: 1000,
      }),
      day,
    });
    const bill = [
      nova('2026-03-01', STANDARD, 1_000_000n, '4'),
      nova('2026-03-01', FLEX, 3_000_000n, '2'),
      nova('2026-03-10', STANDARD, 1_000_000n, '2'),
      nova('2026-03-10', FLEX, 3_000_000n, '1'),
      nova('2026-03-10', TOKYO, 1_000_000n, '5'),
    ];
    const ask = { modelKey: NOVA, kind: 'input', route: 'regional', region: 'us-east-1' } as const;
    const learned = learnRates(bill, matcher);
    const book = rateBook([rate(NOVA, 'input', '9'), ...learned]);
    const on = (day: Day, more = {}) => book.estimateRate({ ...ask, day, ...more });
    expect(on('2026-03-02')).toEqual({
      low: money('2'),
      mid: money('2.5'),
      high: money('4'),
      source: 'learned',
    });
    expect(on('2026-03-12')).toMatchObject({ low: money('1'), mid: money('1.25'), high: money('2') });
    // Where only one tier is used it is no mix of somewhere else.
    expect(on('2026-03-12', { region: 'ap-northeast-1' })).toMatchObject({ mid: money('5') });
    const own = rate(NOVA, 'input', '0.5', { source: 'override', validFrom: '2026-03-01' });
    expect(rateBook([own, ...learned]).estimateRate({ ...ask, day: '2026-03-12' })).toEqual({
      low: money('0.5'),
      mid: money('0.5'),
      high: money('0.5'),
      source: 'override',
    });
  });

  it('an unknown route widens the range', () => {
    const book = rateBook([rate(SONNET, 'input', '3.3'), rate(SONNET, 'input', '3', { route: 'global' })]);
    const ask = { modelKey: SONNET, kind: 'input', region: 'us-east-1', day: '2026-03-02' } as const;
    expect(book.estimateRate({ ...ask, route: null })).toMatchObject({
      low: money('3'),
      mid: money('3.3'),
      high: money('3.3'),
    });
    expect(book.estimateRate({ ...ask, route: 'global' })).toMatchObject({
      low: money('3'),
      high: money('3'),
    });
  });
});

describe('list prices', () => {
  const list = (id: string) => listRates([model(id, id)]);
  const of = (id: string, kind: string, route = 'regional', day = '2026-11-01') =>
    list(id)
      .filter(
        (r) =>
          r.kind === kind &&
          r.route === route &&
          r.validFrom <= day &&
          (r.validTo === null || day < r.validTo),
      )
      .map((r) => `${r.cacheTtl ?? '-'} ${formatExact(r.perMillion)}`);

  it('come per route, and stay apart from successors of the same name', () => {
    expect(of(SONNET, 'input')).toEqual(['- 3.3']);
    expect(of(SONNET, 'input', 'global')).toEqual(['- 3']);
    expect(of('anthropic.claude-opus-5', 'input')).toEqual(['- 5.5']);
    expect(of('anthropic.claude-opus-5-5', 'input')).toEqual(['- 4.4']);
    expect(of('anthropic.claude-opus-5-5', 'cacheWrite').sort()).toEqual(['1h 8.8', '5m 5.5']);
    expect(of(NOVA, 'output')).toEqual(['- 0.14']);
  });

  it('are not there for a model that only begins like a listed one', () => {
    expect(list('anthropic.claude-sonnet-5-7-v1:0')).toEqual([]);
    expect(list('amazon.nova-micro-2-v1:0')).toEqual([]);
    expect(list('anthropic.claude-sonnet-4-6-mini-v1:0')).toEqual([]);
  });

  it('take the base tier and the price of the day', () => {
    const terra = (day: Day) => of('openai.gpt-5.6-terra', 'input', 'regional', day);
    expect([terra('2026-07-29'), terra('2026-07-30')]).toEqual([['- 2.75'], ['- 2.2']]);
  });
});
