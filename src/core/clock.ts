/** The time, handed in from outside. `context.ts` makes the only one; tests make frozen ones. */
export interface Clock {
  /** UTC milliseconds. */
  now(): number;
}
