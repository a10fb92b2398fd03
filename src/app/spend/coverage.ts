import { type Coverage, coverageOf } from '../../core/coverage.ts';
import { addDays, addMonths, dayOf, intersect, monthOf, monthRange, monthsOf } from '../../core/periods.ts';
import type { Day, DayRange, Month } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { mustShow } from '../privacy/shown.ts';

/** What share of spend carries an owner: of some days, and its way over the months; for whoever may see the bill. */

/** So many months are shown at most. */
export const MOST_MONTHS = 13;

/** Of some days; within a reading of somebody who may see the bill. */
export async function coverageIn({ store }: Asking, range: DayRange): Promise<Coverage> {
  return coverageOf(await store.bypass.covered(range, 'owner'), await store.bypass.covered(range, 'profile'));
}

export interface MonthCovered {
  month: Month;
  coverage: Coverage;
}

/** The months up to that of `range`'s last day of which the ledger holds anything, oldest first. */
export async function wayIn(asking: Asking, { endExclusive }: DayRange): Promise<MonthCovered[]> {
  const held = await asking.store.spend.range();
  const last = monthOf(smallerDay(addDays(endExclusive, -1), dayOf(asking.now)));
  const { start } = monthRange(addMonths(last, 1 - MOST_MONTHS));
  const shown = held && intersect(held, { start, endExclusive: monthRange(last).endExclusive });
  const way: MonthCovered[] = [];
  for (const month of shown === null ? [] : monthsOf(shown))
    way.push({ month, coverage: await coverageIn(asking, monthRange(month)) });
  return way;
}

const smallerDay = (a: Day, b: Day): Day => (a < b ? a : b);

/** Of some days and of the months before, in one reading. */
export const readCoverageWay = (
  asking: Asking,
  range: DayRange,
): Promise<{ coverage: Coverage; way: MonthCovered[] }> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    mustShow(inside, { range, byDay: false });
    return { coverage: await coverageIn(inside, range), way: await wayIn(inside, range) };
  });
