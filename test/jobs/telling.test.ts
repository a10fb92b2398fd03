import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Place } from '../../src/core/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { telling } from '../../src/jobs/telling.ts';
import { openStore } from '../../src/store/open.ts';
import { bench, NOW, SILENT, tamper } from './setup.ts';

/** How far a run is stands in the ledger, where any process reads it. */

it('is told while a sync of another process goes on, with what follows, and is gone when it ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telling-'));
  const file = join(folder, 'ledger.db');
  const b = await bench({ file, world: { users: 2, days: 2 } });
  const other = await openStore(file, { now: NOW });
  onTestFinished(async () => {
    other.close();
    await b.close();
    rmSync(folder, { recursive: true });
  });
  const seen = async () => (await other.runs.list({ job: 'profiles', limit: 1 }))[0]?.progress ?? null;
  let asked = 0;
  const awsFactory: typeof b.deps.awsFactory = (...given) => {
    const aws = b.deps.awsFactory(...given);
    const { bedrock } = aws;
    const listApplicationProfiles = async (place: Place) => {
      // AWS answers for the second place only once the first is seen as done.
      if (asked++ === 1) await expect.poll(seen, { timeout: 5_000 }).toMatchObject({ done: 1 });
      return bedrock.listApplicationProfiles(place);
    };
    return { ...aws, bedrock: { ...bedrock, listApplicationProfiles } };
  };
  const { runs } = await runSync({ ...b.deps, awsFactory }, ['profiles', 'deliver']);
  expect(runs.map(({ status, progress }) => [status, progress])).toEqual([
    ['ok', null],
    ['ok', null],
  ]);
  expect(asked).toBeGreaterThan(1);
  expect(await seen()).toBeNull();
});

it('is written at most once a second, with what was said last, and not after the end', async () => {
  const written: number[] = [];
  const trace = (sql: string) => {
    if (/^update "runs" set "progress"/.test(sql)) written.push(performance.now());
  };
  const store = await openStore(':memory:', { now: NOW, trace });
  onTestFinished(() => store.close());
  const id = await tamper(store, (lease) => store.runs.start(lease, 'charges', '2026-11-20T09:00:00.000Z'));
  const clock = { now: () => NOW };
  const { progress, end } = telling({ store, clock, progress: SILENT }, id, ['rates']);
  const told = async () => (await store.runs.list({ limit: 1 }))[0]?.progress;
  progress.start('charges', 5_000);
  await expect.poll(told).toMatchObject({ done: 0, total: 5_000 });
  for (let done = 1; done <= 5_000; done++) progress.step(done, `step ${done}`);
  await expect.poll(told, { timeout: 5_000 }).toEqual({
    label: 'charges',
    done: 5_000,
    total: 5_000,
    note: 'step 5000',
    since: '2026-11-20T09:10:00.000Z',
    at: '2026-11-20T09:10:00.000Z',
    next: ['rates'],
  });
  const [first = 0, second = 0, ...more] = written;
  expect(more).toEqual([]);
  expect(second - first).toBeGreaterThan(900);
  progress.step(1);
  end();
  await store.runs.finish(id, {
    ...{ at: '2026-11-20T09:11:00.000Z', status: 'ok', rows: 0, errors: [] },
    ...{ requests: 0, awsCharge: 0n as never, operations: {} },
  });
  const late = {
    ...{ label: 'late', done: 1, total: 2, note: '', next: [] },
    ...{ since: '2026-11-20T09:00:00.000Z', at: '2026-11-20T09:00:00.000Z' },
  };
  await store.runs.tell(id, late);
  expect(await told()).toBeNull();
});
