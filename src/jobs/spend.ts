import { createHash } from 'node:crypto';
import { billPhase } from '../core/bestKnown.ts';
import { dayOf } from '../core/periods.ts';
import { rateBook } from '../core/rates.ts';
import { computeDay } from '../core/spend.ts';
import type { Charge } from '../core/types.ts';
import { breathe, type Job } from './job.ts';

const hash = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : v)))
    .digest('base64url');

/** One order, whatever order a day was stored in: the same bill gives the same rows. */
const byKey = (a: Charge, b: Charge): number => {
  const [left, right] = [a, b].map(({ grouping, accountId, key1, key2 }) =>
    JSON.stringify([grouping, accountId, key1, key2]),
  ) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Works out the one table for each day whose inputs changed. Asks AWS for nothing. */
export const spendJob: Job = {
  name: 'spend',
  async run(context) {
    const { store, lease, clock, settings, progress } = context;
    const [profiles, catalogue, allRates, hashes] = [
      await store.profiles.all(),
      await store.profiles.catalogue(),
      await store.rates.all(),
      await store.spend.dayHashes(),
    ];
    const rates = rateBook(allRates);
    const now = clock.now();
    const common = hash([
      profiles.map(({ lastSeenAt: _, ...profile }) => profile),
      catalogue,
      allRates,
      settings.attribution,
      settings.tagKeys,
    ]);
    const days = [
      ...new Set([...(await store.usage.days()), ...(await store.charges.days()).map(({ day }) => day)]),
    ]
      .sort()
      .filter((day) => day <= dayOf(now));
    progress.start('best-known spend', days.length);
    let computed = 0;
    for (const [index, day] of days.entries()) {
      const { charges, usage } = await store.spend.dayInputs(day);
      const inputs = { charges: charges.sort(byKey), usage };
      const inputsHash = hash([common, inputs, billPhase(day, now)]);
      if (hashes.get(day) !== inputsHash) {
        const { rows, findings } = computeDay({
          day,
          now,
          ...inputs,
          profiles,
          catalogue,
          rates,
          attribution: settings.attribution,
          tagKeys: settings.tagKeys,
        });
        await store.spend.replaceDay(lease, day, rows, findings, inputsHash);
        computed++;
      }
      progress.step(index + 1, day);
      await breathe(context);
    }
    progress.done(`${computed} of ${days.length} days`);
    return { rows: computed, errors: [] };
  },
};
