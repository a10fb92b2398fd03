import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  commonParts,
  contains,
  dayOf,
  daysBetween,
  daysOf,
  endOf,
  intersect,
  monthRange,
  monthsOf,
  PeriodError,
  parseDay,
  parseMonth,
  parseRange,
  previousMonth,
  sameDaysOfMonthBefore,
  startOf,
  weekdayOf,
} from '../../src/core/periods.ts';

describe('days', () => {
  it.each(['2026-11-21', '2024-02-29', '1999-12-31'])('reads %s', (day) => {
    expect(parseDay(day)).toBe(day);
  });
  it.each([' 2026-11-21', '2026-11-21\u3000', '\uFEFF2026-11-21\u200B', '２０２６-１１-２１'])(
    'reads %j as it was meant',
    (typed) => expect(parseDay(typed)).toBe('2026-11-21'),
  );
  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-1-1',
    '2026-11-31',
    '',
    'today',
    '2026-11-21T00:00:00Z',
    '2026-11 -21',
    '21.11.2026',
  ])('refuses %j with an example', (text) => {
    expect(() => parseDay(text)).toThrow(PeriodError);
    expect(() => parseDay(text)).toThrow(/YYYY-MM-DD/);
  });
  it('belongs to UTC', () => {
    expect(dayOf(Date.UTC(2026, 10, 21, 23, 59, 59, 999))).toBe('2026-11-21');
    expect(dayOf('2026-11-21T23:59:59.999Z')).toBe('2026-11-21');
    expect(endOf('2026-11-21')).toBe(startOf('2026-11-22'));
    expect(weekdayOf('2026-11-22')).toBe(0);
  });
  it('counts forth and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4000, max: 4000 }), (n) => {
        expect(daysBetween('2026-03-01', addDays('2026-03-01', n))).toBe(n);
      }),
    );
  });
});

describe('ranges are half-open', () => {
  it('hold their start and not their end', () => {
    const range = parseRange('2026-02-27', '2026-03-02');
    expect(daysOf(range)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
    expect(contains(range, '2026-02-27')).toBe(true);
    expect(contains(range, '2026-03-02')).toBe(false);
    expect(monthsOf(range)).toEqual(['2026-02', '2026-03']);
    expect(monthsOf({ start: '2026-02-01', endExclusive: '2026-03-01' })).toEqual(['2026-02']);
    expect(monthsOf({ start: '2026-02-01', endExclusive: '2026-02-01' })).toEqual([]);
  });
  it('are refused when empty', () => {
    expect(() => parseRange('2026-11-21', '2026-11-21')).toThrow(/not before/);
    expect(() => parseRange('2026-11-22', '2026-11-21')).toThrow(PeriodError);
  });
  it('intersect', () => {
    const a = { start: '2026-01-01', endExclusive: '2026-01-10' };
    expect(intersect(a, { start: '2026-01-05', endExclusive: '2026-02-01' })).toEqual({
      start: '2026-01-05',
      endExclusive: '2026-01-10',
    });
    expect(intersect(a, { start: '2026-01-10', endExclusive: '2026-02-01' })).toBeNull();
  });
});

describe('months', () => {
  it.each([
    ['2026-11-25', '2026-10-01', '2026-10-26'],
    ['2026-11-01', '2026-10-01', '2026-10-02'],
    ['2026-01-31', '2025-12-01', '2026-01-01'],
    // Shorter ones before longer ones: all of them, and no day more.
    ['2026-03-30', '2026-02-01', '2026-03-01'],
    ['2026-12-31', '2026-11-01', '2026-12-01'],
  ])('up to %s have the same days before', (today, start, endExclusive) => {
    expect(sameDaysOfMonthBefore(today)).toEqual({ start, endExclusive });
  });

  it('know their neighbours, quarters and years', () => {
    expect(previousMonth('2026-01')).toBe('2025-12');
    expect(addMonths('2026-11', 14)).toBe('2028-01');
    expect(monthRange('2026-12')).toEqual({ start: '2026-12-01', endExclusive: '2027-01-01' });
    expect(daysOf(monthRange('2024-02'))).toHaveLength(29);
  });
  it('are refused when wrong', () => {
    expect(parseMonth('2026-09')).toBe('2026-09');
    expect(() => parseMonth('2026-13')).toThrow(PeriodError);
    expect(() => parseMonth('2026-9')).toThrow(/YYYY-MM/);
  });
});

describe('parts in common', () => {
  const of = (text: string) => text.split(' ').map((one) => `2026-${one}`);
  const ranges = (text: string) =>
    text.split(', ').map((one) => {
      const [start = '', endExclusive = ''] = of(one);
      return { start, endExclusive };
    });
  it.each([
    ['11-01 12-01', '11-01 12-01'],
    ['11-01 12-01, 10-01 12-31', '10-01 11-01, 11-01 12-01, 12-01 12-31'],
    // Nothing lies between ranges, and a range of no days is no part of anything.
    ['11-01 11-08, 11-20 11-21, 11-05 11-05', '11-01 11-08, 11-20 11-21'],
    ['11-01 11-08, 11-05 11-21', '11-01 11-05, 11-05 11-08, 11-08 11-21'],
  ])('of %s are %s', (all, parts) => expect(commonParts(ranges(all))).toEqual(ranges(parts)));
});
