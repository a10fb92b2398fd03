import type { ServiceTier } from '../types.ts';
import { chance } from './chance.ts';
import { DAY, HOUR, MINUTE, metricsOf, part, publishedMinutes, type Sample } from './cloudwatch-series.ts';
import type { UsageIndex } from './cloudwatch-usage.ts';
import { AwsError } from './errors.ts';
import type {
  Datapoint,
  Dimension,
  GetMetricDataInput,
  GetMetricDataOutput,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  MetricDataQuery,
  MetricDataResult,
} from './models/cloudwatch-types.ts';
import { makeToken, readToken } from './paging.ts';
import type { Call } from './service.ts';

const MAX_QUERIES = 500;
const MAX_DATAPOINTS = 100_800;
const MAX_STATISTICS_DATAPOINTS = 1_440;

interface Point extends Sample {
  time: number;
}

interface Stretch {
  start: number;
  end: number;
  /** Seconds. */
  period: number;
}

/** GetMetricData: up to 500 queries, answers paged by datapoints; a query that is cut short says `PartialData`. */
export function getMetricData(call: Call, input: GetMetricDataInput, index: UsageIndex): GetMetricDataOutput {
  checkQueries(input);
  const { NextToken: token, ...request } = input;
  const invalidToken = () => new AwsError('InvalidNextToken', 'The next token specified is invalid.');
  const size = input.MaxDatapoints ?? MAX_DATAPOINTS;
  const first = token === undefined ? 0 : readToken(token, request, invalidToken);
  const last = first + size;
  const results: MetricDataResult[] = [];
  let position = 0;
  for (const [i, query] of input.MetricDataQueries.entries()) {
    if (query.ReturnData === false) continue;
    const whole = answerQuery(call, query, input, index, i);
    const length = whole.Timestamps?.length ?? 0;
    const [from, to] = [Math.max(0, first - position), Math.max(0, last - position)];
    position += length;
    if (from > 0 && from >= length) continue;
    if (length === 0 && token !== undefined) continue;
    results.push({
      ...whole,
      Timestamps: whole.Timestamps?.slice(from, to),
      Values: whole.Values?.slice(from, to),
      ...(to < length && { StatusCode: 'PartialData' }),
    });
  }
  return {
    MetricDataResults: results,
    Messages: [],
    ...(position > last && { NextToken: makeToken(request, last) }),
  };
}

const refuse = (message: string) => new AwsError('ValidationException', message);

function checkQueries(input: GetMetricDataInput): void {
  const { MetricDataQueries: queries, MaxDatapoints: max } = input;
  if (queries.length > MAX_QUERIES)
    throw refuse('The collection MetricDataQueries must not have a size greater than 500.');
  if (queries.length === 0) throw refuse('The collection MetricDataQueries must not be empty.');
  if (input.StartTime >= input.EndTime)
    throw refuse('The parameter StartTime must be less than the parameter EndTime.');
  if (max !== undefined && (max < 1 || max > MAX_DATAPOINTS))
    throw refuse(`The value ${max} for parameter MaxDatapoints is not between 1 and ${MAX_DATAPOINTS}.`);
  const ids = new Set<string>();
  for (const [i, query] of queries.entries()) {
    const { Id } = query;
    const where = `MetricDataQueries.member.${i + 1}`;
    if (!/^[a-z][a-zA-Z0-9_]*$/.test(Id))
      throw refuse(
        `The value ${Id} for parameter ${where}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
      );
    if (ids.has(Id)) throw refuse(`The values for parameter Id in MetricDataQueries must be unique: ${Id}.`);
    ids.add(Id);
    checkWhatIsAsked(query, where);
  }
}

function checkWhatIsAsked({ MetricStat, Expression }: MetricDataQuery, where: string): void {
  if ((MetricStat === undefined) === (Expression === undefined))
    throw refuse(`Exactly one of MetricStat and Expression must be given in ${where}.`);
  if (Expression !== undefined) throw refuse(`The expression ${Expression} is not supported.`);
  const period = MetricStat?.Period ?? 0;
  if (![1, 5, 10, 20, 30].includes(period) && (period <= 0 || period % 60 !== 0))
    throw refuse(`Period must be 1, 5, 10, 20, 30 or a multiple of 60 in ${where}.`);
  if (!statistic(MetricStat?.Stat ?? ''))
    throw refuse(`The value ${MetricStat?.Stat} for Stat is not valid.`);
}

function answerQuery(
  call: Call,
  query: MetricDataQuery,
  { StartTime, EndTime, ScanBy }: GetMetricDataInput,
  index: UsageIndex,
  position: number,
): MetricDataResult {
  const { Metric: metric, Period: period = HOUR / 1000, Stat = '' } = query.MetricStat ?? {};
  const dimensions = metric?.Dimensions ?? [];
  const stretch = { start: StartTime.getTime(), end: EndTime.getTime(), period };
  let points =
    metric?.Namespace === 'AWS/Bedrock'
      ? readSeries(call, index, metric.MetricName ?? '', dimensions, stretch)
      : [];
  if (ScanBy !== 'TimestampAscending') points.reverse();
  const StatusCode = transientStatus(call, position);
  if (StatusCode === 'InternalError') points = [];
  if (StatusCode === 'PartialData') points = points.slice(0, Math.floor(points.length / 2));
  const read = statistic(Stat);
  const model = dimensions.find(({ Name }) => Name === 'ModelId')?.Value;
  return {
    Id: query.Id,
    Label: query.Label ?? [model, metric?.MetricName].filter(Boolean).join(' '),
    Timestamps: points.map(({ time }) => new Date(time)),
    Values: points.map((point) => read?.(point) ?? 0),
    StatusCode,
  };
}

/** While the simulator throttles, some queries of an answer fail by themselves. */
function transientStatus(
  { world, settings, requestNumber }: Call,
  position: number,
): MetricDataResult['StatusCode'] {
  const luck = chance(world.options.seed, 'query', requestNumber, position) * 100;
  if (luck < settings.throttlePercent / 20) return 'InternalError';
  return luck < settings.throttlePercent / 10 ? 'PartialData' : 'Complete';
}

/** GetMetricStatistics: one series, at most 1,440 datapoints. */
export function getMetricStatistics(
  call: Call,
  input: GetMetricStatisticsInput,
  index: UsageIndex,
): GetMetricStatisticsOutput {
  const stretch = { start: input.StartTime.getTime(), end: input.EndTime.getTime(), period: input.Period };
  if (stretch.start >= stretch.end)
    throw new AwsError(
      'InvalidParameterValueException',
      'The parameter StartTime must be less than the parameter EndTime.',
    );
  if (input.Period % 60 !== 0)
    throw new AwsError('InvalidParameterValueException', 'Period must be a multiple of 60.');
  const wanted = [...(input.Statistics ?? []), ...(input.ExtendedStatistics ?? [])];
  if (wanted.length === 0)
    throw new AwsError(
      'MissingRequiredParameterException',
      'Either Statistics or ExtendedStatistics must be given.',
    );
  if ((stretch.end - stretch.start) / 1000 / input.Period > MAX_STATISTICS_DATAPOINTS)
    throw new AwsError(
      'InvalidParameterCombinationException',
      `You have requested more datapoints than the limit of ${MAX_STATISTICS_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  const points =
    input.Namespace === 'AWS/Bedrock'
      ? readSeries(call, index, input.MetricName, input.Dimensions ?? [], stretch)
      : [];
  const Datapoints = points.map((point): Datapoint => {
    const values = (input.Statistics ?? []).map((name) => [name, statistic(name)?.(point)]);
    const extended = (input.ExtendedStatistics ?? []).map((name) => [name, statistic(name)?.(point) ?? 0]);
    return {
      Timestamp: new Date(point.time),
      ...Object.fromEntries(values),
      Unit: /Latency|TimeTo/.test(input.MetricName) ? 'Milliseconds' : 'Count',
      ...(extended.length > 0 && { ExtendedStatistics: Object.fromEntries(extended) }),
    };
  });
  return { Label: input.MetricName, Datapoints };
}

/** The datapoints of one series, oldest first: those published by now and still kept at this period. */
function readSeries(
  { world, settings, account, region }: Call,
  index: UsageIndex,
  metricName: string,
  dimensions: Dimension[],
  { start, end, period }: Stretch,
): Point[] {
  const read = metricsOf(settings).get(metricName);
  const series = seriesOf(dimensions);
  if (!read || !series) return [];
  const now = world.clock.now();
  const length = period * 1000;
  // Periods up to an hour lie on the clock's own grid; longer ones begin where the request begins.
  const origin = length <= HOUR ? 0 : Math.floor(start / HOUR) * HOUR;
  const from = Math.max(
    origin + Math.floor((start - origin) / length) * length,
    Math.ceil((now - retention(period)) / HOUR) * HOUR,
  );
  const points = new Map<number, Point>();
  const add = (time: number, sample: Sample) => {
    if (sample.sum === 0 || time < from || time >= end) return;
    const bucket = origin + Math.floor((time - origin) / length) * length;
    const point = points.get(bucket) ?? { time: bucket, sum: 0, count: 0 };
    point.sum += sample.sum;
    point.count += sample.count;
    points.set(bucket, point);
  };
  for (const hour of index.hours({ account, region }, series, Math.floor(from / HOUR) * HOUR, end)) {
    const minutes = publishedMinutes(hour.hour, now);
    if (hour.minute !== undefined) {
      if (hour.minute < minutes) add(hour.hour + hour.minute * MINUTE, read(hour));
    } else if (length % HOUR === 0) add(hour.hour, part(read(hour), 0, minutes));
    else for (let m = 0; m < minutes; m++) add(hour.hour + m * MINUTE, part(read(hour), m, m + 1));
  }
  return [...points.values()].sort((a, b) => a.time - b.time);
}

interface Series {
  modelId?: string;
  tier?: ServiceTier;
}

/** Which series a set of dimensions names exactly; undefined when there is none. */
function seriesOf(dimensions: Dimension[]): Series | undefined {
  const values = new Map(dimensions.map(({ Name, Value }) => [Name, Value]));
  const modelId = values.get('ModelId');
  if (dimensions.length === 0) return {};
  if (modelId === undefined || modelId === '') return undefined;
  if (dimensions.length === 1) return { modelId };
  const tier = values.get('ServiceTier') as ServiceTier | undefined;
  const exact = dimensions.length === 3 && tier !== undefined && values.get('ResolvedServiceTier') === tier;
  return exact ? { modelId, tier } : undefined;
}

/** How long datapoints of a period are kept, in milliseconds. */
function retention(period: number): number {
  if (period % 3_600 === 0) return 455 * DAY;
  if (period % 300 === 0) return 63 * DAY;
  return period % 60 === 0 ? 15 * DAY : 0;
}

/** Minimum, maximum and percentiles are rough: the world knows the sums of an hour and not its calls. */
function statistic(name: string): ((sample: Sample) => number) | undefined {
  const mean = ({ sum, count }: Sample) => (count === 0 ? sum : sum / count);
  const percentile = /^p(\d{1,2}(\.\d+)?|100)$/.exec(name)?.[1];
  if (percentile !== undefined) return (sample) => (mean(sample) * (50 + Number(percentile))) / 100;
  const known: Record<string, (sample: Sample) => number> = {
    Sum: ({ sum }) => sum,
    SampleCount: ({ count }) => count,
    Average: mean,
    Minimum: (sample) => mean(sample) / 4,
    Maximum: (sample) => mean(sample) * 3,
  };
  return known[name];
}
