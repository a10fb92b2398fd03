import { MANAGED_BY, OURS } from '../policies/choices.ts';
import type { Settings } from '../settings.ts';
import type { CatalogueEntry, Place, Profile } from '../types.ts';
import type { Wanted } from '../vending/making.ts';
import type { FurtherTag } from '../vending/tags.ts';
import type { Refused } from './types.ts';

/** Whether there is what somebody wants already. Pure. */

type Tags = Readonly<Record<string, string>>;

/** Today's. */
export const tagsOf = ({ history }: Pick<Profile, 'history'>): Tags => history.at(-1)?.tags ?? {};
/** Whether this product made it: it touches no other. */
export const isOurs = (profile: Pick<Profile, 'history'>): boolean => tagsOf(profile)[MANAGED_BY] === OURS;

/**
 * Whether it is somebody's as those are that were made here: by this product, or by nobody who says so, which is how people
 * make their own with its command or script. They ask with the same token, for which AWS makes one.
 */
export const isOursOrUnmarked = (profile: Pick<Profile, 'history'>): boolean =>
  isOurs(profile) || (tagsOf(profile)[MANAGED_BY] ?? '') === '';

/**
 * What a profile is given before it is deleted, null where it need not be: the printed policy lets only what carries the
 * mark be deleted, and somebody's own script makes them without. Whoever else manages one stays named, and is not overruled.
 */
export const markToDelete = (profile: Pick<Profile, 'history'>): Tags | null =>
  isOursOrUnmarked(profile) && !isOurs(profile) ? { [MANAGED_BY]: OURS } : null;

/** What the settings say of the tags of profiles. */
export interface TagRules {
  keys: Settings['tagKeys'];
  further: readonly FurtherTag[];
}

/**
 * Whether it was made in that place for the same person and model, by this product or by themselves, gone or not: how many of
 * those there are is the attempt of the next making. Of shared ones it is what they are charged to and tagged with that makes them the same.
 */
export function isMadeFor(profile: Profile, wanted: Wanted, rules: TagRules): boolean {
  const tags = tagsOf(profile);
  return (
    (wanted.userEmail === '' ? isOurs(profile) : isOursOrUnmarked(profile)) &&
    profile.accountId === wanted.accountId &&
    profile.region === wanted.region &&
    profile.sourceId === wanted.sourceId &&
    (tags[rules.keys.user] ?? '') === wanted.userEmail &&
    (wanted.userEmail !== '' || isMarkedAlike(tags, wanted, rules))
  );
}

/**
 * Whether tags charge and mark it exactly as somebody asks, one by one: what they leave out is not there either. Further tags
 * that the settings do not name may be there.
 */
export const isMarkedAlike = (
  tags: Tags,
  { costCenter, tags: wanted }: Pick<Wanted, 'costCenter' | 'tags'>,
  { keys, further }: TagRules,
): boolean => tags[keys.costCenter] === costCenter && further.every(({ key }) => tags[key] === wanted[key]);

/**
 * How the tags of a profile stand to what is wanted. `same`: it is charged and marked so. `completed`: what is wanted is
 * missing, or says what the settings no longer allow, so that tags can be set without anything being charged otherwise than
 * it was meant. `other`: it says something else that holds; whoever moved gets another, and the old one is charged as before.
 * A further tag that nobody asks for may say what it likes: a plan gives everybody a profile of a model, whereas who asks for
 * one by one gets what they said (`isMarkedAlike`).
 */
export type Fit = 'same' | 'completed' | 'other';

export function fitOf(
  tags: Tags,
  { costCenter, tags: wanted }: Pick<Wanted, 'costCenter' | 'tags'>,
  { keys, further }: TagRules,
): Fit {
  const charged = tags[keys.costCenter] ?? '';
  if (charged !== '' && charged !== costCenter) return 'other';
  let isWhole = charged !== '';
  for (const rule of further) {
    const [has, want] = [tags[rule.key], wanted[rule.key]];
    if (want === undefined || has === want) continue;
    if (isAllowed(rule, has)) return 'other';
    isWhole = false;
  }
  return isWhole ? 'same' : 'completed';
}

const isAllowed = ({ values }: FurtherTag, has: string | undefined): boolean =>
  has !== undefined && (values === null || values.includes(has));

/** Tags to set so that a profile is what is wanted; none is taken off, which the printed policy of the service would refuse. */
export function missingTags(
  tags: Tags,
  { costCenter, tags: wanted }: Pick<Wanted, 'costCenter' | 'tags'>,
  { keys }: Pick<TagRules, 'keys'>,
): Record<string, string> {
  const should: Record<string, string> = { ...wanted, [keys.costCenter]: costCenter };
  return Object.fromEntries(Object.entries(should).filter(([key, value]) => tags[key] !== value));
}

/** Tags after some were set and others taken off. */
export function tagsAfter(tags: Tags, set: Tags, remove: readonly string[]): Record<string, string> {
  const after = { ...tags, ...set };
  return Object.fromEntries(Object.entries(after).filter(([key]) => !remove.includes(key)));
}

/** Whether it was made from one of these, in one of these places. */
export const isAmong = (
  { sourceId, accountId, region }: Place & { sourceId: string | null },
  entries: readonly CatalogueEntry[],
  places: readonly Place[],
): boolean =>
  entries.some((entry) => entry.id === sourceId && entry.region === region) &&
  places.some((place) => place.accountId === accountId && place.region === region);

/** That another plan (`going`: by ARN) ends all that somebody has of something. Null where something stays. */
export function goingOf(
  same: readonly Pick<Profile, 'arn' | 'name'>[],
  going: ReadonlyMap<string, string>,
): Pick<Refused, 'key' | 'detail'> | null {
  const [first] = same;
  if (first === undefined || !same.every(({ arn }) => going.has(arn))) return null;
  return { key: 'goesByPlan', detail: { profile: first.name, plan: going.get(first.arn) ?? '' } };
}

/** What somebody has for a model in a place. */
export interface Held {
  same: readonly Profile[];
  completed: Profile | null;
  /** For the same, charged or marked otherwise. */
  others: readonly Profile[];
}

export function heldFor(
  wanted: Pick<Wanted, 'costCenter' | 'tags'>,
  entries: readonly CatalogueEntry[],
  places: readonly Place[],
  own: readonly Profile[],
  rules: TagRules,
): Held {
  const here = places.flatMap((place) => own.filter((one) => isAmong(one, entries, [place])));
  const by = Map.groupBy(here, (one) => fitOf(tagsOf(one), wanted, rules));
  return {
    same: by.get('same') ?? [],
    completed: by.get('completed')?.[0] ?? null,
    others: by.get('other') ?? [],
  };
}
