import type { BillLine } from '../../core/billEntries.ts';
import type { Known } from '../../core/known.ts';
import { sum, ZERO } from '../../core/money.ts';
import { addDays, dayOf, FIRST_DAY, parseDay } from '../../core/periods.ts';
import type { RowSum } from '../../core/questions.ts';
import type { Day, DayRange, Money, SpendRow } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed, NotThere, scopeOf } from '../asking.ts';
import { type Gone, keptPartOf } from '../kept.ts';
import { type Names, readNames } from '../names.ts';
import { mustShow } from '../privacy/shown.ts';

/** One day of the bill, down to the single charges and to whom each part of them was given. */

interface BillDay {
  day: Day;
  /** Best-known spend of the day. */
  amount: Known;
  /** The part of its rows that was asked for, and how many there are. */
  rows: readonly SpendRow[];
  rowCount: number;
  charges: readonly BillLine[];
  /** What the bill says of it. */
  billed: Money;
  /** Whether rows or charges are no longer kept: then there are none, and the two amounts stand for them. */
  gone: Readonly<Record<'spend' | 'bill', Gone | null>>;
}

/**
 * @param asked `YYYY-MM-DD`
 * @param part of its rows, once it is known how many there are
 * @throws Forbidden, Withheld, NotThere for what is no day that has begun
 */
export const readBillDay = (
  asking: Asking,
  asked: string,
  part: (total: number) => { limit: number; offset: number },
): Promise<BillDay> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    mustShow(inside, { range: null, byDay: true });
    const { store, now } = inside;
    const day = pastDay(asked, now);
    if (day === null) throw new NotThere('day');
    const range = { start: day, endExclusive: addDays(day, 1) };
    const scope = scopeOf(inside);
    const { total } = await store.spend.rows({ range }, scope, { limit: 0, offset: 0 });
    const { rows } = await store.spend.rows({ range }, scope, part(total));
    inside.noteLook?.(rows.map(({ userEmail }) => userEmail ?? ''));
    const ask = { range, groupBy: [], basis: 'best', filter: {}, scope, unowned: 'among' } as const;
    const sums = await store.spend.query(ask);
    const charges = await store.charges.lines({ range, records: 'usage' });
    const gone = {
      spend: (await keptPartOf(inside, range, ['spend'])).gone,
      bill: (await keptPartOf(inside, range, ['bill'])).gone,
    };
    return {
      day,
      amount: sums.total,
      // A day of which some is gone has none of it any more, however much of it is still there.
      rows: gone.spend === null ? rows : [],
      rowCount: gone.spend === null ? total : 0,
      charges: gone.bill === null ? charges : [],
      billed: gone.bill === null ? sum(charges.map((one) => one.amount)) : (sums.rows[0]?.billed ?? ZERO),
      gone,
    };
  });

/** Rows of one day that are looked at in one go. */
const MOST_ROWS = 100_000;

/**
 * A day with what a page needs beside it: what its rows come to by label, names, and whether anything was collected yet.
 * @param part of its rows, once it is known how many there are; null: all of them
 */
export const showBillDay = (
  asking: Asking,
  asked: string,
  part: ((total: number) => { limit: number; offset: number }) | null,
): Promise<BillDay & { sums: readonly RowSum[]; names: Names; ledger: DayRange | null }> =>
  inOneReading(asking, async (inside) => {
    const { spend } = inside.store;
    const found = await readBillDay(inside, asked, part ?? (() => ({ limit: MOST_ROWS, offset: 0 })));
    const range = { start: found.day, endExclusive: addDays(found.day, 1) };
    const arns = found.rows.flatMap(({ profileArn }) => profileArn ?? []);
    return {
      ...found,
      sums: await spend.rowSums({ range }, scopeOf(inside)),
      names: await readNames(inside, [...new Set(arns)]),
      ledger: await spend.range(),
    };
  });

/** A day that has begun, or null. */
function pastDay(text: string, now: number): Day | null {
  try {
    const day = parseDay(text);
    return day >= FIRST_DAY && day <= dayOf(now) ? day : null;
  } catch {
    return null;
  }
}
