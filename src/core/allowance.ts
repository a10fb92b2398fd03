import { larger } from './money.ts';
import { addDays, DAY_MS, dayOf, daysBetween, instantOf, monthOf, monthRange, startOf } from './periods.ts';
import type { Day, Instant, Money } from './types.ts';
import { LOOK_MS } from './watching.ts';

/**
 * What AWS may charge for watching, in a month: the ceiling, and within it a reserve for alerts. Money is 10⁻¹⁰ USD. What
 * is not urgent stops at the ceiling less the reserve, all else at the ceiling.
 */

/** A tenth of the ceiling is kept for looks at people who can reach a threshold within the hour. */
const RESERVE_OF_CEILING = 10n;
/** Closer looks than alerts within the rate need are planned to a third of the ceiling: months differ, companies grow. */
const PLANNED_OF_CEILING = 3n;
/** Looks at people of whom nothing is listed. */
const IDLE_OF_CEILING = 10n;
/** Nearly all of a day is read in its working hours. */
const BUSY_HOURS = 12n;
/** Days that the forecast is made from. */
export const FORECAST_DAYS = 7;

/** A run that asks without end leaves three quarters of the month to those after it. */
const RUN_OF_CEILING = 4n;
/** What a run may come to all the same: the first bill of a small company, 10⁻¹⁰ USD. */
const LEAST_OF_RUN = 50_000_000_000n;

/** What one run may come to. */
export const mostOfRun = (ceiling: Money): Money =>
  larger(ceiling / RUN_OF_CEILING, LEAST_OF_RUN < ceiling ? LEAST_OF_RUN : ceiling) as Money;

export const reserveOf = (ceiling: Money): Money => (ceiling / RESERVE_OF_CEILING) as Money;

/** What an hour of looking may cost now, so that what is planned for the month lasts to its end. */
export function allowanceOfHour(ceiling: Money, spent: Money, now: number): Money {
  const planned = ceiling / PLANNED_OF_CEILING;
  const today = dayOf(now);
  const left = BigInt(daysBetween(today, monthRange(monthOf(today)).endExclusive));
  return larger((planned - spent) / (left * BUSY_HOURS), 0n) as Money;
}

/** Looks in the longest month. */
const LOOKS_OF_MONTH = BigInt((31 * DAY_MS) / LOOK_MS);
/** What a look may cost at people of whom nothing is listed: a tenth of the ceiling in a month, so that it needs no plan. */
export const allowanceOfIdle = (ceiling: Money): Money =>
  (ceiling / IDLE_OF_CEILING / LOOKS_OF_MONTH) as Money;

/**
 * The month's charge as the last days go on, and the same all day as long as nothing is charged.
 * @param days charges by day, today's among them, of which whole days before today count
 */
export function chargeForecast(
  spent: Money,
  days: readonly { day: Day; charge: Money }[],
  now: number,
): Money {
  const today = dayOf(now);
  const from = addDays(today, -FORECAST_DAYS);
  const recent = days.filter(({ day }) => day >= from && day < today);
  const first = recent[0]?.day;
  if (first === undefined) return spent;
  const ofDay =
    recent.reduce<bigint>((all, { charge }) => all + charge, 0n) / BigInt(daysBetween(first, today));
  const ofToday = days.find(({ day }) => day === today)?.charge ?? 0n;
  const after = BigInt(daysBetween(today, monthRange(monthOf(today)).endExclusive) - 1);
  return (spent + larger(ofDay - ofToday, 0n) + ofDay * after) as Money;
}

/** With less than this nothing is worth asking: a page of the bill, or a thousand series. */
const STEP = 100_000_000n;
/** How far watching goes on: with the month's money at an end but for the reserve, only what is urgent does. */
export type WatchingState = 'all' | 'urgentOnly' | 'stopped';
export function watchingState(ceiling: Money, spent: Money): WatchingState {
  if (spent + STEP > ceiling) return 'stopped';
  return spent + STEP > ceiling - reserveOf(ceiling) ? 'urgentOnly' : 'all';
}

/** When a new month gives new money. */
export const resumesAt = (now: number): Instant =>
  instantOf(startOf(monthRange(monthOf(dayOf(now))).endExclusive));
