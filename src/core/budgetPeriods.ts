import { addDays, addMonths, monthOf, monthRange, weekdayOf } from './periods.ts';
import type { Day, DayRange } from './types.ts';

/** The periods that budgets are held against: whole UTC days, as AWS bills, by the company's own calendar. Pure. */

export const BUDGET_PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

export interface BudgetCalendar {
  /** On which day weeks begin: 0 is Sunday, 1 is Monday. */
  weekStart: number;
  /** The month in which the fiscal year begins, and by it its quarters: 1 to 12. */
  fiscalYearStart: number;
}

/** Whole months of the calendar that are one period; of the others none. */
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The period in which a day lies. */
export function periodOf(period: BudgetPeriod, day: Day, calendar: BudgetCalendar): DayRange {
  if (period === 'day') return { start: day, endExclusive: addDays(day, 1) };
  if (period === 'week') {
    const start = addDays(day, -((weekdayOf(day) - calendar.weekStart + 7) % 7));
    return { start, endExclusive: addDays(start, 7) };
  }
  const month = monthOf(day);
  const since = (Number(month.slice(5)) - calendar.fiscalYearStart + 12) % MONTHS[period];
  const first = addMonths(month, -since);
  return {
    start: monthRange(first).start,
    endExclusive: monthRange(addMonths(first, MONTHS[period])).start,
  };
}

/** The period before, or after, the one in which a day lies. */
export const periodBefore = (period: BudgetPeriod, day: Day, calendar: BudgetCalendar): DayRange =>
  periodOf(period, addDays(periodOf(period, day, calendar).start, -1), calendar);
export const periodAfter = (period: BudgetPeriod, day: Day, calendar: BudgetCalendar): DayRange =>
  periodOf(period, periodOf(period, day, calendar).endExclusive, calendar);

/** Which period a range is, whole; null: it is none. */
export function periodNamed(range: DayRange, calendar: BudgetCalendar): BudgetPeriod | null {
  const isRange = (period: BudgetPeriod) =>
    periodOf(period, range.start, calendar).endExclusive === range.endExclusive &&
    periodOf(period, range.start, calendar).start === range.start;
  return BUDGET_PERIODS.find(isRange) ?? null;
}

/** From when on a change holds: the running day, the beginning of the running period, or that of the next. */
export const CHANGE_TIMES = ['now', 'period', 'next'] as const;
export type ChangeTime = (typeof CHANGE_TIMES)[number];

export function dayOfChange(
  when: ChangeTime,
  period: BudgetPeriod,
  today: Day,
  calendar: BudgetCalendar,
): Day {
  if (when === 'now') return today;
  const running = periodOf(period, today, calendar);
  return when === 'period' ? running.start : running.endExclusive;
}
