import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bill, BillClaim, BillLine } from '../../src/core/billEntries.ts';
import { type DayInput, dayBasis } from '../../src/core/dayReading.ts';
import { money } from '../../src/core/money.ts';
import { addDays, DAY_MS, endOf } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import { computeDay } from '../../src/core/spend.ts';
import type { Profile, Rate } from '../../src/core/types.ts';
import { strangeDay } from './strangeDays.ts';
import {
  billOf,
  CATALOGUE,
  DAY,
  NOVA,
  otherLine,
  ownerClaim,
  principalClaim,
  profile,
  profileClaim,
  rate,
  SONNET,
  SONNET_SERVICE,
  usageLine,
} from './world.ts';

const basis = (input: DayInput): string => JSON.stringify(dayBasis(input));

const ANN = { UserEmail: 'ann@example.com', CostCenter: 'CC-1', InferenceProfile: 'ann-sonnet' };
const INPUT = 'USE1-MP:USE1_InputTokenCount-Units';
const AS_BILLED = { provisional: false, tokens: 1_000_000n };
const line = usageLine(SONNET_SERVICE, INPUT, '3', AS_BILLED);
const tagged = profileClaim('ann-sonnet', INPUT, '3', AS_BILLED);
const owned = ownerClaim('ann@example.com', 'CC-1', '3', AS_BILLED);
const called = principalClaim('ann@example.com', SONNET_SERVICE, '3', AS_BILLED);
const credit = otherLine('Credit', SONNET_SERVICE, '-1');
const BILL: Bill = billOf([line, tagged, owned, called, credit]);
const learned = (more: Partial<Rate>): Rate => ({
  ...rate(SONNET, 'input', '3'),
  source: 'learned',
  validFrom: addDays(DAY, -10),
  validTo: addDays(DAY, 1),
  ...more,
});
const RATES: readonly Rate[] = [rate(SONNET, 'input', '4'), learned({})];
const PROFILES: readonly Profile[] = [profile('p0', { tags: ANN })];
const BASE: DayInput = {
  day: DAY,
  now: endOf(DAY) + 10 * DAY_MS,
  bill: BILL,
  usage: [
    {
      accountId: PROFILES[0]?.accountId ?? '',
      region: PROFILES[0]?.region ?? '',
      dimension: 'p0',
      kind: 'input',
      tokens: 1_000_000n,
    },
  ],
  profiles: PROFILES,
  catalogue: CATALOGUE,
  rates: rateBook(RATES),
  attribution: 'profileTags',
  tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
};
const billed = (one: BillLine): Partial<DayInput> => ({ bill: { ...BILL, lines: [one, credit] } });
const claimed = (...claims: BillClaim[]): Partial<DayInput> => ({ bill: { ...BILL, claims } });
const withRates = (...rates: Rate[]): Partial<DayInput> => ({ rates: rateBook(rates) });
const retagged = (from: string, tags: Record<string, string>): Partial<DayInput> => ({
  profiles: PROFILES.map((one) => ({ ...one, history: [...one.history, { from, tags }] })),
});
const sameAs = (alias: string) => (address: string) => (address === alias ? 'other@example.com' : address);
const [list] = RATES as [Rate, Rate];

describe('what makes a day be computed again', () => {
  const AGAIN: [string, Partial<DayInput>][] = [
    ['a line that was read anew', billed({ ...line, amount: money('3.0000000001') })],
    ['a line of another usage type', billed({ ...line, usageType: `${INPUT}s` })],
    ['a line in another account', billed({ ...line, accountId: '1' })],
    ['a line in another unit', billed({ ...line, unit: 'Tokens' })],
    [
      'a quantity that was read anew',
      billed({ ...line, quantity: (line.quantity + 1n) as BillLine['quantity'] }),
    ],
    ['a day that is no longer final', billed({ ...line, provisional: true })],
    ['a line that is no usage', billed({ ...line, recordType: 'Credit' })],
    ['a tag that means another profile', claimed({ ...tagged, profile: 'bob-sonnet' }, owned, called)],
    ['a claim that names its service', claimed({ ...tagged, service: SONNET_SERVICE }, owned, called)],
    ['an owner in another cost center', claimed(tagged, { ...owned, costCenter: 'CC-2' }, called)],
    [
      'an owner’s claim that names its service',
      claimed(tagged, { ...owned, service: SONNET_SERVICE }, called),
    ],
    ['another caller', claimed(tagged, owned, { ...called, principal: 'bob@example.com' })],
    ['a caller’s usage type', claimed(tagged, owned, { ...called, usageType: INPUT })],
    ['a claim less', claimed(tagged, called)],
    ['another credit', { bill: billOf([line, tagged, owned, called, { ...credit, amount: money('-2') }]) }],
    [
      'a credit for a usage type',
      { bill: billOf([line, tagged, owned, called, { ...credit, usageType: INPUT }]) },
    ],
    ['tokens that came late', { usage: BASE.usage.map((u) => ({ ...u, tokens: u.tokens + 1n })) }],
    [
      'a rate that the operator set',
      withRates(...RATES, { ...list, source: 'override', perMillion: money('5') }),
    ],
    ['a learned rate of its own days', withRates(list, learned({ perMillion: money('3.1') }))],
    [
      'a step in price that is found on it',
      withRates(list, learned({ validTo: DAY }), learned({ validFrom: DAY, perMillion: money('2') })),
    ],
    [
      'a learned rate that no longer lasts',
      withRates(list, learned({ validFrom: addDays(DAY, -80), validTo: addDays(DAY, -62) })),
    ],
    ['a list price where nothing was learned', withRates({ ...list, perMillion: money('6') })],
    ['tags of that day', retagged(`${DAY}T12:00:00.000Z`, { ...ANN, CostCenter: 'CC-2' })],
    ['a profile that has the tag on the bill', { profiles: [...PROFILES, profile('p9', { tags: ANN })] }],
    ['a profile that is known at last', { profiles: [] }],
    [
      'a model that is known at last',
      { catalogue: CATALOGUE.filter((one) => one.modelKey !== SONNET), profiles: [], usage: [] },
    ],
    ['age: the bill counts now', { now: endOf(DAY) + DAY_MS - 1 }],
    ['the other attribution', { attribution: 'iamPrincipal' }],
    ['an address on it that is another one of somebody', { personOf: sameAs('ann@example.com') }],
    ['other tag keys', { tagKeys: { ...BASE.tagKeys, user: 'Owner' } }],
  ];
  it.each(AGAIN)('%s', (_, change) => {
    const base = 'catalogue' in change ? { ...BASE, profiles: [], usage: [] } : BASE;
    expect(basis({ ...base, ...change })).not.toBe(basis(base));
  });

  it('the latest cost center of a user, where people are known by their calls', () => {
    const byCall: DayInput = { ...BASE, attribution: 'iamPrincipal' };
    const moved = retagged(`${addDays(DAY, 5)}T00:00:00.000Z`, { ...ANN, CostCenter: 'CC-2' });
    expect(basis({ ...byCall, ...moved })).not.toBe(basis(byCall));
    expect(basis({ ...BASE, ...moved })).toBe(basis(BASE));
  });
});

describe('what leaves a day as it is', () => {
  const SAME: [string, Partial<DayInput>][] = [
    ['an address that is not on it', { personOf: sameAs('zoe@example.com') }],
    ['the order in which lines and claims come', claimed(called, owned, tagged)],
    ['time alone', { now: BASE.now + 30 * DAY_MS }],
    ['a new day of the same learned price', withRates(list, learned({ validTo: addDays(DAY, 30) }))],
    ['a list price below a learned one', withRates({ ...list, perMillion: money('9') }, learned({}))],
    [
      'a price that begins later',
      withRates(
        ...RATES,
        learned({ validFrom: addDays(DAY, 1), validTo: addDays(DAY, 2), perMillion: money('2') }),
      ),
    ],
    ['a price of another model', withRates(...RATES, rate(NOVA, 'input', '1'))],
    ['tags of a later day', retagged(`${addDays(DAY, 1)}T00:00:00.000Z`, { ...ANN, CostCenter: 'CC-2' })],
    [
      'a profile that nobody used that day',
      { profiles: [...PROFILES, profile('p9', { tags: { ...ANN, InferenceProfile: 'p9' } })] },
    ],
    [
      'a profile seen again, or gone',
      {
        profiles: PROFILES.map((one) => ({
          ...one,
          lastSeenAt: '2027-01-01T00:00:00.000Z',
          goneAt: '2027-01-01T00:00:00.000Z',
        })),
      },
    ],
    [
      'a model that nobody was billed for',
      {
        catalogue: [
          ...CATALOGUE,
          {
            ...(CATALOGUE[0] as (typeof CATALOGUE)[number]),
            id: 'new.model-v1:0',
            modelKey: 'new.model-v1:0',
            name: 'New Model',
          },
        ],
      },
    ],
  ];
  it.each(SAME)('%s', (_, change) => expect(basis({ ...BASE, ...change })).toBe(basis(BASE)));
});

describe('whatever the day', () => {
  /** Things that happen to a ledger between two syncs: some concern the day, some do not. */
  const happening: fc.Arbitrary<(input: DayInput) => Partial<DayInput>> = fc.oneof(
    fc.integer({ min: 0, max: 4 }).map((days) => ({ now }: DayInput) => ({ now: now + days * DAY_MS })),
    fc
      .record({
        later: fc.boolean(),
        owner: fc.constantFrom('ann@example.com', 'eve@example.com'),
        index: fc.nat(4),
      })
      .map(({ later, owner, index }) => ({ profiles }: DayInput) => ({
        profiles: profiles.map((one, i) => {
          const from = `${addDays(DAY, later ? 1 : 0)}T01:00:00.000Z`;
          const tags = { ...one.history.at(-1)?.tags, UserEmail: owner };
          return i === index ? { ...one, history: [...one.history, { from, tags }] } : one;
        }),
      })),
    fc.constantFrom('p0', 'shared', 'elsewhere').map((tag) => ({ profiles }: DayInput) => ({
      profiles: [
        ...profiles,
        profile('p8', { tags: { InferenceProfile: tag, UserEmail: 'eve@example.com' } }),
      ],
    })),
    fc
      .record({
        model: fc.constantFrom(SONNET, NOVA),
        kind: fc.constantFrom('input', 'output', 'cacheWrite'),
        days: fc.integer({ min: -90, max: 3 }),
      })
      .map(
        ({ model, kind, days }) =>
          (): Partial<DayInput> => ({
            rates: rateBook([
              rate(SONNET, 'input', '3'),
              rate(NOVA, 'input', '0.035'),
              rate(SONNET, 'cacheWrite', '3.75'),
              {
                ...rate(model, kind as 'input', '7'),
                source: 'learned',
                validFrom: addDays(DAY, days),
                validTo: addDays(DAY, days + 9),
              },
            ]),
          }),
      ),
    fc.nat(CATALOGUE.length - 1).map((index) => ({ catalogue }: DayInput) => ({
      catalogue: catalogue.filter((_, i) => i !== index),
    })),
  );

  it('two inputs of one basis are computed to the same rows and findings', () => {
    let same = 0;
    let other = 0;
    fc.assert(
      fc.property(strangeDay, happening, (before, happen) => {
        const after = { ...before, ...happen(before) };
        if (basis(before) === basis(after)) {
          same += 1;
          expect(computeDay(after)).toEqual(computeDay(before));
        } else other += 1;
      }),
      { numRuns: 1000 },
    );
    expect(same).toBeGreaterThan(100);
    expect(other).toBeGreaterThan(100);
  });
});
