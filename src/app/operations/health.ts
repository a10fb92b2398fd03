import { watchingState } from '../../core/allowance.ts';
import type { Clock } from '../../core/clock.ts';
import {
  type HealthFacts,
  type HealthStatus,
  type LedgerState,
  statusOf,
  type Trouble,
  troublesOf,
  type Unread,
  unreadIn,
} from '../../core/health.ts';
import { dayOf, monthOf } from '../../core/periods.ts';
import { heldBackSums } from '../../core/quarantine.ts';
import type { JobName } from '../../core/runs.ts';
import type { Asking } from '../asking.ts';

/** Whether all is well: for whoever watches the process, whoever that is. */

/** Runs to look back through for one of `spend` that ended well: two days of the schedule. */
const RUNS = 100;

export interface Health {
  status: HealthStatus;
  troubles: readonly Trouble[];
  /** What was never read to the end; null where the ledger cannot be asked. */
  unread: readonly Unread[] | null;
  /** Why it cannot be asked. */
  fault: unknown;
}

/** With what it is asked: no person asks it, and the answer is for everybody. */
export interface HealthAsking extends Pick<Asking, 'store' | 'settings'> {
  clock: Clock;
  /** Null where no schedule runs here. */
  worker: HealthFacts['worker'];
}

/** What is in trouble now. A ledger that cannot be read is an answer, and no error. */
export async function readHealth(asking: HealthAsking): Promise<Health> {
  const { store, settings, clock, worker } = asking;
  const now = clock.now();
  let ledger: LedgerState | null = null;
  let fault: unknown = null;
  try {
    ledger = await store.reading((inside) => ledgerState({ store: inside, settings }, now));
  } catch (error) {
    fault = error;
  }
  const file = await store.trouble();
  const { longestJobMinutes } = settings;
  const troubles = troublesOf({ ledger, file, worker, now, rate: clock.rate ?? 1, longestJobMinutes });
  return {
    status: statusOf(troubles),
    troubles,
    unread: ledger === null ? null : unreadIn(ledger),
    fault,
  };
}

async function ledgerState(
  { store, settings }: Pick<Asking, 'store' | 'settings'>,
  now: number,
): Promise<LedgerState> {
  const latest = await store.runs.latest();
  const partialTwice = new Set<JobName>();
  for (const { job, status } of latest) {
    if (status !== 'partial') continue;
    const before = (await store.runs.list({ job, limit: 2 }))[1];
    if (before !== undefined && before.status !== 'ok') partialTwice.add(job);
  }
  const spent = await store.runs.spent(monthOf(dayOf(now)));
  return {
    freshness: await store.freshness.all(),
    decided: await wasDecided(store),
    latest,
    partialTwice,
    outbox: await store.alerts.outbox(),
    heldBack: heldBackSums(await store.quarantine.all()),
    watching: {
      state: watchingState(settings.awsChargeCeiling, spent),
      since: (await store.watching.now())?.stoppedSince ?? null,
    },
  };
}

async function wasDecided(store: Asking['store']): Promise<boolean> {
  const runs = await store.runs.list({ job: 'spend', limit: RUNS });
  return runs.some(({ status }) => status === 'ok' || status === 'partial');
}
