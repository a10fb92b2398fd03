import { HOUR_MS } from '../core/periods.ts';
import type { Place, TokenKind } from '../core/types.ts';
import type { UsageSeries } from './types.ts';

/** Limits of one GetMetricData request (CloudWatch API reference, GetMetricData). */
const MAX_QUERIES = 500;
const MAX_DATAPOINTS = 100_800;
/** CloudWatch keeps hourly sums for 455 days. */
const RETENTION_MS = 455 * 24 * HOUR_MS;
const DIMENSION = 'ModelId';

/** Token metrics of `AWS/Bedrock`. AWS's table and running code spell the cache metrics differently. */
export const TOKEN_METRICS: readonly { kind: TokenKind; metric: string }[] = [
  { kind: 'input', metric: 'InputTokenCount' },
  { kind: 'output', metric: 'OutputTokenCount' },
  { kind: 'cacheRead', metric: 'CacheReadInputTokenCount' },
  { kind: 'cacheRead', metric: 'CacheReadInputTokens' },
  { kind: 'cacheWrite', metric: 'CacheWriteInputTokenCount' },
  { kind: 'cacheWrite', metric: 'CacheWriteInputTokens' },
];

/** A name that says which tokens it counts, in the words that AWS has used for that. */
const SPELLED = /^(?:(Input|Output)|(CacheRead|CacheWrite)(?:Input)?)Token(?:s|s?Count)$/;
const KINDS: Readonly<Record<string, TokenKind>> = {
  Input: 'input',
  Output: 'output',
  CacheRead: 'cacheRead',
  CacheWrite: 'cacheWrite',
};

/** The kind of tokens that a metric counts; null where its name says none that is known. */
export function kindOfMetric(name: string): TokenKind | null {
  const [, plain, cached] = SPELLED.exec(name) ?? [];
  return KINDS[plain ?? cached ?? ''] ?? null;
}

/** Whether a metric counts tokens, as its name has it, and does not say which: it is told, and never guessed. */
export const isUnreadCount = (name: string): boolean =>
  /Tokens|TokenCount/.test(name) && kindOfMetric(name) === null;

/** A metric as ListMetrics shows it. */
interface ListedMetric {
  name: string;
  dimensions: readonly { name: string; value: string }[];
}

/**
 * The series of token counts: those with the dimension set {ModelId} exactly, since the same calls are there a second
 * time by service tier, and a third time without any model. A kind may have several names: of these the larger counts
 * (`core/usageMarks.ts`), as each may hold hours that the others lack.
 */
export function chooseSeries(place: Place, metrics: readonly ListedMetric[]): UsageSeries[] {
  const chosen = new Map<string, UsageSeries>();
  for (const { name, dimensions } of metrics) {
    const [only, ...others] = dimensions;
    const kind = kindOfMetric(name);
    if (kind === null || only?.name !== DIMENSION || others.length > 0) continue;
    chosen.set(`${name} ${only.value}`, { ...place, dimension: only.value, kind, metric: name });
  }
  return [...chosen.values()];
}

/** UTC milliseconds of the hours to ask for, or null when there are none: whole hours, no future, nothing expired. */
export function hoursToAsk(
  startMs: number,
  endExclusiveMs: number,
  nowMs: number,
): { startMs: number; endExclusiveMs: number } | null {
  const first = Math.max(startMs, nowMs - RETENTION_MS);
  const start = Math.floor(first / HOUR_MS) * HOUR_MS;
  const end = Math.ceil(Math.min(endExclusiveMs, nowMs) / HOUR_MS) * HOUR_MS;
  return start < end ? { startMs: start, endExclusiveMs: end } : null;
}

/**
 * Batches for one GetMetricData request each. A metric costs the same however many hours it is asked for, so each is
 * asked for once over the whole window, and what gives way to the limit of datapoints is the number of metrics. A batch
 * stays below `comfortable` datapoints where that leaves a metric in it.
 * Throws a RangeError for a window that a single metric would overfill.
 */
export function batchesOf<T>(items: readonly T[], hours: number, comfortable = MAX_DATAPOINTS): T[][] {
  if (hours > MAX_DATAPOINTS)
    throw new RangeError(`${hours} hours are more than one request can hold (${MAX_DATAPOINTS}).`);
  const most = Math.min(comfortable, MAX_DATAPOINTS);
  const size = Math.max(1, Math.min(MAX_QUERIES, Math.floor(most / Math.max(1, hours))));
  const batches: T[][] = [];
  for (let from = 0; from < items.length; from += size) batches.push(items.slice(from, from + size));
  return batches;
}

/** One page's answer for one query. */
export interface PagedResult {
  id: string;
  status: string;
  points: readonly { ms: number; value: number }[];
}

/** What all pages of a request say together: the points of the queries that are complete, and the queries that are not. */
export function joinPages(
  ids: readonly string[],
  results: readonly PagedResult[],
): { complete: Map<string, Map<number, number>>; incomplete: string[] } {
  const points = new Map<string, Map<number, number>>();
  const status = new Map<string, string>();
  for (const result of results) {
    const held = points.get(result.id) ?? new Map<number, number>();
    for (const { ms, value } of result.points) held.set(ms, value);
    points.set(result.id, held);
    // A query that goes on over pages is `PartialData` until its last page; an error on any page stays one.
    if (status.get(result.id) !== 'InternalError') status.set(result.id, result.status);
  }
  const complete = new Map<string, Map<number, number>>();
  const incomplete: string[] = [];
  for (const id of ids) {
    if (status.get(id) === 'Complete') complete.set(id, points.get(id) ?? new Map());
    else incomplete.push(id);
  }
  return { complete, incomplete };
}
