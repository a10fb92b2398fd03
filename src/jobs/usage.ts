import type { UsageSeries } from '../aws/types.ts';
import { LedgerError } from '../core/errors.ts';
import { addDays, DAY_MS, dayOf, endOf, HOUR_MS, instantOf, startOf } from '../core/periods.ts';
import type { SliceError } from '../core/runs.ts';
import { placesOf } from '../core/settings.ts';
import type { Day, Instant, Place, UsageHour } from '../core/types.ts';
import type { Store } from '../store/types.ts';
import { breathe, freshnessOf, type Job, type JobContext, slice } from './job.ts';

/** Hours read again each time, because CloudWatch publishes minutes late and now and then later. */
const OVERLAP_MS = 3 * HOUR_MS;
/** Further behind, and `RecentlyActive` (three hours) could miss a series: all are listed. */
const RECENT_MS = 2 * HOUR_MS;
/** CloudWatch lists a series no longer after two weeks without data, though it keeps the data. */
const LISTED_FOR_MS = 14 * DAY_MS;
/** One request's window. CloudWatch charges per series and request, not per hour: as long as its datapoints allow. */
const REQUEST_MS = 35 * DAY_MS;

interface UsagePlan {
  /** UTC milliseconds, full hours. */
  start: number;
  endExclusive: number;
  /** Whether the series active in the last three hours are enough. */
  recentlyActive: boolean;
}

/**
 * What to read of a place: all of the back-fill at first; then from some hours before where it was complete, and once
 * a UTC day the whole day before in all series, for what CloudWatch published late. Pure.
 * @param completeUntil up to where the place was read without gaps; null: never. One in the future says that the clock was
 * wrong when it was written, and counts as never.
 */
export function usagePlan(completeUntil: Instant | null, now: number, backfillDays: number): UsagePlan {
  const endExclusive = floorHour(now) + HOUR_MS;
  if (completeUntil === null || Date.parse(completeUntil) >= endExclusive)
    return { start: startOf(addDays(dayOf(now), -backfillDays)), endExclusive, recentlyActive: false };
  const until = Date.parse(completeUntil);
  const overlapped = floorHour(until) - OVERLAP_MS;
  if (dayOf(until) === dayOf(now))
    return { start: overlapped, endExclusive, recentlyActive: now - until < RECENT_MS };
  return { start: Math.min(overlapped, startOf(dayOf(until))), endExclusive, recentlyActive: false };
}

/** Days whose hours are folded are read whole: a part of one could not be told from the rest of it. */
export const onWholeDays = (plan: UsagePlan, hoursFrom: Day): UsagePlan =>
  dayOf(plan.start) < hoursFrom ? { ...plan, start: startOf(dayOf(plan.start)) } : plan;

/**
 * Reads hourly token counts per profile and kind from CloudWatch: once as far back as set, then from where it stopped.
 * A series that AWS answered only in part keeps the place's mark where it was, so that its hours are asked again.
 */
export const usageJob: Job = {
  name: 'usage',
  async run(context) {
    const places = placesOf(context.settings);
    const fresh = await freshnessOf(context, 'usage');
    const { hours: hoursFrom } = await context.store.retention.kept();
    const errors: SliceError[] = [];
    let rows = 0;
    context.progress.start('token usage', places.length);
    for (const [index, place] of places.entries()) {
      const name = `${place.accountId}/${place.region}`;
      const before = fresh.get(name);
      const failed = await slice(context, 'usage', name, before, async () => {
        const from = context.readAgain ? null : (before?.completeUntil ?? null);
        const now = context.clock.now();
        const plan = onWholeDays(usagePlan(from, now, context.settings.backfillDays), hoursFrom);
        const read = await readPlace(context, place, plan, (note) => context.progress.step(index, note));
        rows += read.rows;
        if (read.failed.length > 0) throw new LedgerError('outside', inPart(read.failed));
        return instantOf(now);
      });
      errors.push(...failed);
      context.progress.step(index + 1, name);
    }
    context.progress.done(`${rows} hours of series`);
    return { rows, errors };
  },
};

/**
 * Series that were idle for so long that they are not listed any more: of known profiles, and of models and system
 * profiles that were called directly. In the metrics that the listed ones have; asking for one that never existed
 * gives no hours. Pure.
 * @param dimensions what CloudWatch may call `ModelId` in this place
 */
export function unlistedSeries(
  place: Place,
  listed: readonly UsageSeries[],
  dimensions: Iterable<string>,
): UsageSeries[] {
  const seen = new Set(listed.map(({ dimension }) => dimension));
  const metrics = new Map(listed.map(({ kind, metric }) => [kind, metric]));
  return [...new Set(dimensions)]
    .filter((dimension) => !seen.has(dimension))
    .flatMap((dimension) =>
      [...metrics].map(([kind, metric]) => ({
        accountId: place.accountId,
        region: place.region,
        dimension,
        kind,
        metric,
      })),
    );
}

async function knownDimensions(store: Store, place: Place): Promise<string[]> {
  const profiles = await store.profiles.all();
  const catalogue = await store.profiles.catalogue();
  return [
    ...profiles
      .filter((one) => one.accountId === place.accountId && one.region === place.region)
      .map((one) => one.shortId),
    ...catalogue.filter((one) => one.region === place.region).map((one) => one.id),
  ];
}

async function readPlace(
  context: JobContext,
  place: Place,
  { start, endExclusive, recentlyActive }: UsagePlan,
  tell: (note: string) => void,
): Promise<{ rows: number; failed: UsageSeries[] }> {
  const listed = await context.aws.cloudwatch.listSeries(place, recentlyActive);
  const long = endExclusive - start > LISTED_FOR_MS;
  const series = long
    ? [...listed, ...unlistedSeries(place, listed, await knownDimensions(context.store, place))]
    : listed;
  const failed = new Set<UsageSeries>();
  let rows = 0;
  for (let from = start; from < endExclusive && series.length > 0; from += REQUEST_MS) {
    const to = Math.min(from + REQUEST_MS, endExclusive);
    const answer = await context.aws.cloudwatch.hourly(
      place,
      series,
      instantOf(from),
      instantOf(to),
      (done, total) => tell(`${place.accountId}/${place.region} ${done}/${total}`),
    );
    for (const one of answer.failed) failed.add(one);
    const partial = new Set(answer.failed);
    await storeHours(
      context,
      place,
      series.filter((one) => !partial.has(one)),
      answer.hours.map(({ series: { dimension, kind }, hour, tokens }) => ({
        ...place,
        dimension,
        kind,
        hour,
        tokens,
      })),
      { from, to },
    );
    rows += answer.hours.length;
  }
  return { rows, failed: [...failed] };
}

/** A UTC day per transaction: short enough that nobody waits for it, however many people there are. */
async function storeHours(
  context: JobContext,
  place: Place,
  series: readonly UsageSeries[],
  hours: readonly UsageHour[],
  { from, to }: { from: number; to: number },
): Promise<void> {
  const byDay = Map.groupBy(hours, ({ hour }) => hour.slice(0, 'YYYY-MM-DD'.length));
  for (let start = from; start < to; ) {
    const day = dayOf(start);
    const end = Math.min(endOf(day), to);
    const ofDay = byDay.get(day) ?? [];
    const [first, last] = [instantOf(start), instantOf(end)];
    await context.store.usage.replaceHours(context.lease, place, series, first, last, ofDay);
    await breathe(context);
    start = end;
  }
}

function inPart(failed: readonly UsageSeries[]): string {
  return `CloudWatch answered ${failed.length} series only in part (for example ${failed[0]?.kind} of ${failed[0]?.dimension}); their hours are asked again at the next run`;
}

const floorHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
