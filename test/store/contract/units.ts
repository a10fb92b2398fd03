import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Money } from '../../../src/core/types.ts';
import type { Store } from '../../../src/store/types.ts';
import { ANNA, at, leaseOf, NOW, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

/** Units of work: whole or nothing, apart from each other, and over within a turn of the event loop. */

const BEN = { kind: 'user', key: 'ben@example.com' } as const;
const CY = { kind: 'user', key: 'cy@example.com' } as const;
const set = (store: Store, amount: bigint, scope: typeof BEN | typeof CY = BEN) =>
  store.budgets.set(scope, usd(amount), ANNA, NOW);
const amounts = async (store: Store) => (await store.budgets.list()).map(({ amount }) => amount as bigint);
const internal = (words: RegExp) => ({ code: 'internal', message: expect.stringMatching(words) });
/** Waits for something that is no function of the ledger. */
const elsewhere = () => readFile(import.meta.filename);

/** What nobody could do if a unit had been left open. */
async function expectFree(store: Store): Promise<void> {
  await set(store, 77n, CY);
  await store.writing(async (ledger) => set(ledger, 78n, CY));
  const read = async (ledger: Store) => (await amounts(ledger)).at(-1);
  // More at once than an engine has connections.
  expect(await Promise.all(Array.from({ length: 9 }, () => store.reading(read)))).toEqual(Array(9).fill(78n));
}

export function unitsContract({ open }: Engine): void {
  describe('a unit of writing', () => {
    it('holds a part of it that only reads to that', async () => {
      const store = await open();
      const write = (reader: Store) => reader.writing(async (inside) => set(inside, 1n));
      for (const part of [set, write])
        await expect(
          store.writing(async (ledger) => ledger.reading(async (reader) => part(reader, 1n))),
        ).rejects.toMatchObject(internal(/within a unit of reading/));
      expect(await amounts(store)).toEqual([]);
      await store.writing(async (ledger) => {
        await set(ledger, 3n);
        expect(await ledger.reading(amounts)).toEqual([3n]);
      });
    });

    it('is kept whole, audit included, and answers what its work answers', async () => {
      const store = await open();
      const seen = await store.writing(async (ledger) => {
        await set(ledger, 1n);
        await set(ledger, 2n, CY);
        return amounts(ledger);
      });
      expect([seen, await amounts(store)]).toEqual([
        [1n, 2n],
        [1n, 2n],
      ]);
      expect(await store.audit.count({})).toBe(2);
    });

    it('leaves nothing when it throws, be it at once; what it throws comes out as it is', async () => {
      const store = await open();
      const error = new Error('of the work');
      const thrown = store.writing(async (ledger) => {
        await set(ledger, 1n);
        await ledger.people.grant({ email: 'a', role: 'finance', costCenter: '' }, ANNA, NOW);
        throw error;
      });
      await expect(thrown).rejects.toBe(error);
      const atOnce = store.writing(() => {
        throw error;
      });
      await expect(atOnce).rejects.toBe(error);
      expect([await amounts(store), await store.people.grants(), await store.audit.count({})]).toEqual([
        [],
        [],
        0,
      ]);
      await expectFree(store);
    });

    it('has the ledger to itself: others who write wait their turn', async () => {
      const store = await open();
      await set(store, 0n);
      const addOne = () =>
        store.writing(async (ledger) => {
          const [amount = 0n] = await amounts(ledger);
          await ledger.people.list();
          await set(ledger, amount + 1n);
        });
      await Promise.all([addOne(), addOne(), addOne(), addOne(), addOne()]);
      expect(await amounts(store)).toEqual([5n]);
    });

    it('is not joined by a call from outside that comes meanwhile: that is kept, whatever becomes of the unit', async () => {
      const store = await open();
      let outside: Promise<unknown> = Promise.resolve();
      const unit = store.writing(async (ledger) => {
        await set(ledger, 1n);
        outside = set(store, 2n, CY);
        await set(ledger, 3n);
        throw new Error('undone');
      });
      await expect(unit).rejects.toThrow('undone');
      await outside;
      expect(await amounts(store)).toEqual([2n]);
      expect(await store.audit.count({})).toBe(1);
    });

    it('goes on after a function that throws, which leaves nothing of itself', async () => {
      const store = await open();
      await store.writing(async (ledger) => {
        const both = [1n, 2n ** 63n].map((amount, i) => ({
          scope: { kind: 'user' as const, key: `${i}` },
          amount: amount as Money,
        }));
        await expect(ledger.budgets.setMany(both, ANNA, NOW)).rejects.toThrow();
        await set(ledger, 5n);
      });
      expect([await amounts(store), await store.audit.count({})]).toEqual([[5n], 1]);
    });

    it('refuses a lease that was taken over, and keeps nothing', async () => {
      const store = await open();
      const late = await leaseOf(store, 'one');
      await leaseOf(store, 'two', 1);
      const unit = store.writing(async (ledger) => {
        await set(ledger, 1n);
        await ledger.spend.replaceDay(late, '2026-11-01', [], [], 'late');
      });
      await expect(unit).rejects.toMatchObject({ code: 'leaseLost' });
      expect(await amounts(store)).toEqual([]);
    });
  });

  describe('a unit of reading', () => {
    it('sees one state, whatever is written meanwhile', async () => {
      const store = await open();
      await set(store, 1n);
      let written: Promise<unknown> = Promise.resolve();
      const seen = await store.reading(async (ledger) => {
        const before = await amounts(ledger);
        written = Promise.all([set(store, 2n), store.writing((other) => set(other, 3n, CY))]);
        for (let turns = 0; turns < 20; turns++) await ledger.people.list();
        return [before, await amounts(ledger), await ledger.audit.count({})];
      });
      await written;
      expect(seen).toEqual([[1n], [1n], 1]);
      expect(await amounts(store)).toEqual([2n, 3n]);
    });

    it('refuses whatever writes, and a unit of writing within', async () => {
      const store = await open();
      const refused = internal(/nothing is written within a unit of reading/);
      await store.reading(async (ledger) => {
        await expect(set(ledger, 1n)).rejects.toMatchObject(refused);
        await expect(ledger.tokens.noteUse('x', NOW, '')).rejects.toMatchObject(refused);
        await expect(ledger.writing((inside) => set(inside, 1n))).rejects.toMatchObject(refused);
        await expect(ledger.reading((inside) => set(inside, 1n))).rejects.toMatchObject(refused);
      });
      expect(await amounts(store)).toEqual([]);
    });
  });

  describe('a unit within a unit', () => {
    it('is a part of it: it sees what the whole wrote, and is undone with it', async () => {
      const store = await open();
      const unit = store.writing(async (ledger) => {
        await set(ledger, 1n);
        expect(await ledger.reading(amounts)).toEqual([1n]);
        await ledger.writing((inside) => inside.writing((deeper) => set(deeper, 2n, CY)));
        expect(await ledger.reading((inside) => inside.reading(amounts))).toEqual([1n, 2n]);
        throw new Error('undone');
      });
      await expect(unit).rejects.toThrow('undone');
      expect(await amounts(store)).toEqual([]);
    });

    it('undoes the whole when it throws, although that is caught', async () => {
      const store = await open();
      const unit = store.writing(async (ledger) => {
        await set(ledger, 1n);
        await ledger
          .writing(async (inside) => {
            await set(inside, 2n, CY);
            throw new Error('a part');
          })
          .catch(() => {});
      });
      await expect(unit).rejects.toThrow('a part');
      expect(await amounts(store)).toEqual([]);
      await expectFree(store);
    });
  });

  describe('a unit that awaits something else', () => {
    it.each(['writing', 'reading'] as const)(
      'than its ledger is ended, undone and told so: %s',
      async (kind) => {
        const store = await open();
        let late: Promise<unknown> = Promise.resolve();
        const over = new Promise<void>((resolve) => {
          const unit = store[kind](async (ledger) => {
            if (kind === 'writing') await set(ledger, 1n);
            await elsewhere();
            // Whoever comes back after its end finds nothing open, least of all somebody else's unit.
            late = Promise.allSettled([ledger.budgets.list(), set(ledger, 2n), ledger.reading(amounts)]);
            resolve();
          });
          late = unit;
        });
        await expect(late).rejects.toMatchObject(
          internal(/awaited something other than functions of its own ledger/),
        );
        expect(await amounts(store)).toEqual([]);
        await expectFree(store);
        await over;
        for (const one of (await late) as PromiseSettledResult<unknown>[])
          expect(one).toMatchObject({ status: 'rejected', reason: internal(/is over/) });
      },
    );

    it('than its own ledger is ended, not hung, when it writes to the whole one', async () => {
      const store = await open();
      const units = [
        store.writing(async (ledger) => {
          await set(ledger, 1n);
          await set(store, 2n, CY);
        }),
        store.writing(async () => store.writing(async (ledger) => set(ledger, 3n, CY))),
      ];
      for (const one of await Promise.allSettled(units))
        expect(one).toMatchObject({ status: 'rejected', reason: internal(/awaited something other/) });
      expect(await store.budgets.list()).not.toContainEqual(expect.objectContaining({ scope: BEN }));
      await expectFree(store);
    });
  });

  it('a ledger that was given to a unit is of no use after it, and does not close the whole one', async () => {
    const store = await open();
    const kept = await store.writing(async (ledger) => {
      expect(() => ledger.close()).toThrow(expect.objectContaining(internal(/not closed within/)));
      return { ledger };
    });
    await expect(set(kept.ledger, 1n)).rejects.toMatchObject(internal(/is over/));
    await expect(kept.ledger.lease.acquire('x', at(0), 1)).rejects.toMatchObject(internal(/is over/));
    expect(await amounts(store)).toEqual([]);
  });
}
