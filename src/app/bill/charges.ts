import type { BillEntry, ClaimedBy } from '../../core/billEntries.ts';
import type { DayRange } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';

/** Which part of the bill: lines of usage or of anything else, or what a tag or a caller claims of it. */
export type BillView = 'usage' | 'others' | ClaimedBy;

/** A part of the bill as it was read. @throws Forbidden */
export const listCharges = (asking: Asking, range: DayRange, view: BillView): Promise<readonly BillEntry[]> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    const { charges } = inside.store;
    return view === 'usage' || view === 'others'
      ? charges.lines({ range, records: view })
      : charges.claims({ range, by: view });
  });
