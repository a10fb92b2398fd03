import { describe, expect, it } from 'vitest';
import { approximate, formatFixed, sum } from '../../src/core/money.ts';
import { percentOff } from '../../src/core/reconciliation.ts';
import type { Money, Rate, SpendRow } from '../../src/core/types.ts';
import { readUsageType } from '../../src/core/usageTypes.ts';
import { Company, daysFrom } from './company.ts';

/** The month that is judged ended more than three days ago; the one before it teaches. */
const NOW = Date.UTC(2026, 10, 6, 9);
const TEACHES = daysFrom('2026-09-01', 30);
const JUDGED = daysFrom('2026-10-01', 31);

interface Sums {
  estimated: bigint;
  low: bigint;
  high: bigint;
  billed: bigint;
}

/** Estimate and bill per model of the rows whose tokens were seen: both speak of the same use. */
function perModel(rows: readonly SpendRow[]): Map<string, Sums> {
  const found = new Map<string, Sums>();
  for (const row of rows) {
    const batch = readUsageType(row.service, row.usageType).tier === 'batch';
    if (batch || row.reason === 'billedNotSeen' || row.kind === 'other' || row.kind === 'unknown') continue;
    const held = found.get(row.modelKey) ?? { estimated: 0n, low: 0n, high: 0n, billed: 0n };
    held.estimated += row.estimated;
    held.low += row.estimatedLow;
    held.high += row.estimatedHigh;
    held.billed += row.billed;
    found.set(row.modelKey, held);
  }
  return found;
}

function judge(company: Company, rates: readonly Rate[]): SpendRow[] {
  return JUDGED.flatMap((day) => company.compute(day, rates).rows);
}

const off = ({ estimated, billed }: Sums) => percentOff(estimated as Money, billed as Money) ?? Number.NaN;

function print(title: string, table: ReadonlyMap<string, Sums>): void {
  const lines = [...table].map(
    ([model, s]) =>
      `  ${model.padEnd(46)} bill ${formatFixed(s.billed as Money, 2).padStart(10)}  off ${off(s).toFixed(2)} %`,
  );
  console.log([title, ...lines].join('\n'));
}

/** Models of which rates are known, but for those whose price fell within October: that cannot be known before. */
function comparable(table: ReadonlyMap<string, Sums>, rates: readonly Rate[], company: Company): string[] {
  const known = new Set(rates.map((rate) => rate.modelKey));
  const learned = company.learn(JUDGED).filter(isStep);
  const steps = new Set(learned.map((rate) => rate.modelKey));
  return [...table.keys()].filter((model) => known.has(model) && !steps.has(model));
}

/** Each of these is within so many per cent of its bill, and together they are most of the models and of the bill. */
function expectWithin(percent: number, table: ReadonlyMap<string, Sums>, models: readonly string[]): void {
  const billed = (names: Iterable<string>) =>
    sum([...names].map((model) => (table.get(model)?.billed ?? 0n) as Money));
  expect(models.length).toBeGreaterThan(0.6 * table.size);
  expect(approximate(billed(models))).toBeGreaterThan(0.6 * approximate(billed(table.keys())));
  for (const model of models) {
    const sums = table.get(model);
    expect(sums?.billed, model).toBeGreaterThan(0n);
    expect(sums && Math.abs(off(sums)), model).toBeLessThan(percent);
  }
}

describe('a company with hidden discounts', () => {
  const company = new Company({ discounts: true, tags: 'inactive' }, NOW);
  const learned = company.learn(TEACHES);
  const rows = judge(company, learned);

  it('rates learned in September are within 1 % of October’s bill, where list prices miss', () => {
    const byLearned = perModel(rows);
    const byList = perModel(judge(company, company.list()));
    print('learned rates', byLearned);
    print('list prices', byList);
    expectWithin(1, byLearned, comparable(byLearned, learned, company));
    expect([...byList.values()].some((sums) => off(sums) > 8)).toBe(true);
  });

  it('without tags, cost per profile split by tokens is within 1 % of the truth', () => {
    const truth = company.world.truth('2026-10-01', '2026-11-01');
    let worst = 0;
    let profiles = 0;
    for (const profile of company.profiles) {
      // Pictures are billed by the image: no tokens could split that.
      if (profile.modelKey === 'amazon.nova-canvas-v1:0') continue;
      const real = truth.get(profile.arn) ?? 0n;
      const given = sum(rows.filter((row) => row.profileArn === profile.arn).map((row) => row.billed));
      if (approximate(real as Money) < 0.01) continue;
      profiles += 1;
      worst = Math.max(worst, Math.abs(percentOff(given, real as Money) ?? 0));
    }
    console.log(`split by tokens: ${profiles} profiles, worst ${worst.toFixed(3)} % off`);
    expect(profiles).toBeGreaterThan(30);
    expect(worst).toBeLessThan(1);
  });

  it('best-known spend of an old month is the bill, to the last digit', () => {
    const bill = sum(JUDGED.flatMap((day) => company.bill(day).lines).map((line) => line.amount));
    expect(sum(rows.map((row) => row.amount))).toBe(bill);
    expect(sum(rows.map((row) => row.billed))).toBe(bill);
    expect(bill > 0n).toBe(true);
  });
});

describe('a company at list prices', () => {
  it('is priced within 2 % by the list', () => {
    const company = new Company({ discounts: false }, NOW);
    const table = perModel(judge(company, company.list()));
    print('list prices, no discounts', table);
    expectWithin(2, table, comparable(table, company.list(), company));
  });
});

describe('a company with one-hour cache writes', () => {
  it('finds the truth inside the stated range', () => {
    const company = new Company({ discounts: false, oneHourCachePercent: 20 }, NOW);
    const byList = perModel(judge(company, company.list()));
    const byLearned = perModel(judge(company, [...company.learn(TEACHES), ...company.list()]));
    print('20 % one-hour cache writes, list prices', byList);
    print('20 % one-hour cache writes, learned rates', byLearned);
    const wide = [...byLearned.values()].filter((s) => s.high > s.low);
    expect(wide.length).toBeGreaterThan(0);
    for (const { low, high, billed } of wide) expect(low <= billed && billed <= high).toBe(true);
  });
});

/** Whether a learned interval follows another of the same key: a price that changed. Mixes of lifetimes always do. */
function isStep(rate: Rate, _index: number, all: readonly Rate[]): boolean {
  if (rate.kind === 'cacheWrite' && rate.cacheTtl === null) return false;
  const keyOf = ({ modelKey, kind, route, tier, cacheTtl, region }: Rate) =>
    [modelKey, kind, route, tier, cacheTtl, region].join('|');
  return all.some((other) => other.validTo === rate.validFrom && keyOf(other) === keyOf(rate));
}
