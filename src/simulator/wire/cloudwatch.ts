import type { HourUsage, ServiceTier, World } from '../types.ts';
import { getMetricData, getMetricStatistics } from './cloudwatch-data.ts';
import { DAY, HOUR, MINUTE, metricsOf, publishedMinutes } from './cloudwatch-series.ts';
import { UsageIndex } from './cloudwatch-usage.ts';
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
/** The tier dimensions of a call that got the tier it asked for. */
const tierDimensions = (tier: ServiceTier) => [
  { Name: 'ServiceTier', Value: tier },
  { Name: 'ResolvedServiceTier', Value: tier },
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
  const found: Metric[] = [];
  for (const { modelId, tier, metrics } of present(call, index, window)) {
    const Dimensions = [
      ...(modelId === '' ? [] : [{ Name: 'ModelId', Value: modelId }]),
      ...(tier === undefined ? [] : tierDimensions(tier)),
    ];
    for (const MetricName of metrics) found.push({ Namespace: NAMESPACE, MetricName, Dimensions });
  }
  return found;
}

interface Present {
  modelId: string;
  tier?: ServiceTier;
  metrics: string[];
}

/** The same for a minute, since it is worked out once for all pages of a listing. */
function present(call: Call, index: UsageIndex, window: number): Present[] {
  const { world, account, region } = call;
  const minute = Math.floor(world.clock.now() / MINUTE);
  return index.remembered(`${account} ${region} ${window} ${minute} ${world.changes}`, () =>
    lookFor(call, index, window, minute * MINUTE),
  );
}

/** The series with data in the last `window`, each with its metrics of the time in which a series is listed. */
function lookFor(
  { settings, account, region }: Call,
  index: UsageIndex,
  window: number,
  now: number,
): Present[] {
  const names = metricsOf(settings);
  const found = new Map<string, Omit<Present, 'metrics'> & { metrics: Set<string>; recent: boolean }>();
  const look = (modelId: string, tier: ServiceTier | undefined, hours: HourUsage[]) => {
    const key = `${modelId}\u0000${tier ?? ''}`;
    const series = found.get(key) ?? { modelId, ...(tier && { tier }), metrics: new Set(), recent: false };
    found.set(key, series);
    for (const hour of hours) {
      // An hour is recent by its last published minute, and listed once its first data is a while old.
      const { start, end } = publishedPart(hour, now);
      if (end <= now - LISTED_FOR || start > now - LISTING_DELAY) continue;
      if (end > now - window) series.recent = true;
      for (const [name, read] of names)
        if (!series.metrics.has(name) && read(hour).sum > 0) series.metrics.add(name);
    }
  };
  for (let day = Math.floor((now - LISTED_FOR) / DAY) * DAY; day <= now; day += DAY)
    for (const [modelId, { all, tiers }] of index.day(account, region, day)) {
      look(modelId, undefined, all);
      for (const [tier, hours] of tiers) look(modelId, tier, hours);
    }
  return [...found]
    .filter(([, { recent }]) => recent)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { recent: _recent, metrics, ...series }]) => ({ ...series, metrics: [...metrics].sort() }));
}

/** From when to when a row has datapoints that were published; nothing yet: it ends where it starts. */
function publishedPart({ hour, minute }: HourUsage, now: number): { start: number; end: number } {
  const minutes = publishedMinutes(hour, now);
  if (minute === undefined) return { start: hour, end: hour + minutes * MINUTE };
  const start = hour + minute * MINUTE;
  return { start, end: minute < minutes ? start + MINUTE : start };
}
