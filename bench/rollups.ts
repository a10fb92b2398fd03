import { readConfig } from '../src/config.ts';
import { alertsJob } from '../src/jobs/alerts.ts';
import { workOutForecasts } from '../src/jobs/forecasts.ts';
import type { JobContext } from '../src/jobs/job.ts';
import { rollupsJob } from '../src/jobs/rollups.ts';
import { openStore } from '../src/store/open.ts';

/** Fills what is worked out from rows of spend and kept beside them, of a ledger that was loaded: as the jobs do. */
export async function fillRollups(file: string, now: number, judges: boolean): Promise<void> {
  const store = await openStore(file, { now });
  try {
    const taken = await store.lease.acquire('bench', new Date(now).toISOString(), 3_600_000);
    if (!('lease' in taken)) throw new Error(`held by ${taken.heldBy}`);
    const context = {
      store,
      lease: taken.lease,
      clock: { now: () => now },
      settings: readConfig({}),
      progress: { start() {}, step() {}, done() {} },
    } as unknown as JobContext;
    // Rows came in beside the sums.
    await store.rollups.drop();
    await rollupsJob.run(context);
    await workOutForecasts(context);
    // Where budgets stand is kept beside them, and what they crossed by now.
    if (judges) await alertsJob.run(context);
    await store.lease.release(taken.lease);
  } finally {
    store.close();
  }
}
