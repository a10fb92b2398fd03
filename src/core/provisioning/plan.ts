import type { Alias } from '../aliases.ts';
import type { Allowances } from '../allowances.ts';
import type { Person } from '../people.ts';
import { placeKey } from '../places.ts';
import type { CatalogueEntry, Place, Profile } from '../types.ts';
import type { Wanted } from '../vending/making.ts';
import {
  goingOf,
  heldFor,
  isAmong,
  isOurs,
  isOursOrUnmarked,
  missingTags,
  type TagRules,
  tagsOf,
} from './existing.ts';
import { busiestFirst, havingNotes, lackingTitle, modelOf, profilesOfPeople } from './lacking.ts';
import { Room } from './room.ts';
import { type Allowed, type Sources, sourcesOf } from './sources.ts';
import type { PlannedStep, Proposal, Refused } from './types.ts';
import { type Chosen, chosenPeople, titleOf, type Wish } from './wish.ts';

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
  /** What plans that are being applied will delete yet: by ARN, the plan. */
  going: ReadonlyMap<string, string>;
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
    title: wish.spread === 'lacking' ? lackingTitle(wish, steps) : titleOf(wish, people.length),
    steps,
    unchanged,
    refused: [...refused, ...more],
    requests: planning.room.requests(),
    notes: [
      ...havingNotes(planning.having, people.length),
      ...planning.room.unread().map((place) => ({
        about: placeKey(place),
        key: 'quotaUnknown',
        detail: { quota: String(planning.room.quotaOf(place)) },
      })),
      ...notes,
    ],
  };
}

/** Somebody, with what they have and what is planned for them so far. */
interface Case extends Chosen {
  /** What this product made for them. */
  own: readonly Profile[];
  /** Of those, what serves the wish: by ARN. */
  kept: Set<string>;
  /** What tells where they are. */
  there: readonly Place[];
  /** What is being made for them by other plans, and by this one. */
  making: Wanted[];
}

class Planning {
  readonly steps: PlannedStep[] = [];
  readonly refused: Refused[] = [];
  readonly notes: Refused[] = [];
  unchanged = 0;
  /** By model, how many have it already, where it is for those who lack it. */
  readonly having = new Map<string, number>();
  readonly room: Room;
  readonly #wish: Wish;
  readonly #facts: PlanFacts;
  /** By the address that their tag has, those that are there. */
  readonly #profiles: ReadonlyMap<string, Profile[]>;
  /** By the person, whoever made them. */
  readonly #all: ReadonlyMap<string, Profile[]>;
  /** In the order in which they are filled. */
  readonly #places: readonly Place[];
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
    const isLacking = wish.spread === 'lacking';
    this.#all = isLacking ? profilesOfPeople(facts.profiles, facts.aliases, keys.user) : new Map();
    this.#places = isLacking
      ? busiestFirst(wish, [...this.#all.values()].flat(), facts.catalogue)
      : wish.places;
    if (isLacking) for (const model of wish.models) this.having.set(model, 0);
    this.#making = Map.groupBy(facts.making, ({ userEmail }) => userEmail);
    this.room = new Room(wish.places, facts.quotas, facts.profiles, facts.making);
  }

  /** Everything that is to be done for one person. */
  person(chosen: Chosen): void {
    const held = this.#profiles.get(chosen.email) ?? [];
    const making = [...(this.#making.get(chosen.email) ?? [])];
    const own = held.filter(isOursOrUnmarked);
    const there = this.#all.get(chosen.email) ?? own;
    const one: Case = { ...chosen, own, there, kept: new Set(), making };
    const before = making.length;
    const isWhole = this.#wish.models.map((model) => this.#model(one, model)).every((gets) => gets);
    const { profiles: most } = this.#facts.allowances;
    if (making.length > before && held.length + making.length > most)
      this.notes.push({ about: chosen.email, key: 'beyondAllowance', detail: { most: String(most) } });
    // Whoever does not get all of it keeps what they have.
    if (this.#wish.removeOthers && isWhole)
      for (const profile of one.own.filter(isOurs))
        if (!one.kept.has(profile.arn)) this.#remove(one, profile);
  }

  /** Answers whether they get all of it. */
  #model(one: Case, model: string): boolean {
    const { spread, places } = this.#wish;
    if (spread === 'lacking') return this.#lacking(one, model);
    if (spread === 'oneOf') return this.#oneOf(one, model);
    return places.map((place) => this.#each(one, model, place)).every((gets) => gets);
  }

  #each(one: Case, model: string, place: Place): boolean {
    const sources = this.#sourcesOf(model, place);
    if ('key' in sources) {
      this.#once(`${model} · ${placeKey(place)}`, sources);
      return false;
    }
    if (this.#isHeld(one, sources.entries, [place])) return true;
    if (!this.room.take(place)) return this.#noRoom(one, model, place);
    this.#create(one, sources.entries[0].id, place);
    return true;
  }

  /** Whatever they have of it is enough: it is not looked at who made it, where, or what it is charged to. */
  #lacking(one: Case, model: string): boolean {
    const { catalogue, going } = this.#facts;
    const key = modelOf(model, catalogue);
    const same = (this.#all.get(one.email) ?? []).filter(({ modelKey }) => modelKey === key);
    const isMaking = one.making.some(({ sourceId }) => modelOf(sourceId, catalogue) === key);
    if (same.length === 0 && !isMaking) return this.#oneOf(one, model);
    for (const { arn } of same) one.kept.add(arn);
    const goes = goingOf(same, going);
    if (goes !== null) this.notes.push({ about: one.email, ...goes });
    this.having.set(model, (this.having.get(model) ?? 0) + 1);
    this.unchanged += 1;
    return true;
  }

  #oneOf(one: Case, model: string): boolean {
    const open = this.#places.flatMap((place) => {
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
    const entries = open.flatMap((some) => some.entries);
    const places = open.map(({ place }) => place);
    if (this.#isHeld(one, entries, places)) return true;
    // Where they have something already, then where there is room, in the order in which the places are named.
    const theirs = new Set([...one.there, ...one.making].map(placeKey));
    const isTheirs = ({ place }: (typeof open)[number]) => theirs.has(placeKey(place));
    const inTurn = [...open.filter(isTheirs), ...open.filter((some) => !isTheirs(some))];
    const found = inTurn.find(({ place }) => this.room.take(place));
    if (found === undefined) return this.#noRoom(one, model, first.place);
    this.#create(one, found.entries[0].id, found.place);
    return true;
  }

  /** Whether there is one that serves, or is being made, or can be completed; then that is planned. */
  #isHeld(one: Case, entries: readonly CatalogueEntry[], places: readonly Place[]): boolean {
    const { costCenter, own, kept, making } = one;
    const held = heldFor({ costCenter, tags: this.#wish.tags }, entries, places, own, this.#facts.rules);
    // All that serve stay: which of them was there first must not matter.
    for (const { arn } of held.same) kept.add(arn);
    const goes = goingOf(held.same, this.#facts.going);
    if (goes !== null) this.notes.push({ about: one.email, ...goes });
    const isCompleted = held.completed !== null && kept.has(held.completed.arn);
    const isMaking = making.some((some) => some.costCenter === costCenter && isAmong(some, entries, places));
    if (held.same.length > 0 || isCompleted || isMaking) {
      this.unchanged += 1;
      return true;
    }
    if (held.completed !== null) {
      kept.add(held.completed.arn);
      this.#complete(one, held.completed);
      return true;
    }
    const { keys } = this.#facts.rules;
    const old = held.others.find((some) => tagsOf(some)[keys.costCenter] !== costCenter);
    if (old !== undefined)
      this.notes.push({
        about: one.email,
        key: 'oldStays',
        detail: { costCenter: tagsOf(old)[keys.costCenter] ?? '' },
      });
    return false;
  }

  #create({ email, costCenter, making }: Case, sourceId: string, { accountId, region }: Place): void {
    const { tags } = this.#wish;
    const wanted: Wanted = { userEmail: email, costCenter, sourceId, accountId, region, tags };
    making.push(wanted);
    this.steps.push({ deed: { kind: 'create', wanted }, about: email, phase: PHASE.create });
  }

  #complete({ email, costCenter }: Chosen, profile: Profile): void {
    const before = tagsOf(profile);
    const { tags } = this.#wish;
    const set = missingTags(before, { costCenter, tags }, this.#facts.rules);
    const { arn, accountId, region } = profile;
    this.steps.push({
      deed: { kind: 'tag', arn, place: { accountId, region }, set, remove: [], before },
      about: email,
      phase: PHASE.tag,
    });
  }

  #remove({ email }: Chosen, { arn, accountId, region }: Profile): void {
    const place = { accountId, region };
    if (!this.#wish.places.some((one) => placeKey(one) === placeKey(place))) return;
    const whose = { address: email, left: false };
    const deed = { kind: 'delete', arn, place, notBefore: null, unusedSince: null, whose } as const;
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
