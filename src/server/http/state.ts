import { staleFrom } from '../../core/freshness.ts';
import { type Stretch, stretchOf } from '../../core/lasting.ts';
import type { ServerDeps } from '../deps.ts';

/** What answers are made of beside the request: the state of the ledger, and the stretch of time. */

export interface State {
  /** Another one as soon as an answer about the ledger may be another. */
  ledger: string;
  /** The same of an answer about what jobs do and the audit log. */
  work: string;
}
type Version = Awaited<ReturnType<ServerDeps['store']['version']['get']>>;

/** Knows the state now, by one small question to the ledger. */
export function stateOf({ store, clock }: Pick<ServerDeps, 'store' | 'clock'>): () => Promise<State> {
  let last: { version: string; stretch: Stretch } | null = null;
  return async () => {
    for (let version = await store.version.get(); ; ) {
      const now = clock.now();
      if (last?.version === version.ledger && last.stretch.from <= now && now < last.stretch.until)
        return named(version, last.stretch);
      const instants = (await store.freshness.all()).map(staleFrom).filter((one) => one !== null);
      const after = await store.version.get();
      // Else something changed in between: then the stretch may be of another version.
      if (after.ledger === version.ledger)
        last = { version: version.ledger, stretch: stretchOf(now, instants) };
      version = after;
    }
  };
}

function named(version: Version, { from }: Stretch): State {
  const ledger = `${version.ledger} ${from}`;
  return { ledger, work: `${ledger} ${version.work}` };
}
