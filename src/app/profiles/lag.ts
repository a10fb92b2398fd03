import { setTimeout as pause } from 'node:timers/promises';
import { mayLag } from '../../core/quarantine.ts';
import type { Instant, Profile } from '../../core/types.ts';

/** Of what was just made AWS may know nothing yet: that there is no such profile is believed once it was said for seconds. */

/** Milliseconds between one look and the next: one profile lags by moments, not by minutes as lists do. */
const WAITS_MS = [200, 400, 800, 1_600];

/** @param ask whether it is there, or was until now; asked again for as long as it may lag */
export async function isSeen(
  { firstSeenAt }: Pick<Profile, 'firstSeenAt'>,
  now: Instant,
  ask: () => Promise<boolean>,
): Promise<boolean> {
  for (const ms of mayLag(firstSeenAt, now) ? WAITS_MS : []) {
    if (await ask()) return true;
    await pause(ms);
  }
  return ask();
}
