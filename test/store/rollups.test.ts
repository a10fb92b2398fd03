import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpendScope } from '../../src/core/access.ts';
import { daysOf, monthOf } from '../../src/core/periods.ts';
import type { SpendBasis, SpendFilter, SpendGroup, SpendQuery, SpendSum } from '../../src/core/questions.ts';
import type { SpendRow } from '../../src/core/types.ts';
import { openStore } from '../../src/store/open.ts';
import { amounts, answer, brief } from '../../src/store/spendQuery.ts';
import { comparedRows } from '../../src/store/spendRows.ts';
import { amountsOf, briefOf } from '../../src/store/spendSets.ts';
import type { Store } from '../../src/store/types.ts';
import type { Lease } from '../../src/store/typesLease.ts';
import { leaseOf, spendRow, usd } from './setup.ts';

/** Roll-ups: every question is answered from them as the rows of `spend` answer it. */

const DAYS = [
  '2026-09-29',
  '2026-09-30',
  '2026-10-01',
  '2026-10-15',
  '2026-10-31',
  '2026-11-01',
  '2026-11-02',
];

const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-rollups-'));
let store: Store;
let lease: Lease;
let beside: Database.Database;
beforeAll(async () => {
  const file = join(folder, 'ledger.db');
  store = await openStore(file, { now: 0 });
  lease = await leaseOf(store);
  beside = new Database(file).defaultSafeIntegers(true);
});
afterAll(() => {
  beside.close();
  store.close();
  rmSync(folder, { recursive: true });
});

const small = fc.bigInt({ min: -3n, max: 1000n });
const anyRow: fc.Arbitrary<SpendRow> = fc
  .record({
    day: fc.constantFrom(...DAYS),
    view: fc.constantFrom('profile' as const, 'principal' as const),
    profileArn: fc.constantFrom('arn:p', 'arn:q', null),
    modelKey: fc.constantFrom('m1', 'm2'),
    kind: fc.constantFrom('input' as const, 'cacheRead' as const, 'other' as const),
    usageType: fc.constantFrom('t1', 't2', ''),
    userEmail: fc.constantFrom('a', 'b', null),
    costCenter: fc.constantFrom('x', 'y', null),
    accountId: fc.constantFrom('1', '2'),
    region: fc.constantFrom('r1', 'r2'),
    label: fc.constantFrom('final' as const, 'provisional' as const, 'estimated' as const),
    allocatedBy: fc.constantFrom('tag' as const, 'tokens' as const, null),
    rateSource: fc.constantFrom('list' as const, null),
    reason: fc.constantFrom(null, null, 'noTag' as const, 'billedNotSeen' as const),
    figures: fc.tuple(small, small, small, fc.constantFrom(0n, 5n)),
  })
  .map(({ figures: [amount, billed, estimated, tokens], ...rest }) =>
    spendRow({ ...rest, amount: usd(amount), billed: usd(billed), estimated: usd(estimated), tokens }),
  );

const GROUPS: SpendGroup[] = ['costCenter', 'user', 'model', 'profile', 'account', 'day', 'tokenKind'];
const VALUES = {
  costCenter: ['x', 'y', '', 'none'],
  user: ['a', 'b', ''],
  model: ['m1', 'm2'],
  profile: ['arn:p', ''],
  account: ['1', '2'],
  tokenKind: ['input', 'other'],
  region: ['r1'],
  reason: ['noTag', ''],
};
const anyFilter: fc.Arbitrary<SpendFilter> = fc.record(
  Object.fromEntries(
    Object.entries(VALUES).map(([name, values]) => [name, fc.subarray(values, { minLength: 0 })]),
  ),
  { requiredKeys: [] },
);
const anyScope: fc.Arbitrary<SpendScope> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('all' as const) },
  {
    weight: 1,
    arbitrary: fc.record({ users: fc.subarray(['a', 'b']), costCenters: fc.subarray(['x', 'y']) }),
  },
);
const anyQuestion: fc.Arbitrary<SpendQuery> = fc.record({
  range: fc
    .tuple(
      fc.constantFrom('2026-09-01', '2026-09-30', '2026-10-01', '2026-10-02'),
      fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-02', '2026-11-03', '2026-12-01'),
    )
    .map(([start, endExclusive]) => ({ start, endExclusive })),
  groupBy: fc.subarray(GROUPS, { maxLength: 2 }),
  basis: fc.constantFrom<SpendBasis>('best', 'billed', 'estimated'),
  filter: fc.oneof(fc.constant({}), anyFilter),
  scope: anyScope,
  unowned: fc.constantFrom('among' as const, 'apart' as const),
});

async function replace(rows: readonly SpendRow[], days: readonly string[] = DAYS): Promise<void> {
  for (const day of days)
    await store.spend.replaceDay(
      lease,
      day,
      rows.filter((row) => row.day === day),
      [],
      '',
    );
}

const plain = (rows: readonly { keys: readonly string[]; amount: bigint; unpricedTokens: bigint }[]) =>
  rows.map(({ keys, amount, unpricedTokens }) => `${keys.join('|')} ${amount} ${unpricedTokens}`).sort();

const briefly = ({ keys, amount, label, tokens, unpricedTokens }: SpendSum) => ({
  keys,
  amount,
  label,
  tokens,
  unpricedTokens,
});

/** People in several sets, in none, and some of whom nothing is known. */
const SETS = [['a', 'none'], [], ['a', 'b'], ['b', ''], ['none']];
function expectBySets(question: SpendQuery, attribution: 'profileTags' | 'iamPrincipal'): void {
  const { user: _, ...filter } = question.filter;
  const q = { ...question, filter, unowned: question.unowned === 'among' ? 'among' : 'left' } as const;
  const one = (user: readonly string[]) => ({ ...q, filter: { ...filter, user } });
  expect(briefOf(beside, q, SETS, attribution)).toEqual(
    SETS.map((people) => brief(beside, one(people), attribution, 'rows').rows),
  );
  expect(amountsOf(beside, q, SETS, attribution).map(plain)).toEqual(
    SETS.map((people) => plain(amounts(beside, one(people), attribution, 'rows'))),
  );
}

function expectBothWays(questions: readonly SpendQuery[]): void {
  for (const attribution of ['profileTags', 'iamPrincipal'] as const)
    for (const [place, question] of questions.entries()) {
      const byRows = answer(beside, question, attribution, 'rows');
      expect(answer(beside, question, attribution)).toEqual(byRows);
      const short = brief(beside, question, attribution);
      expect(short).toEqual(brief(beside, question, attribution, 'rows'));
      // What the bill says of it, only the short answer tells.
      const rows = short.rows.map(({ ofBill: _, ...row }) => row);
      expect({ ...short, rows }).toEqual({ ...byRows, rows: byRows.rows.map(briefly) });
      const few = amounts(beside, question, attribution);
      expect(plain(few)).toEqual(plain(amounts(beside, question, attribution, 'rows')));
      expect(plain(few)).toEqual(plain(byRows.rows));
      // Each set is a question of its own to the rows: one of those asked here is asked of sets as well.
      if (place === 0) expectBySets(question, attribution);
    }
  const range = { start: '2026-09-30', endExclusive: '2026-11-02' };
  expect(comparedRows(beside, range)).toEqual(comparedRows(beside, range, 'rows'));
}

/** What the roll-ups hold, by what it is of and not by the numbers of keys. */
const held = (): unknown[] =>
  ['day', 'month'].flatMap((period) =>
    beside
      .prepare(
        `SELECT s.*, k.*, 0 AS key, 0 AS id FROM spend_${period}_sums s JOIN spend_keys k ON k.id = s.key
          ORDER BY s.grain, s.view, s.${period}, k.cost_center, k.user_email, k.profile_arn, k.account_id, k.region,
            k.model_key, k.kind, k.service, k.usage_type, k.rate_source, k.allocated_by, k.reason, s.label`,
      )
      .all(),
  );

async function fill(steps = Number.POSITIVE_INFINITY): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    const [month] = (await store.rollups.pending()).months;
    if (month === undefined) return;
    await store.rollups.fillNext(lease, month);
  }
}

describe('every question', () => {
  it('is answered from roll-ups as from the rows: as days come, change and go', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { maxLength: 25 }),
        fc.array(anyRow, { maxLength: 10 }),
        fc.subarray(DAYS),
        fc.array(anyQuestion, { minLength: 4, maxLength: 8 }),
        async (rows, later, days, questions) => {
          await replace(rows);
          await replace(later, days);
          expect((await store.rollups.pending()).months).toEqual([]);
          expectBothWays(questions);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is answered the same once they were dropped, and while they are filled again, days changing meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { minLength: 5, maxLength: 25 }),
        fc.array(anyRow, { maxLength: 6 }),
        fc.subarray(DAYS),
        fc.nat(9),
        fc.array(anyQuestion, { minLength: 3, maxLength: 5 }),
        async (rows, later, days, steps, questions) => {
          await replace(rows);
          await store.rollups.drop();
          expect(held()).toEqual([]);
          expectBothWays(questions);
          await fill(steps);
          await replace(later, days);
          expectBothWays(questions);
          await fill();
          expectBothWays(questions);
          const filled = held();
          await store.rollups.drop();
          await fill();
          expect(held()).toEqual(filled);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is answered for months that begin and end within what is held', async () => {
    await replace([spendRow({ day: '2026-10-15', amount: usd(7n) })]);
    const whole = { start: '2026-10-10', endExclusive: '2026-10-16' };
    const question: SpendQuery = { range: whole, groupBy: [], basis: 'best', filter: {}, scope: 'all' };
    expect(answer(beside, question, 'profileTags').total.amount).toBe(7n);
    expect(daysOf(whole)).toHaveLength(6);
    expect(monthOf('2026-10-15')).toBe('2026-10');
  });
});
