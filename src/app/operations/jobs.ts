import { isStale, summarizeFreshness } from '../../core/freshness.ts';
import { dayOf, monthOf } from '../../core/periods.ts';
import type { JobRun } from '../../core/runs.ts';
import type { Day, Freshness, Instant, Money } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';

/** What was read from AWS and when, how fresh it is, and what AWS charges for the reading. */

interface JobsShown {
  /** Newest first. */
  runs: readonly JobRun[];
  /** There are older ones. */
  more: boolean;
  /** Requests to AWS of the running month, and what it charges for them, per `service:Operation`. */
  operations: readonly { operation: string; requests: number; charge: Money }[];
  freshness: readonly FreshnessShown[];
}
export type FreshnessShown = Freshness & { stale: boolean };

/** @throws Forbidden */
export const readJobs = (asking: Asking, page: { limit: number; offset: number }): Promise<JobsShown> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'jobs' });
    const { store, now } = inside;
    // One more than is shown tells whether there are older ones.
    const found = await store.runs.list({ limit: page.limit + 1, offset: page.offset });
    return {
      runs: found.slice(0, page.limit),
      more: found.length > page.limit,
      operations: await store.runs.awsCharges(monthOf(dayOf(now))),
      freshness: (await store.freshness.all()).map((one) => ({ ...one, stale: isStale(one, now) })),
    };
  });

/** Up to when figures are complete: the same for everybody. */
export const readFreshness = (
  asking: Asking,
): Promise<{
  estimatesUntil: Instant | null;
  billedUntil: Day | null;
  sources: readonly FreshnessShown[];
}> =>
  inOneReading(asking, async ({ store, now, noteAsked }) => {
    noteAsked();
    const all = await store.freshness.all();
    const { estimatesUntil, billedUntil } = summarizeFreshness(all, now);
    return {
      estimatesUntil,
      billedUntil,
      sources: all.map((one) => ({ ...one, stale: isStale(one, now) })),
    };
  });
