import { describe, expect, it } from 'vitest';
import { rateBook } from '../../../src/core/rates.ts';
import type { CatalogueEntry, Money, Rate } from '../../../src/core/types.ts';
import { sourceNamed } from '../../../src/core/vending/named.ts';
import { callableOf, offersOf, sourceOf } from '../../../src/core/vending/offers.ts';
import { pricesOf } from '../../../src/core/vending/prices.ts';

/** Which models are on offer, in which order, by which routes, for how much, and which are not. */

const TODAY = '2026-11-20';
const ALL = { models: null, geographies: null };
const [EAST, TOKYO] = ['us-east-1', 'ap-northeast-1'];

const model = (id: string, more: Partial<CatalogueEntry> & { about?: CatalogueEntry['about'] } = {}) => ({
  region: EAST,
  type: 'model' as const,
  id,
  modelKey: id,
  name: id,
  provider: '',
  modelArns: [],
  ...more,
});
const profile = (geography: string, modelKey: string, region = EAST): CatalogueEntry => ({
  ...model(`${geography}.${modelKey}`, { region }),
  type: 'systemProfile',
  modelKey,
});
const about = (launchedOn: string | null, more: Partial<NonNullable<CatalogueEntry['about']>> = {}) => ({
  about: { launchedOn, isLegacy: false, endsOn: null, onDemand: true, ...more },
});
const keysOf = (
  catalogue: CatalogueEntry[],
  regions = [EAST],
  allowed: Parameters<typeof offersOf>[2] = ALL,
) => offersOf(catalogue, regions, allowed, TODAY).map(({ modelKey }) => modelKey);
const waysOf = (catalogue: CatalogueEntry[], regions = [EAST]) =>
  offersOf(catalogue, regions, ALL, TODAY).flatMap(({ offers }) => offers.map(({ sourceId }) => sourceId));

describe('models', () => {
  it('come newest first by the day of their launch, the rest by the versions in their names', () => {
    expect(
      keysOf([
        model('a.old-1', about('2025-01-01')),
        model('a.new-1', about('2026-10-01')),
        model('a.opus-4-6'),
        model('a.opus-5'),
        model('a.opus-4-7-20260101-v1:0'),
        model('a.llama-70b'),
      ]),
    ).toEqual(['a.new-1', 'a.old-1', 'a.opus-5', 'a.opus-4-7-20260101-v1:0', 'a.opus-4-6', 'a.llama-70b']);
  });

  it('that AWS is ending are not on offer, in this Region or where another one alone says so', () => {
    expect(
      keysOf([
        model('a.legacy', about('2024-01-01', { isLegacy: true })),
        model('a.over', about('2024-01-01', { endsOn: TODAY })),
        model('a.ends-later', about('2024-01-01', { endsOn: '2026-11-21' })),
        profile('us', 'a.elsewhere'),
        model('a.elsewhere', { region: TOKYO, ...about('2024-01-01', { isLegacy: true }) }),
      ]),
    ).toEqual(['a.ends-later']);
  });

  it('are those that the administrator allows', () => {
    const catalogue = [model('a.one'), profile('us', 'a.two'), profile('global', 'b.three')];
    expect(keysOf(catalogue, [EAST], { models: ['a.*'], geographies: null })).toEqual(['a.one', 'a.two']);
    expect(keysOf(catalogue, [EAST], { models: null, geographies: ['us'] })).toEqual(['a.two']);
    expect(keysOf(catalogue, [EAST], { models: ['b.three'], geographies: ['in-region'] })).toEqual([]);
  });

  it('answer in their own Region where AWS says so; where nobody asked, where they have no other route', () => {
    expect(waysOf([model('a.m'), profile('us', 'a.m'), model('a.n')])).toEqual(['us.a.m', 'a.n']);
    expect(waysOf([model('a.m', about(null)), profile('global', 'a.m'), profile('us', 'a.m')])).toEqual([
      'a.m',
      'us.a.m',
      'global.a.m',
    ]);
    expect(waysOf([model('a.m', about(null, { onDemand: false }))])).toEqual([]);
  });
});

it('are advised by ways alone that policies allow: by the global one once it is named', () => {
  const offers = offersOf(
    [profile('us', 'a.m'), profile('global', 'a.m'), profile('global', 'a.n')],
    [EAST],
    ALL,
    TODAY,
  );
  const waysBy = (geographies: string[] | null) =>
    callableOf(offers, geographies).flatMap((one) => one.offers.map(({ sourceId }) => sourceId));
  expect(waysBy(null)).toEqual(['us.a.m']);
  expect(waysBy(['global']).sort()).toEqual(['global.a.m', 'global.a.n']);
});

describe('a source', () => {
  const catalogue = [
    model('a.m', about(null, { onDemand: false })),
    profile('us', 'a.m'),
    profile('global', 'a.m'),
    model('a.m', { region: TOKYO, ...about(null, { onDemand: false }) }),
    profile('global', 'a.m', TOKYO),
    model('a.end', about(null, { isLegacy: true })),
  ];
  it.each([
    ['us.a.m', EAST, ALL, 'us.a.m'],
    ['us.a.m', TOKYO, ALL, { field: 'place', key: 'placeHere', detail: [EAST] }],
    ['us.a.m', '', ALL, { field: 'place', key: 'placeHere' }],
    ['us.a.none', EAST, ALL, { field: 'source', key: 'sourceHere' }],
    ['a.m', EAST, ALL, { field: 'source', key: 'sourceRouted', detail: ['global.a.m', 'us.a.m'] }],
    ['a.m', '', ALL, { field: 'source', key: 'sourceRouted' }],
    ['a.end', EAST, ALL, { field: 'source', key: 'sourceEnded' }],
    ['us.a.m', EAST, { models: ['b.*'], geographies: null }, { key: 'modelDenied', detail: ['b.*'] }],
    ['us.a.m', EAST, { models: null, geographies: ['jp'] }, { key: 'geographyDenied', detail: ['jp'] }],
  ] as const)('%s in %s', (sourceId, region, allowed, expected) => {
    const found = sourceOf(
      catalogue,
      { sourceId, region },
      allowed as Parameters<typeof sourceOf>[2],
      TODAY,
      [EAST, TOKYO],
    );
    if (typeof expected === 'string') expect(found).toMatchObject({ id: expected });
    else expect(found).toMatchObject(expected);
  });

  it('is found by the name of its model and a route', () => {
    const named = [...catalogue, model('a.claude-sonnet-4-6', { name: 'Claude Sonnet 4.6', ...about(null) })];
    const ask = (text: string, geography = '', regions = [EAST]) =>
      sourceNamed(named, { model: text, geography }, offersOf(named, regions, ALL, TODAY));
    expect(ask('claude sonnet 4.6')).toBe('a.claude-sonnet-4-6');
    const both = [model('a.b', about(null)), profile('us', 'a.b')];
    const wayOf = (geography: string) =>
      sourceNamed(both, { model: 'a.b', geography }, offersOf(both, [EAST], ALL, TODAY));
    expect(['', 'in-region', 'us'].map(wayOf)).toEqual(['a.b', 'a.b', 'us.a.b']);
    expect(ask('us.a.m')).toBe('us.a.m');
    expect(ask('us.a.m', 'jp')).toMatchObject({ key: 'geographyHere', detail: ['us'] });
    expect(ask('a.m')).toMatchObject({ key: 'geographyMissing', detail: ['us', 'global'] });
    expect(ask('a.m', 'global')).toBe('global.a.m');
    expect(ask('a.m', 'eu')).toMatchObject({ key: 'geographyHere', detail: ['us', 'global'] });
    expect(ask('a.m', '', [TOKYO])).toBe('global.a.m');
    expect(ask('nonsense')).toBe('nonsense');
  });
});

describe('prices', () => {
  const rate = (
    route: Rate['route'],
    dollars: number,
    source: Rate['source'] = 'list',
    region: string | null = null,
  ): Rate => ({
    modelKey: 'a.m',
    kind: 'input',
    route,
    tier: 'standard',
    cacheTtl: null,
    longContext: false,
    region,
    source,
    validFrom: '2026-01-01',
    validTo: source === 'learned' ? '2026-11-19' : null,
    perMillion: BigInt(dollars * 1_000_000) as Money,
  });
  const offers = [
    { sourceId: 'us.a.m', geography: 'us', regions: [EAST] },
    { sourceId: 'global.a.m', geography: 'global', regions: [EAST, TOKYO] },
  ];
  const priced = (rates: Rate[]) =>
    pricesOf(
      'a.m',
      offers,
      { book: rateBook(rates), list: rateBook(rates.filter(({ source }) => source === 'list')) },
      TODAY,
    ).map(({ byKind, overGlobal, byList }) => [byKind.input, byKind.output, overGlobal, byList]);
  const at = (low: number, high: number, source: string) => ({
    low: BigInt(low * 1_000_000),
    high: BigInt(high * 1_000_000),
    source,
  });

  it('say what a geography costs above the global route', () => {
    expect(priced([rate('regional', 3.3), rate('global', 3)])).toEqual([
      [at(3.3, 3.3, 'list'), null, 100n, false],
      [at(3, 3, 'list'), null, null, false],
    ]);
  });

  it('compare like with like where one of the two was learned or set', () => {
    const rates = [rate('regional', 3.3), rate('global', 3), rate('global', 1.5, 'learned')];
    expect(priced(rates)[0]?.[2]).toBe(100n);
    expect(priced(rates).map((one) => one[3])).toEqual([true, false]);
    expect(priced([...rates, rate('regional', 3, 'override')])).toEqual([
      [at(3, 3, 'override'), null, 100n, true],
      [at(1.5, 1.5, 'learned'), null, null, false],
    ]);
  });

  it('are never those of another route, and not known where a Region has none', () => {
    expect(priced([rate('global', 3, 'override')])).toEqual([
      [null, null, null, true],
      [at(3, 3, 'override'), null, null, false],
    ]);
    expect(priced([rate('global', 3, 'override', EAST)])[1]?.[0]).toBeNull();
    expect(
      priced([rate('global', 3, 'override', EAST), rate('global', 4, 'override', TOKYO)])[1]?.[0],
    ).toEqual(at(3, 4, 'override'));
    expect(priced([rate('global', 0), rate('regional', 1)])[0]?.[2]).toBeNull();
  });
});
