import { describe, expect, it } from 'vitest';
import { type History, habitOn, judgeDay, judging } from '../../src/core/habit.ts';
import { formatExact, money } from '../../src/core/money.ts';
import { addDays, weekdayOf } from '../../src/core/periods.ts';
import type { Day, Money } from '../../src/core/types.ts';

/** A Tuesday. */
const TODAY: Day = '2026-11-24';

/** Days before today, the oldest first; '' and nothing are days without use. */
const past = (days: number, dollars: (day: Day, back: number) => string): Map<Day, Money> =>
  new Map(
    Array.from({ length: days }, (_, i) => days - i).flatMap((back) => {
      const day = addDays(TODAY, -back);
      const amount = dollars(day, back);
      return amount === '' ? [] : [[day, money(amount)] as const];
    }),
  );
const isWeekend = (day: Day) => [0, 6].includes(weekdayOf(day));
/** Office days between $14 and $32. */
const office = (day: Day, back: number) => (isWeekend(day) ? '' : String(14 + ((back * 7) % 19)));
const judgeNow = (history: History, today: Day, through: Day | null) => judging(today, through)(history);
const on = (history: Map<Day, Money>, dollars: string, day = TODAY) =>
  new Map([...history, [day, money(dollars)]]);

describe('a habit', () => {
  it('says what is usual on such a weekday', () => {
    const habit = habitOn(past(56, office), TODAY);
    if (typeof habit === 'number') throw new Error('no habit');
    expect([formatExact(habit.low), formatExact(habit.high)]).toEqual(['18.2', '27.2']);
    expect(habitOn(past(56, office), '2026-11-22')).toMatchObject({ low: 0n, high: 0n });
  });

  it('is not told from few days', () => {
    expect(habitOn(past(9, office), TODAY)).toBe(6);
    expect(judgeDay(on(past(9, office), '900'), TODAY)).toEqual({ kind: 'notEnoughData', used: 6 });
    expect(
      habitOn(
        past(56, (_, back) => (back > 50 && back < 55 ? '9' : '')),
        TODAY,
      ),
    ).toBe(4);
    expect(habitOn(new Map(), TODAY)).toBe(0);
  });
});

describe('a day far beyond it', () => {
  const usual = past(56, office);

  it('is a jump, with what was spent and what is usual', () => {
    expect(judgeNow(on(usual, '400'), TODAY, TODAY)).toMatchObject({
      kind: 'jump',
      day: TODAY,
      since: TODAY,
      spent: money('400'),
    });
    expect(judgeNow(on(usual, '70'), TODAY, TODAY).kind).toBe('usual');
  });

  it('is none below the least amount, however little was usual', () => {
    const cents = past(56, (day) => (isWeekend(day) ? '' : '0.10'));
    expect(judgeNow(on(cents, '24.99'), TODAY, TODAY).kind).toBe('usual');
    expect(judgeNow(on(cents, '25.30'), TODAY, TODAY).kind).toBe('jump');
  });

  it('is not looked for in old data', () => {
    const today = on(usual, '400');
    expect(judgeNow(today, TODAY, null)).toEqual({ kind: 'stale' });
    expect(judgeNow(today, TODAY, addDays(TODAY, -2))).toEqual({ kind: 'stale' });
    // What is known ends yesterday: today is not looked at.
    expect(judgeNow(today, TODAY, addDays(TODAY, -1)).kind).toBe('usual');
  });

  it('is held against days of its kind: what is usual on Mondays is not on Tuesdays', () => {
    const mondays = past(56, (day) => (isWeekend(day) ? '' : weekdayOf(day) === 1 ? '90' : '3'));
    const monday = addDays(TODAY, -1);
    expect(judgeDay(on(mondays, '170', monday), monday).kind).toBe('usual');
    expect(judgeDay(on(mondays, '600'), TODAY).kind).toBe('jump');
  });

  it.each([
    ['ten days off', (day: Day, back: number) => (back < 11 ? '' : office(day, back)), '60', 'usual'],
    [
      'ten days off, and much more',
      (day: Day, back: number) => (back < 11 ? '' : office(day, back)),
      '400',
      'jump',
    ],
    [
      'a level that doubled weeks ago',
      (day: Day, back: number) => (isWeekend(day) ? '' : back > 20 ? '10' : '25'),
      '60',
      'usual',
    ],
    [
      'a new person who grows',
      (day: Day, back: number) => (isWeekend(day) || back > 30 ? '' : String(31 - back)),
      '60',
      'usual',
    ],
  ])('with %s', (_, dollars, spent, kind) => {
    expect(judgeNow(on(past(56, dollars), spent), TODAY, TODAY).kind).toBe(kind);
  });
});

describe('an episode', () => {
  it('begins with its first day, and is over some days after its last', () => {
    let history = past(56, office);
    const seen: string[] = [];
    for (let i = 0; i < 8; i++) {
      const day = addDays(TODAY, i);
      history = on(history, i < 2 ? '400' : '20', day);
      const verdict = judgeNow(history, day, day);
      seen.push(verdict.kind === 'jump' ? verdict.since.slice(8) : verdict.kind);
    }
    expect(seen).toEqual(['24', '24', '24', '24', '24', 'usual', 'usual', 'usual']);
  });

  it('ends where its level has become the habit', () => {
    let history = past(56, office);
    const seen: string[] = [];
    for (let i = 0; i < 12; i++) {
      const day = addDays(TODAY, i);
      history = on(history, '400', day);
      seen.push(judgeNow(history, day, day).kind);
    }
    expect(seen[0]).toBe('jump');
    expect(seen.slice(-5)).toEqual(['usual', 'usual', 'usual', 'usual', 'usual']);
  });
});
