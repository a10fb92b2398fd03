import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type FromWorker, plainOf, type ToWorker, type WorkerData } from './cli/workerMessages.ts';
import { type Context, identify, openContext } from './context.ts';
import type { JobName } from './core/runs.ts';
import { BETWEEN_JOBS_MS, everyTickTold, type Scheduler, startScheduler } from './jobs/scheduler.ts';
import type { SyncWatch } from './jobs/sync.ts';
import { clockAt, systemClock } from './systemClock.ts';

/**
 * The thread that reads AWS and works out figures while the server answers: a thin shell around the scheduler, with a
 * connection of its own.
 */

/** How often AWS is asked again whose credentials these are, real milliseconds. */
const ASK_AGAIN_MS = 60_000;
/** How often it says that it is there, real milliseconds. */
const BEAT_MS = 5_000;
/** How long jobs wait for another program that writes, milliseconds: what they read from AWS is paid for, and nobody waits. */
const BUSY_MS = 120_000;

const port = parentPort;
if (port === null) throw new Error('this is started by the server, as a thread of it');
const { config, pace, aws, network, waiting, schedule, former } = workerData as WorkerData;
const tell = (message: FromWorker) => port.postMessage(message);
setInterval(() => tell({ beat: true }), BEAT_MS).unref();
const SCHEDULE = { what: 'the schedule', mostMs: BETWEEN_JOBS_MS };

let context: Context | null = null;
let scheduler: Scheduler | null = null;
/** Jobs that were asked for before the schedule runs: they are done once it does. */
const asked: JobName[] = [];

/** Ends between two pieces of work. What waits for AWS before anything is read is left behind. */
async function stop(): Promise<void> {
  await scheduler?.stop();
  context?.close();
  process.exit();
}

/** Nothing is read before AWS has said that the credentials are of the payer of this ledger. */
async function identified(opened: Context): Promise<Context> {
  for (;;) {
    try {
      return await identify(opened);
    } catch (error) {
      tell({ refused: plainOf(error) });
    }
    await wait(ASK_AGAIN_MS);
  }
}

port.on('message', (message: ToWorker) => {
  if (message === 'stop') void stop();
  else if (scheduler === null) asked.push(...message.trigger);
  else scheduler.trigger(message.trigger);
});
context = await openContext(config, {
  clock: pace === null ? systemClock : clockAt(pace),
  ...(aws === null ? {} : { aws }),
  ...(network === undefined ? {} : { env: network }),
  courtesy: { waiting, givesWay: true },
  busyMs: BUSY_MS,
});
const known = await identified(context);
tell({ identified: known.settings.payer.accountId ?? '' });
if (schedule) {
  const progress = { start() {}, step() {}, done() {} };
  const watch: SyncWatch = {
    begins: (job, mostMs) => tell({ doing: { what: `the job ${job}`, mostMs } }),
    ended(run) {
      tell({ ended: run });
      tell({ doing: SCHEDULE });
    },
  };
  scheduler = startScheduler(
    { ...known, progress, watch, former, tell: (told) => tell({ told }) },
    (error) => tell({ failed: plainOf(error) }),
    everyTickTold((isLooking) => tell({ doing: isLooking ? SCHEDULE : null })),
  );
  if (asked.length > 0) scheduler.trigger(asked);
} else await stop();
