import {
  allowsGeography,
  allowsModel,
  GLOBAL,
  geographyOf,
  IN_REGION,
  MODEL_PATTERN,
  type PolicySettings,
} from '../policies/choices.ts';
import type { CatalogueEntry, Day, ModelAbout } from '../types.ts';

/** What somebody can get a profile for: models of the catalogue by the routes that they have, as the administrator allows. Pure. */

/** One way to call a model. */
export interface Offer {
  /** What a profile is copied from: the id of a system profile, or of a model that answers in its own Region. */
  sourceId: string;
  /** `in-region`, `us`, `eu`, `jp`, …, `global`. */
  geography: string;
  /** Where it can be had, sorted. */
  regions: readonly string[];
}

/** A model with the ways to call it: its own Region first, then geographies, global last. */
export interface ModelOffer {
  modelKey: string;
  launchedOn: Day | null;
  offers: readonly Offer[];
}

export type AllowedBy = Pick<PolicySettings, 'models' | 'geographies'>;

/** Why a source cannot be had in a Region: a key of the words, the field at fault, and what there is instead. */
export interface NotOffered {
  field: 'source' | 'place';
  key: 'sourceHere' | 'placeHere' | 'sourceEnded' | 'modelDenied' | 'geographyDenied' | 'sourceRouted';
  detail: readonly string[];
}

/** The route of what a profile is copied from. */
export const geographyOfSource = ({ type, id }: Pick<CatalogueEntry, 'type' | 'id'>): string =>
  type === 'model' ? IN_REGION : geographyOf(id);

/** All that these Regions have and the administrator allows, the newest models first. */
export function offersOf(
  catalogue: readonly CatalogueEntry[],
  regions: readonly string[],
  allowed: AllowedBy,
  today: Day,
): ModelOffer[] {
  const about = aboutModels(catalogue);
  const here = catalogue.filter(({ region }) => regions.includes(region));
  const routed = routedModels(here);
  const sources = here.filter((entry) => {
    const facts = about(entry);
    return (
      deniedBy(allowed, entry) === null && !hasEnded(facts, today) && canBeSource(entry, facts, routed(entry))
    );
  });
  const byModel = Map.groupBy(sources, ({ modelKey }) => modelKey);
  return [...byModel]
    .map(([modelKey, entries]) => ({
      modelKey,
      launchedOn: earliest(entries.map((entry) => about(entry)?.launchedOn ?? null)),
      offers: offersAmong(entries),
    }))
    .sort(newestFirst);
}

function offersAmong(entries: readonly CatalogueEntry[]): Offer[] {
  const byId = Map.groupBy(entries, ({ id }) => id);
  return [...byId.values()]
    .flatMap((same) => {
      const [first] = same;
      const regions = [...new Set(same.map(({ region }) => region))].sort();
      return first === undefined
        ? []
        : [{ sourceId: first.id, geography: geographyOfSource(first), regions }];
    })
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.sourceId < b.sourceId ? -1 : 1));
}
const rankOf = ({ geography }: Offer): number => (geography === IN_REGION ? 0 : geography === GLOBAL ? 2 : 1);

/** Those of them by which the policies allow calls: nobody is advised to take another way. */
export const callableOf = (
  models: readonly ModelOffer[],
  geographies: PolicySettings['geographies'],
): ModelOffer[] =>
  models
    .map((model) => ({
      ...model,
      offers: model.offers.filter(({ geography }) => allowsGeography(geographies, geography)),
    }))
    .filter(({ offers }) => offers.length > 0);

/**
 * The entry of the catalogue that a profile is copied from, or why there is none.
 * @param places Regions that there are to choose from
 */
export function sourceOf(
  catalogue: readonly CatalogueEntry[],
  { sourceId, region }: { sourceId: string; region: string },
  allowed: AllowedBy,
  today: Day,
  places: readonly string[],
): CatalogueEntry | NotOffered {
  const same = catalogue.filter(({ id, region: where }) => id === sourceId && places.includes(where));
  const [any] = same;
  if (any === undefined) return { field: 'source', key: 'sourceHere', detail: [] };
  const denied = deniedBy(allowed, any);
  if (denied !== null) return denied;
  const found = same.find((entry) => entry.region === region);
  const entry = found ?? any;
  const facts = aboutModels(catalogue)(entry);
  if (hasEnded(facts, today)) return { field: 'source', key: 'sourceEnded', detail: [] };
  const routes = catalogue.filter(
    (one) => one.type === 'systemProfile' && one.modelKey === entry.modelKey && one.region === entry.region,
  );
  if (!canBeSource(entry, facts, routes.length > 0))
    return { field: 'source', key: 'sourceRouted', detail: routes.map(({ id }) => id).sort() };
  return (
    found ?? { field: 'place', key: 'placeHere', detail: [...new Set(same.map((one) => one.region))].sort() }
  );
}

/** What the administrator's settings say against a source; null: nothing. */
function deniedBy({ models, geographies }: AllowedBy, entry: CatalogueEntry): NotOffered | null {
  if (!allowsModel(models, entry.modelKey))
    return {
      field: 'source',
      key: 'modelDenied',
      detail: (models ?? []).filter((one) => MODEL_PATTERN.test(one)),
    };
  if (geographies !== null && !geographies.includes(geographyOfSource(entry)))
    return { field: 'source', key: 'geographyDenied', detail: geographies };
  return null;
}

/**
 * Whether a profile can be copied from it: from every system profile, and from a model that answers by itself. Where nobody
 * asked AWS which do, those do that have no route across Regions.
 */
const canBeSource = (entry: CatalogueEntry, about: ModelAbout | null, isRouted: boolean): boolean =>
  entry.type === 'systemProfile' || (about === null ? !isRouted : about.onDemand);

function routedModels(catalogue: readonly CatalogueEntry[]): (entry: CatalogueEntry) => boolean {
  const routed = new Set(
    catalogue
      .filter(({ type }) => type === 'systemProfile')
      .map(({ modelKey, region }) => `${region} ${modelKey}`),
  );
  return ({ modelKey, region }) => routed.has(`${region} ${modelKey}`);
}

/** What is known of the model of an entry: in its Region, else in any other. */
function aboutModels(catalogue: readonly CatalogueEntry[]): (entry: CatalogueEntry) => ModelAbout | null {
  const known = new Map<string, ModelAbout>();
  for (const { type, id, region, about } of catalogue) {
    if (type !== 'model' || about === undefined) continue;
    known.set(`${region} ${id}`, about);
    if (!known.has(id)) known.set(id, about);
  }
  return ({ modelKey, region }) => known.get(`${region} ${modelKey}`) ?? known.get(modelKey) ?? null;
}

/** Of new profiles of what AWS calls legacy nobody has anything: it is on its way out. */
const hasEnded = (about: ModelAbout | null, today: Day): boolean =>
  about !== null && (about.isLegacy || (about.endsOn !== null && about.endsOn <= today));

const earliest = (days: readonly (Day | null)[]): Day | null =>
  days.reduce((first, day) => (first === null || (day !== null && day < first) ? day : first), null);

/** By the day on which AWS launched them; those of which nobody knows it after these, by the numbers in their names. */
function newestFirst(a: ModelOffer, b: ModelOffer): number {
  if (a.launchedOn !== b.launchedOn) return (a.launchedOn ?? '') < (b.launchedOn ?? '') ? 1 : -1;
  return byVersion(b.modelKey, a.modelKey) || (a.modelKey < b.modelKey ? -1 : 1);
}

const DATE_OR_REVISION = /-\d{8}(?=-|:|$)|-v\d+(:\d+)?$|:\d+$/g;

/** Order of versions, the older first: `4-5`, `4-6`, `4-7`, `5`; sizes such as `70b` are no versions. */
export function byVersion(a: string, b: string): number {
  const [one, other] = [a, b].map((key) =>
    [...key.replaceAll(DATE_OR_REVISION, '').matchAll(/(?<![a-z\d])\d+(?![a-z\d])/g)].map(Number),
  );
  for (let at = 0; at < Math.max(one?.length ?? 0, other?.length ?? 0); at++) {
    const apart = (one?.[at] ?? 0) - (other?.[at] ?? 0);
    if (apart !== 0) return apart;
  }
  return 0;
}
