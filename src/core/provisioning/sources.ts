import { allowsModel, GLOBAL, geographyOf, IN_REGION, type PolicySettings } from '../policies/choices.ts';
import type { CatalogueEntry } from '../types.ts';

/** What a profile for a model is copied from in a Region. Pure. */

export type Allowed = Pick<PolicySettings, 'geographies' | 'models'>;

/** Entries that a model's name stands for, the one that is taken first; or why there is none. */
export type Sources =
  | { entries: readonly [CatalogueEntry, ...CatalogueEntry[]] }
  | { key: string; detail: Readonly<Record<string, string>> };

/** Within which geography calls of it stay. */
export const routeOf = ({ type, id }: CatalogueEntry): string =>
  type === 'model' ? IN_REGION : geographyOf(id);
/** A geography keeps calls within it, and has models that the Region itself does not run; the global route goes anywhere. */
const order = (entry: CatalogueEntry): number => {
  const route = routeOf(entry);
  return route === GLOBAL ? 1 : route === IN_REGION ? 2 : 0;
};

/**
 * @param model id of a system profile, which is taken as it is; or of a model, of which the route is chosen among those that
 * the settings of policies allow: geographic before global, and the model itself where it has no route
 */
export function sourcesOf(
  model: string,
  region: string,
  catalogue: readonly CatalogueEntry[],
  allowed: Allowed,
): Sources {
  const here = catalogue.filter((entry) => entry.region === region);
  const named = here.filter(({ id, type }) => id === model && type === 'systemProfile');
  const found = named.length > 0 ? named : here.filter(({ modelKey }) => modelKey === model);
  if (found.length === 0) return { key: 'noModel', detail: { model, region } };
  if (found.every(({ modelKey }) => !allowsModel(allowed.models, modelKey)))
    return { key: 'modelNotAllowed', detail: { model } };
  const open = found.filter(
    (entry) => allowed.geographies === null || allowed.geographies.includes(routeOf(entry)),
  );
  const [first, ...others] = [...open].sort((a, b) => order(a) - order(b) || (a.id < b.id ? -1 : 1));
  if (first === undefined)
    return { key: 'geographyNotAllowed', detail: { geography: [...new Set(found.map(routeOf))].join(', ') } };
  return { entries: [first, ...others] };
}

/** Why the settings of policies do not allow it; null where they do. */
export function notAllowed(
  entry: CatalogueEntry,
  { models, geographies }: Allowed,
): { key: string; detail: Readonly<Record<string, string>> } | null {
  if (!allowsModel(models, entry.modelKey))
    return { key: 'modelNotAllowed', detail: { model: entry.modelKey } };
  const route = routeOf(entry);
  return geographies === null || geographies.includes(route)
    ? null
    : { key: 'geographyNotAllowed', detail: { geography: route } };
}
