import { dayOf } from '../../core/periods.ts';
import { serviceStatements } from '../../core/policies/service.ts';
import { choicesOf } from '../../core/policies/standard.ts';
import { JOBS, type JobName, type JobRun } from '../../core/runs.ts';
import { placesOf, signsIn } from '../../core/settings.ts';
import {
  firstBill,
  type Lacking,
  lackingOf,
  progressOf,
  type SetupStep,
  type StepState,
  stepsOf,
} from '../../core/setup.ts';
import type { Instant } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { whoAdministers } from '../people/check.ts';
import { type Asked, type Going, goingOn } from './jobs.ts';
import type { SetupChecks, SetupReading } from './setupChecks.ts';
import { triggerJob } from './trigger.ts';

/** How far the way from an empty ledger to the first figures is gone, for whoever may start the jobs. */

export interface SetupShown {
  states: Readonly<Record<SetupStep, StepState>>;
  progress: ReturnType<typeof progressOf>;
  /** null: AWS was not asked yet. */
  last: SetupReading | null;
  /** Since when AWS is being asked. */
  since: Instant | null;
  /** What is to be added to which role. */
  lacking: readonly Lacking[];
  /** Of the places that are read. */
  profiles: { known: number; lacking: number };
  collected: boolean;
  going: Going;
  /** The last runs that did not go well, of jobs that read. */
  failed: readonly JobRun[];
  /** What the first bill takes; null where AWS was not asked yet. */
  first: ReturnType<typeof firstBill> | null;
  administrators: readonly string[];
}

/** Jobs that read what the first figures are made of. */
const READING = ['profiles', 'usage', 'charges'] as const satisfies readonly JobName[];

/**
 * @param checks null where AWS is not reached
 * @param asked jobs that were asked for by hand
 * @throws Forbidden
 */
export async function readSetup(
  asking: Asking,
  checks: SetupChecks | null,
  asked: Asked,
): Promise<SetupShown> {
  mustBeAllowed(asking, 'change', { kind: 'jobs' });
  const { last, since } = checks?.look(asking) ?? { last: null, since: null };
  return inOneReading(asking, async (inside) => {
    const { store, settings, now } = inside;
    const collected = (await store.spend.range()) !== null;
    const places = placesOf(settings);
    const profiles = await store.profiles.lackingTags(places, Object.values(settings.tagKeys), 0);
    const failed = (await store.runs.latest()).filter(
      ({ job, status }) =>
        READING.some((one) => one === job) && (status === 'failed' || status === 'partial'),
    );
    const administrators = await whoAdministers(inside);
    const states = stepsOf({
      places: places.length,
      tried: last?.tried ?? null,
      tags: last?.tags ?? null,
      profiles,
      collection: { collected, failed: failed.some(({ status }) => status === 'failed') },
      signIn: { on: signsIn(settings), administrators: administrators.length },
    });
    const choices = choicesOf(settings, await store.profiles.catalogue());
    return {
      ...{ states, progress: progressOf(states), last, since, profiles, collected, failed, administrators },
      lacking: lackingOf(last?.tried ?? [], serviceStatements(choices)),
      going: await goingOn(store, asked, now),
      first: last && firstBill(dayOf(now), settings.backfillDays, last.readings),
    };
  });
}

/**
 * Starts all that the first figures need; first in the audit log, then at work.
 * @param start hands jobs to the schedule
 * @throws Forbidden
 */
export async function collectFirst(asking: Asking, start: (jobs: readonly JobName[]) => void): Promise<void> {
  const wanted = new Set<JobName>();
  for (const job of READING)
    await triggerJob(asking, (jobs) => void jobs.map((one) => wanted.add(one)), { job });
  start(JOBS.filter((job) => wanted.has(job)));
}
