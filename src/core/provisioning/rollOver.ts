import { personIn } from '../aliases.ts';
import { TAG_VALUE } from '../directory.ts';
import { DAY_MS, instantOf } from '../periods.ts';
import { placeKey } from '../places.ts';
import { IN_REGION } from '../policies/choices.ts';
import type { CatalogueEntry, Day, Instant, Profile } from '../types.ts';
import type { Wanted } from '../vending/making.ts';
import { furtherTags } from '../vending/tags.ts';
import { fitOf, goingOf, isMadeFor, isOurs, missingTags, tagsOf } from './existing.ts';
import type { PlanFacts } from './plan.ts';
import { Room } from './room.ts';
import { routeOf, sourcesOf } from './sources.ts';
import type { PlannedStep, Proposal, Refused, Replaced } from './types.ts';

/**
 * Roll-over: everyone of one model gets its successor in one plan, each where they have the old one. Decided from the ledger
 * alone; once it is applied there is nothing left to do. Pure.
 */

/** What becomes of the old ones: they are deleted on a day, or once nobody used them for so many days, or stay. */
export type OldOnes = { kind: 'keep' } | { kind: 'until'; day: Day } | { kind: 'unused'; days: number };

export interface RollOverWish {
  /** Id of a model, by whichever route; or of a system profile, of that route alone. */
  from: string;
  /** Id of a model, which each gets by the route that they have; or of a system profile, which all get. */
  to: string;
  old: OldOnes;
  /** When it is planned. */
  now: Instant;
}

/** New ones first: nobody is without while the old ones go. */
const PHASE = { create: 0, tag: 0, delete: 1 } as const;

type Facts = Omit<PlanFacts, 'allowances'>;

export function rollOver(wish: RollOverWish, facts: Facts): Proposal {
  const rolling = new Rolling(wish, facts);
  const old = facts.profiles
    .filter((one) => one.goneAt === null && isOf(one, wish.from))
    .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  for (const profile of old) rolling.profile(profile);
  const { steps, unchanged, refused, notes, stay, room } = rolling;
  return {
    purpose: 'rollOver',
    title: `${wish.from} → ${wish.to}`,
    steps,
    unchanged,
    refused,
    requests: room.requests(),
    notes: [
      ...stay,
      ...room.unread().map((place) => ({
        about: placeKey(place),
        key: 'quotaUnknown',
        detail: { quota: String(room.quotaOf(place)) },
      })),
      ...notes,
    ],
  };
}

/** Whose an address on a tag is: also of one that differs in case only, and from one person. */
function personMeant({ people, aliases }: Pick<Facts, 'people' | 'aliases'>): (address: string) => string {
  const personOf = personIn(aliases);
  const own = new Set(people.map(({ email }) => email));
  const alike = Map.groupBy(own, (email) => email.toLowerCase());
  return (address) => {
    const person = personOf(address);
    const [only, another] = own.has(person) ? [person] : (alike.get(person.toLowerCase()) ?? []);
    return only === undefined || another !== undefined ? person : only;
  };
}

const isOf = ({ sourceId, modelKey }: Profile, from: string): boolean =>
  sourceId === from || modelKey === from;

/** Why not; who a successor is for and what it is charged to; or why there is none. */
type Why = Pick<Refused, 'key' | 'detail'>;
type Whose = Pick<Wanted, 'userEmail' | 'costCenter' | 'tags'> | Why;
type Target = { entry: CatalogueEntry } | Why;

class Rolling {
  readonly steps: PlannedStep[] = [];
  readonly refused: Refused[] = [];
  readonly notes: Refused[] = [];
  /** Old ones that others manage: they get a successor, and are left to whoever made them. */
  readonly stay: Refused[] = [];
  unchanged = 0;
  readonly room: Room;
  readonly #wish: RollOverWish;
  readonly #facts: Facts;
  readonly #people: ReadonlyMap<string, PlanFacts['people'][number]>;
  readonly #personOf: (address: string) => string;
  /** Successors that are planned already: whoever has two old ones gets one. */
  readonly #planned = new Set<string>();
  /** What this product made, by place and address. */
  readonly #made: ReadonlyMap<string, Profile[]>;

  constructor(wish: RollOverWish, facts: Facts) {
    this.#wish = wish;
    this.#facts = facts;
    this.#people = new Map(facts.people.map((person) => [person.email, person]));
    this.#personOf = personMeant(facts);
    this.#made = Map.groupBy(
      facts.profiles.filter((one) => one.goneAt === null && isOurs(one)),
      (one) => `${placeKey(one)} ${tagsOf(one)[facts.rules.keys.user] ?? ''}`,
    );
    const places = new Map(
      facts.profiles
        .filter((one) => isOf(one, wish.from))
        .map(({ accountId, region }) => [placeKey({ accountId, region }), { accountId, region }]),
    );
    this.room = new Room([...places.values()], facts.quotas, facts.profiles, facts.making);
  }

  /** Everything that is to be done for one old profile. */
  profile(old: Profile): void {
    const about = tagsOf(old)[this.#facts.rules.keys.user] || old.name;
    const why = this.#succeeded(old, about);
    if (why !== null) this.refused.push({ about: `${about} · ${placeKey(old)}`, ...why });
  }

  /** Why there is no successor; null where there is one, or one is planned. */
  #succeeded(old: Profile, about: string): Why | null {
    // What is shared is known by who made it: of others nobody knows whether somebody is missing.
    if (!isOurs(old) && (tagsOf(old)[this.#facts.rules.keys.user] ?? '') === '')
      return { key: 'notOurs', detail: {} };
    const whose = this.#whoseOf(old);
    if ('key' in whose) return whose;
    const target = this.#targetOf(old);
    if ('key' in target) return target;
    // A profile of the very source that was asked for is its own successor.
    if (target.entry.id === old.sourceId) {
      this.unchanged += 1;
      return null;
    }
    const { accountId, region } = old;
    if (!this.#succeed({ ...whose, sourceId: target.entry.id, accountId, region }, old, about)) {
      this.room.lack(old);
      return { key: 'quota', detail: { quota: String(this.room.quotaOf(old)), place: placeKey(old) } };
    }
    const ends = goingOf([old], this.#facts.going);
    if (ends === null) this.#end(old, about);
    // Planned twice, it ends by the first of the plans.
    else if (this.#wish.old.kind !== 'keep') this.notes.push({ about, ...ends });
    // Who calls a shared one only the bill knows, a day later and without the profile.
    if (whose.userEmail === '')
      this.notes.push({ about, key: 'sharedUntold', detail: { costCenter: whose.costCenter } });
    return null;
  }

  /**
   * By the directory of today: whoever moved is charged where they are now. Shared ones, and those of people whom the
   * directory does not know, stay as they are charged.
   */
  #whoseOf(old: Profile): Whose {
    const { keys, further } = this.#facts.rules;
    const has = tagsOf(old);
    const address = has[keys.user] ?? '';
    const person = this.#people.get(this.#personOf(address));
    if (person?.active === false) return { key: 'left', detail: {} };
    const costCenter = (address === '' ? '' : person?.costCenter) || (has[keys.costCenter] ?? '');
    if (costCenter === '') return { key: 'noCostCenter', detail: {} };
    if (!TAG_VALUE.test(costCenter)) return { key: 'noTagCostCenter', detail: { costCenter } };
    const given = Object.fromEntries(further.map(({ key }) => [key, has[key] ?? '']));
    const { tags, faults } = furtherTags(further, given);
    const [fault] = faults;
    if (fault !== undefined)
      return {
        key: 'tagNeeded',
        detail: { tag: fault.field.replace(/^tag\./, ''), value: fault.value ?? '' },
      };
    return { userEmail: person?.email ?? address, costCenter, tags };
  }

  /** The same route as the old one has; of a system profile that was named, that one. */
  #targetOf({ region, sourceId }: Profile): Target {
    const { catalogue, allowed } = this.#facts;
    const { to } = this.#wish;
    const sources = sourcesOf(to, region, catalogue, allowed);
    if ('key' in sources) return sources;
    const [first] = sources.entries;
    if (first.id === to && first.type === 'systemProfile') return { entry: first };
    const source = catalogue.find((entry) => entry.id === sourceId && entry.region === region);
    if (source === undefined) return { key: 'routeUnknown', detail: {} };
    const route = routeOf(source);
    const entry = sources.entries.find((one) => routeOf(one) === route);
    return entry === undefined
      ? {
          key: 'noRoute',
          detail: {
            model: to,
            region,
            route: routeName(route),
            routes: sources.entries.map(({ id }) => id).join(', '),
          },
        }
      : { entry };
  }

  /** Whether there is a successor, or one is planned now. */
  #succeed(wanted: Wanted, old: Profile, about: string): boolean {
    const { rules, making } = this.#facts;
    const key = JSON.stringify([wanted, placeKey(wanted)]);
    if (this.#planned.has(key)) return true;
    const own = (this.#made.get(`${placeKey(wanted)} ${wanted.userEmail}`) ?? []).filter((one) =>
      isMadeFor(one, wanted, rules),
    );
    const fits = Map.groupBy(own, (one) => fitOf(tagsOf(one), wanted, rules));
    const replaces: Replaced = { arn: old.arn, modelKey: old.modelKey, stays: this.#stays(old) };
    const [same] = fits.get('same') ?? [];
    const goes = goingOf(fits.get('same') ?? [], this.#facts.going);
    if (goes !== null) this.notes.push({ about, ...goes });
    if (same !== undefined || making.some((one) => isSame(one, wanted))) {
      this.unchanged += 1;
      this.#planned.add(key);
      if (same !== undefined && !this.#facts.going.has(old.arn)) this.#tell(same, replaces, about);
      return true;
    }
    const [incomplete] = fits.get('completed') ?? [];
    if (incomplete !== undefined) this.#complete(incomplete, wanted, replaces, about);
    else if (!this.room.take(wanted)) return false;
    else {
      const whose = wanted.userEmail || about;
      this.steps.push({ deed: { kind: 'create', wanted, replaces }, about: whose, phase: PHASE.create });
    }
    this.#planned.add(key);
    return true;
  }

  /** Whoever has it already learns that the old one goes; where none goes, there is nothing to tell, nor to a group. */
  #tell(same: Profile, replaces: Replaced, about: string): void {
    const { arn, accountId, region } = same;
    const { until, unusedDays } = replaces.stays;
    const goes = until !== null || unusedDays !== null;
    if (!goes || !tagsOf(same)[this.#facts.rules.keys.user]) return;
    const deed = { kind: 'tell', arn, place: { accountId, region }, replaces } as const;
    this.steps.push({ deed, about, phase: PHASE.tag });
  }

  #complete(profile: Profile, wanted: Wanted, replaces: Replaced, about: string): void {
    const before = tagsOf(profile);
    const { arn, accountId, region } = profile;
    const set = missingTags(before, wanted, this.#facts.rules);
    const place = { accountId, region };
    const deed = { kind: 'tag', arn, place, set, remove: [], before, replaces } as const;
    this.steps.push({ deed, about, phase: PHASE.tag });
  }

  #stays(profile: Profile): Replaced['stays'] {
    const { old } = this.#wish;
    if (!isOurs(profile)) return { until: null, unusedDays: null };
    return {
      until: old.kind === 'until' ? old.day : null,
      unusedDays: old.kind === 'unused' ? old.days : null,
    };
  }

  /** `unused`: so long before the moment at which it is looked at, each day anew. */
  #end(profile: Profile, about: string): void {
    const { arn, accountId, region } = profile;
    const { old, now } = this.#wish;
    if (old.kind === 'keep') return;
    if (!isOurs(profile)) {
      this.stay.push({ about: `${about} · ${placeKey(profile)}`, key: 'othersStay', detail: {} });
      return;
    }
    const [notBefore, unusedSince] =
      old.kind === 'until'
        ? [`${old.day}T00:00:00.000Z`, null]
        : [instantOf(Date.parse(now) + old.days * DAY_MS), now];
    const place = { accountId, region };
    const whose = { address: tagsOf(profile)[this.#facts.rules.keys.user] ?? '', left: false };
    const deed = { kind: 'delete', arn, place, notBefore, unusedSince, whose } as const;
    this.steps.push({ deed, about, phase: PHASE.delete });
  }
}

/** Within the Region itself is said in no geography's name. */
const routeName = (route: string): string => (route === IN_REGION ? '' : route);

const isSame = (a: Wanted, b: Wanted): boolean =>
  a.userEmail === b.userEmail &&
  a.costCenter === b.costCenter &&
  a.sourceId === b.sourceId &&
  placeKey(a) === placeKey(b);
