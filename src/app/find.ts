import { LRUCache } from 'lru-cache';
import { budgetThing, may, type Viewer } from '../core/access.ts';
import { type BudgetSlot, scopeKeyOf } from '../core/budgets.ts';
import { findable, meant } from '../core/find.ts';
import { isUnknownModel } from '../core/models.ts';
import { dayOf } from '../core/periods.ts';
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
  /** Whether they have left, or the directory never held them. */
  isHere: boolean;
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

/**
 * Finds things by their names. What somebody may see is listed once for each state of the ledger: while they type it is only
 * looked through.
 */
export class Finder {
  readonly #kept = new LRUCache<string | Viewer, { version: string; seen: Promise<Seen> }>({
    max: MOST_KEPT,
  });
  readonly #slotNames: (slot: BudgetSlot) => readonly string[];

  /** @param slotNames how a budget is called on pages, beside whom it is for */
  constructor(slotNames: (slot: BudgetSlot) => readonly string[]) {
    this.#slotNames = slotNames;
  }

  /** @param sought words, as `soughtIn` makes them */
  async find(asking: Asking, sought: readonly string[]): Promise<Found> {
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
    const seen = inOneReading(asking, (inside) => listsOf(inside, this.#slotNames));
    this.#kept.set(key, { version, seen });
    try {
      return await seen;
    } catch (error) {
      // Whoever comes next asks again.
      this.#kept.delete(key);
      throw error;
    }
  }
}

async function listsOf(asking: Asking, slotNames: (slot: BudgetSlot) => readonly string[]): Promise<Seen> {
  const people = await peopleOf(asking);
  const spent = await spentOf(asking);
  const names = await readNames(asking, []);
  const model = (key: string): NamedFound => {
    const name = names.model(key);
    return { key, name, text: findable([name, key]) };
  };
  return {
    people,
    costCenters: ordered(spent.costCenters.map((key) => ({ key, name: key, text: findable([key]) }))),
    models: ordered(spent.models.filter((key) => !isUnknownModel(key)).map(model)),
    profiles: (await asking.store.profiles.named(profileQuestion(asking))).map((one) => ({
      key: one.shortId,
      name: one.name,
      model: names.model(one.modelKey),
      isGone: one.isGone,
      text: findable([one.name, one.shortId]),
    })),
    budgets: await budgetsOf(asking, people, slotNames),
  };
}

const ordered = (found: NamedFound[]): NamedFound[] => found.sort((a, b) => (a.name < b.name ? -1 : 1));

/** Everybody of the directory whom they may see, and whoever else spent something or owns a profile. */
async function peopleOf(asking: Asking): Promise<PersonFound[]> {
  const { store } = asking;
  const known = (await store.people.find({ scope: sphereOf(asking) }, null)).filter((one) =>
    maySeePerson(asking, one),
  );
  const aliases = Map.groupBy(await store.people.aliases(), ({ email }) => email);
  const others = await visibleUsers(asking, { unknown: true });
  const people = [
    ...known.map(({ email, name, costCenter, active }) => ({
      email,
      name,
      costCenter: costCenter ?? '',
      isHere: active,
      text: findable([
        ...(name === null ? [] : [name]),
        email,
        ...(aliases.get(email) ?? []).map(({ alias }) => alias),
      ]),
    })),
    ...others.map((email) => ({
      ...{ email, name: null, costCenter: '', isHere: false },
      text: findable([email]),
    })),
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
): Promise<BudgetFound[]> {
  const costCenterOf = await costCentersOf(asking);
  const nameOf = new Map(people.map(({ email, name }) => [email, name]));
  return (await asking.store.budgets.slots(dayOf(asking.now)))
    .filter((one) => mayDo(asking, 'see', budgetThing(one, costCenterOf)))
    .map((slot) => {
      const key = scopeKeyOf(slot.scope);
      const isOfPerson = slot.scope.kind === 'user' || slot.scope.kind === 'team';
      const name = isOfPerson ? (nameOf.get(key) ?? null) : null;
      return {
        ...{ id: slot.id, slot, name },
        text: findable([...(name === null ? [] : [name]), ...(key === '' ? [] : [key]), ...slotNames(slot)]),
      };
    });
}
