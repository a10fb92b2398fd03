import { LedgerError } from '../core/errors.ts';
import { type Kept, keptPart } from '../core/retention.ts';
import type { Day, DayRange } from '../core/types.ts';
import type { Asking } from './asking.ts';

/** What was asked for and is no longer kept: rows go after some months, and then that is said instead of nothing. */
export interface Gone {
  /** Rows of spend, or the bill. */
  what: 'spend' | 'bill';
  /** The first day of which there is all. */
  keptFrom: Day;
  /** For how many months they are kept. */
  months: number;
}

/** What of a range of days is kept, and what is not, where anything of it is gone. */
export interface KeptPart {
  /** Empty, with its end as start, where nothing is. */
  range: DayRange;
  gone: Gone | null;
}

/** @param needed what has to be there of a day: rows of spend, the bill, or both */
export async function keptPartOf(
  { store, settings }: Asking,
  range: DayRange,
  needed: readonly Gone['what'][],
): Promise<KeptPart> {
  const kept: Pick<Kept, Gone['what']> = await store.retention.kept();
  const months = { spend: settings.spendMonths, bill: settings.billMonths };
  const [gone = null] = needed
    .filter((what) => range.start < kept[what])
    .map((what): Gone => ({ what, keptFrom: kept[what], months: months[what] }))
    .sort((a, b) => (a.keptFrom > b.keptFrom ? -1 : 1));
  return { range: gone === null ? range : keptPart(range, gone.keptFrom), gone };
}

const WORDS: Readonly<Record<Gone['what'], string>> = { spend: 'lines are', bill: 'the bill is' };

/**
 * For answers that have no room for words beside their rows: a part must not look like the whole.
 * @param field that names the days
 * @throws LedgerError badRequest
 */
export function mustBeKept(gone: Gone | null, field: string): void {
  if (gone === null) return;
  const { what, keptFrom, months } = gone;
  throw new LedgerError(
    'badRequest',
    `${WORDS[what]} kept for ${months} months, from ${keptFrom} on: ask for days from then on; the sums of earlier days are at /spend`,
    { field },
  );
}
