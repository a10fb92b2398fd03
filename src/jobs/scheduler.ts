import { Cron } from 'croner';
import { LedgerError } from '../core/errors.ts';
import { FILE_TROUBLES } from '../core/fileTrouble.ts';
import { instantOf } from '../core/periods.ts';
import { isOff, type JobName, type JobRun } from '../core/runs.ts';
import type { Instant } from '../core/types.ts';
import { BATCH } from './deliver.ts';
import { SyncBusy } from './lease.ts';
import { runSync, type SyncDeps } from './sync.ts';

/** When each job is due that does not follow from another, UTC. */
const SCHEDULE: readonly (readonly [JobName, Cron])[] = (
  [
    ['people', '5 * * * *'],
    ['profiles', '7 * * * *'],
    ['usage', '*/10 * * * *'],
    ['charges', '20 3,11,19 * * *'],
    ['budgets', '40 * * * *'],
    ['housekeeping', '50 1 * * *'],
  ] as const
).map(([job, pattern]) => [job, new Cron(pattern, { timezone: 'UTC' })]);
/** What has to be decided anew after something was read. */
const FOLLOWS: Readonly<Partial<Record<JobName, readonly JobName[]>>> = {
  profiles: ['spend', 'alerts', 'enforce', 'notices'],
  usage: ['spend', 'alerts', 'enforce', 'notices', 'deliver'],
  charges: ['rates', 'spend', 'alerts', 'enforce', 'notices', 'deliver'],
};
/** What has to be done anew once a job was: what follows it, and what comes after it where it follows another. */
const afterJob = (job: JobName): readonly JobName[] => [
  ...(FOLLOWS[job] ?? []),
  ...Object.values(FOLLOWS).flatMap((all) => (all.includes(job) ? all.slice(all.indexOf(job) + 1) : [])),
];
/** From deliveries that failed, or were many, to the next ones. */
const PAUSE_MS = 60_000;
/** From a ledger that could not be written or read to the next attempt, real milliseconds: nothing is asked of AWS meanwhile. */
const PAUSE_AFTER_TROUBLE_MS = 60_000;
/** How often the schedule is looked at, real milliseconds. */
const TICK_MS = 2_000;
/** How long it may take to find out what is due and to write down what was done; milliseconds. */
export const BETWEEN_JOBS_MS = 10 * 60_000;

/** What is known of a job's latest run. */
type Latest = Pick<JobRun, 'job' | 'startedAt' | 'status'> & Partial<Pick<JobRun, 'rows'>>;

/**
 * Jobs whose time has come since they last started, with those that follow them. A job is due at once that never ran,
 * whose run did not come to its end (one that seems to run was killed, or holds the lease), that has not followed the
 * latest run of what it follows, or that seems to have started later than now: the clock was wrong then. Pure.
 * @param latest the latest run of each job
 * @param mirror whether AWS Budgets are written
 * @param directory whether IAM Identity Center is read
 * @param owing whether a message waits to be sent
 * @param requesting whether something is to be done about a request for approval
 * @param provisioning whether a step of a plan can be done
 * @param mirroring whether a budget changed that AWS Budgets does not know of yet
 * @param stopping whether hard budgets stop use, or would in a dry run
 * @param enforcing whether something changed that stops are decided from, or a mark is to be written
 * @param unsummed whether a ledger of before there were roll-ups has months without them
 */
export function dueJobs(
  latest: readonly Latest[],
  now: Instant,
  {
    mirror,
    directory = false,
    owing,
    requesting = false,
    unsummed = false,
    provisioning = false,
    mirroring = false,
    stopping = false,
    enforcing = false,
  }: {
    mirror: boolean;
    mirroring?: boolean;
    stopping?: boolean;
    enforcing?: boolean;
    directory?: boolean;
    owing: boolean;
    requesting?: boolean;
    unsummed?: boolean;
    provisioning?: boolean;
  },
): JobName[] {
  const isOffNow = (job: JobName) => isOff(job, { mirror, directory, stopping });
  const waits: readonly (readonly [JobName, boolean])[] = [
    ['deliver', owing && !isPausing(latest, 'deliver', now)],
    ['requests', requesting && !isPausing(latest, 'requests', now)],
    ['rollups', unsummed],
    ['provision', provisioning],
    ['budgets', mirroring && mirror],
    // Switched off it has its own marks to take off.
    ['enforce', enforcing],
  ];
  const due = new Set<JobName>(waits.flatMap(([job, isWaiting]) => (isWaiting ? job : [])));
  for (const [job, cron] of SCHEDULE) {
    if (isOffNow(job)) continue;
    const last = latest.find((run) => run.job === job && hasEnded(run) && run.startedAt <= now)?.startedAt;
    const next = last === undefined ? null : cron.nextRun(new Date(last));
    if (next !== null && next.toISOString() > now) continue;
    for (const one of [job, ...(FOLLOWS[job] ?? [])]) due.add(one);
  }
  const cut = latest.filter((run) => !hasEnded(run) && !isOffNow(run.job)).map(({ job }) => job);
  for (const job of [...cut, ...cut.flatMap(afterJob), ...behind(latest)]) due.add(job);
  // What was asked of it beside its time runs also where it is off: it has its own marks to take off.
  return [...due].filter(
    (job) => !isOffNow(job) || waits.some(([one, isWaiting]) => one === job && isWaiting),
  );
}

/** Jobs that have not started since what they follow did: a sync ended between the two, or only the one was asked for. */
const behind = (latest: readonly Latest[]): JobName[] =>
  latest
    .filter(hasEnded)
    .flatMap((source) =>
      (FOLLOWS[source.job] ?? []).filter(
        (job) => (latest.find((run) => run.job === job)?.startedAt ?? '') < source.startedAt,
      ),
    );

const hasEnded = ({ status }: Pick<JobRun, 'status'>): boolean =>
  status !== 'interrupted' && status !== 'running';

/**
 * Messages, and requests, that failed are not followed by the next at once: a channel that is down would be asked every few seconds. Nor
 * are as many as one run sends: what piled up is no flood.
 */
function isPausing(latest: readonly Latest[], job: 'deliver' | 'requests', now: Instant): boolean {
  const last = latest.find((run) => run.job === job);
  if (last === undefined) return false;
  const { status, startedAt, rows = 0 } = last;
  return (
    (status === 'partial' || status === 'failed' || rows >= BATCH) &&
    startedAt <= now &&
    Date.parse(now) - Date.parse(startedAt) < PAUSE_MS
  );
}

export interface Scheduler {
  /** Runs jobs as soon as no other sync does, ahead of their time. */
  trigger(jobs: readonly JobName[]): void;
  /** Ends between two pieces of work and resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/** Has the schedule looked at from now on, again and again, until what it answers is called. */
export type Every = (look: () => Promise<void>) => () => void;
const everyTick: Every = (look) => {
  const timer = setInterval(look, TICK_MS);
  return () => clearInterval(timer);
};
/** The same, and each look is told when it begins and when it is over. */
export const everyTickTold =
  (tell: (isLooking: boolean) => void): Every =>
  (look) => {
    let isLooking = false;
    return everyTick(async () => {
      if (isLooking) return;
      isLooking = true;
      tell(true);
      await look().finally(() => {
        isLooking = false;
        tell(false);
      });
    });
  };

/**
 * Runs what is due, one sync at a time. What is due follows from the runs in the ledger, so a restart neither repeats
 * nor forgets a tick; it is decided once the lease is held, so that of two processes only one does it.
 * @param onError is told what went wrong; the schedule goes on
 * @param every when to look; each look resolves once what it found due is done
 */
export function startScheduler(
  deps: SyncDeps,
  onError: (error: unknown) => void,
  every: Every = everyTick,
): Scheduler {
  const { store, clock, settings, tell = () => {} } = deps;
  /** For whom jobs that are due wait: it is told once of each. */
  let waitsFor = '';
  const stopping = new AbortController();
  let { former = null } = deps;
  const asked = new Set<JobName>();
  let running: Promise<void> | null = null;

  const due = async (): Promise<JobName[]> => {
    const now = instantOf(clock.now());
    const state = {
      mirror: settings.budgetsMirror.enabled,
      directory: settings.directory !== null,
      owing: (await store.alerts.due(now, 1)).length > 0,
      requesting: (await store.requests.due(now, 1)).length > 0,
      unsummed: await store.rollups.isPending(),
      mirroring: settings.budgetsMirror.enabled && (await store.mirror.isDue()),
      stopping: settings.enforcement.mode !== 'off',
      enforcing: await store.stops.isDue(settings.enforcement.mode, now),
      provisioning: settings.vending.enabled && (await store.provisioning.isDue(now)),
    };
    const scheduled = dueJobs(await store.runs.latest(), now, state);
    return [...new Set([...asked, ...scheduled])];
  };
  const tick = async (): Promise<void> => {
    if ((await due()).length === 0) return;
    try {
      await runSync(
        { ...deps, former, signal: stopping.signal },
        async () => {
          const jobs = await due();
          for (const job of jobs) asked.delete(job);
          return jobs;
        },
        false,
      );
      former = null;
      waitsFor = '';
    } catch (error) {
      if (!(error instanceof SyncBusy)) throw error;
      if (error.whom !== waitsFor) tell(`jobs are due and wait for another sync (${error.whom})`);
      waitsFor = error.whom;
    }
  };
  /** Until when a ledger in trouble is left alone; whoever asks for jobs does not wait for that. */
  let pausesUntil = 0;
  const failed = (error: unknown): void => {
    if (error instanceof LedgerError && FILE_TROUBLES.some((kind) => kind === error.code))
      pausesUntil = performance.now() + PAUSE_AFTER_TROUBLE_MS;
    onError(error);
  };
  const look = async (): Promise<void> => {
    if (stopping.signal.aborted || performance.now() < pausesUntil) return;
    running ??= tick()
      .catch(failed)
      .finally(() => {
        running = null;
      });
    await running;
  };
  const end = every(look);
  return {
    trigger(jobs) {
      for (const job of jobs) asked.add(job);
      pausesUntil = 0;
      void look();
    },
    async stop() {
      stopping.abort(new LedgerError('busy', 'it was told to stop'));
      end();
      await running;
    },
  };
}
