import { once } from 'node:events';
import { totalmem } from 'node:os';
import { constrainedMemory } from 'node:process';
import { Worker as Thread } from 'node:worker_threads';
import { LedgerError } from '../core/errors.ts';
import type { JobName, JobRun } from '../core/runs.ts';
import type { FormerEnd } from '../jobs/sync.ts';
import { errorOf, type FromWorker, type ToWorker, type WorkerData } from './workerMessages.ts';
import { WATCH_BOUNDS, type WatchBounds, watchOver } from './workerWatch.ts';

/** The thread that does the heavy work, seen from the one that serves: it is started, told what to do, and started again. */

/** Beside the bundle where it is built, and above this file as it is written, which Node reads as well. */
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? '../worker.ts' : './worker.js', import.meta.url);
/** From a worker that ended to the next one: longer each time, milliseconds. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Memory for what has just been made, MiB: with V8's own 48 a sync fills some 100 MiB more with what is gone already. */
const YOUNG_MIB = 16;
/** One that worked this long did not end because of how it was started. */
const WELL_MS = 10 * 60_000;
/** How long one that was ended may take to be gone; what SQLite does at that moment is carried out first. */
const GONE_MS = 5_000;
/** How long an orderly end may take: less than the whole process has. */
const STOP_MS = 6_000;

export interface Worker {
  /** The payer's account, once AWS has said whose ledger it is; rejects with why not the first time, and it is asked again. */
  identified: Promise<string>;
  trigger(jobs: readonly JobName[]): void;
  /** How long it has not been heard of, milliseconds: of any worker, so that one that is started again may take its time. */
  silentMs(): number;
  /** Resolves when it has ended, between two pieces of work. */
  stop(): Promise<void>;
}

interface Log {
  error(what: object, words: string): void;
  warn(what: object, words: string): void;
}

/**
 * What a worker's objects may fill: a sync of ten thousand people takes about half of it. It must not take from pages
 * what the machine, or the container, does not have.
 */
export function mostMiB(available = Math.min(constrainedMemory() || Infinity, totalmem())): number {
  return Math.min(1024, Math.floor(available / 2 ** 21));
}

interface WorkerOptions {
  entry?: URL;
  firstPauseMs?: number;
  maxMiB?: number;
  watch?: WatchBounds;
  stopMs?: number;
  /** Is told of each run of a job that ended. */
  onRun?: (run: JobRun) => void;
}

/**
 * Starts the worker, and again whenever it ends without being told to: the lease keeps what it left behind from being
 * done twice, and its runs that were interrupted are taken up by the next. One that has hung is ended, and the next says
 * so of its runs.
 * @param log is told what went wrong in it, and that it ended
 */
export function startWorker(
  data: Omit<WorkerData, 'former'>,
  log: Log,
  {
    entry = ENTRY,
    firstPauseMs = FIRST_PAUSE_MS,
    maxMiB = mostMiB(),
    watch: bounds = WATCH_BOUNDS,
    stopMs = STOP_MS,
    onRun = () => undefined,
  }: WorkerOptions = {},
): Worker {
  const identified = Promise.withResolvers<string>();
  identified.promise.catch(() => undefined);
  /** Kept while no worker runs. */
  const asked = new Set<JobName>();
  let thread: Thread | null = null;
  let next: NodeJS.Timeout | undefined;
  let heardAt = performance.now();
  let pauseMs = firstPauseMs;
  let wasAnswered = false;
  let isStopping = false;
  let former: FormerEnd | null = null;

  function hear(message: FromWorker): void {
    heardAt = performance.now();
    if ('beat' in message || 'doing' in message) return;
    if ('ended' in message) {
      onRun(message.ended);
      return;
    }
    if ('told' in message) log.warn({}, message.told);
    else if ('failed' in message) log.error({ err: errorOf(message.failed) }, 'that did not work');
    else if ('identified' in message) identified.resolve(message.identified);
    else if (wasAnswered) log.error({ err: errorOf(message.refused) }, 'nothing is read from AWS');
    else identified.reject(errorOf(message.refused));
    if ('identified' in message || 'refused' in message) wasAnswered = true;
  }
  function start(): void {
    const startedAt = performance.now();
    thread = startThread(entry, { ...data, former }, maxMiB, bounds, hear, (code, why) => {
      thread = null;
      const isDone = code === 0 && !data.schedule;
      if (isStopping || isDone) return;
      if (performance.now() - startedAt >= WELL_MS) pauseMs = firstPauseMs;
      const words = `the worker that reads AWS ended: ${why.words}`;
      former = { words, isOverdue: why.isHung };
      log.error(
        { err: why.fault ?? new LedgerError('internal', words) },
        `${words}; the next one starts in ${pauseMs / 1000} s`,
      );
      identified.reject(new LedgerError('internal', words, { cause: why.fault ?? undefined }));
      wasAnswered = true;
      next = setTimeout(start, pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    });
    if (asked.size > 0) send([...asked]);
    asked.clear();
  }
  const send = (jobs: readonly JobName[]) => thread?.postMessage({ trigger: jobs } satisfies ToWorker);
  start();
  return {
    identified: identified.promise,
    trigger(jobs) {
      if (thread !== null) send(jobs);
      else for (const job of jobs) asked.add(job);
    },
    silentMs: () => performance.now() - heardAt,
    async stop() {
      isStopping = true;
      clearTimeout(next);
      if (thread !== null) await stopped(thread, log, stopMs);
    },
  };
}

/** Why a thread ended by itself. */
interface Why {
  words: string;
  fault: unknown;
  isHung: boolean;
}

/**
 * One thread, watched while it lives.
 * @param over is called once: where it is ended and stays all the same, before it is gone. What is left of it may not write.
 */
function startThread(
  entry: URL,
  workerData: WorkerData,
  maxMiB: number,
  bounds: WatchBounds,
  hear: (message: FromWorker) => void,
  over: (code: number, why: Why) => void,
): Thread {
  const resourceLimits = { maxOldGenerationSizeMb: maxMiB, maxYoungGenerationSizeMb: YOUNG_MIB };
  const made = new Thread(entry, { workerData, resourceLimits });
  let fault: unknown = null;
  let hung: string | null = null;
  let isOver = false;
  const end = (code: number) => {
    watch.stop();
    if (isOver) return;
    isOver = true;
    over(code, { words: hung ?? whyOf(fault, code, maxMiB), fault, isHung: hung !== null });
  };
  const watch = watchOver((words) => {
    hung = words;
    void made.terminate();
    setTimeout(() => end(1), GONE_MS).unref();
  }, bounds);
  made.on('message', (message: FromWorker) => {
    watch.hear(message);
    hear(message);
  });
  made.on('error', (error) => {
    fault = error;
  });
  made.once('exit', end);
  return made;
}

/** Has a thread end in order, or ends it. */
async function stopped(thread: Thread, log: Log, stopMs: number): Promise<void> {
  const ended = once(thread, 'exit');
  thread.postMessage('stop' satisfies ToWorker);
  const late = setTimeout(() => {
    log.warn({}, 'the worker that reads AWS did not end when told to, and was ended');
    void thread.terminate();
  }, stopMs);
  await ended;
  clearTimeout(late);
}

function whyOf(fault: unknown, code: number, maxMiB: number): string {
  if (fault === null) return `exit code ${code}`;
  const { code: fatal, message } = fault as NodeJS.ErrnoException;
  return fatal === 'ERR_WORKER_OUT_OF_MEMORY' ? `it needed more than ${maxMiB} MiB of memory` : message;
}
