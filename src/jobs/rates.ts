import { learnRates } from '../core/learnRates.ts';
import { listRates } from '../core/listPrices.ts';
import { modelMatcher } from '../core/models.ts';
import type { Job } from './job.ts';

/** Works out list prices for the catalogue and learns rates from the bill's lines. Asks AWS for nothing. */
export const ratesJob: Job = {
  name: 'rates',
  async run({ store, lease, progress }) {
    progress.start('rates', 2);
    const catalogue = await store.profiles.catalogue();
    const list = listRates(catalogue);
    await store.rates.replace(lease, 'list', list);
    progress.step(1);
    const lines = await store.charges.lines({
      range: { start: '0000-01-01', endExclusive: '9999-12-31' },
      records: 'usage',
    });
    const learned = learnRates(lines, modelMatcher(catalogue));
    await store.rates.replace(lease, 'learned', learned);
    progress.done(`${list.length} list prices, ${learned.length} learned`);
    return { rows: list.length + learned.length, errors: [] };
  },
};
