import { geographyOf } from '../../core/policies/choices.ts';
import { placesOf } from '../../core/settings.ts';
import type { CatalogueEntry, Place } from '../../core/types.ts';
import type { FurtherTag } from '../../core/vending/tags.ts';
import { tagField } from '../../core/vending/tags.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { namesOf } from '../names.ts';
import type { Typed } from '../typed.ts';
import type { WishTyped } from './plan.ts';

/** What the form of a plan offers, and how it is read. */

export interface PlanOffers {
  /** By their names; each with the geographies of its system profiles. */
  models: readonly { key: string; name: string; routes: readonly string[] }[];
  places: readonly Place[];
  groups: readonly string[];
  costCenters: readonly string[];
  tags: readonly FurtherTag[];
}

/** @throws Forbidden */
export const readPlanOffers = (asking: Asking): Promise<PlanOffers> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'plan' });
    const { store, settings } = inside;
    const people = (await store.people.list()).filter(({ active }) => active);
    const sorted = (names: readonly string[]) => [...new Set(names)].filter((name) => name !== '').sort();
    return {
      models: modelsIn(await store.profiles.catalogue()),
      places: placesOf(settings),
      groups: sorted(people.flatMap(({ groups }) => groups)),
      costCenters: sorted(people.map(({ costCenter }) => costCenter ?? '')),
      tags: settings.vending.tags,
    };
  });

function modelsIn(catalogue: readonly CatalogueEntry[]): PlanOffers['models'] {
  const names = namesOf(catalogue, []);
  return [...Map.groupBy(catalogue, ({ modelKey }) => modelKey)]
    .map(([key, entries]) => ({
      key,
      name: names.model(key),
      routes: [
        ...new Set(entries.flatMap(({ type, id }) => (type === 'systemProfile' ? [geographyOf(id)] : []))),
      ].sort(),
    }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1));
}

/** Fields of what is chosen of a list: the name of each stands in its field. */
export const MODEL_FIELD = 'model.';
export const PLACE_FIELD = 'place.';
export const GROUP_FIELD = 'group.';
export const COST_CENTER_FIELD = 'costCenter.';
const TAG_FIELD = tagField('');

const linesIn = (text = '', between = /\r?\n/): string[] =>
  text
    .split(between)
    .map((line) => line.trim())
    .filter((line) => line !== '');
const named = (typed: Typed, field: string): string[] =>
  Object.entries(typed).flatMap(([name, value]) =>
    name.startsWith(field) && value !== '' ? [name.slice(field.length)] : [],
  );

/** Several addresses may stand in a line, as they are pasted; a name is all of its line. */
const addressesIn = (line: string): string[] => (line.includes('@') ? linesIn(line, /\s+/) : [line]);

/** What was typed in the form; names that stand in several lines of one field may stand there twice. */
export const wishIn = (typed: Typed): WishTyped => ({
  addresses: linesIn(typed.addresses, /\r?\n|[,;]/).flatMap(addressesIn),
  groups: [...new Set([...named(typed, GROUP_FIELD), ...linesIn(typed.groups)])],
  costCenters: [...new Set([...named(typed, COST_CENTER_FIELD), ...linesIn(typed.costCenters)])],
  everybody: typed.everybody === 'yes',
  models: [...named(typed, MODEL_FIELD), ...linesIn(typed.models, /[\s,;]+/)],
  places: named(typed, PLACE_FIELD),
  spread: typed.spread ?? 'each',
  tags: Object.fromEntries(named(typed, TAG_FIELD).map((key) => [key, typed[tagField(key)] ?? ''])),
  removeOthers: typed.removeOthers === 'yes',
});
