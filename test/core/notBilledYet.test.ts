import { expect, it } from 'vitest';
import type { BillEntry } from '../../src/core/billEntries.ts';
import { coveringsOf, notBilledYet } from '../../src/core/covering.ts';
import type { DayUsage } from '../../src/core/estate.ts';
import { formatExact } from '../../src/core/money.ts';
import type { Money, Profile } from '../../src/core/types.ts';
import { INPUT, line, linesOf, OUTPUT, own, tag, used } from './allocated.ts';
import { BEDROCK, NOVA, ownerClaim, SONNET, usageLine } from './world.ts';

/** What is left of each one's estimate, which is one of the smallest units for each token, beside lines nobody can read. */
function left(entries: BillEntry[], profiles: Profile[], usage: DayUsage[]): string {
  const { lines, used } = linesOf(entries, profiles, usage);
  const worth = new Map(used.map((one) => [one, one.tokens]));
  return [...notBilledYet(coveringsOf(lines, used, used), worth)]
    .map(([{ caller, kind }, amount]) => {
      const who = profiles.find(({ arn }) => arn === caller.profileArn)?.shortId ?? caller.modelKey;
      return `${who}${kind === 'input' ? '' : ` ${kind}`} ${amount}`;
    })
    .join(', ');
}

const UNREAD = 'USE1-MP:USE1_InputTokenCount_Turbo-Units';
const POEM = 'Claude Poem 9 (Amazon Bedrock Edition)';
const unread = (amount: number, accountId = '') => line(amount, UNREAD, accountId);
const tagged = (value: string, amount: number, accountId = '') => tag(value, amount, accountId, UNREAD);
const owner = (user: string, amount: number, accountId = '', costCenter = 'C') =>
  ownerClaim(user, costCenter, formatExact(BigInt(amount) as Money), { accountId });

const ann = own('ann');
const eve = own('eve');
const nova = own('nova', { modelKey: NOVA });
const dan = own('dan', {
  history: [{ from: '2026-01-01T00:00:00.000Z', tags: { UserEmail: 'dan', CostCenter: 'D' } }],
});
const annX = own('ann', {}, 'x');
const bobX = own('bob', { accountId: '2' }, 'x');

it.each<[string, BillEntry[], Profile[], DayUsage[], string]>([
  [
    'a line is taken from all that it may be of, in proportion',
    [unread(3000)],
    [ann, eve, nova],
    [used('ann', 2000), used('eve', 4000), used('nova', 2000)],
    'ann 1000, eve 2000, nova 2000',
  ],
  ['down to nothing, never below', [unread(3000)], [ann], [used('ann', 2000)], 'ann 0'],
  ['what is nothing already stays nothing', [unread(3000), unread(1)], [ann], [used('ann', 2000)], 'ann 0'],
  ['what was given back changes nothing', [unread(-3000)], [ann], [used('ann', 2000)], 'ann 2000'],
  ['the smallest charge counts', [unread(1)], [ann], [used('ann', 2000)], 'ann 1999'],
  [
    'a name that no catalogue has is of the models that share a word with it',
    [line(1000, INPUT, '', 1000, POEM)],
    [ann, nova],
    [used('ann', 2000), used('nova', 2000)],
    'ann 1000, nova 2000',
  ],
  [
    'of any where it shares none',
    [line(1000, INPUT, '', 1000, 'Zephyr (Amazon Bedrock Edition)')],
    [ann, nova],
    [used('ann', 2000), used('nova', 2000)],
    'ann 1500, nova 1500',
  ],
  [
    'the kind that it says narrows it',
    [line(1000, OUTPUT, '', 1000, POEM)],
    [ann],
    [used('ann', 2000), used('ann', 2000, 'output')],
    'ann 2000, ann output 1000',
  ],
  [
    'the narrowest goes first, in whatever order they stand',
    [line(2000, INPUT, '', 0, BEDROCK), unread(2000)],
    [ann, nova],
    [used('ann', 2000), used('nova', 2000)],
    'ann 0, nova 0',
  ],
  [
    'what its tag gives to somebody is taken from theirs alone',
    [unread(3000), tagged('ann', 3000)],
    [ann, eve],
    [used('ann', 4000), used('eve', 4000)],
    'ann 1000, eve 4000',
  ],
  [
    'and what nobody is given of it from all',
    [unread(3000), tagged('ann', 1000)],
    [ann, eve],
    [used('ann', 4000), used('eve', 3000)],
    'ann 2000, eve 2000',
  ],
  [
    'what is beyond theirs is not taken from others',
    [unread(3000), tagged('ann', 3000)],
    [ann, eve],
    [used('ann', 1000), used('eve', 3000)],
    'ann 0, eve 3000',
  ],
  [
    'nor what its tag gives to somebody of whom nothing is seen',
    [unread(3000), tagged('ann', 3000)],
    [ann, eve],
    [used('eve', 3000)],
    'eve 3000',
  ],
  [
    'what an owner has of it without a profile is taken from that person’s',
    [unread(3000), owner('ann', 3000)],
    [ann, eve],
    [used('ann', 4000), used('eve', 4000)],
    'ann 1000, eve 4000',
  ],
  [
    'and a cost center’s from that cost center’s',
    [unread(3000), owner('ann', 1000), owner('', 2000, '', 'D')],
    [ann, eve, dan],
    [used('ann', 4000), used('eve', 4000), used('dan', 4000)],
    'ann 3000, eve 4000, dan 2000',
  ],
  [
    'an owner’s of whom nothing is seen may be anybody’s',
    [unread(3000), owner('zoe', 3000)],
    [ann, eve],
    [used('ann', 2000), used('eve', 4000)],
    'ann 1000, eve 2000',
  ],
  [
    'what nobody is given is not the direct calls’ alone',
    [unread(3000)],
    [ann],
    [used('ann', 2000), used(SONNET, 4000)],
    `ann 1000, ${SONNET} 2000`,
  ],
  [
    'but what tokens give to a direct call is taken from it alone',
    [usageLine(BEDROCK, 'USE1-acme.poem-input-tokens', '0.0000001', { tokens: 1000n, perUnit: 1000 })],
    [],
    [used('acme.poem', 2000), used('acme.tale', 2000)],
    'acme.poem 1000, acme.tale 2000',
  ],
  [
    'what the bill says is another owner’s is still of the profile that its tag names',
    [unread(3000, '1'), tagged('ann', 3000, '1'), owner('zoe', 3000, '1')],
    [ann, eve],
    [used('ann', 4000), used('eve', 4000)],
    'ann 1000, eve 4000',
  ],
  [
    'and of the other’s where one tag names two',
    [unread(10_000), tagged('x', 10_000), owner('ann', 3000), owner('bob', 7000)],
    [annX, bobX],
    [used('ann', 9000), used('bob', 8000, 'input', { accountId: '2' })],
    'ann 6000, bob 1000',
  ],
])('%s', (_what, entries, profiles, usage, expected) =>
  expect(left(entries, profiles, usage)).toBe(expected),
);
