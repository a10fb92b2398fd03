import type {
  AccountControls,
  FoundPolicy,
  Holder,
  ModelAccess,
  PermissionSets,
  RecordedCalls,
} from '../core/policies/found.ts';
import type { PolicySimulator } from '../core/policies/simulator.ts';
import type { BoundaryFound } from '../core/stop/boundary.ts';
import type { Instant, Place } from '../core/types.ts';
import type { Target } from './clients.ts';

/** Gateways to what is allowed to whom. All only read, all are free of charge, and each may be closed to the role. */

export interface IamGateway {
  /** Roles and users of an account with their policies: all pages or an error. */
  holders(target: Target, accountId: string): Promise<Holder[]>;
  /** The version in force of a managed policy, of AWS's or of the account's own. */
  managedPolicy(target: Target, arn: string): Promise<FoundPolicy>;
  /** A policy of an account as a permissions boundary; null: there is none of that ARN. */
  boundary(target: Target, arn: string): Promise<BoundaryFound | null>;
  /** Makes a text the version in force of a policy; of five versions the oldest goes. */
  replacePolicy(target: Target, arn: string, text: string): Promise<void>;
  simulator(target: Target): PolicySimulator;
}

export interface SsoAdminGateway {
  /**
   * The permission sets of the instance in this Region; null where there is none.
   * @param policyOf reads managed policies, which IAM holds
   */
  permissionSets(
    region: string,
    policyOf: (arn: string) => Promise<FoundPolicy>,
  ): Promise<PermissionSets | null>;
}

export interface OrganizationsGateway {
  /** Service control policies on the way from the root to the account; null where there is no organization. */
  controls(region: string, accountId: string): Promise<AccountControls | null>;
}

export interface CloudTrailGateway {
  /** Calls of models that CloudTrail recorded as management events, newest first; of each operation at most `pages` of 50. */
  modelCalls(place: Place, start: Instant, endExclusive: Instant, pages: number): Promise<RecordedCalls>;
}

export interface ModelAccessGateway {
  /** What the account of a place is entitled to of a model. */
  access(place: Place, modelId: string): Promise<ModelAccess>;
}
