import { Cron } from 'croner';
import type { Instant, JobName, JobRun } from '../core/types.ts';
import { DEFAULT_JOBS, runSync, SyncBusy, type SyncDeps } from './sync.ts';

/** When each job is due, UTC. Decisions follow whenever something was read. */
const SCHEDULE: Readonly<Partial<Record<JobName, string>>> = {
  profiles: '7 * * * *',
  usage: '*/30 * * * *',
  charges: '20 3,11,19 * * *',
  budgets: '40 * * * *',
  deliver: '*/5 * * * *',
};
const FOLLOWS: Readonly<Partial<Record<JobName, readonly JobName[]>>> = {
  profiles: ['spend', 'alerts'],
  usage: ['spend', 'alerts', 'deliver'],
  charges: ['rates', 'spend', 'alerts', 'deliver'],
};

/** Jobs whose time has come since they last started, with those that follow them, in the order of a sync. Pure. */
export function dueJobs(
  latest: readonly Pick<JobRun, 'job' | 'startedAt'>[],
  now: Instant,
  mirror: boolean,
): JobName[] {
  const due = new Set<JobName>();
  for (const [job, pattern] of Object.entries(SCHEDULE) as [JobName, string][]) {
    if (job === 'budgets' && !mirror) continue;
    const last = latest.find((run) => run.job === job)?.startedAt;
    const next = last === undefined ? null : new Cron(pattern, { timezone: 'UTC' }).nextRun(new Date(last));
    if (next !== null && next.toISOString() > now) continue;
    due.add(job);
    for (const follower of FOLLOWS[job] ?? []) due.add(follower);
  }
  return [...DEFAULT_JOBS, 'budgets' as const].filter((job) => due.has(job));
}

/** How often the schedule is looked at, real milliseconds. */
const TICK_MS = 2_000;

export interface Scheduler {
  /** Runs jobs now, ahead of their time. */
  trigger(jobs: readonly JobName[]): void;
  stop(): Promise<void>;
}

/**
 * Runs what is due, one sync at a time. What is due follows from the runs in the ledger, so a restart neither repeats
 * nor forgets a tick, and of two processes only the one with the lease works.
 * @param onError is told what went wrong; the schedule goes on
 */
export function startScheduler(deps: SyncDeps, onError: (error: unknown) => void): Scheduler {
  let running: Promise<void> | null = null;
  let stopped = false;
  let asked: readonly JobName[] = [];
  const tick = async () => {
    const now = new Date(deps.clock.now()).toISOString();
    const due = new Set([
      ...asked,
      ...dueJobs(await deps.store.runs.latest(), now, deps.settings.budgetsMirror.enabled),
    ]);
    asked = [];
    if (due.size === 0 || stopped) return;
    try {
      await runSync(deps, [...due], false);
    } catch (error) {
      if (!(error instanceof SyncBusy)) onError(error);
    }
  };
  const look = () => {
    if (running || stopped) return;
    running = tick()
      .catch(onError)
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(look, TICK_MS);
  return {
    trigger(jobs) {
      asked = [...asked, ...jobs];
      look();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
