/** Who is asked first, and how long an answer is waited for, as it is set for each kind of request. */

/** Whom a request goes to first: who owns what it is charged to, who the person reports to, or administrators at once. */
export const APPROVAL_RULES = ['costCenterOwner', 'manager', 'administrator'] as const;
export type ApprovalRule = (typeof APPROVAL_RULES)[number];

/** How requests of a kind are answered, as it is set. */
export interface ApprovalSettings {
  /** Whom they go to first; `nobody`: this kind is not asked for. */
  by: ApprovalRule | 'nobody';
  /** After so many days a request that nobody answered ends. */
  deadlineDays: number;
  /** After so many days it goes one further up. */
  escalateDays: number;
}
