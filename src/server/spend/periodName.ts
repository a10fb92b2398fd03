import { addDays, monthOf, monthRange } from '../../core/periods.ts';
import type { DayRange } from '../../core/types.ts';
import { day as showDay, month as showMonth } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';

/** A period as sentences name it: a month by its name, other days from the first to the last. */
export function nameOfPeriod(
  { start, endExclusive }: DayRange,
  { m, locale }: Pick<Frame, 'm' | 'locale'>,
): string {
  const month = monthOf(start);
  const whole = monthRange(month);
  return start === whole.start && endExclusive === whole.endExclusive
    ? showMonth(month, locale)
    : m.range(showDay(start, locale), showDay(addDays(endExclusive, -1), locale));
}
