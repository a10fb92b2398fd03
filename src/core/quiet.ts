import { addDays, DAY_MS } from './periods.ts';
import type { QuietHours } from './preferences.ts';
import type { Day } from './types.ts';

/**
 * When somebody is left alone, and the local times at which things leave, in any IANA time zone. Instants are UTC
 * milliseconds; local times are `HH:MM`. Pure: what zones do stands in `Intl`.
 */

/** What local clocks and calendars show. */
export interface LocalTime {
  day: Day;
  /** `HH:MM`. */
  time: string;
  isWeekend: boolean;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Making one costs more than a thousand uses of it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' };
  const made = new Intl.DateTimeFormat('en-US', {
    ...(digits as Intl.DateTimeFormatOptions),
    hourCycle: 'h23',
    timeZone,
  });
  formats.set(timeZone, made);
  return made;
}

/** Whether it is a local time as it is written here. */
export const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** Whether there is such a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** What clocks show at an instant. @throws RangeError for a time zone that does not exist */
export function localAt(ms: number, timeZone: string): LocalTime {
  const part = new Map(
    formatOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const day = [part.get('year')?.padStart(4, '0'), part.get('month'), part.get('day')].join('-');
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay();
  return {
    day,
    time: `${part.get('hour')}:${part.get('minute')}`,
    isWeekend: weekday === 0 || weekday === 6,
  };
}

const wallClock = (day: Day, time: string): number => Date.parse(`${day}T${time}:00.000Z`);

/** How far clocks are ahead of UTC, milliseconds, to the minute. */
function aheadAt(ms: number, timeZone: string): number {
  const minute = Math.floor(ms / 60_000) * 60_000;
  const { day, time } = localAt(minute, timeZone);
  return wallClock(day, time) - minute;
}

/**
 * When clocks show a time on a day: twice where they are set back over it. Where they are set forward over it there is no such
 * moment: then it is as long after the change as it was after its beginning.
 */
function instantsOf(day: Day, time: string, timeZone: string): number[] {
  const wanted = wallClock(day, time);
  const before = aheadAt(wanted - DAY_MS, timeZone);
  const after = aheadAt(wanted + DAY_MS, timeZone);
  const shown = [...new Set([wanted - before, wanted - after])].filter((ms) => {
    const local = localAt(ms, timeZone);
    return local.day === day && local.time === time;
  });
  return shown.length > 0 ? shown.sort((a, b) => a - b) : [wanted - before];
}

/** The first instant after `ms` at which clocks show a time. */
export function nextAt(ms: number, time: string, timeZone: string): number {
  const { day } = localAt(ms, timeZone);
  for (let ahead = 0; ; ahead++) {
    const next = instantsOf(addDays(day, ahead), time, timeZone).find((one) => one > ms);
    if (next !== undefined) return next;
  }
}

const isNight = ({ from, until }: QuietHours, time: string): boolean =>
  from <= until ? from <= time && time < until : time >= from || time < until;

/** Whether it is quiet. */
export function isQuiet(ms: number, quiet: QuietHours): boolean {
  const { time, isWeekend } = localAt(ms, quiet.timeZone);
  return (quiet.weekends && isWeekend) || isNight(quiet, time);
}

/** The first instant from `ms` on at which it is not quiet. @param quiet null: it never is */
export function quietUntil(ms: number, quiet: QuietHours | null): number {
  if (quiet === null) return ms;
  let at = ms;
  while (isQuiet(at, quiet)) {
    const isOver = quiet.weekends && localAt(at, quiet.timeZone).isWeekend;
    at = nextAt(at, isOver ? '00:00' : quiet.until, quiet.timeZone);
  }
  return at;
}

/** The most that quiet hours keep back: a weekend between two nights, and the hour by which clocks change. */
export const LONGEST_QUIET_MS = 4 * DAY_MS;

/** The longest that a message is put off when it is owed: until the next daily one, and over quiet hours then. */
export const LONGEST_AHEAD_MS = LONGEST_QUIET_MS + 2 * DAY_MS;
