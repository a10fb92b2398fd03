import type { Instant, Money } from './types.ts';

/** Jobs, their runs, and what of a run failed. */

export const JOBS = [
  'people',
  'profiles',
  'usage',
  'charges',
  'rates',
  'spend',
  'rollups',
  'alerts',
  'budgets',
  'deliver',
  'housekeeping',
] as const;
export type JobName = (typeof JOBS)[number];

/**
 * Whether a job never runs as things are set.
 * @param mirror whether AWS Budgets are written
 * @param directory whether IAM Identity Center is read
 */
export const isOff = (
  job: JobName,
  { mirror, directory }: { mirror: boolean; directory: boolean },
): boolean => (job === 'budgets' && !mirror) || (job === 'people' && !directory);

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
}
