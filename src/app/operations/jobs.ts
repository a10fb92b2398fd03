import {
  chargeForecast,
  FORECAST_DAYS,
  reserveOf,
  resumesAt,
  type WatchingState,
  watchingState,
} from '../../core/allowance.ts';
import { isStale, summarizeFreshness } from '../../core/freshness.ts';
import type { JobTrouble } from '../../core/jobTroubles.ts';
import { sum } from '../../core/money.ts';
import { addDays, dayOf, monthOf, monthRange } from '../../core/periods.ts';
import type { HeldBackSum } from '../../core/quarantine.ts';
import { holderOf, isOff, type JobName, type JobRun, restMs, waitingFor } from '../../core/runs.ts';
import type { Day, Freshness, Instant, Money } from '../../core/types.ts';
import { type Attention, BEYOND_MS, CENTER_MS, LEAST_ATTENTION, WITHIN_MS } from '../../core/watching.ts';
import type { Store } from '../../store/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { readHeldBack } from './heldBack.ts';

/** What was read from AWS and when, how fresh it is, and what AWS charges for the reading. */

interface JobsShown {
  /** Newest first. */
  runs: readonly JobRun[];
  /** There are older ones. */
  more: boolean;
  /** Requests to AWS of the running month, and what it charges for them, per `service:Operation`. */
  operations: readonly { operation: string; requests: number; charge: Money }[];
  freshness: readonly FreshnessShown[];
  watching: WatchingShown;
  /** Jobs that do not do their work, and operators know. */
  troubles: readonly JobTrouble[];
  /** What AWS said and is not believed yet. */
  heldBack: readonly HeldBackSum[];
  going: Going;
}

/** What goes on at this moment. */
export interface Going {
  /** Runs that have not ended. */
  runs: readonly (JobRun & { tookMs: number; restMs: number | null })[];
  /** Jobs that were asked for or follow in the same sync, and have not begun. */
  waiting: readonly JobName[];
  /** Who writes to the ledger; null: nobody does, so that a run that has not ended was killed. */
  holder: { host: string; pid: string; since: Instant } | null;
}

/** Jobs that were asked for by hand, and when: known to the process that handed them on. */
export type Asked = ReadonlyMap<JobName, Instant>;

/** What watching costs in the running month, and how late an alert can be. Times in milliseconds. */
interface WatchingShown {
  /** What AWS has charged, with what is booked. */
  spent: Money;
  ceiling: Money;
  /** The part of the ceiling that only looks at people who can reach a threshold may use, and the bill's own total. */
  reserve: Money;
  /** At the month's end, as the last days go on. */
  forecast: Money;
  /** What CloudWatch alone would have charged so far if every look had read everything. */
  polled: Money;
  attention: Attention;
  state: WatchingState;
  /** How late an alert can be; null where nothing is promised, since the money is short. */
  withinMs: number | null;
  costCenterMs: number | null;
  beyondMs: number | null;
  /** Nobody who is active is put off for longer; null likewise. */
  longestMs: number | null;
  /** Since when money is short; null: it is not. */
  stoppedSince: Instant | null;
  resumesAt: Instant | null;
}
export type FreshnessShown = Freshness & { stale: boolean };

/** @throws Forbidden */
export const readJobs = (
  asking: Asking,
  page: { limit: number; offset: number },
  asked: Asked = new Map(),
): Promise<JobsShown> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'jobs' });
    const { store, now } = inside;
    const set = {
      stopping: inside.settings.enforcement.mode !== 'off',
      mirror: inside.settings.budgetsMirror.enabled,
      directory: inside.settings.directory !== null,
    };
    // One more than is shown tells whether there are older ones.
    const found = await store.runs.list({ limit: page.limit + 1, offset: page.offset });
    return {
      runs: found.slice(0, page.limit),
      more: found.length > page.limit,
      operations: await store.runs.awsCharges(monthOf(dayOf(now))),
      freshness: (await store.freshness.all()).map((one) => ({ ...one, stale: isStale(one, now) })),
      watching: await watchingShown(store, inside.settings.awsChargeCeiling, now),
      troubles: (await store.jobTroubles.all()).filter(
        ({ job, toldAt }) => toldAt !== null && !isOff(job, set),
      ),
      heldBack: await readHeldBack(inside),
      going: await goingOn(store, asked, now),
    };
  });

/** What the jobs do now, for a page that says no more of them. @throws Forbidden */
export const readGoing = (asking: Asking): Promise<Going> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'jobs' });
    return goingOn(inside.store, new Map(), inside.now);
  });

/** Nothing is asked of this very moment where nothing goes on: such an answer stands until a job begins. */
export async function goingOn(store: Store, asked: Asked, now: number): Promise<Going> {
  const latest = await store.runs.latest();
  const runs = latest.filter(({ status }) => status === 'running');
  const waiting = waitingFor(latest, asked);
  if (runs.length === 0 && waiting.length === 0) return { runs: [], waiting, holder: null };
  const held = await store.lease.holder();
  return {
    runs: runs.map((run) => ({
      ...run,
      tookMs: Math.max(0, now - Date.parse(run.startedAt)),
      restMs: run.progress && restMs(run.progress, now),
    })),
    // What a killed run would have done next waits for nobody: the next sync decides anew.
    waiting: held === null ? waiting.filter((job) => asked.has(job)) : waiting,
    holder: held && { ...holderOf(held.heldBy), since: held.since },
  };
}

async function watchingShown(store: Store, ceiling: Money, now: number): Promise<WatchingShown> {
  const today = dayOf(now);
  const month = monthOf(today);
  const { start } = monthRange(month);
  const recent = addDays(today, -FORECAST_DAYS);
  const days = await store.watching.days(start < recent ? start : recent);
  const spent = await store.runs.spent(month);
  const kept = await store.watching.now();
  const state = watchingState(ceiling, spent);
  const attention = kept?.attention ?? LEAST_ATTENTION;
  return {
    spent,
    ceiling,
    reserve: reserveOf(ceiling),
    forecast: chargeForecast(spent, days, now),
    polled: sum(days.filter(({ day }) => day >= start).map(({ polled }) => polled)),
    attention,
    state,
    // The reserve is for those who can reach a threshold within the hour.
    withinMs: state === 'stopped' ? null : WITHIN_MS,
    costCenterMs: state === 'all' ? CENTER_MS : null,
    beyondMs: state === 'all' ? BEYOND_MS : null,
    longestMs: state === 'all' ? attention.longestMs : null,
    stoppedSince: state === 'all' ? null : (kept?.stoppedSince ?? null),
    resumesAt: state === 'all' ? null : resumesAt(now),
  };
}

/** Up to when figures are complete: the same for everybody. */
export const readFreshness = (
  asking: Asking,
): Promise<{
  estimatesUntil: Instant | null;
  billedUntil: Day | null;
  sources: readonly FreshnessShown[];
}> =>
  inOneReading(asking, async ({ store, now, noteAsked }) => {
    noteAsked();
    const all = await store.freshness.all();
    const { estimatesUntil, billedUntil } = summarizeFreshness(all, now);
    return {
      estimatesUntil,
      billedUntil,
      sources: all.map((one) => ({ ...one, stale: isStale(one, now) })),
    };
  });
