import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BillEntry } from '../../src/core/billEntries.ts';
import type { DayUsage } from '../../src/core/estate.ts';
import { formatExact } from '../../src/core/money.ts';
import type { Money, Profile } from '../../src/core/types.ts';
import {
  allocated,
  check,
  GLOBAL,
  INPUT,
  line,
  linesOf,
  own,
  REST,
  type Row,
  tag,
  used,
} from './allocated.ts';
import { ownerClaim } from './world.ts';

const owner = (user: string, amount: number, accountId = '', costCenter = 'C') =>
  ownerClaim(user, costCenter, formatExact(BigInt(amount) as Money), { accountId });

describe('whom the bill names as owner', () => {
  const ann = own('ann', {}, 'x');
  const bob = own('bob', { accountId: '2' }, 'x');
  it.each<Row>([
    [
      'has it, although another account’s profile has the value of its tag',
      [
        line(3000, INPUT, '1'),
        line(7000, INPUT, '2'),
        tag('x', 3000, '1'),
        tag('x', 7000, '2'),
        owner('ann', 3000, '1'),
        owner('bob', 7000, '2'),
      ],
      [ann],
      [],
      ['0: ann tag 3000 3000', '1: bob tag 7000 7000'],
    ],
    [
      'has it where only another account’s profile is known and the bill is read as a whole',
      [line(10_000), tag('x', 10_000), owner('ann', 3000), owner('bob', 7000)],
      [ann],
      [],
      ['0: ann tag 3000 3000', '0: bob tag 7000 7000'],
    ],
    [
      'has it where tokens would share a value of two profiles otherwise',
      [line(10_000), tag('x', 10_000), owner('ann', 3000), owner('bob', 7000)],
      [ann, bob],
      [used('ann', 9000), used('bob', 1000, 'input', { accountId: '2' })],
      ['0: ann tag 3000 3000', '0: bob tag 1000 1000', '0: bob tag 6000 6000', 'shared x'],
    ],
    [
      'takes from nobody who directly called, as long as a tag gave too much',
      [
        line(10_000),
        line(5000, GLOBAL),
        tag('x', 10_000),
        owner('ann', 3000),
        owner('bob', 7000),
        owner('', 5000, '', ''),
      ],
      [ann],
      [],
      ['0: ann tag 3000 3000', '0: bob tag 7000 7000', `1: ${REST} 5000 5000`],
    ],
    [
      'takes what tokens gave last',
      [line(10_000), owner('ann', 3000), owner('bob', 7000)],
      [ann],
      [used('ann', 6000)],
      ['0: ann tokens 3000 3000', '0: bob tag 4000 4000', '0: bob tag 3000 3000'],
    ],
    [
      'without a cost center is no second claim of what they have in one',
      [line(10_000), tag('x', 6000), owner('ann', 6000, '', ''), owner('', 4000, '', '')],
      [ann],
      [],
      ['0: ann tag 6000 6000', `0: ${REST} 4000 4000`],
    ],
    [
      'as a cost center alone is no second claim of what its people have',
      [line(10_000), tag('x', 6000), owner('ann', 3000), owner('', 3000), owner('', 4000, '', '')],
      [ann],
      [],
      ['0: ann tag 6000 6000', `0: ${REST} 4000 4000`],
    ],
    [
      'is nobody where the bill still grows: then it is unallocated, with its reason',
      [line(7000, INPUT, '2'), tag('x', 7000, '2'), owner('bob', 5000, '2')],
      [ann],
      [],
      ['0: noTag@2/us-east-1 - 7000 7000'],
    ],
    [
      'gets no more of an unlisted profile than the bill says',
      [line(7000, INPUT, '2'), tag('x', 6000, '2'), owner('bob', 4000, '2'), owner('', 3000, '2', '')],
      [ann],
      [],
      [
        '0: bob tag 4000 4000',
        '0: noTag@2/us-east-1 - 2000 2000',
        '0: billedNotSeen@2/us-east-1 - 1000 1000',
      ],
    ],
  ])('%s', check);

  it('keeps the profile where the account is certain, and names none where it is not', () => {
    const profilesOf = (entries: BillEntry[]) =>
      linesOf(entries, [ann], []).lines.flatMap(({ allocations }) =>
        allocations.map(({ holder }) => [holder.userEmail, holder.profileArn === ann.arn]),
      );
    const all = (accountId: string) => [
      line(9000, INPUT, accountId),
      tag('x', 9000, accountId),
      owner('eve', 9000, accountId),
    ];
    expect(profilesOf(all('1'))).toEqual([['eve', true]]);
    expect(profilesOf(all(''))).toEqual([['eve', false]]);
  });
});

/** Whoever used profiles of two accounts, some known, some sharing values, with the bill that AWS makes of it. */
const bill = fc
  .record({
    whole: fc.boolean(),
    known: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    uses: fc.array(
      fc.record({
        profile: fc.nat(5),
        global: fc.boolean(),
        amount: fc.integer({ min: 200, max: 90_000 }),
        seen: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ whole, known, uses }) => {
    const spent = uses.map((use) => ({ ...use, ...(PROFILES[use.profile] ?? PROFILES[0]) }));
    const sums = (keyOf: (one: (typeof spent)[number]) => string) =>
      [...Map.groupBy(spent, (one) => `${whole ? '' : one.accountId}|${keyOf(one)}`)].map(([key, held]) => ({
        names: key.split('|') as [string, string, string],
        amount: held.reduce((sum, { amount }) => sum + amount, 0),
      }));
    const kindOf = (global: boolean) => (global ? GLOBAL : INPUT);
    const entries: BillEntry[] = [
      ...sums(({ global }) => kindOf(global)).map(({ names: [account, type], amount }) =>
        line(amount, type, account),
      ),
      ...sums(({ value, global }) => `${value}|${kindOf(global)}`).map(
        ({ names: [account, value, type], amount }) => tag(value, amount, account, type),
      ),
      ...sums(({ user }) => user ?? '').map(({ names: [account, user], amount }) =>
        owner(user, amount, account, user === '' ? '' : 'C'),
      ),
    ];
    const profiles = PROFILES.flatMap(({ id, user, value, accountId }, index): Profile[] =>
      known[index]
        ? [
            own(id, {
              accountId,
              route: null,
              history: [
                {
                  from: '2026-01-01T00:00:00.000Z',
                  tags: { UserEmail: user, CostCenter: user && 'C', InferenceProfile: value },
                },
              ],
            }),
          ]
        : [],
    );
    const usage = spent.flatMap(({ id, accountId, amount, seen }): DayUsage[] =>
      seen ? [used(id, amount, 'input', { accountId })] : [],
    );
    return { entries, profiles, usage };
  });
const PROFILES: [Used, ...Used[]] = [
  { id: 'p0', user: 'ann', value: 'x', accountId: '1' },
  { id: 'p1', user: 'bob', value: 'x', accountId: '2' },
  { id: 'p2', user: 'bob', value: 'y', accountId: '1' },
  { id: 'p3', user: '', value: 'y', accountId: '2' },
  { id: 'p4', user: 'eve', value: '', accountId: '2' },
  { id: 'p5', user: '', value: 'z', accountId: '1' },
];

it('whatever is known of the profiles: nobody has less than the bill names as theirs, nor what it names as another’s', () => {
  fc.assert(
    fc.property(bill, ({ entries, profiles, usage }) => {
      const { lines } = linesOf(entries, profiles, usage);
      for (const { charge, rest, allocations } of lines)
        expect(rest + allocations.reduce((sum, { amount }) => sum + amount, 0n)).toBe(charge.amount);
      const given = new Map<string, bigint>();
      for (const { holder, amount, line: on } of lines.flatMap(({ allocations }) => allocations)) {
        const key = `${on.accountId}|${holder.userEmail ?? ''}`;
        given.set(key, (given.get(key) ?? 0n) + amount);
      }
      const claims = entries.filter((one) => 'by' in one && one.by === 'owner');
      for (const claim of claims) {
        if (!('user' in claim) || claim.user === '') continue;
        expect(given.get(`${claim.accountId}|${claim.user}`) ?? 0n).toBeGreaterThanOrEqual(
          claim.amount - ROUNDING,
        );
      }
      expect(allocated(entries, profiles, usage)).not.toContain('a line has something left');
    }),
    { numRuns: 300 },
  );
});
const ROUNDING = 130n;
interface Used {
  id: string;
  user: string;
  value: string;
  accountId: string;
}
