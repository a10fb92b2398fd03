import type { Day, DayRange, Money, Place, Priced, Tokens, UnallocatedReason } from '../core/types.ts';

/** Spend without a profile, in one account and Region with one model. */
export interface DirectSum extends Place {
  modelKey: string;
  /** SERVICE of the bill; '' for what is not billed yet. */
  service: string;
  /** '' where the whole range is one sum. */
  day: Day;
  amount: Priced;
  unpricedTokens: Tokens;
  tokens: Tokens;
  billed: Money;
}

/** What the bill says that somebody called. */
export interface ClaimedSum {
  /** '' where the bill is read as a whole. */
  accountId: string;
  person: string;
  service: string;
  amount: Money;
}

/** What is billed of somebody's own profiles. */
export interface ExplainedSum {
  accountId: string;
  person: string;
  modelKey: string;
  billed: Money;
}

/** Spend that is alike in what coverage asks. */
export interface CoveredSum {
  /** '' where somebody owns it. */
  reason: UnallocatedReason | '';
  hasCostCenter: boolean;
  hasProfile: boolean;
  amount: Priced;
  unpricedTokens: Tokens;
}

/** What was used of a model in a Region. */
export interface UsedSum {
  region: string;
  modelKey: string;
  amount: Priced;
  unpricedTokens: Tokens;
}

/** What goes round the profiles, and what share of spend does not; all of it from sums that stay when rows go. */
export interface BypassStore {
  bypass: {
    /**
     * Calls without a profile by account, Region, model and service.
     * @param models only of these; null: of all
     */
    direct(range: DayRange, by: 'range' | 'day', models: readonly string[] | null): Promise<DirectSum[]>;
    /** What the bill says that people called of these services; nobody, where it names no callers. Of each day all claims are read. */
    claimed(range: DayRange, services: readonly string[]): Promise<ClaimedSum[]>;
    /** What is billed of people's own profiles of these models. */
    explained(range: DayRange, models: readonly string[]): Promise<ExplainedSum[]>;
    /** Under which services models are billed, what is billed most first. */
    services(range: DayRange): Promise<{ modelKey: string; service: string; billed: Money }[]>;
    /** What was used of each model in each Region, whether anybody owns it or not. */
    used(range: DayRange): Promise<UsedSum[]>;
    /** `owner`: by the attribution of the ledger; `profile`: by profiles, whatever that is. */
    covered(range: DayRange, by: 'owner' | 'profile'): Promise<CoveredSum[]>;
  };
}
