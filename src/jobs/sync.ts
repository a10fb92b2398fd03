import type { Aws, AwsFactory } from '../aws/types.ts';
import { mostOfRun } from '../core/allowance.ts';
import type { Clock } from '../core/clock.ts';
import { jobDeadlineMs } from '../core/deadlines.ts';
import { isError } from '../core/errors.ts';
import { ZERO } from '../core/money.ts';
import { dayOf, monthOf } from '../core/periods.ts';
import type { JobName, JobRun, SliceError } from '../core/runs.ts';
import type { Settings } from '../core/settings.ts';
import type { Freshness, Instant, Money } from '../core/types.ts';
import type { AwsRequests, Store } from '../store/types.ts';
import type { Lease } from '../store/typesLease.ts';
import { alertsJob } from './alerts.ts';
import { budgetsJob } from './budgets.ts';
import { chargesJob } from './charges.ts';
import { type Deadline, deadlineOf } from './deadline.ts';
import { deliverJob } from './deliver.ts';
import { enforceJob } from './enforce.ts';
import { housekeepingJob } from './housekeeping.ts';
import { type Job, type JobContext, type Notifier, nowOf, type Progress, wordsOf } from './job.ts';
import { noteTrouble } from './jobTroubles.ts';
import { leaveBehind, withLease } from './lease.ts';
import { noticesJob } from './notices.ts';
import { peopleJob } from './people.ts';
import { profilesJob } from './profiles.ts';
import { provisionJob } from './provision.ts';
import { ratesJob } from './rates.ts';
import { requestsJob } from './requests.ts';
import { rollupsJob } from './rollups.ts';
import { spendJob } from './spend.ts';
import { telling } from './telling.ts';
import { usageJob } from './usage.ts';

/** Every job in the order of a whole sync: reads first, decisions next, then messages, tidying up last. */
const ALL: readonly Job[] = [
  peopleJob,
  profilesJob,
  provisionJob,
  usageJob,
  chargesJob,
  ratesJob,
  spendJob,
  rollupsJob,
  alertsJob,
  enforceJob,
  noticesJob,
  budgetsJob,
  requestsJob,
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
  'notices',
  'deliver',
  'housekeeping',
];
/** What `sync` does when nothing is named. */
export const defaultJobs = ({
  directory,
  vending,
}: Pick<Settings, 'directory' | 'vending'>): readonly JobName[] => [
  ...(directory === null ? [] : ['people' as const]),
  ...(vending.approval.by === 'nobody' ? [] : ['requests' as const]),
  ...DEFAULT_JOBS,
];

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
  /** How long a job may take, milliseconds; left out: as `core/deadlines` has it. */
  deadlineMs?: (job: JobName) => number;
  /** How a worker before this one ended, where somebody saw it: what it left running has failed of that. */
  former?: FormerEnd | null;
  watch?: SyncWatch;
  /** Is told what whoever looks after it should know: for whom a sync waits, whose lease was void. */
  tell?: (words: string) => void;
}
/** Hears of each job. */
export interface SyncWatch {
  /** @param mostMs how long it may take */
  begins(job: JobName, mostMs: number): void;
  /** @param tookMs real milliseconds */
  ended(run: JobRun, tookMs: number): void;
}
export interface FormerEnd {
  words: string;
  /** It had hung, and was ended for that. */
  isOverdue: boolean;
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
  const { store, signal, tell } = deps;
  return withLease(store, { mayWait, tell }, async (lease) => {
    const report: SyncReport = { runs: [], operations: {} };
    await takeUp(deps, lease);
    const wanted = typeof names === 'function' ? await names() : names;
    const jobs = ALL.filter((one) => wanted.includes(one.name));
    for (const [index, job] of jobs.entries()) {
      if (signal?.aborted) break;
      const next = jobs.slice(index + 1).map(({ name }) => name);
      report.runs.push(await runJob(deps, lease, job, report, next));
    }
    return report;
  });
}

/** Ends what others left running who are no more, and says so; of what hung, as whoever ended it saw it. */
async function takeUp(deps: SyncDeps, lease: Lease): Promise<void> {
  const { store, clock, watch, former = null } = deps;
  const at = nowOf({ clock });
  const left = (await store.runs.latest()).filter(isRunning);
  // What has hung is not begun again at once; what was cut short is.
  const status = former?.isOverdue ? ('failed' as const) : ('interrupted' as const);
  const seen = former === null ? undefined : { status, words: former.words };
  if ((await store.runs.interruptStale(lease, at, seen)) === 0) return;
  const errors = former === null ? [] : [{ slice: 'worker', error: former.words }];
  for (const run of left) {
    const ended = { ...run, endedAt: at, errors, progress: null };
    watch?.ended({ ...ended, status }, Date.parse(at) - Date.parse(run.startedAt));
    if (former === null) continue;
    const failed = { ...ended, status: 'failed' as const };
    await noteTrouble(deps, lease, { run: failed, isOverdue: former.isOverdue, isTold: false });
  }
}
const isRunning = ({ status }: JobRun): boolean => status === 'running';

/** One run as it goes on. */
interface Going {
  id: string;
  job: Job;
  startedAt: Instant;
  aws: Aws;
  deadline: Deadline;
  reading: Set<Freshness>;
}
type RunStatus = Exclude<JobRun['status'], 'running'>;
interface Outcome {
  rows: number;
  errors: SliceError[];
  notes: SliceError[];
  status: RunStatus;
}

async function runJob(
  deps: SyncDeps,
  lease: Lease,
  job: Job,
  report: SyncReport,
  next: readonly JobName[],
): Promise<JobRun> {
  const { store, clock, settings, watch } = deps;
  const startedAt = nowOf({ clock });
  const began = performance.now();
  const spent = await store.runs.spent(monthOf(dayOf(startedAt)));
  const id = await store.runs.start(lease, job.name, startedAt);
  const ofJob = jobDeadlineMs(job.name, settings.longestJobMinutes, deps.readAgain === true);
  const mostMs = deps.deadlineMs?.(job.name) ?? ofJob;
  watch?.begins(job.name, mostMs);
  let step: string | null = null;
  const where = () => whereWords(aws.waitsFor(), step);
  const deadline = deadlineOf(mostMs, where, deps.signal);
  const booking = {
    inBlocks: true,
    mostOfRun: deps.readAgain === true ? null : mostOfRun(settings.awsChargeCeiling),
    book: (amount: Money, limit: Money) => store.runs.book(id, amount, limit),
  };
  const aws = deps.awsFactory(spent, booking, deadline.signal);
  const going: Going = { id, job, startedAt, aws, deadline, reading: new Set() };
  const told = telling(deps, id, next);
  const progress = counting(
    { store, progress: told.progress },
    id,
    () => askedOf(aws),
    (at) => {
      step = at;
    },
  );
  const outcome = await outcomeOf(deps, lease, going, progress).finally(told.end);
  const run = await finish(deps, lease, going, outcome, report);
  watch?.ended(run, performance.now() - began);
  return run;
}

/** What an overdue run waited for. */
const whereWords = (request: string | null, step: string | null): string | null =>
  request !== null ? `it waited for ${request}` : step === null ? null : `it was at ${step}`;

const askedOf = ({ meter }: Aws): AwsRequests => ({
  requests: meter.requests,
  awsCharge: meter.charge,
  operations: Object.fromEntries(meter.byOperation()),
});

/** Does the job within its deadline. @throws LeaseLost when another sync has taken over */
async function outcomeOf(
  deps: SyncDeps,
  lease: Lease,
  { id, job, aws, deadline, reading }: Going,
  progress: Progress,
): Promise<Outcome> {
  const { store } = deps;
  const { signal } = deadline;
  // Its own: what is left behind keeps the number that is refused from then on.
  const own = { lease: { ...lease }, store: deadline.ledger(store) };
  const context: JobContext = { ...deps, ...own, aws, progress, signal, reading };
  try {
    const { rows, errors, notes = [] } = await deadline.within(() => job.run(context));
    const isFault = errors.some(({ isAnswer }) => isAnswer !== true);
    return { rows, errors, notes, status: isFault ? 'partial' : 'ok' };
  } catch (error) {
    if (deadline.isOver) await leaveBehind(store, lease);
    else if (isError(error, 'leaseLost')) {
      // Who took over has ended this run already; what it was charged is still to be told.
      await store.runs.count(id, askedOf(aws));
      throw error;
    }
    const status = deps.signal?.aborted && !deadline.isOver ? 'interrupted' : 'failed';
    const words = wordsOf(deadline.isOver ? signal.reason : error);
    return { rows: 0, errors: [{ slice: job.name, error: words }], notes: [], status };
  }
}

/** Writes down how a run ended, and what of it is behind from now on; tells operators where that is news. */
async function finish(
  deps: SyncDeps,
  lease: Lease,
  { id, job, startedAt, aws, deadline, reading }: Going,
  { rows, errors, notes, status }: Outcome,
  report: SyncReport,
): Promise<JobRun> {
  const { store, clock } = deps;
  const asked = askedOf(aws);
  addOperations(report, asked);
  const at = nowOf({ clock });
  const told = [...errors, ...notes].map(({ slice, error }) => ({ slice, error }));
  await store.runs.finish(id, { at, status, rows, errors: told, ...asked });
  if (deadline.isOver)
    for (const slice of reading)
      await store.freshness.record(lease, { ...slice, lastError: errors[0]?.error ?? null, lastErrorAt: at });
  const { requests, awsCharge } = asked;
  const ofRun = { rows, requests, awsCharge, errors: told, progress: null };
  const run = { id, job: job.name, startedAt, endedAt: at, status, ...ofRun };
  const faults = errors.filter(({ isAnswer }) => isAnswer !== true);
  const isTold = faults.length > 0 && faults.every((fault) => fault.isTold === true);
  await noteTrouble(deps, lease, { run: { ...run, errors: faults }, isOverdue: deadline.isOver, isTold });
  return run;
}

function addOperations(report: SyncReport, { operations }: AwsRequests): void {
  for (const [name, cost] of Object.entries(operations)) {
    const sum = report.operations[name] ?? { requests: 0, charge: ZERO };
    report.operations[name] = {
      requests: sum.requests + cost.requests,
      charge: (sum.charge + cost.charge) as Money,
    };
  }
}

/**
 * Progress that writes down, step by step, what AWS was asked: a run that is killed has been charged for it all the same.
 * @param tell hears where the work is
 */
function counting(
  { store, progress }: Pick<SyncDeps, 'store' | 'progress'>,
  id: string,
  asked: () => AwsRequests,
  tell: (at: string) => void,
): Progress {
  let written = 0;
  let named = '';
  return {
    start(label, total) {
      named = total > 0 ? ` of ${total}, ${label}` : `, ${label}`;
      tell(label);
      progress.start(label, total);
    },
    step(done, note) {
      tell(`step ${done}${named}${note === undefined ? '' : `, ${note}`}`);
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
