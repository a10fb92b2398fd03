import { expect, it } from 'vitest';
import { byOwner } from '../../src/core/allocationByOwner.ts';
import { give, type Line, readLines } from '../../src/core/bill.ts';
import type { BillEntry } from '../../src/core/billEntries.ts';
import { modelMatcher } from '../../src/core/models.ts';
import { formatExact } from '../../src/core/money.ts';
import type { Money } from '../../src/core/types.ts';
import { billOf, CATALOGUE, ownerClaim, SONNET_SERVICE, usageLine } from './world.ts';

const INPUT = 'USE1-MP:USE1_InputTokenCount-Units';
const NOWHERE = 'MP:InputTokenCount-Units';
const MATCHER = modelMatcher(CATALOGUE);

/** Amounts in 10⁻¹⁰ USD. */
const of = (units: bigint) => formatExact(units as Money);
const line = (units: bigint, accountId = '', usageType = INPUT, tokens = units) =>
  usageLine(SONNET_SERVICE, usageType, of(units), { accountId, tokens });
const owner = (user: string, center: string, units: bigint, accountId = '') =>
  ownerClaim(user, center, of(units), { accountId });

function given(entries: BillEntry[], before: (lines: Line[]) => void = () => {}): string[] {
  const bill = billOf(entries);
  const lines = readLines(bill.lines, MATCHER);
  before(lines);
  const already = lines.map((one) => one.allocations.length);
  byOwner(lines, bill, { apart: [], namedAlike: () => [] });
  return lines.flatMap((one, i) =>
    one.allocations
      .slice(already[i])
      .map(({ holder: h, amount, tokens }) =>
        [h.userEmail, h.costCenter, h.accountId, h.region, amount, tokens].map(String).join(' '),
      ),
  );
}

/** Two charges round to 102 of the smallest units: so far the sums may differ, and so much is no owner's spend. */
it.each<[string, BillEntry[], string[]]>([
  [
    'an owner has the difference',
    [line(9000n), owner('ann', 'C', 9000n)],
    ['ann C unknown us-east-1 9000 9000'],
  ],
  ['up to rounding more', [line(9000n), owner('ann', 'C', 9102n)], ['ann C unknown us-east-1 9000 9000']],
  ['not what is more', [line(9000n), owner('ann', 'C', 9103n)], []],
  ['up to rounding less', [line(9000n), owner('ann', 'C', 8898n)], ['ann C unknown us-east-1 8898 8898']],
  ['not what is less', [line(9000n), owner('ann', 'C', 8897n)], []],
  [
    'a cost center alone is an owner',
    [line(9000n), owner('', 'C', 8000n), owner('ann', '', 1000n)],
    ['null C unknown us-east-1 8000 8000', 'ann null unknown us-east-1 1000 1000'],
  ],
  ['not where no user is named at all', [line(9000n), owner('', 'C', 9000n)], []],
  [
    'what nobody owns stays',
    [line(9000n), owner('ann', 'C', 4000n), owner('', '', 5000n)],
    ['ann C unknown us-east-1 4000 4000'],
  ],
  [
    'a line of mere rounding is nobody’s',
    [line(100n), line(9000n, '', NOWHERE), owner('ann', 'C', 9100n)],
    ['ann C unknown unknown 9000 9000'],
  ],
  [
    'one that is more is shared as well',
    [line(101n), line(9000n, '', NOWHERE), owner('ann', 'C', 9101n)],
    ['ann C unknown us-east-1 101 101', 'ann C unknown unknown 9000 9000'],
  ],
  [
    'tokens go with the amount',
    [line(9000n, '', INPUT, 300n), owner('ann', 'C', 6000n), owner('', '', 3000n)],
    ['ann C unknown us-east-1 6000 200'],
  ],
  [
    'an account’s owner has its lines, and what is used up is left out',
    [
      line(9000n, '1'),
      line(5000n, '2'),
      owner('ann', 'C', 9000n, '1'),
      owner('bob', 'C', 5000n),
      owner('eve', 'C', 0n, '1'),
    ],
    ['ann C 1 us-east-1 9000 9000', 'bob C 2 us-east-1 5000 5000'],
  ],
  [
    'nothing is left to give twice',
    [line(9000n, '1'), line(9000n, '2'), owner('ann', 'C', 9000n, '1'), owner('bob', 'C', 9000n, '1')],
    ['ann C 1 us-east-1 9000 9000'],
  ],
])('%s', (_what, entries, expected) => expect(given(entries)).toEqual(expected));

it.each([
  ['all of it but rounding', 'ann', 'C', 4897n, []],
  ['less', 'ann', 'C', 4896n, ['ann C unknown us-east-1 104 104']],
  ['another user’s', 'bob', 'C', 4000n, ['ann C unknown us-east-1 5000 5000']],
  ['the user’s in another cost center moves', 'ann', 'D', 4000n, ['ann C unknown us-east-1 1000 1000']],
])('what the steps before gave is not given again: %s', (_what, userEmail, costCenter, amount, expected) => {
  const holder = { profileArn: null, accountId: '', region: '', userEmail, costCenter, reason: null };
  const others = owner('bob', 'D', 4000n);
  const entries = [line(9000n), owner('ann', 'C', 5000n), others];
  const found = given(entries, ([one]) => {
    if (one) give(one, holder, 'tokens', { amount, tokens: amount });
  });
  expect(found.filter((text) => text.startsWith('ann'))).toEqual(expected);
});
