import type { Asking } from '../app/asking.ts';
import type { LedgerContext } from '../context.ts';

/** Whoever works at the machine, with what they ask: what every verb of `app` is given. */
export const askingOf = ({ viewer, actor, clock, store, settings }: LedgerContext): Asking => ({
  viewer,
  actor,
  now: clock.now(),
  store,
  settings,
  // A command asks on behalf of whoever is at the machine; nothing of it leaves unasked.
  noteAsked: () => undefined,
});
