import { type Known, NOTHING_KNOWN, sumKnown } from './known.ts';
import type { Money, UnallocatedReason } from './types.ts';

/** What share of spend carries an owner, a cost center, and went through a profile. Pure. */

/** Spend that is alike in all of that. */
export interface CoveredSpend extends Known {
  /** '' where somebody owns it. */
  reason: UnallocatedReason | '';
  hasCostCenter: boolean;
  hasProfile: boolean;
}

export interface Coverage {
  /** Best-known spend, all of it. */
  total: Known;
  /** Of that, what a person or a cost center owns. */
  owned: Known;
  /** What is charged to a cost center. */
  costCenter: Known;
  /** What went through a profile, be it owned or not. */
  profile: Known;
  /** What nobody owns, by its reasons, the largest first. */
  rest: readonly (Known & { reason: UnallocatedReason })[];
}

/**
 * @param byOwner by the attribution that is set
 * @param byProfile by profiles, whatever is set
 */
export function coverageOf(byOwner: readonly CoveredSpend[], byProfile: readonly CoveredSpend[]): Coverage {
  const of = (rows: readonly CoveredSpend[], counts: (row: CoveredSpend) => boolean) =>
    sumKnown(rows.filter(counts));
  const reasons = Map.groupBy(byOwner, ({ reason }) => reason);
  return {
    total: of(byOwner, () => true),
    owned: of(byOwner, ({ reason }) => reason === ''),
    costCenter: of(byOwner, ({ reason, hasCostCenter }) => reason === '' && hasCostCenter),
    profile: of(byProfile, ({ hasProfile }) => hasProfile),
    rest: [...reasons]
      .flatMap(([reason, rows]) => (reason === '' ? [] : [{ reason, ...sumKnown(rows) }]))
      .filter(({ amount, unpricedTokens }) => amount !== 0n || unpricedTokens !== 0n)
      .sort((a, b) => (a.amount > b.amount ? -1 : a.amount < b.amount ? 1 : a.reason < b.reason ? -1 : 1)),
  };
}

export const NOTHING_COVERED: Coverage = {
  total: NOTHING_KNOWN,
  owned: NOTHING_KNOWN,
  costCenter: NOTHING_KNOWN,
  profile: NOTHING_KNOWN,
  rest: [],
};

/**
 * A share in tenths of a per cent, cut: 1000 is there only once it is reached. null where there is nothing that a share could be
 * of; what has no price is on neither side.
 */
export function shareOf(part: Known, { total }: Pick<Coverage, 'total'>): number | null {
  if (total.amount <= 0n) return null;
  const share = (part.amount * 1000n) / total.amount;
  return Number(share < 0n ? 0n : share > 1000n ? 1000n : share);
}

/** What nobody owns, in all. */
export const unowned = ({ rest }: Coverage): Known => sumKnown(rest);

/** Below so many tenths of a per cent of a month's spend with an owner, doctor says so. */
export const WANTED_SHARE = 950;

/** Spend below which a share says nothing. */
export const WORTH_A_SHARE = 10_000_000_000n as Money;
