import { describe, expect, it } from 'vitest';
import type { JobName, JobRun } from '../../../src/core/runs.ts';
import type { Store } from '../../../src/store/types.ts';
import type { Lease } from '../../../src/store/typesLease.ts';
import { at, HUGE, leaseOf, NOW, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

export function runsContract({ open }: Engine): void {
  /** Runs of jobs: the latest of each is known, old ones go, and what AWS charged for them stays. */

  const OPERATION = 'cloudwatch:GetMetricData';

  async function ran(
    store: Store,
    lease: Lease,
    job: JobName,
    started: string,
    charge = 1n,
  ): Promise<string> {
    const id = await store.runs.start(lease, job, started);
    await store.runs.finish(id, {
      at: started,
      status: 'ok',
      rows: 0,
      requests: 1,
      awsCharge: usd(charge),
      operations: { [OPERATION]: { requests: 1, charge: usd(charge) } },
      errors: [],
    });
    return id;
  }
  const idsOf = (runs: readonly JobRun[]): string[] => runs.map(({ id }) => id);

  it('the latest run of each job is the one that was started last, whatever its clock said', async () => {
    const store = await open();
    const lease = await leaseOf(store);
    expect(await store.runs.latest()).toEqual([]);
    await ran(store, lease, 'usage', at(60));
    const usage = await ran(store, lease, 'usage', at(0));
    const spend = await ran(store, lease, 'spend', at(1));
    expect(idsOf(await store.runs.latest())).toEqual([usage, spend]);
  });

  describe('forgetting runs', () => {
    it('takes the oldest first, as many as it may, and leaves the latest of each job', async () => {
      const store = await open();
      const lease = await leaseOf(store);
      const people = await ran(store, lease, 'people', at(0));
      for (const minutes of [1, 2, 3]) await ran(store, lease, 'usage', at(minutes));
      const kept = await ran(store, lease, 'usage', at(4));
      const latest = await ran(store, lease, 'usage', at(5));
      expect(await store.runs.forget(at(4), 2)).toBe(2);
      expect((await store.runs.list({ limit: 10, job: 'usage' })).map(({ startedAt }) => startedAt)).toEqual([
        at(5),
        at(4),
        at(3),
      ]);
      expect(await store.runs.forget(at(4), 2)).toBe(1);
      expect(await store.runs.forget(at(4), 2)).toBe(0);
      expect(idsOf(await store.runs.list({ limit: 10 }))).toEqual([latest, kept, people]);
      expect(idsOf(await store.runs.latest())).toEqual([people, latest]);
      expect(await store.check()).toEqual([]);
    });

    it('leaves what AWS charged for them, to the last digit, by the month in which each started', async () => {
      const store = await open();
      const lease = await leaseOf(store);
      await ran(store, lease, 'usage', '2026-10-31T23:59:59.999Z', HUGE);
      await ran(store, lease, 'usage', '2026-11-01T00:00:00.000Z', HUGE + 2n);
      await ran(store, lease, 'usage', NOW, 1n);
      const charges = async () => [
        await store.runs.awsCharges('2026-10'),
        await store.runs.awsCharges('2026-11'),
      ];
      const before = await charges();
      expect(before).toEqual([
        [{ operation: OPERATION, requests: 1, charge: HUGE }],
        [{ operation: OPERATION, requests: 2, charge: HUGE + 3n }],
      ]);
      expect(await store.runs.forget(at(1), 10)).toBe(2);
      expect(await charges()).toEqual(before);
    });
  });
}
