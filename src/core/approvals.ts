import type { ApprovalRule } from './approvalRules.ts';
import type { BudgetWish } from './budgetWish.ts';
import type { Instant } from './types.ts';
import type { Wanted } from './vending/making.ts';

/** Requests that somebody else has to agree to, whatever is asked for: their states, and who stands in for whom. */

export const REQUEST_STATES = [
  /** For an answer. */
  'waiting',
  /** Somebody agreed; what was asked for is not made yet. */
  'approved',
  'made',
  'declined',
  'withdrawn',
  /** Nobody answered in time. */
  'expired',
  /** Somebody agreed, and it could not be made. */
  'failed',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];
/** States in which something is still to come. */
export const OPEN_STATES = ['waiting', 'approved'] as const satisfies readonly RequestState[];

/** What may be asked for: a profile, or more than a budget gives. */
export const REQUEST_KINDS = ['profile', 'budget'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Something that is asked for, whatever it is. Everybody stands in it by their own address. */
interface Asked {
  id: string;
  /** Says the same for the same wish: of those that are open there is one. */
  key: string;
  /** Whom it is for, and who asked. */
  user: string;
  askedBy: string;
  costCenter: string;
  /** Why they want it; '' where they did not say. */
  reason: string;
  state: RequestState;
  rule: ApprovalRule;
  /** How far up it has gone: 0 is whom the rule names. */
  level: number;
  /** Who was asked, in the order in which they were. */
  asked: readonly string[];
  askedAt: Instant;
  /** When it goes one further up; null: there is nobody further. */
  escalateAt: Instant | null;
  escalatedAt: Instant | null;
  deadlineAt: Instant;
  /** When something is to be done by itself; null: it has ended. */
  nextAt: Instant | null;
  decidedAt: Instant | null;
  decidedBy: string | null;
  /** For whom they stood in; null where they decided in their own right. */
  decidedFor: string | null;
  decisionReason: string;
  endedAt: Instant | null;
  /** ARN of the profile that was made; null for everything else. */
  arn: string | null;
  /** Times it was tried to make it, and what the last one failed with. */
  attempts: number;
  lastError: string | null;
}
/** An inference profile. */
export interface ProfileRequest extends Asked {
  kind: 'profile';
  wanted: Wanted;
}
/** More than a budget gives, for a time. */
export interface BudgetRequest extends Asked {
  kind: 'budget';
  wanted: BudgetWish;
}
export type Request = ProfileRequest | BudgetRequest;
/** What may change of a request, whichever kind it is of. */
export type RequestValues = Partial<Omit<Asked, 'id' | 'key' | 'askedAt'>> & {
  wanted?: Request['wanted'];
};

/** Somebody stands in for somebody else, from a day on and before another; UTC days. */
export interface Deputy {
  id: string;
  /** Whose place it is. */
  email: string;
  deputy: string;
  start: string;
  endExclusive: string;
  setAt: Instant;
  setBy: string;
}
