import type { Instant, Money } from './types.ts';

/** Jobs, their runs, and what of a run failed. */

export const JOBS = [
  'people',
  'profiles',
  'provision',
  'usage',
  'charges',
  'rates',
  'spend',
  'rollups',
  'alerts',
  'enforce',
  'notices',
  'budgets',
  'requests',
  'deliver',
  'housekeeping',
] as const;
export type JobName = (typeof JOBS)[number];

/**
 * Whether a job never runs as things are set.
 * @param mirror whether AWS Budgets are written
 * @param directory whether IAM Identity Center is read
 * @param stopping whether hard budgets stop use, or would in a dry run
 */
export const isOff = (
  job: JobName,
  { mirror, directory, stopping }: { mirror: boolean; directory: boolean; stopping: boolean },
): boolean =>
  (job === 'budgets' && !mirror) || (job === 'people' && !directory) || (job === 'enforce' && !stopping);

/** One thing a job could not do: an account, a Region, a reading of the bill. The rest went on. */
export interface SliceError {
  slice: string;
  error: string;
  /** Set while a job runs: AWS has answered, and there is nothing to read yet. It is told, and the run is ok. */
  isAnswer?: true;
  /** Set while a job runs: operators were told of it in a message of its own. */
  isTold?: true;
}
export interface JobRun {
  id: string;
  job: JobName;
  startedAt: Instant;
  endedAt: Instant | null;
  status: 'running' | 'ok' | 'partial' | 'failed' | 'interrupted';
  rows: number;
  requests: number;
  /** What AWS charges for those requests. */
  awsCharge: Money;
  errors: readonly SliceError[];
  /** How far it is, while it goes on; null where it has not said so, and once it has ended. */
  progress: RunProgress | null;
}

/** How far a run is with the piece of work that it does now. */
export interface RunProgress {
  /** What it does, in the words of the job. */
  label: string;
  /** Steps that are done, and all of them; 0 of 0 before it knows. */
  done: number;
  total: number;
  /** What the last step was about: a day, a place; '' where it has no name. */
  note: string;
  /** When this piece of work began, and when it was last heard of. */
  since: Instant;
  at: Instant;
  /** What the same sync does after it. */
  next: readonly JobName[];
}

/** Earlier than that, a guess says more about how the work begins than about its pace. */
const LEAST_TO_GUESS_MS = 2_000;

/**
 * How long the piece of work goes on, about, in milliseconds, if its steps take as long as those before; null where
 * nothing can be said: none is done, it has only just begun, or it takes longer than thought.
 */
export function restMs({ done, total, since, at }: RunProgress, now: number): number | null {
  const took = Date.parse(at) - Date.parse(since);
  if (done <= 0 || done >= total || took < LEAST_TO_GUESS_MS) return null;
  const left = Math.round((took / done) * (total - done)) - (now - Date.parse(at));
  return left > 0 ? left : null;
}

/**
 * Jobs that have not begun, in the order in which a sync does them: those that follow a run that goes on, and those that
 * were asked for and of which no run began since.
 * @param latest the latest run of each job
 */
export function waitingFor(
  latest: readonly Pick<JobRun, 'job' | 'startedAt' | 'status' | 'progress'>[],
  asked: ReadonlyMap<JobName, Instant>,
): JobName[] {
  const going = latest.filter(({ status }) => status === 'running');
  const next = new Set(going.flatMap(({ progress }) => progress?.next ?? []));
  const began = new Map(latest.map(({ job, startedAt }) => [job, startedAt]));
  return JOBS.filter((job) => {
    const askedAt = asked.get(job);
    return next.has(job) || (askedAt !== undefined && (began.get(job) ?? '') < askedAt);
  });
}

/** Who writes to the ledger, as a lease names it: `host:pid:…`. */
export function holderOf(heldBy: string): { host: string; pid: string } {
  const [host = '', pid = ''] = heldBy.split(':');
  return { host, pid };
}
