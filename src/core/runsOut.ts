import { compare } from './money.ts';
import { type BudgetState, stateIn } from './standing.ts';
import type { Money } from './types.ts';

/** Who runs over first: in which order those who are over a budget, or will be, are looked after. Pure. */

export interface Running {
  counted: Money;
  limit: Money;
  /** Of what counts, at the end of the period; null: not enough data. */
  expected: Money | null;
  /** Days of the period from today on, today among them; 0 of one that is over. */
  daysAhead: number;
}

/**
 * Days until the limit is reached at an even pace, in thousandths: it puts thousands in order without their days. What a row
 * says goes by weekdays and may be a day off that. 0 of what is over.
 */
export function untilReached({ counted, limit, expected, daysAhead }: Running): bigint {
  if (counted >= limit) return 0n;
  const ahead = expected === null ? 0n : expected - counted;
  if (ahead <= 0n) return BigInt(daysAhead) * 1000n;
  return ((limit - counted) * 1000n * BigInt(daysAhead)) / ahead;
}

const RANK: Readonly<Record<BudgetState, number>> = { over: 0, watch: 1, within: 2, none: 3, unknown: 3 };
const stateOf = ({ limit, counted, expected }: Running): BudgetState => stateIn(limit, counted, expected);

/** Over first, by how much; then by when the limit is reached, of those of one day by how much they will be over. */
export function worstFirst(a: Running, b: Running): number {
  const [one, other] = [stateOf(a), stateOf(b)];
  if (one !== other) return RANK[one] - RANK[other];
  if (one === 'over') return compare(b.counted - b.limit, a.counted - a.limit);
  const excess = ({ expected, counted, limit }: Running) => (expected ?? counted) - limit;
  return compare(untilReached(a), untilReached(b)) || compare(excess(b), excess(a));
}
