import { SUM_UP_DAY } from '../src/store/spendColumns.ts';
import { withFast } from './fast.ts';

/** Fills what is worked out from rows of spend and kept beside them, of a ledger that was loaded. */
export async function fillRollups(file: string, days: readonly string[]): Promise<void> {
  withFast(file, (sqlite) => {
    const sum = sqlite.prepare(SUM_UP_DAY);
    for (const day of days) sum.run(day);
  });
}
