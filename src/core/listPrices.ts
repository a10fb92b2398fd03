import { findProvider, type ModelPrice } from '@pydantic/genai-prices';
import { withoutVersion } from './models.ts';
import { money } from './money.ts';
import type { CacheTtl, CatalogueEntry, Day, Rate, Route, TokenKind } from './types.ts';

/** Before any day the ledger can hold. */
const ALWAYS: Day = '2000-01-01';
const KINDS: readonly (readonly [field: string, kind: TokenKind, ttl: CacheTtl | null])[] = [
  ['input_mtok', 'input', null],
  ['output_mtok', 'output', null],
  ['cache_read_mtok', 'cacheRead', null],
  ['cache_write_mtok', 'cacheWrite', '5m'],
  ['cache_write_1h_mtok', 'cacheWrite', '1h'],
];

/**
 * AWS list prices of the catalogue's models, from the data embedded in `@pydantic/genai-prices`. Only entries whose id
 * is the model's own: the package's prefix rules would price a newer model as an older one. Base tier only, as hourly
 * sums cannot show how long a request was. A model that is not listed has no rate: it is unpriced, never free.
 */
export function listRates(catalogue: readonly CatalogueEntry[]): Rate[] {
  const listed = listedModels();
  const rates: Rate[] = [];
  for (const modelKey of new Set(catalogue.map((entry) => entry.modelKey))) {
    for (const { route, prices } of listed.get(withoutVersion(modelKey)) ?? []) {
      rates.push(...datedRates(modelKey, route, prices));
    }
  }
  return rates;
}

type Prices = ReturnType<typeof awsModels>[number]['prices'];

function awsModels() {
  return findProvider({ providerId: 'aws' })?.models ?? [];
}

/** Listed models by id without route, date and version. `regional.` and no prefix are the price of in-Region calls. */
function listedModels(): Map<string, { route: Route; prices: Prices }[]> {
  const listed = new Map<string, { route: Route; prices: Prices }[]>();
  for (const { id, prices } of awsModels()) {
    const route: Route = id.startsWith('global.') ? 'global' : 'regional';
    const key = withoutVersion(id.replace(/^(global|regional)\./, ''));
    listed.set(key, [...(listed.get(key) ?? []), { route, prices }]);
  }
  return listed;
}

function datedRates(modelKey: string, route: Route, prices: Prices): Rate[] {
  if (!Array.isArray(prices)) return ratesOf(modelKey, route, prices, ALWAYS, null);
  const dated = prices
    .filter(({ constraint }) => constraint === undefined || constraint.type === 'start_date')
    .map(({ constraint, prices: price }) => ({
      from: constraint?.type === 'start_date' ? constraint.start_date : ALWAYS,
      price,
    }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  return dated.flatMap(({ from, price }, index) =>
    ratesOf(modelKey, route, price, from, dated[index + 1]?.from ?? null),
  );
}

function ratesOf(
  modelKey: string,
  route: Route,
  price: ModelPrice,
  validFrom: Day,
  validTo: Day | null,
): Rate[] {
  const rates: Rate[] = [];
  for (const [field, kind, cacheTtl] of KINDS) {
    const value = price[field];
    if (value === undefined) continue;
    const perMillion = money(String(typeof value === 'number' ? value : value.base));
    const key = {
      modelKey,
      kind,
      route,
      tier: 'standard',
      cacheTtl,
      longContext: false,
      region: null,
    } as const;
    rates.push({ ...key, source: 'list', validFrom, validTo, perMillion });
  }
  return rates;
}
