import { breathe, type Job } from './job.ts';

/**
 * Sums up what a ledger held before there were roll-ups: a day at a time, the newest month first, then the index by which
 * one person's rows are found. It goes on where it was ended. Until a month is done its rows answer, more slowly. Asks AWS
 * for nothing; usually there is nothing to do.
 */
export const rollupsJob: Job = {
  name: 'rollups',
  async run(context) {
    const { store, lease, progress } = context;
    const { months, index } = await store.rollups.pending();
    progress.start('sums of older months', months.length + (index ? 1 : 0));
    let days = 0;
    for (const [at, month] of months.entries()) {
      for (let more = true; more; days += 1) {
        more = await store.rollups.fillNext(lease, month);
        progress.step(at, month);
        await breathe(context);
      }
      progress.step(at + 1, month);
    }
    await store.rollups.finish(lease);
    progress.done(`${days} days summed up`);
    return { rows: days, errors: [] };
  },
};
