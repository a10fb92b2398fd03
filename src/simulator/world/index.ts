import type {
  AppProfile,
  BillLine,
  CostAllocationTag,
  Day,
  HourUsage,
  SimClock,
  Tag,
  TokenKind,
  World,
  WorldOptions,
} from '../types.ts';
import { otherLines, tokenLines } from './billing.ts';
import { MODELS, modelArns, REGIONS, SYSTEM_PROFILES } from './catalogue.ts';
import { ACCOUNTS, type OwnedProfile } from './company.ts';
import { chance, pick } from './rng.ts';
import { Sources, tagsAt } from './sources.ts';
import { TagLedger } from './tags.ts';
import { DAY, dayOf, dayStart, HOUR, monthIndex, monthName, monthOf, nextDay } from './time.ts';

const TAG_KEYS = [
  'UserEmail',
  'CostCenter',
  'InferenceProfile',
  'ManagedBy',
  'iamPrincipal/UserEmail',
  'iamPrincipal/CostCenter',
];
/** A day counts as complete this long after its end; what is restated comes later. */
const RESTATED_AFTER = 3 * DAY + 12 * HOUR;

/** Makes the simulated company with its usage and bill. The same options give the same world. */
export function createWorld(options: WorldOptions, clock: SimClock): World {
  return new SimulatedWorld(options, clock);
}

class SimulatedWorld implements World {
  readonly options: WorldOptions;
  readonly clock: SimClock;
  readonly accounts = [...ACCOUNTS];
  readonly regions = [...REGIONS];
  readonly foundationModels = [...MODELS];
  readonly systemProfiles = [...SYSTEM_PROFILES];
  private readonly sources: Sources;
  private readonly tags: TagLedger;
  /** First day of history. */
  private readonly begins: number;
  /** Complete days only; emptied when tags or profiles change what they show. */
  private bills = new Map<Day, { version: string; lines: BillLine[] }>();

  constructor(options: WorldOptions, clock: SimClock) {
    this.options = options;
    this.clock = clock;
    this.begins = dayStart(dayOf(clock.now())) - options.days * DAY;
    this.sources = new Sources(options.seed, options.users, clock.now());
    this.tags = new TagLedger(TAG_KEYS, options.tags === 'active');
  }

  profiles(accountId: string, region: string): AppProfile[] {
    const now = this.clock.now();
    return this.sources.profiles
      .filter((p) => p.accountId === accountId && p.region === region && exists(p, now))
      .map((p) => ({ ...p, tags: tagsAt(p, now) }));
  }

  findProfile(arnOrId: string, accountId: string, region: string): AppProfile | undefined {
    return this.profiles(accountId, region).find((p) => p.arn === arnOrId || p.shortId === arnOrId);
  }

  addProfile(p: Omit<AppProfile, 'shortId' | 'arn' | 'createdAt' | 'updatedAt' | 'modelArns'>): AppProfile {
    const system = this.systemProfiles.find((s) => s.region === p.region && p.copyFrom.endsWith(`/${s.id}`));
    const modelId = system?.modelId ?? p.copyFrom.slice(p.copyFrom.lastIndexOf('/') + 1);
    const arns = modelArns(modelId, system ? system.destinationRegions : [p.region]);
    return { ...this.sources.add(p, modelId, arns, this.clock.now()) };
  }

  deleteProfile(arn: string): void {
    const profile = this.owned(arn);
    if (profile) profile.deletedAt = this.clock.now();
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
    this.sources.forget(now);
  }

  private owned(arn: string): OwnedProfile | undefined {
    return this.sources.profiles.find((p) => p.arn === arn && exists(p, this.clock.now()));
  }

  usage(accountId: string, region: string, startMs: number, endMs: number): HourUsage[] {
    const rows = new Map<string, HourUsage>();
    const from = Math.max(startMs, this.begins);
    for (let day = dayOf(from); dayStart(day) < endMs; day = nextDay(day)) {
      for (const { source, hours } of this.sources.day(day)) {
        if (source.batch || source.accountId !== accountId || source.region !== region) continue;
        for (const h of hours) {
          const hour = dayStart(day) + h.hour * HOUR;
          if (hour < from || hour >= endMs) continue;
          add(rows, {
            accountId,
            region,
            modelIdDimension: source.dimension,
            hour,
            invocations: h.invocations,
            tokens: { ...h.tokens },
            images: 0,
          });
        }
      }
    }
    return [...rows.values()];
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
    const seen = (service: string, hour: number) =>
      settled || now >= start + (hour + 1) * HOUR + this.delay(day, service, hour);
    const tokens = tokenLines(this.options, day, this.sources.day(day), seen);
    const others = now >= start + DAY + 9 * HOUR ? otherLines(this.options, day) : [];
    const lines = [...tokens, ...others].map((line) => ({
      ...line,
      tags: this.tags.billed(line.tags, day, now),
    }));
    this.bills.set(day, { version, lines });
    return lines;
  }

  /** How late an hour reaches the bill: 6 to 20 hours by day and service; one service-day in sixteen is restated days later. */
  private delay(day: Day, service: string, hour: number): number {
    const key = `${this.options.seed}|late|${service}|${day}`;
    if (hour === 15 && chance(`${key}|restated`) < 1 / 16) return RESTATED_AFTER;
    return (6 + pick(key, 12) + (hour % 3)) * HOUR;
  }

  billIsEstimated(day: Day): boolean {
    const closing = dayStart(`${monthName(monthIndex(monthOf(day)) + 1)}-04`) + 12 * HOUR;
    return this.clock.now() < closing;
  }

  costAllocationTags(): CostAllocationTag[] {
    return this.tags.list(this.clock.now());
  }

  setTagStatus(key: string, status: 'Active' | 'Inactive'): boolean {
    return this.tags.set(key, status, this.clock.now());
  }

  startTagBackfill(from: Day): void {
    this.tags.backfill(from, this.clock.now());
  }

  tagBackfills(): ReturnType<World['tagBackfills']> {
    return this.tags.backfills(this.clock.now());
  }

  truth(startDay: Day, endDayExclusive: Day): Map<string, bigint> {
    const cost = new Map<string, bigint>();
    for (let day = startDay; day < endDayExclusive; day = nextDay(day)) {
      if (dayStart(day) < this.begins) continue;
      for (const used of this.sources.day(day)) {
        const key = used.source.profile?.arn ?? (used.source.batch ? 'batch' : used.source.dimension);
        for (const line of tokenLines(this.options, day, [used], () => true))
          cost.set(key, (cost.get(key) ?? 0n) + line.unblendedCost);
      }
    }
    return cost;
  }
}

const exists = (p: AppProfile, now: number): boolean =>
  p.createdAt <= now && (p.deletedAt === undefined || p.deletedAt > now);

/** Two callers of one model in one hour share a series. */
function add(rows: Map<string, HourUsage>, row: HourUsage): void {
  const key = `${row.modelIdDimension}|${row.hour}`;
  const before = rows.get(key);
  if (!before) {
    rows.set(key, row);
    return;
  }
  before.invocations += row.invocations;
  before.images += row.images;
  for (const kind of Object.keys(row.tokens) as TokenKind[]) before.tokens[kind] += row.tokens[kind];
}
