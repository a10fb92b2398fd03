import type { BillClaim } from './billEntries.ts';
import type { Money } from './types.ts';

/** Who the bill says spent what, held against what they were given: of one day, each named once. Pure; 10⁻¹⁰ USD. */

/** Somebody of whom the two say different things. */
export interface OwnerDifference {
  /** As the claims were named: an address, or `ownerKey`. */
  key: string;
  /** What the bill claims for them, and what they were given. */
  claimed: Money;
  held: Money;
  /** Given − claimed. */
  difference: Money;
}

/** What the bill claims for each. */
export function claimedBy<C extends BillClaim>(
  claims: readonly C[],
  keyOf: (claim: C) => string,
): Map<string, bigint> {
  const claimed = new Map<string, bigint>();
  for (const claim of claims) {
    const key = keyOf(claim);
    claimed.set(key, (claimed.get(key) ?? 0n) + claim.amount);
  }
  return claimed;
}

/** All who differ by more than rounding, in no order. */
export function differencesBetween(
  claimed: ReadonlyMap<string, bigint>,
  held: ReadonlyMap<string, bigint>,
  rounding: bigint,
): OwnerDifference[] {
  return [...new Set([...claimed.keys(), ...held.keys()])].flatMap((key) => {
    const [says, was] = [claimed.get(key) ?? 0n, held.get(key) ?? 0n];
    const difference = was - says;
    return sizeOf(difference) <= rounding
      ? []
      : [{ key, claimed: says as Money, held: was as Money, difference: difference as Money }];
  });
}

/** How far apart the two are, whichever is the larger. */
export const sizeOf = (difference: bigint): bigint => (difference < 0n ? -difference : difference);
