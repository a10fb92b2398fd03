import type { BudgetPeriod } from './budgetPeriods.ts';
import type { Whom } from './budgets.ts';
import type { BillReach } from './freshness.ts';
import { amountOf, changeOf, type Known, pricedPart, saidOf } from './known.ts';
import { approximate, formatExact, larger } from './money.ts';
import type { NoticeData } from './noticeData.ts';
import type { NoticeDraft } from './notices.ts';
import { addDays, daysBetween } from './periods.ts';
import type { Reported } from './reportTimes.ts';
import type { BudgetState } from './standing.ts';
import type { Day, DayRange, Instant, Money, Month } from './types.ts';

/** What a regular report of a team, a cost center or the organisation holds. Pure; money is 10⁻¹⁰ USD, days are UTC. */

/** One row of it: a person, or of the organisation a cost center; or a model. */
export interface ReportRow {
  key: string;
  /** '' where there is none beside the key. */
  name: string;
  known: Known;
  /** In the period before; null: not known. */
  earlier: Known | null;
}

/** Who is over a budget, or will be. */
export interface ReportAttention {
  whom: Whom;
  name: string;
  state: 'over' | 'watch';
  /** Over the budget, or expected to be. */
  excess: Money;
}

/** The budget that the report is held against. */
export interface ReportBudget {
  period: BudgetPeriod;
  range: DayRange;
  state: BudgetState;
  limit: Money;
  counted: Money;
  /** Of what counts, at its end; null: nobody knows, or it is over. */
  expected: Money | null;
}

/** What is known when it is made. */
export interface ReportFacts {
  rhythm: Reported;
  whom: Whom;
  /** Of a team its manager's; '' where the directory has none. */
  name: string;
  range: DayRange;
  past: DayRange;
  total: Known;
  earlier: Known | null;
  /** What of the total the bill says itself. */
  billed: Money;
  /** The month in which the period ends, as it stands now. */
  month: { name: Month; known: Known; running: boolean; expected: Money | null };
  budget: ReportBudget | null;
  /** Day by day, for the picture; none where days are not shown. */
  days: readonly { day: Day; known: Known }[];
  rows: readonly ReportRow[];
  models: readonly ReportRow[];
  attention: readonly ReportAttention[];
  usageUntil: Instant | null;
  bill: BillReach;
  people: number;
}

/** Rows of each table, and those who need attention by name. */
const ROWS = 5;
const NAMED = 8;
/** What changed by less is no news: a dollar. */
const LEAST_CHANGE = 10_000_000_000n;

/** A report is one of its subject, rhythm and period, however often it is looked for. */
export const reportAbout = (rhythm: Reported, { kind, key }: Whom, { start }: DayRange): string =>
  `report:${rhythm}:${start}:${kind}:${key}`;

/** A report, to be kept and told. */
export function reportNotice(facts: ReportFacts): NoticeDraft {
  const { rhythm, whom, range } = facts;
  const data = reportData(facts);
  const lines = [
    `${rhythm} report, ${range.start} to ${data.lastDay}: ${data.least ? 'at least ' : ''}$${data.spent}`,
  ];
  return { kind: 'report', about: reportAbout(rhythm, whom, range), scope: whom, data: { ...data }, lines };
}

/** Of what nothing is known; it is told to nobody. */
export const emptyReport = (rhythm: Reported, whom: Whom, range: DayRange): NoticeDraft => ({
  ...{ kind: 'report', about: reportAbout(rhythm, whom, range), scope: whom, data: {} },
  lines: [`${rhythm} report, from ${range.start}: nothing is known`],
});

const exact = (known: Known | null): string => {
  const amount = known === null ? null : amountOf(known);
  return amount === null ? '' : formatExact(amount);
};

/** @returns what it is worded from, as of now */
export function reportData(facts: ReportFacts): NoticeData['report'] {
  const { rhythm, whom, name, range, past, total, earlier, billed, month, budget, bill } = facts;
  return {
    ...{ rhythm, kind: whom.kind, key: whom.key, name },
    ...{ start: range.start, lastDay: addDays(range.endExclusive, -1) },
    ...{ pastStart: past.start, pastLastDay: addDays(past.endExclusive, -1) },
    spent: formatExact(pricedPart(total)),
    least: saidOf(total) !== 'whole',
    before: exact(earlier),
    billedPercent: shareOf(billed, pricedPart(total)),
    ...{ month: month.name, monthRuns: month.running, monthSpent: exact(month.known) },
    monthExpected: month.expected === null ? '' : formatExact(month.expected),
    ...budgetData(budget),
    bars: barsOf(rhythm, facts.days),
    rows: topOf(facts.rows),
    models: topOf(facts.models),
    changes: changesOf(facts.rows),
    attention: facts.attention
      .slice(0, NAMED)
      .map(({ whom: { kind, key }, name: called, state, excess }) => ({
        ...{ kind, key, name: called, state },
        excess: formatExact(excess),
      })),
    attentionMore: Math.max(0, facts.attention.length - NAMED),
    usageUntil: facts.usageUntil ?? '',
    billedThrough: bill.through ?? '',
    bill: bill.period,
    people: facts.people,
  };
}

function budgetData(budget: ReportBudget | null) {
  if (budget === null)
    return {
      budget: '',
      budgetState: 'none',
      budgetPeriod: '',
      budgetStart: '',
      budgetEnd: '',
      counted: '',
      expected: '',
    };
  const { period, range, state, limit, counted, expected } = budget;
  return {
    ...{ budget: formatExact(limit), budgetState: state, budgetPeriod: period },
    ...{ budgetStart: range.start, budgetEnd: range.endExclusive },
    counted: formatExact(counted),
    expected: expected === null ? '' : formatExact(expected),
  };
}

/** Whole percent of a whole, at most all of it; of nothing all. */
const shareOf = (part: Money, whole: Money): number =>
  whole <= 0n ? 100 : Math.min(100, Math.max(0, Number((part * 100n) / whole)));

/** Days one by one; of a month its weeks, since thirty bars are no picture in a mail. */
function barsOf(rhythm: Reported, days: ReportFacts['days']): NoticeData['report']['bars'] {
  const groups = Map.groupBy(days, ({ day }) =>
    rhythm === 'monthly' ? Math.floor((Number(day.slice(8)) - 1) / 7) : daysBetween(days[0]?.day ?? day, day),
  );
  return [...groups.values()].map((some) => ({
    from: some[0]?.day ?? '',
    until: some.at(-1)?.day ?? '',
    spent: formatExact(some.reduce((all, { known }) => all + known.amount, 0n) as Money),
  }));
}

const rowOf = ({ key, name, known, earlier }: ReportRow) => ({
  ...{ key, name, spent: exact(known) },
  before: exact(earlier),
});

const byAmount = (a: ReportRow, b: ReportRow): number =>
  approximate(pricedPart(b.known)) - approximate(pricedPart(a.known)) || (a.key < b.key ? -1 : 1);

const topOf = (rows: readonly ReportRow[]) =>
  rows
    .filter(({ known }) => known.amount !== 0n || known.unpricedTokens > 0n)
    .toSorted(byAmount)
    .slice(0, ROWS)
    .map(rowOf);

/** What rose or fell most, where both periods are known. */
function changesOf(rows: readonly ReportRow[]): NoticeData['report']['changes'] {
  const changed = rows.flatMap((row) => {
    const change = changeOf(row.known, row.earlier);
    if (change === null) return [];
    const by = pricedPart(change);
    const size = larger<bigint>(by, -by);
    return size < LEAST_CHANGE ? [] : [{ row, by, size }];
  });
  return changed
    .toSorted((a, b) => Number(b.size - a.size) || (a.row.key < b.row.key ? -1 : 1))
    .slice(0, ROWS)
    .map(({ row, by }) => ({ ...rowOf(row), by: formatExact(by) }));
}
