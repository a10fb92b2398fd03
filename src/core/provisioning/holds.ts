import type { Person } from '../people.ts';
import { placeKey } from '../places.ts';
import { placesOf, type Settings } from '../settings.ts';
import type { CatalogueEntry, Place } from '../types.ts';
import type { Wanted } from '../vending/making.ts';
import { furtherTags } from '../vending/tags.ts';
import type { Plan, Step, StepReason } from './plans.ts';
import { notAllowed } from './sources.ts';
import type { Deed } from './types.ts';

/** Whether what was planned still holds when its turn comes: between the two, people, settings and profiles change. Pure. */

type DeedOf<Kind extends Deed['kind']> = Extract<Deed, { kind: Kind }>;
type Tags = Readonly<Record<string, string>>;

/** `skipped`: it is not to be done any more. `failed`: it would be wrong, and what comes after it waits. */
export interface Broken extends StepReason {
  state: 'skipped' | 'failed';
}
const skipped = (key: string, detail: StepReason['detail'] = {}): Broken => ({
  state: 'skipped',
  key,
  detail,
});
const failed = (key: string, detail: StepReason['detail'] = {}): Broken => ({ state: 'failed', key, detail });

/** Of an account that is not in the settings any more there are no credentials: others must not be used in its stead. */
export const placeFault = (place: Place, settings: Pick<Settings, 'accounts' | 'regions'>): Broken | null =>
  placesOf(settings).some((one) => placeKey(one) === placeKey(place))
    ? null
    : failed('placeNotRead', { place: placeKey(place) });

/** Purposes by which somebody gets what the settings of today allow; a move takes along what there was. */
const NEW: ReadonlySet<Plan['purpose']> = new Set(['provision', 'rollOver']);

/**
 * @param person whom it is for; null where the directory does not know them, or several share it
 * @param source null where AWS does not offer it there any more
 */
export function createFault(
  wanted: Wanted,
  purpose: Plan['purpose'],
  person: Pick<Person, 'email' | 'active' | 'costCenter'> | null,
  source: CatalogueEntry | null,
  settings: Pick<Settings, 'policies' | 'vending'>,
): Broken | null {
  if (person?.active === false) return skipped('left');
  if (purpose === 'provision' && person !== null && (person.costCenter ?? '') !== wanted.costCenter)
    return skipped('moved', { from: wanted.costCenter, to: person.costCenter ?? '' });
  if (source === null) return failed('noModel', { model: wanted.sourceId, region: wanted.region });
  if (!NEW.has(purpose)) return null;
  // Their sessions carry the address of today.
  if (person !== null && person.email !== wanted.userEmail) return skipped('renamed', { to: person.email });
  const why = notAllowed(source, settings.policies);
  if (why !== null) return failed(why.key, why.detail);
  const { faults } = furtherTags(settings.vending.tags, wanted.tags);
  // What is no tag of the settings any more does no harm.
  const wrong = faults.find(({ key }) => key !== 'tagUnknown');
  return wrong === undefined
    ? null
    : failed('tagsChanged', { tag: wrong.field.replace(/^tag\./, ''), value: wrong.value ?? '' });
}

/** Somebody set these tags, or whose it is, otherwise since: what they said is not written over. */
export function tagFault(
  { set, remove, before }: Pick<DeedOf<'tag'>, 'set' | 'remove' | 'before'>,
  has: Tags,
  userKey: string,
): Broken | null {
  const looked = [...Object.keys(set), ...remove, ...(userKey in before ? [userKey] : [])];
  const changed = looked.find((key) => has[key] !== before[key] && has[key] !== set[key]);
  return changed === undefined ? null : skipped('changed', { tag: changed, value: has[changed] ?? '' });
}

/** It is somebody else's since, or whoever had left is back. @param person whom it belonged to, as they are now */
export function deleteFault(
  { whose }: Pick<DeedOf<'delete'>, 'whose'>,
  has: Tags,
  userKey: string,
  person: Pick<Person, 'active'> | null,
): Broken | null {
  if (whose === undefined) return null;
  const address = has[userKey] ?? '';
  if (address !== whose.address) return skipped('changed', { tag: userKey, value: address });
  return whose.left && person?.active === true ? skipped('isBack') : null;
}

/** Steps after which an old profile was to go, and of which nothing came: whoever has it keeps it. */
export const isWithoutSuccessor = (
  earlier: readonly Pick<Step, 'deed' | 'state' | 'reason' | 'result'>[],
  isGone: (arn: string) => boolean,
): boolean =>
  earlier.some(
    ({ deed, state, reason, result }) =>
      (deed.kind === 'create' || deed.kind === 'tag') &&
      (state === 'done' ? result !== null && isGone(result) : reason?.key !== 'left'),
  );
