import { expect, it } from 'vitest';
import { give, readLines } from '../../src/core/bill.ts';
import type { OwnerClaim } from '../../src/core/billEntries.ts';
import type { Holder } from '../../src/core/estate.ts';
import { modelMatcher } from '../../src/core/models.ts';
import { formatExact } from '../../src/core/money.ts';
import { balancesOf } from '../../src/core/ownerBalances.ts';
import type { Money } from '../../src/core/types.ts';
import { line } from './allocated.ts';
import { CATALOGUE, ownerClaim } from './world.ts';

const ROUNDING = 100n;

const claim = (user: string, center: string, amount: number, accountId = ''): OwnerClaim =>
  ownerClaim(user, center, formatExact(BigInt(amount) as Money), { accountId });
const holder = (userEmail: string | null, costCenter: string | null): Holder => ({
  ...{ profileArn: null, accountId: '1', region: 'us-east-1', userEmail, costCenter },
  reason: userEmail === null && costCenter === null ? 'directCall' : null,
});
const ann = holder('ann', 'C');
const annInD = holder('ann', 'D');
const annAnywhere = holder('ann', null);
const bob = holder('bob', 'C');
const nobody = holder(null, null);
const centerC = holder(null, 'C');

/** `user center account: missing` or `too much`, and of how many parts. Who was given what, in 10⁻¹⁰ USD. */
function balances(given: readonly [Holder, number][], claims: readonly OwnerClaim[]): string[] {
  // A line for each, so that what was given back can be among them.
  const lines = readLines(
    given.map(([, amount]) => line(amount)),
    modelMatcher(CATALOGUE),
  );
  for (const [index, one] of lines.entries()) {
    const [who] = given[index] ?? [nobody];
    give(one, who, 'tag', { amount: one.rest, tokens: 0n });
  }
  const { short, over } = balancesOf(lines, claims, ROUNDING);
  const text = (sign: string) => (one: (typeof short)[number]) =>
    `${one.userEmail} ${one.costCenter} ${one.accountId || 'any'}: ${sign}${one.open} of ${one.given.length}`;
  return [...short.map(text('-')), ...over.map(text('+'))];
}

it.each<[string, [Holder, number][], OwnerClaim[], string[]]>([
  ['who has what the bill says is even', [[ann, 5000]], [claim('ann', 'C', 5000)], []],
  ['up to rounding too little is even', [[ann, 4900]], [claim('ann', 'C', 5000)], []],
  ['more is short', [[ann, 4899]], [claim('ann', 'C', 5000)], ['ann C any: -101 of 1']],
  ['up to rounding too much is even', [[ann, 5100]], [claim('ann', 'C', 5000)], []],
  ['more is over', [[ann, 5101]], [claim('ann', 'C', 5000)], ['ann C any: +101 of 1']],
  [
    'who is given all in parts has them together',
    [
      [ann, 2000],
      [ann, 3000],
    ],
    [claim('ann', 'C', 5000)],
    [],
  ],
  ['who is given nothing is short of all', [], [claim('ann', 'C', 5000)], ['ann C any: -5000 of 0']],
  ['who claims nothing has too much of all, in no account', [[ann, 5000]], [], ['ann C any: +5000 of 1']],
  ['what is nobody’s is no owner’s', [[nobody, 5000]], [claim('', '', 3000)], []],
  [
    'what was given back lowers what somebody has, and is no part to take from',
    [
      [ann, 5000],
      [ann, -2000],
      [ann, 0],
    ],
    [claim('ann', 'C', 1000)],
    ['ann C any: +2000 of 1'],
  ],
  [
    'the smallest part is one to take from',
    [
      [ann, 5000],
      [ann, 1],
    ],
    [claim('ann', 'C', 1000)],
    ['ann C any: +4001 of 2'],
  ],
  [
    'two people of one cost center are two',
    [[ann, 5000]],
    [claim('bob', 'C', 5000)],
    ['bob C any: -5000 of 0', 'ann C any: +5000 of 1'],
  ],
  [
    'a cost center alone is an owner, and none of its people',
    [[centerC, 5000]],
    [claim('bob', 'C', 5000)],
    ['bob C any: -5000 of 0', 'null C any: +5000 of 1'],
  ],
  [
    'a person in two cost centers is two owners',
    [[ann, 5000]],
    [claim('ann', 'D', 5000)],
    ['ann D any: -5000 of 0', 'ann C any: +5000 of 1'],
  ],
  [
    'a claim without a cost center is met by what the person has in any',
    [
      [ann, 3000],
      [annInD, 2000],
    ],
    [claim('ann', '', 5000)],
    [],
  ],
  ['be it the smallest part', [[ann, 1]], [claim('ann', '', 101)], []],
  [
    'and by no more than is claimed so',
    [
      [ann, 3000],
      [annInD, 2000],
    ],
    [claim('ann', '', 4000)],
    ['ann D any: +1000 of 1'],
  ],
  ['and by no more than there is', [[ann, 3000]], [claim('ann', '', 4000)], ['ann null any: -1000 of 0']],
  [
    'and only by what goes beyond the claim of the cost center itself',
    [[ann, 3000]],
    [claim('ann', '', 2000), claim('ann', 'C', 2000)],
    ['ann null any: -1000 of 0'],
  ],
  [
    'and beyond what it was given already',
    [
      [annAnywhere, 1500],
      [ann, 1000],
    ],
    [claim('ann', '', 2000)],
    ['ann C any: +500 of 1'],
  ],
  [
    'what is claimed in a cost center is not met by what the person has in none',
    [[annAnywhere, 5000]],
    [claim('ann', 'C', 5000)],
    ['ann C any: -5000 of 0', 'ann null any: +5000 of 1'],
  ],
  [
    'nor by what another person has',
    [[bob, 5000]],
    [claim('ann', '', 5000)],
    ['ann null any: -5000 of 0', 'bob C any: +5000 of 1'],
  ],
  [
    'a claim of an account is of that account',
    [],
    [claim('ann', 'C', 3000, '1'), claim('ann', 'C', 2000, '1')],
    ['ann C 1: -5000 of 0'],
  ],
  [
    'claims of several accounts are one, of none',
    [],
    [claim('ann', 'C', 3000, '1'), claim('ann', 'C', 2000, '2')],
    ['ann C any: -5000 of 0'],
  ],
  [
    'as is one of the bill as a whole',
    [],
    [claim('ann', 'C', 3000, '1'), claim('ann', 'C', 2000)],
    ['ann C any: -5000 of 0'],
  ],
])('%s', (_what, given, claims, expected) => expect(balances(given, claims)).toEqual(expected));
