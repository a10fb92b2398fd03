import type { HourUsage } from '../types.ts';
import { chance } from './chance.ts';
import type { WireSettings } from './service.ts';

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A minute's datapoints appear this long after it has ended; AWS says "minutes" and publishes no figure. */
const PUBLISHING_DELAY = 3 * MINUTE;

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
    ['TimeToFirstToken', perCall((hour) => hour.invocations * firstToken(hour))],
    ['InvocationThrottles', rarely('throttles', 0.02)],
    ['InvocationClientErrors', rarely('client errors', 0.03)],
    ['InvocationServerErrors', rarely('server errors', 0.01)],
    ['InputTokenCount', perCall((hour) => hour.tokens.input)],
    ['OutputTokenCount', perCall((hour) => hour.tokens.output)],
    ['OutputImageCount', perCall((hour) => hour.images)],
  ]);
  const spell = (suffix: string, inUse: (hour: number) => boolean) => {
    const during = (read: MetricOf): MetricOf => {
      return (hour) => (inUse(hour.hour) ? read(hour) : NOTHING);
    };
    metrics.set(`CacheReadInputToken${suffix}`, during(perCall((hour) => hour.tokens.cacheRead)));
    metrics.set(`CacheWriteInputToken${suffix}`, during(perCall((hour) => hour.tokens.cacheWrite)));
  };
  const { cacheMetrics } = settings;
  const renamed = cacheMetrics === 'renamed';
  if (cacheMetrics !== 'documented') spell('Count', (hour) => !renamed || hour >= RENAMED_AT);
  if (cacheMetrics !== 'running') spell('s', (hour) => !renamed || hour < RENAMED_AT + BOTH_NAMES_FOR);
  return metrics;
}

/** When the cache metrics got their other name, and how long they were published under both. */
const RENAMED_AT = Date.parse('2026-11-12T06:00:00Z');
const BOTH_NAMES_FOR = 6 * HOUR;
const NOTHING: Sample = { sum: 0, count: 0 };

/** Mean milliseconds of a call, between one and nine seconds. */
const latency = (hour: HourUsage) =>
  1_000 + Math.floor(chance(hour.modelIdDimension, 'latency', hour.hour) * 8_000);

/** Mean milliseconds until a streamed answer begins. */
const firstToken = (hour: HourUsage) => Math.floor(latency(hour) / 4);

/** What goes wrong in a busy hour now and then: one call in a hundred. */
const rarely =
  (what: string, share: number): MetricOf =>
  (hour) => {
    const rare = hour.invocations > 50 && chance(hour.modelIdDimension, what, hour.hour) < share;
    const count = rare ? Math.ceil(hour.invocations / 100) : 0;
    return { sum: count, count };
  };

/** Minutes of an hour whose datapoints have been published at `now`. */
export function publishedMinutes(hour: number, now: number): number {
  return Math.max(0, Math.min(60, Math.floor((now - PUBLISHING_DELAY - hour) / MINUTE)));
}

/** The part of an hour's sample that lies in its minutes `from <= m < to`; the parts of an hour add up to it. */
export function part({ sum, count }: Sample, from: number, to: number): Sample {
  const share = (whole: number) => Math.floor((whole * to) / 60) - Math.floor((whole * from) / 60);
  return { sum: share(sum), count: share(count) };
}
