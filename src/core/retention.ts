import { EVIDENCE_DAYS } from './learnRates.ts';
import { addDays, addMonths, monthOf, monthRange } from './periods.ts';
import type { Settings } from './settings.ts';
import type { Day, DayRange } from './types.ts';

/** How long a ledger keeps what grows with its age, and what that means for the days before. Pure. */

/** From which day on a ledger still has what; '' where it never forgot any. Never moves back. */
export interface Kept {
  /** Rows of spend with their findings. Before, there are only sums. */
  spend: Day;
  /** Lines and claims of the bill, and the tokens that a day was decided from. */
  bill: Day;
  /** Token usage by the hour. Before, each day is one count per series, at its first hour. */
  hours: Day;
}

/** The first day of what is kept: of the running month and so many before it. */
export const keptFrom = (today: Day, months: number): Day =>
  monthRange(addMonths(monthOf(today), -months)).start;

/**
 * The first day that may be decided anew. Of earlier ones the inputs or the rows are gone: computed again they would come
 * to less than they were. Some days at the beginning of the bill are among them: what they were valued at was learned
 * from days before.
 */
export function decidableFrom({ spend, bill }: Pick<Kept, 'spend' | 'bill'>): Day {
  const taught = bill === '' ? '' : addDays(bill, EVIDENCE_DAYS);
  return spend > taught ? spend : taught;
}

/** The part of a range that is kept; empty, with its end as start, where nothing of it is. */
export function keptPart({ start, endExclusive }: DayRange, from: Day): DayRange {
  const kept = start < from ? from : start;
  return { start: kept < endExclusive ? kept : endExclusive, endExclusive };
}

/** Cost Explorer gives so many months, counted back from today and not from a month's start, and refuses more. */
const BILLED_MONTHS = 14;

/**
 * The first day that the bill may be asked about. A day late: what AWS makes of midnight, and of a day that its month
 * does not have, is not said.
 */
export function billReachesBackTo(today: Day): Day {
  const { start, endExclusive } = monthRange(addMonths(monthOf(today), -BILLED_MONTHS));
  const same = addDays(start, Number(today.slice(8)));
  return same < endExclusive ? same : endExclusive;
}

/** Months are at least so many days long, within what two of them at the beginning are left for. */
const DAYS_OF_MONTH = 30;
/** Months at the beginning of what is kept that are decided no more. */
const SETTLED_MONTHS = 2;

/** Days that may be read again: all that is read can be decided anew. */
export const mostBackfillDays = ({ spendMonths, billMonths }: Pick<Settings, 'spendMonths' | 'billMonths'>) =>
  (Math.min(spendMonths, billMonths) - SETTLED_MONTHS) * DAYS_OF_MONTH;

/** Days of which hours may be kept: no longer than the tokens of a day are. */
export const mostHourDays = ({ billMonths }: Pick<Settings, 'billMonths'>): number =>
  billMonths * DAYS_OF_MONTH;
