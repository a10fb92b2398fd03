import type { Child } from 'hono/jsx';
import type { Known } from '../../core/known.ts';
import type { BudgetState, Standing } from '../../core/standing.ts';
import type { Day, Money } from '../../core/types.ts';
import type { DayPoint } from '../../ui/charts/burnUpTable.tsx';
import type { Hiding, Stack } from '../../ui/charts/days.tsx';
import type { Frame, Period } from '../../ui/layout.tsx';
import type { Counts } from '../../ui/messages/en.ts';
import type { TableData, View } from '../../ui/table.tsx';

/** Spend of the whole organisation or of one thing in it: one sentence, the figures, what they consist of. */
export interface SpendPageProps {
  frame: Frame;
  title: string;
  subtitle: string | null;
  /** Whoever looks is whom it is about, and is spoken to. */
  own: boolean;
  /** What can be done about it, beside its figures. */
  acts: readonly { text: string; href: string }[];
  period: Period;
  periodName: string;
  /** The whole organisation: its days are in the chart already. */
  whole: boolean;
  total: Known;
  /** Against the budget where there is one. */
  standing: Standing;
  /** Days of other people are kept back: there are no charts of them, and no lines to lead to. */
  coarse: boolean;
  /** Null: the ledger begins later, as `dataBegin` says. */
  before: Known | null;
  beforeName: string;
  dataBegin: string;
  /** How much of the total is billed, how much estimated. */
  spentParts: string;
  unallocated: Known;
  /** What share of it carries an owner, where that is asked; as text. */
  coverage: string | null;
  /** What is said in place of a budget. */
  noBudget: string;
  freshness: string;
  /** Why figures of people are later than others; null where they are not. */
  late: string | null;
  /** Where the figures lead. */
  links: {
    spent: string | null;
    before: string;
    unallocated: string | null;
    budget: string | null;
    day(day: Day): string;
  };
  stale: readonly string[];
  /** Files that it is charged by. */
  files: Child;
  /** How far the budgets of it are used. */
  meters: Child;
  /** That it is stopped, or soon will be. */
  stop: Child;
  /** What would cost less. */
  advice: Child;
  /** Requests that wait for whoever looks. */
  requestsForMe: number;
  today: Day;
  points: readonly DayPoint[];
  days: readonly Day[];
  stacks: readonly Stack[];
  /** Series that the address leaves out of the chart. */
  hiding: Hiding;
  tables: readonly Table[];
  attention: {
    items: readonly AttentionItem[];
    /** All of them, with what to do next; null: of days that are over there is nothing to do. */
    href: string | null;
    /** How many there are of each, shown or not. */
    over: Counts;
    watch: Counts;
    none: string;
    more: number;
    moreIn: readonly { name: string; href: string }[];
  } | null;
  findings: { data: TableData; href: string; none: string } | null;
  /** What stands in place of all figures where there are none; then `collected` tells whether of other days there are. */
  nothing: string | null;
  collected: boolean;
}
interface Table {
  title: string;
  data: TableData;
  view: View;
  /** What is said where it has no rows. */
  empty: string;
  width: '' | 'half';
  href: string | null;
}
export interface AttentionItem {
  key: string;
  href: string;
  state: BudgetState;
  excess: Money;
  budget: Money;
  reachesOn: Day | null;
}
