import type { ModelCall } from '../accessTypes.ts';
import type {
  AppProfile,
  BillLine,
  Booking,
  CostAllocationTag,
  Day,
  Directory,
  FoundationModel,
  HourUsage,
  SimClock,
  SystemProfile,
  Tag,
  TokenKind,
  World,
  WorldOptions,
} from '../types.ts';
import { type Arrived, modelLines } from './billing.ts';
import { MODELS, modelArns, REGIONS, SYSTEM_PROFILES } from './catalogue.ts';
import { ACCOUNTS, type OwnedProfile } from './company.ts';
import { directoryAt } from './directory.ts';
import { ALL_MODELS, ODD_REGIONS, ODD_SYSTEM_PROFILES } from './oddModels.ts';
import { SimulatedOrganization } from './organization.ts';
import { otherLines } from './otherBill.ts';
import { SimulatedPermissionSets } from './permissionSets.ts';
import { chance, pick } from './rng.ts';
import { Sources, tagsAt } from './sources.ts';
import { TagLedger } from './tags.ts';
import { DAY, dayOf, dayStart, HOUR, monthIndex, monthName, monthOf, nextDay } from './time.ts';
import { callsOf } from './trail.ts';

const TAG_KEYS = [
  'UserEmail',
  'CostCenter',
  'InferenceProfile',
  'ManagedBy',
  'iamPrincipal/UserEmail',
  'iamPrincipal/CostCenter',
];
/** How long after its use a tag key can be activated. */
const SEEN_AFTER = DAY;
/** A day counts as complete this long after its end; what is restated comes later. */
const RESTATED_AFTER = 3 * DAY + 12 * HOUR;
/** The hour of a day about which the bill may be wrong at first: busy in America. */
const FAULTY_HOUR = 15;

/** Makes the simulated company with its usage and bill. The same options give the same world. */
export function createWorld(options: WorldOptions, clock: SimClock): World {
  return new SimulatedWorld(options, clock);
}

class SimulatedWorld implements World {
  readonly options: WorldOptions;
  readonly clock: SimClock;
  readonly accounts = [...ACCOUNTS];
  readonly regions: string[];
  readonly foundationModels: FoundationModel[];
  readonly systemProfiles: SystemProfile[];
  readonly organization = new SimulatedOrganization();
  readonly permissionSets: SimulatedPermissionSets;
  private readonly sources: Sources;
  private readonly tags: TagLedger;
  /** Profiles whose tags were set through the API: only they can bear keys that are not known yet. */
  private readonly changed = new Set<OwnedProfile>();
  changes = 0;
  private readonly places = new Map<string, number>();
  /** First day of history. */
  private readonly begins: number;
  /** Complete days only; emptied when tags or profiles change what they show. */
  private bills = new Map<Day, { version: string; lines: BillLine[] }>();

  /** Nobody comes, goes or moves but at midnight. */
  private known: { day: Day; directory: Directory } | undefined;

  constructor(options: WorldOptions, clock: SimClock) {
    this.options = options;
    this.clock = clock;
    const { oddities = false, stops = false } = options;
    this.regions = [...REGIONS, ...(oddities ? ODD_REGIONS : [])];
    this.foundationModels = oddities ? [...ALL_MODELS] : [...MODELS];
    this.systemProfiles = [...SYSTEM_PROFILES, ...(oddities ? ODD_SYSTEM_PROFILES : [])];
    this.begins = dayStart(dayOf(clock.now())) - options.days * DAY;
    this.permissionSets = new SimulatedPermissionSets(options.seed, () => this.directory(), stops);
    this.sources = new Sources(options.seed, options.users, clock.now(), oddities);
    this.tags = new TagLedger(TAG_KEYS, options.tags === 'active');
  }

  profiles(accountId: string, region: string, at = this.clock.now()): AppProfile[] {
    return this.sources.profiles
      .filter((p) => p.accountId === accountId && p.region === region && exists(p, at))
      .map((p) => ({ ...p, tags: tagsAt(p, at) }));
  }

  listed(arn: string): number {
    const { profiles } = this.sources;
    for (let i = this.places.size; i < profiles.length; i++) this.places.set(profiles[i]?.arn ?? '', i);
    return this.places.get(arn) ?? -1;
  }

  findProfile(arnOrId: string, accountId: string, region: string): AppProfile | undefined {
    const now = this.clock.now();
    const found = this.sources.profiles.find(
      (p) =>
        (p.arn === arnOrId || p.shortId === arnOrId) &&
        p.accountId === accountId &&
        p.region === region &&
        exists(p, now),
    );
    return found && { ...found, tags: tagsAt(found, now) };
  }

  addProfile(p: Omit<AppProfile, 'shortId' | 'arn' | 'createdAt' | 'updatedAt' | 'modelArns'>): AppProfile {
    const system = this.systemProfiles.find((s) => s.region === p.region && p.copyFrom.endsWith(`/${s.id}`));
    const modelId = system?.modelId ?? p.copyFrom.slice(p.copyFrom.lastIndexOf('/') + 1);
    const arns = modelArns(modelId, system ? system.destinationRegions : [p.region]);
    const made = this.sources.add(p, modelId, arns, this.clock.now());
    this.changed.add(made);
    this.changes++;
    return { ...made };
  }

  deleteProfile(arn: string): void {
    const profile = this.owned(arn);
    if (profile) profile.deletedAt = this.clock.now();
    this.changes++;
    this.sources.forget(this.clock.now());
  }

  setTags(arn: string, set: Tag[], removeKeys: string[]): void {
    const profile = this.owned(arn);
    if (!profile) return;
    const now = this.clock.now();
    const kept = tagsAt(profile, now).filter(
      (t) => !removeKeys.includes(t.key) && !set.some((s) => s.key === t.key),
    );
    const past = profile.tagHistory.filter((v) => v.from <= now);
    profile.tagHistory = [...past, { from: now, tags: [...kept, ...set] }];
    profile.updatedAt = now;
    this.changed.add(profile);
    this.changes++;
    this.sources.forget(now);
  }

  tagsAt(arn: string, at: number): Tag[] {
    const profile = this.owned(arn);
    return profile && profile.createdAt <= at ? tagsAt(profile, at) : [];
  }

  book(booking: Booking): void {
    const now = this.clock.now();
    this.sources.book(booking, booking.profileArn ? this.owned(booking.profileArn) : undefined, now);
    this.bills.delete(dayOf(now));
    this.changes++;
  }

  private owned(arn: string): OwnedProfile | undefined {
    return this.sources.profiles.find((p) => p.arn === arn && exists(p, this.clock.now()));
  }

  usage(accountId: string, region: string, startMs: number, endMs: number): HourUsage[] {
    const rows = new Map<string, HourUsage>();
    const from = Math.max(startMs, this.begins);
    for (let day = dayOf(from); dayStart(day) < endMs; day = nextDay(day)) {
      const start = dayStart(day);
      for (const { source, hours } of this.sources.day(day)) {
        if (source.channel !== 'runtime' || source.accountId !== accountId || source.region !== region)
          continue;
        for (const h of hours) {
          const hour = start + h.hour * HOUR;
          if (hour < from || hour >= endMs) continue;
          add(rows, {
            accountId,
            region,
            modelIdDimension: source.dimension,
            tier: source.tier,
            hour,
            ...(h.minute !== undefined && { minute: h.minute }),
            invocations: h.invocations,
            tokens: h.tokens,
            images: h.images,
          });
        }
      }
    }
    return [...rows.values()];
  }

  modelCalls(accountId: string, region: string, day: Day): ModelCall[] {
    if (dayStart(day) < this.begins) return [];
    const here = this.sources
      .day(day)
      .filter(({ source }) => source.accountId === accountId && source.region === region);
    const spelling = new Map(this.directory().users.map(({ email }) => [email.toLowerCase(), email]));
    return callsOf(day, here, {
      usersRole: (account) => this.permissionSets.usersRole(account),
      spelled: (email) => spelling.get(email.toLowerCase()) ?? email,
    });
  }

  bill(day: Day): BillLine[] {
    const now = this.clock.now();
    const start = dayStart(day);
    if (start < this.begins || start >= now) return [];
    const settled = now >= start + DAY + RESTATED_AFTER;
    const version = settled
      ? `settled|${this.tags.version(day, now)}`
      : `${Math.floor(now / HOUR)}|${this.tags.version(day, now)}`;
    const known = this.bills.get(day);
    if (known?.version === version) return known.lines;
    const arrived = settled ? once : this.arrived(day, now);
    const lines = modelLines(this.options, day, this.sources.day(day), arrived);
    if (now >= start + DAY + 9 * HOUR) lines.push(...otherLines(this.options, day));
    // The lines of one source share their tags, before and after.
    const shown = new Map<BillLine['tags'], BillLine['tags']>();
    const billed = this.tags.billed(day, now);
    for (const line of lines) {
      const tags = shown.get(line.tags) ?? billed(line.tags);
      shown.set(line.tags, tags);
      line.tags = tags;
    }
    this.bills.set(day, { version, lines });
    return lines;
  }

  /**
   * What of a day is on the bill by `now`: an hour arrives 6 to 19 hours late, by service and day. In one service-day
   * in twelve AWS was wrong about an hour, left out or billed twice, and restates it days later.
   */
  private arrived(day: Day, now: number): Arrived {
    const start = dayStart(day);
    const known = new Map<string, { late: number; fault: number }>();
    return (service, hour) => {
      let of = known.get(service);
      if (!of) {
        const key = `${this.options.seed}|late|${service}|${day}`;
        of = { late: 6 + pick(key, 12), fault: chance(`${key}|restated`) };
        known.set(service, of);
      }
      if (now < start + (hour + 1 + of.late + (hour % 3)) * HOUR) return 0;
      if (hour !== FAULTY_HOUR || of.fault >= 1 / 12) return 1;
      return of.fault < 1 / 20 ? 0 : 2;
    };
  }

  billIsEstimated(day: Day): boolean {
    const closing = dayStart(`${monthName(monthIndex(monthOf(day)) + 1)}-04`) + 12 * HOUR;
    return this.clock.now() < closing;
  }

  costAllocationTags(): CostAllocationTag[] {
    this.learnTagKeys();
    return this.tags.list(this.clock.now());
  }

  setTagStatus(key: string, status: 'Active' | 'Inactive'): boolean {
    this.learnTagKeys();
    return this.tags.set(key, status, this.clock.now());
  }

  /** A tag key becomes known a day after the first use under it. */
  private learnTagKeys(): void {
    const now = this.clock.now();
    for (const profile of this.changed)
      for (const { from, tags } of profile.tagHistory)
        for (const { key } of tags)
          if (!this.tags.has(key) && this.sources.usedWithTag(profile, key, from, now - SEEN_AFTER))
            this.tags.learn(key, now);
  }

  startTagBackfill(from: Day): void {
    this.tags.backfill(from, this.clock.now());
  }

  tagBackfills(): ReturnType<World['tagBackfills']> {
    return this.tags.backfills(this.clock.now());
  }

  directory(): Directory {
    const now = this.clock.now();
    const day = dayOf(now);
    if (this.known?.day !== day)
      this.known = { day, directory: directoryAt(this.options.seed, this.options.users, now) };
    return this.known.directory;
  }

  truth(startDay: Day, endDayExclusive: Day): Map<string, bigint> {
    const cost = new Map<string, bigint>();
    const begins = dayOf(this.begins);
    for (let day = startDay < begins ? begins : startDay; day < endDayExclusive; day = nextDay(day)) {
      for (const used of this.sources.day(day)) {
        const { profile, channel, dimension } = used.source;
        const key = profile?.arn ?? (channel === 'runtime' ? dimension : channel);
        for (const line of modelLines(this.options, day, [used], once))
          cost.set(key, (cost.get(key) ?? 0n) + line.unblendedCost);
      }
    }
    return cost;
  }
}

const once: Arrived = () => 1;

const exists = (p: AppProfile, now: number): boolean =>
  p.createdAt <= now && (p.deletedAt === undefined || p.deletedAt > now);

/** Two callers of one model and tier in one hour share a series. */
function add(rows: Map<string, HourUsage>, row: HourUsage): void {
  const key = `${row.modelIdDimension}|${row.tier}|${row.hour}|${row.minute ?? ''}`;
  const before = rows.get(key);
  if (!before) {
    rows.set(key, row);
    return;
  }
  before.invocations += row.invocations;
  before.images += row.images;
  // The tokens of the first belong to its source.
  before.tokens = { ...before.tokens };
  for (const kind of Object.keys(row.tokens) as TokenKind[]) before.tokens[kind] += row.tokens[kind];
}
