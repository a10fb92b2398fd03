import { LedgerError } from '../core/errors.ts';
import type { SpendQuery } from '../core/questions.ts';
import { type Kept, keptPart } from '../core/retention.ts';
import type { Day, DayRange } from '../core/types.ts';
import type { Asking } from './asking.ts';

/** What was asked for and is no longer kept: rows go after some months, and then that is said instead of nothing. */
export interface Gone {
  /** Rows of spend, the bill, or a breakdown that only rows know. */
  what: 'spend' | 'bill' | 'breakdown';
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
  needed: readonly ('spend' | 'bill')[],
): Promise<KeptPart> {
  const kept: Pick<Kept, 'spend' | 'bill'> = await store.retention.kept();
  const months = { spend: settings.spendMonths, bill: settings.billMonths };
  const [gone = null] = needed
    .filter((what) => range.start < kept[what])
    .map((what): Gone => ({ what, keptFrom: kept[what], months: months[what] }))
    .sort((a, b) => (a.keptFrom > b.keptFrom ? -1 : 1));
  return { range: gone === null ? range : keptPart(range, gone.keptFrom), gone };
}

/** What of a sum is gone: null where it is answered whole, though its lines may be gone. */
export async function goneOf(
  { store, settings }: Asking,
  question: Pick<SpendQuery, 'range' | 'groupBy' | 'filter' | 'scope'>,
): Promise<Gone | null> {
  const keptFrom = await store.spend.knownFrom(question);
  if (question.range.start >= keptFrom) return null;
  return { what: 'breakdown', keptFrom, months: settings.spendMonths };
}

const WORDS: Readonly<Record<Gone['what'], string>> = {
  spend: 'lines are',
  bill: 'the bill is',
  breakdown: 'so fine a breakdown is',
};

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
    `${WORDS[what]} kept for ${months} months, from ${keptFrom} on: ask for days from then on; the ${what === 'breakdown' ? 'coarser ' : ''}sums of earlier days are at /spend`,
    { field },
  );
}
