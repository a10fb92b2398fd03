import {
  asksForOwners,
  type Exploration,
  type ExploreDimension,
  groupOf,
  isOfOwners,
  isTime,
  timeKey,
} from '../../core/explore.ts';
import { addSums, type Sum, type Sums } from '../../core/exploreMatrix.ts';
import type { SpendFilter, SpendGroup, SpendQuery } from '../../core/questions.ts';
import { type Day, type DayRange, UNALLOCATED_REASONS } from '../../core/types.ts';
import type { Asking } from '../asking.ts';

/** What is read of spend to answer a question that somebody put together. */

export type Reader = ReturnType<typeof reader>;

/** Asks the one question about spend, each time of the same spend. */
export function reader(
  { store, settings }: Asking,
  asked: Exploration,
  { filter, scope }: Pick<SpendQuery, 'filter' | 'scope'>,
) {
  const { calendar } = settings.budgets;
  const ofOwners = asksForOwners(asked);
  const ask = (
    range: DayRange,
    groupBy: readonly SpendGroup[],
    unowned: 'among' | 'left',
    more: SpendFilter = {},
  ) =>
    store.spend.brief({
      range,
      groupBy,
      basis: asked.basis,
      filter: { ...filter, ...more },
      scope,
      unowned,
      ofOwners,
    });
  const keyOf = (dimension: ExploreDimension, key: string) =>
    isTime(dimension) ? timeKey(dimension, key as Day, calendar) : key;
  return {
    keyOf,
    /** All of it, by day. */
    days: async (range: DayRange) =>
      (await ask(range, ['day'], 'among')).rows.map(({ keys, ofBill, ...sum }) => ({
        day: (keys[0] ?? '') as Day,
        ofBill,
        sum: sum as Sum,
      })),
    /** How many keys there are of a dimension, of any kind of tokens: of these sums are kept. */
    count: async (dimension: ExploreDimension, range: DayRange) => {
      const { tokenKind: _, ...any } = filter;
      const groupBy = [groupOf(dimension)];
      const { rows } = await store.spend.brief({ range, groupBy, basis: asked.basis, filter: any, scope });
      return new Set(rows.map(({ keys }) => keyOf(dimension, keys[0] ?? ''))).size;
    },
    total: async (range: DayRange) => addSums((await ask(range, [], 'among')).rows),
    /** By one dimension: what nobody owns is among its keys where these are not about owners. */
    sums: async (dimension: ExploreDimension, range: DayRange): Promise<Sums> =>
      summed(
        (await ask(range, [groupOf(dimension)], isOfOwners(dimension) ? 'left' : 'among')).rows,
        ([key = '']) => keyOf(dimension, key),
      ),
    /** What nobody owns, by a dimension. */
    unowned: async (dimension: ExploreDimension, range: DayRange): Promise<Sums> =>
      isOfOwners(dimension)
        ? new Map()
        : summed(
            (await ask(range, [groupOf(dimension)], 'among', { reason: UNALLOCATED_REASONS })).rows,
            ([key = '']) => keyOf(dimension, key),
          ),
    /** By both dimensions, of some keys of each. */
    cells: async (range: DayRange, by: ExploreDimension, of: SpendFilter) => {
      const { group } = asked;
      const { rows } = await ask(range, [groupOf(group), groupOf(by)], ofOwners ? 'left' : 'among', of);
      const found = new Map<string, Map<string, Sum>>();
      for (const row of rows) {
        const [first, second] = [keyOf(group, row.keys[0] ?? ''), keyOf(by, row.keys[1] ?? '')];
        const own = found.get(first) ?? new Map<string, Sum>();
        found.set(first, own);
        const held = own.get(second);
        own.set(second, held === undefined ? row : addSums([held, row]));
      }
      return found;
    },
  };
}

type Row = Sum & { keys: readonly string[] };
function summed(rows: readonly Row[], keyOf: (keys: readonly string[]) => string): Sums {
  const found = new Map<string, Sum>();
  for (const { keys, amount, unpricedTokens, tokens } of rows) {
    const key = keyOf(keys);
    const sum = { amount, unpricedTokens, tokens };
    const held = found.get(key);
    found.set(key, held === undefined ? sum : addSums([held, sum]));
  }
  return found;
}
