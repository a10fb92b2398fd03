/**
 * The words of the ledger as types. Money is in 10⁻¹⁰ USD, quantities in 10⁻¹⁰ of the bill's unit, tokens are whole
 * numbers, time is UTC: instants as ISO strings with milliseconds and `Z`, days as `YYYY-MM-DD`, ranges half-open.
 */

/**
 * What bill and rates say of some spend, in 10⁻¹⁰ USD: less than all of it where tokens have no rate. So it is shown and sent
 * with those tokens, as a `Known`, and nothing that writes an amount takes it alone.
 */
export type Priced = bigint & { readonly __unit: 'usd-1e-10' };
/** An amount that is all there is: of the bill, of a budget, a rate. 10⁻¹⁰ USD, made by `core/money.ts` only. */
export type Money = Priced & { readonly __whole: true };
/** 10⁻¹⁰ of the unit that the bill counts in (1,000 tokens, 1,000,000 tokens, images …). */
export type Quantity = bigint & { readonly __unit: 'quantity-1e-10' };
export type Tokens = bigint;
/** `YYYY-MM-DD`, UTC. */
export type Day = string;
/** `YYYY-MM`, UTC. */
export type Month = string;
/** ISO 8601 with milliseconds and `Z`. */
export type Instant = string;
export interface DayRange {
  start: Day;
  endExclusive: Day;
}

export const TOKEN_KINDS = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];
/** Kinds of a row of spend: a token kind, something that is no token, or `unknown` where the bill cannot say. */
export type SpendKind = TokenKind | 'other' | 'unknown';
/** `regional` covers in-Region and geographic cross-Region calls: AWS prices them alike. */
export type Route = 'regional' | 'global';
export const TIERS = ['standard', 'batch', 'flex', 'priority', 'latencyOptimized', 'reserved'] as const;
export type Tier = (typeof TIERS)[number];
/** How long a cache write is kept, as AWS writes it: `5m`, `30m`, `1h`, and what comes. */
export type CacheTtl = `${number}${'m' | 'h'}`;

/** Where profiles and metrics are read: one account and Region. */
export interface Place {
  accountId: string;
  region: string;
}

// ---- Profiles and the catalogue -------------------------------------------------------------------------------

/** The tags of a profile from one moment on, as seen by the profiles job. */
export interface TagVersion {
  from: Instant;
  tags: Readonly<Record<string, string>>;
}

export interface Profile extends Place {
  arn: string;
  /** Last part of the ARN; CloudWatch's `ModelId`. */
  shortId: string;
  name: string;
  status: string;
  /** Foundation model id, for example `anthropic.claude-sonnet-4-6-v1:0`; `unknown` when the ARNs say nothing. */
  modelKey: string;
  modelArns: readonly string[];
  /** Known for what was made here; inferred for the rest; null says "unknown". */
  route: 'inRegion' | 'geo' | 'global' | null;
  /** The id of the system profile or model it stands for, with its route prefix, where known. */
  sourceId: string | null;
  createdAt: Instant;
  firstSeenAt: Instant;
  lastSeenAt: Instant;
  /** Set when a complete listing no longer held it. */
  goneAt: Instant | null;
  /** Oldest first, never empty. */
  history: readonly TagVersion[];
  /** Values of today's tags that are another address of a person, with the person's own; missing where none is. */
  aliases?: Readonly<Record<string, string>>;
}

/** One foundation model or system-defined profile of a Region. */
export interface CatalogueEntry {
  region: string;
  type: 'model' | 'systemProfile';
  /** `anthropic.claude-…` or `us.anthropic.claude-…`. */
  id: string;
  /** The foundation model id behind it. */
  modelKey: string;
  name: string;
  provider: string;
  modelArns: readonly string[];
  /** Of models; missing until AWS was asked. */
  about?: ModelAbout;
}

/** What AWS says of a model in a Region. */
export interface ModelAbout {
  launchedOn: Day | null;
  /** It works for whoever has it, and is on its way out. */
  isLegacy: boolean;
  /** From then on it cannot be called. */
  endsOn: Day | null;
  /** Whether it answers in its own Region, without a route across Regions. */
  onDemand: boolean;
}

// ---- What AWS said --------------------------------------------------------------------------------------------

/** Tokens of one CloudWatch series in one UTC hour. `dimension` is CloudWatch's `ModelId`. */
export interface UsageHour extends Place {
  dimension: string;
  /** Start of the hour. */
  hour: Instant;
  kind: TokenKind;
  tokens: Tokens;
}

/** What is counted; `media`: audio, speech, pictures and video, by the token or by the second. */
const USAGE_FAMILIES = [
  'tokens',
  'media',
  'images',
  'guardrails',
  'capacity',
  'search',
  'customModel',
  'other',
  'unknown',
] as const;

/** What a SERVICE × USAGE_TYPE pair says. Unknown spellings keep their cost as family `unknown`. */
export interface UsageReading {
  region: string | null;
  family: (typeof USAGE_FAMILIES)[number];
  kind: TokenKind | null;
  /** The model's name as spelled in the usage type or SERVICE, e.g. `Claude4.6Sonnet`, `Claude Sonnet 4.6`. */
  modelName: string | null;
  route: Route;
  tier: Tier;
  cacheTtl: CacheTtl | null;
  longContext: boolean;
  /** Whether it says that it is of the mantle endpoint. Lines that do not say so can be of it as well. */
  mantle: boolean;
  /** Tokens per unit of quantity (1,000 or 1,000,000); null for what is no token. */
  tokensPerUnit: number | null;
  /** Whether tokens that were seen may be charged here, though the line cannot be held against them. */
  mayCover: boolean;
}

// ---- Rates ----------------------------------------------------------------------------------------------------

export interface RateKey {
  modelKey: string;
  kind: TokenKind;
  route: Route;
  /** `mixed`: what metrics count as one, of all tiers, cache lifetimes and context lengths, as the bill showed the mix. */
  tier: Tier | 'mixed';
  cacheTtl: CacheTtl | null;
  longContext: boolean;
  /** null: any Region. */
  region: string | null;
}
export interface Rate extends RateKey {
  source: 'override' | 'learned' | 'list';
  validFrom: Day;
  /** Exclusive; null: until further notice. */
  validTo: Day | null;
  /** Money per 1,000,000 tokens. Zero is a rate. */
  perMillion: Money;
}

// ---- The one table --------------------------------------------------------------------------------------------

export type SpendLabel = 'estimated' | 'provisional' | 'final';
export type AllocationMethod = 'tag' | 'principal' | 'tokens';
export const UNALLOCATED_REASONS = [
  'noTag',
  'directCall',
  'billedNotSeen',
  'sharedCapacity',
  'notTokens',
  'unknownUsageType',
] as const;
export type UnallocatedReason = (typeof UNALLOCATED_REASONS)[number];

/** The decompositions of one total that `spend` holds beside each other. */
export const SPEND_VIEWS = ['profile', 'principal'] as const;

/**
 * One row of day × profile × model × kind with its owner. Every page, export and API answer comes from these.
 * `view` is which decomposition of the same total the row belongs to: `profile` (tags and tokens) or `principal`
 * (IAM caller); a question uses one view, never both. `reason` is set exactly when nobody owns the row.
 */
export interface SpendRow {
  day: Day;
  view: (typeof SPEND_VIEWS)[number];
  /** `unknown` where the bill cannot say. */
  accountId: string;
  region: string;
  profileArn: string | null;
  modelKey: string;
  kind: SpendKind;
  /** SERVICE and USAGE_TYPE of the charge behind it; '' for what is not billed yet. */
  service: string;
  usageType: string;
  userEmail: string | null;
  costCenter: string | null;
  /** Tokens seen in CloudWatch. */
  tokens: Tokens;
  billedTokens: Tokens;
  billed: Money;
  estimated: Priced;
  /** Lower and upper bound of the estimate (cache-write lifetimes that metrics cannot tell apart, cautious rates). */
  estimatedLow: Money;
  estimatedHigh: Money;
  /** Best-known spend: the bill where it counts, else the estimate. */
  amount: Priced;
  label: SpendLabel;
  allocatedBy: AllocationMethod | null;
  reason: UnallocatedReason | null;
  /** Where the rate of the estimate came from; null with tokens > 0 means unpriced. */
  rateSource: Rate['source'] | null;
}

/** What can be found not to add up; each has its words in the messages (`findings.words`). */
export const FINDING_KINDS = [
  'heldBack',
  'billMissing',
  'groupingTotals',
  'ownerCheck',
  'principalCheck',
  'billedNotSeen',
  'seenNotBilled',
  'unknownUsageType',
  'unpricedModel',
  'unknownProfile',
  'sharedProfileTag',
  'tagNotPlaced',
  'tagsChanged',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something that does not add up or needs a human. `key` makes it one finding however often it is seen. */
export interface Finding {
  kind: FindingKind;
  key: string;
  severity: 'info' | 'warning' | 'error';
  day: Day | null;
  amount: Money | null;
  /** Plain values for the message; the page words them (`findings.details` in the messages). */
  detail: Readonly<Record<string, string>>;
}

/** How fresh one source is. `completeUntil` is the instant up to which it was read without gaps. */
export interface Freshness {
  source: 'profiles' | 'usage' | 'charges';
  /** Account/Region, or payer account. */
  slice: string;
  completeUntil: Instant | null;
  lastSuccessAt: Instant | null;
  lastError: string | null;
  lastErrorAt: Instant | null;
}

/** Who did something: for the audit log. */
export interface Actor {
  /** A person's e-mail address, `local:<OS user>` for whoever works at the machine, `job:<name>`, `unknown`. */
  id: string;
  reason?: string;
  /** How it came: through a page, the API with a token, the command line, a job, or a button in Slack. */
  via?: 'page' | 'api' | 'cli' | 'job' | 'slack';
  /** Network address it came from, where it came over the network. */
  address?: string;
}
