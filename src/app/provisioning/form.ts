import { dayOf } from '../../core/periods.ts';
import { IN_REGION } from '../../core/policies/choices.ts';
import { placesOf } from '../../core/settings.ts';
import type { Day, Place } from '../../core/types.ts';
import { offersOf } from '../../core/vending/offers.ts';
import type { FurtherTag } from '../../core/vending/tags.ts';
import { tagField } from '../../core/vending/tags.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { namesOf } from '../names.ts';
import type { Typed } from '../typed.ts';
import type { WishTyped } from './plan.ts';

/** What the form of a plan offers, and how it is read. */

/** A model that everybody may have, as the settings of policies say. */
export interface ModelToGive {
  key: string;
  name: string;
  launchedOn: Day | null;
  /** Geographies of its system profiles. */
  routes: readonly string[];
  /** How many people of the directory have a profile of it. */
  people: number;
}

export interface ModelsToGive {
  /** The newest first. */
  models: readonly ModelToGive[];
  /** How many people the directory holds who have not left. */
  everybody: number;
}

export interface PlanOffers extends ModelsToGive {
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
      ...(await readModelsToGive(inside)),
      places: placesOf(settings),
      groups: sorted(people.flatMap(({ groups }) => groups)),
      costCenters: sorted(people.map(({ costCenter }) => costCenter ?? '')),
      tags: settings.vending.tags,
    };
  });

/** Models that people can be given, and how many have them already. @throws Forbidden */
export const readModelsToGive = (asking: Asking): Promise<ModelsToGive> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'plan' });
    const { store, settings, now } = inside;
    const catalogue = await store.profiles.catalogue();
    const names = namesOf(catalogue, []);
    const holders = new Map(
      (await store.profiles.holders(settings.tagKeys.user)).map(({ modelKey, people }) => [modelKey, people]),
    );
    return {
      models: offersOf(catalogue, settings.regions, settings.policies, dayOf(now)).map(
        ({ modelKey, launchedOn, offers }) => ({
          key: modelKey,
          name: names.model(modelKey),
          launchedOn,
          routes: offers.map(({ geography }) => geography).filter((one) => one !== IN_REGION),
          people: holders.get(modelKey) ?? 0,
        }),
      ),
      everybody: (await store.people.count({ scope: 'all', active: true })).people,
    };
  });

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
