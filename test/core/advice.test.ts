import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adviceFor, isOfPart } from '../../src/core/advice.ts';
import type { ModelUse } from '../../src/core/adviceTerms.ts';
import { lineOf } from '../../src/core/modelSizes.ts';
import { formatExact, money, multiplyRate } from '../../src/core/money.ts';
import { rateBook } from '../../src/core/rates.ts';
import { type Money, type Rate, TOKEN_KINDS, type TokenKind } from '../../src/core/types.ts';
import type { ModelOffer } from '../../src/core/vending/offers.ts';
import { rate } from './world.ts';

/** What would have cost less: each kind of advice, when it is told, and when it is not. */

const DAY = '2026-03-12';
const [OPUS, SONNET, SONNET_OLD, HAIKU] = [
  'anthropic.claude-opus-4-6-v1',
  'anthropic.claude-sonnet-4-6',
  'anthropic.claude-sonnet-4-5-20250929-v1:0',
  'anthropic.claude-haiku-4-5-20251001-v1:0',
] as const;
const NOVA = 'amazon.nova-lite-v1:0';
const EAST = 'us-east-1';

type Prices = readonly [input: string, output: string, cacheRead: string, cacheWrite: string];
const ratesOf = (modelKey: string, prices: Prices, more: Partial<Rate> = {}): Rate[] =>
  TOKEN_KINDS.map((kind, at) => rate(modelKey, kind, prices[at] ?? '', more));
const PRICES: Readonly<Record<string, Prices>> = {
  [OPUS]: ['5', '25', '0.5', '6.25'],
  [SONNET]: ['3', '15', '0.3', '3.75'],
  [SONNET_OLD]: ['3', '15', '0.3', '3.75'],
  [HAIKU]: ['1', '5', '0.1', '1.25'],
};
const LIST = Object.entries(PRICES).flatMap(([modelKey, prices]) => ratesOf(modelKey, prices));

const offer = (modelKey: string, geographies = ['us'], regions = [EAST]): ModelOffer => ({
  modelKey,
  launchedOn: null,
  offers: geographies.map((geography) => ({ sourceId: `${geography}.${modelKey}`, geography, regions })),
});
const OFFERS = [offer(OPUS), offer(SONNET), offer(HAIKU), offer(SONNET_OLD)];

/** Millions of tokens, at the price of the list unless an amount is given. */
type Some = Partial<Record<TokenKind, number | readonly [number, string]>>;
function use(modelKey: string, some: Some, more: Partial<ModelUse> = {}): ModelUse {
  const byKind = Object.fromEntries(
    TOKEN_KINDS.map((kind, at) => {
      const [millions, amount] = [some[kind] ?? 0].flat() as [number, string?];
      const tokens = BigInt(Math.round(millions * 1e6));
      const price = money(PRICES[modelKey]?.[at] ?? '0');
      return [kind, { tokens, amount: amount === undefined ? multiplyRate(tokens, price) : money(amount) }];
    }),
  ) as ModelUse['byKind'];
  return { modelKey, route: 'regional', region: EAST, geography: 'us', byKind, ...more };
}
const spentOn = (uses: readonly ModelUse[]): Money =>
  uses.flatMap(({ byKind }) => Object.values(byKind)).reduce((all, { amount }) => all + amount, 0n) as Money;

function told(
  uses: readonly ModelUse[],
  { rates = LIST, offers = OFFERS, spent = spentOn(uses) } = {},
): string[] {
  const found = adviceFor(uses, { book: rateBook(rates), day: DAY, offers, spent });
  return found.map(({ kind, other, saved }) => [kind, other?.sourceId ?? '-', formatExact(saved)].join(' '));
}
/** Half of the tokens from the cache, so that nothing is to be said of caching. */
const CACHED: Some = { input: 10, output: 2, cacheRead: 10, cacheWrite: 1 };
const batch = (modelKey: string, input: string, output: string, more: Partial<Rate> = {}) => [
  rate(modelKey, 'input', input, { tier: 'batch', source: 'learned', validTo: '2026-03-13', ...more }),
  rate(modelKey, 'output', output, { tier: 'batch', source: 'learned', validTo: '2026-03-13', ...more }),
];

describe('another model of the family', () => {
  const cheaper = [
    ...LIST.filter(({ modelKey }) => modelKey !== SONNET),
    ...ratesOf(SONNET, ['2', '15', '0.3', '3.75']),
  ];
  const olderIsCheaper = [
    ...LIST.filter(({ modelKey }) => modelKey !== SONNET_OLD),
    ...ratesOf(SONNET_OLD, PRICES[HAIKU] as Prices),
  ];
  const discounted = ratesOf(HAIKU, ['0.5', '2.5', '0.05', '0.625'], {
    source: 'learned',
    cacheTtl: null,
    validTo: '2026-03-13',
  });
  it.each<[string, ModelUse, Parameters<typeof told>[1], string[]]>([
    ['is the next smaller size', use(OPUS, CACHED), {}, [`other us.${SONNET} 44.5`]],
    [
      'is the newer version where that costs less',
      use(SONNET_OLD, CACHED),
      { rates: cheaper },
      [`newer us.${SONNET} 10`],
    ],
    [
      'is the smaller size where the newer version costs the same',
      use(SONNET_OLD, CACHED),
      {},
      [`other us.${HAIKU} 44.5`],
    ],
    ['is no older version', use(SONNET, CACHED), { offers: [offer(SONNET_OLD)], rates: olderIsCheaper }, []],
    ['is none that the policies leave out', use(OPUS, CACHED), { offers: [offer(OPUS)] }, []],
    [
      'is none of another vendor',
      use(OPUS, CACHED),
      { offers: [offer(NOVA)], rates: [...LIST, ...ratesOf(NOVA, PRICES[HAIKU] as Prices)] },
      [],
    ],
    ['is none of another Region', use(OPUS, CACHED), { offers: [offer(HAIKU, ['us'], ['eu-west-1'])] }, []],
    [
      'is never anywhere in the world for what stays in a geography',
      use(OPUS, CACHED),
      {
        offers: [offer(HAIKU, ['global'])],
        rates: [...LIST, ...ratesOf(HAIKU, PRICES[HAIKU] as Prices, { route: 'global' })],
      },
      [],
    ],
    [
      'needs a rate of every kind that was used',
      use(OPUS, CACHED),
      { rates: LIST.filter(({ modelKey, kind }) => modelKey === OPUS || kind !== 'cacheRead') },
      [],
    ],
    [
      'goes by what the bill showed before the list',
      use(SONNET, CACHED),
      { rates: [...LIST, ...discounted] },
      [`other us.${HAIKU} 55.625`],
    ],
  ])('%s', (_what, one, more, expected) => expect(told([one], more)).toEqual(expected));

  it('is reckoned by the upper bound where one-hour cache writes may be among what was used', () => {
    const dear = use(OPUS, { ...CACHED, cacheWrite: [10, '100'] });
    // Haiku: 10 + 10 + 1, and 20 for the writes instead of 12.5.
    expect(told([dear], { offers: [offer(HAIKU)] })[0]).toBe(`other us.${HAIKU} 164`);
  });

  it('is never reckoned below the ordinary price for cheaper tiers among what others used', () => {
    const mixed = rate(HAIKU, 'input', '0.2', { tier: 'mixed', source: 'learned', validTo: '2026-03-13' });
    expect(told([use(SONNET, CACHED)], { rates: [...LIST, mixed] })).toEqual([`other us.${HAIKU} 44.5`]);
  });
});

describe('caching', () => {
  const none = { offers: [] };
  it.each<[string, ModelUse, Parameters<typeof told>[1], string[]]>([
    [
      'of what is not cached, each tenth of the input',
      use(SONNET, { input: 50, output: 1 }),
      none,
      ['cacheReads - 13.5'],
    ],
    ['of what is cached well nothing', use(SONNET, { input: 50, output: 1, cacheRead: 6 }), none, []],
    [
      'nothing of a model without a price of the cache',
      use(SONNET, { input: 50 }),
      { ...none, rates: LIST.filter(({ kind }) => kind !== 'cacheWrite') },
      [],
    ],
    [
      'writes that are hardly read are a loss',
      use(SONNET, { input: 20, cacheWrite: 20, cacheRead: 4 }),
      none,
      ['cacheUnread - 4.2'],
    ],
    ['a cache that is read is none', use(SONNET, { input: 1, cacheWrite: 20, cacheRead: 20 }), none, []],
  ])('%s', (_what, one, more, expected) => expect(told([one], more)).toEqual(expected));

  it.each([
    ['3.75', 1n],
    ['6', 2n],
    ['3', 1n],
    ['0', 1n],
  ])('with writes at %s pays from reading %s on', (write, pays) => {
    const rates = ratesOf(SONNET, ['3', '15', '0.3', write]);
    const facts = { book: rateBook(rates), day: DAY, offers: [], spent: money('150') };
    expect(adviceFor([use(SONNET, { input: 50 })], facts)[0]?.cache?.pays).toBe(pays);
  });
});

describe('a tier that waits', () => {
  const some = use(SONNET, { input: [10, '30'], output: 10, cacheRead: 2 });
  const plain = use(HAIKU, { input: 10, output: 10 });
  const none = {
    offers: [],
    rates: [...LIST, ...batch(HAIKU, '0.5', '2.5'), ...batch(SONNET, '1.5', '7.5')],
  };
  it.each<[string, ModelUse, string[]]>([
    ['is told of each tenth', plain, ['batch - 3']],
    ['not where a kind has no price of it', some, []],
  ])('%s', (_what, one, expected) => expect(told([one], none)).toEqual(expected));
  it('is told of flex alike', () => {
    const rates = [...LIST, ...batch(HAIKU, '0.5', '2.5', { tier: 'flex' })];
    expect(told([plain], { offers: [], rates })).toEqual(['flex - 3']);
  });
  it('not where it is no longer known', () => {
    const old = { validFrom: '2025-01-01', validTo: '2026-01-01' };
    expect(told([plain], { offers: [], rates: [...LIST, ...batch(HAIKU, '0.5', '2.5', old)] })).toEqual([]);
  });
});

describe('nothing is told', () => {
  const only = { offers: [offer(HAIKU)] };
  it.each<[string, ModelUse, Parameters<typeof told>[1]]>([
    ['below a dollar', use(SONNET, { input: 0.39, cacheRead: 1 }), only],
    ['below a fiftieth of all that was spent', use(SONNET, CACHED), { ...only, spent: money('2300') }],
    ['of more on the bill than the rates explain', use(SONNET, { ...CACHED, input: [10, '31'] }), only],
    ['of less', use(SONNET, { ...CACHED, input: [10, '29'] }), only],
    ['of charges without tokens', use(SONNET, { ...CACHED, cacheWrite: [0, '1'] }), only],
    ['of what has no rate', use('anthropic.claude-sonnet-9', { ...CACHED, input: [10, '30'] }), only],
    ['of nothing', use(SONNET, {}), only],
  ])('%s', (_what, one, more) => expect(told([one], more)).toEqual([]));
  it('but it is just above', () => {
    expect(told([use(SONNET, CACHED)], { ...only, spent: money('2225') })).toHaveLength(1);
    expect(told([use(SONNET, { ...CACHED, input: [10, '30.5'] })], only)).toHaveLength(1);
  });
});

it('the largest come first, three at most, and one of each kind and model', () => {
  const elsewhere = { region: 'us-west-2' };
  const uses = [
    use(SONNET, { input: 50, output: 1 }),
    use(OPUS, CACHED),
    use(OPUS, { input: 20, output: 4, cacheRead: 20, cacheWrite: 2 }, elsewhere),
    use(HAIKU, { input: 200 }),
  ];
  const offers = OFFERS.map(({ modelKey }) => offer(modelKey, ['us'], [EAST, 'us-west-2']));
  expect(told(uses, { offers, spent: money('500') })).toEqual([
    `other us.${HAIKU} 110`,
    `other us.${SONNET} 89`,
    'cacheReads - 18',
  ]);
  expect(told(uses.slice(0, 3), { offers })).toHaveLength(3);
});

it('what is saved is what it cost less what it would have cost, to the last digit', () => {
  const some = fc.record({
    input: fc.double({ min: 0, max: 500, noNaN: true }),
    output: fc.double({ min: 0, max: 90, noNaN: true }),
    cacheRead: fc.double({ min: 0, max: 900, noNaN: true }),
    cacheWrite: fc.double({ min: 0, max: 90, noNaN: true }),
  });
  const rates = [...LIST, ...batch(HAIKU, '0.5', '2.5')];
  let seen = 0;
  fc.assert(
    fc.property(fc.constantFrom(OPUS, SONNET, HAIKU), some, (modelKey, used) => {
      const one = use(modelKey, used);
      const facts = { book: rateBook(rates), day: DAY, offers: OFFERS, spent: spentOn([one]) };
      for (const advice of adviceFor([one], facts)) {
        seen++;
        const cost = advice.terms.reduce((all, term) => all + term.cost, 0n);
        const instead = advice.terms.reduce((all, { tokens, rate }) => all + multiplyRate(tokens, rate), 0n);
        expect(advice.saved).toBe(cost - instead);
        for (const { kind, tokens, cost } of advice.terms) {
          const { tokens: all, amount } = one.byKind[kind];
          expect(tokens).toBe(isOfPart(advice) ? all / 10n : all);
          expect(cost <= amount).toBe(true);
        }
      }
    }),
  );
  expect(seen).toBeGreaterThan(50);
});

describe('a family', () => {
  it.each([
    [OPUS, 'anthropic claude', 'opus'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'anthropic claude', 'sonnet'],
    ['amazon.nova-2-lite-v1:0', 'amazon nova', 'lite'],
    ['amazon.nova-sonic-v1:0', 'amazon nova sonic', ''],
    ['meta.llama3-3-70b-instruct-v1:0', 'meta llama instruct', '70b'],
    ['qwen.qwen3-coder-480b-a35b-v1:0', 'qwen qwen coder', '480b a35b'],
    ['openai.gpt-oss-120b-1:0', 'openai gpt oss', '120b'],
    ['mistral.mixtral-8x7b-instruct-v0:1', 'mistral mixtral instruct', '8x7b'],
  ])('of %s', (modelKey, family, size) => expect(lineOf(modelKey)).toEqual({ family, size }));
});
