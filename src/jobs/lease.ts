import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { LedgerError } from '../core/errors.ts';
import type { Store } from '../store/types.ts';
import type { Lease } from '../store/typesLease.ts';

/** Thrown when another sync holds the ledger and waiting was not wanted. */
export class SyncBusy extends LedgerError {
  override name = 'SyncBusy';
  constructor(message: string) {
    super('busy', message);
  }
}

/** Lease times are real time, not simulated: they are about this process being alive. */
const LEASE_MS = 30_000;
const HEARTBEAT_MS = 8_000;
const ASK_AGAIN_MS = 500;
/** Names this process: a number of a process is used again, its beginning is not. */
const PROCESS = `${hostname()}:${process.pid}:${performance.timeOrigin}`;
const realNow = (): string => new Date(performance.timeOrigin + performance.now()).toISOString();

/**
 * Does work as the only writer of the ledger. The lease is kept alive meanwhile and given back at the end, whatever
 * happens; each write checks it by its fencing number.
 * @param mayWait waits for another sync to end; otherwise throws SyncBusy
 */
export async function withLease<T>(
  store: Store,
  mayWait: boolean,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await takeLease(store, mayWait);
  // A beat that fails is no reason to stop: the next one may succeed, and a write without the lease is refused.
  const beat = () => store.lease.heartbeat(lease, realNow(), LEASE_MS).catch(() => false);
  const heartbeat = setInterval(() => void beat(), HEARTBEAT_MS);
  try {
    return await work(lease);
  } finally {
    clearInterval(heartbeat);
    await store.lease.release(lease);
  }
}

/** From now on nothing writes that was begun with the lease as it was; the holder goes on with it. @throws LeaseLost */
export async function leaveBehind(store: Store, lease: Lease): Promise<void> {
  Object.assign(lease, await store.lease.renew(lease));
}

async function takeLease(store: Store, mayWait: boolean): Promise<Lease> {
  const holder = `${PROCESS}:${threadId}`;
  let now = realNow();
  for (;;) {
    const taken = await store.lease.acquire(holder, now, LEASE_MS);
    if ('lease' in taken) return taken.lease;
    if (holderIsDead(taken.heldBy)) {
      // Nobody is left to give it back: it counts as expired, and the fencing number keeps the dead one out.
      now = taken.expiresAt;
      continue;
    }
    if (!mayWait)
      throw new SyncBusy(
        `another sync is writing (${taken.heldBy}, since ${taken.since}); try again when it has ended`,
      );
    await wait(ASK_AGAIN_MS);
    now = realNow();
  }
}

/**
 * Whether a holder was a process of this machine that is no more, or a thread of this process before this one: a worker is
 * started once the one before it has ended.
 */
function holderIsDead(heldBy: string): boolean {
  const [host, pid, , thread] = heldBy.split(':');
  if (heldBy.startsWith(`${PROCESS}:`)) return Number(thread) > 0 && Number(thread) < threadId;
  if (host !== hostname() || !/^\d+$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
