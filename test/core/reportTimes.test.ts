import { describe, expect, it } from 'vitest';
import { isReportOld, type Reported, reportRange } from '../../src/core/reportTimes.ts';

const UTC = { at: '08:00', timeZone: 'UTC', weekday: 'monday' } as const;
const TOKYO = { at: '08:00', timeZone: 'Asia/Tokyo', weekday: 'monday' } as const;
const BERLIN = { at: '02:30', timeZone: 'Europe/Berlin', weekday: 'sunday' } as const;

describe('the days of a report that is due', () => {
  it.each<[string, Reported, typeof UTC | typeof TOKYO | typeof BERLIN, string, string, string]>([
    ['daily, a minute before its hour', 'daily', UTC, '2026-11-20T07:59:00Z', '2026-11-18', '2026-11-19'],
    ['daily, at its hour', 'daily', UTC, '2026-11-20T08:00:00Z', '2026-11-19', '2026-11-20'],
    ['daily, hours after it', 'daily', UTC, '2026-11-20T23:59:00Z', '2026-11-19', '2026-11-20'],
    // Eight in Tokyo is an hour before the UTC day ends: of that one nothing is whole.
    ['daily in Tokyo', 'daily', TOKYO, '2026-11-19T23:00:00Z', '2026-11-18', '2026-11-19'],
    ['weekly, on its weekday', 'weekly', UTC, '2026-11-23T08:00:00Z', '2026-11-16', '2026-11-23'],
    ['weekly, missed for days', 'weekly', UTC, '2026-11-29T22:00:00Z', '2026-11-16', '2026-11-23'],
    ['weekly in Tokyo', 'weekly', TOKYO, '2026-11-23T00:00:00Z', '2026-11-15', '2026-11-22'],
    [
      'weekly, at an hour that clocks leave out',
      'weekly',
      BERLIN,
      '2026-03-29T01:30:00Z',
      '2026-03-22',
      '2026-03-29',
    ],
    [
      'weekly, at an hour that clocks have twice',
      'weekly',
      BERLIN,
      '2026-10-25T01:30:00Z',
      '2026-10-18',
      '2026-10-25',
    ],
    [
      'monthly, before its hour on the first day',
      'monthly',
      UTC,
      '2026-12-01T07:59:00Z',
      '2026-10-01',
      '2026-11-01',
    ],
    [
      'monthly, at its hour on the first day',
      'monthly',
      UTC,
      '2026-12-01T08:00:00Z',
      '2026-11-01',
      '2026-12-01',
    ],
    ['monthly, missed for weeks', 'monthly', UTC, '2026-12-31T23:00:00Z', '2026-11-01', '2026-12-01'],
    // On the first of December there it is November still in UTC.
    ['monthly in Tokyo', 'monthly', TOKYO, '2026-12-01T12:00:00Z', '2026-10-01', '2026-11-01'],
    ['monthly in Tokyo, a day later', 'monthly', TOKYO, '2026-12-01T23:00:00Z', '2026-11-01', '2026-12-01'],
  ])('%s', (_, rhythm, times, now, start, endExclusive) => {
    expect(reportRange(rhythm, times, Date.parse(now))).toEqual({ start, endExclusive });
  });

  it('one that waits too long is no news', () => {
    const at = Date.parse('2026-11-20T08:00:00Z');
    const later = (days: number) => at + days * 86_400_000;
    expect(isReportOld('daily', at, later(4))).toBe(false);
    expect(isReportOld('daily', at, later(4) + 1)).toBe(true);
    expect(isReportOld('monthly', at, later(30))).toBe(false);
  });
});
