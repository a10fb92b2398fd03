import fc from 'fast-check';
import { BUDGET_PERIODS, type BudgetPeriod } from '../../src/core/budgetPeriods.ts';

/** What may happen to a budget, its spend, its readers and whoever tells them, in any order. Drawn by chance; nothing is done here. */

export const CHANNELS = ['email', 'room'] as const;
export type Channel = (typeof CHANNELS)[number];

type Happening =
  /** What a day comes to by now, in dollars: today, or a day before that AWS bills anew. */
  | { kind: 'spend'; daysAgo: number; amount: number }
  | { kind: 'set'; amount: number }
  | { kind: 'raise'; extra: number; days: number }
  | { kind: 'withdraw' }
  | { kind: 'end' }
  /** A channel takes nothing for three days. */
  | { kind: 'down'; channel: Channel }
  | { kind: 'leave' }
  | { kind: 'return' }
  /** The spender is left alone at night from now on, or not any more. */
  | { kind: 'quiet'; on: boolean }
  /** A collection and what follows it, which is killed before one of its writes; null: it comes to its end. */
  | { kind: 'sync'; killedAt: number | null }
  /** What is owed is sent between two collections. */
  | { kind: 'deliver'; killedAt: number | null };
export type Step = Happening & { afterHours: number };

export interface CrossingHistory {
  period: BudgetPeriod;
  steps: readonly Step[];
}

const kill = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 7 }) },
);
const amount = fc.constantFrom(60, 95, 100, 104, 150);
const happening = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('spend' as const),
      daysAgo: fc.constantFrom(0, 0, 0, 1, 3),
      amount: fc.integer({ min: 0, max: 130 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('set' as const), amount }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('raise' as const),
      extra: fc.constantFrom(4, 20, 80),
      days: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('withdraw' as const, 'end' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('down' as const), channel: fc.constantFrom(...CHANNELS) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('leave' as const, 'leave' as const, 'return' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('quiet' as const), on: fc.boolean() }) },
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('sync' as const), killedAt: kill }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('deliver' as const), killedAt: kill }) },
);
/** Mostly within a day; sometimes a channel that was down is back, and periods end. */
const pause = fc.constantFrom(0, 1, 1, 1, 5, 5, 12, 26);

/** Half of the histories begin with something that waits: chance alone seldom comes to what becomes of that. */
const WAITING: readonly Step[] = [
  { kind: 'down', channel: 'email', afterHours: 0 },
  { kind: 'spend', daysAgo: 0, amount: 90, afterHours: 0 },
  { kind: 'sync', killedAt: null, afterHours: 0 },
];

export const crossingHistories: fc.Arbitrary<CrossingHistory> = fc
  .record({
    period: fc.constantFrom(...BUDGET_PERIODS),
    begins: fc.constantFrom([], WAITING),
    goesOn: fc.array(
      fc.tuple(happening, pause).map(([one, afterHours]): Step => ({ ...one, afterHours })),
      { minLength: 3, maxLength: 13 },
    ),
  })
  .map(({ period, begins, goesOn }) => ({ period, steps: [...begins, ...goesOn] }));
