import type { World } from '../types.ts';
import { getMetricData, getMetricStatistics } from './cloudwatch-data.ts';
import { DAY, HOUR, MINUTE, metricsOf, publishedMinutes, UsageIndex } from './cloudwatch-series.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { cloudwatch as text } from './models/cloudwatch.ts';
import type { ListMetricsInput, ListMetricsOutput, Metric } from './models/cloudwatch-types.ts';
import { page } from './paging.ts';
import type { Call, Service } from './service.ts';

const NAMESPACE = 'AWS/Bedrock';
const PAGE = 500;
/** A series that has had no data for two weeks is not listed any more. */
const LISTED_FOR = 14 * DAY;
/** A new series can take this long to be listed. */
const LISTING_DELAY = 15 * MINUTE;
/** The tier dimensions of a call at the standard tier. */
export const TIER_DIMENSIONS = [
  { Name: 'ServiceTier', Value: 'default' },
  { Name: 'ResolvedServiceTier', Value: 'default' },
];

/** CloudWatch over the world's token usage, in AWS JSON 1.0 and in the query protocol. */
export function cloudwatchService(world: World): Service {
  const index = new UsageIndex(world);
  const model = parseModel(text);
  return {
    id: 'cloudwatch',
    signingName: 'monitoring',
    targetPrefix: 'GraniteServiceVersion20100801',
    jsonVersion: '1.0',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    model,
    invalid: (message, operation) =>
      operation === 'GetMetricData'
        ? new AwsError('ValidationException', message)
        : new AwsError('InvalidParameterValueException', message),
    throttled: (message) => new AwsError('Throttling', message),
    handlers: {
      ListMetrics: (call: Call, input: ListMetricsInput) => listMetrics(call, input, index),
      GetMetricData: (call: Call, input: Parameters<typeof getMetricData>[1]) =>
        getMetricData(call, input, index),
      GetMetricStatistics: (call: Call, input: Parameters<typeof getMetricStatistics>[1]) =>
        getMetricStatistics(call, input, index),
    },
  };
}

function listMetrics(call: Call, input: ListMetricsInput, index: UsageIndex): ListMetricsOutput {
  const { NextToken: token, ...request } = input;
  const refuse = () =>
    new AwsError('InvalidParameterValueException', 'The value for parameter NextToken is not valid');
  const wanted = (metric: Metric) =>
    (input.Namespace === undefined || input.Namespace === metric.Namespace) &&
    (input.MetricName === undefined || input.MetricName === metric.MetricName) &&
    (input.Dimensions ?? []).every(({ Name, Value }) =>
      metric.Dimensions?.some((own) => own.Name === Name && (Value === undefined || own.Value === Value)),
    );
  const metrics = listed(call, index, input.RecentlyActive === 'PT3H' ? 3 * HOUR : LISTED_FOR).filter(wanted);
  const { items, next } = page(metrics, PAGE, token, [call.account, call.region, request], refuse);
  return { Metrics: items, ...(next !== undefined && { NextToken: next }) };
}

/** Every metric with data in the last `window`, once per dimension set, in a fixed order. */
function listed(call: Call, index: UsageIndex, window: number): Metric[] {
  const now = call.world.clock.now();
  const names = metricsOf(call.settings);
  const found: Metric[] = [];
  for (const [modelId, present] of presentMetrics(call, index, names, now, window)) {
    const dimensions = modelId === '' ? [] : [{ Name: 'ModelId', Value: modelId }];
    for (const MetricName of present) {
      found.push({ Namespace: NAMESPACE, MetricName, Dimensions: dimensions });
      if (modelId !== '')
        found.push({ Namespace: NAMESPACE, MetricName, Dimensions: [...dimensions, ...TIER_DIMENSIONS] });
    }
  }
  return found;
}

function presentMetrics(
  { account, region }: Call,
  index: UsageIndex,
  names: ReturnType<typeof metricsOf>,
  now: number,
  window: number,
): [string, string[]][] {
  const present = new Map<string, Set<string>>();
  const recent = new Set<string>();
  const since = now - window;
  const firstDay = Math.floor((now - LISTED_FOR) / DAY) * DAY;
  for (let day = firstDay; day <= now; day += DAY) {
    for (const [modelId, hours] of index.day(account, region, day)) {
      const metrics = present.get(modelId) ?? new Set();
      for (const hour of hours) {
        // An hour is recent by its last published minute, and listed once its first data is a while old.
        const end = hour.hour + publishedMinutes(hour.hour, now) * MINUTE;
        if (end <= now - LISTED_FOR || hour.hour > now - LISTING_DELAY) continue;
        if (end > since) recent.add(modelId);
        for (const [name, read] of names) if (!metrics.has(name) && read(hour).sum > 0) metrics.add(name);
      }
      if (metrics.size > 0) present.set(modelId, metrics);
    }
  }
  return [...present]
    .filter(([modelId]) => recent.has(modelId))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([modelId, metrics]) => [modelId, [...metrics].sort()]);
}
