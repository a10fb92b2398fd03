import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/core/message.ts';
import { messageText } from '../../src/core/messageText.ts';
import { HOUR_MS } from '../../src/core/periods.ts';
import type { JobName, JobRun } from '../../src/core/runs.ts';
import { deadlineOf, JobOverdue } from '../../src/jobs/deadline.ts';
import { runSync, type SyncDeps } from '../../src/jobs/sync.ts';
import { type Between, between, STALLS } from './between.ts';
import { type Bench, bench, type Collected, collected, settingsFor } from './setup.ts';

const textOf = (message: Message | undefined): string => (message === undefined ? '' : messageText(message));

/** A job that does not finish is ended, told once, and in nobody's way. */

const WORLD = { world: { users: 3, days: 3 }, settings: { regions: ['us-east-1'], backfillDays: 5 } };
let filled: Collected;
beforeAll(async () => {
  filled = await collected(['profiles', 'usage', 'charges', 'rates', 'spend'], WORLD);
});
afterAll(() => filled.remove());

let b: Bench;
let aws: Between | undefined;
afterEach(async () => {
  await aws?.close();
  aws = undefined;
  await b.close();
});

/** A bench behind a changed AWS whose operators have a webhook; `told` is what it got. */
async function watched() {
  const told: Message[] = [];
  let isStalling = false;
  b = await filled.bench();
  b.deps.settings.notify = {
    ...settingsFor(b.simulator).notify,
    webhook: {
      url: 'http://127.0.0.1/operators',
      secret: 'for-tests-only',
      format: 'json' as const,
      people: true,
    },
  };
  aws = await between(b);
  const notifiers = [
    { channel: 'webhook' as const, send: async (_: string, one: Message) => void told.push(one) },
  ];
  const seen: [string, number | JobRun['status']][] = [];
  const deps: SyncDeps = {
    ...aws.deps(),
    notifiers,
    // Short only where AWS stalls: what it is well for may take its time on a machine that is busy.
    deadlineMs: (job) => (job === 'charges' && isStalling ? 200 : 60_000),
    watch: {
      begins: (job, mostMs) => void seen.push([job, mostMs]),
      ended: (run) => void seen.push([run.job, run.status]),
    },
  };
  const sync = async (...jobs: JobName[]) => (await runSync(deps, jobs)).runs;
  const change = (changes: Parameters<Between['change']>[0]) => {
    isStalling = Object.keys(changes).length > 0;
    aws?.change(changes);
  };
  return { deps, told, seen, sync, change };
}

describe('a job whose answer stalls', () => {
  it('is ended by its deadline, says what it waited for, and the next jobs go on', async () => {
    const { change, sync, seen } = await watched();
    change({ GetCostAndUsage: () => STALLS, GetDimensionValues: () => STALLS });
    const [charges, spend] = await sync('charges', 'spend');
    expect(charges?.status).toBe('failed');
    expect(charges?.errors[0]?.error).toMatch(
      /^ended: it did not finish within 0\.2 seconds; it waited for Cost Explorer Get\w+\. What it had stored stays/,
    );
    expect(spend?.status).toBe('ok');
    expect(seen).toEqual([
      ['charges', 200],
      ['charges', 'failed'],
      ['spend', 60_000],
      ['spend', 'ok'],
    ]);
    // The ledger says the same: the run, how fresh it is, and nothing that still seems to run.
    const [kept] = await b.store.runs.list({ job: 'charges', limit: 1 });
    expect(kept).toMatchObject({ status: 'failed', errors: charges?.errors });
    const fresh = (await b.store.freshness.all()).find(({ source }) => source === 'charges');
    expect(fresh).toMatchObject({ lastError: charges?.errors[0]?.error });
    expect(fresh?.completeUntil).not.toBeNull();
  });

  it('is told once, and once more when it is well', async () => {
    const { change, sync, told } = await watched();
    change({ GetCostAndUsage: () => STALLS, GetDimensionValues: () => STALLS });
    for (let day = 0; day < 3; day += 1) {
      await sync('charges', 'deliver');
      b.clock.advance(8 * HOUR_MS);
    }
    expect(told.map(({ data }) => data.type)).toEqual(['job.failing']);
    expect(textOf(told[0])).toMatch(
      /“Bill” of Bedrock Ledger failed, for the first time at 20 Nov 2026[\s\S]*- ended: it did not finish/,
    );
    change({});
    await sync('charges', 'deliver');
    await sync('charges', 'deliver');
    expect(told.map(({ data }) => data.type)).toEqual(['job.failing', 'job.well']);
    expect(await b.store.jobTroubles.all()).toEqual([]);
  });

  it('in one slice alone is no overdue job: the request ends, the rest is read, and what lasts is told', async () => {
    const { deps, change, sync, told } = await watched();
    change({ ListMetrics: () => STALLS });
    deps.awsFactory = (await import('../../src/aws/factory.ts')).createAws({
      accounts: deps.settings.accounts,
      payer: deps.settings.payer,
      clock: b.clock,
      sleep: async () => {},
      clientOptions: {
        endpoint: aws?.url ?? '',
        credentials: { accessKeyId: 'AKIAEXAMPLE000000000', secretAccessKey: 'secret' },
        attemptMs: 60,
        requestMs: 150,
        maxAttempts: 2,
      },
    });
    const status: (string | undefined)[] = [];
    for (let look = 0; look < 3; look += 1) {
      const [profiles, usage] = await sync('profiles', 'usage', 'deliver');
      status.push(profiles?.status, usage?.status);
      b.clock.advance(HOUR_MS / 6);
    }
    expect(new Set(status)).toEqual(new Set(['ok', 'partial']));
    expect(told.map(({ data }) => data.type)).toEqual(['job.failing']);
    expect(textOf(told[0])).toMatch(/“Token usage” of Bedrock Ledger could not do all of its work/);
  });
});

describe('what an ended job leaves behind', () => {
  it('never writes again, although its answer comes while the sync goes on', async () => {
    const { deps, sync } = await watched();
    deps.settings.directory = { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null };
    const gate = Promise.withResolvers<void>();
    const list = () => gate.promise.then(() => ({ people: [SOMEBODY], skipped: [] }));
    const { awsFactory } = deps;
    deps.awsFactory = (...given) => ({ ...awsFactory(...given), directory: { list } });
    deps.deadlineMs = (job) => (job === 'people' ? 30 : 60_000);
    let delivered = 0;
    const send = async () => {
      delivered += 1;
      gate.resolve();
      for (let turn = 0; turn < 20; turn += 1) await new Promise((turned) => setImmediate(turned));
    };
    deps.notifiers = [{ channel: 'webhook', send }];
    expect((await sync('people', 'deliver')).map(({ status }) => status)).toEqual(['failed', 'ok']);
    expect(delivered).toBe(1);
    expect(await b.store.people.list()).toEqual([]);
  });

  it('asks the ledger nothing, and a loop that lets no timer have its turn ends as well', async () => {
    b = await bench({ world: { users: 2, days: 1 } });
    const deadline = deadlineOf(30, () => 'it was at step 1');
    const ledger = deadline.ledger(b.store);
    const busy = async () => {
      for (;;) await ledger.identity.get();
    };
    await expect(deadline.within(busy)).rejects.toThrow(/0\.03 seconds; it was at step 1/);
    await expect(ledger.runs.latest()).rejects.toBeInstanceOf(JobOverdue);
    await expect(ledger.writing(async () => 1)).rejects.toBeInstanceOf(JobOverdue);
    expect(await b.store.runs.latest()).toEqual([]);
  });
});

describe('a run whose worker ended', () => {
  it.each([
    [true, 'failed', 1],
    [false, 'interrupted', 0],
  ])('that had hung: %s, is %s in these words, and told', async (isOverdue, status, messages) => {
    const { deps, told, sync } = await watched();
    const never = { acquired: await b.store.lease.acquire('gone:1:2:3', '2020-01-01T00:00:00.000Z', 1) };
    if (!('lease' in never.acquired)) throw new Error('not free');
    await b.store.runs.start(never.acquired.lease, 'usage', new Date(b.clock.now()).toISOString());
    deps.former = { words: 'it said nothing for 2 minutes', isOverdue };
    await sync('deliver');
    expect(await b.store.runs.list({ job: 'usage', limit: 1 })).toMatchObject([
      { status, errors: [{ slice: 'worker', error: 'it said nothing for 2 minutes' }] },
    ]);
    expect(told).toHaveLength(messages);
  });
});

const SOMEBODY = {
  email: 'ann@example.com',
  name: null,
  costCenter: null,
  manager: null,
  active: true,
  groups: [],
};
