/**
 * What the simulator's two halves agree on: `world/` knows what happens in the simulated company and what AWS
 * meters and bills for it; `wire/` answers AWS's protocols from that. Money is in 10⁻¹⁰ USD, quantities in
 * 10⁻¹⁰ of their billing unit, time is UTC milliseconds, days are `YYYY-MM-DD` (UTC).
 * The simulator imports nothing of the product.
 */

import type { ModelCall, Organization, PermissionSets } from './accessTypes.ts';

export type Day = string;

/** Flags of a world. One set of options is one world: the same options give the same bill. */
export interface WorldOptions {
  seed: number;
  users: number;
  /** Days of history kept before the clock's start (whatever is random never depends on it). */
  days: number;
  /** Hidden discounts of 10–25 % on some models. */
  discounts: boolean;
  /** Whether the profile tags and principal tags were activated as cost allocation tags before history began. */
  tags: 'active' | 'inactive';
  /** Share of cache writes with a one-hour time to live, 0–100. */
  oneHourCachePercent: number;
  /** Whether the world has what AWS does now and then and an ordinary company never meets; no when left out. */
  oddities?: boolean;
  /** Whether the policy that people work under denies profiles marked `BudgetStatus=exceeded`; no when left out. */
  stops?: boolean;
}

/** The one place time comes from. Tests and `--speed` move it. */
export interface SimClock {
  /** Simulated now, UTC milliseconds. */
  now(): number;
  /** Jump to a later moment (refuses to go back). */
  advanceTo(ms: number): void;
}

export type TokenKind = 'input' | 'output' | 'cacheRead' | 'cacheWrite';
export type Tag = { key: string; value: string };

export interface Account {
  id: string;
  name: string;
  payer: boolean;
}

/** One foundation model as `ListFoundationModels` shows it, plus how AWS meters and bills it. */
export interface FoundationModel {
  modelId: string;
  modelName: string;
  providerName: string;
  inputModalities: string[];
  outputModalities: string[];
  /** Regions in which the model can be called. */
  regions: string[];
  inferenceTypesSupported: string[];
  /** First day of use and end of life, UTC. */
  launchedOn: Day;
}

/** A system-defined (cross-Region) inference profile of one Region. */
export interface SystemProfile {
  /** For example `us.anthropic.claude-sonnet-4-6-v1:0`. */
  id: string;
  name: string;
  description: string;
  region: string;
  route: 'geo' | 'global';
  modelId: string;
  /** Regions that calls are routed to. */
  destinationRegions: string[];
}

/** An application inference profile as it is now; `tags` as last set. */
export interface AppProfile {
  accountId: string;
  region: string;
  /** Twelve characters, lower case and digits; also the CloudWatch `ModelId`. */
  shortId: string;
  arn: string;
  name: string;
  description?: string;
  /** ARN of the foundation model or system profile it was copied from. */
  copyFrom: string;
  modelArns: string[];
  createdAt: number;
  updatedAt: number;
  deletedAt?: number;
  tags: Tag[];
}

/** The service tier of a call as CloudWatch's dimensions spell it; `default` is on the bill as `standard` or not at all. */
export type ServiceTier = 'default' | 'flex' | 'priority';

/** Tokens (or calls) of one CloudWatch series in one UTC hour, as CloudWatch would hold them when all has arrived. */
export interface HourUsage {
  accountId: string;
  region: string;
  /** What CloudWatch calls `ModelId`: a profile's short id, a model id, a system profile id, or a model ARN. */
  modelIdDimension: string;
  tier: ServiceTier;
  /** Start of the hour, UTC milliseconds. */
  hour: number;
  /** In which of its minutes all of it was, for calls made through the API; else it lies in all of them alike. */
  minute?: number;
  invocations: number;
  tokens: Record<TokenKind, number>;
  images: number;
}

/** One line of the bill before grouping, with every attribute Cost Explorer can filter or group by. */
export interface BillLine {
  day: Day;
  linkedAccount: string;
  region: string;
  service: string;
  usageType: string;
  operation: string;
  /** `Usage`, `Credit`, `Refund`, `Tax`, `Enterprise Discount Program Discount`, … */
  recordType: string;
  /** Tags that bill on this day (activated, or back-filled), `iamPrincipal/<key>` included. */
  tags: Record<string, string>;
  quantity: bigint;
  unit: string;
  unblendedCost: bigint;
  netUnblendedCost: bigint;
}

/** One call of a model that was made through the API. */
export interface Booking {
  accountId: string;
  region: string;
  /** CloudWatch's `ModelId`. */
  dimension: string;
  /** The application profile that it went through. */
  profileArn?: string;
  modelId: string;
  route: 'regional' | 'global';
  tier: ServiceTier;
  /** Tags of the caller and its session. */
  callerTags: Readonly<Record<string, string>>;
  /** Tokens. */
  input: number;
  output: number;
  images: number;
}

/** The state of one cost allocation tag key. */
export interface CostAllocationTag {
  key: string;
  type: 'AWSGenerated' | 'UserDefined';
  status: 'Active' | 'Inactive';
  lastUpdated: number;
  lastUsed: number;
}

/** One person in the company's directory (IAM Identity Center), spelled as the directory spells them. */
export interface DirectoryUser {
  /** The store's own digits and a UUID, as the ids of groups. */
  userId: string;
  userName: string;
  /** What the identity provider knows them by. */
  externalId: string;
  email: string;
  givenName: string;
  familyName: string;
  displayName: string;
  /** False once they have left; a while later they are gone. */
  enabled: boolean;
  employeeNumber: string;
  costCenter: string;
  /** The user id of somebody who is active; absent for the head of the company alone. */
  managerId?: string;
  createdAt: number;
  updatedAt: number;
}

export interface DirectoryGroup {
  groupId: string;
  name: string;
  description: string;
  memberIds: string[];
}

export interface Directory {
  identityStoreId: string;
  /** The one Region in which it answers. */
  region: string;
  users: DirectoryUser[];
  groups: DirectoryGroup[];
}

/** What `world/` offers to `wire/`. */
export interface World {
  readonly options: WorldOptions;
  readonly clock: SimClock;
  readonly accounts: Account[];
  /** Regions in which the company has profiles; every Region answers, the others are empty. */
  readonly regions: string[];
  readonly foundationModels: FoundationModel[];
  readonly systemProfiles: SystemProfile[];

  /**
   * All profiles that exist at a moment, `clock.now()` unless given (history's and those made through the API), deleted ones
   * left out; with the tags of that moment, in the order of `listed`.
   */
  profiles(accountId: string, region: string, at?: number): AppProfile[];
  /** Its place among all that ever were: it stays, whatever is made and deleted. */
  listed(arn: string): number;
  findProfile(arnOrId: string, accountId: string, region: string): AppProfile | undefined;
  /** Stores a profile made through the API. It earns tokens from the next hour on when it has an owner. */
  addProfile(p: Omit<AppProfile, 'shortId' | 'arn' | 'createdAt' | 'updatedAt' | 'modelArns'>): AppProfile;
  deleteProfile(arn: string): void;
  setTags(arn: string, set: Tag[], removeKeys: string[]): void;
  /** Tags that a profile had at a moment, UTC milliseconds; none before it was made. */
  tagsAt(arn: string, at: number): Tag[];

  /** Books a call of a model at `clock.now()`: its tokens are metered and billed as all others. */
  book(booking: Booking): void;

  /** Counts what was made, tagged, deleted or called through the API: while it stays, so does the usage of a day. */
  readonly changes: number;
  /** Every series' hours with `startMs <= hour < endMs`, whole truth, not limited by publishing delay. */
  usage(accountId: string, region: string, startMs: number, endMs: number): HourUsage[];

  /** Calls of models one by one, oldest first; later hours of the running day are among them. */
  modelCalls(accountId: string, region: string, day: Day): ModelCall[];

  /** The bill of one UTC day as Cost Explorer shows it at `clock.now()`: late, growing, restated. Empty when nothing has arrived. */
  bill(day: Day): BillLine[];
  /** Whether Cost Explorer still flags the day `Estimated` at `clock.now()`. */
  billIsEstimated(day: Day): boolean;

  /** Cost allocation tag keys seen on billed use so far. */
  costAllocationTags(): CostAllocationTag[];
  /** Returns false for a key never seen on billed use. */
  setTagStatus(key: string, status: 'Active' | 'Inactive'): boolean;
  /** Starts a back-fill from a month's start; throws `Error('BackfillLimitExceeded')` when one ran in the last 24 hours. */
  startTagBackfill(from: Day): void;
  tagBackfills(): {
    from: Day;
    requestedAt: number;
    completedAt?: number;
    status: 'SUCCEEDED' | 'PROCESSING' | 'FAILED';
  }[];

  /** The company's directory as it is at `clock.now()`. */
  directory(): Directory;

  /** The company's organization with its service control policies. */
  readonly organization: Organization;
  /** Permission sets, assignments and the roles that IAM Identity Center made of them. */
  readonly permissionSets: PermissionSets;

  /** True cost by profile ARN (or `modelIdDimension` for direct calls), for tests of accuracy; never on the wire. */
  truth(startDay: Day, endDayExclusive: Day): Map<string, bigint>;
}
