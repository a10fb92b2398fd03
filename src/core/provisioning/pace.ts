/**
 * How fast AWS is asked to change something. AWS does not publish what its control plane takes: half as fast when it asked to
 * slow down, and step by step back to what is set. Pure.
 */

/** It never goes slower than this share of what is set. */
const SLOWEST = 1 / 32;
/** By this share of what is set it gets faster with each step that AWS took at once. */
const FASTER = 1 / 20;

/** @param pace steps per second so far @param most as it is set @param wasThrottled AWS asked to slow down meanwhile */
export const nextPace = (pace: number, most: number, wasThrottled: boolean): number =>
  wasThrottled ? Math.max(pace / 2, most * SLOWEST) : Math.min(pace + most * FASTER, most);

/**
 * How long the next step waits, milliseconds.
 * @param sinceMs since the last one began; null: it is the first
 */
export const waitMs = (pace: number, sinceMs: number | null): number =>
  sinceMs === null ? 0 : Math.max(0, 1000 / pace - sinceMs);
