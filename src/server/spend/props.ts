import type { Child } from 'hono/jsx';
import type { Waiting } from '../../app/approvals/list.ts';
import type { BillReach } from '../../core/freshness.ts';
import type { Known } from '../../core/known.ts';
import type { Standing } from '../../core/standing.ts';
import type { Day } from '../../core/types.ts';
import type { DayPoint } from '../../ui/charts/burnUpTable.tsx';
import type { Hiding, Stack } from '../../ui/charts/days.tsx';
import type { Frame, Period } from '../../ui/layout.tsx';
import type { TableData, View } from '../../ui/table.tsx';
import type { AttentionShown } from './attention.tsx';
import type { Face } from './faces.ts';

/** Spend of the whole organisation or of one thing in it: one sentence, the figures, what they consist of. */
export interface SpendPageProps {
  frame: Frame;
  face: Face;
  title: string;
  subtitle: string | null;
  /** That whoever looks spent more than this page holds of theirs; null where it is all, or not theirs alone. */
  inAll: string | null;
  /** What is said first of many; null: what is said of one thing. */
  about: readonly string[] | null;
  /** Whoever looks is whom it is about, and is spoken to. */
  own: boolean;
  /** What can be done about it, beside its figures. */
  acts: readonly { text: string; href: string }[];
  period: Period;
  periodName: string;
  /** The same within a sentence: `in November 2026`. */
  when: string;
  wholeMonth: boolean;
  total: Known;
  /** Of days that are over, how final it is; null: they go on. */
  ended: BillReach['period'] | null;
  /** What of the total is not on the bill. */
  estimated: Known;
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
    /** What changed since then. */
    why: string | null;
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
  /** Requests that wait for whoever looks, and those of theirs that others have to answer. */
  requests: Waiting;
  today: Day;
  points: readonly DayPoint[];
  days: readonly Day[];
  stacks: readonly Stack[];
  /** Series that the address leaves out of the chart. */
  hiding: Hiding;
  tables: readonly Table[];
  attention: AttentionShown | null;
  /** How many need attention, in words that lead to who they are; '' where nobody does. */
  attentionSaid: string;
  /** How far the figures are to be trusted; null where that is nobody's question. */
  sure: SureShown | null;
  /** What stands in place of all figures where there are none; then `collected` tells whether of other days there are. */
  nothing: string | null;
  collected: boolean;
  /** Where whoever may start the first collection is led. */
  setup: Child;
}
/** How far the figures of a month are to be trusted. */
export interface SureShown {
  /** Each source as its least fresh part is. */
  sources: readonly { name: string; until: string; stale: boolean }[];
  /** null: nothing is kept of these days that could be held against each other. */
  findings: { data: TableData; none: string } | null;
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
