import type { Clock } from './core/clock.ts';

/** The real time. In a file of its own: whoever wants it loads nothing else. */
export const systemClock: Clock = { now: () => Date.now() };
