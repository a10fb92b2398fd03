import type { Money } from '../types.ts';

/** How budgets stop use: what is set. */

/** `dryRun` decides and records whom it would stop, and marks nothing. */
export const ENFORCEMENT_MODES = ['off', 'dryRun', 'on'] as const;
export type EnforcementMode = (typeof ENFORCEMENT_MODES)[number];

export interface EnforcementSettings {
  mode: EnforcementMode;
  /** Whether tokens without a price, at the cautious rate, count for a stop; else only what has one. */
  onUnpriced: boolean;
  /** People of these groups are never stopped: whoever is on call, for example. */
  exemptGroups: readonly string[];
  /** How much more somebody may give themselves once in a period, and for how long; null: nothing. */
  grace: { amount: Money; hours: number } | null;
  /** Whom somebody asks who is stopped: a name or an address; null: the administrators. */
  contact: string | null;
}
