import type { BillEntry, ClaimedBy } from '../../core/billEntries.ts';
import type { DayRange } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { type KeptPart, keptPartOf } from '../kept.ts';
import { mustShow } from '../privacy/shown.ts';

/** Which part of the bill: lines of usage or of anything else, or what a tag or a caller claims of it. */
export type BillView = 'usage' | 'others' | ClaimedBy;

/** A part of the bill as it was read, day by day. @throws Forbidden, Withheld */
export const listCharges = (
  asking: Asking,
  asked: DayRange,
  view: BillView,
): Promise<KeptPart & { entries: readonly BillEntry[] }> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    mustShow(inside, { range: asked, byDay: true });
    const { range, gone } = await keptPartOf(inside, asked, ['bill']);
    const { charges } = inside.store;
    const entries =
      view === 'usage' || view === 'others'
        ? await charges.lines({ range, records: view })
        : await charges.claims({ range, by: view });
    return { range, gone, entries };
  });
