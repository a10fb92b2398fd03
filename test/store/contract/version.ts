import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/types.ts';
import { ANNA, at, leaseOf, NOW, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

/** The ledger says which state it is in: another one after every change, of the ledger or of what jobs and the log note. */

const moved = async (store: Store, work: () => Promise<unknown>) => {
  const before = await store.version.get();
  await work();
  const after = await store.version.get();
  return [before.ledger !== after.ledger, before.work !== after.work];
};
const [LEDGER, WORK, NEITHER] = [
  [true, false],
  [false, true],
  [false, false],
];
const set = (store: Store, amount: bigint) =>
  store.budgets.set({ kind: 'user', key: 'ben@example.com' }, usd(amount), ANNA, NOW);

export function versionContract({ open, again }: Engine): void {
  describe('the version', () => {
    it('is another one after every change, and never one that there was', async () => {
      const store = await open();
      const seen = new Set([(await store.version.get()).ledger]);
      for (let amount = 1n; amount <= 20n; amount += 1n) {
        expect(await moved(store, () => set(store, amount))).toEqual(LEDGER);
        seen.add((await store.version.get()).ledger);
      }
      expect(seen.size).toBe(21);
    });

    it('stays where nothing changed, was undone, or only rehearsed', async () => {
      const store = await open();
      await set(store, 1n);
      expect(await moved(store, () => set(store, 1n))).toEqual(NEITHER);
      const undone = () =>
        store
          .writing(async (ledger) => {
            await set(ledger, 2n);
            throw new Error('no');
          })
          .catch(() => {});
      expect(await moved(store, undone)).toEqual(NEITHER);
      const person = {
        email: 'a@example.com',
        name: 'A',
        costCenter: null,
        manager: null,
        active: true,
        groups: null,
      };
      const how = { complete: false, rehearse: true, actor: ANNA, now: NOW };
      expect(await moved(store, () => store.people.learn('file', [person], how))).toEqual(NEITHER);
    });

    it('moves with a unit of work as a whole, inside which it is known at once', async () => {
      const store = await open();
      const before = await store.version.get();
      const inside = await store.writing(async (ledger) => {
        await set(ledger, 5n);
        return ledger.version.get();
      });
      expect(inside.ledger).not.toBe(before.ledger);
      expect(await store.version.get()).toEqual(inside);
    });

    it('of the work is another one than that of the ledger; who comes by moves none', async () => {
      const store = await open();
      const lease = await leaseOf(store);
      const entry = { at: NOW, actor: ANNA, action: 'export', subject: '/users' } as const;
      expect(await moved(store, () => store.audit.record(entry))).toEqual(WORK);
      expect(await moved(store, () => store.runs.start(lease, 'usage', NOW))).toEqual(WORK);
      expect(await moved(store, () => store.lease.heartbeat(lease, at(1), 60_000))).toEqual(NEITHER);
      const facts = {
        email: 'b@example.com',
        name: 'B',
        costCenter: null,
        manager: null,
        active: null,
        groups: null,
      };
      const session = {
        hash: 'h',
        id: 'i',
        email: facts.email,
        createdAt: NOW,
        expiresAt: at(600),
        address: '',
        agent: '',
      };
      expect(await moved(store, () => store.sessions.open(session, facts, ANNA))).toEqual(LEDGER);
      expect(await moved(store, () => store.sessions.noteUse('h', at(2)))).toEqual(NEITHER);
      expect(await moved(store, () => store.sessions.end('h', ANNA, at(3)))).toEqual(WORK);
    });

    it.runIf(again !== undefined)('is that of another process as well, as soon as it wrote', async () => {
      const store = await open();
      const other = (await again?.(store)) as Store;
      for (let amount = 1n; amount <= 5n; amount += 1n) {
        expect(await moved(store, () => set(other, amount))).toEqual(LEDGER);
        expect(await moved(other, () => set(store, amount + 100n))).toEqual(LEDGER);
        expect(await store.version.get()).toEqual(await other.version.get());
      }
    });

    it('is asked of a ledger that tells what answers are about', async () => {
      const store = await open();
      const about: string[] = [];
      const telling = store.telling((one) => about.push(one));
      await telling.reading(async (ledger) => {
        await ledger.budgets.list();
        await ledger.runs.latest();
        await ledger.reading((inner) => inner.tokens.all());
      });
      await telling.writing((ledger) => set(ledger, 1n));
      expect(about).toEqual(['ledger', 'work', 'passing', 'passing']);
    });
  });
}
