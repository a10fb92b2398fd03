import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { LedgerError } from '../core/errors.ts';
import { type Holding, holderInWords, LEASE_MS } from '../core/lease.ts';
import type { Instant } from '../core/types.ts';
import type { Store } from '../store/types.ts';
import type { Lease } from '../store/typesLease.ts';
import { wordsOf } from './job.ts';

/** Thrown when another sync holds the ledger and waiting was not wanted. */
export class SyncBusy extends LedgerError {
  override name = 'SyncBusy';
  /** Who holds it, since when. */
  readonly whom: string;
  constructor(whom: string) {
    super('busy', `another sync is writing (${whom}); try again when it has ended`);
    this.whom = whom;
  }
}

/**
 * Lease times are real time, not simulated: they are about this process being alive. They are the machine's clock as it is
 * now, so that all of its processes agree: time that is counted from the beginning of a process goes on beside it when the
 * clock is set or the machine sleeps.
 */
const HEARTBEAT_MS = 8_000;
const ASK_AGAIN_MS = 500;
/** Names this process: a number of a process is used again, its beginning is not. */
const PROCESS = `${hostname()}:${process.pid}:${performance.timeOrigin}`;
const realNow = (): Instant => new Date().toISOString();

/** How a sync comes to the ledger. */
export interface LeaseOptions {
  /** Waits for another sync to end; otherwise throws SyncBusy. */
  mayWait: boolean;
  /** Is told for whom it waits, and whose void lease it took over. */
  tell?: ((words: string) => void) | undefined;
  /** UTC; the machine's clock unless given. */
  now?: () => Instant;
}

/**
 * Does work as the only writer of the ledger. The lease is kept alive meanwhile and given back at the end, whatever
 * happens; each write checks it by its fencing number.
 */
export async function withLease<T>(
  store: Store,
  options: LeaseOptions,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const { now = realNow, tell = () => {} } = options;
  const lease = await takeLease(store, options);
  // A beat that fails is no reason to stop: the next one may succeed, and a write without the lease is refused.
  const beat = () => store.lease.heartbeat(lease, now(), LEASE_MS).catch(() => false);
  const heartbeat = setInterval(() => void beat(), HEARTBEAT_MS);
  try {
    return await work(lease);
  } finally {
    clearInterval(heartbeat);
    // What was done is done: a lease that cannot be given back expires by itself.
    await store.lease
      .release(lease)
      .catch((error: unknown) =>
        tell(
          `the ledger could not be given back to others and is theirs in ${LEASE_MS / 1000} seconds: ${wordsOf(error)}`,
        ),
      );
  }
}

/** From now on nothing writes that was begun with the lease as it was; the holder goes on with it. @throws LeaseLost */
export async function leaveBehind(store: Store, lease: Lease): Promise<void> {
  Object.assign(lease, await store.lease.renew(lease));
}

async function takeLease(
  store: Store,
  { mayWait, tell = () => {}, now = realNow }: LeaseOptions,
): Promise<Lease> {
  const holder = `${PROCESS}:${threadId}`;
  let dead: string | null = null;
  let toldOf = '';
  for (;;) {
    const taken = await store.lease.acquire(holder, now(), LEASE_MS, dead);
    if ('lease' in taken) {
      if (taken.voided !== null) tell(voidedWords(taken.voided));
      return taken.lease;
    }
    // Nobody is left to give it back: it counts as expired, and the fencing number keeps the dead one out.
    if (holderIsDead(taken.heldBy)) {
      dead = taken.heldBy;
      continue;
    }
    const whom = holderInWords(taken);
    if (!mayWait) throw new SyncBusy(whom);
    if (toldOf !== whom) tell(`another sync is writing (${whom}): this one waits until it has ended`);
    toldOf = whom;
    await wait(ASK_AGAIN_MS);
  }
}

const voidedWords = (voided: Holding): string =>
  `the lease of another sync (${holderInWords(voided)}) ends at ${voided.expiresAt}, which no lease of now does: the clock was set back, or the ledger comes from another machine. It counts for nothing and was taken over.`;

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
