import { describe, expect, it } from 'vitest';
import { type BillEntry, type BillLine, type BillPart, CLAIMED_BY } from '../../../src/core/billEntries.ts';
import type { Quantity, Rate, TokenKind, UsageHour } from '../../../src/core/types.ts';
import type { Store } from '../../../src/store/types.ts';
import type { Lease } from '../../../src/store/typesLease.ts';
import { ANNA, at, HUGE, leaseOf, NOW, PLACE, usageLine, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

export function collectedContract({ open }: Engine): void {
  const hour = (h: number, tokens: bigint, more: Partial<UsageHour> = {}): UsageHour => ({
    ...PLACE,
    dimension: 'p1',
    kind: 'input',
    hour: `2026-11-01T${String(h).padStart(2, '0')}:00:00.000Z`,
    tokens,
    ...more,
  });
  const DAY = { start: '2026-11-01', endExclusive: '2026-11-02' };

  async function ledger(): Promise<{ store: Store; lease: Lease }> {
    const store = await open();
    return { store, lease: await leaseOf(store) };
  }

  describe('token usage', () => {
    const series = [{ dimension: 'p1', kind: 'input' as TokenKind }];
    const put = (store: Store, lease: Lease, start: number, end: number, hours: UsageHour[]) =>
      store.usage.replaceHours(lease, PLACE, series, hour(start, 0n).hour, hour(end, 0n).hour, hours);

    it('is replaced by window and series: twice is once, what lies beside stays', async () => {
      const { store, lease } = await ledger();
      const other = hour(1, 9n, { dimension: 'p2' });
      await store.usage.replaceHours(
        lease,
        PLACE,
        [{ dimension: 'p2', kind: 'input' }],
        other.hour,
        hour(2, 0n).hour,
        [other],
      );
      await put(store, lease, 0, 4, [hour(0, 1n), hour(1, HUGE), hour(2, 3n), hour(3, 4n)]);
      for (let i = 0; i < 2; i++) await put(store, lease, 1, 3, [hour(1, HUGE + 2n)]);
      const held = await store.usage.hours({ dimension: 'p1', range: DAY });
      expect(held.map((h) => h.tokens)).toEqual([1n, HUGE + 2n, 4n]);
      expect(await store.usage.hours({ dimension: 'p2', range: DAY })).toEqual([other]);
      expect(await store.usage.days()).toEqual(['2026-11-01']);
    });

    it('keeps the window as it was when one of its hours is refused', async () => {
      const { store, lease } = await ledger();
      await put(store, lease, 0, 4, [hour(0, 1n)]);
      await expect(put(store, lease, 0, 4, [hour(1, 2n), hour(1, 2n)])).rejects.toThrow(/UNIQUE/);
      expect((await store.usage.hours({ range: DAY })).map((h) => h.tokens)).toEqual([1n]);
    });

    it('is summed per day for the decision, midnight belonging to the new day', async () => {
      const { store, lease } = await ledger();
      const midnight = { ...hour(0, 50n), hour: '2026-11-02T00:00:00.000Z' };
      await store.usage.replaceHours(lease, PLACE, series, hour(0, 0n).hour, '2026-11-03T00:00:00.000Z', [
        hour(0, HUGE),
        hour(23, 1n),
        midnight,
      ]);
      const line = { ...PLACE, dimension: 'p1', kind: 'input' };
      expect((await store.spend.dayInputs('2026-11-01')).usage).toEqual([{ ...line, tokens: HUGE + 1n }]);
      expect((await store.spend.dayInputs('2026-11-02')).usage).toEqual([{ ...line, tokens: 50n }]);
    });
  });

  describe('the bill', () => {
    const DATE = '2026-11-01';
    const { recordType: _, ...billed } = usageLine();
    /** One entry of each part, with all that today's source can say of it. */
    const ENTRIES: Readonly<Record<BillPart, BillEntry>> = {
      usage: usageLine({ amount: usd(HUGE), quantity: (HUGE + 4n) as Quantity }),
      others: usageLine({ recordType: 'Credit', usageType: null, amount: usd(-5n) }),
      profile: { ...billed, by: 'profile', profile: 'p$1', service: null, usageType: 'USE1-input' },
      owner: { ...billed, by: 'owner', user: 'ann', costCenter: '', service: null, usageType: null },
      principal: { ...billed, by: 'principal', principal: 'ann', service: 'Amazon Bedrock', usageType: null },
    };
    const PARTS = Object.entries(ENTRIES) as [BillPart, BillEntry][];
    const [line, credit, ...claims] = Object.values(ENTRIES);

    it('is replaced by day, part and account: twice is once, the rest stays', async () => {
      const { store, lease } = await ledger();
      for (const read of [at(0), at(1)])
        for (const [part, entry] of PARTS)
          await store.charges.replaceDay(lease, DATE, part, [''], [entry], read);
      const bill = { lines: [line, credit], claims: expect.arrayContaining(claims) };
      expect(await store.charges.ofDay(DATE)).toEqual(bill);
      expect((await store.spend.dayInputs(DATE)).bill).toEqual(bill);
      expect(await store.charges.days()).toEqual([{ day: DATE, provisional: false, readAt: at(1) }]);
      await store.charges.replaceDay(lease, DATE, 'owner', [''], [], NOW);
      expect((await store.charges.ofDay(DATE)).claims.map(({ by }) => by).sort()).toEqual([
        'principal',
        'profile',
      ]);
    });

    it('gives back each part as it was, and no other', async () => {
      const { store, lease } = await ledger();
      for (const [part, entry] of PARTS)
        await store.charges.replaceDay(lease, DATE, part, [''], [entry], NOW);
      for (const records of ['usage', 'others'] as const)
        expect(await store.charges.lines({ range: DAY, records })).toEqual([ENTRIES[records]]);
      for (const by of CLAIMED_BY)
        expect(await store.charges.claims({ range: DAY, by })).toEqual([ENTRIES[by]]);
      const next = { start: DAY.endExclusive, endExclusive: '2026-12-01' };
      expect(await store.charges.lines({ range: next, records: 'usage' })).toEqual([]);
    });

    it.each<[string, BillPart, BillEntry]>([
      ['another part', 'owner', ENTRIES.profile],
      ['another day', 'usage', usageLine({ day: '2026-11-02' })],
      ['a line of usage without its type', 'usage', usageLine({ usageType: null })],
      ['a credit’s usage type', 'others', usageLine({ recordType: 'Credit' })],
      ['a profile’s service', 'profile', { ...ENTRIES.profile, service: 'x' } as BillEntry],
      ['an owner’s service', 'owner', { ...ENTRIES.owner, service: 'x' } as BillEntry],
      ['an owner’s usage type', 'owner', { ...ENTRIES.owner, usageType: 'x' } as BillEntry],
      ['a caller’s usage type', 'principal', { ...ENTRIES.principal, usageType: 'x' } as BillEntry],
    ])('refuses what it cannot give back, and keeps what it held: %s', async (_what, part, entry) => {
      const { store, lease } = await ledger();
      await store.charges.replaceDay(lease, DATE, part, [''], [ENTRIES[part]], NOW);
      const before = await store.charges.ofDay(DATE);
      await expect(store.charges.replaceDay(lease, DATE, part, [''], [entry], at(1))).rejects.toThrow(
        RangeError,
      );
      expect(await store.charges.ofDay(DATE)).toEqual(before);
    });

    it('knows a day that was read and is empty from one that was never read', async () => {
      const { store, lease } = await ledger();
      await store.charges.replaceDay(lease, DATE, 'usage', [''], [], NOW);
      expect((await store.charges.days()).map(({ day }) => day)).toEqual([DATE]);
    });

    it('adds up per month, exactly, and to zero where it held nothing', async () => {
      const { store, lease } = await ledger();
      const put = (day: string, ...lines: BillLine[]) =>
        store.charges.replaceDay(lease, day, 'usage', [''], lines, NOW);
      await put('2026-09-30');
      await put(
        '2026-10-31',
        usageLine({ day: '2026-10-31', amount: usd(HUGE) }),
        usageLine({ day: '2026-10-31', usageType: 'x', amount: usd(HUGE) }),
      );
      await put(DATE, usageLine({ provisional: true, amount: usd(-3n) }));
      await store.charges.replaceDay(lease, DATE, 'others', [''], [ENTRIES.others], NOW);
      expect(await store.charges.monthTotals()).toMatchObject([
        { month: '2026-09', total: 0n },
        { month: '2026-10', total: 2n * HUGE },
        { month: '2026-11', total: -3n },
      ]);
    });
  });

  describe('rates', () => {
    const rate = (more: Partial<Rate> = {}): Rate => ({
      source: 'list',
      modelKey: 'm1',
      kind: 'input',
      route: 'regional',
      tier: 'standard',
      cacheTtl: null,
      longContext: false,
      region: null,
      validFrom: '2026-01-01',
      validTo: null,
      perMillion: usd(30_000_000_000n),
      ...more,
    });

    it('are replaced by source; an override stays, and null stays null', async () => {
      const { store, lease } = await ledger();
      const { source: _, ...override } = rate({ perMillion: usd(HUGE), region: 'us-east-1', cacheTtl: '1h' });
      await store.rates.setOverrides([override], ANNA, NOW);
      for (let i = 0; i < 2; i++)
        await store.rates.replace(lease, 'list', [rate(), rate({ kind: 'output' })]);
      await store.rates.replace(lease, 'learned', [rate({ source: 'learned', perMillion: usd(0n) })]);
      await store.rates.replace(lease, 'list', [rate()]);
      const all = await store.rates.all();
      expect(all).toHaveLength(3);
      expect(all).toEqual(
        expect.arrayContaining([
          rate(),
          rate({ source: 'learned', perMillion: usd(0n) }),
          { ...override, source: 'override' },
        ]),
      );
      await store.rates.removeOverrides([override], ANNA, NOW);
      expect((await store.rates.all()).map((r) => r.source).sort()).toEqual(['learned', 'list']);
    });
  });

  describe('runs and freshness', () => {
    it('count requests and their charge once, however often a run is finished', async () => {
      const { store, lease } = await ledger();
      const id = await store.runs.start(lease, 'charges', NOW);
      const end = {
        at: at(1),
        status: 'partial' as const,
        rows: 3,
        requests: 2,
        awsCharge: usd(HUGE),
        operations: { 'ce:GetCostAndUsage': { requests: 2, charge: usd(HUGE) } },
        errors: [{ slice: 'x', error: 'throttled' }],
      };
      for (let i = 0; i < 2; i++) await store.runs.finish(id, end);
      const second = await store.runs.start(lease, 'charges', at(2));
      // Told while it goes on, and told again by whoever ends it.
      await store.runs.count(second, {
        requests: 1,
        awsCharge: usd(1n),
        operations: { 'ce:GetCostAndUsage': { requests: 1, charge: usd(1n) } },
      });
      await store.runs.finish(second, { ...end, at: at(3) });
      expect(await store.runs.awsCharges('2026-11')).toEqual([
        { operation: 'ce:GetCostAndUsage', requests: 4, charge: 2n * HUGE },
      ]);
      const december = await store.runs.start(lease, 'usage', '2026-12-01T00:00:00.000Z');
      await store.runs.finish(december, { ...end, at: '2026-12-01T00:01:00.000Z' });
      expect(await store.runs.awsCharges('2026-12')).toEqual([
        { operation: 'ce:GetCostAndUsage', requests: 2, charge: HUGE },
      ]);
      expect(await store.runs.awsCharges('2026-10')).toEqual([]);
      expect((await store.runs.list({ limit: 10, before: at(2) }))[0]).toEqual({
        id,
        job: 'charges',
        startedAt: NOW,
        endedAt: at(1),
        status: 'partial',
        rows: 3,
        requests: 2,
        awsCharge: HUGE,
        errors: end.errors,
        progress: null,
      });
    });

    it('have one latest run per job, also under a clock that stands still', async () => {
      const { store, lease } = await ledger();
      const ids: string[] = [];
      for (const job of ['usage', 'usage', 'spend'] as const)
        ids.push(await store.runs.start(lease, job, NOW));
      expect((await store.runs.latest()).map((run) => run.id).sort()).toEqual([ids[1], ids[2]].sort());
      expect((await store.runs.list({ limit: 10 })).map((run) => run.id)).toEqual(ids.toReversed());
      expect((await store.runs.list({ job: 'usage', limit: 1 })).map((run) => run.id)).toEqual([ids[1]]);
    });

    it("of a dead holder are called interrupted, one's own are not", async () => {
      const { store, lease } = await ledger();
      const dead = await store.runs.start(lease, 'usage', NOW);
      const next = await leaseOf(store, 'next', 2);
      const mine = await store.runs.start(next, 'spend', at(2));
      expect(await store.runs.interruptStale(next, at(2))).toBe(1);
      const status = new Map((await store.runs.latest()).map((run) => [run.id, run.status]));
      expect([status.get(dead), status.get(mine)]).toEqual(['interrupted', 'running']);
    });

    it('tell how far each source is', async () => {
      const { store, lease } = await ledger();
      const fresh = {
        source: 'usage' as const,
        slice: '1/us-east-1',
        completeUntil: NOW,
        lastSuccessAt: NOW,
        lastError: null,
        lastErrorAt: null,
      };
      await store.freshness.record(lease, fresh);
      await store.freshness.record(lease, { ...fresh, lastError: 'no', lastErrorAt: at(1) });
      expect(await store.freshness.all()).toEqual([{ ...fresh, lastError: 'no', lastErrorAt: at(1) }]);
    });
  });
}
