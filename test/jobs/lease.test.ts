import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { LedgerError } from '../../src/core/errors.ts';
import { SyncBusy, withLease } from '../../src/jobs/lease.ts';
import { startScheduler } from '../../src/jobs/scheduler.ts';
import type { SyncDeps } from '../../src/jobs/sync.ts';
import { at, leaseOf, NOW, NOW_MS, open } from '../store/setup.ts';
import { VENDING } from '../vendingSettings.ts';

/** How a sync comes to the ledger: whom it waits for, and which leases count for nothing. */

const TERM_MS = 30_000;
const now = () => at(0);
const hour = 60;

it('a lease of a clock that was ahead stops nobody: it is taken over, and whoever asks is told', async () => {
  const store = await open();
  const ahead = await leaseOf(store, 'ledger-2:17:99:0', hour);
  const told: string[] = [];
  const held = await withLease(
    store,
    { mayWait: false, now, tell: (words) => told.push(words) },
    async (lease) => ({ lease, holding: await store.lease.holding(now()) }),
  );
  expect(held.lease.fence).toBe(ahead.fence + 1);
  expect(held.holding?.expiresAt).toBe(new Date(Date.parse(now()) + TERM_MS).toISOString());
  expect(told).toEqual([expect.stringMatching(/process 17 on ledger-2, since .*clock was set back/)]);
});

it('who takes over from a dead process does so by the clock of now, whenever that one would have ended', async () => {
  const store = await open();
  const dead = `${hostname()}:${2 ** 30}:0:0`;
  await store.lease.acquire(dead, now(), TERM_MS);
  const expiry = await withLease(store, { mayWait: false, now }, () => store.lease.holding(now()));
  expect(expiry?.expiresAt).toBe(new Date(Date.parse(now()) + TERM_MS).toISOString());
});

it('who waits says for whom, once; who may not wait is told the same', async () => {
  const store = await open();
  const other = await store.lease.acquire('ledger-2:17:99:0', now(), TERM_MS);
  if (!('lease' in other)) throw new Error('the lease is free');
  const whom = `process 17 on ledger-2, since ${now()}`;
  const refused = withLease(store, { mayWait: false, now }, async () => undefined);
  await expect(refused).rejects.toThrow(SyncBusy);
  await expect(refused).rejects.toThrow(whom);
  const told: string[] = [];
  const tell = (words: string) => {
    told.push(words);
    void store.lease.release(other.lease);
  };
  await withLease(store, { mayWait: true, now, tell }, async () => undefined);
  expect(told).toEqual([`another sync is writing (${whom}): this one waits until it has ended`]);
});

const SETTINGS = {
  budgetsMirror: { enabled: false },
  enforcement: { mode: 'off' },
  directory: null,
  vending: VENDING,
};

/** A schedule of which only the ledger is real; `look` looks at it. */
function scheduleOf(more: object) {
  const faults: unknown[] = [];
  const looks: (() => Promise<void>)[] = [];
  const deps = { clock: { now: () => NOW_MS }, settings: SETTINGS, ...more } as unknown as SyncDeps;
  const scheduler = startScheduler(
    deps,
    (error) => faults.push(error),
    (one) => {
      looks.push(one);
      return () => undefined;
    },
  );
  return { scheduler, faults, look: async () => looks[0]?.() };
}

it('jobs that are due and wait say for whom, once', async () => {
  const store = await open();
  const told: string[] = [];
  const { scheduler, look } = scheduleOf({ store, tell: (words: string) => told.push(words) });
  const since = await withLease(store, { mayWait: false }, async () => {
    await look();
    await look();
    return (await store.lease.holding(NOW))?.since;
  });
  await scheduler.stop();
  expect(told).toEqual([
    `jobs are due and wait for another sync (process ${process.pid} on ${hostname()}, since ${since})`,
  ]);
});

it('a ledger in trouble is left alone for a while: it is told once, and AWS is asked nothing', async () => {
  const ledger = await open();
  let asked = 0;
  const latest = () => {
    asked += 1;
    return Promise.reject(new LedgerError('full', 'the disk is full'));
  };
  const store = { ...ledger, runs: { ...ledger.runs, latest } };
  const { scheduler, faults, look } = scheduleOf({ store });
  await look();
  await look();
  expect([asked, faults]).toEqual([1, [expect.objectContaining({ code: 'full' })]]);
  // Somebody has freed space and asks for it.
  scheduler.trigger(['rates']);
  await scheduler.stop();
  expect(asked).toBe(2);
});

it('a lease that cannot be given back does not undo what was done under it', async () => {
  const store = await open();
  const told: string[] = [];
  const release = () => Promise.reject(new Error('the disk is full'));
  const broken = { ...store, lease: { ...store.lease, release } };
  const answer = await withLease(
    broken,
    { mayWait: false, tell: (words) => told.push(words) },
    async () => 'done',
  );
  expect([answer, told]).toEqual(['done', [expect.stringContaining('the disk is full')]]);
});
