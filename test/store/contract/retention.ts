import { describe, expect, it } from 'vitest';
import type { Kept } from '../../../src/core/retention.ts';
import type { Finding, UsageHour } from '../../../src/core/types.ts';
import type { Store } from '../../../src/store/types.ts';
import type { Lease } from '../../../src/store/typesLease.ts';
import { ask } from '../company.ts';
import { HUGE, leaseOf, NOW, PLACE, spendRow, usageLine } from '../setup.ts';
import type { Engine } from './engine.ts';

/** What grows with age goes in pieces, and what goes is said before any of it is gone. */
export function retentionContract({ open }: Engine): void {
  const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03'] as const;
  const ALL = { start: DAYS[0], endExclusive: '2026-12-01' };
  const NOTHING: Kept = { spend: '', bill: '', hours: '' };

  async function ledger(): Promise<{ store: Store; lease: Lease }> {
    const store = await open();
    return { store, lease: await leaseOf(store) };
  }

  describe('rows of spend', () => {
    const found = (day: string): Finding => ({
      day,
      kind: 'unknownUsageType',
      key: 'x',
      severity: 'info',
      amount: null,
      detail: {},
    });
    async function filled() {
      const { store, lease } = await ledger();
      for (const day of DAYS) {
        const rows = (['profile', 'principal'] as const).flatMap((view) =>
          ['a', 'b'].map((userEmail) => spendRow({ day, view, userEmail })),
        );
        await store.spend.replaceDay(lease, day, rows, [found(day)], `of ${day}`);
      }
      return { store, lease };
    }
    const rowsOf = async (store: Store) =>
      (await store.spend.rows({ range: ALL }, 'all', { limit: 99, offset: 0 })).rows.map(({ day }) => day);

    it('go piece by piece with their findings, and their sums stay', async () => {
      const { store, lease } = await filled();
      const sums = await store.spend.query(ask({ range: ALL, groupBy: ['user', 'day'] }));
      expect(await store.retention.kept()).toEqual(NOTHING);
      const pieces = [];
      for (let gone = 3; gone === 3; ) {
        gone = (await store.retention.forgetSpend(lease, DAYS[2], 3)).rows;
        pieces.push(gone);
      }
      // Eight rows, two findings and two hashes.
      expect(pieces).toEqual([3, 3, 3, 3, 0]);
      expect(await store.retention.kept()).toEqual({ ...NOTHING, spend: DAYS[2] });
      expect(await rowsOf(store)).toEqual([DAYS[2], DAYS[2]]);
      expect((await store.spend.findings()).map(({ day }) => day)).toEqual([DAYS[2]]);
      const computed = (await store.spend.days()).filter((one) => one.computed !== null);
      expect(computed.map(({ day }) => day)).toEqual([DAYS[2]]);
      expect(await store.spend.query(ask({ range: ALL, groupBy: ['user', 'day'] }))).toEqual(sums);
      expect(await store.spend.range()).toEqual({ start: DAYS[0], endExclusive: '2026-11-04' });
    });

    it('are said to be gone as soon as one of their day is', async () => {
      const { store, lease } = await filled();
      expect(await store.retention.forgetSpend(lease, DAYS[2], 1)).toEqual({ rows: 1, waitsAt: null });
      expect((await store.retention.kept()).spend).toBe(DAYS[1]);
      expect(await rowsOf(store)).toHaveLength(5);
    });

    it('never come back: what was kept to is not taken back', async () => {
      const { store, lease } = await filled();
      await store.retention.forgetSpend(lease, DAYS[2], 99);
      expect((await store.retention.forgetSpend(lease, DAYS[0], 99)).rows).toBe(0);
      expect((await store.retention.kept()).spend).toBe(DAYS[2]);
    });
  });

  it('where there was nothing of some days, nothing is said to be gone', async () => {
    const { store, lease } = await ledger();
    await store.spend.replaceDay(lease, DAYS[1], [spendRow({ day: DAYS[1] })], [], 'h');
    await store.charges.replaceDay(lease, DAYS[1], 'usage', [''], [usageLine({ day: DAYS[1] })], NOW);
    expect((await store.retention.forgetSpend(lease, DAYS[1], 9)).rows).toBe(0);
    expect(await store.retention.forgetBill(lease, DAYS[1], 9)).toBe(0);
    expect(await store.retention.kept()).toEqual(NOTHING);
  });

  describe('the bill', () => {
    it('goes with its reads and the tokens of its days', async () => {
      const { store, lease } = await ledger();
      for (const day of DAYS) {
        const hour: UsageHour = {
          ...PLACE,
          dimension: 'p',
          kind: 'input',
          hour: `${day}T05:00:00.000Z`,
          tokens: 1n,
        };
        await store.charges.replaceDay(lease, day, 'usage', [''], [usageLine({ day })], NOW);
        await store.usage.replaceHours(lease, PLACE, [hour], `${day}T00:00:00.000Z`, hour.hour, [hour]);
      }
      const pieces = [];
      for (let gone = 2; gone === 2; ) {
        gone = await store.retention.forgetBill(lease, DAYS[2], 2);
        pieces.push(gone);
        expect((await store.retention.kept()).bill).toBe(DAYS[2]);
      }
      expect(pieces).toEqual([2, 2, 2, 0]);
      expect((await store.charges.days()).map(({ day }) => day)).toEqual([DAYS[2]]);
      expect(await store.charges.lines({ range: ALL, records: 'usage' })).toHaveLength(1);
      expect(await store.charges.monthTotals()).toEqual([
        { month: '2026-11', from: DAYS[2], until: DAYS[2], days: 1, total: usageLine().amount },
      ]);
      expect(await store.usage.days()).toEqual([DAYS[2]]);
    });
  });

  describe('hours of token usage', () => {
    const hour = (day: string, h: number, tokens: bigint, dimension = 'p1'): UsageHour => ({
      ...PLACE,
      dimension,
      kind: 'input',
      hour: `${day}T${String(h).padStart(2, '0')}:00:00.000Z`,
      tokens,
    });
    const SERIES = ['p1', 'p2'].map((dimension) => ({ dimension, kind: 'input' as const }));
    const HOURS = DAYS.flatMap((day) => [
      hour(day, 0, 1n),
      hour(day, 5, HUGE),
      hour(day, 23, 3n),
      hour(day, 6, 7n, 'p2'),
    ]);
    const put = (store: Store, lease: Lease, start: string, end: string, hours: readonly UsageHour[]) =>
      store.usage.replaceHours(lease, PLACE, SERIES, start, end, hours);
    async function filled() {
      const { store, lease } = await ledger();
      await put(store, lease, `${DAYS[0]}T00:00:00.000Z`, '2026-11-04T00:00:00.000Z', HOURS);
      return { store, lease };
    }
    const sums = async (store: Store) =>
      Promise.all(DAYS.map(async (day) => (await store.spend.dayInputs(day)).usage));

    it('become one count per series and day, the same in every piece', async () => {
      const { store, lease } = await filled();
      const before = await sums(store);
      const pieces = [];
      for (let folded = 2; folded === 2; ) {
        folded = await store.retention.foldHours(lease, DAYS[2], 2);
        pieces.push(folded);
        expect(await sums(store)).toEqual(before);
        expect((await store.retention.kept()).hours).toBe(DAYS[2]);
      }
      expect(pieces).toEqual([2, 2, 2, 0]);
      const folded = (day: string) => [hour(day, 0, HUGE + 4n), hour(day, 0, 7n, 'p2')];
      const range = { start: DAYS[0], endExclusive: DAYS[2] };
      expect(await store.usage.hours({ range })).toEqual([...folded(DAYS[0]), ...folded(DAYS[1])]);
      expect(await store.usage.hours({ range: { start: DAYS[2], endExclusive: '2026-11-04' } })).toHaveLength(
        4,
      );
    });

    it('of a folded day are replaced by whole days only, also half-way through', async () => {
      const { store, lease } = await filled();
      await store.retention.foldHours(lease, DAYS[2], 2);
      const before = await store.usage.hours({ range: ALL });
      for (const [start, end] of [
        [`${DAYS[0]}T20:00:00.000Z`, `${DAYS[1]}T00:00:00.000Z`],
        [`${DAYS[0]}T00:00:00.000Z`, `${DAYS[0]}T09:00:00.000Z`],
        [`${DAYS[1]}T21:00:00.000Z`, `${DAYS[2]}T09:00:00.000Z`],
      ] as const)
        await expect(put(store, lease, start, end, [])).rejects.toThrow(RangeError);
      expect(await store.usage.hours({ range: ALL })).toEqual(before);
      // A day of which some was folded and some was not, read again.
      const again = [hour(DAYS[0], 9, 5n), hour(DAYS[0], 10, 6n)];
      await put(store, lease, `${DAYS[0]}T00:00:00.000Z`, `${DAYS[1]}T00:00:00.000Z`, again);
      expect((await store.spend.dayInputs(DAYS[0])).usage.map(({ tokens }) => tokens)).toEqual([11n]);
      while ((await store.retention.foldHours(lease, DAYS[2], 2)) > 0);
      expect(await store.usage.hours({ range: { start: DAYS[0], endExclusive: DAYS[1] } })).toEqual([
        hour(DAYS[0], 0, 11n),
      ]);
      await put(store, lease, `${DAYS[2]}T21:00:00.000Z`, `${DAYS[2]}T22:00:00.000Z`, []);
    });
  });
}
