import { DAY_MS, instantOf } from './periods.ts';
import type { Instant } from './types.ts';

/** Days that a personal access token may be good for. */
export const TOKEN_DAYS = [7, 30, 90, 365] as const;
/** Good ones that a person may have at a time, where the settings do not say otherwise. */
export const MOST_TOKENS = 20;
/** So many times as many may be made within 24 hours, those that were revoked again among them. */
export const MADE_IN_DAY = 5;

/** Whether it is still good for something. */
export const isAlive = (
  { revokedAt, expiresAt }: { revokedAt: Instant | null; expiresAt: Instant },
  now: Instant,
): boolean => revokedAt === null && expiresAt > now;

/** When a token ends that is made at `now` (milliseconds) for so many days. */
export const expiryOf = (now: number, days: number): Instant => instantOf(now + days * DAY_MS);
