/** The time, handed in from outside. `context.ts` makes the only one; tests make frozen ones. */
export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Seconds that pass on it within a real one; 1 unless said. */
  rate?: number;
}

/** How simulated time runs beside the real one: plain values, so that other threads and processes have it as well. */
export interface Pace {
  /** What it was when it began, and the real moment of that, UTC milliseconds. */
  epochMs: number;
  startedAtMs: number;
  /** Simulated seconds per real second. */
  rate: number;
}
