import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { DAY_MS, dayOf, HOUR_MS, instantOf } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import { computeDay } from '../../src/core/spend.ts';
import type { JobName, SpendRow } from '../../src/core/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { openStore } from '../../src/store/open.ts';
import { type Bench, bench } from './setup.ts';

/** Which days are computed again, and that the ledger is what computing every day again would make of it. */

const ACTOR = { id: 'local:test' };
let b: Bench;
beforeAll(async () => {
  b = await bench({ world: { days: 30 }, settings: { backfillDays: 30 } });
  await runSync(b.deps);
});
afterAll(() => b.close());

/** Days computed by a sync of these jobs. */
async function computed(...jobs: JobName[]): Promise<number> {
  const { runs } = await runSync(b.deps, [...jobs, 'spend']);
  expect(runs.flatMap((run) => run.errors)).toEqual([]);
  return runs.find((run) => run.job === 'spend')?.rows ?? 0;
}

const text = (rows: readonly SpendRow[]) =>
  rows.map((row) => JSON.stringify(Object.entries(row).map(([key, value]) => `${key} ${value}`))).sort();

async function expectAsComputedAnew(): Promise<void> {
  const { store, clock, deps } = b;
  const { attribution, tagKeys } = deps.settings;
  const [profiles, catalogue] = [await store.profiles.all(), await store.profiles.catalogue()];
  const rates = rateBook(await store.rates.all());
  const days = [...(await store.spend.dayHashes()).keys()];
  expect(days.length).toBeGreaterThan(25);
  for (const day of days) {
    const inputs = await store.spend.dayInputs(day);
    const anew = computeDay({
      day,
      now: clock.now(),
      ...inputs,
      profiles,
      catalogue,
      rates,
      attribution,
      tagKeys,
    });
    const range = { start: day, endExclusive: dayOf(Date.parse(day) + DAY_MS) };
    const { rows } = await store.spend.rows({ range }, 'all', { limit: 1_000_000, offset: 0 });
    expect(text(rows), day).toEqual(text(anew.rows));
    expect((await store.spend.findings({ range })).length, day).toBe(anew.findings.length);
  }
}

describe('an ordinary sync', () => {
  it('computes the day that runs, and no other', async () => {
    b.clock.advance(HOUR_MS);
    expect(await computed('profiles', 'usage')).toBe(1);
    await expectAsComputedAnew();
  });

  it('computes the newest days when the bill was read and rates were learned anew', async () => {
    for (let reading = 0; reading < 6; reading += 1) {
      b.clock.advance(8 * HOUR_MS);
      expect(await computed('profiles', 'usage', 'charges', 'rates')).toBeLessThanOrEqual(6);
    }
    await expectAsComputedAnew();
  });
});

describe('a past day is computed again', () => {
  it('when the operator sets a rate that holds on it', async () => {
    const { rows } = await b.store.spend.rows(
      { range: { start: '2026-11-03', endExclusive: '2026-11-04' } },
      'all',
      { limit: 10_000, offset: 0 },
    );
    const seen = rows.find((row) => row.tokens > 0n && row.kind === 'input' && row.rateSource === 'learned');
    const [held] = (await b.store.rates.all()).filter(
      (rate) =>
        rate.source === 'learned' &&
        rate.modelKey === seen?.modelKey &&
        rate.kind === 'input' &&
        rate.tier === 'standard' &&
        !rate.longContext,
    );
    if (held === undefined) throw new Error('a rate was learned');
    const rate = {
      ...held,
      region: null,
      validFrom: '2026-11-03',
      validTo: '2026-11-06',
      perMillion: money('123'),
    };
    await b.store.rates.setOverrides([rate], ACTOR, instantOf(b.clock.now()));
    expect(await computed()).toBe(3);
    expect(await computed()).toBe(0);
    await expectAsComputedAnew();
  });

  it('when the bill of that day is another', async () => {
    const day = '2026-10-25';
    const taken = await b.store.lease.acquire('test', instantOf(Date.now()), 30_000);
    if (!('lease' in taken)) throw new Error('the lease is free');
    const held = (await b.store.charges.ofDay(day)).filter((charge) => charge.grouping === 'line');
    await b.store.charges.replaceDay(taken.lease, day, 'line', [''], held.slice(1), instantOf(b.clock.now()));
    await b.store.lease.release(taken.lease);
    expect(await computed()).toBe(1);
    await expectAsComputedAnew();
  });

  it('when nothing is held of it any more', async () => {
    const store = await openStore(':memory:', { now: b.clock.now() });
    const deps = { ...b.deps, store };
    await runSync(deps, ['profiles', 'usage', 'spend']);
    const range = { start: '2026-11-12', endExclusive: '2026-11-13' };
    const hours = await store.usage.hours({ range });
    const taken = await store.lease.acquire('test', instantOf(Date.now()), 30_000);
    if (!('lease' in taken)) throw new Error('the lease is free');
    const [start, end] = [`${range.start}T00:00:00.000Z`, `${range.endExclusive}T00:00:00.000Z`];
    for (const { accountId, region, dimension, kind } of hours)
      await store.usage.replaceHours(
        taken.lease,
        { accountId, region },
        [{ dimension, kind }],
        start,
        end,
        [],
      );
    await store.lease.release(taken.lease);
    expect((await store.spend.rows({ range }, 'all', { limit: 1, offset: 0 })).total).toBeGreaterThan(0);
    await runSync(deps, ['spend']);
    expect((await store.spend.rows({ range }, 'all', { limit: 1, offset: 0 })).total).toBe(0);
    store.close();
  });

  it('only from the day on which tags were changed', async () => {
    const { rows } = await b.store.spend.rows(
      { range: { start: '2026-11-22', endExclusive: '2026-11-23' } },
      'all',
      { limit: 10_000, offset: 0 },
    );
    const arn = rows.find((row) => row.profileArn !== null && row.tokens > 0n)?.profileArn ?? '';
    b.simulator.world.setTags(arn, [{ key: 'CostCenter', value: 'CC-9' }], []);
    expect(await computed('profiles')).toBeLessThanOrEqual(1);
    b.clock.advance(DAY_MS);
    await computed('profiles', 'usage');
    await expectAsComputedAnew();
  });
});
