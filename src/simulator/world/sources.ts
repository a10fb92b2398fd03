import type { AppProfile, Booking, Day, Tag } from '../types.ts';
import { type Doer, type HourTokens, hoursOf, runawayNight, weekOf } from './activity.ts';
import { type BilledModel, MODELS, modelById, systemProfile } from './catalogue.ts';
import { costCenterAt, type OwnedProfile, type Person, people, profilesOf } from './company.ts';
import { ODD_PROGRAMS, oddProfiles, tagsInOtherLetters, workOn } from './oddities.ts';
import { ALL_MODELS, ODD_MODELS } from './oddModels.ts';
import { programs, studioProfile } from './programs.ts';
import { chance, pick, shortId } from './rng.ts';
import type { Source } from './source.ts';
import { DAY, dayOf, dayStart, HOUR } from './time.ts';

/** How nearly everybody calls. */
const ORDINARY = { channel: 'runtime', tier: 'default', longContext: false } as const;

const FOREVER = Number.MAX_SAFE_INTEGER;
const NONE = { programs: [], models: [] };
/** Since when AWS attributes use to the caller's tags. */
const PRINCIPALS_SINCE = dayStart('2026-04-01');

function doerOf(profile: OwnedProfile, person: Person): Doer {
  return {
    key: `${person.key}|work|${profile.shortId}`,
    model: profile.model,
    style: person.style,
    utcOffset: person.utcOffset,
    // Cheap models are used for bulk work.
    units:
      person.intensity *
      profile.weight *
      (profile.model.service === 'Amazon Bedrock' ? 90 : 48) *
      (person.style === 'agent' ? 0.6 : 1),
    machine: false,
  };
}

function ofProfile(profile: OwnedProfile): Source | null {
  if (!profile.person) return null;
  return {
    accountId: profile.accountId,
    region: profile.region,
    dimension: profile.shortId,
    profile,
    person: profile.person,
    model: profile.model,
    route: profile.route,
    doer: doerOf(profile, profile.person),
    from: profile.createdAt,
    until: profile.person.left ?? FOREVER,
    ...ORDINARY,
  };
}

/** About one in fifteen calls a model directly now and then, by model id, system profile or full ARN. */
function directCalls(person: Person): Source[] {
  if (chance(`${person.key}|direct`) >= 0.07) return [];
  const choices = MODELS.filter((m) => m.weight > 0 && m.regions.includes(person.region));
  const model = choices[pick(`${person.key}|directModel`, choices.length)] as BilledModel;
  const spelling = pick(`${person.key}|directSpelling`, 4);
  const onDemand = model.inferenceTypesSupported.includes('ON_DEMAND') && spelling < 3;
  const system = onDemand ? undefined : systemProfile(person.region, model, 'geo');
  const inRegion =
    spelling === 0 ? `arn:aws:bedrock:${person.region}::foundation-model/${model.modelId}` : model.modelId;
  const dimension = system?.id ?? inRegion;
  return [
    {
      accountId: person.accountId,
      region: person.region,
      dimension,
      profile: null,
      person,
      model,
      route: 'regional',
      doer: {
        key: `${person.key}|direct`,
        model,
        style: person.style,
        utcOffset: person.utcOffset,
        units: person.intensity * 18,
        machine: false,
      },
      from: Math.max(person.joined, dayStart(model.launchedOn)),
      until: person.left ?? FOREVER,
      ...ORDINARY,
    },
  ];
}

export interface SourceHours {
  source: Source;
  hours: HourTokens[];
}

/** The sources of a world: history's from the seed, and those of profiles made while it runs. */
export class Sources {
  readonly profiles: OwnedProfile[];
  readonly people: Person[];
  private readonly all: Source[];
  /** Profiles of history whose coding agent may run away. */
  private readonly agents: Source[];
  private readonly seed: number;
  private readonly odd: boolean;
  private cache = new Map<Day, SourceHours[]>();
  /** Calls that were made while it runs, by day and by what makes a series and a line of the bill of their own. */
  private readonly booked = new Map<Day, Map<string, SourceHours>>();

  /** @param odd whether the world has the oddities of `oddities.ts` */
  constructor(seed: number, seats: number, now: number, odd: boolean) {
    this.seed = seed;
    this.odd = odd;
    // A year ahead, so that a clock that runs on meets the people of later months.
    this.people = people(seed, seats, now + 366 * DAY);
    const studio = studioProfile(seed);
    this.profiles = [
      ...this.people.flatMap((person) => profilesOf(seed, person)),
      ...(odd ? oddProfiles(seed, this.people) : []),
      studio,
    ];
    if (odd) for (const profile of this.profiles) tagsInOtherLetters(profile);
    const owned = this.profiles.map(ofProfile).filter((s) => s !== null);
    this.all = [
      ...owned,
      ...this.people.flatMap(directCalls),
      ...programs(seed, studio, odd ? { programs: ODD_PROGRAMS, models: ODD_MODELS } : NONE),
    ];
    this.agents = owned.filter(({ doer, model }) => doer.style === 'agent' && doer.units > 0 && model.caches);
  }

  private modelOf(id: string): BilledModel | undefined {
    return this.odd ? ALL_MODELS.find(({ modelId }) => modelId === id) : modelById.get(id);
  }

  /** A profile made through the API works for its owner from the next full hour on. */
  add(
    profile: Omit<AppProfile, 'shortId' | 'arn' | 'createdAt' | 'updatedAt' | 'modelArns'>,
    modelId: string,
    arns: string[],
    now: number,
  ): OwnedProfile {
    const id = shortId(
      `${this.seed}|made|${profile.accountId}|${profile.region}|${profile.name}|${this.profiles.length}`,
    );
    const email = profile.tags.find((t) => t.key === 'UserEmail')?.value;
    const model = this.modelOf(modelId) as BilledModel;
    const person = this.people.findLast((p) => p.email === email && p.joined <= now) ?? null;
    const made: OwnedProfile = {
      ...profile,
      shortId: id,
      arn: `arn:aws:bedrock:${profile.region}:${profile.accountId}:application-inference-profile/${id}`,
      modelArns: arns,
      createdAt: now,
      updatedAt: now,
      person,
      model,
      route: /inference-profile\/global\./.test(profile.copyFrom) ? 'global' : 'regional',
      tagHistory: [{ from: now, tags: profile.tags }],
      weight: 0.6,
    };
    this.profiles.push(made);
    const source =
      email === undefined || !model
        ? null
        : ofProfile({ ...made, person: person ?? stranger(this.seed, email, made) });
    if (source)
      this.all.push({
        ...source,
        profile: made,
        from: Math.ceil((now + 1) / HOUR) * HOUR,
        doer: { ...source.doer, machine: true },
      });
    this.forget(now);
    return made;
  }

  /** Books a call: of one caller, way and tier in one hour they add up. */
  book(booking: Booking, profile: OwnedProfile | undefined, now: number): void {
    const model = this.modelOf(booking.modelId);
    if (!model) throw new Error(`no model ${booking.modelId}`);
    const { accountId, region, dimension, tier, route, callerTags } = booking;
    const { UserEmail: email, CostCenter: costCenter } = callerTags;
    const day = dayOf(now);
    const ofDay = this.booked.get(day) ?? new Map<string, SourceHours>();
    this.booked.set(day, ofDay);
    const key = JSON.stringify([accountId, region, dimension, profile?.arn, tier, email, costCenter]);
    const person =
      email === undefined
        ? null
        : {
            ...stranger(this.seed, email, { accountId, region, createdAt: now }),
            costCenters: [{ from: 0, value: costCenter ?? '' }],
          };
    const used = ofDay.get(key) ?? {
      source: {
        ...ORDINARY,
        accountId,
        region,
        dimension,
        profile: profile ?? null,
        person,
        model,
        route,
        doer: { key, model, style: 'chat', utcOffset: 0, units: 0, machine: false },
        from: now,
        until: FOREVER,
        tier,
      },
      hours: [],
    };
    ofDay.set(key, used);
    const hour = Math.floor((now - dayStart(day)) / HOUR);
    const minute = Math.floor((now % HOUR) / 60_000);
    let own = used.hours.find((each) => each.hour === hour && each.minute === minute);
    if (!own) {
      const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
      own = { hour, minute, tokens, images: 0, invocations: 0 };
      used.hours.push(own);
    }
    own.invocations++;
    own.images += booking.images;
    own.tokens.input += booking.input;
    own.tokens.output += booking.output;
  }

  /** Forgets what was worked out for the day of `now` and later: something changed. */
  forget(now: number): void {
    for (const day of [...this.cache.keys()]) if (dayStart(day) + DAY > now) this.cache.delete(day);
  }

  /** What every source used in each hour of a day, batch jobs included. */
  day(day: Day): SourceHours[] {
    const booked = this.booked.get(day);
    const habitual = this.habitual(day);
    return booked ? [...habitual, ...booked.values()] : habitual;
  }

  private habitual(day: Day): SourceHours[] {
    const known = this.cache.get(day);
    if (known) return known;
    const start = dayStart(day);
    const runaway = this.runaway(start);
    const work = this.odd ? workOn(day) : 1;
    const found: SourceHours[] = [];
    for (const source of this.all) {
      if (source.from >= start + DAY || source.until <= start) continue;
      const { doer } = source;
      const today = work === 1 ? doer : { ...doer, units: doer.units * work };
      const hours = hoursOf(today, day, start, source === runaway && work === 1).filter(({ hour }) => {
        const at = start + hour * HOUR;
        return at >= source.from && at < source.until && mayUse(source, at);
      });
      if (hours.length > 0) found.push({ source, hours });
    }
    this.cache.set(day, found);
    return found;
  }

  /** Whether a profile was used in an hour between `from` and `until` in which it bore a tag key. */
  usedWithTag(profile: OwnedProfile, key: string, from: number, until: number): boolean {
    for (let start = dayStart(dayOf(from)); start < until; start += DAY) {
      const used = this.day(dayOf(start)).find(({ source }) => source.profile === profile);
      for (const { hour } of used?.hours ?? []) {
        const at = start + hour * HOUR;
        const bears = at >= from && at < until && tagsAt(profile, at).some((t) => t.key === key);
        if (bears) return true;
      }
    }
    return false;
  }

  /** Whose coding agent ran through this day and night: one a week, the same for everybody who looks. */
  private runaway(start: number): Source | undefined {
    const { week, day } = weekOf(start);
    if (day !== runawayNight(this.seed, week)) return undefined;
    const working = this.agents.filter((s) => s.from <= start && s.until >= start + DAY);
    return working[pick(`${this.seed}|runaway|${week}`, working.length)];
  }
}

/** Somebody whose address no simulated person has: still works with what was made for them. */
function stranger(
  seed: number,
  email: string,
  { accountId, region, createdAt }: Pick<AppProfile, 'accountId' | 'region' | 'createdAt'>,
): Person {
  return {
    key: `${seed}|stranger|${email}`,
    email,
    costCenters: [],
    joined: createdAt,
    left: null,
    accountId,
    region,
    utcOffset: 0,
    intensity: 1,
    style: 'chat',
  };
}

/** Not after its profile was deleted, nor while the generated policy would deny its use. */
function mayUse({ profile }: Source, at: number): boolean {
  if (!profile) return true;
  if (profile.deletedAt !== undefined && at >= profile.deletedAt) return false;
  return !tagsAt(profile, at).some((t) => t.key === 'BudgetStatus' && t.value === 'exceeded');
}

/** Tags of a profile at a moment; before its first the first. */
export function tagsAt(profile: OwnedProfile, at: number): Tag[] {
  let tags = profile.tagHistory[0]?.tags ?? [];
  for (const version of profile.tagHistory) if (version.from <= at) tags = version.tags;
  return tags;
}

/** Session tags of the caller as Cost Explorer knows them. */
export function principalTags(source: Source, at: number): Record<string, string> {
  if (!source.person || at < PRINCIPALS_SINCE) return {};
  const costCenter = costCenterAt(source.person, at);
  return {
    'iamPrincipal/UserEmail': source.person.email,
    ...(costCenter === '' ? {} : { 'iamPrincipal/CostCenter': costCenter }),
  };
}
