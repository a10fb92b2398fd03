import { routing } from '../app/notify/routes.ts';
import { jobTroubleAfter } from '../core/jobTroubles.ts';
import { failingNotice, wellNotice } from '../core/notices.ts';
import type { JobRun } from '../core/runs.ts';
import type { Settings } from '../core/settings.ts';
import type { Store } from '../store/types.ts';
import type { Lease } from '../store/typesLease.ts';

/** A run that ended, whether its deadline or the watchdog ended it, and whether operators were told of it otherwise. */
export interface Ended {
  run: JobRun & { status: Exclude<JobRun['status'], 'running'>; endedAt: string };
  isOverdue: boolean;
  isTold: boolean;
}

/** Keeps how a job stands after a run, and tells operators where that is news. */
export async function noteTrouble(
  { store, settings }: { store: Store; settings: Settings },
  lease: Lease,
  { run, isOverdue, isTold }: Ended,
): Promise<void> {
  // What is held back has a message of its own.
  if (isTold) return;
  const { job, status, endedAt: at } = run;
  const before = (await store.jobTroubles.all()).find((one) => one.job === job) ?? null;
  const { trouble, tell } = jobTroubleAfter(before, { job, status, at, isOverdue });
  if (trouble === before) return;
  // Over what does not reach them nobody is told that it does not reach them: pages and the log say it. That it does
  // again, the messages themselves say.
  const isMute = job === 'deliver' && !isOverdue;
  const notice =
    tell === null || isMute
      ? null
      : tell === 'failing'
        ? failingNotice(run, trouble?.since ?? at)
        : wellNotice(job, before?.since ?? at);
  const send =
    notice === null
      ? []
      : (await routing({ store, settings, now: Date.parse(at) }))({
          kind: notice.kind,
          scope: null,
          people: null,
        });
  await store.jobTroubles.settle(lease, job, trouble, notice, send, at);
}
