import { type Known, NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import type { AmountRow, SpendGroup } from '../../core/questions.ts';
import type { Day, DayRange } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { isOwnAlone, showsPeople } from '../privacy/shown.ts';

/** What people and cost centers spent, by day: what a standing is worked out of. */

export type Days = ReadonlyMap<Day, Known>;
/** By key, then by day. */
export type DaysByKey = ReadonlyMap<string, Days>;

/** @param rows of a question by two dimensions, the second of them the day */
export function daysByKey(rows: readonly AmountRow[]): DaysByKey {
  const found = new Map<string, Map<Day, Known>>();
  for (const { keys, amount, unpricedTokens } of rows) {
    const [key = '', day = ''] = keys;
    const days = found.get(key) ?? new Map<Day, Known>();
    days.set(day, sumKnown([days.get(day) ?? NOTHING_KNOWN, { amount, unpricedTokens }]));
    found.set(key, days);
  }
  return found;
}

/** Days of one key, all together and in the parts whose forecasts make its own; null: the parts are not known. */
export interface Series {
  days: Days;
  parts: readonly Days[] | null;
}
export type SeriesByKey = ReadonlyMap<string, Series>;

/** What a forecast of a person is made of are their cost centers; of a cost center, its people. */
export const PARTS_OF = { user: 'costCenter', costCenter: 'user' } as const;

/** @param rows of a question by three dimensions: the key, its parts, the day */
export function seriesByKey(rows: readonly AmountRow[]): SeriesByKey {
  const byKey = Map.groupBy(rows, ({ keys }) => keys[0] ?? '');
  return new Map([...byKey].map(([key, own]) => [key, seriesOf(own.map(withoutKey))]));
}
const withoutKey = ({ keys, ...row }: AmountRow): AmountRow => ({ ...row, keys: keys.slice(1) });

/** @param rows of a question by two dimensions: parts, and the day */
function seriesOf(rows: readonly AmountRow[]): Series {
  const all = daysByKey(rows.map(({ keys, ...row }) => ({ ...row, keys: ['', keys[1] ?? ''] })));
  return { days: all.get('') ?? new Map(), parts: [...daysByKey(rows).values()] };
}

/**
 * All that people spent, also what whoever asks sees no line of: a budget is held against all of it.
 * @param asked those whose budget whoever asks may see, and nobody else
 */
export async function wholeSeries(
  asking: Asking,
  range: DayRange,
  asked: readonly string[],
): Promise<SeriesByKey> {
  return seriesByKey(await wholeRows(asking, range, asked, ['user', 'costCenter', 'day']));
}

/** The same without the parts, of whom nobody asks what their forecast is made of: a third of the sums is read. */
export async function wholeDays(
  asking: Asking,
  range: DayRange,
  asked: readonly string[],
): Promise<SeriesByKey> {
  const days = daysByKey(await wholeRows(asking, range, asked, ['user', 'day']));
  return new Map([...days].map(([key, own]) => [key, { days: own, parts: null }]));
}

/** What all of that comes to, without its days. */
export async function wholeAmounts(
  asking: Asking,
  range: DayRange,
  asked: readonly string[],
): Promise<ReadonlyMap<string, Known>> {
  const rows = await wholeRows(asking, range, asked, ['user']);
  return new Map(rows.map((row) => [row.keys[0] ?? '', row]));
}

async function wholeRows(
  asking: Asking,
  range: DayRange,
  asked: readonly string[],
  groupBy: readonly SpendGroup[],
): Promise<AmountRow[]> {
  const people = showsPeople(asking) ? asked : asked.filter((one) => isOwnAlone(asking, [one]));
  if (people.length === 0) return [];
  const ask = { range, groupBy, basis: 'best' as const, filter: { user: people } };
  return asking.store.spend.amounts({ ...ask, scope: 'all' });
}
