import { addDays, monthOf, monthRange } from '../../core/periods.ts';
import type { DayRange } from '../../core/types.ts';
import { day as showDay, month as showMonth } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';

type Look = Pick<Frame, 'm' | 'locale'>;

/** A period as sentences name it: a month or a day by its name, other days from the first to the last. */
export const nameOfPeriod = (range: DayRange, frame: Look): string =>
  said(range, frame, { month: (name) => name, day: (name) => name, days: frame.m.range });

/** The same as sentences say when something was: `in November 2026`, `from 23 Nov to 29 Nov`. */
export const whenOf = (range: DayRange, frame: Look): string => said(range, frame, frame.m.when);

function said({ start, endExclusive }: DayRange, { locale }: Look, words: Frame['m']['when']): string {
  const month = monthOf(start);
  const whole = monthRange(month);
  if (start === whole.start && endExclusive === whole.endExclusive)
    return words.month(showMonth(month, locale));
  const last = addDays(endExclusive, -1);
  return start === last
    ? words.day(showDay(start, locale))
    : words.days(showDay(start, locale), showDay(last, locale));
}
