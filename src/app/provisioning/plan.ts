import type { Aws } from '../../aws/types.ts';
import { type Fault, Invalid, isError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { placeKey } from '../../core/places.ts';
import { type PlanFacts, planFor } from '../../core/provisioning/plan.ts';
import type { Proposal } from '../../core/provisioning/types.ts';
import { SPREADS, type Wish } from '../../core/provisioning/wish.ts';
import { placesOf } from '../../core/settings.ts';
import type { CatalogueEntry, Place } from '../../core/types.ts';
import { furtherTags } from '../../core/vending/tags.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';

/** Planning profiles for many: these people × these models × these places. */

/** A wish as somebody typed it, in a form, in options or in a file. */
export interface WishTyped {
  addresses: readonly string[];
  groups: readonly string[];
  costCenters: readonly string[];
  everybody: boolean;
  models: readonly string[];
  /** `account/Region`; none: all that are read. */
  places: readonly string[];
  spread: string;
  tags: Readonly<Record<string, string>>;
  removeOthers: boolean;
}

/**
 * What would have to be done; nothing is kept and nothing changed. AWS is asked once for each place, for its quota, and for no
 * profile.
 * @throws Forbidden; Invalid with every fault at once
 */
export async function planProvisioning(
  asking: Asking,
  aws: Pick<Aws, 'quotas'>,
  typed: WishTyped,
): Promise<Proposal> {
  mustBeAllowed(asking, 'change', { kind: 'plan' });
  const catalogue = await asking.store.profiles.catalogue();
  const wish = wishOf(asking, typed, catalogue);
  const quotas = await quotasOf(asking, aws, wish.places);
  const facts = await inOneReading(asking, (inside) => factsOf(inside, quotas, catalogue));
  return planFor(wish, facts);
}

/** What the ledger knows, within one reading of it. */
export async function factsOf(
  { store, settings }: Asking,
  quotas: PlanFacts['quotas'],
  catalogue: readonly CatalogueEntry[],
): Promise<PlanFacts> {
  return {
    people: await store.people.list(),
    aliases: await store.people.aliases(),
    profiles: await store.profiles.all(),
    making: await store.provisioning.making(),
    going: await store.provisioning.going(),
    catalogue,
    quotas,
    rules: { keys: settings.tagKeys, further: settings.vending.tags },
    allowed: settings.policies,
    allowances: settings.allowances,
  };
}

/**
 * A quota that cannot be read now is the one that was read last; one that never was is a note of the plan and no reason not
 * to make one.
 */
export async function quotasOf(
  { store }: Pick<Asking, 'store'>,
  aws: Pick<Aws, 'quotas'>,
  places: readonly Place[],
): Promise<ReadonlyMap<string, number | null>> {
  const read = await Promise.all(
    places.map((place) =>
      aws.quotas.profileQuota(place).catch((error: unknown) => {
        if (isError(error, 'outside')) return null;
        throw error;
      }),
    ),
  );
  const kept = new Map((await store.profiles.quotas()).map((one) => [placeKey(one), one.quota]));
  return new Map(
    places.map((place, index) => [placeKey(place), read[index] ?? kept.get(placeKey(place)) ?? null]),
  );
}

/** @throws Invalid with every fault */
function wishOf(asking: Asking, typed: WishTyped, catalogue: readonly CatalogueEntry[]): Wish {
  const { addresses, groups, costCenters, everybody, models, removeOthers } = typed;
  const { places, faults } = placesIn(asking, typed.places);
  if (!everybody && addresses.length + groups.length + costCenters.length === 0)
    faults.push({ field: 'people', key: 'wishPeople' });
  for (const [field, names] of Object.entries({ addresses, groups, costCenters, models }))
    faults.push(...twice(field, names));
  faults.push(...modelFaults(models, places, catalogue));
  const spread = SPREADS.find((one) => one === typed.spread);
  if (spread === undefined) faults.push({ field: 'spread', key: 'wishSpread', value: typed.spread });
  const further = furtherTags(asking.settings.vending.tags, typed.tags);
  faults.push(...further.faults);
  if (spread === undefined || faults.length > 0) throw new Invalid(faults);
  const people = { addresses, groups, costCenters, everybody };
  return { people, models, places, spread, tags: further.tags, removeOthers };
}

function twice(field: string, names: readonly string[]): Fault[] {
  const seen = new Set<string>();
  const again = names.filter((name) => seen.size === seen.add(name).size);
  return [...new Set(again)].map((value) => ({ field, key: 'wishTwice', value }));
}

function placesIn(
  { settings }: Pick<Asking, 'settings'>,
  typed: readonly string[],
): { places: Place[]; faults: Fault[] } {
  const all = placesOf(settings);
  const faults = twice('places', typed);
  if (typed.length === 0) return { places: all, faults };
  const known = all.map(placeKey);
  for (const value of typed)
    if (!known.includes(value)) faults.push({ field: 'places', key: 'wishPlace', value, detail: known });
  const places = typed.flatMap((name) => all.find((place) => placeKey(place) === name) ?? []);
  return { places, faults };
}

/** That a model is not everywhere is for the plan to say; that no named Region has it is most often a slip. */
function modelFaults(
  models: readonly string[],
  places: readonly Place[],
  catalogue: readonly CatalogueEntry[],
): Fault[] {
  if (models.length === 0) return [{ field: 'models', key: 'wishModels' }];
  const regions = new Set(places.map(({ region }) => region));
  const names = new Set(
    catalogue.flatMap(({ id, modelKey, region }) =>
      regions.size === 0 || regions.has(region) ? [id, modelKey] : [],
    ),
  );
  return models
    .filter((model) => !names.has(model))
    .map((value) => ({ field: 'models', key: 'wishModel', value, detail: nearest(value, names) }));
}
