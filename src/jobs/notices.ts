import { LOOKED_AT, occasionsNow } from '../app/occasions/find.ts';
import { REMEMBERED_MS, settle } from '../core/occasions/settle.ts';
import { instantOf } from '../core/periods.ts';
import { recipients } from '../core/recipients.ts';
import { type Job, nowOf } from './job.ts';

/** Notices of these kinds that matter to what is raised: many times what two months have. */
const MOST_KNOWN = 2_000;

/**
 * Tells what there is to tell beside budgets: each thing once as long as it lasts. What is over ends its notice, so that a
 * message that waits does not leave any more. Asks AWS for nothing.
 */
export const noticesJob: Job = {
  name: 'notices',
  async run(context) {
    const { store, settings, clock, lease, progress } = context;
    const now = clock.now();
    progress.start('notices', 1);
    const { found, known } = await store.reading(async (inside) => ({
      found: await occasionsNow({ store: inside, settings, now, rate: clock.rate ?? 1 }),
      known: [
        ...(await inside.notices.open(LOOKED_AT)),
        ...(await inside.notices.since(LOOKED_AT, instantOf(now - REMEMBERED_MS), MOST_KNOWN)),
      ],
    }));
    const { raise, over } = settle(found, known, now);
    const send = recipients(settings.notify);
    if (over.length > 0) await store.notices.resolve(lease, over, nowOf(context));
    const raised =
      raise.length === 0
        ? 0
        : await store.notices.raise(
            lease,
            raise.map((one) => ({ ...one, send })),
            nowOf(context),
          );
    progress.done(`${raised} new, ${over.length} over`);
    return { rows: raised, errors: [] };
  },
};
