import type { Day, Money, Quantity } from './types.ts';

/** What the bill says: lines that were charged, and what tags and callers claim of them. */

/** The record type of what was used. All others (Credit, Tax, Refund …) lead from usage to the invoice. */
export const USAGE = 'Usage';

interface Billed {
  day: Day;
  /** Linked account, or '' when the bill was read as a whole. */
  accountId: string;
  amount: Money;
  quantity: Quantity;
  unit: string;
  /** AWS's own `Estimated` flag. */
  provisional: boolean;
}

/** One line of the bill: what was charged. Lines of usage are the authority; claims are held against them. */
export interface BillLine extends Billed {
  recordType: string;
  service: string;
  /** null where the source does not say: of records other than usage. */
  usageType: string | null;
}

/** Who can make a claim: a profile's tag, the tags of an owner, the IAM caller. */
export const CLAIMED_BY = ['profile', 'owner', 'principal'] as const;
export type ClaimedBy = (typeof CLAIMED_BY)[number];

/**
 * What a tag or a principal says of the bill's usage: so much of it is mine. Values are '' for the part that bears no
 * such tag. What else a claim names of the lines it means (service, usage type) is null where the source does not say.
 * Claims of one kind add up to the lines of usage; claims of two kinds are compared, never added.
 */
export type BillClaim = ProfileClaim | OwnerClaim | PrincipalClaim;
export interface ProfileClaim extends Billed {
  by: 'profile';
  profile: string;
  service: string | null;
  usageType: string;
}
export interface OwnerClaim extends Billed {
  by: 'owner';
  user: string;
  costCenter: string;
  service: string | null;
  usageType: string | null;
}
export interface PrincipalClaim extends Billed {
  by: 'principal';
  principal: string;
  service: string;
  usageType: string | null;
}

/** The bill of some days, or what one reading gave of it. */
export interface Bill {
  lines: readonly BillLine[];
  claims: readonly BillClaim[];
}
export type BillEntry = BillLine | BillClaim;
/** Parts of the bill, each replaced as a whole: lines of usage, lines of other records, claims of each kind. */
export type BillPart = 'usage' | 'others' | ClaimedBy;
