import type { LedgerVersion } from '../../app/credentials/viewers.ts';
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

/** Knows the state that a version of the ledger is in now; the ledger is asked once for each. */
export function stateOf({
  store,
  clock,
}: Pick<ServerDeps, 'store' | 'clock'>): (found: LedgerVersion) => State | Promise<State> {
  let last: { version: string; stretch: Stretch } | null = null;
  const known = (version: LedgerVersion): State | null => {
    const now = clock.now();
    const isSame = last?.version === version.ledger && last.stretch.from <= now && now < last.stretch.until;
    return last !== null && isSame ? named(version, last.stretch) : null;
  };
  const read = async (found: LedgerVersion): Promise<State> => {
    for (let version = found; ; ) {
      const instants = (await store.freshness.all()).map(staleFrom).filter((one) => one !== null);
      const after = await store.version.get();
      // Else something changed in between: then the stretch may be of another version.
      if (after.ledger === version.ledger)
        last = { version: version.ledger, stretch: stretchOf(clock.now(), instants) };
      const state = known(after);
      if (state !== null) return state;
      version = after;
    }
  };
  return (found) => known(found) ?? read(found);
}

function named(version: LedgerVersion, { from }: Stretch): State {
  const ledger = `${version.ledger} ${from}`;
  return { ledger, work: `${ledger} ${version.work}` };
}
