import { type Fault, Invalid } from '../core/errors.ts';
import { ownerOf } from '../core/estate.ts';
import { narrowingsOf } from '../core/narrowing.ts';
import { nearestAmong } from '../core/nearest.ts';
import { dayOf, monthOf, monthRange } from '../core/periods.ts';
import type { SpendFilter } from '../core/questions.ts';
import { type Asking, inOneReading, mayDo, scopeOf, sphereOf } from './asking.ts';
import { maySeePerson } from './people/seen.ts';
import { type Typed, tidied } from './typed.ts';
import { budgetsFor, everSpent, visibleProfiles, visibleUsers } from './visible.ts';

/**
 * Whether a name that somebody typed is one that is here already. What matches nothing is most often a slip: it is refused
 * with what may be meant, unless whoever typed it says of that very name that it is right.
 */

const KINDS = ['user', 'costCenter', 'model', 'profile', 'account', 'region'] as const;
type NamedKind = (typeof KINDS)[number];
/** A name that was typed, and where. */
export interface Named {
  field: string;
  kind: NamedKind;
  key: string;
}

/** Whether somebody said of a name that it is right, known or not. */
export type Confirmed = (named: Named) => boolean;

/** Said in the field `unknown.FIELD`, by the name itself: said of another name it says nothing. */
export const confirmedIn = (typed: Typed): Confirmed => {
  const read = tidied(typed);
  return ({ field, key }) => read[`unknown.${field}`] === key;
};
export const ANY_NAME: Confirmed = () => true;
export const NO_NAME: Confirmed = () => false;

/** Keys of the faults of such names, as the messages have them. */
export const UNKNOWN = {
  user: 'unknownUser',
  costCenter: 'unknownCostCenter',
  model: 'unknownModel',
  profile: 'unknownProfile',
  account: 'unknownAccount',
  region: 'unknownRegion',
  /** Asked by `app/budgets/part`. */
  part: 'unknownPart',
  team: 'unknownTeam',
} as const;
export const isUnknown = ({ key }: Pick<Fault, 'key'>): boolean =>
  Object.values<string>(UNKNOWN).includes(key);

/**
 * What of a kind is not here, with what may be meant. While nothing of that kind is here at all, everything is new.
 * @returns a fault for each, in their order
 */
export async function unknownAmong(asking: Asking, named: readonly Named[]): Promise<Fault[]> {
  const here = new Map<NamedKind, ReadonlySet<string>>();
  for (const { kind } of named) if (!here.has(kind)) here.set(kind, await namesOf(asking, kind));
  const strange = named.filter(({ kind, key }) => {
    const names = here.get(kind) ?? new Set();
    return names.size > 0 && !names.has(key);
  });
  const near = new Map([...here].map(([kind, names]) => [kind, nearestAmong(names)]));
  return strange.map(({ field, kind, key }, at) => ({
    ...{ field, key: UNKNOWN[kind], value: key },
    detail: at < MOST_MEANT ? (near.get(kind)?.(key) ?? []) : [],
  }));
}
/** So many are told what may be meant: each is compared with every name, and of hundreds it is no slip. */
const MOST_MEANT = 10;

/** The same by itself, of what somebody looks for. */
export const unknownSought = (asking: Asking, named: readonly Named[]): Promise<Fault[]> =>
  inOneReading(asking, (inside) => unknownAmong(inside, named));

/** @throws Invalid with every name that is not here and that nobody confirmed */
export async function mustBeKnown(
  asking: Asking,
  named: readonly Named[],
  confirmed: Confirmed,
): Promise<void> {
  const faults = await unknownAmong(
    asking,
    named.filter((one) => !confirmed(one)),
  );
  if (faults.length > 0) throw new Invalid(faults);
}

/** A value of a filter that nothing here is called by: no figure can come of it, which must not look like nothing spent. */
export interface UnknownValue {
  parameter: NamedKind;
  value: string;
  didYouMean: readonly string[];
}
/** Beyond so many values it takes less to read every name once than to ask for each. */
const MOST_ASKED = 10;

/** Values of a filter that nothing here is called by. Of what was ever spent on it is not asked further. */
export async function unknownIn(asking: Asking, filter: SpendFilter): Promise<UnknownValue[]> {
  const given = KINDS.flatMap((kind) =>
    (filter[kind] ?? []).filter((key) => key !== '').map((key) => ({ field: kind, kind, key })),
  );
  const left: Named[] = [];
  for (const one of given)
    if (given.length > MOST_ASKED || !(await everSpent(asking, { [one.kind]: [one.key] }))) left.push(one);
  return (await unknownAmong(asking, left)).map(({ field, value = '', detail }) => ({
    parameter: field as NamedKind,
    value,
    didYouMean: Array.isArray(detail) ? detail : [],
  }));
}

/** Every name of a kind that whoever asks may know of. */
async function namesOf(asking: Asking, kind: NamedKind): Promise<ReadonlySet<string>> {
  const { store, viewer } = asking;
  if (kind !== 'user' && kind !== 'costCenter') return new Set(await OFFERED[kind](asking));
  const people = (await store.people.find({ scope: sphereOf(asking) }, null)).filter((one) =>
    maySeePerson(asking, one),
  );
  const budgets = (await budgetsFor(asking, monthRange(monthOf(dayOf(asking.now))))).visible.flatMap(
    ({ scope }) => (scope.kind === kind ? [scope.key] : []),
  );
  const found =
    kind === 'user'
      ? [viewer.email, ...(await addressesOf(asking, people)), ...(await visibleUsers(asking))]
      : [
          viewer.costCenter,
          ...viewer.ownedCostCenters,
          ...people.map(({ costCenter }) => costCenter ?? ''),
          ...(await visibleProfiles(asking)).map((one) => ownerOf(one, asking.settings.tagKeys).costCenter),
          ...(await costCentersOfGrants(asking)),
          ...(await namesOfSpend(asking, 'costCenter')),
        ];
  const names = new Set([...budgets, ...found]);
  names.delete('');
  return names;
}

/** Names for an example: where anything is here, one that whoever asks may know of; null: nothing is. */
export interface ExampleNames {
  user: string | null;
  costCenter: string | null;
  /** Of models. */
  family: string | null;
}

/** Names for an example that can be applied: those of whoever asks, else of the first in the directory whom they may see. */
export const exampleNames = (asking: Asking): Promise<ExampleNames> =>
  inOneReading(asking, async (inside) => {
    const { email, costCenter, ownedCostCenters } = inside.viewer;
    const [first] = await inside.store.people.find({ scope: sphereOf(inside) }, { limit: 1, offset: 0 });
    const { families } = narrowingsOf(await knownModels(inside));
    return {
      user: email || (first?.email ?? null),
      costCenter: costCenter || [...ownedCostCenters].sort()[0] || (first?.costCenter ?? null),
      family: families.find((one) => one !== '') ?? null,
    };
  });

/** Any address of somebody is as good a name for them. */
async function addressesOf({ store }: Asking, people: readonly { email: string }[]): Promise<string[]> {
  const own = new Set(people.map(({ email }) => email));
  const others = (await store.people.aliases()).filter(({ email }) => own.has(email));
  return [...own, ...others.map(({ alias }) => alias)];
}

const costCentersOfGrants = async (asking: Asking): Promise<string[]> =>
  mayDo(asking, 'see', { kind: 'directory' })
    ? (await asking.store.people.grants()).map(({ costCenter }) => costCenter)
    : [];

/** What AWS offers is no secret, nor what the settings read; what was spent on what is there no longer is known as well. */
const OFFERED = {
  model: async (asking: Asking) => [
    ...(await asking.store.profiles.catalogue()).map(({ modelKey }) => modelKey),
    ...(await namesOfSpend(asking, 'model')),
  ],
  profile: async (asking: Asking) => (await visibleProfiles(asking)).map(({ arn }) => arn),
  account: async (asking: Asking) => [
    ...asking.settings.accounts.map(({ accountId }) => accountId),
    ...(await namesOfSpend(asking, 'account')),
  ],
  region: async (asking: Asking) => [
    ...asking.settings.regions,
    ...(await visibleProfiles(asking)).map(({ region }) => region),
  ],
};

/** Models that AWS offers, or that something was spent on. */
export const knownModels = (asking: Asking): Promise<string[]> => OFFERED.model(asking);

async function namesOfSpend(asking: Asking, kind: 'costCenter' | 'model' | 'account'): Promise<string[]> {
  const { spend } = asking.store;
  const range = await spend.range();
  if (range === null) return [];
  const ask = { range, basis: 'best' as const, filter: {}, scope: scopeOf(asking) };
  return (await spend.amounts({ ...ask, groupBy: [kind] })).map(({ keys }) => keys[0] ?? '');
}
