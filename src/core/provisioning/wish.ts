import { type Alias, type PersonOf, personIn } from '../aliases.ts';
import { TAG_VALUE } from '../directory.ts';
import { nearestAmong } from '../nearest.ts';
import type { Person } from '../people.ts';
import { placeKey } from '../places.ts';
import type { Place } from '../types.ts';
import { isName, peopleCalled } from '../vending/whom.ts';
import type { Refused } from './types.ts';

/** These people × these models × these places, and which people those are. Pure. */

/** Whom profiles are for. */
export interface WishedPeople {
  /** Or names, each of one person in the directory. */
  addresses: readonly string[];
  /** Groups of the directory. */
  groups: readonly string[];
  costCenters: readonly string[];
  everybody: boolean;
}

export const SPREADS = ['each', 'oneOf', 'lacking'] as const;
/**
 * `each`: a profile in each of the places. `oneOf`: one of a model, wherever there is room, in the order of the places.
 * `lacking`: one of a model for whoever has none of it, whoever made it, by whatever route and anywhere: where they have
 * others, else where most people have theirs.
 */
export type Spread = (typeof SPREADS)[number];

export interface Wish {
  people: WishedPeople;
  /** Ids of system profiles, or of models: of these the route is chosen. */
  models: readonly string[];
  places: readonly Place[];
  spread: Spread;
  /** Further tags of all of them. */
  tags: Readonly<Record<string, string>>;
  /** Deletes what else this product made for these people in these places. */
  removeOthers: boolean;
}

/** Somebody whom profiles can be made for. */
export interface Chosen {
  email: string;
  costCenter: string;
}

const refuse = (about: string, key: string, detail: Refused['detail'] = {}): Refused => ({
  about,
  key,
  detail,
});

/** Who is meant, by address; and who cannot get one, or is not there, with why. */
export function chosenPeople(
  wished: WishedPeople,
  people: readonly Person[],
  aliases: readonly Alias[],
): { people: Chosen[]; refused: Refused[] } {
  const personOf = personIn(aliases);
  const named = addressesOf(wished.addresses, people);
  const refused = [
    ...strangers({ ...wished, addresses: named.addresses }, people, personOf),
    ...named.refused,
  ];
  const addresses = new Set(named.addresses.map(personOf));
  const meant = people
    .filter((person) => isMeant(person, wished, addresses))
    .sort((a, b) => (a.email < b.email ? -1 : 1));
  const found: Chosen[] = [];
  for (const person of meant) {
    const why = whyNot(person);
    if (why === null) found.push({ email: person.email, costCenter: person.costCenter ?? '' });
    else refused.push(why);
  }
  return { people: found, refused };
}

/** By names as well: whom one person is called by. */
function addressesOf(
  written: readonly string[],
  people: readonly Person[],
): { addresses: string[]; refused: Refused[] } {
  const addresses: string[] = [];
  const refused: Refused[] = [];
  for (const one of written) {
    const { found, exactly } = isName(one) ? peopleCalled(one, people) : { found: [], exactly: 0 };
    const [first] = found;
    // What nobody is called is looked for among addresses, which says what is near.
    if (first === undefined) addresses.push(one);
    else if (exactly === 1) addresses.push(first.email);
    else refused.push(refuse(one, 'whoIsMeant', { near: found.map(({ email }) => email).join(', ') }));
  }
  return { addresses, refused };
}

/** Of everybody those are not meant who have left. */
const isMeant = (
  { email, groups, costCenter, active }: Person,
  wished: WishedPeople,
  addresses: ReadonlySet<string>,
): boolean =>
  addresses.has(email) ||
  groups.some((group) => wished.groups.includes(group)) ||
  wished.costCenters.includes(costCenter ?? '') ||
  (wished.everybody && active);

/** To find what was meant every name is compared with all: where most are wrong, it is no slip. */
const MOST_NEAR = 100;

/** Names that nobody has. */
function strangers(wished: WishedPeople, people: readonly Person[], personOf: PersonOf): Refused[] {
  const known = new Set(people.map(({ email }) => email));
  const groups = new Set(people.flatMap((person) => person.groups));
  const centers = new Set(people.flatMap(({ costCenter }) => costCenter ?? []));
  const strange = (names: readonly string[], key: string, there: ReadonlySet<string>) => {
    const near = nearestAmong(there);
    return names
      .filter((name) => !there.has(key === 'unknownPerson' ? personOf(name) : name))
      .map((name, at) => refuse(name, key, { near: at < MOST_NEAR ? near(name).join(', ') : '' }));
  };
  return [
    ...strange(wished.addresses, 'unknownPerson', known),
    ...strange(wished.groups, 'unknownGroup', groups),
    ...strange(wished.costCenters, 'unknownCostCenter', centers),
  ];
}

function whyNot({ email, active, costCenter }: Person): Refused | null {
  if (!active) return refuse(email, 'left');
  if (!TAG_VALUE.test(email)) return refuse(email, 'noTagEmail');
  if (costCenter === null || costCenter === '') return refuse(email, 'noCostCenter');
  return TAG_VALUE.test(costCenter) ? null : refuse(email, 'noTagCostCenter', { costCenter });
}

const MOST_NAMED = 3;
/** What a plan of a wish is called, in no language: how many people, which models, where. */
export function titleOf({ models, places }: Pick<Wish, 'models' | 'places'>, people: number): string {
  const some = (names: readonly string[]) =>
    names.length <= MOST_NAMED
      ? names.join(', ')
      : `${names.slice(0, MOST_NAMED).join(', ')} +${names.length - MOST_NAMED}`;
  return [String(people), some(models), some(places.map(placeKey))].filter((part) => part !== '').join(' × ');
}
