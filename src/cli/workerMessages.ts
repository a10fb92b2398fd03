import type { ClientOptions } from '../aws/clients.ts';
import type { Config } from '../config.ts';
import type { Pace } from '../core/clock.ts';
import { type ErrorCode, LedgerError } from '../core/errors.ts';
import type { Environment } from '../core/proxies.ts';
import type { JobName, JobRun } from '../core/runs.ts';
import type { FormerEnd } from '../jobs/sync.ts';

/** What the serving thread and the worker tell each other: plain values, because nothing else reaches another thread. */

/** What a worker works with. */
export interface WorkerData {
  config: Config;
  /** How simulated time runs; null: the real time. */
  pace: Pace | null;
  /** How AWS is reached; null: as SDKs read it from the environment. */
  aws: ClientOptions | null;
  /** The network settings of the machine; left out: of this process. */
  network?: Environment;
  /** Shared by both threads, so that one lets the other write. */
  waiting: SharedArrayBuffer;
  /** Whether it goes on to run the schedule once it is known whose ledger it is. */
  schedule: boolean;
  /** How the worker before this one ended; null: it is the first. */
  former: FormerEnd | null;
}

export type ToWorker = { trigger: readonly JobName[] } | 'stop';

export type FromWorker =
  /** AWS has said whose bill it is: the payer's account. */
  | { identified: string }
  /** AWS has not; it is asked again. */
  | { refused: PlainError }
  /** What whoever looks after it should know. */
  | { told: string }
  /** Something did not work; the schedule goes on. */
  | { failed: PlainError }
  /** It is there: told again and again, whatever it does. */
  | { beat: true }
  /** What it does from now on, and how long that may take in milliseconds; null: it waits for what is due. */
  | { doing: { what: string; mostMs: number } | null }
  /** A run of a job that is over. */
  | { ended: JobRun };

/** An error as it crosses to another thread. */
export interface PlainError {
  name: string;
  message: string;
  stack: string;
  /** Of Node or a library. */
  code: string | number | null;
  /** What makes it an error of the product. */
  ledger: { code: ErrorCode; field: string | null; passing: string | null } | null;
  cause: PlainError | null;
}

/** How deep causes are followed. */
const MOST_CAUSES = 4;

export function plainOf(error: unknown, depth = 0): PlainError {
  if (!(error instanceof Error)) return plainOf(new Error(String(error)), depth);
  const { name, message, stack = '', cause } = error;
  const { code } = error as { code?: unknown };
  const isOurs = error instanceof LedgerError;
  return {
    name,
    message,
    stack,
    code: !isOurs && (typeof code === 'string' || typeof code === 'number') ? code : null,
    ledger: isOurs ? { code: error.code, field: error.field, passing: error.passing } : null,
    cause: cause === undefined || depth >= MOST_CAUSES ? null : plainOf(cause, depth + 1),
  };
}

/** The error that it was, as far as anybody asks: its code, its words, where it happened. */
export function errorOf({ name, message, stack, code, ledger, cause }: PlainError): Error {
  const options = cause === null ? {} : { cause: errorOf(cause) };
  const error =
    ledger === null
      ? Object.assign(new Error(message, options), code === null ? {} : { code })
      : new LedgerError(ledger.code, message, { ...ledger, ...options });
  return Object.assign(error, { name, stack });
}
