import type { SpendScope } from '../core/access.ts';
import type { BelongsFrom } from '../core/belongings.ts';
import type { Whom } from '../core/budgets.ts';
import type { BudgetState } from '../core/standing.ts';
import type { Day, DayRange, Money, Priced, Tokens } from '../core/types.ts';
import type { Lease } from './typesLease.ts';

/** What a budget comes to in its running period, of one that it holds for, as of the last collection. */
export interface BudgetFigure {
  budgetId: string;
  scopeKind: Whom['kind'];
  scopeKey: string;
  periodStart: Day;
  spent: Priced;
  unpricedTokens: Tokens;
  /** At the end of the period; null: not enough data. */
  forecast: Money | null;
  /** The same of what counts against the budget. */
  forecastCounted: Money | null;
  carriedOver: Money;
  /** By the limit of that moment. */
  state: BudgetState;
  /** Over the limit, or expected to be; below zero: so much is left. */
  excess: Money;
  /** Of the budget that it was judged by. */
  version: number;
}

/** Which of them. */
export interface FiguresAsked {
  scope: SpendScope;
  states?: readonly BudgetState[];
  budgetIds?: readonly string[];
  whom?: Whom;
}

export interface BelongingsStore {
  /** Where people belonged on which days (`core/belongings`). */
  belongings: {
    /** Keeps what the directory says now, from this day on, of whom it says something new; of how many. */
    record(lease: Lease, day: Day): Promise<number>;
    /** What held on some day of a range, oldest first of each. @param of only these, or whoever may be below any of these managers; all unless given */
    during(
      range: DayRange,
      of?: { emails: readonly string[] } | { below: readonly string[] },
    ): Promise<BelongsFrom[]>;
    /** Forgets what was replaced before a day; at most `limit`; how much. */
    forget(before: Day, limit: number): Promise<number>;
  };
  budgetFigures: {
    /** What they were made for, and the number of changes of spend, budgets and belongings that there were. */
    state(): Promise<{ madeFor: string | null; changes: string }>;
    replace(lease: Lease, madeFor: string, figures: readonly BudgetFigure[]): Promise<void>;
    /** Worst first: over, then those that will be, each by how much. */
    worst(
      asked: FiguresAsked,
      page: { limit: number; offset: number },
    ): Promise<{ figures: BudgetFigure[]; total: number }>;
    /** For how many each of these budgets holds within a scope, and how many of them have counted all of a limit. */
    counts(
      scope: SpendScope,
      budgets: readonly { id: string; limit: Money; cautiousRate: Money }[],
    ): Promise<ReadonlyMap<string, { people: number; over: number }>>;
  };
}
