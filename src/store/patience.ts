import { setTimeout as wait } from 'node:timers/promises';
import { BUSY_MS } from './connection.ts';
import { NotBegun } from './errors.ts';

/**
 * Waiting for another writer, in a thread or a program of its own. SQLite would hold up the whole thread meanwhile: here
 * only the call waits, of which nothing is done before its turn has come.
 */

/** How two threads of one process take turns on one file: SQLite lets in whoever asks at the right moment. */
export interface Courtesy {
  /** Four bytes of shared memory, the same for both: how many calls of the serving thread wait. */
  waiting: SharedArrayBuffer;
  /** Whether this is the one that lets the other go first, between two pieces of its work. */
  givesWay: boolean;
}
/** What both threads are given; `givesWay` is each one's own. */
export const sharedWaiting = (): SharedArrayBuffer => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

/** How often it is tried again, milliseconds. */
const STEP_MS = 5;
/** How long one gives way at most: whoever waits has had some twenty attempts then. */
const MOST_GIVEN_MS = 100;

export class Patience {
  readonly #mostMs: number;
  readonly #waiting: Int32Array | null;
  readonly #givesWay: boolean;

  /** @param mostMs how long a call waits at most, from when it was made */
  constructor(mostMs = BUSY_MS, courtesy: Courtesy | null = null) {
    this.#mostMs = mostMs;
    this.#waiting = courtesy && new Int32Array(courtesy.waiting);
    this.#givesWay = courtesy?.givesWay ?? false;
  }

  /** Until when a call that is made now waits. */
  deadline(): number {
    return performance.now() + this.#mostMs;
  }

  /**
   * Makes an attempt, at once where nobody is in its way, and again until it begins.
   * @param mayRepeat whether nothing was done by an attempt that threw `NotBegun`
   * @throws NotBegun, in words, when the other did not end before the deadline; whatever else the attempt throws
   */
  async untilBegun<T>(attempt: () => Promise<T>, deadline: number, mayRepeat = () => true): Promise<T> {
    if (this.#mustGiveWay()) await this.#giveWay();
    let isWaiting = false;
    try {
      for (;;) {
        try {
          return await attempt();
        } catch (error) {
          const isOver = performance.now() >= deadline;
          if (!(error instanceof NotBegun) || isOver || !mayRepeat()) throw error;
        }
        if (!isWaiting) this.#count(1);
        isWaiting = true;
        await wait(STEP_MS);
      }
    } finally {
      if (isWaiting) this.#count(-1);
    }
  }

  #mustGiveWay(): boolean {
    return this.#givesWay && this.#waiting !== null && Atomics.load(this.#waiting, 0) > 0;
  }

  async #giveWay(): Promise<void> {
    const until = performance.now() + MOST_GIVEN_MS;
    while (this.#mustGiveWay() && performance.now() < until) await wait(1);
  }

  #count(change: 1 | -1): void {
    if (this.#waiting !== null && !this.#givesWay) Atomics.add(this.#waiting, 0, change);
  }
}
