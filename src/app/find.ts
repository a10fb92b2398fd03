import { LRUCache } from 'lru-cache';
import { budgetThing, may, type Viewer } from '../core/access.ts';
import { type BudgetSlot, scopeKeyOf } from '../core/budgets.ts';
import { findable, meant, type Sought as Words } from '../core/find.ts';
import { isUnknownModel } from '../core/models.ts';
import { type Asking, inOneReading, mayDo, scopeOf, sphereOf } from './asking.ts';
import { readNames } from './names.ts';
import { maySeePerson } from './people/seen.ts';
import { showsPeople } from './privacy/shown.ts';
import { costCentersOf, profileQuestion, visibleUsers } from './visible.ts';

/** What is meant by what somebody types, among all that they may see: what they may not see is as if it were not there. */

interface Sought {
  /** What it is looked for in, as `core/find` makes it. */
  text: string;
}
export interface PersonFound extends Sought {
  email: string;
  name: string | null;
  /** '' where the directory says none. */
  costCenter: string;
  /** Whether the directory holds them, as somebody who has not left. */
  isHere: boolean;
  /** All of theirs, one after the other. */
  addresses: string;
}
export interface NamedFound extends Sought {
  key: string;
  name: string;
}
export interface ProfileFound extends NamedFound {
  model: string;
  isGone: boolean;
}
export interface BudgetFound extends Sought {
  id: string;
  slot: BudgetSlot;
  /** Of the person that it is for, where it is for one. */
  name: string | null;
}

/** Of each kind those that are meant, the likeliest first. */
export interface Found {
  people: PersonFound[];
  costCenters: NamedFound[];
  models: NamedFound[];
  profiles: ProfileFound[];
  budgets: BudgetFound[];
}
/** Lists of everything that somebody may see, each in the order of its names. */
type Seen = { readonly [Kind in keyof Found]: readonly Found[Kind][number][] };

export const NOTHING_FOUND: Found = { people: [], costCenters: [], models: [], profiles: [], budgets: [] };

/** Lists of so many who look for something are kept; those who see everything share one. */
const MOST_KEPT = 50;

interface Kept {
  /** Of the ledger. */
  version: string;
  seen: Promise<Seen>;
  /** As they were made last: of most names the text that they are looked for in is known. */
  last: Seen | null;
}

/**
 * Finds things by their names. What somebody may see is listed once for each state of the ledger: while they type it is only
 * looked through.
 */
export class Finder {
  readonly #kept = new LRUCache<string | Viewer, Kept>({ max: MOST_KEPT });
  readonly #slotNames: (slot: BudgetSlot) => readonly string[];

  /** @param slotNames how a budget is called on pages, beside whom it is for */
  constructor(slotNames: (slot: BudgetSlot) => readonly string[]) {
    this.#slotNames = slotNames;
  }

  /** @param sought words, as `soughtIn` makes them */
  async find(asking: Asking, sought: Words): Promise<Found> {
    asking.noteAsked();
    if (sought.length === 0) return NOTHING_FOUND;
    const { people, costCenters, models, profiles, budgets } = await this.#seenBy(asking);
    return {
      people: meant(people, sought),
      costCenters: meant(costCenters, sought),
      models: meant(models, sought),
      profiles: meant(profiles, sought),
      budgets: meant(budgets, sought),
    };
  }

  async #seenBy(asking: Asking): Promise<Seen> {
    const { ledger: version } = await asking.store.version.get();
    const seesAll = may(asking.viewer, 'see', { kind: 'bill' }) && showsPeople(asking);
    const key = seesAll ? 'all' : asking.viewer;
    const kept = this.#kept.get(key);
    if (kept?.version === version) return kept.seen;
    const seen = inOneReading(asking, (inside) => listsOf(inside, this.#slotNames, kept?.last ?? null));
    const made: Kept = { version, seen, last: kept?.last ?? null };
    this.#kept.set(key, made);
    try {
      made.last = await seen;
      return made.last;
    } catch (error) {
      // Whoever comes next asks again.
      this.#kept.delete(key);
      throw error;
    }
  }
}

async function listsOf(
  asking: Asking,
  slotNames: (slot: BudgetSlot) => readonly string[],
  last: Seen | null,
): Promise<Seen> {
  const people = await peopleOf(asking, last?.people ?? []);
  const spent = await spentOf(asking);
  const names = await readNames(asking, []);
  const named = (key: string, name: string): NamedFound => ({ key, name, text: findable([name, key]) });
  const before = new Map(last?.profiles.map((one) => [one.key, one]));
  return {
    people,
    costCenters: ordered(spent.costCenters.map((key) => named(key, key))),
    models: ordered(
      spent.models.filter((key) => !isUnknownModel(key)).map((key) => named(key, names.model(key))),
    ),
    profiles: (await asking.store.profiles.named(profileQuestion(asking))).map(
      ({ shortId, name, modelKey, isGone }) => {
        const known = before.get(shortId);
        const text = known?.name === name ? known.text : findable([name, shortId]);
        return { key: shortId, name, model: names.model(modelKey), isGone, text };
      },
    ),
    budgets: await budgetsOf(asking, people, slotNames, last?.budgets ?? []),
  };
}

const ordered = (found: NamedFound[]): NamedFound[] => found.sort((a, b) => (a.name < b.name ? -1 : 1));

/** Everybody of the directory whom they may see, and whoever else spent something or owns a profile. */
async function peopleOf(asking: Asking, last: readonly PersonFound[]): Promise<PersonFound[]> {
  const { store } = asking;
  const seen = (await store.people.find({ scope: sphereOf(asking) }, null)).filter((one) =>
    maySeePerson(asking, one),
  );
  const others = await visibleUsers(asking, { unknown: true });
  const aliases = Map.groupBy(await store.people.aliases(), ({ email }) => email);
  const before = new Map(last.map((one) => [one.email, one]));
  const found = (one: Omit<PersonFound, 'text' | 'addresses'>): PersonFound => {
    const { email, name } = one;
    const addresses = [email, ...(aliases.get(email) ?? []).map(({ alias }) => alias)].join(' ');
    const known = before.get(email);
    const isKnown = known?.name === name && known.addresses === addresses;
    return { ...one, addresses, text: isKnown ? known.text : findable([name ?? '', addresses]) };
  };
  const people = [
    ...seen.map(({ email, name, costCenter, active }) =>
      found({ email, name, costCenter: costCenter ?? '', isHere: active }),
    ),
    ...others.map((email) => found({ email, name: null, costCenter: '', isHere: false })),
  ];
  // Those who left come after those who are here.
  return people.sort(
    (a, b) => Number(b.isHere) - Number(a.isHere) || ((a.name ?? a.email) < (b.name ?? b.email) ? -1 : 1),
  );
}

/** Cost centers and models with spend that they may see: the others have no page. */
async function spentOf(asking: Asking): Promise<{ costCenters: string[]; models: string[] }> {
  const range = await asking.store.spend.range();
  if (range === null) return { costCenters: [], models: [] };
  const ask = { range, basis: 'best' as const, filter: {}, scope: scopeOf(asking) };
  const keys = async (group: 'costCenter' | 'model') =>
    (await asking.store.spend.amounts({ ...ask, groupBy: [group] }))
      .map((row) => row.keys[0] ?? '')
      .filter((key) => key !== '');
  return { costCenters: await keys('costCenter'), models: await keys('model') };
}

async function budgetsOf(
  asking: Asking,
  people: readonly PersonFound[],
  slotNames: (slot: BudgetSlot) => readonly string[],
  last: readonly BudgetFound[],
): Promise<BudgetFound[]> {
  const costCenterOf = await costCentersOf(asking);
  const nameOf = new Map(people.map(({ email, name }) => [email, name]));
  const before = new Map(last.map((one) => [one.id, one]));
  return (await asking.store.budgets.named())
    .filter((one) => mayDo(asking, 'see', budgetThing(one, costCenterOf)))
    .map(({ id, ...slot }) => {
      const key = scopeKeyOf(slot.scope);
      const isOfPerson = slot.scope.kind === 'user' || slot.scope.kind === 'team';
      const name = isOfPerson ? (nameOf.get(key) ?? null) : null;
      const known = before.get(id);
      const text = known?.name === name ? known.text : findable([name ?? '', ...slotNames(slot)]);
      return { id, slot, name, text };
    });
}
