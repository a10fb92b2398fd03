import type { HourUsage, World } from '../types.ts';
import { chance } from './chance.ts';
import type { WireSettings } from './service.ts';

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A minute's datapoints appear this long after it has ended; AWS says "minutes" and publishes no figure. */
export const PUBLISHING_DELAY = 3 * MINUTE;
/** Days of usage kept at hand; enough for three Regions over the longest retention in the demo. */
const CACHED_DAYS = 1_500;

/** What one series holds for one stretch of time. */
export interface Sample {
  sum: number;
  count: number;
}

type MetricOf = (hour: HourUsage) => Sample;

/** The metrics of `AWS/Bedrock` that the simulator publishes, with the cache metrics in the spelling that is asked for. */
export function metricsOf(settings: WireSettings): Map<string, MetricOf> {
  const perCall = (value: (hour: HourUsage) => number): MetricOf => {
    return (hour) => ({ sum: value(hour), count: hour.invocations });
  };
  const metrics = new Map<string, MetricOf>([
    ['Invocations', perCall((hour) => hour.invocations)],
    ['InvocationLatency', perCall((hour) => hour.invocations * latency(hour))],
    ['InvocationThrottles', throttles],
    ['InputTokenCount', perCall((hour) => hour.tokens.input)],
    ['OutputTokenCount', perCall((hour) => hour.tokens.output)],
    ['OutputImageCount', perCall((hour) => hour.images)],
  ]);
  const spell = (suffix: string) => {
    metrics.set(
      `CacheReadInputToken${suffix}`,
      perCall((hour) => hour.tokens.cacheRead),
    );
    metrics.set(
      `CacheWriteInputToken${suffix}`,
      perCall((hour) => hour.tokens.cacheWrite),
    );
  };
  if (settings.cacheMetrics !== 'documented') spell('Count');
  if (settings.cacheMetrics !== 'running') spell('s');
  return metrics;
}

/** Mean milliseconds of a call, between one and nine seconds. */
const latency = (hour: HourUsage) =>
  1_000 + Math.floor(chance(hour.modelIdDimension, 'latency', hour.hour) * 8_000);

function throttles(hour: HourUsage): Sample {
  const rare = hour.invocations > 50 && chance(hour.modelIdDimension, 'throttles', hour.hour) < 0.02;
  const count = rare ? Math.ceil(hour.invocations / 100) : 0;
  return { sum: count, count };
}

/** Reads the world's usage by series and UTC day, and remembers days that have ended: they do not change any more. */
export class UsageIndex {
  private readonly world: World;
  private readonly days = new Map<string, Map<string, HourUsage[]>>();

  constructor(world: World) {
    this.world = world;
  }

  /** The hours of one series with `start <= hour < end`; `modelId` undefined is the sum of all series. */
  hours(
    account: string,
    region: string,
    modelId: string | undefined,
    start: number,
    end: number,
  ): HourUsage[] {
    const found: HourUsage[] = [];
    const until = Math.min(end, this.world.clock.now());
    for (let day = Math.floor(start / DAY) * DAY; day < until; day += DAY) {
      for (const hour of this.day(account, region, day).get(modelId ?? '') ?? []) {
        if (hour.hour >= start && hour.hour < until) found.push(hour);
      }
    }
    return found;
  }

  /** Every series of one day by `ModelId`; the empty key holds their sum. */
  day(account: string, region: string, day: number): Map<string, HourUsage[]> {
    const key = `${account} ${region} ${day}`;
    const cached = this.days.get(key);
    if (cached) return cached;
    const series = new Map<string, HourUsage[]>();
    for (const hour of this.world.usage(account, region, day, day + DAY)) {
      const list = series.get(hour.modelIdDimension);
      if (list) list.push(hour);
      else series.set(hour.modelIdDimension, [hour]);
    }
    for (const list of series.values()) list.sort((a, b) => a.hour - b.hour);
    series.set('', total(series));
    if (day + DAY <= this.world.clock.now()) {
      this.days.set(key, series);
      const oldest = this.days.keys().next().value;
      if (this.days.size > CACHED_DAYS && oldest !== undefined) this.days.delete(oldest);
    }
    return series;
  }
}

function total(series: Map<string, HourUsage[]>): HourUsage[] {
  const hours = new Map<number, HourUsage>();
  for (const hour of [...series.values()].flat()) {
    const sum = hours.get(hour.hour);
    if (!sum) {
      hours.set(hour.hour, { ...hour, modelIdDimension: '', tokens: { ...hour.tokens } });
      continue;
    }
    sum.invocations += hour.invocations;
    sum.images += hour.images;
    for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const)
      sum.tokens[kind] += hour.tokens[kind];
  }
  return [...hours.values()].sort((a, b) => a.hour - b.hour);
}

/** Minutes of an hour whose datapoints have been published at `now`. */
export function publishedMinutes(hour: number, now: number): number {
  return Math.max(0, Math.min(60, Math.floor((now - PUBLISHING_DELAY - hour) / MINUTE)));
}

/** The part of an hour's sample that lies in its minutes `from <= m < to`; the parts of an hour add up to it. */
export function part({ sum, count }: Sample, from: number, to: number): Sample {
  const share = (whole: number) => Math.floor((whole * to) / 60) - Math.floor((whole * from) / 60);
  return { sum: share(sum), count: share(count) };
}
