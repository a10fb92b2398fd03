import { setTimeout as wait } from 'node:timers/promises';
import { LedgerError } from '../core/errors.ts';
import { nextPace, waitMs } from '../core/provisioning/pace.ts';
import type { Plan, Step } from '../core/provisioning/plans.ts';
import type { SliceError } from '../core/runs.ts';
import { breathe, type Job, type JobContext, nowOf } from './job.ts';
import { doStep, type StepContext } from './provisionSteps.ts';

/** Does the steps of plans that are being applied. */

/** Steps that are read at once. */
const BATCH = 25;
/** How long one run goes on, real milliseconds: whatever else is due has its turn, and the next run goes on. */
const TURN_MS = 60_000;
/** Of what failed so many are told with the run; the plan holds all. */
const MOST_TOLD = 20;

export const provisionJob: Job = {
  name: 'provision',
  async run(context) {
    const { store, settings, progress } = context;
    if (!settings.vending.enabled)
      throw new LedgerError(
        'switchedOff',
        'plans of profiles are not applied: vending.enabled is off in the settings',
      );
    const until = performance.now() + TURN_MS;
    const steps: StepContext = {
      ...context,
      turn: paced(context),
      catalogue: await store.profiles.catalogue(),
      full: new Map(),
    };
    const work: Work = { rows: 0, errors: [], failures: 0 };
    for (let shown = ''; ; ) {
      const found = await store.provisioning.next(nowOf(context), BATCH);
      if (found === null) break;
      if (shown !== found.plan.id) progress.start(found.plan.title, allOf(found.plan));
      shown = found.plan.id;
      if (!(await inOrder(context, steps, found, work, until))) break;
    }
    progress.done(`${work.rows} steps done`);
    const more = work.failures - work.errors.length;
    const errors =
      more > 0 ? [...work.errors, { slice: 'plans', error: `and ${more} more failed` }] : work.errors;
    return { rows: work.rows, errors };
  },
};

const allOf = ({ counts }: Plan): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

interface Work {
  rows: number;
  errors: SliceError[];
  failures: number;
}

/** Does some steps of a plan; false where the turn is over. */
async function inOrder(
  context: JobContext,
  steps: StepContext,
  { plan, steps: due }: { plan: Plan; steps: readonly Step[] },
  work: Work,
  until: number,
): Promise<boolean> {
  let settled = allOf(plan) - plan.counts.waiting;
  for (const step of due) {
    await breathe(context);
    if (performance.now() >= until) return false;
    // Whoever stops it waits for one step at most.
    if ((await context.store.provisioning.stateOf(plan.id)) !== 'applying') return true;
    const outcome = await doStep(steps, plan, step);
    if (outcome === null) continue;
    if (outcome.state !== 'waiting') settled += 1;
    if (outcome.state === 'done') work.rows += 1;
    if (outcome.state === 'failed') {
      work.failures += 1;
      const error = outcome.reason?.detail.words ?? outcome.reason?.key ?? 'failed';
      if (work.errors.length < MOST_TOLD) work.errors.push({ slice: step.about, error });
    }
    context.progress.step(settled, step.about);
  }
  return true;
}

/**
 * Lets one change after the other through to AWS, at the pace that is set. What AWS asked to slow down the SDK has waited for
 * and asked again: the meter counts one request more.
 */
export function paced({
  aws,
  settings,
  signal,
}: Pick<JobContext, 'aws' | 'settings' | 'signal'>): () => Promise<void> {
  const most = settings.vending.stepsPerSecond;
  let pace = most;
  let last: { at: number; requests: number } | null = null;
  return async () => {
    if (last !== null) pace = nextPace(pace, most, aws.meter.requests - last.requests > 1);
    const ms = waitMs(pace, last === null ? null : performance.now() - last.at);
    if (ms > 0) await wait(ms, undefined, { signal });
    last = { at: performance.now(), requests: aws.meter.requests };
  };
}
