import { durationWords } from '../core/deadlines.ts';
import type { FromWorker } from './workerMessages.ts';

/** Watches the worker from the thread that serves: one that has hung cannot say so itself. */

export interface WatchBounds {
  /** How often it is looked at, milliseconds. */
  everyMs: number;
  /** Looks in a row at which it had said nothing: its event loop stands still. */
  mostSilent: number;
  /** What a piece of work may take beyond its deadline, which the worker itself keeps. */
  graceMs: number;
}
/** A step of work that holds the worker's loop, at ten thousand people, takes seconds. */
export const WATCH_BOUNDS: WatchBounds = { everyMs: 10_000, mostSilent: 12, graceMs: 60_000 };

export interface Watch {
  hear(message: FromWorker): void;
  stop(): void;
}

/** @param end is called once, with what is wrong in words, when the worker has hung */
export function watchOver(end: (words: string) => void, bounds: WatchBounds = WATCH_BOUNDS): Watch {
  const { everyMs, mostSilent, graceMs } = bounds;
  let silent = 0;
  let doing: { what: string; mostMs: number; endsAt: number } | null = null;
  const hung = (words: string) => {
    clearInterval(timer);
    end(words);
  };
  // Looks are counted and not milliseconds: where this very thread stood still, one look comes late and no more.
  const timer = setInterval(() => {
    silent += 1;
    const at = doing === null ? '' : `; it was at ${doing.what}`;
    if (silent > mostSilent) hung(`it said nothing for ${durationWords(silent * everyMs)}${at}`);
    else if (doing !== null && performance.now() > doing.endsAt)
      hung(
        `${doing.what} went on for more than ${durationWords(doing.mostMs)}, and did not end when told to`,
      );
  }, everyMs);
  return {
    hear(message) {
      silent = 0;
      if (!('doing' in message)) return;
      const { doing: begun } = message;
      doing = begun === null ? null : { ...begun, endsAt: performance.now() + begun.mostMs + graceMs };
    },
    stop: () => clearInterval(timer),
  };
}
