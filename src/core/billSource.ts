import type { Bill, BillPart } from './billEntries.ts';
import type { DayRange, Money, Month } from './types.ts';

/**
 * Where the bill comes from. A source knows in how many readings it gives the bill and what each of them holds: Cost
 * Explorer needs five, as it tells two things of an amount at a time; a source of whole lines needs one.
 */
export interface BillSource {
  /** In the order of asking, but for the authority: whoever stores them stores it last. */
  readonly readings: readonly BillReading[];
  /**
   * The bill as it stands now, of days within the range.
   * @param known services that the bill is known to hold: asked for, whether or not the source names them
   * @param discover whether to ask which others there are; without it only these are read
   */
  open(range: DayRange, known: readonly string[], discover: boolean): Promise<OpenBill>;
}

/** What is asked for at once, fails or succeeds as one, and is paid for. */
export interface BillReading {
  /** As progress and freshness call it. */
  name: string;
  /** The parts of the bill that it holds whole. The reading that holds `usage` is the authority. */
  gives: readonly BillPart[];
}

/** `accounts`: linked accounts, each read for itself; `['']` is the bill as a whole. */
export interface OpenBill {
  /** Services that the bill is known to hold and the source did not name. */
  readonly unlisted: readonly string[];
  /**
   * All of a window that the reading gives, or an error: never a part of it. There is one entry per part, day, account
   * and all that the entry names.
   */
  read(reading: BillReading, window: DayRange, accounts: readonly string[]): Promise<Bill>;
  /** Totals of usage per month, a cheap question: whether the past has moved. */
  monthTotals(range: DayRange, accounts: readonly string[]): Promise<ReadonlyMap<Month, Money>>;
}
