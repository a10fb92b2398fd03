import { LEARNING_RULES, learnRates } from '../core/learnRates.ts';
import { listRates } from '../core/listPrices.ts';
import { modelMatcher } from '../core/models.ts';
import type { Job } from './job.ts';

/**
 * Works out list prices for the catalogue and learns rates from the bill's lines, as often as any of them moved. Asks AWS
 * for nothing.
 */
export const ratesJob: Job = {
  name: 'rates',
  async run({ store, lease, progress }) {
    progress.start('rates', 2);
    // The version first: a line that comes meanwhile is learned from by the next run.
    const { version, learnedFrom } = await store.rates.inputs();
    const catalogue = await store.profiles.catalogue();
    const list = listRates(catalogue);
    await store.rates.replace(lease, 'list', list);
    progress.step(1);
    const from = `${LEARNING_RULES}:${version}`;
    if (learnedFrom === from) {
      progress.done(`${list.length} list prices, nothing new to learn from`);
      return { rows: list.length, errors: [] };
    }
    const lines = await store.charges.lines({
      range: { start: '0000-01-01', endExclusive: '9999-12-31' },
      records: 'usage',
    });
    const learned = learnRates(lines, modelMatcher(catalogue));
    await store.rates.replace(lease, 'learned', learned, from);
    progress.done(`${list.length} list prices, ${learned.length} learned`);
    return { rows: list.length + learned.length, errors: [] };
  },
};
