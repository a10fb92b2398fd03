import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type FromWorker, plainOf, type ToWorker, type WorkerData } from './cli/workerMessages.ts';
import { type Context, identify, openContext } from './context.ts';
import type { JobName, JobRun } from './core/runs.ts';
import { type Scheduler, startScheduler } from './jobs/scheduler.ts';
import { clockAt, systemClock } from './systemClock.ts';

/**
 * The thread that reads AWS and works out figures while the server answers: a thin shell around the scheduler, with a
 * connection of its own.
 */

/** How often it says that it lives, real milliseconds. */
const ALIVE_MS = 5_000;
/** How often AWS is asked again whose credentials these are, real milliseconds. */
const ASK_AGAIN_MS = 60_000;

const port = parentPort;
if (port === null) throw new Error('this is started by the server, as a thread of it');
const { config, pace, aws, waiting, schedule } = workerData as WorkerData;
const tell = (message: FromWorker) => port.postMessage(message);

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
setInterval(() => tell('alive'), ALIVE_MS).unref();
context = await openContext(config, {
  clock: pace === null ? systemClock : clockAt(pace),
  ...(aws === null ? {} : { aws }),
  courtesy: { waiting, givesWay: true },
});
const known = await identified(context);
tell({ identified: known.settings.payer.accountId ?? '' });
if (schedule) {
  const progress = { start() {}, step() {}, done() {} };
  const onRun = (run: JobRun) => tell({ ran: run });
  scheduler = startScheduler({ ...known, progress, onRun }, (error) => tell({ failed: plainOf(error) }));
  if (asked.length > 0) scheduler.trigger(asked);
} else await stop();
