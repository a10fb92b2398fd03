import type { Asking } from '../src/app/asking.ts';
import { readConfig } from '../src/config.ts';
import { operator } from '../src/core/access.ts';
import type { Store } from '../src/store/types.ts';
import { NOW_MS } from './store/setup.ts';

/** Whoever is at the machine asks of a ledger, with the standard settings. */
export const askingOf = (store: Store, more: Partial<Asking> = {}): Asking => ({
  viewer: operator('local:test'),
  actor: { id: 'local:test' },
  now: NOW_MS,
  store,
  settings: readConfig({}, null),
  noteAsked: () => undefined,
  ...more,
});
