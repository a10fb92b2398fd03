import { describe, expect, it } from 'vitest';
import { ATTENTION, LEAST_ATTENTION } from '../../../src/core/watching.ts';
import { at, HUGE, leaseOf, NOW, PLACE, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

export function watchingContract({ open }: Engine): void {
  /** How far series were read, how closely is looked, and what that costs. */

  const dimension = (name: string, minutes: number) => ({
    ...PLACE,
    dimension: name,
    metrics: { input: ['InputTokenCount'] },
    readUntil: at(minutes),
    activeUntil: at(minutes),
    wholeOn: '2026-11-20',
    unsettledFrom: '2026-11-19',
    highest: usd(HUGE),
  });

  describe('watching', () => {
    it('keeps each dimension once, and forgets those that are idle, as many as it may', async () => {
      const store = await open();
      const lease = await leaseOf(store);
      await store.watching.record(lease, [dimension('a', 0), dimension('b', 1), dimension('c', 2)]);
      const again = { ...dimension('b', 3), metrics: {} };
      await store.watching.record(lease, [again]);
      expect(await store.watching.dimensions()).toEqual([dimension('a', 0), again, dimension('c', 2)]);
      expect(await store.watching.forget(at(3), 1)).toBe(1);
      expect(await store.watching.forget(at(3), 9)).toBe(1);
      expect(await store.watching.dimensions()).toEqual([again]);
    });

    it('reads a single name, as ledgers of before hold it', async () => {
      const store = await open();
      const before = { ...dimension('a', 0), metrics: { input: 'InputTokenCount' as never } };
      await store.watching.record(await leaseOf(store), [before]);
      expect(await store.watching.dimensions()).toEqual([dimension('a', 0)]);
    });

    it('knows how closely is looked, and what polling would have cost beside what was charged', async () => {
      const store = await open();
      const lease = await leaseOf(store);
      expect(await store.watching.now()).toBe(null);
      const [closest = LEAST_ATTENTION] = ATTENTION;
      for (const attention of [closest, LEAST_ATTENTION]) {
        const now = { attention, hourlyRates: { '-4': 2, '7': 1.5 }, stoppedSince: at(1) };
        await store.watching.keep(lease, now);
        expect(await store.watching.now()).toEqual(now);
      }
      await store.watching.addPolled(lease, '2026-11-20', usd(5n));
      await store.watching.addPolled(lease, '2026-11-20', usd(HUGE));
      expect(await store.runs.charge('ce:GetCostAndUsage', usd(7n), usd(7n), NOW)).toBe(true);
      expect(await store.runs.charge('ce:GetCostAndUsage', usd(1n), usd(7n), NOW)).toBe(false);
      expect(await store.watching.days('2026-11-20')).toEqual([
        { day: '2026-11-20', charge: usd(7n), polled: usd(HUGE + 5n) },
      ]);
      expect(await store.watching.days('2026-11-21')).toEqual([]);
    });

    it('books what a run is about to ask for, and gives back at its end what nobody was charged for', async () => {
      const store = await open();
      const id = await store.runs.start(await leaseOf(store), 'usage', NOW);
      expect(await store.runs.book(id, usd(60n), usd(100n))).toBe(true);
      expect(await store.runs.book(id, usd(41n), usd(100n))).toBe(false);
      const asked = {
        requests: 1,
        awsCharge: usd(20n),
        operations: { x: { requests: 1, charge: usd(20n) } },
      };
      await store.runs.count(id, asked);
      expect(await store.runs.spent('2026-11')).toBe(usd(60n));
      await store.runs.finish(id, { at: NOW, status: 'ok', rows: 0, errors: [], ...asked });
      expect(await store.runs.spent('2026-11')).toBe(usd(20n));
      expect(await store.runs.book(id, usd(1n), usd(100n))).toBe(false);
    });

    it('counts the booking of a run that was killed as charged', async () => {
      const store = await open();
      const id = await store.runs.start(await leaseOf(store), 'usage', NOW);
      await store.runs.book(id, usd(60n), usd(100n));
      await store.runs.interruptStale(await leaseOf(store, 'next', 10), at(10));
      expect(await store.runs.spent('2026-11')).toBe(usd(60n));
      // It was not dead after all: what it tells late counts once.
      const operations = { x: { requests: 1, charge: usd(20n) } };
      await store.runs.count(id, { requests: 1, awsCharge: usd(20n), operations });
      expect(await store.runs.spent('2026-11')).toBe(usd(60n));
      expect(await store.runs.book(id, usd(1n), usd(100n))).toBe(false);
    });

    it('counts it until its month is over, however soon runs are forgotten', async () => {
      const store = await open();
      const id = await store.runs.start(await leaseOf(store), 'usage', '2026-11-02T00:00:00.000Z');
      await store.runs.book(id, usd(60n), usd(100n));
      const next = await leaseOf(store, 'next', 10);
      await store.runs.interruptStale(next, at(10));
      await store.runs.start(next, 'usage', at(10));
      expect(await store.runs.forget('2026-11-30T23:59:59.999Z', 10)).toBe(0);
      expect(await store.runs.spent('2026-11')).toBe(usd(60n));
      expect(await store.runs.forget('2026-12-01T00:00:00.000Z', 10)).toBe(1);
    });
  });
}
