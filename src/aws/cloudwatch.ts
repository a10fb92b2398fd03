import { createHash } from 'node:crypto';
import {
  GetMetricDataCommand,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type Metric,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../core/clock.ts';
import { HOUR_MS, instantOf } from '../core/periods.ts';
import type { Place, TokenKind } from '../core/types.ts';
import {
  batchesOf,
  chooseSeries,
  hoursToAsk,
  isUnreadCount,
  joinPages,
  kindOfMetric,
  type PagedResult,
  TOKEN_METRICS,
} from './cloudwatchPlan.ts';
import { priceOf } from './meter.ts';
import { allPages, incomplete, type Run } from './runner.ts';
import type { CloudWatchGateway, UsageSeries } from './types.ts';

const NAMESPACE = 'AWS/Bedrock';
const service = 'cloudwatch';
const PERIOD_S = 3600;
/** How often a series is asked for before it is given up for this run. */
const ROUNDS = 4;
const FIRST_PAUSE_MS = 1_000;
/** While an answer is read nobody else is served, and AWS charges by the metric, not by the request. */
const COMFORTABLE_DATAPOINTS = 25_000;

/**
 * Token usage from CloudWatch. Listings, and what is urgent, may use the reserve of the monthly ceiling, since alerts
 * stand on them.
 * @param sleep waits before incomplete series are asked for again; milliseconds
 */
export function createCloudWatchGateway(
  run: Run,
  clock: Clock,
  sleep: (ms: number) => Promise<unknown>,
): CloudWatchGateway {
  return {
    pricePerSeries: priceOf(service, 'GetMetricData'),
    tokenMetrics: TOKEN_METRICS,
    listSeries: (place, names = [], kinds) => listSeries(run, place, names, kinds),
    listAll: (place) => listAll(run, place),

    async hourly(place, series, start, endExclusive, onProgress = () => {}, urgent = false) {
      const hours: Answer['hours'] = [];
      const window = hoursToAsk(Date.parse(start), Date.parse(endExclusive), clock.now());
      if (window === null) return { hours, failed: [] };
      let open: readonly UsageSeries[] = series;
      for (let round = 0; round < ROUNDS && open.length > 0; round += 1) {
        if (round > 0) await sleep(FIRST_PAUSE_MS * 2 ** (round - 1));
        const incomplete: UsageSeries[] = [];
        let done = series.length - open.length;
        const perSeries = (window.endExclusiveMs - window.startMs) / HOUR_MS;
        for (const batch of batchesOf(open, perSeries, COMFORTABLE_DATAPOINTS)) {
          const answer = await ask(run, place, batch, window, urgent);
          for (const hour of answer.hours) hours.push(hour);
          incomplete.push(...answer.incomplete);
          done += batch.length - answer.incomplete.length;
          onProgress(done, series.length);
        }
        open = incomplete;
      }
      return { hours, failed: [...open] };
    },
  };
}

interface Window {
  startMs: number;
  endExclusiveMs: number;
}
interface Answer {
  hours: { series: UsageSeries; hour: string; tokens: bigint }[];
  incomplete: UsageSeries[];
}

async function listSeries(
  run: Run,
  place: Place,
  names: readonly string[],
  kinds: readonly TokenKind[] | undefined,
): Promise<UsageSeries[]> {
  const metrics: Metric[] = [];
  // Without a name all that Bedrock counts is listed, by far more than tokens: pages that are paid for and thrown away.
  for (const name of new Set([...TOKEN_METRICS.map(({ metric }) => metric), ...names])) {
    const kind = kindOfMetric(name);
    if (kind === null || kinds?.includes(kind) === false) continue;
    for (const metric of await listMetrics(run, place, { MetricName: name, RecentlyActive: 'PT3H' }))
      metrics.push(metric);
  }
  return seriesOf(place, metrics);
}

async function listAll(run: Run, place: Place): ReturnType<CloudWatchGateway['listAll']> {
  const metrics = await listMetrics(run, place, {});
  const unread = new Set(metrics.map(({ MetricName = '' }) => MetricName).filter(isUnreadCount));
  return { series: seriesOf(place, metrics), unread: [...unread].sort() };
}

const seriesOf = (place: Place, metrics: readonly Metric[]): UsageSeries[] =>
  chooseSeries(
    place,
    metrics.map(({ MetricName = '', Dimensions = [] }) => ({
      name: MetricName,
      dimensions: Dimensions.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value })),
    })),
  );

function listMetrics(
  run: Run,
  place: Place,
  which: Pick<ListMetricsCommandInput, 'MetricName' | 'RecentlyActive'>,
): Promise<Metric[]> {
  const operation = 'ListMetrics';
  return allPages(
    { service, operation, place },
    (token) =>
      run({
        service,
        operation,
        target: place,
        essential: true,
        send: (client) =>
          client.send(
            new ListMetricsCommand({
              Namespace: NAMESPACE,
              Dimensions: [{ Name: 'ModelId' }],
              ...which,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          ),
      }),
    (page) => ({ items: (page.Metrics ?? []).map((one) => asked(place, which, one)), next: page.NextToken }),
  );
}

/** A metric of another name or namespace was not asked for. @throws AwsError of kind `incomplete` */
function asked(
  place: Place,
  { MetricName }: Pick<ListMetricsCommandInput, 'MetricName'>,
  one: Metric,
): Metric {
  const isOther = (said: string | undefined, wanted: string | undefined) =>
    said !== undefined && wanted !== undefined && said !== wanted;
  if (isOther(one.Namespace, NAMESPACE) || isOther(one.MetricName, MetricName))
    throw incomplete(
      { service, operation: 'ListMetrics', place },
      `it lists ${one.Namespace} ${one.MetricName}`,
    );
  return one;
}

/** One request with all its pages. Each page is counted as if AWS charged its metrics again: it does not say. */
async function ask(
  run: Run,
  place: Place,
  batch: readonly UsageSeries[],
  window: Window,
  urgent: boolean,
): Promise<Answer> {
  const operation = 'GetMetricData';
  const queries = batch.map(queryOf);
  const results = await allPages(
    { service, operation, place },
    (token) =>
      run({
        service,
        operation,
        target: place,
        units: queries.length,
        essential: urgent,
        send: (client) =>
          client.send(
            new GetMetricDataCommand({
              MetricDataQueries: queries,
              StartTime: new Date(window.startMs),
              EndTime: new Date(window.endExclusiveMs),
              ScanBy: 'TimestampAscending',
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          ),
      }),
    (page) => ({ items: page.MetricDataResults ?? [], next: page.NextToken }),
  );
  return answerOf(batch, results, window);
}

/** What the pages of one request hold of the hours asked for, by series, and the series of which some is missing. */
function answerOf(
  batch: readonly UsageSeries[],
  results: readonly MetricDataResult[],
  window: Window,
): Answer {
  const seriesOf = new Map(batch.map((series) => [idOf(series), series]));
  const { complete, incomplete } = joinPages([...seriesOf.keys()], results.map(pagedResult));
  const answer: Answer = { hours: [], incomplete: [] };
  const hours = new Map<number, string>();
  const hourOf = (ms: number): string => {
    const hour = hours.get(ms) ?? instantOf(ms);
    hours.set(ms, hour);
    return hour;
  };
  for (const [id, points] of complete) {
    const series = seriesOf.get(id);
    if (series === undefined) continue;
    for (const [ms, value] of points) {
      if (ms < window.startMs || ms >= window.endExclusiveMs) continue;
      answer.hours.push({ series, hour: hourOf(ms), tokens: BigInt(Math.round(value)) });
    }
  }
  for (const id of incomplete) answer.incomplete.push(seriesOf.get(id) as UsageSeries);
  return answer;
}

/** Far more than ever collide, in a request of moderate size. */
const ID_LENGTH = 24;
/**
 * Says which series it is, so that the answer to another question is none to this one: CloudWatch gives back the ids that
 * were asked and no name that it promises. Ids begin with a lower-case letter and hold letters, digits and `_`.
 */
const idOf = ({ accountId, region, dimension, metric }: UsageSeries): string =>
  `m${createHash('sha256')
    .update(JSON.stringify([accountId, region, dimension, metric]))
    .digest('hex')
    .slice(0, ID_LENGTH)}`;

function queryOf(series: UsageSeries): MetricDataQuery {
  return {
    Id: idOf(series),
    MetricStat: {
      Metric: {
        Namespace: NAMESPACE,
        MetricName: series.metric,
        Dimensions: [{ Name: 'ModelId', Value: series.dimension }],
      },
      Period: PERIOD_S,
      Stat: 'Sum',
    },
    ReturnData: true,
  };
}

function pagedResult(result: MetricDataResult): PagedResult {
  const { Id = '', StatusCode = '', Timestamps = [], Values = [] } = result;
  return {
    id: Id,
    status: StatusCode,
    points: Timestamps.flatMap((at, index) => {
      const value = Values[index];
      return value === undefined ? [] : [{ ms: at.getTime(), value }];
    }),
  };
}
