import type { Allocation, Line } from './bill.ts';
import type { OwnerClaim } from './billEntries.ts';
import type { Holder } from './estate.ts';
import { smaller } from './money.ts';

/** What an owner was given of lines, held against what the bill says is theirs. */
export interface Balance extends Pick<Holder, 'userEmail' | 'costCenter'> {
  /** Account that the claim is of; '' where it is of the bill as a whole, of several, or there is none. */
  accountId: string;
  /** What is still to be settled, in 10⁻¹⁰ USD, never negative: missing of who is short, too much of who is over. */
  open: bigint;
  given: Allocation[];
}

export type Balances = Record<'short' | 'over', Balance[]>;

/** Names an owner: user and cost center, either of which may be none. */
export const ownerKey = ({ userEmail, costCenter }: Pick<Holder, 'userEmail' | 'costCenter'>): string =>
  `${userEmail ?? ''}\n${costCenter ?? ''}`;

interface Sums extends Omit<Balance, 'open'> {
  claimed: bigint;
  held: bigint;
}

/**
 * Owners who were given less than they claim, and such that were given more, each by more than `rounding`. A tag that is
 * not on the bill says nothing: a claim of a user without a cost center is met by what the user was given in any.
 */
export function balancesOf(
  lines: readonly Line[],
  claims: readonly OwnerClaim[],
  rounding: bigint,
): Balances {
  const sums = sumsOf(lines, claims);
  for (const own of Map.groupBy(sums, ({ userEmail }) => userEmail).values()) {
    const anywhere = own.find(({ costCenter }) => costCenter === null);
    if (anywhere === undefined) continue;
    for (const one of own) {
      const met = smaller(anywhere.claimed - anywhere.held, one.held - one.claimed);
      if (met <= 0n) continue;
      anywhere.claimed -= met;
      one.held -= met;
    }
  }
  const balances = (difference: (one: Sums) => bigint) =>
    sums.flatMap((one): Balance[] => {
      const { userEmail, costCenter, accountId, given } = one;
      const open = difference(one);
      return open > rounding ? [{ userEmail, costCenter, accountId, open, given }] : [];
    });
  return {
    short: balances(({ claimed, held }) => claimed - held),
    over: balances(({ claimed, held }) => held - claimed),
  };
}

function sumsOf(lines: readonly Line[], claims: readonly OwnerClaim[]): Sums[] {
  const sums = new Map<string, Sums>();
  const of = (owner: Pick<Holder, 'userEmail' | 'costCenter'>, accountId = ''): Sums => {
    const key = ownerKey(owner);
    let held = sums.get(key);
    if (held === undefined) {
      const { userEmail, costCenter } = owner;
      held = { userEmail, costCenter, accountId, claimed: 0n, held: 0n, given: [] };
      sums.set(key, held);
    }
    return held;
  };
  for (const { user, costCenter, accountId, amount } of claims) {
    if (user === '' && costCenter === '') continue;
    const one = of({ userEmail: user || null, costCenter: costCenter || null }, accountId);
    one.claimed += amount;
    if (one.accountId !== accountId) one.accountId = '';
  }
  const owners = new Map<Holder, Sums>();
  for (const { allocations } of lines)
    for (const part of allocations) {
      if (part.holder.userEmail === null && part.holder.costCenter === null) continue;
      const one = owners.get(part.holder) ?? of(part.holder);
      owners.set(part.holder, one);
      one.held += part.amount;
      if (part.amount > 0n) one.given.push(part);
    }
  return [...sums.values()];
}
