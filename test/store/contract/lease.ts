import { describe, expect, it } from 'vitest';
import { LeaseLost } from '../../../src/store/errors.ts';
import { at, leaseOf, NOW, PLACE } from '../setup.ts';
import type { Engine } from './engine.ts';

export function leaseContract({ open, again }: Engine): void {
  describe('the lease', () => {
    it('is held by one; the other is told by whom, since when and until when', async () => {
      const one = await open();
      const two = (await again?.(one)) ?? one;
      await leaseOf(one, 'one');
      expect(await two.lease.acquire('two', at(0.5), 60_000)).toEqual({
        heldBy: 'one',
        since: NOW,
        expiresAt: at(1),
      });
    });

    it('is free at the moment it expires, with a higher fence, and shuts the late holder out', async () => {
      const one = await open();
      const two = (await again?.(one)) ?? one;
      const late = await leaseOf(one, 'one');
      const next = await leaseOf(two, 'two', 1);
      expect(next.fence).toBeGreaterThan(late.fence);
      await two.spend.replaceDay(next, '2026-11-01', [], [], 'of two');
      await expect(one.spend.replaceDay(late, '2026-11-01', [], [], 'of one')).rejects.toThrow(LeaseLost);
      expect(await one.spend.days()).toMatchObject([
        { day: '2026-11-01', computed: { inputsHash: 'of two' } },
      ]);
      expect(await one.lease.heartbeat(late, at(1), 60_000)).toBe(false);
    });

    it('of which the end lies further ahead than a lease of now would is void, and its holder shut out', async () => {
      const store = await open();
      const ahead = await leaseOf(store, 'dated ahead', 60 * 24);
      expect(await store.lease.holding(at(0))).toEqual({
        heldBy: 'dated ahead',
        since: at(60 * 24),
        expiresAt: at(60 * 24 + 1),
      });
      expect(await store.lease.acquire('now', at(0), 60_000)).toEqual({
        lease: { holder: 'now', fence: ahead.fence + 1 },
        voided: { heldBy: 'dated ahead', since: at(60 * 24), expiresAt: at(60 * 24 + 1) },
      });
      await expect(store.rates.replace(ahead, 'list', [])).rejects.toThrow(LeaseLost);
      // That of the one who took over is of now: nobody finds it void in turn.
      expect(await store.lease.acquire('next', at(0.5), 60_000)).toMatchObject({ heldBy: 'now' });
    });

    it('of one who is known to be dead is taken over at once, and dated from now', async () => {
      const store = await open();
      await leaseOf(store, 'dead');
      expect(await store.lease.acquire('next', at(0.5), 60_000, 'other')).toMatchObject({ heldBy: 'dead' });
      expect(await store.lease.acquire('next', at(0.5), 60_000, 'dead')).toMatchObject({ voided: null });
      expect((await store.lease.holding(at(0.5)))?.expiresAt).toBe(at(1.5));
      expect(await store.lease.acquire('third', at(0.6), 60_000, 'dead')).toMatchObject({ heldBy: 'next' });
    });

    it('lasts as long as its heart beats', async () => {
      const store = await open();
      const lease = await leaseOf(store, 'one');
      expect(await store.lease.heartbeat(lease, at(0.9), 60_000)).toBe(true);
      expect(await store.lease.acquire('two', at(1.5), 60_000)).toMatchObject({ heldBy: 'one' });
    });

    it('goes on under a new number, and what was begun with the old one never writes again', async () => {
      const store = await open();
      const left = await leaseOf(store, 'one');
      const renewed = await store.lease.renew(left);
      expect(renewed).toEqual({ holder: 'one', fence: left.fence + 1 });
      await expect(store.spend.replaceDay(left, '2026-11-01', [], [], 'late')).rejects.toThrow(LeaseLost);
      await store.spend.replaceDay(renewed, '2026-11-01', [], [], 'renewed');
      expect(await store.lease.acquire('two', at(0.5), 60_000)).toMatchObject({ heldBy: 'one' });
      await expect(store.lease.renew(left)).rejects.toThrow(LeaseLost);
    });

    it('is free once released; a late release or heartbeat does not take it from the next', async () => {
      const store = await open();
      const first = await leaseOf(store, 'one');
      await store.lease.release(first);
      expect(await store.lease.heartbeat(first, NOW, 60_000)).toBe(false);
      await expect(store.spend.replaceDay(first, '2026-11-01', [], [], 'late')).rejects.toThrow(LeaseLost);
      const second = await leaseOf(store, 'two');
      await store.lease.release(first);
      expect(await store.lease.heartbeat(second, at(0.5), 60_000)).toBe(true);
    });

    it('is asked for by every write of a sync', async () => {
      const store = await open();
      const lease = await leaseOf(store);
      await store.lease.release(lease);
      const writes = [
        store.runs.start(lease, 'usage', NOW),
        store.runs.interruptStale(lease, NOW),
        store.profiles.replacePlace(lease, PLACE, [], new Map(), NOW),
        store.profiles.replaceCatalogue(lease, PLACE.region, []),
        store.usage.replaceHours(lease, PLACE, [], NOW, NOW, []),
        store.charges.replaceDay(lease, '2026-11-01', 'usage', [''], [], NOW),
        store.freshness.record(lease, {
          source: 'usage',
          slice: 'x',
          completeUntil: null,
          lastSuccessAt: null,
          lastError: null,
          lastErrorAt: null,
        }),
        store.rates.replace(lease, 'list', []),
        store.spend.replaceDay(lease, '2026-11-01', [], [], ''),
        store.mirror.record(lease, { name: 'n', budgetId: 'b', written: '', writtenAt: NOW }),
        store.mirror.forget(lease, 'n', NOW),
        store.alerts.record(lease, [], NOW),
      ];
      for (const write of await Promise.allSettled(writes))
        expect(write).toMatchObject({ status: 'rejected', reason: { name: 'LeaseLost' } });
    });
  });
}
