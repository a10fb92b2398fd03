import type { JobName } from './runs.ts';

/**
 * How long each piece of work may take before it is ended, real time whatever clock the ledger has. Generous: several
 * times what a company of ten thousand people needs, so that only what hangs is ended.
 */

const MINUTE_MS = 60_000;

const JOB_MINUTES: Readonly<Record<JobName, number>> = {
  people: 30,
  profiles: 30,
  // Ends by itself after its turn, and the next run goes on: whatever else is due must not wait for thousands of profiles.
  provision: 15,
  // Beyond three of its looks.
  usage: 45,
  // A first bill of thirteen months, page by page.
  charges: 90,
  rates: 30,
  spend: 90,
  // Once in a ledger's life, of all of its years.
  rollups: 120,
  alerts: 30,
  // Ends by itself after its turn, as plans of profiles do.
  enforce: 15,
  notices: 30,
  // Thousands of budgets, each written by a request that AWS lets through a few times a second.
  budgets: 120,
  // Some are made by requests to AWS.
  requests: 30,
  deliver: 30,
  housekeeping: 60,
};
/** Whoever has everything read again at the terminal waits for years of it. */
const TIMES_OF_READING_AGAIN = 4;

/**
 * How long a run of a job may take, milliseconds of real time.
 * @param longestMinutes the operator's own bound for every job; null: that of the job
 * @param readsAgain whether all that is held is read again
 */
export function jobDeadlineMs(
  job: JobName,
  longestMinutes: number | null = null,
  readsAgain = false,
): number {
  const minutes = longestMinutes ?? JOB_MINUTES[job];
  return minutes * MINUTE_MS * (readsAgain ? TIMES_OF_READING_AGAIN : 1);
}

/** `45 minutes`, `2 hours`, `0.2 seconds`: as a sentence has it. */
export function durationWords(ms: number): string {
  const [count, unit] =
    ms < MINUTE_MS
      ? [ms / 1000, 'second']
      : ms < 120 * MINUTE_MS
        ? [ms / MINUTE_MS, 'minute']
        : [ms / (60 * MINUTE_MS), 'hour'];
  const shown = String(Math.round(count * 100) / 100);
  return `${shown} ${unit}${shown === '1' ? '' : 's'}`;
}

/** What a run says that was ended by its deadline. @param at what it waited for, or how far it was; null: nobody knows */
export const overdueWords = (ms: number, at: string | null): string =>
  `ended: it did not finish within ${durationWords(ms)}${at === null ? '' : `; ${at}`}. What it had stored stays, and the next run goes on from there.`;
