import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/core/alerts.ts';
import { ZERO } from '../../../src/core/money.ts';
import type { Store } from '../../../src/store/types.ts';
import { ofMonth } from '../../alertOf.ts';
import { ANNA, at, HUGE, leaseOf, listedProfile, NOW, PLACE, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

export function decidedContract({ open, refuse }: Engine): void {
  const USER = { kind: 'user', key: 'ben@example.com' } as const;
  const RATE = {
    modelKey: 'm1',
    kind: 'input',
    route: 'regional',
    tier: 'standard',
    cacheTtl: null,
    longContext: false,
    region: null,
    validFrom: '2026-01-01',
    validTo: null,
    perMillion: usd(5n),
  } as const;
  const CREATED = {
    ...listedProfile('new'),
    firstSeenAt: NOW,
    lastSeenAt: NOW,
    goneAt: null,
    history: [{ from: NOW, tags: { UserEmail: USER.key } }],
  };
  const everything = async (store: Store) => [
    await store.budgets.list(),
    await store.rates.all(),
    await store.profiles.all(),
  ];

  describe('budgets', () => {
    it('have a version per amount; an unchanged amount changes nothing', async () => {
      const store = await open();
      const first = await store.budgets.set(USER, usd(HUGE), ANNA, NOW);
      expect(first).toMatchObject({ changed: true, budget: { amount: HUGE, version: 1, scope: USER } });
      expect(await store.budgets.set(USER, usd(HUGE), ANNA, at(1))).toEqual({
        changed: false,
        budget: first.budget,
      });
      expect(await store.budgets.set(USER, usd(HUGE + 1n), ANNA, at(2))).toMatchObject({
        changed: true,
        budget: { id: first.budget.id, version: 2, amount: HUGE + 1n },
      });
      expect((await store.audit.list({ limit: 10 })).map((entry) => entry.after)).toEqual([
        { amount: String(HUGE + 1n), version: 2, from: '2026-11-20' },
        { amount: String(HUGE), version: 1, from: '2026-11-01' },
      ]);
    });

    it('come back with a new version after a removal, so that alerts are armed again', async () => {
      const store = await open();
      const { budget } = await store.budgets.set(USER, usd(5n), ANNA, NOW);
      await store.budgets.remove(budget.id, ANNA, at(1));
      expect([await store.budgets.list(), await store.budgets.get(budget.id)]).toEqual([[], null]);
      expect((await store.budgets.set(USER, usd(5n), ANNA, at(2))).budget).toMatchObject({
        id: budget.id,
        version: 3,
      });
    });

    if (refuse)
      it('of an import are all set or none', async () => {
        const store = await open();
        await store.budgets.set(USER, usd(5n), ANNA, NOW);
        const items = [
          { scope: USER, amount: usd(5n) },
          { scope: { kind: 'userDefault' } as const, amount: usd(6n) },
          { scope: { kind: 'costCenter', key: 'CC-9' } as const, amount: usd(7n) },
        ];
        const { mend } = refuse(store, 'budgets', 'CC-9');
        await expect(store.budgets.setMany(items, ANNA, at(1))).rejects.toThrow('refused');
        expect(await store.budgets.list()).toHaveLength(1);
        expect(await store.audit.list({ limit: 10 })).toHaveLength(1);
        mend();
        expect(await store.budgets.setMany(items, ANNA, at(1))).toEqual({
          created: 2,
          changed: 0,
          unchanged: 1,
        });
        expect(await store.budgets.setMany(items, ANNA, at(2))).toEqual({
          created: 0,
          changed: 0,
          unchanged: 3,
        });
      });

    it('remember what was written to AWS', async () => {
      const store = await open();
      const lease = await leaseOf(store);
      const one = { name: 'bedrock-ledger-1', budgetId: 'b', written: '{}', writtenAt: NOW };
      await store.mirror.record(lease, one);
      await store.mirror.record(lease, { ...one, written: '{"a":1}' });
      expect(await store.mirror.rows()).toEqual([expect.objectContaining({ ...one, written: '{"a":1}' })]);
      expect(await store.budgets.mirrored()).toEqual(['b']);
      await store.mirror.record(lease, { ...one, written: '{"a":1}' });
      await store.mirror.forget(lease, one.name, at(1));
      await store.mirror.forget(lease, one.name, at(2));
      expect(await store.mirror.rows()).toEqual([]);
      const entry = (action: string, when: string, before: unknown, after: unknown) =>
        expect.objectContaining({ actor: 'job:budgets', subject: one.name, action, at: when, before, after });
      expect(await store.audit.list({ limit: 10 })).toEqual([
        entry('mirror.remove', at(1), { a: 1 }, null),
        entry('mirror.write', NOW, {}, { a: 1 }),
        entry('mirror.write', NOW, null, {}),
      ]);
    });
  });

  describe('the audit log', () => {
    const changes: [string, (store: Store) => Promise<unknown>][] = [
      ['budget.set', (s) => s.budgets.set(USER, usd(7n), ANNA, NOW)],
      ['budget.remove', async (s) => s.budgets.remove((await s.budgets.list())[0]?.id ?? '', ANNA, NOW)],
      ['rate.set', (s) => s.rates.setOverrides([{ ...RATE, perMillion: usd(9n) }], ANNA, NOW)],
      ['rate.remove', (s) => s.rates.removeOverrides([RATE], ANNA, NOW)],
      ['profile.create', (s) => s.profiles.addCreated(CREATED, ANNA, NOW)],
      ['profile.delete', (s) => s.profiles.markDeleted('arn:old', ANNA, NOW)],
    ];
    async function ledger() {
      const store = await open();
      await store.budgets.set(USER, usd(5n), ANNA, NOW);
      await store.rates.setOverrides([RATE], ANNA, NOW);
      await store.profiles.replacePlace(await leaseOf(store), PLACE, [listedProfile('old')], new Map(), NOW);
      return store;
    }

    it.each(changes)('has a line for %s: who, when, what, why', async (action, change) => {
      const store = await ledger();
      const before = await everything(store);
      await change(store);
      expect(await everything(store)).not.toEqual(before);
      const [entry] = await store.audit.list({ limit: 1 });
      expect(entry).toMatchObject({ action, actor: 'local:anna', at: NOW, reason: 'quarterly plan' });
      expect(await store.audit.list({ limit: 10, subject: entry?.subject ?? '' })).toContainEqual(entry);
    });

    if (refuse)
      it.each(changes)('rolls %s back when its line cannot be written', async (_, change) => {
        const store = await ledger();
        const before = await everything(store);
        refuse(store, 'audit');
        await expect(change(store)).rejects.toThrow('refused');
        expect(await everything(store)).toEqual(before);
        expect(await store.audit.list({ limit: 10 })).toHaveLength(2);
      });

    it('is read newest first, in pages', async () => {
      const store = await open();
      for (const amount of [1n, 2n, 3n]) await store.budgets.set(USER, usd(amount), ANNA, NOW);
      const [newest] = await store.audit.list({ limit: 1 });
      expect(newest).toMatchObject({ before: { amount: '2' }, after: { amount: '3', version: 3 } });
      expect(await store.audit.list({ limit: 10, before: newest?.id ?? 0 })).toHaveLength(2);
    });
  });

  describe('alerts', () => {
    async function ledger() {
      const store = await open();
      const { budget } = await store.budgets.set(USER, usd(100n), ANNA, NOW);
      const crossing = (thresholdPercent: number, more: Partial<Alert> = {}) => ({
        ...ofMonth({ month: '2026-11', thresholdPercent }),
        budgetId: budget.id,
        scopeKind: 'user' as const,
        scopeKey: USER.key,
        version: 1,
        spent: usd(HUGE),
        budget: usd(100n),
        cautious: ZERO,
        unpricedTokens: 0n,
        label: 'estimated' as const,
        staleSince: null,
        crossedAt: NOW,
        send: [{ channel: 'email' as const, target: USER.key }],
        ...more,
      });
      return { store, lease: await leaseOf(store), crossing, budget };
    }

    it('are recorded once per budget, owner, version, period and threshold', async () => {
      const { store, lease, crossing, budget } = await ledger();
      expect(await store.alerts.record(lease, [crossing(50), crossing(80)], NOW)).toBe(2);
      expect(await store.alerts.record(lease, [crossing(80), crossing(100)], at(1))).toBe(1);
      for (const again of [
        { version: 2 },
        { periodStart: '2026-12-01' },
        { threshold: '$50' },
        { scopeKey: 'cy@example.com' },
      ])
        expect(await store.alerts.record(lease, [crossing(50, again)], at(2))).toBe(1);
      expect(await store.alerts.recorded(['2026-11-01'])).toContainEqual(
        expect.objectContaining({ budgetId: budget.id, scopeKey: USER.key, version: 1, threshold: '80%' }),
      );
      expect((await store.alerts.recorded(['2026-12-01'])).length).toBe(1);
      expect(await store.alerts.due(at(9), 99)).toHaveLength(7);
      const page = await store.alerts.list({
        scope: 'all',
        limit: 2,
        offset: 0,
        scopeKind: 'user',
        scopeKey: USER.key,
      });
      expect(page.total).toBe(6);
      expect(page.alerts.map((a) => a.deliveries.length)).toEqual([1, 1]);
      expect(page.alerts[0]?.spent).toBe(HUGE);
    });

    if (refuse)
      it('are not recorded when the message they owe cannot be', async () => {
        const { store, lease, crossing } = await ledger();
        refuse(store, 'deliveries');
        await expect(store.alerts.record(lease, [crossing(50)], NOW)).rejects.toThrow('refused');
        expect((await store.alerts.list({ scope: 'all', limit: 9, offset: 0 })).total).toBe(0);
      });

    it('are forgotten with their messages, oldest first, but for those that still wait', async () => {
      const { store, lease, crossing } = await ledger();
      const month = (days: number) => ({ month: `${days}`, periodStart: `${days}`, crossedAt: at(days) });
      await store.alerts.record(
        lease,
        [1, 2, 3, 4].map((days) => crossing(50, month(days))),
        NOW,
      );
      const [waits, sent, givenUp, late] = await store.alerts
        .due(at(9), 9)
        .then((due) =>
          due.sort((a, b) => ((a.alert?.crossedAt ?? '') < (b.alert?.crossedAt ?? '') ? -1 : 1)),
        );
      await store.alerts.failed(waits?.id ?? '', 'refused', at(999), at(1));
      await store.alerts.failed(givenUp?.id ?? '', 'no such address', null, at(3));
      for (const one of [sent, late]) await store.alerts.delivered(one?.id ?? '', at(5));
      const silent = {
        ...crossing(100, { month: 'silent', periodStart: 'silent', crossedAt: at(0) }),
        send: [],
      };
      await store.alerts.record(lease, [silent], at(0));
      const left = async () =>
        (await store.alerts.list({ scope: 'all', limit: 9, offset: 0 })).alerts.map((one) => one.month);
      expect(await store.alerts.forget(at(4), '2026-11-30', 2)).toBe(0);
      expect(await store.alerts.forget(at(4), '2026-12-01', 2)).toBe(2);
      expect(await left()).toEqual(['4', '3', '1']);
      expect(await store.alerts.forget(at(4), '2026-12-01', 2)).toBe(1);
      expect(await store.alerts.forget(at(4), '2026-12-01', 2)).toBe(0);
      expect(await left()).toEqual(['4', '1']);
      expect(await store.check()).toEqual([]);
    });

    it('are retried when it is time, until delivered or given up', async () => {
      const { store, lease, crossing } = await ledger();
      await store.alerts.record(lease, [crossing(50), crossing(80)], NOW);
      const [one, two] = await store.alerts.due(NOW, 10);
      expect(one?.alert?.scopeKey).toBe(USER.key);
      await store.alerts.failed(one?.id ?? '', 'refused', at(5), NOW);
      expect((await store.alerts.due(at(4), 10)).map((d) => d.id)).toEqual([two?.id]);
      expect((await store.alerts.due(at(5), 10)).find((d) => d.id === one?.id)).toMatchObject({
        attempts: 1,
        lastError: 'refused',
      });
      await store.alerts.delivered(one?.id ?? '', at(5));
      await store.alerts.failed(two?.id ?? '', 'no such address', null, at(6));
      expect(await store.alerts.due(at(99), 10)).toEqual([]);
      const ends = (await store.alerts.list({ scope: 'all', limit: 9, offset: 0 })).alerts.flatMap(
        (a) => a.deliveries,
      );
      expect(ends.find((d) => d.id === one?.id)).toMatchObject({
        attempts: 2,
        deliveredAt: at(5),
        givenUpAt: null,
        lastError: null,
      });
      expect(ends.find((d) => d.id === two?.id)).toMatchObject({
        attempts: 1,
        deliveredAt: null,
        givenUpAt: at(6),
        lastError: 'no such address',
      });
    });
  });
}
