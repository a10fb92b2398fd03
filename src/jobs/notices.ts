import { routing } from '../app/notify/routes.ts';
import { LOOKED_AT, occasionsNow } from '../app/occasions/find.ts';
import { type Occasion, REMEMBERED_MS, settle } from '../core/occasions/settle.ts';
import { instantOf } from '../core/periods.ts';
import { type Job, type JobContext, nowOf } from './job.ts';
import { raiseReports } from './reports.ts';

/** Notices of these kinds that matter to what is raised: many times what two months have. */
const MOST_KNOWN = 2_000;

/**
 * Tells what there is to tell beside budgets: each thing once as long as it lasts. What is over ends its notice, so that a
 * message that waits does not leave any more. Then the reports that are due. Asks AWS for nothing.
 */
export const noticesJob: Job = {
  name: 'notices',
  async run(context) {
    const { store, settings, clock, lease, progress } = context;
    const now = clock.now();
    progress.start('notices', 1);
    const {
      now: { found, looked },
      known,
    } = await store.reading(async (inside) => ({
      now: await occasionsNow({ store: inside, settings, now, rate: clock.rate ?? 1 }),
      known: [
        ...(await inside.notices.open(LOOKED_AT)),
        ...(await inside.notices.since(LOOKED_AT, instantOf(now - REMEMBERED_MS), MOST_KNOWN)),
      ],
    }));
    const { raise, over } = settle(
      found,
      known.filter(({ kind }) => looked.includes(kind)),
      now,
    );
    if (over.length > 0) await store.notices.resolve(lease, over, nowOf(context));
    const raised = raise.length === 0 ? 0 : await raiseAll(context, raise);
    const reports = await raiseReports(context);
    progress.done(`${raised} new, ${over.length} over, ${reports.rows} reports`);
    return { rows: raised + reports.rows, errors: reports.errors };
  },
};

async function raiseAll(context: JobContext, occasions: readonly Occasion[]): Promise<number> {
  const { store, settings, clock, lease } = context;
  const routesOf = await routing({ store, settings, now: clock.now() });
  const drafts = occasions.map(({ to, ...one }) => ({
    ...one,
    send: routesOf({ kind: one.kind, scope: one.scope, people: null, ...to }),
  }));
  return store.notices.raise(lease, drafts, nowOf(context));
}
