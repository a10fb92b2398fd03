import type { CatalogueEntry } from '../types.ts';

/** Which entry of a Region's catalogue is meant by a model and a geography. Pure. */

/** The geography of a model that is called in its own Region. */
export const IN_REGION = 'inRegion';

/** What stands before the model in the id of a system profile: `eu`, `global` …; `inRegion` of a model. */
export const geographyOf = ({ type, id, modelKey }: CatalogueEntry): string =>
  type === 'model' ? IN_REGION : id.endsWith(`.${modelKey}`) ? id.slice(0, -modelKey.length - 1) : id;

/**
 * @param geography undefined: whichever, where there is but one
 * @returns the id of the one that is meant; else the geographies that the model has there, none where it is not there
 */
export function sourceFor(
  catalogue: readonly CatalogueEntry[],
  { region, model, geography }: { region: string; model: string; geography: string | undefined },
): { id: string } | { id: null; geographies: string[] } {
  const here = catalogue.filter((one) => one.region === region && one.modelKey === model);
  const meant = here.filter((one) => geography === undefined || geographyOf(one) === geography);
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return { id: only.id };
  return { id: null, geographies: [...new Set(here.map(geographyOf))].sort() };
}
