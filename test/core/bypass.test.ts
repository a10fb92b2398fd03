import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BypassFacts, bypassedBy, type DirectSpend, usualOwner } from '../../src/core/bypass.ts';
import { coverageOf, shareOf } from '../../src/core/coverage.ts';
import type { Money, Priced } from '../../src/core/types.ts';

const usd = (dollars: number): Money =>
  (BigInt(Math.round(dollars * 100)) * 100_000_000n) as unknown as Money;
const A = '111122223333';
const B = '444455556666';
const direct = (dollars: number, more: Partial<DirectSpend> = {}): DirectSpend => ({
  accountId: A,
  region: 'us-east-1',
  modelKey: 'sonnet',
  service: 'Sonnet (Bedrock)',
  amount: usd(dollars),
  billed: usd(dollars),
  unpricedTokens: 0n,
  tokens: 10n,
  ...more,
});
const claim = (person: string, dollars: number, more: { accountId?: string; service?: string } = {}) => ({
  accountId: A,
  person,
  service: 'Sonnet (Bedrock)',
  amount: usd(dollars),
  ...more,
});
const SERVICES = [
  { modelKey: 'sonnet', service: 'Sonnet (Bedrock)' },
  { modelKey: 'nova', service: 'Amazon Bedrock' },
  { modelKey: 'llama', service: 'Amazon Bedrock' },
];
const found = (facts: Partial<BypassFacts>) =>
  bypassedBy({ direct: [], claimed: [], explained: [], services: SERVICES, ...facts }).map(
    ({ accountId, region, modelKey, caller, known, amount }) => [
      accountId,
      region,
      modelKey,
      caller,
      known,
      Number(amount) / 1e10,
    ],
  );
const own = (person: string, dollars: number, more: { accountId?: string; modelKey?: string } = {}) => ({
  accountId: A,
  person,
  modelKey: 'sonnet',
  billed: usd(dollars),
  ...more,
});

describe('callers without a profile', () => {
  it('are whoever the bill names beyond what their own profiles explain; the rest the bill does not say', () => {
    expect(
      found({
        direct: [direct(10)],
        claimed: [claim('ann', 12), claim('bob', 5)],
        explained: [own('ann', 5), own('bob', 5)],
      }),
    ).toEqual([
      [A, 'us-east-1', 'sonnet', 'ann', 'bill', 7],
      [A, 'us-east-1', 'sonnet', '', null, 3],
    ]);
  });

  it('are nobody where only rounding is left, or where what they called is of another service or account', () => {
    const nobody = [[A, 'us-east-1', 'sonnet', '', null, 10]];
    expect(
      found({
        direct: [direct(10)],
        claimed: [claim('ann', 5)],
        explained: [{ ...own('ann', 5), billed: (usd(5) - 99_999_999n) as Money }],
      }),
    ).toEqual(nobody);
    expect(
      found({ direct: [direct(10)], claimed: [claim('ann', 5, { service: 'Amazon Bedrock' })] }),
    ).toEqual(nobody);
    expect(found({ direct: [direct(10)], claimed: [claim('ann', 5, { accountId: B })] })).toEqual(nobody);
    // A profile of theirs in another account explains nothing here.
    expect(
      found({
        direct: [direct(10)],
        claimed: [claim('ann', 5)],
        explained: [own('ann', 5, { accountId: B })],
      }),
    ).toEqual([
      [A, 'us-east-1', 'sonnet', 'ann', 'bill', 5],
      [A, 'us-east-1', 'sonnet', '', null, 5],
    ]);
  });

  it('have their share where others went another way without a profile of their own', () => {
    expect(found({ direct: [direct(10)], claimed: [claim('ann', 15), claim('bob', 5)] })).toEqual([
      [A, 'us-east-1', 'sonnet', 'ann', 'share', 7.5],
      [A, 'us-east-1', 'sonnet', 'bob', 'share', 2.5],
    ]);
  });

  it('are told over the models and Regions of a service as these were called', () => {
    const bedrock = { service: 'Amazon Bedrock' };
    expect(
      found({
        direct: [
          direct(6, { ...bedrock, modelKey: 'nova' }),
          direct(3, { ...bedrock, modelKey: 'llama', region: 'eu-west-1' }),
        ],
        claimed: [claim('ann', 3, bedrock)],
      }),
    ).toEqual([
      [A, 'us-east-1', 'nova', '', null, 4],
      [A, 'us-east-1', 'nova', 'ann', 'bill', 2],
      [A, 'eu-west-1', 'llama', '', null, 2],
      [A, 'eu-west-1', 'llama', 'ann', 'bill', 1],
    ]);
  });

  it('count once where the bill was read as a whole, over all accounts', () => {
    expect(
      found({
        direct: [direct(4), direct(4, { accountId: B })],
        claimed: [claim('ann', 6, { accountId: '' })],
        explained: [own('ann', 1, { accountId: B }), own('ann', 1)],
      }),
    ).toEqual([
      [A, 'us-east-1', 'sonnet', 'ann', 'bill', 2],
      [B, 'us-east-1', 'sonnet', 'ann', 'bill', 2],
      [A, 'us-east-1', 'sonnet', '', null, 2],
      [B, 'us-east-1', 'sonnet', '', null, 2],
    ]);
  });

  it('are not known of days that are not billed, nor of tokens without a price', () => {
    const estimated = { service: '', billed: 0n as Money };
    expect(found({ direct: [direct(2, estimated), direct(4)], claimed: [claim('ann', 4)] })).toEqual([
      [A, 'us-east-1', 'sonnet', 'ann', 'bill', 4],
      [A, 'us-east-1', 'sonnet', '', null, 2],
    ]);
    expect(found({ direct: [direct(0, { ...estimated, unpricedTokens: 9n })] })).toEqual([
      [A, 'us-east-1', 'sonnet', '', null, 0],
    ]);
  });

  it('add up to what was called directly, whatever the bill says', () => {
    const amount = fc.bigInt({ min: -(10n ** 11n), max: 10n ** 13n }).map((value) => value as Money);
    const account = fc.constantFrom(A, B);
    const service = fc.constantFrom('', 'Sonnet (Bedrock)', 'Amazon Bedrock');
    const modelKey = fc.constantFrom('sonnet', 'nova', 'llama');
    const person = fc.constantFrom('ann', 'bob', 'cy');
    const facts = fc.record({
      direct: fc.array(
        fc.record({
          accountId: account,
          region: fc.constantFrom('us-east-1', 'eu-west-1'),
          modelKey,
          service,
          amount,
          billed: amount,
          unpricedTokens: fc.bigInt({ min: 0n, max: 9n }),
          tokens: fc.bigInt({ min: 0n, max: 9n }),
        }),
        { maxLength: 6 },
      ),
      claimed: fc.array(fc.record({ accountId: fc.constantFrom(A, B, ''), person, service, amount }), {
        maxLength: 6,
      }),
      explained: fc.array(fc.record({ accountId: account, person, modelKey, billed: amount }), {
        maxLength: 6,
      }),
      services: fc.constant(SERVICES),
    });
    const total = (rows: readonly { amount: Priced; unpricedTokens: bigint }[]) => [
      rows.reduce((sum, row) => sum + row.amount, 0n),
      rows.reduce((sum, row) => sum + row.unpricedTokens, 0n),
    ];
    fc.assert(
      fc.property(facts, (given) => {
        const rows = bypassedBy(given);
        expect(total(rows)).toEqual(total(given.direct));
        // Nobody is said to have called more than the bill says they did.
        for (const one of ['ann', 'bob', 'cy']) {
          const theirs = rows.filter(({ caller }) => caller === one);
          expect(theirs.every((row) => row.amount > 0n)).toBe(true);
          const most = given.claimed
            .filter((claim) => claim.person === one && claim.amount > 0n)
            .reduce((sum, claim) => sum + claim.amount, 0n);
          const less = given.explained
            .filter((row) => row.person === one && row.billed < 0n)
            .reduce((sum, row) => sum - row.billed, 0n);
          expect(total(theirs)[0] as bigint).toBeLessThanOrEqual(most + 6n * less);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the usual owner of an account', () => {
  it('is whoever the largest part of what is owned there is charged to, with that part', () => {
    const owned = (search: number, mobile: number, none = 0) => [
      { costCenter: 'Search', amount: usd(search) },
      { costCenter: 'Mobile', amount: usd(mobile) },
      { costCenter: '', amount: usd(none) },
    ];
    expect(usualOwner(owned(3, 1))).toEqual({ kind: 'account', costCenter: 'Search', share: 750 });
    expect(usualOwner(owned(3, 1, 6))).toEqual({ kind: 'account', costCenter: 'Search', share: 300 });
    expect(usualOwner(owned(0, 0, 6))).toBeNull();
    expect(usualOwner(owned(0, 0))).toBeNull();
    expect(usualOwner([])).toBeNull();
  });
});

describe('coverage', () => {
  const row = (dollars: number, more: object = {}) => ({
    reason: '' as const,
    hasCostCenter: true,
    hasProfile: true,
    amount: usd(dollars),
    unpricedTokens: 0n,
    ...more,
  });
  it('says what share carries an owner, a cost center, and went through a profile, with the reasons of the rest', () => {
    const rows = [
      row(60),
      row(20, { hasCostCenter: false }),
      row(5, { reason: 'noTag' as const, hasCostCenter: false }),
      row(15, { reason: 'directCall' as const, hasCostCenter: false, hasProfile: false }),
    ];
    const coverage = coverageOf(rows, rows);
    const { total, owned, costCenter, profile, rest } = coverage;
    expect([total, owned, costCenter, profile].map(({ amount }) => amount)).toEqual(
      [100, 80, 60, 85].map(usd),
    );
    expect(rest.map(({ reason, amount }) => [reason, amount])).toEqual([
      ['directCall', usd(15)],
      ['noTag', usd(5)],
    ]);
    expect(shareOf(owned, coverage)).toBe(800);
  });
  it('reaches 100 per cent only where nothing is left, and is nothing of nothing', () => {
    const almost = coverageOf([row(99.99), row(0.01, { reason: 'noTag' as const })], []);
    expect(shareOf(almost.owned, almost)).toBe(999);
    const whole = coverageOf([row(100)], []);
    expect(shareOf(whole.owned, whole)).toBe(1000);
    const none = coverageOf([], []);
    expect(shareOf(none.owned, none)).toBeNull();
    // A refund that is larger than what was spent.
    const refunded = coverageOf([row(1), row(-2)], []);
    expect(shareOf(refunded.owned, refunded)).toBeNull();
  });
});
