import { lookAfter } from '../app/approvals/look.ts';
import { makeApproved } from '../app/approvals/make.ts';
import type { Asking } from '../app/asking.ts';
import { operator } from '../core/access.ts';
import type { SliceError } from '../core/runs.ts';
import { breathe, type Job, type JobContext, nowOf } from './job.ts';

/** Requests of one run: what piled up does not go at once. */
const BATCH = 200;
/** Those that are looked at in one transaction. */
const AT_ONCE = 25;

const ACTOR = { id: 'job:requests', via: 'job' } as const;

const askingOf = ({ store, settings, clock }: JobContext): Asking => ({
  viewer: operator(ACTOR.id),
  actor: ACTOR,
  now: clock.now(),
  store,
  settings,
  noteAsked: () => undefined,
});

/**
 * Does what requests for approval come to by themselves: those that nobody answers go further up, and end at their
 * deadline; what was approved and not made is made.
 */
export const requestsJob: Job = {
  name: 'requests',
  async run(context) {
    const { store, progress, aws, settings } = context;
    const due = await store.requests.due(nowOf(context), BATCH);
    const waiting = due.filter(({ state }) => state === 'waiting');
    const approved = due.filter(({ state }) => state === 'approved');
    const errors: SliceError[] = [];
    progress.start('requests', due.length);
    let rows = 0;
    for (let from = 0; from < waiting.length; from += AT_ONCE) {
      await breathe(context);
      rows += await lookAfter(askingOf(context), waiting.slice(from, from + AT_ONCE));
      progress.step(Math.min(from + AT_ONCE, waiting.length));
    }
    for (const [index, { id }] of approved.entries()) {
      await breathe(context);
      const { state, lastError } = await makeApproved(
        askingOf(context),
        settings.vending.enabled ? aws : null,
        id,
      );
      if (state === 'made') rows += 1;
      else if (state !== 'withdrawn') errors.push({ slice: `request ${id}`, error: lastError ?? state });
      progress.step(waiting.length + index + 1);
    }
    progress.done(`${rows} moved on`);
    return { rows, errors };
  },
};
