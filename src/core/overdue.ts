import { jobDeadlineMs } from './deadlines.ts';
import { HOUR_MS } from './periods.ts';
import { JOBS, type JobName, type JobRun } from './runs.ts';

/** Jobs that do not start again in their time. Pure. */

/** How often the schedule starts a job that does not follow from another. */
const EVERY_MS: Readonly<Partial<Record<JobName, number>>> = {
  people: HOUR_MS,
  profiles: HOUR_MS,
  usage: HOUR_MS / 6,
  charges: 8 * HOUR_MS,
  budgets: HOUR_MS,
  housekeeping: 24 * HOUR_MS,
};
/** One job after the other: each may have to wait for the longest of them. */
const TURN_MS = Math.max(...JOBS.map((job) => jobDeadlineMs(job)));

/** Jobs that ran once and did not start again in their time, although a schedule runs. */
export const overdueJobs = (latest: readonly JobRun[], now: number, rate: number): JobRun[] =>
  latest.filter(({ job, status, startedAt }) => {
    const every = EVERY_MS[job];
    if (every === undefined || status === 'running') return false;
    return now - Date.parse(startedAt) > every + TURN_MS * rate;
  });
