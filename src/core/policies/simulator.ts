import type { AccessRequest, PoliciesInForce } from './types.ts';

/** What AWS's own simulator says of one authorisation. */
export interface SimulatedVerdict {
  decision: 'allowed' | 'denied';
  /** Whether a statement denies. */
  explicit: boolean;
  /** Condition keys that a policy asks for and the request does not have. */
  missing: readonly string[];
  /** False where service control policies do not allow it, or the boundary does not; null where there is none. */
  byControls: boolean | null;
  byBoundary: boolean | null;
}

/** AWS's policy simulator: judges policies as given, attached to nobody; changes nothing and costs nothing. */
export interface PolicySimulator {
  simulate(policies: PoliciesInForce, request: AccessRequest): Promise<SimulatedVerdict>;
}
