import { describe, expect, it } from 'vitest';
import { type DailySpend, type Forecast, forecastMonth, reachDay } from '../../src/core/forecast.ts';
import { approximate, formatExact, money, sum, ZERO } from '../../src/core/money.ts';
import { addDays, daysOf, monthRange, weekdayOf } from '../../src/core/periods.ts';
import type { Day, Money } from '../../src/core/types.ts';

/** A team that spends 10 dollars on working days and 1 on the others, with a given day-to-day swing. */
function history(start: string, endExclusive: string, swing = 0): DailySpend[] {
  return daysOf({ start, endExclusive }).map((day, i) => {
    const base = [0, 6].includes(weekdayOf(day)) ? 1 : 10;
    return { day, amount: money((base * (1 + swing * Math.sin(i * 2.4))).toFixed(6)) };
  });
}

describe('month end', () => {
  const truth = approximate(sum(history('2026-11-01', '2026-12-01').map((d) => d.amount)));

  it('follows the weekdays', () => {
    const forecast = forecastMonth({
      days: history('2026-09-20', '2026-11-12'),
      today: '2026-11-12',
      month: '2026-11',
    });
    const mid = approximate(forecast?.mid ?? money('0'));
    expect(Math.abs(mid - truth) / truth).toBeLessThan(0.02);
    expect(forecast?.cone.map((p) => p.day)).toEqual(
      daysOf({ start: '2026-11-12', endExclusive: '2026-12-01' }),
    );
    expect(forecast?.cone.at(-1)).toMatchObject({
      low: forecast?.low,
      mid: forecast?.mid,
      high: forecast?.high,
    });
  });

  it('has a range that widens with the swing and holds the truth', () => {
    const calm = forecastMonth({
      days: history('2026-09-20', '2026-11-12', 0.05),
      today: '2026-11-12',
      month: '2026-11',
    });
    const wild = forecastMonth({
      days: history('2026-09-20', '2026-11-12', 0.6),
      today: '2026-11-12',
      month: '2026-11',
    });
    const width = (f: typeof calm) => approximate(((f?.high ?? 0n) - (f?.low ?? 0n)) as Money);
    expect(width(wild)).toBeGreaterThan(width(calm) * 3);
    const real = sum(
      history('2026-09-20', '2026-12-01', 0.6)
        .filter((d) => d.day >= '2026-11-01')
        .map((d) => d.amount),
    );
    expect(wild !== null && wild.low <= real && real <= wild.high).toBe(true);
  });

  it('never falls below what is spent, and cones only rise', () => {
    const days = [...history('2026-11-01', '2026-11-20', 0.9), { day: '2026-11-20', amount: money('500') }];
    const forecast = forecastMonth({ days, today: '2026-11-20', month: '2026-11' });
    expect(forecast?.spent).toBe(sum(days.map((d) => d.amount)));
    expect(forecast?.cone.every((p) => p.low >= forecast.spent && p.low <= p.mid && p.mid <= p.high)).toBe(
      true,
    );
    const mids = forecast?.cone.map((p) => p.mid) ?? [];
    expect(mids.every((mid, i) => i === 0 || mid >= (mids[i - 1] ?? 0n))).toBe(true);
  });

  it('follows a change of habit rather than the distant past', () => {
    const before = history('2026-09-10', '2026-10-22').map((d) => ({
      ...d,
      amount: (d.amount / 10n) as Money,
    }));
    const days = [...before, ...history('2026-10-22', '2026-11-12')];
    const forecast = forecastMonth({ days, today: '2026-11-12', month: '2026-11' });
    expect(approximate(forecast?.mid ?? money('0'))).toBeGreaterThan(truth * 0.75);
  });

  it('is not guessed from less than a week, nor for a later month', () => {
    const days = history('2026-11-06', '2026-11-12');
    expect(forecastMonth({ days, today: '2026-11-12', month: '2026-11' })).toBeNull();
    expect(forecastMonth({ days: [], today: '2026-11-12', month: '2026-11' })).toBeNull();
    const enough = history('2026-11-05', '2026-11-12');
    expect(forecastMonth({ days: enough, today: '2026-11-12', month: '2026-11' })).not.toBeNull();
    expect(forecastMonth({ days: enough, today: '2026-11-12', month: '2026-12' })).toBeNull();
  });

  it.each([
    ['3', ['100.6402', '104.7506', '108.861'], ['231.4936', '253.7946', '276.0956']],
    ['20', ['115', '115', '119.1104'], ['241.743', '264.044', '286.345']],
  ])('is worked out as described, with %s spent today', (soFar, firstDay, lastDay) => {
    const days = daysOf({ start: '2026-09-28', endExclusive: '2026-11-12' }).map((day, i) => ({
      day,
      amount: money(String(((i * 37) % 11) + ([0, 6].includes(weekdayOf(day)) ? 0 : 5))),
    }));
    // 43 days before today: too long ago to count, whatever it was.
    days.push({ day: '2026-09-30', amount: money('1000') }, { day: '2026-11-12', amount: money(soFar) });
    const { cone = [], mid } = forecastMonth({ days, today: '2026-11-12', month: '2026-11' }) ?? {};
    const shown = [cone[0], cone.at(-1)].map((p) => p && [p.low, p.mid, p.high].map(formatExact));
    expect(shown).toEqual([firstDay, lastDay]);
    expect(mid).toBe(cone.at(-1)?.mid);
  });

  it('counts nothing of later days as spent, and knows no weekdays of days that cancel out', () => {
    const spread = ['5', '-5', '5', '-5', '5', '-4', '-1'].map((usd, i) => ({
      day: addDays('2026-11-12', -1 - i),
      amount: money(usd),
    }));
    const days = [...spread, { day: '2026-11-13', amount: money('7') }];
    const { spent, mid } = forecastMonth({ days, today: '2026-11-12', month: '2026-11' }) ?? {};
    // The newer days, which count for more, have a little more.
    expect([spent, mid]).toEqual([0n, money('2.1813')]);
  });

  it('of a month that is over needs no week', () => {
    const days = [{ day: '2026-10-31', amount: money('4') }];
    expect(forecastMonth({ days, today: '2026-11-05', month: '2026-10' })?.mid).toBe(money('4'));
  });

  it('of a month that is over is what it was', () => {
    const days = history('2026-10-01', '2026-11-05');
    const spent = sum(history('2026-10-01', '2026-11-01').map((d) => d.amount));
    expect(forecastMonth({ days, today: '2026-11-05', month: '2026-10' })).toEqual({
      low: spent,
      mid: spent,
      high: spent,
      spent,
      cone: [],
    });
  });
});

describe('the day a budget is reached', () => {
  const days = history('2026-10-01', '2026-11-12');
  const forecast = forecastMonth({ days, today: '2026-11-12', month: '2026-11' });
  it('is the real one once it was, the forecast’s before', () => {
    expect(reachDay(days, monthRange('2026-11'), forecast, money('11'))).toBe('2026-11-02');
    const day = reachDay(days, monthRange('2026-11'), forecast, money('150'));
    expect(day !== null && day > addDays('2026-11-12', 5) && day < '2026-11-27').toBe(true);
    expect(reachDay(days, monthRange('2026-11'), forecast, money('10000'))).toBeNull();
    expect(reachDay(days, monthRange('2026-11'), null, money('150'))).toBeNull();
    expect(formatExact(forecast?.spent ?? money('0'))).toBe('83');
  });

  const on = (day: Day, usd: string) => ({ day, amount: money(usd) });
  const point = (day: Day, usd: string) => ({ day, low: ZERO, mid: money(usd), high: money(usd) });
  const cone = [point('2026-11-28', '0'), point('2026-11-29', '0.0000000001'), point('2026-11-30', '5')];
  const ahead: Forecast = { low: ZERO, mid: money('5'), high: money('5'), spent: ZERO, cone };
  it.each([
    [
      'days in any order',
      [on('2026-11-03', '2'), on('2026-11-01', '2'), on('2026-11-02', '2')],
      '4',
      '2026-11-02',
    ],
    ['not days around the month', [on('2026-10-31', '9'), on('2026-12-01', '9')], '9', null],
    [
      'nothing spent reaches nothing',
      [on('2026-11-01', '0'), on('2026-11-02', '0.0000000001')],
      '0',
      '2026-11-02',
    ],
    ['the middle of the forecast, reached exactly', [], '5', '2026-11-30'],
    ['nothing foreseen reaches nothing', [], '0', '2026-11-29'],
  ])('%s', (_what, spend, budget, expected) =>
    expect(reachDay(spend, monthRange('2026-11'), ahead, money(budget))).toBe(expected),
  );
});
