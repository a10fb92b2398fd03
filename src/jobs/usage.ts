import type { UsageSeries } from '../aws/types.ts';
import { LedgerError } from '../core/errors.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS, instantOf, startOf } from '../core/periods.ts';
import type { SliceError } from '../core/runs.ts';
import { placesOf } from '../core/settings.ts';
import type { Freshness, Instant, Place } from '../core/types.ts';
import { isActive, OVERLAP_MS, readUntilOf, type WatchedDimension } from '../core/usageMarks.ts';
import { PUBLISHED_MS } from '../core/watching.ts';
import type { Store } from '../store/types.ts';
import { endsJob, freshnessOf, type Job, type JobContext, slice } from './job.ts';
import { AnswerHeldBack } from './quarantine.ts';
import { hear, keepAttention, type Look, look, planAll, remember, seriesOf } from './usageLooks.ts';
import { readSeries, type SeriesRead } from './usageReads.ts';

/** Not looked at for longer, and `RecentlyActive` (three hours) could miss a series: all are listed and read. */
const RECENT_MS = 2 * HOUR_MS;
/** CloudWatch lists a series no longer after two weeks without data, though it keeps the data. */
const LISTED_FOR_MS = 14 * DAY_MS;

interface UsagePlan {
  /** UTC milliseconds, full hours. */
  start: number;
  endExclusive: number;
}

/**
 * What to read of all series of a place: all of the back-fill at first; after a pause from some hours before where it was
 * complete, and all of that day when it was another. Null where there was no pause: looks go on from series to series. Pure.
 * @param completeUntil up to where the place was read without gaps; null: never. One in the future says that the clock was
 * wrong when it was written, and counts as never.
 * @param lookedAt when somebody last looked at the place; null: not known
 */
export function usagePlan(
  completeUntil: Instant | null,
  lookedAt: Instant | null,
  now: number,
  backfillDays: number,
): UsagePlan | null {
  const endExclusive = floorHour(now) + HOUR_MS;
  if (completeUntil === null || Date.parse(completeUntil) >= endExclusive)
    return { start: startOf(addDays(dayOf(now), -backfillDays)), endExclusive };
  if (lookedAt !== null && Math.abs(now - Date.parse(lookedAt)) < RECENT_MS) return null;
  const until = Date.parse(completeUntil);
  const overlapped = floorHour(until) - OVERLAP_MS;
  if (dayOf(until) === dayOf(now)) return { start: overlapped, endExclusive };
  return { start: Math.min(overlapped, startOf(dayOf(until))), endExclusive };
}

/**
 * Reads hourly token counts per profile and kind from CloudWatch: once as far back as set, then from where each series
 * stopped, of those whose turn it is. A series that AWS answered only in part stays where it was, so that its hours are
 * asked again.
 */
export const usageJob: Job = {
  name: 'usage',
  async run(context) {
    const places = placesOf(context.settings);
    const fresh = await freshnessOf(context, 'usage');
    const held = await remember(context);
    const errors: SliceError[] = [];
    let rows = 0;
    context.progress.start('token usage', places.length);
    // Whoever is looked at is in all places at once: all are listened to before anything is read.
    const heard = new Map<string, Error | null>();
    for (const place of places) {
      const plan = planOf(context, fresh.get(nameOf(place)), held.values(), place);
      if (plan === null) heard.set(nameOf(place), await listen(context, place, held, fresh));
    }
    const looks = await planAll(context, held, heard);
    for (const [index, place] of places.entries()) {
      const name = nameOf(place);
      const before = fresh.get(name);
      const plan = planOf(context, before, held.values(), place);
      const failed = await slice(context, 'usage', name, before, async () => {
        const tell = (note: string) => context.progress.step(index, note);
        const now = context.clock.now();
        const read =
          plan === null
            ? await look(context, place, heard.get(name) ?? null, looks.of(place), held, looks.facts, tell)
            : await readPlace(context, place, plan, held, looks, tell);
        rows += read.rows;
        if (read.heldBack.length > 0) throw new AnswerHeldBack(read.heldBack);
        if (read.failed.length > 0) throw new LedgerError('outside', inPart(read.failed));
        return plan === null ? completeUntil(held.values(), place, now) : instantOf(now);
      });
      errors.push(...failed);
      context.progress.step(index + 1, name);
    }
    await keepAttention(context, looks);
    context.progress.done(`${rows} hours of series`);
    return { rows, errors };
  },
};

const nameOf = ({ accountId, region }: Place): string => `${accountId}/${region}`;
const isIn = (one: Place, { accountId, region }: Place): boolean =>
  one.accountId === accountId && one.region === region;

function planOf(
  { readAgain, clock, settings }: JobContext,
  before: Freshness | undefined,
  held: Iterable<WatchedDimension>,
  place: Place,
): UsagePlan | null {
  let lookedAt = before?.lastSuccessAt ?? null;
  // Of a place where one series fails again and again the others go on all the same.
  for (const one of held)
    if (isIn(one, place) && (lookedAt === null || one.readUntil > lookedAt)) lookedAt = one.readUntil;
  const from = readAgain ? null : (before?.completeUntil ?? null);
  return usagePlan(from, lookedAt, clock.now(), settings.backfillDays);
}

/** A place that cannot be listened to fails when it is its turn; the others go on. */
async function listen(
  context: JobContext,
  place: Place,
  held: Map<string, WatchedDimension>,
  fresh: ReadonlyMap<string, Freshness>,
): Promise<Error | null> {
  try {
    await hear(context, place, held, fresh.get(nameOf(place))?.lastSuccessAt ?? null);
    return null;
  } catch (error) {
    if (endsJob(error, context) || !(error instanceof Error)) throw error;
    return error;
  }
}

/** Complete up to where the one is that waits longest: whoever is put off is not shown as if they were read now. */
function completeUntil(held: Iterable<WatchedDimension>, place: Place, now: number): Instant {
  let until = now;
  for (const one of held)
    if (isIn(one, place) && isActive(one)) until = Math.min(until, readUntilOf(one, now) + PUBLISHED_MS);
  return instantOf(until);
}

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

/** Series that were read before and are not among these: a listing that lacks them must not end them. */
function stillWatched(
  place: Place,
  among: readonly UsageSeries[],
  held: Iterable<WatchedDimension>,
): UsageSeries[] {
  const there = new Set(among.map(({ dimension, kind }) => `${kind} ${dimension}`));
  return [...held]
    .filter((one) => isIn(one, place))
    .flatMap((one) => seriesOf(place, one))
    .filter(({ dimension, kind }) => !there.has(`${kind} ${dimension}`));
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
  { start, endExclusive }: UsagePlan,
  held: Map<string, WatchedDimension>,
  looks: Look,
  tell: (note: string) => void,
): Promise<SeriesRead> {
  const listed = await context.aws.cloudwatch.listSeries(place, false);
  const long = endExclusive - start > LISTED_FOR_MS;
  const known = long ? unlistedSeries(place, listed, await knownDimensions(context.store, place)) : [];
  const series = [...listed, ...stillWatched(place, [...listed, ...known], held.values()), ...known];
  const { facts } = looks;
  return readSeries(context, { place, series, start, endExclusive, held, facts, whole: true, tell });
}

function inPart(failed: readonly UsageSeries[]): string {
  return `CloudWatch answered ${failed.length} series only in part (for example ${failed[0]?.kind} of ${failed[0]?.dimension}); their hours are asked again at the next run`;
}

const floorHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
