import type { SpendScope } from '../core/access.ts';
import type { Alert, Delivery } from '../core/alerts.ts';
import type { Bill, BillClaim, BillEntry, BillLine, BillPart, ClaimedBy } from '../core/billEntries.ts';
import type { Budget, BudgetScope } from '../core/budgets.ts';
import type { TagKeys } from '../core/estate.ts';
import type { ForecastOf } from '../core/forecast.ts';
import type { About } from '../core/lasting.ts';
import type { AmountRow, BriefSum, RowSum, SpendAnswer, SpendFilter, SpendQuery } from '../core/questions.ts';
import type { ComparedRow } from '../core/reconciliation.ts';
import type { Kept } from '../core/retention.ts';
import type { JobName, JobRun, SliceError } from '../core/runs.ts';
import type {
  Actor,
  CatalogueEntry,
  Day,
  DayRange,
  Finding,
  FindingKind,
  Freshness,
  Instant,
  Money,
  Month,
  Place,
  Profile,
  Rate,
  SpendRow,
  TokenKind,
  UsageHour,
} from '../core/types.ts';
import type { Lease } from './typesLease.ts';
import type { PeopleStore } from './typesPeople.ts';
import type { WatchingStore } from './typesWatching.ts';

/**
 * The ledger's functions. Each is atomic by itself, asynchronous, takes and returns domain types; no SQL and no error of
 * an engine leaves `src/store`. Writes of a sync carry the lease and are refused (`LeaseLost`) once it was taken over.
 */

export interface LedgerIdentity {
  payerAccountId: string;
  simulated: boolean;
}

/** What the `spend` job reads for one day, in one read transaction; in one order, whatever order it was stored in. */
export interface DayInputs {
  bill: Bill;
  /** Tokens per account, Region, dimension and kind. */
  usage: { accountId: string; region: string; dimension: string; kind: TokenKind; tokens: bigint }[];
}

/** What the rows of a day were computed from. */
export interface ComputedFrom {
  /** The version of its inputs. */
  version: number;
  /** The version of those that are held of the day itself. */
  ownVersion: number;
  /** What decides beside them, as `computedBy` says it; '' where that is not known. */
  computedBy: string;
  /** Hash of all that they depend on; '' where nobody took it. */
  inputsHash: string;
  /** Models whose tokens were seen that day; null where that is not known. */
  models: readonly string[] | null;
}

export interface DayVersion {
  day: Day;
  version: number;
  /** Of its tokens and its bill: when it is another, the day's rows will hardly be what they were. */
  ownVersion: number;
  /** null: never computed. */
  computed: ComputedFrom | null;
}

/** Requests to AWS and what it charges for them, in all and per `service:Operation`. */
export interface AwsRequests {
  requests: number;
  awsCharge: Money;
  operations: Readonly<Record<string, { requests: number; charge: Money }>>;
}

/** Which profiles: those in the scope, by their tags of today, and of one person where one is named ('': nobody's). */
export interface ProfileQuestion {
  tagKeys: Pick<TagKeys, 'user' | 'costCenter'>;
  scope: SpendScope;
  user?: string | undefined;
}
/** Which names: so many, from the first on; only those whom the directory does not hold. */
export interface NamesAsked {
  limit?: number;
  unknown?: boolean;
}

export interface MirroredBudget {
  name: string;
  budgetId: string;
  /** What was last written to AWS, as stable JSON. */
  written: string;
  writtenAt: Instant;
}

/** What opening a ledger did to it. */
export interface Migration {
  /** Steps that brought it to this version; 0 when it was of this version. */
  applied: number;
  /** Name of a copy of the ledger as it was before, when there was something to lose. */
  backup: string | null;
  /** Why there is no copy, although there was something to lose. */
  noBackup?: string;
}

interface Version {
  ledger: string;
  work: string;
}

export interface Store extends PeopleStore, WatchingStore {
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
    /** Takes the lease when free or expired; otherwise tells who holds it and since when. */
    acquire(
      holder: string,
      now: Instant,
      ttlMs: number,
    ): Promise<{ lease: Lease } | { heldBy: string; since: Instant; expiresAt: Instant }>;
    heartbeat(lease: Lease, now: Instant, ttlMs: number): Promise<boolean>;
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
    finish(
      id: string,
      end: {
        at: Instant;
        status: JobRun['status'];
        rows: number;
        errors: readonly SliceError[];
      } & AwsRequests,
    ): Promise<void>;
    /** Marks runs of dead holders as interrupted. */
    interruptStale(lease: Lease, now: Instant): Promise<number>;
    /** The run of each job that was started last, whatever its clock said. */
    latest(): Promise<JobRun[]>;
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
     * `now` is when the listing began: what was stored since then is neither gone nor without tags.
     */
    replacePlace(
      lease: Lease,
      place: Place,
      listed: readonly Omit<Profile, 'firstSeenAt' | 'lastSeenAt' | 'goneAt' | 'history'>[],
      tags: ReadonlyMap<string, Readonly<Record<string, string>>>,
      now: Instant,
    ): Promise<{ added: number; changed: number; gone: number }>;
    /**
     * A profile made by this product, with its audit entry: known before the next listing, or completed where a listing
     * saw it first because the maker was interrupted. Each ARN is audited once.
     */
    addCreated(profile: Profile, actor: Actor, now: Instant): Promise<void>;
    /** Gone, if a listing has not said so before, with its audit entry; each ARN is audited once. */
    markDeleted(arn: string, actor: Actor, now: Instant): Promise<void>;
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
    /** How these are called; those that there are not are left out. */
    names(arns: readonly string[]): Promise<Pick<Profile, 'arn' | 'name' | 'shortId'>[]>;
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
    /** What was read of each part of the bill of each day, by day. */
    parts(
      range: DayRange,
    ): Promise<
      { day: Day; part: BillPart; total: Money; entries: number; accounts: string; readAt: Instant }[]
    >;
    /** Sum of the lines of usage per month of which a day was read; zero where the bill held nothing. */
    monthTotals(): Promise<{ month: Month; total: Money }[]>;
    /** Days whose lines of usage were read, empty ones too, oldest first. */
    days(): Promise<{ day: Day; provisional: boolean; readAt: Instant }[]>;
  };
  freshness: {
    record(lease: Lease, f: Freshness): Promise<void>;
    all(): Promise<Freshness[]>;
  };
  rates: {
    all(): Promise<Rate[]>;
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
  spend: {
    dayInputs(day: Day): Promise<DayInputs>;
    replaceDay(
      lease: Lease,
      day: Day,
      rows: readonly SpendRow[],
      findings: readonly Finding[],
      inputsHash: string,
    ): Promise<void>;
    /**
     * Every day of which anything is held or was computed, oldest first, with the version of its inputs: it moves on in the
     * transaction of each change that can matter to the day's rows. Whoever computes a day reads the version first, so that
     * what changes meanwhile is not taken for known.
     */
    days(): Promise<DayVersion[]>;
    /** Notes what the rows of a day, as they stand, are computed from. */
    settleDay(lease: Lease, day: Day, from: ComputedFrom): Promise<void>;
    query(q: SpendQuery): Promise<SpendAnswer>;
    /** The same, of each row what a table shows of it. */
    brief(q: SpendQuery): Promise<SpendAnswer<BriefSum>>;
    /** The first day of which a question is answered whole: what only rows know is as old as they are. '': any. */
    knownFrom(q: Pick<SpendQuery, 'groupBy' | 'filter' | 'scope'>): Promise<Day>;
    /** Its rows alone, and only what they come to. */
    amounts(q: SpendQuery): Promise<AmountRow[]>;
    rows(
      filter: SpendFilter & { range: DayRange },
      scope: SpendScope,
      page: { limit: number; offset: number },
    ): Promise<{ rows: SpendRow[]; total: number }>;
    /** What all of those rows come to, by label. */
    rowSums(filter: SpendFilter & { range: DayRange }, scope: SpendScope): Promise<RowSum[]>;
    /** Rows of the profile view for the comparison of estimate and bill, added up over owners. */
    compared(range: DayRange): Promise<ComparedRow[]>;
    findings(filter?: { range?: DayRange; kind?: FindingKind }): Promise<Finding[]>;
    /** Whoever owns any of it, on any day, within a scope, in order. */
    users(scope: SpendScope, names?: NamesAsked): Promise<string[]>;
    range(): Promise<DayRange | null>;
  };
  /** Of everybody, by all that they spent, as of when spend was last worked out. */
  forecasts: {
    /** For which day and settings they were made, and whether a day of spend was written since. */
    state(): Promise<{ madeFor: string | null; outdated: boolean }>;
    /** Of all of them, or of those that are named. */
    of(kind: 'user' | 'costCenter', keys?: readonly string[]): Promise<ReadonlyMap<string, ForecastOf>>;
    replace(
      lease: Lease,
      madeFor: string,
      forecasts: Readonly<Record<'user' | 'costCenter', ReadonlyMap<string, ForecastOf>>>,
    ): Promise<void>;
  };
  /** Sums of `spend`, kept with it; what is left to do of a ledger that is older than they are. */
  rollups: {
    /** Months that are not summed up to their end, newest first; and whether the index of owners is still to be made. */
    pending(): Promise<{ months: Month[]; index: boolean }>;
    /** Whether there is either; asked every few seconds. */
    isPending(): Promise<boolean>;
    /** Sums up the next day of such a month; whether more of it is left. */
    fillNext(lease: Lease, month: Month): Promise<boolean>;
    /**
     * Makes the index that it may lack, and notes that no month lacks its sums. Nobody else writes meanwhile: of a ledger of
     * years some minutes.
     */
    finish(lease: Lease): Promise<void>;
    /** Forgets the sums of all months whose rows are kept, to be filled again. */
    drop(): Promise<void>;
  };
  budgets: {
    list(): Promise<Budget[]>;
    get(id: string): Promise<Budget | null>;
    /** Creates or changes the budget of a scope; an unchanged amount changes nothing. Audit in the same transaction. */
    set(
      scope: BudgetScope,
      amount: Money,
      actor: Actor,
      now: Instant,
    ): Promise<{ budget: Budget; changed: boolean }>;
    /** All or nothing, for the import. */
    setMany(
      items: readonly { scope: BudgetScope; amount: Money }[],
      actor: Actor,
      now: Instant,
    ): Promise<{ created: number; changed: number; unchanged: number }>;
    remove(id: string, actor: Actor, now: Instant): Promise<void>;
    mirrored(): Promise<MirroredBudget[]>;
    /** What was written to AWS, or taken away there, each with its audit entry. */
    recordMirrored(lease: Lease, m: MirroredBudget): Promise<void>;
    forgetMirrored(lease: Lease, name: string, now: Instant): Promise<void>;
  };
  alerts: {
    /** Crossings already recorded in a month: `budgetId|scopeKey|version|threshold`. */
    recorded(month: Month): Promise<ReadonlySet<string>>;
    /** Records crossings and the messages they owe in one transaction; what was recorded before is left out. */
    record(
      lease: Lease,
      alerts: readonly (Omit<Alert, 'id'> & {
        send: readonly { channel: Delivery['channel']; target: string }[];
      })[],
      now: Instant,
    ): Promise<number>;
    list(page: {
      limit: number;
      offset: number;
      /** Whose alerts: rows that whoever asks may see. */
      scope: SpendScope;
      scopeKind?: Alert['scopeKind'];
      scopeKey?: string;
    }): Promise<{ alerts: (Alert & { deliveries: Delivery[] })[]; total: number }>;
    due(now: Instant, limit: number): Promise<(Delivery & { alert: Alert })[]>;
    delivered(id: string, at: Instant): Promise<void>;
    failed(id: string, error: string, nextAttemptAt: Instant | null, now: Instant): Promise<void>;
    /** Forgets crossings before an instant and their messages, but for those that still wait; at most `limit`; how many. */
    forget(crossedBefore: Instant, limit: number): Promise<number>;
  };
  /**
   * What grows with the ledger's age goes in pieces: each function takes at most `limit` rows, oldest first, answers how
   * many there were, and is called until these are fewer. The sums of spend stay.
   */
  retention: {
    kept(): Promise<Kept>;
    /** Rows of spend and findings of days before; `waitsAt` is a day at which it stopped because it stands in no sums. */
    forgetSpend(lease: Lease, before: Day, limit: number): Promise<{ rows: number; waitsAt: Day | null }>;
    /** The bill of days before, that it was read, and the tokens of these days. */
    forgetBill(lease: Lease, before: Day, limit: number): Promise<number>;
    /** Hours of token usage of days before become one count per series and day, at the day's first hour. */
    foldHours(lease: Lease, before: Day, limit: number): Promise<number>;
  };
}
