import type { Alias } from '../aliases.ts';
import type { Allowances } from '../allowances.ts';
import type { Person } from '../people.ts';
import type { CatalogueEntry, Place, Profile } from '../types.ts';
import type { Wanted } from '../vending/making.ts';
import { fitOf, isOurs, missingTags, type TagRules, tagsOf } from './existing.ts';
import { placeKey, Room } from './room.ts';
import { type Allowed, type Sources, sourcesOf } from './sources.ts';
import type { PlannedStep, Proposal, Refused } from './types.ts';
import { type Chosen, chosenPeople, type Wish } from './wish.ts';

/**
 * What has to be done so that these people have profiles for these models in these places. Decided from the ledger alone: the
 * same ledger and wish give the same plan, and once it is applied there is nothing left to do. Pure.
 */

export interface PlanFacts {
  people: readonly Person[];
  aliases: readonly Alias[];
  /** Of everybody, those that are gone among them. */
  profiles: readonly Profile[];
  /** What plans that are being applied will make yet. */
  making: readonly Wanted[];
  catalogue: readonly CatalogueEntry[];
  /** By `placeKey`; null where one cannot be read. */
  quotas: ReadonlyMap<string, number | null>;
  rules: TagRules;
  allowed: Allowed;
  allowances: Pick<Allowances, 'profiles'>;
}

/** New ones first: nobody is without while the old ones go. */
const PHASE = { create: 0, tag: 0, delete: 1 } as const;

export function planFor(wish: Wish, facts: PlanFacts): Proposal {
  const { people, refused } = chosenPeople(wish.people, facts.people, facts.aliases);
  const planning = new Planning(wish, facts);
  for (const person of people) planning.person(person);
  const { steps, unchanged, refused: more, notes } = planning;
  return {
    purpose: 'provision',
    title: titleOf(wish, people.length),
    steps,
    unchanged,
    refused: [...refused, ...more],
    requests: planning.room.requests(),
    notes: [
      ...planning.room.unread().map((place) => ({
        about: placeKey(place),
        key: 'quotaUnknown',
        detail: { quota: String(planning.room.quotaOf(place)) },
      })),
      ...notes,
    ],
  };
}

const MOST_NAMED = 3;
/** In no language: how many people, which models, where. */
function titleOf({ models, places }: Wish, people: number): string {
  const some = (names: readonly string[]) =>
    names.length <= MOST_NAMED
      ? names.join(', ')
      : `${names.slice(0, MOST_NAMED).join(', ')} +${names.length - MOST_NAMED}`;
  return `${people} × ${some(models)} × ${some(places.map(placeKey))}`;
}

/** What somebody has for a model in a place. */
interface Held {
  same: Profile | null;
  completed: Profile | null;
  /** For the same, charged or marked otherwise. */
  others: readonly Profile[];
}

class Planning {
  readonly steps: PlannedStep[] = [];
  readonly refused: Refused[] = [];
  readonly notes: Refused[] = [];
  unchanged = 0;
  readonly room: Room;
  readonly #wish: Wish;
  readonly #facts: PlanFacts;
  /** By the address that their tag has, those that are there. */
  readonly #profiles: ReadonlyMap<string, Profile[]>;
  readonly #making: ReadonlyMap<string, Wanted[]>;
  readonly #sources = new Map<string, Sources>();
  readonly #said = new Set<string>();

  constructor(wish: Wish, facts: PlanFacts) {
    this.#wish = wish;
    this.#facts = facts;
    const { keys } = facts.rules;
    this.#profiles = Map.groupBy(
      facts.profiles.filter(({ goneAt }) => goneAt === null),
      (profile) => tagsOf(profile)[keys.user] ?? '',
    );
    this.#making = Map.groupBy(facts.making, ({ userEmail }) => userEmail);
    this.room = new Room(wish.places, facts.quotas, facts.profiles, facts.making);
  }

  /** Everything that is to be done for one person. */
  person(chosen: Chosen): void {
    const held = this.#profiles.get(chosen.email) ?? [];
    const own = held.filter(isOurs);
    const kept = new Set<string>();
    const taken = new Set(
      [...own, ...(this.#making.get(chosen.email) ?? [])].map((place) => placeKey(place)),
    );
    const before = this.steps.length;
    let isWhole = true;
    for (const model of this.#wish.models)
      if (this.#wish.spread === 'oneOf') isWhole = this.#oneOf(chosen, model, own, kept, taken) && isWhole;
      else
        for (const place of this.#wish.places)
          isWhole = this.#each(chosen, model, place, own, kept) && isWhole;
    const created = this.steps.slice(before).filter(({ deed }) => deed.kind === 'create').length;
    const { profiles: most } = this.#facts.allowances;
    if (created > 0 && held.length + created > most)
      this.notes.push({ about: chosen.email, key: 'beyondAllowance', detail: { most: String(most) } });
    // Whoever does not get all of it keeps what they have.
    if (this.#wish.removeOthers && isWhole)
      for (const profile of own) if (!kept.has(profile.arn)) this.#remove(chosen, profile);
  }

  /** Answers whether they get it. */
  #each(chosen: Chosen, model: string, place: Place, own: readonly Profile[], kept: Set<string>): boolean {
    const sources = this.#sourcesOf(model, place);
    if ('key' in sources) {
      this.#once(`${model} · ${placeKey(place)}`, sources);
      return false;
    }
    if (this.#isHeld(chosen, sources.entries, [place], own, kept)) return true;
    if (!this.room.take(place)) return this.#noRoom(chosen, model, place);
    this.#create(chosen, sources.entries[0].id, place);
    return true;
  }

  #oneOf(
    chosen: Chosen,
    model: string,
    own: readonly Profile[],
    kept: Set<string>,
    taken: Set<string>,
  ): boolean {
    const open = this.#wish.places.flatMap((place) => {
      const sources = this.#sourcesOf(model, place);
      return 'key' in sources ? [] : [{ place, entries: sources.entries }];
    });
    const [first] = open;
    if (first === undefined) {
      for (const place of this.#wish.places) {
        const sources = this.#sourcesOf(model, place);
        if ('key' in sources) this.#once(`${model} · ${placeKey(place)}`, sources);
      }
      return false;
    }
    const entries = open.flatMap((one) => one.entries);
    const places = open.map(({ place }) => place);
    if (this.#isHeld(chosen, entries, places, own, kept)) return true;
    // Where they have something already, then where there is room, in the order in which the places are named.
    const isTheirs = ({ place }: (typeof open)[number]) => taken.has(placeKey(place));
    const inTurn = [...open.filter(isTheirs), ...open.filter((one) => !isTheirs(one))];
    const found = inTurn.find(({ place }) => this.room.take(place));
    if (found === undefined) return this.#noRoom(chosen, model, first.place);
    taken.add(placeKey(found.place));
    this.#create(chosen, found.entries[0].id, found.place);
    return true;
  }

  /** Whether there is one that serves, or is being made, or can be completed; then that is planned. */
  #isHeld(
    chosen: Chosen,
    entries: readonly CatalogueEntry[],
    places: readonly Place[],
    own: readonly Profile[],
    kept: Set<string>,
  ): boolean {
    const wanted = { userEmail: chosen.email, costCenter: chosen.costCenter, tags: this.#wish.tags };
    const held = this.#heldFor(wanted, entries, places, own);
    const making = (this.#making.get(chosen.email) ?? []).some(
      (one) => one.costCenter === chosen.costCenter && isAmong(one, entries, places),
    );
    if (held.same !== null || making) {
      if (held.same !== null) kept.add(held.same.arn);
      this.unchanged += 1;
      return true;
    }
    if (held.completed !== null) {
      kept.add(held.completed.arn);
      this.#complete(chosen, held.completed);
      return true;
    }
    const { keys } = this.#facts.rules;
    const old = held.others.find((one) => tagsOf(one)[keys.costCenter] !== chosen.costCenter);
    if (old !== undefined) {
      const costCenter = tagsOf(old)[keys.costCenter] ?? '';
      this.notes.push({ about: chosen.email, key: 'oldStays', detail: { costCenter } });
    }
    return false;
  }

  #heldFor(
    wanted: Pick<Wanted, 'userEmail' | 'costCenter' | 'tags'>,
    entries: readonly CatalogueEntry[],
    places: readonly Place[],
    own: readonly Profile[],
  ): Held {
    const here = places.flatMap((place) =>
      own.filter((one) => placeKey(one) === placeKey(place) && isAmong(one, entries, [place])),
    );
    const by = Map.groupBy(here, (one) => fitOf(tagsOf(one), wanted, this.#facts.rules));
    return {
      same: by.get('same')?.[0] ?? null,
      completed: by.get('completed')?.[0] ?? null,
      others: by.get('other') ?? [],
    };
  }

  #create({ email, costCenter }: Chosen, sourceId: string, { accountId, region }: Place): void {
    const { tags } = this.#wish;
    const wanted: Wanted = { userEmail: email, costCenter, sourceId, accountId, region, tags };
    this.steps.push({ deed: { kind: 'create', wanted }, about: email, phase: PHASE.create });
  }

  #complete({ email, costCenter }: Chosen, profile: Profile): void {
    const before = tagsOf(profile);
    const { tags } = this.#wish;
    const { set, remove } = missingTags(before, { costCenter, tags }, this.#facts.rules);
    const { arn, accountId, region } = profile;
    this.steps.push({
      deed: { kind: 'tag', arn, place: { accountId, region }, set, remove, before },
      about: email,
      phase: PHASE.tag,
    });
  }

  #remove({ email }: Chosen, { arn, accountId, region }: Profile): void {
    const place = { accountId, region };
    if (!this.#wish.places.some((one) => placeKey(one) === placeKey(place))) return;
    const deed = { kind: 'delete', arn, place, notBefore: null, unusedSince: null } as const;
    this.steps.push({ deed, about: email, phase: PHASE.delete });
  }

  #noRoom({ email }: Chosen, model: string, place: Place): false {
    this.room.lack(place);
    const detail = { quota: String(this.room.quotaOf(place)), place: placeKey(place) };
    this.refused.push({ about: `${email} · ${model}`, key: 'quota', detail });
    return false;
  }

  #sourcesOf(model: string, { region }: Place): Sources {
    const key = `${model} ${region}`;
    const known = this.#sources.get(key);
    if (known !== undefined) return known;
    const { catalogue, allowed } = this.#facts;
    const sources = sourcesOf(model, region, catalogue, allowed);
    this.#sources.set(key, sources);
    return sources;
  }

  /** What is so for all people is said once. */
  #once(about: string, { key, detail }: Pick<Refused, 'key' | 'detail'>): void {
    if (this.#said.has(about)) return;
    this.#said.add(about);
    this.refused.push({ about, key, detail });
  }
}

const isAmong = (
  { sourceId, accountId, region }: Place & { sourceId: string | null },
  entries: readonly CatalogueEntry[],
  places: readonly Place[],
): boolean =>
  entries.some((entry) => entry.id === sourceId && entry.region === region) &&
  places.some((place) => place.accountId === accountId && place.region === region);
