import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { DAY_MS, HOUR_MS, instantOf } from '../../src/core/periods.ts';
import type { JobName } from '../../src/core/runs.ts';
import type { Day, SpendRow } from '../../src/core/types.ts';
import { DEFAULT_JOBS, runSync } from '../../src/jobs/sync.ts';
import { dayRange, expectAsComputedAnew, rowsOf as rowsIn } from './anew.ts';
import { type Bench, bench, type Collected, collected, tamper } from './setup.ts';

/** Which days are computed again, and that the ledger is what computing every day again would make of it. */

const ACTOR = { id: 'local:test' };
let company: Collected;
let b: Bench;
beforeAll(async () => {
  company = await collected(DEFAULT_JOBS, { world: { days: 30 }, settings: { backfillDays: 30 } });
});
afterAll(() => company.remove());
beforeEach(async () => {
  b = await company.bench();
});
afterEach(() => b.close());

/** Days computed by a sync of these jobs. */
async function computed(...jobs: JobName[]): Promise<number> {
  const { runs } = await runSync(b.deps, [...jobs, 'spend']);
  expect(runs.flatMap((run) => run.errors)).toEqual([]);
  return runs.find((run) => run.job === 'spend')?.rows ?? 0;
}

const rowsOf = (day: Day) => rowsIn(b.store, day);

async function expectAllAsComputedAnew(): Promise<void> {
  const seen = await expectAsComputedAnew(b.store, b.deps.settings, b.clock.now());
  expect(seen.days).toBeGreaterThan(25);
  expect(seen.rows).toBeGreaterThan(30 * seen.days);
  expect(seen.findings).toBeGreaterThan(0);
}

describe('an ordinary sync', () => {
  it('computes the day that runs, and no other', async () => {
    b.clock.advance(HOUR_MS);
    expect(await computed('profiles', 'usage')).toBe(1);
    await expectAllAsComputedAnew();
  });

  it('computes the newest days when the bill was read and rates were learned anew', async () => {
    for (let reading = 0; reading < 6; reading += 1) {
      b.clock.advance(8 * HOUR_MS);
      expect(await computed('profiles', 'usage', 'charges', 'rates')).toBeLessThanOrEqual(6);
    }
    await expectAllAsComputedAnew();
  });
});

describe('a past day is computed again', () => {
  it('when the operator sets a rate that holds on it', async () => {
    const rows = await rowsOf('2026-11-03');
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
    await expectAllAsComputedAnew();
  });

  it('when the bill of that day is another', async () => {
    const day = '2026-10-25';
    const held = await b.store.charges.lines({ range: dayRange(day), records: 'usage' });
    expect(held.length).toBeGreaterThan(1);
    await tamper(b.store, (lease) =>
      b.store.charges.replaceDay(lease, day, 'usage', [''], held.slice(1), instantOf(b.clock.now())),
    );
    expect(await computed()).toBe(1);
    await expectAllAsComputedAnew();
  });

  it('when nothing is held of it any more', async () => {
    // Without a bill, whose days are remembered as read even where they are empty.
    await b.close();
    b = await bench({ world: { users: 3, days: 10 }, settings: { backfillDays: 10 } });
    await runSync(b.deps, ['profiles', 'usage', 'spend']);
    const { store } = b;
    const day = '2026-11-12';
    const [start, end] = [`${day}T00:00:00.000Z`, `${dayRange(day).endExclusive}T00:00:00.000Z`];
    const hours = await store.usage.hours({ range: dayRange(day) });
    expect((await rowsOf(day)).length).toBeGreaterThan(0);
    await tamper(store, async (lease) => {
      for (const { accountId, region, dimension, kind } of hours)
        await store.usage.replaceHours(lease, { accountId, region }, [{ dimension, kind }], start, end, []);
    });
    expect(await store.usage.days()).not.toContain(day);
    expect(await computed()).toBe(1);
    expect(await rowsOf(day)).toEqual([]);
  });

  it('only from the day on which tags were changed', async () => {
    const [before, changed] = ['2026-11-19', '2026-11-20'];
    const arns = (rows: SpendRow[]) => rows.filter((row) => row.tokens > 0n).map((row) => row.profileArn);
    const used = new Set(arns(await rowsOf(changed)));
    const arn = arns(await rowsOf(before)).find((one) => one !== null && used.has(one));
    if (!arn) throw new Error('a profile is used on both days');
    b.clock.advance(HOUR_MS);
    b.simulator.world.setTags(arn, [{ key: 'CostCenter', value: 'CC-9' }], []);
    expect(await computed('profiles')).toBe(1);
    b.clock.advance(DAY_MS);
    await computed('profiles', 'usage');
    await expectAllAsComputedAnew();
    const centers = async (day: Day) =>
      new Set((await rowsOf(day)).filter((row) => row.profileArn === arn).map((row) => row.costCenter));
    expect(await centers(before)).not.toContain('CC-9');
    expect([...(await centers(changed))]).toEqual(['CC-9']);
  });
});
