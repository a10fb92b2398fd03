import { addDays, dayOf, FIRST_DAY, parseDay } from '../../core/periods.ts';
import type { BillLine, Day, DayRange, SpendRow } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed, NotThere, scopeOf } from '../asking.ts';
import { type NamedThings, namedThings } from './named.ts';

/** One day of the bill, down to the single charges and to whom each part of them was given. */

export interface BillDay extends NamedThings {
  day: Day;
  rows: readonly SpendRow[];
  charges: readonly BillLine[];
  /** First to last day of the ledger; null where nothing was collected yet. */
  ledger: DayRange | null;
}

/** Rows of one day that are looked at in one go. */
const MOST_ROWS = 100_000;

/**
 * @param asked `YYYY-MM-DD`
 * @throws Forbidden, NotThere for what is no day that has begun
 */
export const readBillDay = (asking: Asking, asked: string): Promise<BillDay> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    const { store, now } = inside;
    const day = pastDay(asked, now);
    if (day === null) throw new NotThere('day');
    const range = { start: day, endExclusive: addDays(day, 1) };
    const { rows } = await store.spend.rows({ range }, scopeOf(inside), { limit: MOST_ROWS, offset: 0 });
    return {
      day,
      rows,
      charges: await store.charges.lines({ range, records: 'usage' }),
      ...(await namedThings(inside)),
      ledger: await store.spend.range(),
    };
  });

/** A day that has begun, or null. */
export function pastDay(text: string, now: number): Day | null {
  try {
    const day = parseDay(text);
    return day >= FIRST_DAY && day <= dayOf(now) ? day : null;
  } catch {
    return null;
  }
}
