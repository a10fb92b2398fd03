import { createHash } from 'node:crypto';
import { dayBasis } from '../core/dayReading.ts';
import { dayOf } from '../core/periods.ts';
import { rateBook } from '../core/rates.ts';
import { decidableFrom } from '../core/retention.ts';
import { computeDay } from '../core/spend.ts';
import { workOutForecasts } from './forecasts.ts';
import { breathe, type Job } from './job.ts';

/** Works out the one table for each day of which anything changed that its rows depend on. Asks AWS for nothing. */
export const spendJob: Job = {
  name: 'spend',
  async run(context) {
    const { store, lease, clock, settings, progress } = context;
    const profiles = await store.profiles.all();
    const catalogue = await store.profiles.catalogue();
    const rates = rateBook(await store.rates.all());
    const hashes = await store.spend.dayHashes();
    const now = clock.now();
    // Days that were computed and hold nothing any more are among them: what they said must go.
    const read = [...(await store.usage.days()), ...(await store.charges.days()).map(({ day }) => day)];
    // Not of what is no longer kept: those would come to nothing.
    const from = decidableFrom(await store.retention.kept());
    const days = [...new Set([...read, ...hashes.keys()])]
      .sort()
      .filter((day) => day >= from && day <= dayOf(now));
    progress.start('best-known spend', days.length);
    let computed = 0;
    for (const [index, day] of days.entries()) {
      const { attribution, tagKeys } = settings;
      const inputs = await store.spend.dayInputs(day);
      const input = { day, now, ...inputs, profiles, catalogue, rates, attribution, tagKeys };
      const basis = createHash('sha256')
        .update(JSON.stringify(dayBasis(input)))
        .digest('base64url');
      await breathe(context);
      if (hashes.get(day) !== basis) {
        const { rows, findings } = computeDay(input);
        await breathe(context);
        await store.spend.replaceDay(lease, day, rows, findings, basis);
        computed++;
      }
      progress.step(index + 1, day);
      await breathe(context);
    }
    await workOutForecasts(context);
    progress.done(`${computed} of ${days.length} days`);
    return { rows: computed, errors: [] };
  },
};
