import type { SpendScope } from '../../core/access.ts';
import type { Agreement } from '../../core/agreement.ts';
import type { Budget } from '../../core/budgets.ts';
import type { BillReach, FreshnessSummary } from '../../core/freshness.ts';
import type { Known } from '../../core/known.ts';
import type { AmountRow, BriefSum, SpendAnswer, SpendFilter, SpendGroup } from '../../core/questions.ts';
import type { Standing } from '../../core/standing.ts';
import type { Day, DayRange, Finding, Freshness, Money, UnallocatedReason } from '../../core/types.ts';
import type { Gone } from '../kept.ts';
import type { StoppedKeys } from '../stop/stopped.ts';
import type { DaysByKey } from './days.ts';

/** What is asked and known of some spend in a period: what its pages and API answers are drawn from. */

export interface Attention {
  key: string;
  state: 'over' | 'watch';
  /** Money over the budget, or expected to be. */
  excess: Money;
}

/** Best-known spend at month end. */
export interface Expected {
  mid: Money;
  /** It is what is spent already. */
  least: boolean;
}

export interface GroupFacts {
  group: SpendGroup;
  /** Of nothing where it is gone. */
  answer: SpendAnswer<BriefSum>;
  /** Why nothing is known of it, although something was spent; null: it is known. */
  gone: Gone | null;
  /** Keys of the rows of people and cost centers that are shown. */
  shown: readonly string[];
  /** The period before, by key, of those that are shown; null where nobody asks for it. */
  earlier: ReadonlyMap<string, Known> | null;
  /** It is told of every row. */
  earlierIsWhole: boolean;
  /** Where every row stands is known, and not of those alone that are shown or need attention. */
  standIsWhole: boolean;
  /** `attention` holds all who need it; else nobody looked for them. */
  attentionIsTold: boolean;
  /** What somebody is called, where rows may be looked for by it; null: nobody of that key, or nobody looks. */
  nameOf(key: string): string | null;
  /** Days by key, of those that are shown; null where nobody asks for it. */
  daily: DaysByKey | null;
  /** Where each key stands, whether it has a row or not; of people and cost centers. */
  standingOf(key: string): Standing;
  /** The budget that each of those that are told of is held against; null: none, or none that whoever asks may see. */
  budgetOf: BudgetOf;
  /**
   * Where a row will be at month end, as the forecast of the whole counts it: of what is in the row, be it only a part of what
   * its person spent. What is spent already (`least`) where there is not enough data for more; null: nothing is forecast.
   */
  expectedOf(key: string): Expected | null;
  /** Of all who spent in the weeks before and have no row in this period; null: of nobody. */
  expectedOfOthers: Money | null;
  /** The same of what nobody owns, by reason. */
  expectedUnowned(reason: UnallocatedReason): Expected | null;
  /** What each model consists of by token kind; null where nobody asks for it. */
  kinds: ReadonlyMap<string, readonly BriefSum[]> | null;
  /** What was used in the month before this one began; null where nobody asks, or the ledger begins later. */
  usedBefore: ReadonlySet<string> | null;
  /** Rows of people or cost centers that are stopped now; none where the period does not run. */
  stopped: StoppedKeys;
  /** Rows that are over budget or will be, worst first; none where budgets say nothing. */
  attention: readonly Attention[];
}

/** Which rows of people and cost centers are shown. */
export interface Shown {
  /** Whether all are compared with the period before, since the order or a filter of the table may go by it. */
  compared(group: SpendGroup): boolean;
  /** Whether rows are looked for by what people are called. */
  named?(group: SpendGroup): boolean;
  /** Whether it must be known of all where they stand to know which are shown: their order or a filter goes by it. */
  standing(group: SpendGroup): boolean;
  /** Keys of the rows that are shown. */
  keys(facts: SpendFacts, one: GroupFacts): readonly string[];
  /** How many of those that need attention are told of, where it is told which do. */
  attention: number;
  /** Whether it is told which need attention, be it only how many. */
  counted?: boolean;
  /** Whether it is told how far each budget of it is used, and what drives it. */
  meters?: boolean;
  /** Whether it is told what would have cost a person less. */
  advice?: boolean;
  /** Whether it is told of all where they stand, without their days: then no forecast of before the last collection does. */
  whole?: boolean;
  /** Whether it is told by model and day. */
  byModel?: boolean;
  /** Whether models are told by token kind, and which are new. */
  kinds?: boolean;
  /** Whether it is told who owns each cost center. */
  owners?: boolean;
  /** Whether it is told what is odd about the bill of these days. */
  findings?: boolean;
}

export interface SpendFacts {
  /** Days are kept from whoever asks: there are no points, trends or drawings. Left out: they are told. */
  coarse?: true;
  today: Day;
  range: DayRange;
  /** What the period is compared with: the one before, of the same kind; of the running month its same days. */
  past: DayRange;
  filter: SpendFilter;
  /** Days of the period, and those of them that have begun and of which the ledger knows. */
  days: readonly Day[];
  begun: readonly Day[];
  /** The range is one calendar month. */
  wholeMonth: boolean;
  /** It is one whole period of budgets, so that those of that period say something about it. */
  wholePeriod: boolean;
  /** It is such a period, and runs: all of it together is forecast, its rows where it is the month. */
  running: boolean;
  /** What the page or answer is of; of a person's budget all of theirs counts, be it on the page or not. */
  total: Known;
  /** Against the budget that the question names. */
  standing: Standing;
  /** Spend of the days on which the bill counts for everything. */
  billed: Known;
  /** Spend of `past`; null where the ledger begins later, so that there is nothing to compare with. */
  earlier: Known | null;
  /** What nobody owned of it, by reason. */
  earlierUnowned: ReadonlyMap<UnallocatedReason, Known>;
  /**
   * Days that have begun and of which the ledger knows; `billed`: the bill counts for everything; `ofBill`: what it says of
   * the day; `counted`: with what counts without a price.
   */
  points: readonly { day: Day; known: Known; counted: Money; billed: boolean; ofBill: Money }[];
  /** Whether anything at all is known of the period. */
  isEmpty: boolean;
  unallocated: Known;
  groups: readonly GroupFacts[];
  /** None where nobody asks for it. */
  byModelAndDay: readonly AmountRow[];
  /** How far the bill reaches: of the whole ledger, the same on every page. */
  bill: BillReach;
  freshness: readonly Freshness[];
  usageUntil: string | null;
  stale: FreshnessSummary['stale'];
  /** null where they are not kept of all these days, or nobody asks for them. */
  findings: readonly Finding[] | null;
  /** What it means where there are none; null where they are not asked for. */
  agreement: Agreement | null;
  /** First to last day of which the ledger holds spend; null when it holds none at all. */
  ledger: DayRange | null;
}

/** By the key of a row. */
export type BudgetOf = (key: string) => Budget | null;

export interface SpendQuestion {
  range: DayRange;
  filter: SpendFilter;
  groups: readonly SpendGroup[];
  scope: SpendScope;
  /**
   * Which budget each of these people or cost centers is held against, where whoever asks may see it; null of whom it was
   * not asked for: where fifty of thousands are drawn, no more budgets are read than theirs.
   */
  budgetsOf(group: 'user' | 'costCenter', keys: readonly string[]): Promise<BudgetOf>;
  /** What no limit of each of these is below, whoever may see it; null: no budget can hold for them. */
  floorsOf(group: 'user' | 'costCenter', keys: readonly string[]): Promise<(key: string) => Money | null>;
  /** The budget of all of it; null: it has none. */
  budget: Budget | null;
  /** Which rows are shown: only of those it is read what happened day by day. */
  shown: Shown;
}
