import { give, type Line, roundingOf, sameAccount, totalOf } from './bill.ts';
import type { Bill } from './billEntries.ts';
import { claimsBy, usageOf } from './billParts.ts';
import { largestRemainder, smaller } from './money.ts';

/**
 * An owner who claims more than the steps before gave gets the difference out of what is left, in proportion over the
 * lines (which of them it was, the claim does not say). Only when the owners' claims and the lines are one state of the
 * bill: otherwise growth between two readings would look like an owner's spend.
 */
export function byOwner(lines: readonly Line[], bill: Bill): void {
  const claims = claimsBy(bill.claims, 'owner');
  const [claimed, billed] = [totalOf(claims), totalOf(usageOf(bill.lines))];
  const difference = claimed.total - billed.total;
  const rounding = roundingOf(claimed.count + billed.count);
  const names = claims.some(({ user }) => user !== '');
  if (!names || difference > rounding || difference < -rounding) return;

  const given = givenToOwners(lines);
  const open = lines.filter((line) => line.rest > roundingOf(line.allocations.length));
  for (const claim of claims) {
    if (claim.user === '' && claim.costCenter === '') continue;
    const userEmail = claim.user || null;
    const costCenter = claim.costCenter || null;
    const missing = claim.amount - given({ userEmail, costCenter }, claim.accountId);
    const fitting = open.filter((line) => sameAccount(line, claim.accountId));
    if (missing > rounding) giveOwner(fitting, missing, userEmail, costCenter);
  }
}

interface Owner {
  userEmail: string | null;
  costCenter: string | null;
}

/** What the steps before gave an owner on the lines of an account; of all accounts where it is ''. */
function givenToOwners(lines: readonly Line[]): (owner: Owner, accountId: string) => bigint {
  const given = new Map<string, Map<string, bigint>>();
  const keys = new Map<Owner, string>();
  const keyOf = (holder: Owner): string => {
    const key = keys.get(holder) ?? ownerKey(holder);
    keys.set(holder, key);
    return key;
  };
  for (const line of lines) {
    const ofLine = given.get(line.accountId) ?? new Map<string, bigint>();
    given.set(line.accountId, ofLine);
    for (const { holder, amount } of line.allocations) {
      const owner = keyOf(holder);
      ofLine.set(owner, (ofLine.get(owner) ?? 0n) + amount);
    }
  }
  return (owner, accountId) => {
    let total = 0n;
    for (const [account, owners] of given) {
      if (sameAccount({ accountId: account }, accountId)) total += owners.get(ownerKey(owner)) ?? 0n;
    }
    return total;
  };
}

function giveOwner(
  lines: readonly Line[],
  missing: bigint,
  userEmail: string | null,
  costCenter: string | null,
): void {
  const rests = lines.map((line) => line.rest);
  const rest = rests.reduce((a, b) => a + b, 0n);
  const parts = largestRemainder(smaller(missing, rest), rests);
  for (const [index, line] of lines.entries()) {
    const amount = parts[index] ?? 0n;
    if (amount === 0n) continue;
    const tokens = (line.restTokens * amount) / line.rest;
    const accountId = line.accountId || 'unknown';
    const region = line.reading.region ?? 'unknown';
    const holder = { profileArn: null, accountId, region, userEmail, costCenter, reason: null };
    give(line, holder, 'tag', { amount, tokens });
  }
}

function ownerKey(owner: Owner): string {
  return `${owner.userEmail ?? ''}\n${owner.costCenter ?? ''}`;
}
