import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobName } from '../../src/core/runs.ts';
import { dueJobs, type Every, type Scheduler, startScheduler } from '../../src/jobs/scheduler.ts';
import { DEFAULT_JOBS, runSync } from '../../src/jobs/sync.ts';
import type { Store } from '../../src/store/types.ts';
import { type Bench, bench } from './setup.ts';

/** What a schedule does is the same over three days of one Region as over forty of all. */
const SMALL = {
  world: { users: 3, days: 3 },
  settings: { backfillDays: 3, regions: ['us-east-1'], budgetsMirror: { enabled: false, subscribers: [] } },
};

let b: Bench;
let running: Scheduler[];
let looks: Set<() => Promise<void>>;
let faults: unknown[];
beforeEach(async () => {
  [running, looks, faults] = [[], new Set(), []];
  b = await bench(SMALL);
});
afterEach(async () => {
  vi.useRealTimers();
  for (const scheduler of running) await scheduler.stop();
  await b.close();
});

/** A schedule that is looked at when the test says so. */
const byHand: Every = (look) => {
  looks.add(look);
  return () => looks.delete(look);
};
/** One look of every schedule at once; ends when what they found due is done. */
const tick = () => Promise.all([...looks].map((look) => look()));

function start(store: Store = b.store, every: Every | undefined = byHand): Scheduler {
  const scheduler = startScheduler({ ...b.deps, store }, (error) => faults.push(error), every);
  running.push(scheduler);
  return scheduler;
}

/** A ledger like the bench's own, but for how it tells the latest runs. */
const withLatest = (latest: Store['runs']['latest']): Store => ({
  ...b.store,
  runs: { ...b.store.runs, latest },
});

/** Jobs that came to their end, in the order of the alphabet. */
async function ended(): Promise<JobName[]> {
  const runs = await b.store.runs.list({ limit: 100 });
  return runs
    .filter((run) => run.endedAt !== null)
    .map((run) => run.job)
    .sort();
}
const ALL = [...DEFAULT_JOBS].sort();

describe('the scheduler', () => {
  it('runs what is due by itself, and of two only one does it', async () => {
    start();
    start();
    expect(looks.size).toBe(2);
    await tick();
    expect(await ended()).toEqual(ALL);
    await tick();
    expect(await ended()).toEqual(ALL);
    expect(faults).toEqual([]);
  });

  it('runs a job ahead of its time when asked, with nothing else', async () => {
    await runSync(b.deps);
    b.clock.advance(60_000);
    const scheduler = start();
    scheduler.trigger(['rates']);
    scheduler.trigger(['spend']);
    await tick();
    expect(await ended()).toEqual([...ALL, 'rates', 'spend'].sort());
    await tick();
    expect(await ended()).toHaveLength(ALL.length + 2);
    expect(faults).toEqual([]);
  });

  it('goes on after a fault that it tells of', async () => {
    let broken = true;
    start(withLatest(() => (broken ? Promise.reject(new Error('the disk is full')) : b.store.runs.latest())));
    await tick();
    expect(faults).toEqual([new Error('the disk is full')]);
    expect(await ended()).toEqual([]);
    broken = false;
    await tick();
    expect(await ended()).toEqual(ALL);
    expect(faults).toHaveLength(1);
  });

  it('does nothing more once it was stopped', async () => {
    let asked = 0;
    const latest = () => {
      asked += 1;
      return b.store.runs.latest();
    };
    const scheduler = start(withLatest(latest));
    const [look] = looks;
    await scheduler.stop();
    expect(looks.size).toBe(0);
    await look?.();
    scheduler.trigger(['rates']);
    await look?.();
    expect(asked).toBe(0);
    expect(await ended()).toEqual([]);
  });

  it('looks every two seconds of real time, and no longer once it was stopped', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let asked = 0;
    const latest = async () => {
      asked += 1;
      throw new Error('far enough');
    };
    const scheduler = startScheduler({ ...b.deps, store: withLatest(latest) }, (e) => faults.push(e));
    running.push(scheduler);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(asked).toBe(0);
    for (const times of [1, 2]) {
      await vi.advanceTimersByTimeAsync(times === 1 ? 1 : 2_000);
      expect(asked).toBe(times);
    }
    await scheduler.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toBe(2);
  });
});

describe('what follows a job', () => {
  const DECIDES = ['spend', 'alerts', 'enforce', 'notices'] as const;
  const CHAINS: readonly (readonly JobName[])[] = [
    ['profiles', ...DECIDES],
    ['usage', ...DECIDES, 'deliver'],
    ['charges', 'rates', ...DECIDES, 'deliver'],
  ];
  const [BEFORE, THEN, NOW] = [
    '2026-11-20T09:01:00.000Z',
    '2026-11-20T09:02:00.000Z',
    '2026-11-20T09:03:00.000Z',
  ];
  const due = (startedOf: (job: JobName) => string, killed: JobName | null, stopping = true) =>
    dueJobs(
      [...ALL, 'enforce' as const].map((job) => ({
        ...{ job, startedAt: startedOf(job) },
        status: job === killed ? ('running' as const) : ('ok' as const),
      })),
      NOW,
      { mirror: false, owing: false, stopping },
    );
  const CUTS = CHAINS.flatMap((chain) => chain.map((job, at) => ({ job, rest: chain.slice(at + 1), chain })));

  it('is nothing where all of it has run', () => {
    expect(due(() => THEN, null)).toEqual([]);
  });

  it.each(CUTS)('also follows its rerun: $chain.0, killed in $job', ({ job, rest, chain }) => {
    const startedOf = (one: JobName) => (chain.includes(one) && !rest.includes(one) ? THEN : BEFORE);
    expect(due(startedOf, job)).toEqual(expect.arrayContaining([job, ...rest]));
    // Asked for alone, with no run of what it follows before it.
    expect(due(() => THEN, job)).toEqual(expect.arrayContaining([job, ...rest]));
    expect(due(() => THEN, job, false)).not.toContain('enforce');
  });

  it.each(CUTS)('runs also where the sync ended before it: $chain.0, up to $job', ({ rest, chain }) => {
    const startedOf = (one: JobName) => (chain.includes(one) && !rest.includes(one) ? THEN : BEFORE);
    expect(due(startedOf, null).sort()).toEqual([...rest].sort());
    expect(due(startedOf, null, false)).not.toContain('enforce');
  });

  it('is judged at once after a kill while spend was made', async () => {
    await runSync(b.deps);
    b.clock.advance(600_000);
    let job: JobName | null = null;
    const begins = (name: JobName) => {
      job = name;
    };
    const watch = { begins, ended: () => {} };
    const finish: Store['runs']['finish'] = (...ended) =>
      job === 'spend' ? Promise.reject(new Error('killed')) : b.store.runs.finish(...ended);
    const store = { ...b.store, runs: { ...b.store.runs, finish } };
    await expect(
      runSync({ ...b.deps, store, watch }, ['usage', 'spend', 'alerts', 'deliver']),
    ).rejects.toThrow('killed');
    const killed = (await b.store.runs.latest()).find((run) => run.job === 'spend');
    expect(killed?.status).toBe('running');
    start(b.store);
    await tick();
    const latest = new Map((await b.store.runs.latest()).map((run) => [run.job, run]));
    for (const name of ['spend', 'alerts', 'notices', 'deliver'] as const) {
      expect(latest.get(name)?.status, name).toBe('ok');
      expect(latest.get(name)?.startedAt, name).toBe(killed?.startedAt);
    }
    await tick();
    expect(await b.store.runs.latest()).toEqual([...latest.values()]);
    expect(faults).toEqual([]);
  });
});
