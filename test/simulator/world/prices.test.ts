import { findProvider } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { MODELS } from '../../../src/simulator/world/catalogue.ts';
import { PRICES } from '../../../src/simulator/world/prices.ts';

/** The simulator's own prices beside the product's source of list prices: neither knows of the other. */

const SIDES = [
  ['input', 'input_mtok'],
  ['output', 'output_mtok'],
  ['cacheRead', 'cache_read_mtok'],
  ['cacheWrite', 'cache_write_mtok'],
  ['cacheWrite1h', 'cache_write_1h_mtok'],
] as const;

/** Base price of one field, whether it is plain or tiered by the length of a request. */
function base(price: unknown): number | undefined {
  if (typeof price === 'number') return price;
  return price !== null && typeof price === 'object' && 'base' in price ? Number(price.base) : undefined;
}

function listed(id: string): Record<string, unknown> | undefined {
  const short = id.replace(/-v1(:\d+)?$/, '');
  const models = findProvider({ providerId: 'aws' })?.models ?? [];
  const found = models.find((m) => m.id.replace(/-v1(:\d+)?$/, '') === short);
  const prices = Array.isArray(found?.prices) ? found.prices.at(-1)?.prices : found?.prices;
  return prices as Record<string, unknown> | undefined;
}

describe('the simulated prices', () => {
  it('differ from the list that the product uses only where that list is silent', () => {
    const differing: string[] = [];
    const missing: string[] = [];
    for (const { modelId, global } of MODELS.filter((m) => m.billing !== 'images')) {
      const own = PRICES[modelId];
      expect(own, modelId).toBeDefined();
      for (const [route, factor] of global
        ? ([
            ['global', 1],
            ['regional', 1.1],
          ] as const)
        : ([['', 1]] as const)) {
        const id = route === '' ? modelId : `${route}.${modelId}`;
        const list = listed(id);
        for (const [side, field] of SIDES) {
          const simulated = (own?.[side] ?? 0) * factor;
          const product = base(list?.[field]);
          if (product === undefined && simulated !== 0) missing.push(`${id} ${side} ${simulated.toFixed(4)}`);
          if (product !== undefined && Math.abs(product - simulated) > 1e-9)
            differing.push(`${id} ${side}: simulated ${simulated.toFixed(4)}, listed ${product}`);
        }
      }
    }
    console.log(
      [
        `prices that differ: ${differing.length}`,
        ...differing,
        `not in the list: ${missing.length}`,
        ...missing,
      ].join('\n  '),
    );
    expect(differing).toEqual([]);
    // Silent are the one-hour writes of most models, and embeddings.
    expect(missing.filter((line) => !/cacheWrite1h|titan-embed/.test(line))).toEqual([]);
  });
});
