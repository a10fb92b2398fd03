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
  /** The same where it was raised or is another one, by `account/Region`. */
  profilesPerPlace: Readonly<Record<string, number>>;
  /** Of a profile: Bedrock's reference says 50 where it tells of too many, its model takes 200 in one request. */
  tagsPerResource: number;
  /** AWS documents one spelling of the cache metrics and running code reads the other; `renamed`: first the one, then the other. */
  cacheMetrics: 'running' | 'documented' | 'both' | 'renamed';
  /** Whether IAM sees the tags of a profile on itself while it is being made: AWS does not say. */
  tagsWhileCreating: 'present' | 'absent';
  /** Seconds until a call of a profile is judged by tags that it was given; AWS does not say how long it takes. */
  tagDelaySeconds: number;
  /** What becomes of a client token once its profile was deleted: AWS does not say. `kept`: it answers the deleted one's ARN. */
  tokensOfDeleted: 'kept' | 'forgotten';
  /** The same token with other parameters: the reference says that the request is ignored without an error, and has a conflict. */
  tokenMismatch: 'conflict' | 'ignored';
  /** Whether two profiles of an account and Region may have the same name: AWS does not say. */
  uniqueNames: boolean;
  /** What is made of a model that is called through a system profile alone: refused at once, or only when it is called. */
  profileOnlyModels: 'made' | 'refused';
  /** Seconds until `ListInferenceProfiles` shows what was made, and no longer what was deleted. */
  listDelaySeconds: number;
  /** The same of the Resource Groups Tagging API, tags included. */
  taggingDelaySeconds: number;
  /**
   * How often an account may ask an operation in a Region, by `service:Operation` or `service`, in real seconds; Bedrock
   * does not publish it for its control plane.
   */
  rates: Readonly<Record<string, Rate>>;
  /** Share of requests that are throttled, 0–100. */
  throttlePercent: number;
  /** Share of requests that fail in AWS itself, 0–100; beside a fifth of `throttlePercent`. */
  internalPercent: number;
}
/** A bucket of `burst` requests into which `perSecond` flow. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/** Those settings that are one of several words. */
export const SETTING_WORDS = {
  cacheMetrics: ['running', 'documented', 'both', 'renamed'],
  tagsWhileCreating: ['present', 'absent'],
  tokensOfDeleted: ['kept', 'forgotten'],
  tokenMismatch: ['conflict', 'ignored'],
  profileOnlyModels: ['made', 'refused'],
} as const satisfies { [name in keyof WireSettings]?: readonly WireSettings[name][] };

/** How many profiles an account may have in a Region. */
export const profileQuota = (
  { profilesPerPlace, profilesPerRegion }: WireSettings,
  account: string,
  region: string,
): number => profilesPerPlace[`${account}/${region}`] ?? profilesPerRegion;

export const DEFAULT_SETTINGS: WireSettings = {
  costGroupsPerPage: 5_000,
  profilesPerRegion: 1_000,
  profilesPerPlace: {},
  tagsPerResource: 50,
  cacheMetrics: 'running',
  tagsWhileCreating: 'present',
  tagDelaySeconds: 0,
  tokensOfDeleted: 'kept',
  tokenMismatch: 'conflict',
  uniqueNames: false,
  profileOnlyModels: 'made',
  listDelaySeconds: 0,
  taggingDelaySeconds: 0,
  rates: {},
  throttlePercent: 0,
  internalPercent: 0,
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
  /** The exception for a fault of its own, where it has one. */
  failed?(message: string): AwsError;
}
