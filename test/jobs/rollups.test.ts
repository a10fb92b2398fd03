import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSpend } from '../../src/app/spend/report.ts';
import { monthRange } from '../../src/core/periods.ts';
import { rollupsJob } from '../../src/jobs/rollups.ts';
import { dueJobs } from '../../src/jobs/scheduler.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { askingOf } from '../asking.ts';
import { bench } from './setup.ts';

/** The job that sums up what a ledger held before there were roll-ups. */

let b: Awaited<ReturnType<typeof bench>>;
beforeAll(async () => {
  b = await bench({ world: { users: 6, days: 40 } });
  await runSync(b.deps);
});
afterAll(() => b.close());

/** All that the overview is drawn from, as text. */
async function shown(): Promise<string> {
  const { facts } = await reportSpend(
    askingOf(b.store, { now: b.clock.now(), settings: b.deps.settings }),
    { kind: 'all' },
    monthRange('2026-11'),
    ['costCenter', 'user', 'model', 'tokenKind'],
  );
  return JSON.stringify(facts, (_, value) =>
    typeof value === 'bigint' ? `${value}` : value instanceof Map ? [...value] : value,
  );
}

describe('sums of older months', () => {
  it('are due only where something is missing', async () => {
    const latest = await b.store.runs.latest();
    const quiet = { mirror: false, owing: false };
    const now = new Date(b.clock.now()).toISOString();
    expect(await b.store.rollups.isPending()).toBe(false);
    expect(dueJobs(latest, now, quiet)).not.toContain('rollups');
    expect(dueJobs(latest, now, { ...quiet, unsummed: true })).toContain('rollups');
  });

  it('are gone on with after the job was ended, and pages show the same all the while', async () => {
    const before = await shown();
    await b.store.rollups.drop();
    expect(await b.store.rollups.isPending()).toBe(true);
    expect(await shown()).toBe(before);
    let left = 5;
    const stopping = new AbortController();
    const progress = {
      start() {},
      step() {
        left -= 1;
        if (left === 0) stopping.abort();
      },
      done() {},
    };
    const ended = await runSync({ ...b.deps, progress, signal: stopping.signal }, [rollupsJob.name]);
    expect(ended.runs.map(({ status }) => status)).toEqual(['interrupted']);
    const part = (await b.store.rollups.pending()).months;
    expect(part.length).toBeGreaterThan(0);
    expect(await shown()).toBe(before);
    const rest = await runSync(b.deps, [rollupsJob.name]);
    expect(rest.runs.map(({ status, rows }) => [status, rows > 0])).toEqual([['ok', true]]);
    expect(await b.store.rollups.isPending()).toBe(false);
    expect(await shown()).toBe(before);
  });
});
