import type { HourUsage, ServiceTier, World } from '../types.ts';

const DAY = 86_400_000;
/** Days of usage kept at hand; enough for three Regions over the longest retention in the demo. */
const CACHED_DAYS = 1_500;

/** The hours of one `ModelId` on one day: of all its calls, and of the calls at each service tier. */
interface DayUsage {
  all: HourUsage[];
  tiers: Map<ServiceTier, HourUsage[]>;
}

interface Held {
  series: Map<string, DayUsage>;
  /** Whether the day had ended when it was read: then it does not change any more. */
  ended: boolean;
  /** The world's count of changes when it was read. */
  changes: number;
}

/** Reads the world's usage by series and UTC day, and remembers it as long as it holds. */
export class UsageIndex {
  private readonly world: World;
  private readonly days = new Map<string, Held>();
  private last: { key: string; value: unknown } | undefined;

  constructor(world: World) {
    this.world = world;
  }

  /** The hours of one series with `start <= hour < end`; without a `ModelId` the sum of all, without a tier of all tiers. */
  hours(
    { account, region }: { account: string; region: string },
    { modelId = '', tier }: { modelId?: string | undefined; tier?: ServiceTier | undefined },
    start: number,
    end: number,
  ): HourUsage[] {
    const found: HourUsage[] = [];
    const until = Math.min(end, this.world.clock.now());
    for (let day = Math.floor(start / DAY) * DAY; day < until; day += DAY) {
      const usage = this.day(account, region, day).get(modelId);
      for (const hour of (tier === undefined ? usage?.all : usage?.tiers.get(tier)) ?? [])
        if (hour.hour >= start && hour.hour < until) found.push(hour);
    }
    return found;
  }

  /** What was worked out last, as long as `key` names the same question. */
  remembered<T>(key: string, work: () => T): T {
    if (this.last?.key !== key) this.last = { key, value: work() };
    return this.last.value as T;
  }

  /** Every series of one day by `ModelId`; the empty key holds their sum. */
  day(account: string, region: string, day: number): Map<string, DayUsage> {
    const key = `${account} ${region} ${day}`;
    const held = this.days.get(key);
    if (held && (held.ended || held.changes === this.world.changes)) return held.series;
    const series = read(this.world.usage(account, region, day, day + DAY));
    const ended = day + DAY <= this.world.clock.now();
    this.days.set(key, { series, ended, changes: this.world.changes });
    const oldest = this.days.keys().next().value;
    if (this.days.size > CACHED_DAYS && oldest !== undefined) this.days.delete(oldest);
    return series;
  }
}

function read(rows: HourUsage[]): Map<string, DayUsage> {
  const series = new Map<string, DayUsage>();
  for (const row of rows) {
    const own = series.get(row.modelIdDimension) ?? { all: [], tiers: new Map() };
    series.set(row.modelIdDimension, own);
    const tier = own.tiers.get(row.tier);
    if (tier) tier.push(row);
    else own.tiers.set(row.tier, [row]);
  }
  for (const own of series.values()) {
    for (const list of own.tiers.values()) list.sort((a, b) => a.hour - b.hour);
    const [only, ...more] = own.tiers.values();
    own.all = more.length === 0 && only ? only : total([...own.tiers.values()].flat());
  }
  series.set('', { all: total(rows), tiers: new Map() });
  return series;
}

/** One row an hour, the sum of all that lie in it; those of a minute by themselves. */
function total(rows: HourUsage[]): HourUsage[] {
  const hours = new Map<string, HourUsage>();
  for (const hour of rows) {
    const key = `${hour.hour}|${hour.minute ?? ''}`;
    const sum = hours.get(key);
    if (!sum) {
      hours.set(key, { ...hour, tokens: { ...hour.tokens } });
      continue;
    }
    sum.invocations += hour.invocations;
    sum.images += hour.images;
    for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const)
      sum.tokens[kind] += hour.tokens[kind];
  }
  return [...hours.values()].sort((a, b) => a.hour - b.hour);
}
