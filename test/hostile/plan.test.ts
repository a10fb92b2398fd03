import { describe, expect, it } from 'vitest';
import { manglingsOf, OPERATIONS, planOf } from './plan.ts';

const SYNCS = 4;
const plans = Array.from({ length: 500 }, (_, seed) => planOf(seed, SYNCS));
const troubles = plans.flatMap((plan) => plan.troubles);

describe('the plans of five hundred seeds', () => {
  it('are the same for the same seed, and another for another', () => {
    expect(planOf(7, SYNCS)).toEqual(planOf(7, SYNCS));
    expect(new Set(plans.map((plan) => JSON.stringify(plan))).size).toBe(plans.length);
  });

  it('make every operation wrong in every way, in every sync', () => {
    const seen = new Set(troubles.map(({ operation, mangling }) => `${operation} ${mangling}`));
    const wanted = OPERATIONS.flatMap(({ operation }) =>
      manglingsOf(operation).map((mangling) => `${operation} ${mangling}`),
    );
    expect(wanted.length).toBeGreaterThan(200);
    // Chance may leave out a few of the rarer ones.
    expect(wanted.filter((one) => !seen.has(one)).length).toBeLessThan(wanted.length / 20);
    expect(new Set(troubles.map(({ sync }) => sync))).toEqual(new Set([0, 1, 2, 3]));
    expect(new Set(troubles.map(({ times }) => times))).toEqual(new Set([1, 2, 3]));
  });

  it('trouble the first sync into an empty ledger now and then', () => {
    const empty = plans.filter((plan) => plan.troubles.some(({ sync }) => sync === 0));
    expect(empty.length).toBeGreaterThan(40);
    expect(empty.length).toBeLessThan(150);
  });
});
