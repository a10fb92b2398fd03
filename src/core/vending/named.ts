import { modelMatcher } from '../models.ts';
import { IN_REGION } from '../policies/choices.ts';
import type { CatalogueEntry } from '../types.ts';
import { geographyOfSource, type ModelOffer } from './offers.ts';

/** Which source somebody means who names a model, and perhaps a route, instead of the source itself. Pure. */

/** What is wrong with it: a key of the words, and what there is instead. */
export interface NotNamed {
  field: 'geography';
  key: 'geographyHere' | 'geographyMissing';
  detail: readonly string[];
}

/**
 * @param model id of a system profile or a model, or what a model is called
 * @param geography '' where none was named: then its own Region where it answers there, or the only route that there is
 * @param offers what can be had in the Region that was chosen
 * @returns the id of a source, which may be none of the catalogue: whoever holds it against that says so
 */
export function sourceNamed(
  catalogue: readonly CatalogueEntry[],
  { model, geography }: { model: string; geography: string },
  offers: readonly ModelOffer[],
): string | NotNamed {
  const profile = catalogue.find(({ type, id }) => type === 'systemProfile' && id === model);
  if (profile !== undefined) {
    const own = geographyOfSource(profile);
    return geography === '' || geography === own ? model : unnamed('geographyHere', [own]);
  }
  const isListed = catalogue.some(({ id }) => id === model);
  const modelKey = isListed ? model : modelMatcher(catalogue).match(model);
  const ways = offers.find((offer) => offer.modelKey === modelKey)?.offers ?? [];
  if (ways.length === 0) return modelKey ?? model;
  const chosen = ways.find((way) => way.geography === (geography || IN_REGION));
  if (chosen !== undefined) return chosen.sourceId;
  const [only, another] = ways;
  if (geography === '' && only !== undefined && another === undefined) return only.sourceId;
  return unnamed(
    geography === '' ? 'geographyMissing' : 'geographyHere',
    ways.map((way) => way.geography),
  );
}

const unnamed = (key: NotNamed['key'], detail: readonly string[]): NotNamed => ({
  field: 'geography',
  key,
  detail,
});
