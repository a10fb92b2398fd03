import { afterEach, describe, expect, it } from 'vitest';
import { money, ZERO } from '../../src/core/money.ts';
import { instantOf } from '../../src/core/periods.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { awsFor, type Bench, bench } from './setup.ts';

/** Looks on the wire: who is put off is not asked for, and the ceiling is one, whatever is asked. */

const MINUTE = 60_000;
let b: Bench;
afterEach(() => b.close());

const metricsOf = ({ simulator }: Bench) =>
  simulator.charges().operations.find(({ operation }) => operation === 'GetMetricData')?.units ?? 0;
const placesUntil = async ({ store }: Bench) =>
  (await store.freshness.all()).filter(({ source }) => source === 'usage').map((one) => one.completeUntil);

describe('a look', () => {
  it('reads nobody who cannot have reached a threshold, and says up to when all are complete', async () => {
    b = await bench({ world: { users: 12, days: 10 }, settings: { backfillDays: 10 } });
    const now = instantOf(b.clock.now());
    await b.store.budgets.set({ kind: 'userDefault' }, money('100000'), { id: 'local:test' }, now);
    await runSync(b.deps, ['profiles', 'usage', 'rates', 'spend']);
    b.clock.advance(10 * MINUTE);
    await runSync(b.deps, ['usage', 'spend']);
    const before = metricsOf(b);
    b.clock.advance(10 * MINUTE);
    await runSync(b.deps, ['usage', 'spend']);
    expect(metricsOf(b)).toBe(before);
    // What nobody owns waits longest: since the first look.
    expect((await placesUntil(b)).sort()[0]).toBe(now);
    b.clock.advance(50 * MINUTE);
    await runSync(b.deps, ['usage', 'spend']);
    expect(metricsOf(b)).toBeGreaterThan(before);
    expect(new Set(await placesUntil(b))).toEqual(new Set([instantOf(b.clock.now())]));
    const [day] = await b.store.watching.days(now.slice(0, 10));
    expect(day?.polled).toBeGreaterThan(ZERO);
  });
});

describe('the ceiling', () => {
  it('ends what is read, and says so; more money resumes it', async () => {
    b = await bench({
      world: { users: 6, days: 10 },
      settings: { backfillDays: 10, awsChargeCeiling: money('0.05') },
    });
    for (let look = 0; look < 4; look += 1) {
      await runSync(b.deps, ['profiles', 'usage', 'charges']);
      b.clock.advance(60 * MINUTE);
    }
    const { total } = b.simulator.charges();
    expect(total).toBeGreaterThan(money('0.03'));
    expect(total).toBeLessThanOrEqual(money('0.05'));
    const [last] = (await runSync(b.deps, ['usage', 'charges'])).runs.filter(({ job }) => job === 'charges');
    expect(last?.errors[0]?.error).toContain('awsChargeCeiling');
    expect((await b.store.watching.now())?.stoppedSince).not.toBe(null);
    const settings = { ...b.deps.settings, awsChargeCeiling: money('5') };
    const raised = { ...b.deps, settings, awsFactory: awsFor(b.simulator, settings, b.clock) };
    const { runs } = await runSync(raised, ['usage', 'charges']);
    expect(runs.flatMap(({ errors }) => errors)).toEqual([]);
    expect((await b.store.watching.now())?.stoppedSince).toBe(null);
  });
});
