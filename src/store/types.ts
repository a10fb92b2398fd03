import type { SpendScope } from '../core/access.ts';
import type { BillRead } from '../core/agreement.ts';
import type { Link } from '../core/auditChain.ts';
import type { Bill, BillClaim, BillEntry, BillLine, BillPart, ClaimedBy } from '../core/billEntries.ts';
import type { TagKeys } from '../core/estate.ts';
import type { FileTrouble } from '../core/fileTrouble.ts';
import type { About } from '../core/lasting.ts';
import type { Holding } from '../core/lease.ts';
import type { UsageListed } from '../core/mirrorModels.ts';
import type { JobName, JobRun, RunProgress, SliceError } from '../core/runs.ts';
import type {
  Actor,
  CatalogueEntry,
  Day,
  DayRange,
  Freshness,
  Instant,
  Money,
  Month,
  Place,
  Profile,
  Rate,
  TokenKind,
  Tokens,
  UsageHour,
} from '../core/types.ts';
import type { ApprovalStore } from './typesApprovals.ts';
import type { BelongingsStore } from './typesBelongings.ts';
import type { BudgetPlanStore } from './typesBudgetPlans.ts';
import type { BudgetStore } from './typesBudgets.ts';
import type { BypassStore } from './typesBypass.ts';
import type { JobTroubleStore } from './typesJobTroubles.ts';
import type { Lease } from './typesLease.ts';
import type { LetterStore } from './typesLetters.ts';
import type { LookStore } from './typesLooks.ts';
import type { MessageStore } from './typesMessages.ts';
import type { MirrorStore } from './typesMirror.ts';
import type { NoticeStore } from './typesNotices.ts';
import type { PeopleStore } from './typesPeople.ts';
import type { PreferencesStore } from './typesPreferences.ts';
import type { ProvisioningStore } from './typesProvisioning.ts';
import type { QuarantineStore } from './typesQuarantine.ts';
import type { SavedViewsStore } from './typesSavedViews.ts';
import type { NamesAsked, SpendStore } from './typesSpend.ts';
import type { StopStore } from './typesStops.ts';
import type { WatchingStore } from './typesWatching.ts';

/**
 * The ledger's functions. Each is atomic by itself, asynchronous, takes and returns domain types; no SQL and no error of
 * an engine leaves `src/store`. Writes of a sync carry the lease and are refused (`LeaseLost`) once it was taken over.
 */

export interface LedgerIdentity {
  payerAccountId: string;
  simulated: boolean;
}

export interface LackingTags {
  known: number;
  lacking: number;
  first: readonly { arn: string; missing: readonly string[] }[];
}

/** Requests to AWS and what it charges for them, in all and per `service:Operation`. */
export interface AwsRequests {
  requests: number;
  awsCharge: Money;
  operations: Readonly<Record<string, { requests: number; charge: Money }>>;
}

/** Which profiles: those in the scope, by their tags of today, and of one person where one is named ('': nobody's). */
/** A profile by its names. */
export interface ProfileNamed extends Pick<Profile, 'shortId' | 'name' | 'modelKey'> {
  isGone: boolean;
}

export interface ProfileQuestion {
  tagKeys: Pick<TagKeys, 'user' | 'costCenter'>;
  scope: SpendScope;
  user?: string | undefined;
  /** Beside the scope: what is made here for these cost centers, and for nobody. */
  sharedBy?: readonly string[];
}

/** What opening a ledger did to it. */
export interface Migration {
  /** Steps that brought it to this version; 0 when it was of this version. */
  applied: number;
  /** Name of a copy of the ledger as it was before, when there was something to lose. */
  backup: string | null;
  /** Why there is no copy, although there was something to lose. */
  noBackup?: string;
  /** Entries of the audit log from before there were digests, which were given theirs: up to which, and its digest. */
  chained?: { entries: number; last: Link };
}

interface Version {
  ledger: string;
  work: string;
}

export interface Store
  extends ApprovalStore,
    BudgetPlanStore,
    BudgetStore,
    BelongingsStore,
    MirrorStore,
    StopStore,
    PeopleStore,
    ProvisioningStore,
    BypassStore,
    QuarantineStore,
    SpendStore,
    JobTroubleStore,
    LetterStore,
    MessageStore,
    NoticeStore,
    PreferencesStore,
    SavedViewsStore,
    LookStore,
    WatchingStore {
  /**
   * One read transaction: whatever `work` asks of the ledger it is given belongs together, and writing is refused. Only
   * functions of that ledger are awaited inside: they finish without waiting for anything, so that a unit of work that
   * outlives a turn of the event loop waited for something else; it is ended, undone and refused (`internal`), and so is
   * whatever is asked of its ledger afterwards. Within another unit of work it is a part of that one.
   */
  reading<T>(work: (ledger: Store) => Promise<T>): Promise<T>;
  /**
   * One write transaction: all that `work` does to the ledger it is given, or nothing when it throws; others who write
   * wait until it is over. What is awaited inside is bound as in `reading`; each function is all or nothing by itself, so
   * that one that throws may be caught. Within another writing it is a part of that one: when it throws, nothing of either
   * is kept, whoever catches it. Within a reading it is refused (`internal`).
   */
  writing<T>(work: (ledger: Store) => Promise<T>): Promise<T>;
  /** The same ledger; `tell` hears of each function what its answer is about, before it is called. */
  telling(this: Store, tell: (about: About) => void): Store;
  /**
   * What keeps the ledger from being written or read right now; null where nothing is known of. Cheap, writes nothing and
   * waits for nobody: what the system says of file and disk, and what the last write failed with, until one succeeds.
   * It is of this store alone: what a worker's writes fail with stands in its runs. Not within a unit of work.
   */
  trouble(): Promise<FileTrouble | null>;
  /** For good; not within a unit of work. */
  close(): void;
  /** What is wrong with the ledger's inner state, in words; empty when sound. */
  check(): Promise<string[]>;

  version: {
    /**
     * Names of the state that the ledger is in, and of what jobs and the audit log noted: another one after every change,
     * moved in its transaction, and none that there was before. '' before the first.
     */
    get(): Promise<Version>;
  };
  identity: {
    get(): Promise<LedgerIdentity | null>;
    /** Pins on first use; throws `IdentityMismatch` in words when the ledger belongs to another payer or world. */
    pin(identity: LedgerIdentity): Promise<void>;
  };
  lease: {
    /**
     * Takes the lease when it is free, expired or void (`core/lease`); otherwise tells who holds it and since when.
     * `voided`: whose void one was taken over.
     * @param dead a holder of whom it is known that it is no more: its lease counts as expired
     */
    acquire(
      holder: string,
      now: Instant,
      ttlMs: number,
      dead?: string | null,
    ): Promise<{ lease: Lease; voided: Holding | null } | Holding>;
    /** Who stands in its row, expired or not; null where it was given back. */
    holding(now: Instant): Promise<Holding | null>;
    heartbeat(lease: Lease, now: Instant, ttlMs: number): Promise<boolean>;
    /**
     * A new number for the same holder: whatever was begun with the old one never writes again.
     * @throws LeaseLost when somebody else has taken over
     */
    renew(lease: Lease): Promise<Lease>;
    /** Who holds it, by the real time as all of the lease; null: nobody does, or whoever did is not heard of any more. */
    holder(): Promise<{ heldBy: string; since: Instant; fence: number } | null>;
    release(lease: Lease): Promise<void>;
  };
  runs: {
    start(lease: Lease, job: JobName, now: Instant): Promise<string>;
    /**
     * Books what a run that goes on is about to ask for: false, and nothing booked, when the month of the run would come to
     * more than `limit`, with all that others have booked. What is not counted when the run ends is free again; of a run
     * that was killed it counts as charged.
     */
    book(id: string, amount: Money, limit: Money): Promise<boolean>;
    /** The same for a request outside of any run, which counts as charged at once. */
    charge(operation: string, amount: Money, limit: Money, now: Instant): Promise<boolean>;
    /** What AWS has charged in a month, with what is booked. */
    spent(month: Month): Promise<Money>;
    /** What a run has asked of AWS so far, kept while it goes on: what a killed run was charged counts as well. */
    count(id: string, soFar: AwsRequests): Promise<void>;
    /** How far a run is, for whoever looks; nothing where it has ended. */
    tell(id: string, progress: RunProgress): Promise<void>;
    finish(
      id: string,
      end: {
        at: Instant;
        status: JobRun['status'];
        rows: number;
        errors: readonly SliceError[];
      } & AwsRequests,
    ): Promise<void>;
    /** Marks runs of dead holders as interrupted, unless told otherwise; with these words where somebody saw them end. */
    interruptStale(
      lease: Lease,
      now: Instant,
      seen?: { status: 'interrupted' | 'failed'; words: string },
    ): Promise<number>;
    /** The run of each job that was started last, whatever its clock said. */
    latest(): Promise<JobRun[]>;
    /** When the last run of each job began that ended well; jobs of which none is kept are left out. */
    lastOk(): Promise<{ job: JobName; startedAt: Instant }[]>;
    /** Newest first; `before` is an instant: runs that started earlier. */
    list(page: { job?: JobName; limit: number; before?: Instant; offset?: number }): Promise<JobRun[]>;
    /** AWS requests and their charges of the runs that started in a UTC month, per `service:Operation`. */
    awsCharges(month: Month): Promise<{ operation: string; requests: number; charge: Money }[]>;
    /**
     * Forgets runs that started before an instant, oldest first, at most `limit` of them, and answers how many. The latest
     * of each job stays, since what is due follows from it, and so do the months' charges.
     */
    forget(startedBefore: Instant, limit: number): Promise<number>;
  };
  profiles: {
    /**
     * One complete listing of a place: new ones stored, changed tags appended to the history, the missing marked gone.
     * `now` is when the listing began: what was stored since then is neither gone nor without tags. That a profile has lost
     * all of its tags is stored once it was said again hours later, or is sure.
     */
    replacePlace(
      lease: Lease,
      place: Place,
      listed: readonly Omit<Profile, 'firstSeenAt' | 'lastSeenAt' | 'goneAt' | 'history'>[],
      tags: ReadonlyMap<string, Readonly<Record<string, string>>>,
      now: Instant,
      isSure?: boolean,
    ): Promise<{ added: number; changed: number; gone: number }>;
    /**
     * A profile made by this product, with its audit entry: known before the next listing, or completed where a listing
     * saw it first because the maker was interrupted. Each ARN is audited once.
     */
    addCreated(profile: Profile, actor: Actor, now: Instant): Promise<void>;
    /**
     * Tags that this product gave a profile: they hold from now on, with its audit entry, until a listing says otherwise.
     * Nothing where it has them already.
     */
    addTagged(arn: string, tags: Readonly<Record<string, string>>, actor: Actor, now: Instant): Promise<void>;
    /** Gone, if a listing has not said so before, with its audit entry; each ARN is audited once. */
    markDeleted(arn: string, actor: Actor, now: Instant): Promise<void>;
    /** Gone, as AWS said when it was asked for this one; with its audit entry, unless it was known already. */
    markMissing(arn: string, actor: Actor, now: Instant): Promise<void>;
    /**
     * How many are there, how many of them lack some of these tags, and so many of those, in order, with what each lacks.
     * @param places each named once; null: everywhere
     */
    lackingTags(
      places: readonly Place[] | null,
      keys: readonly string[],
      listed: number,
    ): Promise<LackingTags>;
    /** How many are there in each of these places. */
    inUse(places: readonly Place[]): Promise<(Place & { count: number })[]>;
    /** How many AWS allows in each place, as it was read last; null: it cannot be read. */
    quotas(): Promise<(Place & { quota: number | null; readAt: Instant })[]>;
    keepQuota(place: Place, quota: number | null, now: Instant): Promise<void>;
    /** Notes that a profile of a person is being made, so that it counts among theirs; until an instant at most. */
    reserve(
      making: { id: string; token: string; email: string; expiresAt: Instant },
      now: Instant,
    ): Promise<void>;
    /** Client tokens of profiles of a person that are being made, each once. */
    making(email: string, now: Instant): Promise<string[]>;
    /** It is made, or was not. */
    release(id: string): Promise<void>;
    /** What a listing of a place should hold, each with the tags that it must have; what was just made is left out. */
    knownIn(place: Place, now: Instant): Promise<{ arn: string; tags: Readonly<Record<string, string>> }[]>;
    /** Of everybody, with all of their past: for jobs that look at the whole estate. */
    all(): Promise<Profile[]>;
    /** By ARN; those on a part of the list where one is asked for. */
    list(question: ProfileQuestion, page: { limit: number; offset: number } | null): Promise<Profile[]>;
    count(question: ProfileQuestion): Promise<number>;
    /** Where there are most of those that are not gone, first. */
    places(question: ProfileQuestion): Promise<Place[]>;
    /** Whom they are tagged with, those that are gone included, in order. */
    users(question: ProfileQuestion, names?: NamesAsked): Promise<string[]>;
    /** By the last part of its ARN; in several places there may be one each. */
    byShortId(shortId: string): Promise<Profile[]>;
    get(arn: string): Promise<Profile | null>;
    /** Of each model somebody has: how many people of the directory, who are still here, have a profile of it. */
    holders(userKey: string): Promise<{ modelKey: string; people: number }[]>;
    /** How all that fit are called, by name: of an estate less is read than its list. */
    named(question: ProfileQuestion): Promise<ProfileNamed[]>;
    /** How these are called; those that there are not are left out. */
    names(arns: readonly string[]): Promise<Pick<Profile, 'arn' | 'name' | 'shortId'>[]>;
    /** Those that bear a tag or once did, letter by letter, with the history of their tags. */
    tagged(key: string, value: string): Promise<Pick<Profile, 'arn' | 'history'>[]>;
    replaceCatalogue(lease: Lease, region: string, entries: readonly CatalogueEntry[]): Promise<void>;
    catalogue(): Promise<CatalogueEntry[]>;
  };
  usage: {
    /**
     * Replaces the hours `start <= hour < endExclusive` of the given series of a place, in one transaction.
     * @throws RangeError where it covers a part of a day whose hours are folded: it would count them twice, or lose some
     */
    replaceHours(
      lease: Lease,
      place: Place,
      series: readonly { dimension: string; kind: TokenKind }[],
      start: Instant,
      endExclusive: Instant,
      hours: readonly UsageHour[],
    ): Promise<void>;
    /** Tokens of series of a place that are held of `start <= hour < endExclusive`, per UTC day. */
    sums(
      place: Place,
      series: readonly { dimension: string; kind: TokenKind }[],
      start: Instant,
      endExclusive: Instant,
    ): Promise<{ dimension: string; kind: TokenKind; day: Day; tokens: Tokens }[]>;
    hours(filter: { dimension?: string; accountId?: string; range: DayRange }): Promise<UsageHour[]>;
    /** Every day that has token usage, oldest first. */
    days(): Promise<Day[]>;
  };
  charges: {
    /**
     * Replaces one part of the bill of one day by what was read of these accounts ('' is the bill as a whole): whole and
     * by account are two readings of one bill, and what was read before, in either way, must not stay beside it.
     */
    replaceDay(
      lease: Lease,
      day: Day,
      part: BillPart,
      accounts: readonly string[],
      entries: readonly BillEntry[],
      readAt: Instant,
    ): Promise<void>;
    ofDay(day: Day): Promise<Bill>;
    /** By day, service, usage type and account; other records by day, record type, service and account. */
    lines(filter: { range: DayRange; records: 'usage' | 'others' }): Promise<BillLine[]>;
    /** By day, by what the claim says, and by account. */
    claims<By extends ClaimedBy>(filter: {
      range: DayRange;
      by: By;
    }): Promise<Extract<BillClaim, { by: By }>[]>;
    /** What was read of each part of the bill of each day, by day, and whether the reading before that said the same. */
    parts(range: DayRange): Promise<
      {
        day: Day;
        part: BillPart;
        total: Money;
        entries: number;
        accounts: string;
        readAt: Instant;
        agrees: boolean;
      }[]
    >;
    /**
     * How much each account's part of the bill of each day holds: the sum of its amounts, each without its sign; days that
     * were read and held nothing are there with zero.
     */
    sizes(part: BillPart, range: DayRange): Promise<{ day: Day; accountId: string; size: Money }[]>;
    /** Which days of the bill were read, as a whole and by another grouping, whatever they held. */
    read(range: DayRange): Promise<BillRead>;
    /**
     * Sum of the lines of usage per month of which a day was read, with the first and last of its days that were (`until` is
     * within) and how many they are; zero where the bill held nothing.
     */
    monthTotals(): Promise<{ month: Month; from: Day; until: Day; days: number; total: Money }[]>;
    /** SERVICE names among the lines of usage of these days, in order. */
    services(range: DayRange): Promise<string[]>;
    /** What the bill lists among the lines of usage of these days, each once. */
    usageTypes(range: DayRange): Promise<UsageListed[]>;
    /** Days whose lines of usage were read, empty ones too, oldest first. */
    days(): Promise<{ day: Day; provisional: boolean; readAt: Instant }[]>;
  };
  freshness: {
    record(lease: Lease, f: Freshness): Promise<void>;
    all(): Promise<Freshness[]>;
  };
  rates: {
    all(): Promise<Rate[]>;
    /** Those of them that may be in force on a day: of a ledger of years a small part. */
    holding(day: Day): Promise<Rate[]>;
    /**
     * Replaces all rates of one source (learned, list). `from` names what they were learned from; without it that is
     * not known.
     */
    replace(lease: Lease, source: 'learned' | 'list', rates: readonly Rate[], from?: string): Promise<void>;
    /** The version of all that rates are learned from, and from what the learned ones are, as it was named. */
    inputs(): Promise<{ version: number; learnedFrom: string | null }>;
    /** Sets rates of the operator's, all or none; one that there is already is replaced. */
    setOverrides(rates: readonly Omit<Rate, 'source'>[], actor: Actor, now: Instant): Promise<void>;
    /** Takes them away again, all or none. */
    removeOverrides(
      rates: readonly Omit<Rate, 'source' | 'perMillion' | 'validTo'>[],
      actor: Actor,
      now: Instant,
    ): Promise<void>;
  };
}
