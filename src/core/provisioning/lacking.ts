import { type Alias, personIn } from '../aliases.ts';
import { placeKey } from '../places.ts';
import type { CatalogueEntry, Place, Profile } from '../types.ts';
import { tagsOf } from './existing.ts';
import type { PlannedStep, Refused } from './types.ts';
import { titleOf, type Wish } from './wish.ts';

/** Giving a model to whoever has none of it: what they have, whoever made it, and where one more belongs. Pure. */

/** By the person, by whatever address their tag says, all that is there. */
export function profilesOfPeople(
  profiles: readonly Profile[],
  aliases: readonly Alias[],
  userKey: string,
): ReadonlyMap<string, Profile[]> {
  const personOf = personIn(aliases);
  const owned = profiles.filter((one) => one.goneAt === null && (tagsOf(one)[userKey] ?? '') !== '');
  return Map.groupBy(owned, (one) => personOf(tagsOf(one)[userKey] ?? ''));
}

/** The model that a wish names, by itself or by one of its routes. */
export const modelOf = (named: string, catalogue: readonly CatalogueEntry[]): string =>
  catalogue.find(({ id }) => id === named)?.modelKey ?? named;

/**
 * Where most profiles of other models are comes first; of equals, what is named first. Those of the models that are wished
 * count for nothing: half applied and planned again, it is the other half.
 */
export function busiestFirst(
  { models, places }: Pick<Wish, 'models' | 'places'>,
  profiles: readonly Profile[],
  catalogue: readonly CatalogueEntry[],
): Place[] {
  const wished = new Set(models.map((model) => modelOf(model, catalogue)));
  const others = profiles.filter(({ modelKey }) => !wished.has(modelKey));
  const by = Map.groupBy(others, placeKey);
  const count = (place: Place) => by.get(placeKey(place))?.length ?? 0;
  return [...places].sort((a, b) => count(b) - count(a));
}

/** Of each model, how many of so many people have it and how many do not. */
export const havingNotes = (having: ReadonlyMap<string, number>, people: number): Refused[] =>
  [...having].map(([about, have]) => ({
    about,
    key: 'haveIt',
    detail: { have: String(have), lack: String(people - have) },
  }));

/** Whom it gives one, and where: whoever has it is not counted, nor where nobody gets any. */
export function lackingTitle({ models }: Wish, steps: readonly PlannedStep[]): string {
  const made = steps.flatMap(({ deed }) => (deed.kind === 'create' ? [deed.wanted] : []));
  const places = [...new Map(made.map((wanted) => [placeKey(wanted), wanted])).values()];
  return titleOf({ models, places }, new Set(made.map(({ userEmail }) => userEmail)).size);
}
