import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_KNOWN } from '../../../src/core/known.ts';
import type {
  SpendBasis,
  SpendFilter,
  SpendGroup,
  SpendQuery,
  SpendSum,
} from '../../../src/core/questions.ts';
import type { Money, SpendRow } from '../../../src/core/types.ts';
import { ask, COMPANY, ledgerOn, NOVEMBER } from '../company.ts';
import { HUGE, spendRow, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

export function spendContract({ open }: Engine): void {
  const ledgerOf = ledgerOn(open);
  /** One ledger for many runs: each replaces what the one before it held. */
  async function replaceable() {
    const { store, lease } = await ledgerOf([]);
    const replace = async (rows: readonly SpendRow[]) => {
      for (const day of ['2026-11-01', '2026-11-02', '2026-11-30'])
        await store.spend.replaceDay(
          lease,
          day,
          rows.filter((row) => row.day === day),
          [],
          '',
        );
    };
    return { store, replace };
  }
  const brief = (rows: readonly SpendSum[]) => rows.map((row) => [...row.keys, row.amount]);

  describe('a question to the one table', () => {
    it.each<[string, readonly SpendGroup[], (string | bigint)[][]]>([
      [
        'user',
        ['user'],
        [
          ['anna@example.com', 100n],
          ['ben@example.com', 50n],
          ['cy@example.com', 50n],
        ],
      ],
      [
        'cost center, and none as ""',
        ['costCenter'],
        [
          ['CC-1', 100n],
          ['', 50n],
          ['CC-2', 50n],
        ],
      ],
      [
        'model',
        ['model'],
        [
          ['m1', 150n],
          ['m2', 50n],
        ],
      ],
      [
        'profile',
        ['profile'],
        [
          ['arn:p1', 100n],
          ['arn:p2', 50n],
          ['arn:p3', 50n],
        ],
      ],
      [
        'account',
        ['account'],
        [
          ['111122223333', 150n],
          ['444455556666', 50n],
        ],
      ],
      [
        'day',
        ['day'],
        [
          ['2026-11-01', 170n],
          ['2026-11-02', 30n],
        ],
      ],
      [
        'token kind',
        ['tokenKind'],
        [
          ['input', 120n],
          ['cacheRead', 50n],
          ['output', 30n],
        ],
      ],
      [
        'model and day',
        ['model', 'day'],
        [
          ['m1', '2026-11-01', 120n],
          ['m2', '2026-11-01', 50n],
          ['m1', '2026-11-02', 30n],
        ],
      ],
      ['nothing', [], [[200n]]],
    ])('by %s: largest first, the unallocated beside, the total of both', async (_, groupBy, expected) => {
      const { store } = await ledgerOf(COMPANY);
      const answer = await store.spend.query(ask({ groupBy }));
      expect(brief(answer.rows)).toEqual(expected);
      expect(answer.unallocated).toEqual([
        { reason: 'noTag', amount: 11n, unpricedTokens: 0n, tokens: 0n },
        { reason: 'directCall', amount: 9n, unpricedTokens: 0n, tokens: 2n },
      ]);
      expect(answer.total.amount).toBe(220n);
    });

    it.each<[SpendBasis, bigint, bigint]>([
      ['best', 100n, 220n],
      ['billed', 60n, 180n],
      ['estimated', 105n, 105n],
    ])('on the basis %s', async (basis, anna, total) => {
      const { store } = await ledgerOf(COMPANY);
      const answer = await store.spend.query(ask({ groupBy: ['user'], basis }));
      expect(answer.rows[0]).toMatchObject({
        keys: ['anna@example.com'],
        amount: anna,
        billed: 60n,
        estimated: 105n,
      });
      expect(answer.total.amount).toBe(total);
    });

    it('knows tokens by kind, method of allocation and how sure the figure is', async () => {
      const { store } = await ledgerOf(COMPANY);
      const [anna, ben] = (await store.spend.query(ask({ groupBy: ['user'] }))).rows;
      expect(anna).toMatchObject({
        label: 'mixed',
        tokens: 10n,
        tokensByKind: { input: 7n, output: 3n, cacheRead: 0n, cacheWrite: 0n },
        allocatedBy: { tag: 100n, principal: 0n, tokens: 0n },
      });
      expect(ben).toMatchObject({ label: 'final', allocatedBy: { tag: 0n, principal: 0n, tokens: 50n } });
    });

    it('counts tokens without a rate until the bill says what they cost', async () => {
      const { store } = await ledgerOf([
        spendRow({ tokens: 5n, rateSource: null, label: 'estimated' }),
        spendRow({ tokens: 6n, rateSource: null, label: 'final', amount: usd(1n) }),
        spendRow({ tokens: 7n, rateSource: 'list', label: 'estimated' }),
      ]);
      expect((await store.spend.query(ask())).rows[0]?.unpricedTokens).toBe(5n);
    });

    it.each<[string, SpendQuery['filter'], bigint, number]>([
      ['one value', { user: ['ben@example.com'] }, 50n, 0],
      ['any of several', { user: ['ben@example.com', 'cy@example.com'] }, 100n, 0],
      ['several filters together', { model: ['m1'], region: ['eu-west-1'] }, 50n, 0],
      ['none as ""', { costCenter: [''] }, 70n, 2],
      ['a reason', { reason: ['noTag'] }, 11n, 1],
      ['what is on the bill of nobody too', { model: ['m2'] }, 61n, 1],
      ['a value with a quote', { user: ["o'neill' OR 1=1 --"] }, 0n, 0],
      ['no value at all: nothing', { costCenter: [] }, 0n, 0],
    ])('filtered by %s', async (_, filter, total, reasons) => {
      const { store } = await ledgerOf(COMPANY);
      const answer = await store.spend.query(ask({ filter, groupBy: ['user'] }));
      expect(answer.total.amount).toBe(total);
      expect(answer.unallocated).toHaveLength(reasons);
      const listed = await store.spend.rows({ range: NOVEMBER, ...filter }, 'all', { limit: 100, offset: 0 });
      expect(listed.rows.reduce((sum, row) => sum + row.amount, 0n)).toBe(total);
    });

    it('has nothing to say about an empty ledger', async () => {
      const store = await open();
      expect(await store.spend.query(ask())).toEqual({ rows: [], unallocated: [], total: NOTHING_KNOWN });
      expect(await store.spend.query(ask({ groupBy: ['user'] }))).toEqual({
        rows: [],
        unallocated: [],
        total: NOTHING_KNOWN,
      });
      expect(await store.spend.range()).toBeNull();
    });

    it('stays exact beyond 2⁵³, and fails rather than wraps beyond 2⁶³', async () => {
      const { store, lease } = await ledgerOf([
        spendRow({ amount: usd(HUGE), tokens: HUGE, estimatedHigh: usd(HUGE) }),
        spendRow({ amount: usd(HUGE + 1n) }),
        spendRow({ amount: usd(-HUGE), reason: 'noTag' }),
      ]);
      const { rows, total } = await store.spend.query(ask());
      expect(rows[0]).toMatchObject({ amount: 2n * HUGE + 1n, tokens: HUGE, estimatedHigh: HUGE });
      expect(total.amount).toBe(HUGE + 1n);
      const most = spendRow({ amount: usd(2n ** 63n - 1n) });
      await expect(store.spend.replaceDay(lease, '2026-11-01', [most, most], [], '')).rejects.toThrow(
        /overflow/,
      );
      await store.spend.replaceDay(lease, '2026-11-01', [most], [], '');
      // A month that no integer holds is not written, and nothing of its day.
      await expect(
        store.spend.replaceDay(lease, '2026-11-02', [{ ...most, day: '2026-11-02' }], [], ''),
      ).rejects.toThrow(/cannot store REAL value in INTEGER/);
      expect((await store.spend.query(ask())).total.amount).toBe(2n ** 63n - 1n);
    });

    it('adds up to the same total, and to a plain sum, in every grouping', async () => {
      const groups: SpendGroup[] = ['costCenter', 'user', 'model', 'profile', 'account', 'day', 'tokenKind'];
      const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
      const anyRow = fc.record({
        day: fc.constantFrom('2026-11-01', '2026-11-02', '2026-11-30'),
        modelKey: fc.constantFrom('m1', 'm2'),
        kind: fc.constantFrom('input' as const, 'output' as const, 'other' as const, 'unknown' as const),
        userEmail: fc.constantFrom('a', 'b', null),
        costCenter: fc.constantFrom('x', null),
        profileArn: fc.constantFrom('p', 'q', null),
        reason: fc.constantFrom(null, null, 'noTag' as const, 'notTokens' as const),
        amount: amount as fc.Arbitrary<Money>,
      });
      const { store, replace } = await replaceable();
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyRow, { maxLength: 20 }),
          fc.constantFrom(...groups),
          async (some, group) => {
            const rows = some.map((row) => spendRow(row));
            await replace(rows);
            const field = {
              costCenter: 'costCenter',
              user: 'userEmail',
              model: 'modelKey',
              profile: 'profileArn',
              account: 'accountId',
              day: 'day',
              tokenKind: 'kind',
            } as const;
            const expected = new Map<string, bigint>();
            for (const row of rows.filter((one) => one.reason === null)) {
              const key = row[field[group]] ?? '';
              expected.set(key, (expected.get(key) ?? 0n) + row.amount);
            }
            const answer = await store.spend.query(ask({ groupBy: [group] }));
            expect(new Map(answer.rows.map((row) => [row.keys[0], row.amount]))).toEqual(expected);
            expect(answer.total.amount).toBe(rows.reduce((sum, row) => sum + row.amount, 0n));
          },
        ),
        { numRuns: 40 },
      );
    });
  });

  describe('the two views of one total', () => {
    const rows = [
      spendRow({ amount: usd(10n), userEmail: 'tagged@example.com' }),
      spendRow({
        amount: usd(10n),
        view: 'principal',
        userEmail: 'caller@example.com',
        allocatedBy: 'principal',
        profileArn: null,
      }),
    ];

    it.each<['profileTags' | 'iamPrincipal', SpendGroup, string]>([
      ['profileTags', 'user', 'tagged@example.com'],
      ['iamPrincipal', 'user', 'caller@example.com'],
      ['iamPrincipal', 'profile', 'arn:p1'],
    ])('are never added: attribution %s, by %s', async (attribution, group, key) => {
      const { store } = await ledgerOf(rows, attribution);
      const answer = await store.spend.query(ask({ groupBy: [group] }));
      expect(brief(answer.rows)).toEqual([[key, 10n]]);
    });

    it('answers by the caller what is asked about a person', async () => {
      const { store } = await ledgerOf(rows, 'iamPrincipal');
      const filter = { user: ['caller@example.com'] };
      expect((await store.spend.query(ask({ groupBy: ['model'], filter }))).total.amount).toBe(10n);
      expect(
        (await store.spend.rows({ range: NOVEMBER, ...filter }, 'all', { limit: 10, offset: 0 })).total,
      ).toBe(1);
      expect((await store.spend.query(ask({ filter: { user: ['tagged@example.com'] } }))).total.amount).toBe(
        0n,
      );
    });

    it('lists the lines of the view that the figure came from, and all lines with the owners of the attribution', async () => {
      const { store } = await ledgerOf(rows, 'iamPrincipal');
      const owners = async (filter: SpendFilter) =>
        (await store.spend.rows({ range: NOVEMBER, ...filter }, 'all', { limit: 10, offset: 0 })).rows.map(
          (row) => row.userEmail,
        );
      expect(await owners({})).toEqual(['caller@example.com']);
      expect(await owners({ user: ['caller@example.com'] })).toEqual(['caller@example.com']);
      expect(await owners({ profile: ['arn:p1'] })).toEqual(['tagged@example.com']);
      expect(await owners({ reason: [''] })).toEqual(['caller@example.com']);
    });
  });
}
