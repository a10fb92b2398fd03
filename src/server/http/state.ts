import { staleFrom } from '../../core/freshness.ts';
import { type Stretch, stretchOf } from '../../core/stretch.ts';
import type { Version } from '../../store/types.ts';
import type { ServerDeps } from '../deps.ts';

/** What answers are made of beside the request: the state of the ledger, and the stretch of time. */

export interface State {
  /** Another one as soon as an answer about the ledger may be another. */
  ledger: string;
  /** The same of an answer about what jobs do and the audit log. */
  work: string;
}

/** Knows the state now, by one small question to the ledger. */
export function stateOf({ store, clock }: Pick<ServerDeps, 'store' | 'clock'>): () => Promise<State> {
  let last: { version: string; stretch: Stretch } | null = null;
  const named = (version: Version, { from }: Stretch): State => {
    const ledger = `${version.ledger} ${from}`;
    return { ledger, work: `${ledger} ${version.work}` };
  };
  return async () => {
    const version = await store.version.get();
    const now = clock.now();
    if (last?.version === version.ledger && last.stretch.from <= now && now < last.stretch.until)
      return named(version, last.stretch);
    const read = await store.reading(async (ledger) => ({
      version: await ledger.version.get(),
      freshness: await ledger.freshness.all(),
    }));
    const instants = read.freshness.map(staleFrom).filter((one) => one !== null);
    last = { version: read.version.ledger, stretch: stretchOf(now, instants) };
    return named(read.version, last.stretch);
  };
}
