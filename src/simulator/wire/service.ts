import type { Access, Principal } from '../iam/access.ts';
import type { World } from '../types.ts';
import type { Judge } from './caller.ts';
import type { AwsError } from './errors.ts';
import type { ServiceModel } from './model.ts';

/** What the published quotas and the unpublished habits of AWS are set to. */
export interface WireSettings {
  /** Groups on a page of GetCostAndUsage; AWS does not publish it. */
  costGroupsPerPage: number;
  /** Inference profiles per account and Region (Service Quotas L-40EC9882). */
  profilesPerRegion: number;
  /** AWS documents one spelling of the cache metrics and running code reads the other; `renamed`: first the one, then the other. */
  cacheMetrics: 'running' | 'documented' | 'both' | 'renamed';
  /** Whether IAM sees the tags of a profile on itself while it is being made: AWS does not say. */
  tagsWhileCreating: 'present' | 'absent';
  /** Seconds until a call of a profile is judged by tags that it was given; AWS does not say how long it takes. */
  tagDelaySeconds: number;
  /** What becomes of a client token once its profile was deleted: AWS does not say. `kept`: it answers the deleted one's ARN. */
  tokensOfDeleted: 'kept' | 'forgotten';
  /** Share of requests that are throttled, 0–100. */
  throttlePercent: number;
}

export const DEFAULT_SETTINGS: WireSettings = {
  costGroupsPerPage: 5_000,
  profilesPerRegion: 1_000,
  cacheMetrics: 'running',
  tagsWhileCreating: 'present',
  tagDelaySeconds: 0,
  tokensOfDeleted: 'kept',
  throttlePercent: 0,
};

/** One request on its way through the simulator. */
export interface Call {
  world: World;
  settings: WireSettings;
  /** The account whose credentials signed the request. */
  account: string;
  /** Whether that is the management account, which sees everybody's bill. */
  payer: boolean;
  accessKeyId: string;
  /** Who that is and what binds them; absent for keys that nobody made here, which are bound by nothing. */
  caller: Principal | undefined;
  judge: Judge;
  access: Access;
  region: string;
  requestId: string;
  /** Counts from 1 in the order of arrival. */
  requestNumber: number;
}

/** Takes a request that is well-formed by its model; members are named as in the model, timestamps are `Date`. */
export type Handler = (call: Call, input: never) => object;

export interface Service {
  /** The name AWS's own clients have for it, for example `ce`. */
  id: string;
  /** The service in the credential scope, for example `monitoring`. */
  signingName: string;
  /** What `X-Amz-Target` begins with; absent for services that have no AWS JSON. */
  targetPrefix?: string;
  jsonVersion?: '1.0' | '1.1';
  /** XML name space of the query protocol; absent where it is not spoken. */
  xmlNamespace?: string;
  model: ServiceModel;
  handlers: Record<string, Handler>;
  /** The exception for a request that breaks its model. */
  invalid(message: string, operation: string): AwsError;
  /** The exception for too many requests. */
  throttled(message: string): AwsError;
}
