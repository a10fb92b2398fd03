import type { PolicySettings } from '../policies/choices.ts';
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
  /** The policy by which wide stops are held in each account, as permissions boundary; null: by marks. Missing: by marks. */
  boundary?: { policyName: string } | null;
}

/**
 * Whether policies let only those profiles answer that bear the service's own mark: where people make profiles themselves, a
 * fresh one without any would be a way round.
 */
export const needsMark = ({ enforcement, policies }: MarkSettings): boolean =>
  enforcement.mode === 'on' && mayNeedMark({ policies });
interface MarkSettings {
  enforcement: Pick<EnforcementSettings, 'mode'>;
  policies: Pick<PolicySettings, 'enforcement' | 'selfService'>;
}

/** Whether such policies may be in force still, though it was switched off: whoever is freed then answers by them as well. */
export const mayNeedMark = ({ policies }: Pick<MarkSettings, 'policies'>): boolean =>
  policies.enforcement && policies.selfService;
