import { describe, expect, it } from 'vitest';
import type { BillEntry } from '../../src/core/billEntries.ts';
import type { DayUsage, Holder } from '../../src/core/estate.ts';
import { formatExact } from '../../src/core/money.ts';
import type { Money, Profile } from '../../src/core/types.ts';
import { GLOBAL, INPUT, line, linesOf, own, tag, used } from './allocated.ts';
import { DAY, ownerClaim, profile, SONNET } from './world.ts';

/** From whom the bill's owners get what is theirs, in which order, and what stays where it is. */

const owner = (user: string, amount: number, accountId = '', costCenter = 'C') =>
  ownerClaim(user, costCenter, formatExact(BigInt(amount) as Money), { accountId });
const nobodys = (amount: number) => owner('', amount, '', '');

const nameOf = ({ userEmail, costCenter }: Pick<Holder, 'userEmail' | 'costCenter'>) =>
  `${userEmail ?? '-'}/${costCenter ?? '-'}`;

/** `line: user/center profile@account amount`, and what owners had more (+) or less before the bill won. */
function settled(entries: BillEntry[], profiles: Profile[], usage: DayUsage[]) {
  const { lines, notes } = linesOf(entries, profiles, usage);
  const parts = lines.flatMap(({ allocations }, index) =>
    allocations.map(({ holder, amount }) => {
      const name = profiles.find(({ arn }) => arn === holder.profileArn)?.shortId ?? '-';
      return `${index}: ${nameOf(holder)} ${name}@${holder.accountId} ${amount}`;
    }),
  );
  const before = notes.overruled.map(
    (one) => `${nameOf(one.owner)} ${one.amount > 0n ? '+' : ''}${one.amount}`,
  );
  return { parts, before };
}

describe('first what was likeliest wrong', () => {
  const nobody = profile('none', { accountId: '1', tags: { InferenceProfile: 'none' } });
  const bob = (amount: number) =>
    linesOf(
      [
        line(13_000),
        tag('gone', 1000),
        tag('ann', 3000),
        tag('none', 2000),
        owner('ann', 2000),
        owner('bob', amount),
        nobodys(11_000 - amount),
      ],
      [own('ann'), nobody],
      [used('ann', 6000), used('none', 4000)],
    );

  /** What a profile that nobody listed, tags, the rest and tokens keep, as the bill says that more is Bob's. */
  it.each([
    [0, 1000, 3000, 2000, 3000, 2000, 2000],
    [1000, 0, 3000, 2000, 3000, 2000, 2000],
    [1001, 0, 2999, 2000, 3000, 2000, 2000],
    [4000, 0, 0, 2000, 3000, 2000, 2000],
    [4001, 0, 0, 1999, 3000, 2000, 2000],
    [6000, 0, 0, 0, 3000, 2000, 2000],
    // Ann keeps what is hers.
    [7000, 0, 0, 0, 2000, 2000, 2000],
    [9000, 0, 0, 0, 2000, 0, 2000],
    [11_000, 0, 0, 0, 2000, 0, 0],
  ])('%i is Bob’s: left are %i unlisted, %i and %i, %i, %i and %i', (amount, ...kept) => {
    const { lines } = bob(amount);
    const sums = new Map<string, bigint>();
    for (const part of lines.flatMap(({ allocations }) => allocations)) {
      const { holder, method } = part;
      const whose = holder.userEmail ?? (holder.profileArn === null ? holder.reason : 'none');
      const key = whose === 'bob' ? 'bob' : `${whose} ${method}`;
      sums.set(key, (sums.get(key) ?? 0n) + part.amount);
    }
    const order = ['noTag null', 'ann tag', 'billedNotSeen null', 'ann tokens', 'none tag', 'none tokens'];
    expect([sums.get('bob') ?? 0n, ...order.map((key) => sums.get(key) ?? 0n)].map(Number)).toEqual([
      amount,
      ...kept,
    ]);
  });

  it('what owners had before is told of what was another owner’s or nobody’s, not of what was nobody’s yet', () => {
    const { notes } = bob(11_000);
    expect(notes.overruled.map((one) => `${nameOf(one.owner)} ${one.amount}`)).toEqual([
      ...['ann/C 3000', 'bob/C -3000', 'ann/C 1000', 'bob/C -1000'],
      ...['-/- 2000', 'bob/C -2000', '-/- 2000', 'bob/C -2000'],
    ]);
    expect(bob(1000).notes.overruled).toEqual([]);
  });
});

type Row = [string, BillEntry[], Profile[], DayUsage[], string[], string[]?];

describe('whose it is now, and where', () => {
  const ann = own('ann', {}, 'x');
  const bob = own('bob', { accountId: '2' }, 'x');
  it.each<Row>([
    [
      'a person’s in another cost center is of the same profile',
      [line(6000), tag('x', 6000), owner('ann', 6000, '', 'D')],
      [ann],
      [],
      ['0: ann/D ann@1 6000'],
      ['ann/C +6000', 'ann/D -6000'],
    ],
    [
      'what tokens gave to one of two of the same tag is of the other’s profile',
      [line(10_000), tag('x', 10_000), owner('ann', 3000), owner('bob', 7000)],
      [ann, bob],
      [used('ann', 9000), used('bob', 1000, 'input', { accountId: '2' })],
      ['0: ann/C ann@1 3000', '0: bob/C bob@2 1000', '0: bob/C bob@2 6000'],
      ['ann/C +6000', 'bob/C -6000'],
    ],
    [
      'but what the tag did not give was not given for its sake',
      [line(10_000), tag('x', 2000), owner('ann', 3000), owner('bob', 7000)],
      [ann, bob],
      [used('ann', 9000), used('bob', 1000, 'input', { accountId: '2' })],
      [
        ...['0: bob/C bob@2 1800', '0: bob/C bob@2 200', '0: ann/C ann@1 3000', '0: bob/C bob@2 800'],
        '0: bob/C -@unknown 4200',
      ],
      ['ann/C +1800', 'bob/C -1800', 'ann/C +4200', 'bob/C -4200'],
    ],
    [
      'what a profile has whose tags changed on the day stays that profile’s',
      [line(9000), tag('x', 9000), owner('eve', 9000)],
      [
        own('ann', {
          history: [...ann.history, { from: `${DAY}T12:00:00.000Z`, tags: ann.history[0]?.tags ?? {} }],
        }),
      ],
      [],
      ['0: eve/C ann@1 9000'],
      ['ann/C +9000', 'eve/C -9000'],
    ],
    [
      'and of one that was first seen later, whose tags of the day nobody knows',
      [line(9000), tag('x', 9000), owner('eve', 9000)],
      [own('ann', { history: ann.history.map((one) => ({ ...one, from: '2026-04-01T00:00:00.000Z' })) })],
      [],
      ['0: eve/C ann@1 9000'],
      ['ann/C +9000', 'eve/C -9000'],
    ],
    [
      'else it was another profile, that nobody listed',
      [line(9000), tag('x', 9000), owner('eve', 9000)],
      [ann],
      [],
      ['0: eve/C -@unknown 9000'],
      ['ann/C +9000', 'eve/C -9000'],
    ],
    [
      'what one got is not taken for the next',
      [
        ...[line(8000), line(2000, GLOBAL), tag('x', 4000), tag('x', 2000, '', GLOBAL)],
        ...[owner('bob', 3000), owner('eve', 3000), owner('dan', 4000)],
      ],
      [own('ann', { route: null }, 'x')],
      [used('ann', 10_000)],
      [
        ...['0: eve/C -@unknown 2000', '0: dan/C -@unknown 4000', '0: bob/C -@unknown 2000'],
        ...['1: eve/C -@unknown 1000', '1: bob/C -@unknown 1000'],
      ],
      ['ann/C +3000', 'bob/C -3000', 'ann/C +3000', 'eve/C -3000', 'ann/C +4000', 'dan/C -4000'],
    ],
    [
      'the smallest part goes along with the whole',
      [line(9000), line(1, GLOBAL), tag('x', 9000), tag('x', 1, '', GLOBAL), owner('eve', 9001)],
      [ann],
      [],
      ['0: eve/C -@unknown 9000', '1: eve/C -@unknown 1'],
      ['ann/C +9001', 'eve/C -9001'],
    ],
    [
      'and is not cut into nothing and itself',
      [
        line(9000),
        line(1, GLOBAL),
        tag('x', 9000),
        tag('x', 1, '', GLOBAL),
        owner('ann', 6001),
        owner('eve', 3000),
      ],
      [ann],
      [],
      ['0: ann/C ann@1 6000', '0: eve/C -@unknown 3000', '1: ann/C ann@1 1'],
      ['ann/C +3000', 'eve/C -3000'],
    ],
  ])('%s', (_what, entries, profiles, usage, parts, before = []) =>
    expect(settled(entries, profiles, usage)).toEqual({ parts, before }),
  );
});

describe('what an owner is short of', () => {
  const ann = own('ann', {}, 'x');
  const direct = used(`us.${SONNET}`, 4000);
  it.each<Row>([
    [
      'comes of unlisted profiles of the account that the claim is of',
      [
        ...[line(5000, INPUT, '1'), line(5000, INPUT, '2'), tag('gone', 5000, '1'), tag('lost', 5000, '2')],
        ...[owner('bob', 5000, '1'), owner('eve', 5000)],
      ],
      [],
      [],
      ['0: bob/C -@1 5000', '1: eve/C -@2 5000'],
    ],
    [
      'comes of none that was given back',
      [
        line(6000),
        line(-1000, GLOBAL),
        tag('gone', 6000),
        tag('gone', -1000, '', GLOBAL),
        owner('bob', 5000),
      ],
      [],
      [],
      ['0: bob/C -@unknown 5000', '0: -/- -@unknown 1000', '1: -/- -@unknown -1000'],
    ],
    [
      'comes of them to the last unit',
      [line(9001), tag('gone', 9000), tag('lost', 1), owner('bob', 9001)],
      [],
      [],
      ['0: bob/C -@unknown 9000', '0: bob/C -@unknown 1'],
    ],
    [
      'comes of them for the last unit that is missing',
      [line(6001), tag('x', 6000), tag('gone', 1), owner('ann', 6001, '', 'D')],
      [ann],
      [],
      ['0: ann/D ann@1 6000', '0: ann/D -@unknown 1'],
      ['ann/C +6000', 'ann/D -6000'],
    ],
    [
      'comes of the last unit that another has too much',
      [line(6200), tag('x', 6001), owner('bob', 6000), owner('eve', 200)],
      [ann],
      [],
      ['0: eve/C -@unknown 1', '0: bob/C -@unknown 6000', '0: eve/C -@unknown 199'],
      ['ann/C +6000', 'bob/C -6000', 'ann/C +1', 'eve/C -1'],
    ],
    [
      'comes of direct calls without what was given back of them',
      [
        line(6000),
        line(-1000, GLOBAL),
        tag('none', 6000),
        tag('none', -1000, '', GLOBAL),
        owner('bob', 5000),
      ],
      [profile('none', { accountId: '1', tags: { InferenceProfile: 'none' } })],
      [],
      ['0: -/- none@1 1000', '0: bob/C -@unknown 5000', '1: -/- none@1 -1000'],
      ['-/- +5000', 'bob/C -5000'],
    ],
    [
      'comes of direct calls to the last unit',
      [line(9000), line(1, GLOBAL), tag('none', 9000), tag('none', 1, '', GLOBAL), owner('bob', 9001)],
      [profile('none', { accountId: '1', tags: { InferenceProfile: 'none' } })],
      [],
      ['0: bob/C -@unknown 9000', '1: bob/C -@unknown 1'],
      ['-/- +9001', 'bob/C -9001'],
    ],
    [
      'comes of nothing where its account has no line',
      [line(9000, INPUT, '1'), owner('ann', 9000, '1'), owner('bob', 90, '2')],
      [],
      [],
      ['0: ann/C -@1 9000'],
    ],
    [
      'comes of an unlisted profile for a cost center alone as well, once people have theirs',
      [line(9000), tag('gone', 9000), owner('', 6000, '', 'D'), owner('bob', 3000)],
      [],
      [],
      ['0: bob/C -@unknown 3000', '0: -/D -@unknown 6000'],
    ],
    [
      'is met for a cost center alone by what its people have beyond their own, which stays theirs',
      [line(10_000), owner('ann', 3000), owner('', 3000), owner('bob', 4000, '', 'D')],
      [ann],
      [used('ann', 6000), direct],
      ['0: ann/C ann@1 6000', '0: bob/D -@unknown 4000'],
      ['-/- +4000', 'bob/D -4000'],
    ],
    [
      'is not met by people of another cost center',
      [line(10_000), tag('x', 6000), owner('ann', 3000), owner('', 3000, '', 'E'), nobodys(4000)],
      [ann],
      [],
      ['0: ann/C ann@1 6000', '0: -/E -@unknown 3000', '0: -/- -@unknown 1000'],
    ],
  ])('%s', (_what, entries, profiles, usage, parts, before = []) =>
    expect(settled(entries, profiles, usage)).toEqual({ parts, before }),
  );
});
