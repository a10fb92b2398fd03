import { sum, ZERO } from '../../core/money.ts';
import type { AmountRow } from '../../core/questions.ts';
import type { Known } from '../../core/standing.ts';
import type { Day, DayRange } from '../../core/types.ts';
import type { Asking } from '../asking.ts';

/** What people and cost centers spent, by day: what a standing is worked out of. */

/** By key, then by day. */
export type DaysByKey = ReadonlyMap<string, ReadonlyMap<Day, Known>>;

/** @param rows of a question by two dimensions, the second of them the day */
export function daysByKey(rows: readonly AmountRow[]): DaysByKey {
  const found = new Map<string, Map<Day, Known>>();
  for (const { keys, amount, unpricedTokens } of rows) {
    const [key = '', day = ''] = keys;
    const days = found.get(key) ?? new Map<Day, Known>();
    const had = days.get(day) ?? { amount: ZERO, unpricedTokens: 0n };
    days.set(day, knownOf([had, { amount, unpricedTokens }]));
    found.set(key, days);
  }
  return found;
}

/** What several come to. */
export const knownOf = (all: readonly Known[]): Known => ({
  amount: sum(all.map(({ amount }) => amount)),
  unpricedTokens: all.reduce((tokens, one) => tokens + one.unpricedTokens, 0n),
});

/**
 * All that people spent, also what whoever asks sees no line of: a budget is held against all of it.
 * @param people those whose budget whoever asks may see, and nobody else
 */
export async function wholeDays(
  { store }: Asking,
  range: DayRange,
  people: readonly string[],
): Promise<DaysByKey> {
  if (people.length === 0) return new Map();
  const ask = { range, groupBy: ['user', 'day'] as const, basis: 'best' as const, filter: { user: people } };
  return daysByKey(await store.spend.amounts({ ...ask, scope: 'all' }));
}
