import { DAY_MS, instantOf } from './periods.ts';
import type { Instant } from './types.ts';

/** How much one person may have or do by themselves, so that a slip or a script of one is no trouble for all. Pure. */

export interface Allowances {
  /** Profiles that are there, wherever they are. */
  profiles: number;
  /** Profiles made within 24 hours, those that are gone again among them. */
  profilesPerDay: number;
  /** Good tokens. */
  tokens: number;
  /** Files and long answers on their way at the same time. */
  exports: number;
}

/** From when on something counts as made within a day. */
export const dayBefore = (now: number): Instant => instantOf(now - DAY_MS);

/** Profiles of a person. */
export interface ProfilesHeld {
  /** Those that are there, and those that are being made. */
  there: number;
  madeWithinDay: number;
}

/** @param making that are being made and are not among `profiles` */
export function profilesHeld(
  profiles: readonly { goneAt: Instant | null; createdAt: Instant }[],
  making: number,
  now: number,
): ProfilesHeld {
  const from = dayBefore(now);
  return {
    there: profiles.filter(({ goneAt }) => goneAt === null).length + making,
    madeWithinDay: profiles.filter(({ createdAt }) => createdAt > from).length + making,
  };
}

/** Which allowance another profile would exceed, with how many it gives; null: none. */
export function exceededBy(
  { there, madeWithinDay }: ProfilesHeld,
  { profiles, profilesPerDay }: Pick<Allowances, 'profiles' | 'profilesPerDay'>,
): { key: 'profilesHeld' | 'profilesPerDay'; most: number } | null {
  if (there >= profiles) return { key: 'profilesHeld', most: profiles };
  return madeWithinDay >= profilesPerDay ? { key: 'profilesPerDay', most: profilesPerDay } : null;
}
