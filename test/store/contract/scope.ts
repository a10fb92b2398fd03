import { expect, it } from 'vitest';
import type { SpendScope } from '../../../src/core/access.ts';
import type { SpendGroup } from '../../../src/core/questions.ts';
import { ask, ledgerOn, NOVEMBER } from '../company.ts';
import { ANNA, NOW, spendRow, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

export function scopeContract({ open }: Engine): void {
  const ledgerOf = ledgerOn(open);
  /** Rows whose amounts are powers of two: a sum says which of them it holds. */
  const row = (amount: bigint, userEmail: string | null, costCenter: string | null, more = {}) =>
    spendRow({ userEmail, costCenter, amount: usd(amount), ...more });
  const ROWS = [
    row(1n, 'ann@x', 'Mobile'),
    row(2n, 'ann@x', 'Search'),
    row(4n, 'eve@x', 'Mobile'),
    row(8n, 'eve@x', 'Search'),
    row(16n, 'Ann@x', 'mobile'),
    row(32n, null, null, { reason: 'noTag', allocatedBy: null }),
    row(64n, null, 'Mobile', { reason: 'noTag', allocatedBy: null }),
  ];
  const scope = (users: string[], costCenters: string[] = []): SpendScope => ({ users, costCenters });

  it.each<[string, SpendScope, bigint]>([
    ['all', 'all', 127n],
    ['a user, letter by letter', scope(['ann@x']), 3n],
    ['a cost center with what nobody owns in it', scope([], ['Mobile']), 69n],
    ['both, each row once', scope(['ann@x'], ['Mobile']), 71n],
    ['nobody', scope([]), 0n],
    ['names that nobody has, quotes and signs of LIKE', scope(["'", '%', 'ann@x"', ''], ['%', '']), 0n],
    ['thousands of people', scope(Array.from({ length: 50_000 }, (_, i) => `p${i}@x`).concat('eve@x')), 12n],
  ])(
    'a question within %s holds its rows and no others, whatever it is grouped by',
    async (_name, within, expected) => {
      const { store } = await ledgerOf(ROWS);
      const totals = new Set<bigint>();
      for (const groupBy of [[], ['user'], ['profile'], ['model', 'day']] as SpendGroup[][])
        for (const unowned of ['apart', 'among'] as const)
          totals.add((await store.spend.query(ask({ scope: within, groupBy, unowned }))).total.amount);
      expect([...totals]).toEqual([expected]);
      const byUser = await store.spend.query(ask({ scope: within, groupBy: ['user'] }));
      const owners = byUser.rows.map(({ keys }) => keys[0] ?? '').filter((user) => user !== '');
      expect(await store.spend.users(within)).toEqual(owners.sort());
      const sums = await store.spend.rowSums({ range: NOVEMBER }, within);
      expect(sums.reduce((sum, { amount }) => sum + amount, 0n)).toBe(expected);
      const { rows, total } = await store.spend.rows({ range: NOVEMBER }, within, { limit: 100, offset: 0 });
      expect([rows.reduce((sum, { amount }) => sum + amount, 0n), total]).toEqual([expected, rows.length]);
    },
  );

  it('whoever owned something owns it no longer when the day says otherwise; so many names are told as are asked for', async () => {
    const { store, lease } = await ledgerOf(ROWS);
    const [day = ''] = ROWS.map((one) => one.day);
    await store.spend.replaceDay(lease, day, ROWS.slice(0, 3), [], 'moved');
    for (const summed of [true, false]) {
      if (!summed) await store.rollups.drop();
      expect(await store.spend.users('all')).toEqual(['ann@x', 'eve@x']);
      expect(await store.spend.users('all', { limit: 1 })).toEqual(['ann@x']);
    }
    const ann = { email: 'ann@x', name: null, costCenter: null, manager: null, active: true, groups: [] };
    await store.people.learn('file', [ann], { complete: false, actor: ANNA, now: NOW });
    expect(await store.spend.users('all', { unknown: true })).toEqual(['eve@x']);
  });

  it('a filter narrows a scope and never widens it', async () => {
    const { store } = await ledgerOf(ROWS);
    const ofEve = ask({ scope: scope(['ann@x']), filter: { user: ['eve@x'] } });
    expect((await store.spend.query(ofEve)).total.amount).toBe(0n);
  });

  it('where callers own what is spent, a scope is about callers', async () => {
    const { store } = await ledgerOf(
      [row(1n, 'ann@x', null, { view: 'profile' }), row(2n, 'eve@x', null, { view: 'principal' })],
      'iamPrincipal',
    );
    expect((await store.spend.query(ask({ scope: scope(['ann@x']), groupBy: ['model'] }))).total.amount).toBe(
      0n,
    );
    expect((await store.spend.query(ask({ scope: scope(['eve@x']), groupBy: ['model'] }))).total.amount).toBe(
      2n,
    );
  });

  it.each([500, 501, 50_000])(
    'a filter of %i people finds the one of them who spent something',
    async (people) => {
      const { store } = await ledgerOf(ROWS);
      const user = Array.from({ length: people - 1 }, (_, i) => `p${i}@x`).concat('eve@x');
      expect((await store.spend.query(ask({ filter: { user } }))).total.amount).toBe(12n);
      expect((await store.spend.query(ask({ filter: { user }, scope: scope(['ann@x']) }))).total.amount).toBe(
        0n,
      );
    },
  );
}
