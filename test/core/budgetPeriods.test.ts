import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BUDGET_PERIODS,
  type BudgetPeriod,
  periodAfter,
  periodBefore,
  periodNamed,
  periodOf,
} from '../../src/core/budgetPeriods.ts';
import { forecaster, reachDay } from '../../src/core/forecast.ts';
import { money, sum } from '../../src/core/money.ts';
import { addDays, contains, daysBetween, daysOf } from '../../src/core/periods.ts';
import type { Money } from '../../src/core/types.ts';

describe('a period', () => {
  it.each([
    ['day', '2028-02-29', 1, 1, '2028-02-29', '2028-03-01'],
    ['week', '2026-11-29', 1, 1, '2026-11-23', '2026-11-30'],
    ['week', '2026-11-29', 0, 1, '2026-11-29', '2026-12-06'],
    ['week', '2026-12-31', 6, 1, '2026-12-26', '2027-01-02'],
    ['month', '2028-02-29', 1, 4, '2028-02-01', '2028-03-01'],
    ['quarter', '2026-12-31', 1, 1, '2026-10-01', '2027-01-01'],
    ['quarter', '2026-01-15', 1, 2, '2025-11-01', '2026-02-01'],
    ['quarter', '2026-02-28', 1, 3, '2025-12-01', '2026-03-01'],
    ['year', '2026-03-31', 1, 4, '2025-04-01', '2026-04-01'],
    ['year', '2028-02-29', 1, 3, '2027-03-01', '2028-03-01'],
    ['year', '2026-12-31', 1, 1, '2026-01-01', '2027-01-01'],
  ] as const)(
    '%s on %s, weeks from %s, years from month %s',
    (period, day, weekStart, fiscalYearStart, start, endExclusive) =>
      expect(periodOf(period, day, { weekStart, fiscalYearStart })).toEqual({ start, endExclusive }),
  );

  it('of any day holds it, and those before and after touch it, by any calendar', () => {
    const days = fc.integer({ min: 0, max: 4_000 }).map((n) => addDays('2023-12-25', n));
    const calendars = fc.record({
      weekStart: fc.integer({ min: 0, max: 6 }),
      fiscalYearStart: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(days, calendars, fc.constantFrom(...BUDGET_PERIODS), (day, calendar, period) => {
        const own = periodOf(period, day, calendar);
        expect(contains(own, day)).toBe(true);
        expect(periodBefore(period, day, calendar).endExclusive).toBe(own.start);
        expect(periodAfter(period, day, calendar).start).toBe(own.endExclusive);
        for (const inside of [own.start, addDays(own.endExclusive, -1)])
          expect(periodOf(period, inside, calendar)).toEqual(own);
        expect(periodNamed(own, calendar)).toBe(period);
        expect(periodNamed({ ...own, endExclusive: addDays(own.endExclusive, 1) }, calendar)).toBeNull();
        const long: Record<BudgetPeriod, readonly [number, number]> = {
          day: [1, 1],
          week: [7, 7],
          month: [28, 31],
          quarter: [89, 92],
          year: [365, 366],
        };
        const length = daysBetween(own.start, own.endExclusive);
        expect(length >= long[period][0] && length <= long[period][1]).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the end of any period', () => {
  const TEN = money('10');
  const every = (start: string, endExclusive: string) =>
    daysOf({ start, endExclusive }).map((day) => ({ day, amount: TEN }));
  it.each([
    [
      'a day, of today what is missing of it',
      { start: '2028-02-29', endExclusive: '2028-03-01' },
      '2028-02-29',
      1,
    ],
    [
      'a week over the end of a leap February',
      { start: '2028-02-28', endExclusive: '2028-03-06' },
      '2028-03-01',
      7,
    ],
    ['a quarter', { start: '2026-10-01', endExclusive: '2027-01-01' }, '2026-11-20', 92],
    [
      'a fiscal year with a leap day in it',
      { start: '2027-04-01', endExclusive: '2028-04-01' },
      '2028-02-29',
      366,
    ],
    [
      'the days on which a budget holds',
      { start: '2026-11-10', endExclusive: '2026-11-25' },
      '2026-11-20',
      15,
    ],
  ])('%s', (_, range, today, days) => {
    const from = range.start < addDays(today, -60) ? range.start : addDays(today, -60);
    const spend = every(from, today);
    const forecast = forecaster(today, range)(spend);
    expect(forecast?.mid).toBe(TEN * BigInt(days));
    expect(forecast?.spent).toBe(TEN * BigInt(daysBetween(range.start, today)));
    expect(forecast?.cone.map(({ day }) => day)).toEqual(daysOf({ ...range, start: today }));
    // What is known to be spent is the same, whether its days are told or it is told in one.
    const recent = spend.filter(({ day }) => day >= addDays(today, -42));
    expect(forecaster(today, range)(recent, forecast?.spent)).toEqual(forecast);
    expect(reachDay(spend, range, forecast, (TEN * BigInt(days)) as Money)).toBe(
      addDays(range.endExclusive, -1),
    );
    expect(reachDay(spend, range, forecast, (TEN * BigInt(days) + 1n) as Money)).toBeNull();
  });

  it('of one that is over is what was spent, of one to come nobody knows', () => {
    const spend = every('2026-09-01', '2026-11-20');
    const week = { start: '2026-11-09', endExclusive: '2026-11-16' };
    expect(forecaster('2026-11-20', week)(spend)).toMatchObject({ mid: sum(Array(7).fill(TEN)), cone: [] });
    expect(forecaster('2026-11-20', { start: '2026-11-23', endExclusive: '2026-11-30' })(spend)).toBeNull();
  });
});
