import type { SimClock } from './types.ts';

interface ClockOptions {
  /** Simulated time at the start, UTC milliseconds. */
  epochMs: number;
  /** Simulated milliseconds per real millisecond; 0 stands still. */
  rate: number;
  /** Real time that belongs to `epochMs`, UTC milliseconds; the real now when left out. */
  startedAtMs?: number;
}

/**
 * The simulator's only source of time: simulated now = epoch + (real now − started) × rate. Two processes that are
 * given the same three numbers tell the same time. `advanceTo` jumps ahead and throws a RangeError on a way back.
 */
export function createClock({ epochMs, rate, startedAtMs = Date.now() }: ClockOptions): SimClock {
  let jumped = 0;
  const now = () => Math.floor(epochMs + (Date.now() - startedAtMs) * rate) + jumped;
  return {
    now,
    advanceTo(ms) {
      const ahead = ms - now();
      if (ahead < 0) throw new RangeError('the clock does not go back');
      jumped += ahead;
    },
  };
}
