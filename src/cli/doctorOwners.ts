import type { Asking } from '../app/asking.ts';
import { readCoverageWay } from '../app/spend/coverage.ts';
import { shareOf, WANTED_SHARE, WORTH_A_SHARE } from '../core/coverage.ts';
import { dayOf, monthOf, monthRange } from '../core/periods.ts';
import { tenths } from '../ui/format.ts';
import { en } from '../ui/messages/en.ts';
import { type Check, unasked } from './doctorAws.ts';
import { MENDS } from './doctorMends.ts';

/** What share of spend carries an owner, by the rule of the pages: of the latest month that says something. */

const CHECK = 'spend with an owner';

export async function ownersOfSpend(asking: Asking): Promise<Check[]> {
  const { way } = await readCoverageWay(asking, monthRange(monthOf(dayOf(asking.now))));
  const latest = way.findLast(({ coverage }) => coverage.total.amount >= WORTH_A_SHARE);
  const share = latest === undefined ? null : shareOf(latest.coverage.owned, latest.coverage);
  if (latest === undefined || share === null) return [unasked(CHECK, 'too little was spent yet')];
  const { coverage, month } = latest;
  const found = `${tenths(BigInt(share))} of ${month}`;
  if (share >= WANTED_SHARE) return [{ check: CHECK, state: 'ok', found, advice: '' }];
  const [largest] = coverage.rest;
  return [
    {
      check: CHECK,
      state: 'warning',
      found: `only ${found}`,
      advice:
        largest === undefined
          ? ''
          : `most of the rest: ${en.reason[largest.reason].toLowerCase()} (${tenths(BigInt(shareOf(largest, coverage) ?? 0))})`,
      mend: largest?.reason === 'directCall' ? MENDS.bypass : MENDS.coverage,
    },
  ];
}
