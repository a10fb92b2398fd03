import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { mostMiB, startWorker } from '../../src/cli/worker.ts';
import { errorOf, plainOf, type WorkerData } from '../../src/cli/workerMessages.ts';
import { readConfig } from '../../src/config.ts';
import type { JobName, JobRun } from '../../src/core/runs.ts';
import { DEFAULT_JOBS } from '../../src/jobs/sync.ts';
import { openStore } from '../../src/store/open.ts';
import { openCompany } from './setup.ts';

/** The worker as the thread that serves sees it: what it tells, and what becomes of it when it ends by itself. */

interface Logged {
  err: unknown;
  words: string;
  level: 'error' | 'warn';
}
const entryOf = (name: string) => new URL(`workers/${name}.ts`, import.meta.url);
const dataOf = (more: Partial<WorkerData> = {}): Omit<WorkerData, 'former'> => ({
  config: readConfig({}),
  pace: null,
  aws: null,
  waiting: new SharedArrayBuffer(8),
  schedule: true,
  ...more,
});

/** A worker of that entry, and what it had logged; it is stopped with the test. */
function workerOf(name: string, data = dataOf(), options: Parameters<typeof startWorker>[2] = {}) {
  const runs: JobRun[] = [];
  const logged: Logged[] = [];
  const note = (level: Logged['level']) => (what: object, words: string) =>
    void logged.push({ err: null, ...what, level, words });
  const log = { error: note('error'), warn: note('warn') };
  const worker = startWorker(data, log, {
    entry: entryOf(name),
    firstPauseMs: 20,
    onRun: (run) => runs.push(run),
    ...options,
  });
  onTestFinished(() => worker.stop());
  /** The ways to end that `short.ts` knows are no jobs. */
  const ask = (way: string) => worker.trigger([way as JobName]);
  const until = (count: number) => vi.waitFor(() => expect(logged).toHaveLength(count), 30_000);
  return { worker, logged, runs, ask, until };
}
/** As the real bounds, in milliseconds. */
const WATCH = { everyMs: 25, mostSilent: 8, graceMs: 20 };

describe('a worker', () => {
  it('tells whose ledger it is and what did not work, in errors that have kept their code', async () => {
    const { worker, logged, ask, until } = workerOf('short');
    expect(await worker.identified).toMatch(/^thread \d+$/);
    ask('fail');
    await until(1);
    expect(logged[0]).toMatchObject({
      words: 'that did not work',
      err: { name: 'LedgerError', code: 'outside', passing: 'it slept', cause: { code: 'ECONNREFUSED' } },
    });
  });

  it('that ends by itself is told and followed by the next, later each time; what is asked meanwhile is not lost', async () => {
    const { worker, logged, ask, until } = workerOf('short');
    await worker.identified;
    ask('throw');
    await until(1);
    // Nobody runs now: it waits for the next, which ends of it.
    ask('exit');
    await until(3);
    expect(logged.filter(({ words }) => words !== 'that did not work')).toMatchObject([
      {
        words: 'the worker that reads AWS ended: of the worker; the next one starts in 0.02 s',
        err: { name: 'TypeError' },
      },
      { words: 'the worker that reads AWS ended: exit code 7; the next one starts in 0.04 s' },
    ]);
  });

  it('that needs more memory than it may is ended, and the log says so', async () => {
    const { worker, logged, ask, until } = workerOf('short', dataOf(), { maxMiB: 16 });
    await worker.identified;
    ask('fill');
    await until(1);
    expect(logged[0]?.words).toMatch(/ended: it needed more than 16 MiB of memory; the next one/);
  });

  it.each([
    ['hang', /ended: it said nothing for 0\.23 seconds; it was at the job usage; the next one starts/],
    [
      'linger',
      /ended: the job usage went on for more than 0\.02 seconds, and did not end when told to; the next/,
    ],
  ])('that has hung is ended, told, and followed by one that knows of it: %s', async (way, words) => {
    const { worker, logged, ask, until } = workerOf('short', dataOf(), {
      watch: { ...WATCH, graceMs: way === 'hang' ? 60_000 : 20 },
    });
    await worker.identified;
    ask('linger');
    if (way === 'hang') ask('hang');
    await until(2);
    expect(logged[0]?.words).toMatch(words);
    expect(logged[1]).toMatchObject({
      err: { message: expect.stringMatching(/^before: the worker that reads AWS ended: .*, hung: true$/) },
    });
  });

  it('that died is followed by one that knows that it had not hung', async () => {
    const { worker, logged, ask, until } = workerOf('short');
    await worker.identified;
    ask('exit');
    await until(2);
    expect(logged[1]?.err).toMatchObject({
      message: 'before: the worker that reads AWS ended: exit code 7, hung: false',
    });
  });

  it('that does not end when told to is ended', async () => {
    const { worker, logged, ask } = workerOf('short', dataOf(), { stopMs: 30 });
    await worker.identified;
    ask('deaf');
    await worker.stop();
    expect(logged).toMatchObject([
      { level: 'warn', words: expect.stringMatching(/did not end when told to/) },
    ]);
  });

  it('hands over each run that ended, however it did', async () => {
    const { worker, runs, ask } = workerOf('short');
    await worker.identified;
    ask('fall');
    await vi.waitFor(() => expect(runs).toHaveLength(3));
    expect(runs.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'run-failed failed',
      'run-partial partial',
      'run-ok ok',
    ]);
  });

  it('may take half of what there is, and a gibibyte at most', () => {
    const GIB = 2 ** 30;
    expect([GIB / 2, 4 * GIB, 64 * GIB].map((available) => mostMiB(available))).toEqual([256, 1024, 1024]);
  });

  it('hands over any error, also one that is none', () => {
    const across = (error: unknown) => errorOf(structuredClone(plainOf(error)));
    expect(across('a word')).toMatchObject({ name: 'Error', message: 'a word' });
    const known = new RangeError('too far', { cause: new Error('why') });
    expect(across(known)).toMatchObject({ name: 'RangeError', message: 'too far', stack: known.stack });
    expect(across(known).cause).toMatchObject({ message: 'why' });
  });
});

describe('the real one', () => {
  let company: Awaited<ReturnType<typeof openCompany>>;
  beforeAll(async () => {
    company = await openCompany({ users: 3, days: 3 });
  });
  afterAll(() => company.close());

  it('that died within a transaction leaves nothing half done, and the next need not wait for its lease to end', async () => {
    const nowMs = company.clock.now();
    const { environment, db } = company;
    const { AWS_ENDPOINT_URL: endpoint = '', AWS_ACCESS_KEY_ID: accessKeyId = '' } = environment;
    const data = dataOf({
      config: readConfig({ ...environment, BEDROCK_LEDGER_BACKFILL_DAYS: '3' }),
      pace: { epochMs: nowMs, startedAtMs: 0, rate: 0 },
      aws: { endpoint, credentials: { accessKeyId, secretAccessKey: 'simulated' } },
    });
    const { worker, logged, runs: heard } = workerOf('dying', data);
    worker.trigger(['profiles']);
    expect(await worker.identified).toBe('111122223333');
    const store = await openStore(db, { now: nowMs });
    onTestFinished(() => store.close());
    // Sooner than a lease of 30 seconds, which nobody keeps alive, would end.
    await vi.waitFor(
      async () => {
        const runs = await store.runs.latest();
        expect(runs.map(({ job, status }) => `${job} ${status}`).sort()).toEqual(
          DEFAULT_JOBS.map((job) => `${job} ok`).sort(),
        );
      },
      { timeout: 28_000, interval: 50 },
    );
    expect(logged.map(({ words }) => words)).toEqual([expect.stringContaining('ended: exit code 9')]);
    const interrupted = (await store.runs.list({ limit: 50 })).filter(
      ({ status }) => status === 'interrupted',
    );
    expect(interrupted).toHaveLength(1);
    // Each run was told once it had ended, the dead one as well; money crosses to this thread as it is.
    const all = await store.runs.list({ limit: 50 });
    const byId = (a: JobRun, b: JobRun) => (a.id < b.id ? -1 : 1);
    expect(heard.toSorted(byId)).toEqual(all.toSorted(byId));
    expect(worker.silentMs()).toBeLessThan(10_000);
    expect(await store.check()).toEqual([]);
  });
});
