import type { SpendScope } from '../core/access.ts';
import type { Bill } from '../core/billEntries.ts';
import type { Driver } from '../core/drivers.ts';
import type { ForecastKind, ForecastOf } from '../core/forecast.ts';
import type {
  AmountRow,
  BriefSum,
  RowSum,
  SetsQuery,
  SpendAnswer,
  SpendFilter,
  SpendQuery,
} from '../core/questions.ts';
import type { ComparedRow } from '../core/reconciliation.ts';
import type { Kept } from '../core/retention.ts';
import type {
  Day,
  DayRange,
  Finding,
  FindingKind,
  Money,
  Month,
  SpendRow,
  TokenKind,
} from '../core/types.ts';
import type { Lease } from './typesLease.ts';

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

/** What an owner was given of a day's bill. */
export interface OwnerBilled {
  userEmail: string | null;
  costCenter: string | null;
  billed: Money;
}

/** Which names: so many, from the first on; only those whom the directory does not hold. */
export interface NamesAsked {
  limit?: number;
  unknown?: boolean;
}

/** Spend as it was worked out, and what follows from it: forecasts, sums, and how long its lines stay. */
export interface SpendStore {
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
    /**
     * The rows of `brief` for each of several sets of people, in one reading: what each is asked by itself with its people as
     * `filter.user`. One may be in several of them.
     */
    briefOf(q: SetsQuery, sets: readonly (readonly string[])[]): Promise<BriefSum[][]>;
    /** The first day of which a question is answered whole: what only rows know is as old as they are. '': any. */
    knownFrom(q: Pick<SpendQuery, 'groupBy' | 'filter' | 'scope'>): Promise<Day>;
    /** Its rows alone, and only what they come to. */
    amounts(q: SpendQuery): Promise<AmountRow[]>;
    /** The same for each of several sets of people, as `briefOf`. */
    amountsOf(q: SetsQuery, sets: readonly (readonly string[])[]): Promise<AmountRow[][]>;
    rows(
      filter: SpendFilter & { range: DayRange },
      scope: SpendScope,
      page: { limit: number; offset: number },
    ): Promise<{ rows: SpendRow[]; total: number }>;
    /**
     * What people spent day by day, as best known: of those who spent at least so much on a day of `recent`, 10⁻¹⁰ USD. Days
     * without spend are missing; what nobody owns is left out.
     */
    daily(asked: {
      range: DayRange;
      recent: DayRange;
      least: Money;
    }): Promise<ReadonlyMap<string, ReadonlyMap<Day, Money>>>;
    /** What all of those rows come to, by label. */
    rowSums(filter: SpendFilter & { range: DayRange }, scope: SpendScope): Promise<RowSum[]>;
    /** What owners were given of a day's bill, by user and cost center, whatever the setting attributes people by. */
    ownersBilled(day: Day): Promise<OwnerBilled[]>;
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
    /** How many people there are of whom one is kept. */
    people(): Promise<number>;
    /** Of all of them, or of those that are named. */
    of(kind: ForecastKind, keys?: readonly string[]): Promise<ReadonlyMap<string, ForecastOf>>;
    /**
     * Who drives the organisation's budgets, made of the same spend: by the days that count and what of it is counted, as
     * whoever replaces them names these; null: nobody. Only those that are kept.
     */
    drivers(): Promise<ReadonlyMap<string, Driver | null>>;
    replace(
      lease: Lease,
      madeFor: string,
      forecasts: Readonly<Record<ForecastKind, ReadonlyMap<string, ForecastOf>>>,
      drivers: ReadonlyMap<string, Driver | null>,
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
