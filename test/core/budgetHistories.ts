import fc from 'fast-check';
import { BUDGET_PERIODS, type BudgetCalendar, type BudgetPeriod } from '../../src/core/budgetPeriods.ts';

/**
 * Random histories of a budget, and a model of them that was written without a look at how the product reckons: a calendar of
 * single days, on each of which stands what holds. Amounts are whole numbers; nothing is imported but names of periods.
 */

export type When = 'now' | 'period' | 'next' | number;
export type Deed =
  | { do: 'set'; amount: number; when: When; days: number | null }
  | { do: 'end'; when: When }
  | { do: 'raise'; extra: number; in: number; days: number }
  | { do: 'withdraw'; which: number };
export interface History {
  period: BudgetPeriod;
  calendar: BudgetCalendar;
  begins: string;
  deeds: readonly { after: number; deed: Deed }[];
  /** How long after the last deed it is looked at. */
  rest: number;
}

const when = fc.oneof(fc.constantFrom('now', 'period', 'next'), fc.integer({ min: -20, max: 70 }));
const amount = fc.integer({ min: 0, max: 4 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('set'),
      amount,
      when,
      days: fc.option(fc.integer({ min: 1, max: 90 }), { nil: null, freq: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end'), when }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('raise'),
      extra: fc.integer({ min: 1, max: 50 }),
      in: fc.integer({ min: 0, max: 30 }),
      days: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('withdraw'), which: fc.nat(50) }) },
) as fc.Arbitrary<Deed>;

/** Leap days, year ends, ends of fiscal years and daylight saving are as likely as anything else. */
const BEGINNINGS = [
  '2024-02-27',
  '2023-12-29',
  '2027-12-20',
  '2028-02-28',
  '2026-03-27',
  '2026-06-28',
  '2026-10-30',
];
export const histories = fc.record({
  period: fc.constantFrom(...BUDGET_PERIODS),
  calendar: fc.record({
    weekStart: fc.integer({ min: 0, max: 6 }),
    fiscalYearStart: fc.integer({ min: 1, max: 12 }),
  }),
  begins: fc.constantFrom(...BEGINNINGS),
  deeds: fc.array(fc.record({ after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })), deed }), {
    minLength: 1,
    maxLength: 14,
  }),
  rest: fc.integer({ min: 0, max: 80 }),
});

const MS = 86_400_000;
/** Days are whole numbers here. */
export const numberOf = (day: string): number =>
  Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8)) / MS;
export const dayAt = (number: number): string => new Date(number * MS).toISOString().slice(0, 10);

/** The first day of the period of a day, and the first after it, found by walking. */
export function periodAround(day: number, period: BudgetPeriod, calendar: BudgetCalendar): [number, number] {
  const begins = (one: number): boolean => {
    const date = new Date(one * MS);
    const months = (date.getUTCMonth() + 1 - calendar.fiscalYearStart + 24) % 12;
    const isFirst = date.getUTCDate() === 1;
    if (period === 'day') return true;
    if (period === 'week') return date.getUTCDay() === calendar.weekStart;
    if (period === 'month') return isFirst;
    return isFirst && (period === 'year' ? months === 0 : months % 3 === 0);
  };
  let start = day;
  while (!begins(start)) start--;
  let end = day + 1;
  while (!begins(end)) end++;
  return [start, end];
}

interface Planned {
  day: number;
  amount: number | null;
  number: number;
}
interface Extra {
  from: number;
  to: number;
  extra: number;
  number: number;
}
export interface Seen {
  amount: number;
  counted: [number, number];
  endedOn: number | null;
}

/** What holds on each day, written down as the days pass. */
export class Model {
  /** Of each day that has begun: what holds on it; null: nothing. */
  readonly past = new Map<number, number | null>();
  planned: Planned[] = [];
  readonly raises: Extra[] = [];
  today: number;
  /** Nothing was ever said of a day before. */
  private first: number;
  private readonly period: BudgetPeriod;
  private readonly calendar: BudgetCalendar;
  constructor(begins: string, period: BudgetPeriod, calendar: BudgetCalendar) {
    this.period = period;
    this.calendar = calendar;
    this.today = numberOf(begins);
    this.first = this.today;
  }

  pass(days: number): void {
    for (let i = 0; i < days; i++) {
      this.today++;
      this.past.set(this.today, this.on(this.today));
      this.planned = this.planned.filter(({ day }) => day > this.today);
    }
  }

  /** What holds on a day, of the future as it is planned. */
  on(day: number): number | null {
    for (let one = day; one >= this.first; one--) {
      if (this.past.has(one)) return this.past.get(one) ?? null;
      const of = this.planned.filter((plan) => plan.day === one).sort((a, b) => b.number - a.number)[0];
      if (of !== undefined) return of.amount;
    }
    return null;
  }

  dayOf(when: When): number {
    const [start, end] = periodAround(this.today, this.period, this.calendar);
    if (when === 'now') return this.today;
    if (when === 'period') return start;
    return when === 'next' ? end : this.today + when;
  }

  private put(from: number, amount: number | null, number: number): void {
    this.first = Math.min(this.first, from);
    if (from > this.today) this.planned.push({ day: from, amount, number });
    for (let day = from; day <= this.today; day++) this.past.set(day, amount);
  }
  /** Whether it is so on all days from one to today, or on that day alone where it is to come. */
  private isSo(from: number, is: (amount: number | null) => boolean): boolean {
    for (let day = from; day <= Math.max(from, this.today); day++) if (!is(this.on(day))) return false;
    return true;
  }
  /** @returns how many numbers it took */
  set(from: number, amount: number, until: number | null, number: number): number {
    let next = number;
    if (!this.isSo(from, (held) => held === amount)) this.put(from, amount, next++);
    return until === null ? next : this.end(until, next);
  }
  end(from: number, number: number): number {
    if (this.isSo(from, (held) => held === null)) return number;
    this.put(from, null, number);
    return number + 1;
  }
  raise(from: number, to: number, extra: number, number: number): number {
    this.raises.push({ from, to, extra, number });
    return number + 1;
  }
  /** What could be taken back now, by number. */
  open(): number[] {
    const running = this.raises.filter(({ to }) => to > this.today);
    return [...this.planned, ...running].map(({ number }) => number).sort((a, b) => a - b);
  }
  /** Whether it holds today or is to. */
  isLive(): boolean {
    return this.on(this.today) !== null || this.planned.some(({ amount }) => amount !== null);
  }
  withdraw(number: number): void {
    this.planned = this.planned.filter((one) => one.number !== number);
    for (const raise of this.raises)
      if (raise.number === number) raise.to = Math.max(raise.from, Math.min(raise.to, this.today));
  }

  /** The budget in the period of a day, as of that day. */
  seen(day: number): Seen | null {
    const [start, end] = periodAround(day, this.period, this.calendar);
    for (let one = day; one >= start; one--) {
      const held = this.on(one);
      if (held === null) continue;
      const extra = this.raises
        .filter(({ from, to }) => from <= one && one < to)
        .reduce((sum, r) => sum + r.extra, 0);
      let first = one;
      while (first > start && this.on(first - 1) !== null) first--;
      let last = one;
      while (last + 1 < end && this.on(last + 1) !== null) last++;
      return { amount: held + extra, counted: [first, last + 1], endedOn: one === day ? null : one + 1 };
    }
    return null;
  }
}
