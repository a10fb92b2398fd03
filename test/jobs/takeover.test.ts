import { afterEach, describe, expect, it } from 'vitest';
import { sum } from '../../src/core/money.ts';
import { DAY_MS, instantOf } from '../../src/core/periods.ts';
import { dueJobs } from '../../src/jobs/scheduler.ts';
import { runSync, type SyncDeps } from '../../src/jobs/sync.ts';
import { LeaseLost } from '../../src/store/errors.ts';
import { type Bench, bench, FAR, SILENT } from './setup.ts';

/** Syncs that lose the ledger to another one, and clocks that were wrong. */

const TTL_MS = 30_000;
let b: Bench;
afterEach(() => b.close());

const at = (ms: number): SyncDeps => ({ ...b.deps, clock: { now: () => ms } });

describe('a sync that stood still for so long that another took over', () => {
  it('writes nothing more, is told as interrupted, and what it asked of AWS is counted', async () => {
    b = await bench();
    let taken: Promise<unknown> | null = null;
    const progress = {
      ...SILENT,
      step: () => {
        taken ??= b.store.lease.acquire('another', FAR, TTL_MS).then(async (other) => {
          if (!('lease' in other)) throw new Error('the lease was expired');
          await b.store.runs.interruptStale(other.lease, instantOf(b.clock.now()));
          await b.store.lease.release(other.lease);
        });
      },
    };
    await expect(runSync({ ...b.deps, progress }, ['charges', 'spend'])).rejects.toThrow(LeaseLost);
    await taken;
    expect((await b.store.runs.list({ limit: 9 })).map(({ job, status }) => [job, status])).toEqual([
      ['charges', 'interrupted'],
    ]);
    expect(await b.store.charges.days()).toEqual([]);
    const charged = b.simulator.charges().total;
    expect(charged).toBeGreaterThan(0n);
    expect(sum((await b.store.runs.awsCharges('2026-11')).map((o) => o.charge))).toBe(charged);
  });
});

describe('a run that is killed', () => {
  it('has left behind what it asked of AWS up to its last step', async () => {
    b = await bench();
    const seen: bigint[] = [];
    const progress = {
      ...SILENT,
      step: () => void seen.push(b.simulator.charges().total),
      done: () => {
        throw new Error('the end is never reached');
      },
    };
    const kept = async () => sum((await b.store.runs.awsCharges('2026-11')).map((o) => o.charge));
    const runs = { ...b.store.runs, finish: () => Promise.reject(new Error('killed')) };
    const killed = { ...b.deps, store: { ...b.store, runs }, progress };
    await expect(runSync(killed, ['charges'])).rejects.toThrow('killed');
    expect(seen.length).toBeGreaterThan(1);
    expect(await kept()).toBe(seen.at(-1));
    const [left] = await b.store.runs.latest();
    expect(left).toMatchObject({ job: 'charges', status: 'running' });
    const quiet = { mirror: false, owing: false };
    expect(dueJobs([left as NonNullable<typeof left>], instantOf(b.clock.now()), quiet)).toContain('charges');
  });
});

describe('a clock that was wrong by a month', () => {
  it('holds nothing up once it is right again, and nothing is run twice', async () => {
    b = await bench();
    const now = b.clock.now();
    await runSync(at(now + 30 * DAY_MS));
    const due = async () =>
      dueJobs(await b.store.runs.latest(), instantOf(now), { mirror: false, owing: false }).sort();
    expect(await due()).toEqual([
      'alerts',
      'charges',
      'deliver',
      'housekeeping',
      'notices',
      'profiles',
      'rates',
      'spend',
      'usage',
    ]);
    const { runs } = await runSync(at(now));
    expect(runs.flatMap((run) => run.errors)).toEqual([]);
    expect(await due()).toEqual([]);
    const right = await bench();
    try {
      await runSync({ ...right.deps, clock: { now: () => now } });
      const range = { start: '2026-10-11', endExclusive: '2026-11-21' };
      const hours = async ({ store }: Bench) => store.usage.hours({ range });
      const expected = await hours(right);
      expect(expected.length).toBeGreaterThan(100);
      expect(await hours(b)).toEqual(expected);
    } finally {
      await right.close();
    }
  });
});
