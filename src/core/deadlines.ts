import type { JobName } from './runs.ts';

/** How long things may take at most: whatever takes longer waits for something that does not come. Milliseconds. */

const MINUTE_MS = 60_000;

/** A first collection of a large company is read by one run of `usage` and of `charges`; the rest takes minutes. */
const OF_JOB: Readonly<Partial<Record<JobName, number>>> = {
  usage: 60 * MINUTE_MS,
  charges: 60 * MINUTE_MS,
  spend: 60 * MINUTE_MS,
  rollups: 60 * MINUTE_MS,
  profiles: 30 * MINUTE_MS,
};
const OF_OTHERS = 15 * MINUTE_MS;

/** How long one run of a job may take. */
export const jobDeadlineMs = (job: JobName): number => OF_JOB[job] ?? OF_OTHERS;
