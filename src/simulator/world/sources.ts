import type { AppProfile, Day, Tag } from '../types.ts';
import { type Doer, type HourTokens, hoursOf, isRunaway } from './activity.ts';
import { type BilledModel, MODELS, modelById, SYSTEM_PROFILES } from './catalogue.ts';
import { costCenterAt, type OwnedProfile, type Person, people, profilesOf } from './company.ts';
import { chance, pick, shortId } from './rng.ts';
import { dayStart, HOUR } from './time.ts';

/** Everything that uses models: people through their profiles, people who go round them, and programs. */
export interface Source {
  accountId: string;
  region: string;
  /** CloudWatch's `ModelId`. */
  dimension: string;
  profile: OwnedProfile | null;
  /** Whose session it is; null for service roles, which carry no session tags. */
  person: Person | null;
  model: BilledModel;
  route: 'regional' | 'global';
  doer: Doer;
  from: number;
  /** Exclusive. */
  until: number;
  /** Batch jobs are billed and do not show in the namespace AWS/Bedrock. */
  batch: boolean;
}

const FOREVER = Number.MAX_SAFE_INTEGER;

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
      (profile.model.billing === 'aws' ? 90 : 48) *
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
    batch: false,
  };
}

/** About one in twenty-five calls a model directly now and then, by model id, system profile or full ARN. */
function directCalls(person: Person): Source[] {
  if (chance(`${person.key}|direct`) >= 0.07) return [];
  const choices = MODELS.filter((m) => m.weight > 0);
  const model = choices[pick(`${person.key}|directModel`, choices.length)] as BilledModel;
  const system = SYSTEM_PROFILES.find(
    (p) => p.modelId === model.modelId && p.region === person.region && p.route === 'geo',
  );
  const spelling = pick(`${person.key}|directSpelling`, 4);
  const dimension = system
    ? system.id
    : spelling === 0
      ? `arn:aws:bedrock:${person.region}::foundation-model/${model.modelId}`
      : model.modelId;
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
      batch: false,
    },
  ];
}

/** A pipeline under a service role that calls a model directly, and nightly batch jobs. */
function programs(seed: number): Source[] {
  const haiku = modelById.get('anthropic.claude-haiku-4-5-20251001-v1:0') as BilledModel;
  const nova = modelById.get('amazon.nova-pro-v1:0') as BilledModel;
  const base = {
    region: 'us-east-1',
    profile: null,
    person: null,
    route: 'regional' as const,
    from: dayStart('2025-11-01'),
    until: FOREVER,
  };
  const doer = (name: string, model: BilledModel, units: number): Doer => ({
    key: `${seed}|program|${name}`,
    model,
    style: 'program',
    utcOffset: 0,
    units,
    machine: true,
  });
  return [
    {
      ...base,
      accountId: '222233334444',
      dimension: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      model: haiku,
      doer: doer('documents', haiku, 90),
      batch: false,
    },
    {
      ...base,
      accountId: '333344445555',
      dimension: nova.modelId,
      model: nova,
      doer: doer('batch', nova, 140),
      batch: true,
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
  private readonly seed: number;
  private cache = new Map<Day, SourceHours[]>();

  constructor(seed: number, seats: number, now: number) {
    this.seed = seed;
    // A year ahead, so that a clock that runs on meets the people of later months.
    this.people = people(seed, seats, now + 366 * 24 * HOUR);
    this.profiles = this.people.flatMap((person) => profilesOf(seed, person));
    this.all = [
      ...this.profiles.map(ofProfile).filter((s) => s !== null),
      ...this.people.flatMap(directCalls),
      ...programs(seed),
    ];
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
    const model = modelById.get(modelId) as BilledModel;
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
        : ofProfile({ ...made, person: person ?? this.stranger(email, made) });
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

  /** Somebody whose address no simulated person has: still works with what was made for them. */
  private stranger(email: string, profile: AppProfile): Person {
    return {
      key: `${this.seed}|stranger|${email}`,
      email,
      costCenters: [],
      joined: profile.createdAt,
      left: null,
      accountId: profile.accountId,
      region: profile.region,
      utcOffset: 0,
      intensity: 1,
      style: 'chat',
    };
  }

  /** Forgets what was worked out for the day of `now` and later: something changed. */
  forget(now: number): void {
    for (const day of [...this.cache.keys()]) if (dayStart(day) + 24 * HOUR > now) this.cache.delete(day);
  }

  /** What every source used in each hour of a day, batch jobs included. */
  day(day: Day): SourceHours[] {
    const known = this.cache.get(day);
    if (known) return known;
    const start = dayStart(day);
    const active = this.people.filter((p) => p.joined <= start && (p.left === null || p.left > start));
    const found: SourceHours[] = [];
    for (const source of this.all) {
      if (source.from >= start + 24 * HOUR || source.until <= start) continue;
      const wild =
        source.person !== null && source.profile !== null && isRunaway(this.seed, active, source.person, day);
      const hours = hoursOf(source.doer, day, wild ? 7 : 1, wild).filter(({ hour }) => {
        const at = start + hour * HOUR;
        return at >= source.from && at < source.until && this.mayUse(source, at);
      });
      if (hours.length > 0) found.push({ source, hours });
    }
    this.cache.set(day, found);
    return found;
  }

  private mayUse(source: Source, at: number): boolean {
    const profile = source.profile;
    if (!profile) return true;
    if (profile.deletedAt !== undefined && at >= profile.deletedAt) return false;
    return !tagsAt(profile, at).some((t) => t.key === 'BudgetStatus' && t.value === 'exceeded');
  }
}

/** Tags of a profile at a moment; before its first the first. */
export function tagsAt(profile: OwnedProfile, at: number): Tag[] {
  let tags = profile.tagHistory[0]?.tags ?? [];
  for (const version of profile.tagHistory) if (version.from <= at) tags = version.tags;
  return tags;
}

/** Session tags of the caller as Cost Explorer knows them. */
export function principalTags(source: Source, at: number): Record<string, string> {
  if (!source.person) return {};
  const costCenter = costCenterAt(source.person, at);
  return {
    'iamPrincipal/UserEmail': source.person.email,
    ...(costCenter === '' ? {} : { 'iamPrincipal/CostCenter': costCenter }),
  };
}
