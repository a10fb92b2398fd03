import { DAY_MS, instantOf } from '../periods.ts';
import { placeKey } from '../places.ts';
import type { Instant, Profile } from '../types.ts';
import type { HygieneFacts } from './types.ts';

/** What is known of the use of a profile. Absence is not news: days that were not collected say nothing. */

/**
 * Since when a profile was not used, where it was there for all of the days that settings name and all of these were
 * collected; null where it was used, is younger, or that is not known.
 */
export function unusedSince(facts: HygieneFacts, profile: Profile): Instant | null {
  const collected = facts.collected.get(placeKey(profile));
  if (collected === undefined) return null;
  const since = instantOf(Date.parse(collected.until) - facts.vending.unusedDays * DAY_MS);
  const used = facts.lastUsed.get(profile.arn);
  if (collected.from > since || profile.createdAt > since || (used !== undefined && used > since))
    return null;
  return since;
}
