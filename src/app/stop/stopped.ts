import { stopsOwner } from '../../core/stop/marks.ts';
import { type Asking, mayDo } from '../asking.ts';
import { belongingToday } from './facts.ts';
import { stopThings } from './whom.ts';

/** Which of many people or cost centers are stopped now, for lists of them. */

/** `isDry`: nobody is stopped, it is only worked out. */
export interface StoppedKeys {
  keys: ReadonlySet<string>;
  isDry: boolean;
}
export const NONE_STOPPED: StoppedKeys = { keys: new Set(), isDry: false };

/**
 * Those of them that a hard budget stops, where whoever asks may see the stop: one of their own, of people also one of a team
 * or of everybody. A stop that is narrowed to models or to a tag counts.
 */
export async function stoppedAmong(
  asking: Asking,
  kind: 'user' | 'costCenter',
  all: ReadonlyMap<string, unknown>,
): Promise<StoppedKeys> {
  const { store, settings } = asking;
  if (settings.enforcement.mode === 'off') return NONE_STOPPED;
  const isDry = settings.enforcement.mode !== 'on';
  const going = (await store.stops.going())
    .filter((one) => one.isDry === isDry)
    .map((one) => ({ ...one, whom: { kind: one.scopeKind, key: one.scopeKey } }))
    .filter(({ whom }) =>
      whom.kind === kind ? all.has(whom.key) : kind === 'user' && whom.kind !== 'costCenter',
    );
  if (going.length === 0) return NONE_STOPPED;
  const things = await stopThings(
    asking,
    going.map(({ whom }) => whom),
  );
  const seen = going.filter(({ whom }) => mayDo(asking, 'see', things(whom)));
  const own = seen.flatMap(({ whom }) => (whom.kind === kind ? whom.key : []));
  const wider = seen.filter(({ whom }) => whom.kind !== kind);
  if (wider.length === 0) return { keys: new Set(own), isDry };
  const today = await belongingToday(asking);
  const others = [...all.keys()].filter(
    (user) =>
      !today.isExempt(user) && wider.some((stop) => stopsOwner(stop, { user, costCenter: '' }, today)),
  );
  return { keys: new Set([...own, ...others]), isDry };
}
