import type { Reprieve } from '../../../src/core/stop/reprieves.ts';
import type { HardFigure, Stop } from '../../../src/core/stop/stops.ts';
import type { Money, Priced } from '../../../src/core/types.ts';

/** What the tests of stops begin with: a hard budget of 100 in March, of one person. */

export const usd = (dollars: number): Money => (BigInt(Math.round(dollars * 100)) * 100_000_000n) as Money;
export const MARCH = { start: '2026-03-01', endExclusive: '2026-04-01' };
export const NOW = '2026-03-10T12:00:00.000Z';

export const figure = (
  spent: number,
  more: Partial<Omit<HardFigure, 'spent' | 'limit'>> & { limit?: number } = {},
): HardFigure => {
  const { limit = 100, ...others } = more;
  return {
    budget: { id: 'b', range: MARCH, narrowing: null },
    scopeKind: 'user',
    scopeKey: 'ann@example.com',
    spent: usd(spent) as Priced,
    cautious: usd(0),
    isExempt: false,
    ...others,
    limit: usd(limit),
  };
};

export const stop = (more: Partial<Stop> = {}): Stop => ({
  budgetId: 'b',
  scopeKind: 'user',
  scopeKey: 'ann@example.com',
  periodStart: MARCH.start,
  periodEnd: MARCH.endExclusive,
  narrowing: '',
  since: '2026-03-09T00:00:00.000Z',
  counted: usd(120),
  limit: usd(100),
  ...more,
});

export const reprieve = (more: Partial<Reprieve> = {}): Reprieve => ({
  id: 'r',
  kind: 'grace',
  budgetId: 'b',
  scopeKey: 'ann@example.com',
  periodStart: MARCH.start,
  from: '2026-03-10T10:00:00.000Z',
  until: '2026-03-10T14:00:00.000Z',
  extra: usd(10),
  by: 'ann@example.com',
  reason: '',
  ...more,
});
