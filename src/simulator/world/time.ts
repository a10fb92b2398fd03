import type { Day } from '../types.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const dayOf = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);
export const dayStart = (day: Day): number => Date.parse(`${day}T00:00:00.000Z`);
export const nextDay = (day: Day): Day => dayOf(dayStart(day) + DAY);
export const monthOf = (day: Day): string => day.slice(0, 7);
/** 0 is Sunday. */
export const weekday = (day: Day): number => new Date(dayStart(day)).getUTCDay();
/** Months since year 0, for counting. */
export const monthIndex = (month: string): number =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
export const monthName = (index: number): string =>
  `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
