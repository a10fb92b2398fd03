import type { BillClaim, BillLine, ClaimedBy, ProfileClaim } from '../../core/billEntries.ts';
import { isStale } from '../../core/freshness.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import { type HeldBackSum, heldBackSums } from '../../core/quarantine.ts';
import type { Day, DayRange, Profile } from '../../core/types.ts';
import type { LackingTags } from '../../store/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import type { FreshnessShown } from './jobs.ts';

/** What the ledger holds that tells whether all is in order; asked by whoever may see the bill. */

/** What is wrong with the file; none where it is sound. */
export const readLedgerFaults = (asking: Asking): Promise<readonly string[]> =>
  inOneReading(asking, (inside) => {
    mustSeeBill(inside);
    return inside.store.check();
  });

/** Profiles that are still there and lack some of the tags that make them billable. @param listed so many are named */
export const profilesLackingTags = (asking: Asking, listed: number): Promise<LackingTags> =>
  inOneReading(asking, (inside) => {
    mustSeeBill(inside);
    const { store, settings } = inside;
    return store.profiles.lackingTags(null, Object.values(settings.tagKeys), listed);
  });

/** How fresh each source is, and what of AWS's answers is held back. */
export const readSources = (
  asking: Asking,
): Promise<{ freshness: readonly FreshnessShown[]; heldBack: readonly HeldBackSum[] }> =>
  inOneReading(asking, async (inside) => {
    mustSeeBill(inside);
    const { store, now } = inside;
    return {
      heldBack: heldBackSums(await store.quarantine.all()),
      freshness: (await store.freshness.all()).map((one) => ({ ...one, stale: isStale(one, now) })),
    };
  });

/** The first day of a range on which a claim on the bill names somebody, or something; null where none does. */
export const firstBilledDay = (
  asking: Asking,
  { by, says }: { by: ClaimedBy; says(claim: BillClaim): string },
  range: DayRange,
): Promise<Day | null> =>
  inOneReading(asking, async (inside) => {
    mustSeeBill(inside);
    const days = (await inside.store.charges.claims({ range, by }))
      .filter((claim) => says(claim) !== '')
      .map((claim) => claim.day);
    return days.sort()[0] ?? null;
  });

/** How far back a profile that is on the bill only is news: older ones may have been deleted before anybody looked. */
const RECENT_DAYS = 14;

interface Covered {
  range: DayRange;
  /** Lines of the bill that are not zero. */
  bill: readonly BillLine[];
  /** The recent bill by the profile tag. */
  tagged: readonly ProfileClaim[];
  profiles: readonly Profile[];
  /** On how many days tokens were seen. */
  usageDays: number;
}

/** What the bill holds, beside what is read of accounts and Regions. */
export const readCoverage = (asking: Asking): Promise<Covered> =>
  inOneReading(asking, async (inside) => {
    mustSeeBill(inside);
    const { store, settings, now } = inside;
    const endExclusive = addDays(dayOf(now), 1);
    const range = { start: addDays(endExclusive, -1 - settings.backfillDays), endExclusive };
    const recent = { start: addDays(endExclusive, -RECENT_DAYS), endExclusive };
    const bill = (await store.charges.lines({ range, records: 'usage' })).filter(
      ({ amount }) => amount !== 0n,
    );
    return {
      range,
      bill,
      tagged: await store.charges.claims({ range: recent, by: 'profile' }),
      profiles: await store.profiles.all(),
      usageDays: (await store.usage.days()).length,
    };
  });

/** Whether tokens were seen in a Region or an account. */
export const sawTokens = (
  asking: Asking,
  place: 'region' | 'account',
  name: string,
  range: DayRange,
): Promise<boolean> =>
  inOneReading(asking, async (inside) => {
    mustSeeBill(inside);
    const { rows } = await inside.store.spend.query({
      range,
      groupBy: [],
      basis: 'best',
      filter: { [place]: [name] },
      scope: 'all',
      unowned: 'among',
    });
    return rows.some(({ tokens }) => tokens > 0n);
  });

const mustSeeBill = (asking: Asking): void => mustBeAllowed(asking, 'see', { kind: 'bill' });
