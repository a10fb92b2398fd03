import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Aws } from '../aws/types.ts';
import type { Clock } from '../core/clock.ts';
import { isError, LedgerError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import type { JobName, SliceError } from '../core/runs.ts';
import type { Settings } from '../core/settings.ts';
import type { Freshness, Instant } from '../core/types.ts';
import type { Store } from '../store/types.ts';
import type { Lease } from '../store/typesLease.ts';

/** What a job works with. Every I/O comes in here; jobs make none of it themselves. */
export interface JobContext {
  store: Store;
  aws: Aws;
  clock: Clock;
  lease: Lease;
  settings: Settings;
  progress: Progress;
  /** Sends what the outbox owes; empty where nothing can be sent. */
  notifiers: readonly Notifier[];
  /** Reads the whole of `backfillDays` again, whatever is held: after a tag back-fill, for example. */
  readAgain?: boolean;
  /** Believes AWS also where it says much less than before: that many people have left at once, or what is held back. */
  force?: boolean;
  /** Ends the sync early between two pieces of work; what was stored stays. */
  signal?: AbortSignal;
  /** What is being read: of a job that is ended these have failed. */
  reading?: Set<Freshness>;
}

/** How a long piece of work tells how far it is. */
export interface Progress {
  start(label: string, total: number): void;
  step(done: number, note?: string): void;
  done(note?: string): void;
}

/** Sends messages over one channel. */
export interface Notifier {
  /** The name of the channel. */
  channel: string;
  /** Told before each run of deliveries: it forgets what it learned of people. */
  newRun?(): void;
  /** @throws NotSent in words, with whose fault it was */
  send(target: string, message: Message): Promise<void>;
}

interface JobResult {
  rows: number;
  /** Accounts, Regions, readings of the bill that failed while the rest went on. */
  errors: SliceError[];
  /** What was left out for a reason that is no fault: kept with the run, which is ok all the same. */
  notes?: SliceError[];
}

/** A job is safe to run again at any time, and stores each of its windows whole or not at all. */
export interface Job {
  name: JobName;
  run(context: JobContext): Promise<JobResult>;
}

/** Lets the server answer between two pieces of work of one process, and ends here when the sync was told to stop. */
export async function breathe({ signal }: Pick<JobContext, 'signal'>): Promise<void> {
  await nextTurn();
  signal?.throwIfAborted();
}

/** Faults that end a job at once: another sync took over, or this one was told to stop. */
export const endsJob = (error: unknown, { signal }: Pick<JobContext, 'signal'>): boolean =>
  isError(error, 'leaseLost') || signal?.aborted === true;

export const nowOf = (context: Pick<JobContext, 'clock'>): Instant =>
  new Date(context.clock.now()).toISOString();
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Does one slice (a place, a reading of the bill) of a source and records how fresh it is; a failure is recorded,
 * reported and does not stop the others. `completeUntil` of a failed slice stays what it was. That AWS has no figures yet
 * is an answer, as long as there never were any.
 */
export async function slice(
  context: JobContext,
  source: Freshness['source'],
  name: string,
  before: Freshness | undefined,
  work: () => Promise<Instant | null>,
): Promise<SliceError[]> {
  const known: Freshness = {
    source,
    slice: name,
    completeUntil: before?.completeUntil ?? null,
    lastSuccessAt: before?.lastSuccessAt ?? null,
    lastError: null,
    lastErrorAt: null,
  };
  context.reading?.add(known);
  try {
    const completeUntil = await work();
    await context.store.freshness.record(context.lease, {
      ...known,
      completeUntil,
      lastSuccessAt: nowOf(context),
    });
    return [];
  } catch (error) {
    if (endsJob(error, context)) throw error;
    if (error instanceof LedgerError && error.nothingYet && known.completeUntil === null) {
      await context.store.freshness.record(context.lease, known);
      return [{ slice: name, error: wordsOf(error), isAnswer: true }];
    }
    await context.store.freshness.record(context.lease, {
      ...known,
      lastError: wordsOf(error),
      lastErrorAt: nowOf(context),
    });
    return [sliceError(name, error)];
  } finally {
    if (!context.signal?.aborted) context.reading?.delete(known);
  }
}

export const sliceError = (slice: string, error: unknown): SliceError => ({
  slice,
  error: wordsOf(error),
  ...(error instanceof LedgerError && error.isTold ? { isTold: true } : {}),
});

export async function freshnessOf(
  context: JobContext,
  source: Freshness['source'],
): Promise<Map<string, Freshness>> {
  return new Map(
    (await context.store.freshness.all()).filter((f) => f.source === source).map((f) => [f.slice, f]),
  );
}
