import type { Clock, Pace } from './core/clock.ts';

/** The real time. In a file of its own: whoever wants it loads nothing else. */
export const systemClock: Clock = { now: () => Date.now() };

/** Simulated time, at its pace. */
export const clockAt = ({ epochMs, startedAtMs, rate }: Pace): Clock => ({
  now: () => Math.floor(epochMs + (Date.now() - startedAtMs) * rate),
  rate,
});
