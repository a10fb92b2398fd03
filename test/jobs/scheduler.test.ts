import { afterEach, describe, expect, it, vi } from 'vitest';
import { HOUR_MS } from '../../src/core/periods.ts';
import { type Scheduler, startScheduler } from '../../src/jobs/scheduler.ts';
import { DEFAULT_JOBS, runSync } from '../../src/jobs/sync.ts';
import { type Bench, bench } from './setup.ts';

const PATIENCE = { timeout: 20_000, interval: 50 };

let b: Bench;
let running: Scheduler[] = [];
afterEach(async () => {
  for (const scheduler of running) await scheduler.stop();
  running = [];
  await b.close();
});

const faults: unknown[] = [];
function start(): Scheduler {
  const scheduler = startScheduler(b.deps, (error) => faults.push(error));
  running.push(scheduler);
  return scheduler;
}
const ended = async () =>
  (await b.store.runs.list({ limit: 100 })).filter((run) => run.endedAt !== null).map((run) => run.job);

describe('the scheduler', () => {
  it('runs what is due by itself, and of two only one does it', async () => {
    b = await bench({ settings: { budgetsMirror: { enabled: false, subscribers: [] } } });
    start();
    start();
    await vi.waitFor(async () => expect(await ended()).toContain('deliver'), PATIENCE);
    for (const scheduler of running) await scheduler.stop();
    expect((await ended()).sort()).toEqual([...DEFAULT_JOBS].sort());
    expect(faults).toEqual([]);
  }, 30_000);

  it('runs a job ahead of its time when asked, with nothing else', async () => {
    b = await bench({ settings: { budgetsMirror: { enabled: false, subscribers: [] } } });
    await runSync(b.deps);
    b.clock.advance(60_000);
    const before = (await ended()).length;
    const scheduler = start();
    scheduler.trigger(['rates']);
    scheduler.trigger(['spend']);
    await vi.waitFor(async () => expect((await ended()).length).toBe(before + 2), PATIENCE);
    const runs = await b.store.runs.list({ limit: 2 });
    expect(runs.map((run) => run.job).sort()).toEqual(['rates', 'spend']);
  }, 30_000);

  it('goes on after a fault that it tells of', async () => {
    b = await bench({ settings: { budgetsMirror: { enabled: false, subscribers: [] } } });
    await runSync(b.deps);
    b.clock.advance(HOUR_MS);
    let broken = true;
    const latest = b.store.runs.latest;
    b.store.runs.latest = () => (broken ? Promise.reject(new Error('the disk is full')) : latest());
    start();
    await vi.waitFor(() => expect(faults).toHaveLength(1), PATIENCE);
    expect(String(faults.pop())).toContain('the disk is full');
    broken = false;
    const before = (await ended()).length;
    await vi.waitFor(async () => expect((await ended()).length).toBeGreaterThan(before), PATIENCE);
  }, 30_000);
});
