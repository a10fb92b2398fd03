import type { Day, World } from '../types.ts';
import { validation } from './ce-filter.ts';
import type { DateInterval } from './models/ce-types.ts';

const DAY_MS = 86_400_000;
/** Without the opt-in for more, Cost Explorer gives so many months, counted back from today. */
const MONTHS_KEPT = 14;

export interface Period {
  start: Day;
  endExclusive: Day;
}

/**
 * Checks a time period as Cost Explorer does and returns it: whole days, the end exclusive, not before the kept
 * history, the start not in the future, the end at most the first day of the next month. Throws ValidationException.
 */
export function checkPeriod(world: World, { Start, End }: DateInterval): Period {
  for (const text of [Start, End]) {
    if (
      !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
      Number.isNaN(Date.parse(text)) ||
      toDay(Date.parse(text)) !== text
    )
      throw validation(`Failed to parse date: ${text}. Expected yyyy-MM-dd`);
  }
  const now = world.clock.now();
  if (Start >= End) throw validation('Start date (and hour) should be before end date (and hour)');
  if (Start > toDay(now)) throw validation('Start date must be equal to or no later than the current date');
  if (End > monthStart(now, 1)) throw validation('end date past the beginning of next month');
  if (Start < monthsBefore(now, MONTHS_KEPT))
    throw validation("You haven't enabled historical data beyond 14 months");
  return { start: Start, endExclusive: End };
}

/** Splits a period into its days, or into its calendar months, the first and last as far as they are asked for. */
export function split({ start, endExclusive }: Period, granularity: 'DAILY' | 'MONTHLY'): Period[] {
  const parts: Period[] = [];
  for (let from = start; from < endExclusive; ) {
    const next = granularity === 'DAILY' ? toDay(Date.parse(from) + DAY_MS) : monthStart(Date.parse(from), 1);
    const to = next < endExclusive ? next : endExclusive;
    parts.push({ start: from, endExclusive: to });
    from = to;
  }
  return parts;
}

export const daysOf = (period: Period): Day[] => split(period, 'DAILY').map(({ start }) => start);

export const toDay = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

/** The first day of the month that lies `months` after that of `ms`. */
export function monthStart(ms: number, months: number): Day {
  const date = new Date(ms);
  return toDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
}

/** The same day so many months before; the last of a month that does not have it. */
function monthsBefore(ms: number, months: number): Day {
  const last = toDay(Date.parse(monthStart(ms, 1 - months)) - DAY_MS);
  const same = `${last.slice(0, 8)}${toDay(ms).slice(8)}`;
  return same < last ? same : last;
}
