import type { Aws, AwsFactory } from '../aws/types.ts';
import type { Clock } from '../core/clock.ts';
import { isError } from '../core/errors.ts';
import { dayOf, monthOf } from '../core/periods.ts';
import type { JobName, JobRun, SliceError } from '../core/runs.ts';
import type { Settings } from '../core/settings.ts';
import type { Money } from '../core/types.ts';
import type { AwsRequests, Store } from '../store/types.ts';
import type { Lease } from '../store/typesLease.ts';
import { alertsJob } from './alerts.ts';
import { budgetsJob } from './budgets.ts';
import { chargesJob } from './charges.ts';
import { deliverJob } from './deliver.ts';
import { housekeepingJob } from './housekeeping.ts';
import { type Job, type JobContext, type Notifier, nowOf, type Progress, wordsOf } from './job.ts';
import { withLease } from './lease.ts';
import { peopleJob } from './people.ts';
import { profilesJob } from './profiles.ts';
import { ratesJob } from './rates.ts';
import { rollupsJob } from './rollups.ts';
import { spendJob } from './spend.ts';
import { usageJob } from './usage.ts';

/** Every job in the order of a whole sync: reads first, decisions next, then messages, tidying up last. */
const ALL: readonly Job[] = [
  peopleJob,
  profilesJob,
  usageJob,
  chargesJob,
  ratesJob,
  spendJob,
  rollupsJob,
  alertsJob,
  budgetsJob,
  deliverJob,
  housekeepingJob,
];
/** What every installation reads and decides: all that writes nothing to AWS. */
export const DEFAULT_JOBS: readonly JobName[] = [
  'profiles',
  'usage',
  'charges',
  'rates',
  'spend',
  'alerts',
  'deliver',
  'housekeeping',
];
/** What `sync` does when nothing is named. */
export const defaultJobs = ({ directory }: Pick<Settings, 'directory'>): readonly JobName[] =>
  directory === null ? DEFAULT_JOBS : ['people', ...DEFAULT_JOBS];

export interface SyncDeps {
  store: Store;
  awsFactory: AwsFactory;
  clock: Clock;
  settings: Settings;
  notifiers: readonly Notifier[];
  progress: Progress;
  /** Reads all of `backfillDays` again, whatever is held. */
  readAgain?: boolean;
  /** Believes AWS also where it says much less than before. */
  force?: boolean;
  /** Ends the sync early, between two pieces of work. */
  signal?: AbortSignal;
  /** Told of each run once it has ended, those included that are found dead. */
  onRun?: (run: JobRun) => void;
}
export interface SyncReport {
  runs: JobRun[];
  /** `service:Operation` → requests and what AWS charges for them, of this sync. */
  operations: Record<string, { requests: number; charge: Money }>;
}

/**
 * Runs jobs one after the other under the lease. A job that fails is recorded and the rest goes on; every run is a
 * row with its requests, its AWS charge and its errors.
 * @param names which jobs; a function is asked once the lease is held, so that two processes do not both decide
 * @throws SyncBusy when `mayWait` is false and another sync runs; LeaseLost when another one took over
 */
export async function runSync(
  deps: SyncDeps,
  names: readonly JobName[] | (() => Promise<readonly JobName[]>) = DEFAULT_JOBS,
  mayWait = true,
): Promise<SyncReport> {
  const { store, signal } = deps;
  return withLease(store, mayWait, async (lease) => {
    const report: SyncReport = { runs: [], operations: {} };
    await endStale(deps, lease);
    const wanted = typeof names === 'function' ? await names() : names;
    for (const job of ALL.filter((one) => wanted.includes(one.name))) {
      if (signal?.aborted) break;
      report.runs.push(await runJob(deps, lease, job, report));
    }
    return report;
  });
}

/** Ends runs whose process is no more. */
async function endStale({ store, clock, onRun }: SyncDeps, lease: Lease): Promise<void> {
  const now = nowOf({ clock });
  if ((await store.runs.interruptStale(lease, now)) === 0) return;
  for (const run of await store.runs.latest())
    if (run.status === 'interrupted' && run.endedAt === now) onRun?.(run);
}

async function runJob(deps: SyncDeps, lease: Lease, job: Job, report: SyncReport): Promise<JobRun> {
  const { store, clock } = deps;
  const startedAt = nowOf({ clock });
  const spent = await store.runs.spent(monthOf(dayOf(startedAt)));
  const id = await store.runs.start(lease, job.name, startedAt);
  const aws: Aws = deps.awsFactory(spent, {
    inBlocks: true,
    book: (amount, limit) => store.runs.book(id, amount, limit),
  });
  const asked = () => ({
    requests: aws.meter.requests,
    awsCharge: aws.meter.charge,
    operations: Object.fromEntries(aws.meter.byOperation()),
  });
  const context: JobContext = { ...deps, aws, lease, progress: counting(deps, id, asked) };
  let rows = 0;
  let errors: SliceError[] = [];
  let notes: SliceError[] = [];
  let fault: JobRun['status'] | null = null;
  try {
    const result = await job.run(context);
    ({ rows, errors, notes = [] } = result);
  } catch (error) {
    if (isError(error, 'leaseLost')) {
      // Who took over has ended this run already; what it was charged is still to be told.
      await store.runs.count(id, asked());
      throw error;
    }
    fault = deps.signal?.aborted ? 'interrupted' : 'failed';
    errors = [{ slice: job.name, error: wordsOf(error) }];
  }
  const isFault = errors.some(({ isAnswer }) => isAnswer !== true);
  const ofRun = asked();
  for (const [name, cost] of Object.entries(ofRun.operations)) {
    const sum = report.operations[name] ?? { requests: 0, charge: 0n as Money };
    report.operations[name] = {
      requests: sum.requests + cost.requests,
      charge: (sum.charge + cost.charge) as Money,
    };
  }
  const end = {
    at: nowOf({ clock }),
    status: fault ?? (isFault ? ('partial' as const) : ('ok' as const)),
    rows,
    errors: [...errors, ...notes].map(({ slice, error }) => ({ slice, error })),
    ...ofRun,
  };
  await store.runs.finish(id, end);
  const run: JobRun = {
    id,
    job: job.name,
    startedAt,
    endedAt: end.at,
    status: end.status,
    rows,
    requests: end.requests,
    awsCharge: end.awsCharge,
    errors: end.errors,
  };
  deps.onRun?.(run);
  return run;
}

/** Progress that writes down, step by step, what AWS was asked: a run that is killed has been charged for it all the same. */
function counting({ store, progress }: SyncDeps, id: string, asked: () => AwsRequests): Progress {
  let written = 0;
  return {
    start: (label, total) => progress.start(label, total),
    step(done, note) {
      progress.step(done, note);
      const soFar = asked();
      if (soFar.requests === written) return;
      written = soFar.requests;
      // One that fails is made good by the next, at last by the end of the run.
      store.runs.count(id, soFar).catch(() => {});
    },
    done: (note) => progress.done(note),
  };
}
