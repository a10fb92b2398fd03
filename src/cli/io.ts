import { AsyncLocalStorage } from 'node:async_hooks';
import type { Surroundings } from '../context.ts';
import type { Clock } from '../core/clock.ts';

/** What one run of the command line has of the world around it. A process has one; a test makes as many as it likes. */

export type Writer = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
type Reader = NodeJS.ReadableStream & { isTTY?: boolean };

export interface Io extends Surroundings {
  out: Writer;
  err: Writer;
  stdin: Reader;
  /** Whether a terminal takes colours; what is no terminal gets none. */
  colors: boolean;
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  /** What the command ends with: 0 unless it says otherwise. */
  exitCode: number;
}

/*
 * It goes with the run and is no parameter: nearly every function of a command prints, most of them two or three calls
 * below the command, and `io` would stand in front of each of their lists only to be handed on. A command that never
 * prints never notices it; one that does is written as if it were alone.
 */
const runs = new AsyncLocalStorage<Io>();

/** Does work as a run of its own: `currentIo` is this one in all that it does, and in nothing else. */
export const runWith = <T>(io: Io, work: () => Promise<T>): Promise<T> => runs.run(io, work);

/** What surrounds the run that asks. Handlers of signals belong to no run: they take it before. */
export function currentIo(): Io {
  const io = runs.getStore();
  if (io === undefined) throw new Error('only a command, started by `run`, may print and read settings');
  return io;
}
