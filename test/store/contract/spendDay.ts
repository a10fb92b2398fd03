import { describe, expect, it } from 'vitest';
import type { Finding, Money } from '../../../src/core/types.ts';
import type { Store } from '../../../src/store/types.ts';
import { ask, COMPANY, ledgerOn, NOVEMBER } from '../company.ts';
import { HUGE, spendRow, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

export function spendDayContract({ open }: Engine): void {
  const ledgerOf = ledgerOn(open);
  describe('a day of spend', () => {
    const hashOf = async (store: Store) =>
      (await store.spend.days()).find(({ day }) => day === '2026-11-01')?.computed?.inputsHash;
    const finding: Finding = {
      kind: 'groupingTotals',
      key: 'line',
      severity: 'warning',
      day: '2026-11-01',
      amount: usd(HUGE),
      detail: { model: 'm1' },
    };

    it('is replaced whole: twice is once, and other days stay', async () => {
      const { store, lease } = await ledgerOf(COMPANY);
      const before = await store.spend.rows({ range: NOVEMBER }, 'all', { limit: 100, offset: 0 });
      const day = COMPANY.filter((row) => row.day === '2026-11-01');
      for (const hash of ['h1', 'h2'])
        await store.spend.replaceDay(lease, '2026-11-01', day, [finding], hash);
      expect(await store.spend.rows({ range: NOVEMBER }, 'all', { limit: 100, offset: 0 })).toEqual(before);
      expect(await store.spend.findings()).toEqual([finding]);
      expect(await hashOf(store)).toBe('h2');
      await store.spend.replaceDay(lease, '2026-11-01', [], [], 'h3');
      expect(await store.spend.findings()).toEqual([]);
      expect((await store.spend.query(ask())).total.amount).toBe(30n);
    });

    it('stays as it was when one of its rows is refused', async () => {
      const { store, lease } = await ledgerOf(COMPANY);
      const bad = spendRow({ amount: null as unknown as Money });
      await expect(store.spend.replaceDay(lease, '2026-11-01', [spendRow(), bad], [], 'new')).rejects.toThrow(
        /NOT NULL/,
      );
      expect((await store.spend.query(ask())).total.amount).toBe(220n);
      expect(await hashOf(store)).toBe('2026-11-01');
    });

    it('gives back each row as it was, newest day first, in pages', async () => {
      const { store } = await ledgerOf(COMPANY);
      const first = await store.spend.rows({ range: NOVEMBER }, 'all', { limit: 2, offset: 0 });
      expect(first).toEqual({ total: 6, rows: [COMPANY[1], COMPANY[0]] });
      const rest = await store.spend.rows({ range: NOVEMBER }, 'all', { limit: 10, offset: 2 });
      expect(rest.rows.map((row) => row.amount)).toEqual([50n, 50n, 11n, 9n]);
      expect(await store.spend.range()).toEqual({ start: '2026-10-31', endExclusive: '2026-12-02' });
    });

    it('finds its findings by days and by kind', async () => {
      const { store, lease } = await ledgerOf([]);
      await store.spend.replaceDay(lease, '2026-11-01', [], [finding], '');
      await store.spend.replaceDay(
        lease,
        '2026-12-01',
        [],
        [{ ...finding, day: '2026-12-01', kind: 'billMissing' }],
        '',
      );
      expect((await store.spend.findings({ range: NOVEMBER })).map((f) => f.kind)).toEqual([
        'groupingTotals',
      ]);
      expect((await store.spend.findings({ kind: 'billMissing' })).map((f) => f.day)).toEqual(['2026-12-01']);
    });
  });
}
