import { HOUR_MS } from './periods.ts';
import type { JobName, JobRun } from './runs.ts';
import type { Instant } from './types.ts';

/**
 * When operators are told of a job that does not do its work: once for each trouble, however long it lasts, and once more
 * when it is over. A fault that passes by itself is not told: AWS throttles, a network is away for minutes. Pure.
 */

/** A job whose last run did not go well. */
export interface JobTrouble {
  job: JobName;
  /** When the first run of those in a row ended that did not go well. */
  since: Instant;
  /** Runs in a row. */
  failures: number;
  /** When operators were told; null: not yet. */
  toldAt: Instant | null;
}

/** How a run ended, as far as it matters here. */
export interface RunEnd extends Pick<JobRun, 'job'> {
  status: 'ok' | 'partial' | 'failed' | 'interrupted';
  at: Instant;
  /** Its deadline or the watchdog ended it. */
  isOverdue: boolean;
}

/** Runs in a row, over at least so long: a job that runs every minute cries no sooner. */
const IN_A_ROW = 3;
const IN_A_ROW_MS = 20 * 60_000;
/** Fewer are enough where they are hours apart: the bill is read three times a day. */
const FAR_APART = 2;
const FAR_APART_MS = 6 * HOUR_MS;

/** What becomes of a job's trouble with the end of a run, and what operators are told. */
export function jobTroubleAfter(
  before: JobTrouble | null,
  run: RunEnd,
): { trouble: JobTrouble | null; tell: 'failing' | 'well' | null } {
  // A run that was told to stop says nothing about the job.
  if (run.status === 'interrupted' && !run.isOverdue) return { trouble: before, tell: null };
  if (run.status === 'ok')
    return { trouble: null, tell: before !== null && before.toldAt !== null ? 'well' : null };
  const { since, failures, toldAt } = before ?? { since: run.at, failures: 0, toldAt: null };
  const trouble: JobTrouble = { job: run.job, since, failures: failures + 1, toldAt };
  if (toldAt !== null || !(run.isOverdue || lasts(trouble, run.at))) return { trouble, tell: null };
  return { trouble: { ...trouble, toldAt: run.at }, tell: 'failing' };
}

function lasts({ since, failures }: JobTrouble, at: Instant): boolean {
  const ms = Date.parse(at) - Date.parse(since);
  return (failures >= IN_A_ROW && ms >= IN_A_ROW_MS) || (failures >= FAR_APART && ms >= FAR_APART_MS);
}
