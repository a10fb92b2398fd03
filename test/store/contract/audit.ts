import { describe, expect, it } from 'vitest';
import type { AuditAction, AuditFilter } from '../../../src/core/audit.ts';
import type { Actor } from '../../../src/core/types.ts';
import { ANNA, at, NOW, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

export function auditContract({ open }: Engine): void {
  describe('an entry', () => {
    it('is undone with the change that it is about', async () => {
      const store = await open();
      const both = [usd(1n), usd(2n ** 63n)].map((amount, i) => ({
        scope: { kind: 'user' as const, key: `${i}@example.com` },
        amount,
      }));
      await expect(store.budgets.setMany(both, ANNA, NOW)).rejects.toThrow();
      expect(await store.audit.count({})).toBe(0);
      expect(await store.budgets.list()).toEqual([]);
    });
  });

  describe('forgetting', () => {
    it('removes what is older and nothing else, and says so in the log', async () => {
      const store = await open();
      const job: Actor = { id: 'job:housekeeping', via: 'job' };
      for (const minutes of [-30, -20, -10])
        await store.audit.record({ at: at(minutes), actor: ANNA, action: 'export', subject: `/${minutes}` });
      expect(await store.audit.forget(at(-20), job, NOW, 9)).toBe(1);
      expect(await store.audit.list({ limit: 10 })).toEqual([
        expect.objectContaining({
          at: NOW,
          actor: 'job:housekeeping',
          action: 'audit.forget',
          via: 'job',
          before: expect.objectContaining({ entries: 1, olderThan: at(-20), through: 1, signature: null }),
          after: null,
        }),
        expect.objectContaining({ subject: '/-10' }),
        expect.objectContaining({ subject: '/-20' }),
      ]);
    });

    it('says nothing where nothing was old enough', async () => {
      const store = await open();
      await store.audit.record({ at: at(-2), actor: ANNA, action: 'export', subject: '/users' });
      expect(await store.audit.forget(at(-60), ANNA, NOW, 9)).toBe(0);
      expect(await store.audit.count({})).toBe(1);
    });
  });

  describe('searching', () => {
    const PEOPLE: readonly [Actor, AuditAction, string, Record<string, unknown>][] = [
      [{ id: 'ann@example.com', via: 'page', address: '10.0.0.7' }, 'export', '/users?q=100%', { rows: 3 }],
      [{ id: 'bob_b@example.com', via: 'api' }, 'export', '/users?q=1000', { rows: 4 }],
      [{ id: 'bobXb@example.com', reason: 'a plan' }, 'budget.set', 'user:ann@example.com', { amount: '5' }],
      [{ id: 'ann@example.com' }, 'budget.remove', 'costCenter:A\\B', { note: 'say "so" \\ twice' }],
      [{ id: 'job:x', via: 'job' }, 'budgets.other' as AuditAction, 'costCenter:AB', { note: '予算' }],
    ];
    async function filled() {
      const store = await open();
      for (const [i, [actor, action, subject, after]] of PEOPLE.entries())
        await store.audit.record({ at: at(i), actor, action, subject, after });
      return store;
    }
    it.each<[string, AuditFilter, number[]]>([
      ['nothing: all, newest first', {}, [5, 4, 3, 2, 1]],
      ['who', { actor: 'ann@example.com' }, [4, 1]],
      ['who, letter by letter', { actor: 'Ann@example.com' }, []],
      ['an action', { action: 'budget.set' }, [3]],
      ['a group of actions, and no other that begins so', { action: 'budget' }, [4, 3]],
      ['an action that is a sign of LIKE', { action: '%' }, []],
      ['on what', { subject: 'costCenter:AB' }, [5]],
      ['from an instant on', { from: at(3) }, [5, 4]],
      ['up to an instant, without it', { to: at(2) }, [2, 1]],
      ['older than an entry', { before: 3 }, [2, 1]],
      ['newer than an entry', { since: 3 }, [5, 4]],
      ['text in who', { text: 'ANN@' }, [4, 3, 1]],
      ['text in what', { text: 'remove' }, [4]],
      ['text in why', { text: 'a plan' }, [3]],
      ['text in the address', { text: '10.0.0' }, [1]],
      ['text in what became of it', { text: '予算' }, [5]],
      ['a per cent sign', { text: '100%' }, [1]],
      ['an underscore', { text: 'bob_b' }, [2]],
      ['a backslash', { text: 'A\\B' }, [4]],
      ['quotes and a backslash inside a state', { text: '"so" \\ t' }, [4]],
      ['several at once', { action: 'export', text: 'users', actor: 'bob_b@example.com' }, [2]],
      ['what would end the statement', { text: "' OR 1=1 --" }, []],
    ])('finds by %s', async (_, filter, ids) => {
      const store = await filled();
      expect((await store.audit.list({ limit: 10, ...filter })).map(({ id }) => id)).toEqual(ids);
      expect(await store.audit.count(filter)).toBe(ids.length);
    });
    it('pages in both directions', async () => {
      const store = await filled();
      const ids = async (filter: AuditFilter) =>
        (await store.audit.list({ limit: 2, ...filter })).map(({ id }) => id);
      expect(await ids({})).toEqual([5, 4]);
      expect(await ids({ before: 4 })).toEqual([3, 2]);
      expect(await ids({ since: 1 })).toEqual([3, 2]);
      expect(await ids({ since: 3 })).toEqual([5, 4]);
    });
    it('knows every action there is an entry of', async () => {
      expect(await (await filled()).audit.actions()).toEqual([
        'budget.remove',
        'budget.set',
        'budgets.other',
        'export',
      ]);
    });
  });
}
