import type { AwsBudget, HeldBudget } from '../core/awsBudget.ts';
import type { BillSource, OpenBill } from '../core/billSource.ts';
import type { SnsForm } from '../core/snsForm.ts';
import type { CatalogueEntry, Day, DayRange, Instant, Money, Place, TokenKind } from '../core/types.ts';
import type { ServiceName } from './errors.ts';
import type { OwnGateway } from './typesOwn.ts';
import type {
  CloudTrailGateway,
  IamGateway,
  ModelAccessGateway,
  OrganizationsGateway,
  SsoAdminGateway,
} from './typesPolicies.ts';
import type { BedrockRuntimeGateway, SessionAsked, SessionCredentials } from './typesRuntime.ts';

/**
 * What the gateways offer to the jobs. Domain types in and out; no SDK type leaves `src/aws`.
 * Every gateway retries throttling and passing faults as AWS advises and throws `AwsError` for the rest.
 */

/** Counts what requests cost, and lets none go beyond the ceiling. One per run of a job; `charge` in 10⁻¹⁰ USD. */
export interface Meter {
  count(service: string, operation: string, requests: number, charge: Money): void;
  readonly requests: number;
  readonly charge: Money;
  /** `service:Operation` → requests and charge. */
  byOperation(): ReadonlyMap<string, { requests: number; charge: Money }>;
  /**
   * Books a request before it is sent. An essential one may use the reserve; `what` goes into the words.
   * @throws AwsError of kind `ceiling` when the month has no money left for it
   */
  book(price: Money, essential: boolean, what: { service: ServiceName; operation: string }): Promise<void>;
  /** A booked request was not charged for: its money is free for the next. */
  release(price: Money): void;
}
/** Where requests are booked so that all processes know of them. */
export interface Booking {
  /** Whether what is booked and not asked for is given back in the end: then more is booked at once. */
  inBlocks: boolean;
  /** What this run alone may come to; left out: the ceiling of the month alone counts. */
  mostOfRun?: Money | null;
  /** False, and nothing booked, when more than `limit` would come of it. */
  book(amount: Money, limit: Money, what: { service: ServiceName; operation: string }): Promise<boolean>;
}

export interface ListedProfile extends Place {
  arn: string;
  shortId: string;
  name: string;
  status: string;
  modelArns: readonly string[];
  createdAt: Instant;
}

export interface BedrockGateway {
  /** All pages or an error: a listing is complete or it is none. */
  listApplicationProfiles(place: Place): Promise<ListedProfile[]>;
  listCatalogue(place: Place): Promise<CatalogueEntry[]>;
  createProfile(
    place: Place,
    input: {
      name: string;
      description?: string;
      copyFrom: string;
      tags: Record<string, string>;
      clientToken: string;
    },
  ): Promise<{ arn: string }>;
  /** Whether it is there now; false only where AWS says so. */
  hasProfile(place: Place, arn: string): Promise<boolean>;
  /**
   * Gone is what was wanted; false where AWS knew of none.
   * @param mark tags that it is given first, where a policy lets only what carries them be deleted
   */
  deleteProfile(place: Place, arn: string, mark?: Readonly<Record<string, string>> | null): Promise<boolean>;
  tagProfile(place: Place, arn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  untagProfile(place: Place, arn: string, keys: readonly string[]): Promise<void>;
}
export interface TaggingGateway {
  /** ARN → tags for every application inference profile that ever had a tag. */
  profileTags(place: Place): Promise<ReadonlyMap<string, Record<string, string>>>;
}
export interface QuotaGateway {
  /** Application inference profiles per account and Region (quota L-40EC9882); null when it cannot be read. */
  profileQuota(place: Place): Promise<number | null>;
}

/** One CloudWatch series of token counts, chosen by its exact dimension set. A kind may have several, under one name each. */
export interface UsageSeries extends Place {
  dimension: string;
  kind: TokenKind;
  metric: string;
}
export interface CloudWatchGateway {
  /** What AWS charges for asking for one series once, however many hours of it. */
  readonly pricePerSeries: Money;
  /** What AWS and running code call the metrics of tokens. */
  readonly tokenMetrics: readonly Pick<UsageSeries, 'kind' | 'metric'>[];
  /**
   * Series with the dimension set {ModelId} alone that have data in the last three hours, under the names that are
   * known and `names`. `kinds`: of these kinds alone, which spares pages; left out: of all.
   */
  listSeries(place: Place, names?: readonly string[], kinds?: readonly TokenKind[]): Promise<UsageSeries[]>;
  /**
   * All series of the last two weeks, by whatever name; `unread`: metrics that count tokens and do not say which kind.
   * More pages than by names, since all else that Bedrock counts is on them.
   */
  listAll(place: Place): Promise<{ series: UsageSeries[]; unread: string[] }>;
  /**
   * Hourly sums, only hours with data. A series whose result stayed partial is in `failed`, and none of its hours in `hours`.
   * @param urgent may use the reserve of the ceiling
   */
  hourly(
    place: Place,
    series: readonly UsageSeries[],
    start: Instant,
    endExclusive: Instant,
    onProgress?: (done: number, total: number) => void,
    urgent?: boolean,
  ): Promise<{
    hours: { series: UsageSeries; hour: Instant; tokens: bigint }[];
    failed: UsageSeries[];
  }>;
}

export interface CostAllocationTagState {
  key: string;
  status: 'active' | 'inactive' | 'unseen';
  lastUsedOn: Day | null;
}
/** The bill as Cost Explorer gives it, two things of an amount at a time, and its cost allocation tags. */
export interface CostExplorerGateway extends BillSource {
  /** SERVICE names of the range that are Bedrock's; AgentCore is another service. */
  bedrockServices(range: DayRange): Promise<string[]>;
  /** The bill of these services. */
  billOf(services: readonly string[]): OpenBill;
  costAllocationTags(keys: readonly string[]): Promise<CostAllocationTagState[]>;
  activateTags(keys: readonly string[]): Promise<{ key: string; error: string | null }[]>;
  startBackfill(from: Day): Promise<void>;
}

export interface BudgetsGateway {
  /**
   * The budgets that may be ours, by their names, and how many the account has in all: a few requests for thousands.
   * @param asksSubscribers of which budgets the subscribers are asked for as well, a request for each notification; left out: of all
   */
  list(
    accountId: string,
    asksSubscribers?: (name: string) => boolean,
  ): Promise<{ budgets: HeldBudget[]; total: number }>;
  create(accountId: string, budget: AwsBudget): Promise<void>;
  update(accountId: string, budget: AwsBudget, before: HeldBudget): Promise<void>;
  delete(accountId: string, name: string): Promise<void>;
}
export interface StsGateway {
  /** The account of the credentials used for `place` (or the bill when omitted). */
  account(place?: Place): Promise<{ accountId: string; arn: string }>;
  /** Takes a role on, with the credentials used for `place` (or the bill when omitted). */
  assume(session: SessionAsked, place?: Place): Promise<SessionCredentials>;
}

/** Where the directory is: IAM Identity Center lives in one Region, in the organization of the payer. */
export interface DirectorySettings {
  /** For example `d-1234567890`. */
  identityStoreId: string;
  region: string;
  /** Names of the groups whose members are of interest; null: all groups. */
  groups: readonly string[] | null;
}
/** A user of IAM Identity Center; what the directory does not say is null. */
export interface DirectoryPerson {
  /** In the directory's own letters: AWS tells capital and small ones apart. Nobody else has the same. */
  email: string;
  name: string | null;
  costCenter: string | null;
  /** The manager's e-mail address. */
  manager: string | null;
  /** False for a disabled user. */
  active: boolean;
  /** Names, sorted; of the groups that were asked for. */
  groups: string[];
  /** The id of the user, which stays when the address changes. */
  userId?: string | null;
  /** Other addresses that the directory has of them, a user name that is one among them; sorted. */
  aliases?: string[];
}
export interface DirectoryListing {
  /** Sorted by e-mail address. */
  people: DirectoryPerson[];
  /** Users that cannot be taken as people (by user id), and groups that are not there (by name), each with the reason in words. */
  skipped: { id: string; reason: string }[];
}
export interface DirectoryGateway {
  /** All users, disabled ones too, or an error: a listing is complete or it is none. */
  list(settings: DirectorySettings): Promise<DirectoryListing>;
}

export interface SnsGateway {
  /** @throws NotSent in words, with whose fault it was */
  publish(topicArn: string, form: SnsForm): Promise<void>;
  /** Asks for its attributes, so that it is known to be there. @throws AwsError */
  look(topicArn: string): Promise<void>;
}

/** What whoever took a role on may ask. */
export type AwsOfSession = Pick<Aws, 'bedrock' | 'runtime'>;
/** All gateways of one run, sharing one meter. */
export interface Aws {
  meter: Meter;
  /** The request that is waited for the longest, in words; null where none is. */
  waitsFor(): string | null;
  bedrock: BedrockGateway;
  tagging: TaggingGateway;
  quotas: QuotaGateway;
  cloudwatch: CloudWatchGateway;
  /** Where the bill is read; today Cost Explorer. */
  bill: BillSource;
  costExplorer: CostExplorerGateway;
  budgets: BudgetsGateway;
  sns: SnsGateway;
  sts: StsGateway;
  directory: DirectoryGateway;
  iam: IamGateway;
  ssoAdmin: SsoAdminGateway;
  organizations: OrganizationsGateway;
  cloudtrail: CloudTrailGateway;
  modelAccess: ModelAccessGateway;
  runtime: BedrockRuntimeGateway;
  own: OwnGateway;
  /** The same questions, asked by somebody else; counted in the same meter. */
  as(session: SessionCredentials): AwsOfSession;
}
/**
 * Makes the gateways for one run; the meter starts at `spentThisMonth`. Injected by `context.ts`.
 * @param booking left out where nobody keeps account of what others ask for at the same time
 * @param signal ends every request of the run, with its reason
 */
export type AwsFactory = (spentThisMonth: Money, booking?: Booking, signal?: AbortSignal) => Aws;
