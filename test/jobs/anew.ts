import { expect } from 'vitest';
import { addDays, dayOf } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import type { Settings } from '../../src/core/settings.ts';
import { computeDay } from '../../src/core/spend.ts';
import { type Day, type SpendKind, type SpendRow, TOKEN_KINDS } from '../../src/core/types.ts';
import type { Store } from '../../src/store/types.ts';

/** Rows of either kind as lines in one order, so that two sets of them can be compared. */
const text = (rows: readonly object[]) =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .map(([key, value]) => `${key} ${value}`)
          .sort(),
      ),
    )
    .sort();

export const dayRange = (day: Day) => ({ start: day, endExclusive: addDays(day, 1) });
const KINDS: readonly SpendKind[] = [...TOKEN_KINDS, 'other', 'unknown'];
const page = { limit: 1_000_000, offset: 0 };
/** Rows of a day in the view that knows models and kinds best. */
export const rowsOf = async (store: Store, day: Day): Promise<SpendRow[]> =>
  (await store.spend.rows({ range: dayRange(day), tokenKind: KINDS }, 'all', page)).rows;
/** Rows that answer who owns what, where those are others. */
const rowsOfCallers = async (store: Store, day: Day): Promise<SpendRow[]> =>
  (await store.spend.rows({ range: dayRange(day) }, 'all', page)).rows.filter(
    (row) => row.view === 'principal',
  );

/** Holds every day of a ledger against what computing it from all that is held makes of it; answers how much that was. */
export async function expectAsComputedAnew(
  store: Store,
  { attribution, tagKeys }: Pick<Settings, 'attribution' | 'tagKeys'>,
  now: number,
): Promise<{ days: number; rows: number; findings: number }> {
  const [profiles, catalogue] = [await store.profiles.all(), await store.profiles.catalogue()];
  const rates = rateBook(await store.rates.all());
  const days = (await store.spend.days()).map(({ day }) => day).filter((day) => day <= dayOf(now));
  const seen = { days: days.length, rows: 0, findings: 0 };
  for (const day of days) {
    const inputs = await store.spend.dayInputs(day);
    const anew = computeDay({ day, now, ...inputs, profiles, catalogue, rates, attribution, tagKeys });
    const rows = [...(await rowsOf(store, day)), ...(await rowsOfCallers(store, day))];
    expect(text(rows), day).toEqual(text(anew.rows));
    expect(text(await store.spend.findings({ range: dayRange(day) })), day).toEqual(text(anew.findings));
    seen.rows += anew.rows.length;
    seen.findings += anew.findings.length;
  }
  return seen;
}
