import type { Explored } from '../../app/spend/explore.ts';
import type { BudgetCalendar } from '../../core/budgetPeriods.ts';
import { type ExploreDimension, isTime } from '../../core/explore.ts';
import type { Line } from '../../core/exploreMatrix.ts';
import { monthOf } from '../../core/periods.ts';
import type { Day } from '../../core/types.ts';
import { day as showDay, month as showMonth } from '../../ui/format.ts';
import type { Frame, Period } from '../../ui/layout.tsx';
import { keyCell } from '../tables/cells.ts';

/** With what an answer is looked at, and what its rows and columns are called. */

export interface Look {
  frame: Frame;
  period: Period;
  calendar: BudgetCalendar;
  /** Whether lines may be told of it: days are. */
  lines: boolean;
  today: Day;
  /** What people are called; whoever is not among them is called by their address. */
  people: ReadonlyMap<string, string>;
}

/** The names that are one person's alone: two of one name are told apart by their addresses. */
export function unmistakable(names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const times = Map.groupBy(names.values(), (name) => name);
  return new Map([...names].filter(([, name]) => times.get(name)?.length === 1));
}

/** What a row or column is called. */
export function lineText(
  line: Line,
  dimension: ExploreDimension,
  { names }: Explored,
  { frame, people }: Look,
): string {
  const { m, locale } = frame;
  if (line.kind === 'unowned') return m.unallocated;
  if (line.kind === 'rest')
    return isTime(dimension) ? m.explore.earlier(line.count) : m.explore.rest(line.count);
  if (dimension === 'month') return showMonth(monthOf(line.key), locale);
  if (isTime(dimension)) return showDay(line.key, locale);
  const called = dimension === 'user' ? people.get(line.key) : undefined;
  return called ?? keyCell(dimension, line.key, frame, names).text;
}
/** As a file says it: what is no key has none, and says so by the type of its row. */
export const rawOf = ({ kind, key }: Line, dimension: ExploreDimension): string =>
  kind === 'key' && dimension === 'month' ? monthOf(key) : key;
export const KIND_OF = { key: {}, rest: { kind: 'others' }, unowned: { kind: 'unallocated' } } as const;
