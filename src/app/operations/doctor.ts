import type { BillClaim, BillLine, ClaimedBy, ProfileClaim } from '../../core/billEntries.ts';
import { isStale } from '../../core/freshness.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import { type HeldBackSum, heldBackSums } from '../../core/quarantine.ts';
import type { Day, DayRange, Profile } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import type { FreshnessShown } from './jobs.ts';

/** What the ledger holds that tells whether all is in order; asked by whoever may see the bill. */

interface LedgerState {
  /** What is wrong with the file; none where it is sound. */
  faults: readonly string[];
  freshness: readonly FreshnessShown[];
  /** Profiles that are still there and lack some of the tags that make them billable. */
  lacking: readonly { arn: string; missing: readonly string[] }[];
  /** What of AWS's answers is held back. */
  heldBack: readonly HeldBackSum[];
}

export const readLedgerState = (asking: Asking): Promise<LedgerState> =>
  inOneReading(asking, async (inside) => {
    mustSeeBill(inside);
    const { store, settings, now } = inside;
    const needed = Object.values(settings.tagKeys);
    const profiles = (await store.profiles.all()).filter((profile) => profile.goneAt === null);
    return {
      heldBack: heldBackSums(await store.quarantine.all()),
      faults: await store.check(),
      freshness: (await store.freshness.all()).map((one) => ({ ...one, stale: isStale(one, now) })),
      lacking: profiles
        .map(({ arn, history }) => ({ arn, missing: needed.filter((key) => !history.at(-1)?.tags[key]) }))
        .filter(({ missing }) => missing.length > 0),
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
