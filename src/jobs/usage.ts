import type { UsageSeries } from '../aws/types.ts';
import { LedgerError } from '../core/errors.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS, instantOf, startOf } from '../core/periods.ts';
import { placeKey } from '../core/places.ts';
import type { SliceError } from '../core/runs.ts';
import { placesOf } from '../core/settings.ts';
import type { Freshness, Instant, Place } from '../core/types.ts';
import {
  dimensionKey,
  isActive,
  metricsOf,
  OVERLAP_MS,
  readFrom,
  readUntilOf,
  seriesIn,
  type WatchedDimension,
  withNames,
} from '../core/usageMarks.ts';
import { PUBLISHED_MS } from '../core/watching.ts';
import type { Store } from '../store/types.ts';
import { endsJob, freshnessOf, type Job, type JobContext, slice } from './job.ts';
import { AnswerHeldBack } from './quarantine.ts';
import {
  byStart,
  hear,
  hearNames,
  keepAttention,
  type Look,
  look,
  planAll,
  remember,
  seriesOf,
} from './usageLooks.ts';
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
    const notes: SliceError[] = [];
    const tellUnread = (place: Place, unread: readonly string[]) =>
      notes.push(...unread.map((metric) => ({ slice: placeKey(place), error: unreadWords(metric) })));
    let rows = 0;
    context.progress.start('token usage', places.length);
    // Whoever is looked at is in all places at once: all are listened to before anything is read.
    const heard = new Map<string, Error | null>();
    for (const place of places) {
      const plan = planOf(context, fresh.get(placeKey(place)), held.values(), place);
      if (plan !== null) continue;
      const { fault, unread } = await listen(context, place, held, fresh);
      heard.set(placeKey(place), fault);
      tellUnread(place, unread);
    }
    const looks = await planAll(context, held, heard);
    for (const [index, place] of places.entries()) {
      const name = placeKey(place);
      const before = fresh.get(name);
      const plan = planOf(context, before, held.values(), place);
      const failed = await slice(context, 'usage', name, before, async () => {
        const tell = (note: string) => context.progress.step(index, note);
        const now = context.clock.now();
        const read =
          plan === null
            ? await look(context, place, heard.get(name) ?? null, looks.of(place), held, looks.facts, tell)
            : await readPlace(context, place, plan, held, looks, tell, (unread) => tellUnread(place, unread));
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
    return { rows, errors, notes };
  },
};

const unreadWords = (metric: string): string =>
  `CloudWatch counts ${metric} here, which is not read: estimates may lack it until its bill comes`;
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
): Promise<{ fault: Error | null; unread: readonly string[] }> {
  const before = fresh.get(placeKey(place))?.lastSuccessAt ?? null;
  const isFirstOfDay = before === null || dayOf(before) !== dayOf(context.clock.now());
  try {
    await hear(context, place, held, before);
    return { fault: null, unread: isFirstOfDay ? await hearNames(context, place, held) : [] };
  } catch (error) {
    if (endsJob(error, context) || !(error instanceof Error)) throw error;
    return { fault: error, unread: [] };
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
 * Series that were idle for so long that they are not listed any more: of known profiles, of models and system profiles
 * that were called directly, and of what is listed under another name now. Under every name of the kinds that are listed;
 * asking for one that never existed gives no hours. Pure.
 * @param dimensions what CloudWatch may call `ModelId` in this place
 * @param spelled what metrics of tokens may be called
 */
export function unlistedSeries(
  place: Place,
  listed: readonly UsageSeries[],
  dimensions: Iterable<string>,
  spelled: readonly Pick<UsageSeries, 'kind' | 'metric'>[],
): UsageSeries[] {
  const { accountId, region } = place;
  const keyOf = ({ dimension, metric }: Pick<UsageSeries, 'dimension' | 'metric'>) =>
    `${metric} ${dimension}`;
  const seen = new Set(listed.map(keyOf));
  const kinds = new Set(listed.map(({ kind }) => kind));
  const names = seriesIn(metricsOf([...listed, ...spelled])).filter(({ kind }) => kinds.has(kind));
  return [...new Set([...listed.map(({ dimension }) => dimension), ...dimensions])].flatMap((dimension) =>
    names
      .filter(({ metric }) => !seen.has(keyOf({ dimension, metric })))
      .map((one) => ({ accountId, region, dimension, ...one })),
  );
}

/** Series that were read before and are not among these: a listing that lacks them must not end them. */
function stillWatched(
  place: Place,
  among: readonly UsageSeries[],
  held: Iterable<WatchedDimension>,
): UsageSeries[] {
  const there = new Set(among.map(({ dimension, metric }) => `${metric} ${dimension}`));
  return [...held]
    .filter((one) => isIn(one, place))
    .flatMap((one) => seriesOf(place, one))
    .filter(({ dimension, metric }) => !there.has(`${metric} ${dimension}`));
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
  tellUnread: (unread: readonly string[]) => void,
): Promise<SeriesRead> {
  const { tokenMetrics, listAll } = context.aws.cloudwatch;
  const { series: listed, unread } = await listAll(place);
  tellUnread(unread);
  const long = endExclusive - start > LISTED_FOR_MS;
  const known = long
    ? unlistedSeries(place, listed, await knownDimensions(context.store, place), tokenMetrics)
    : [];
  const series = [...listed, ...stillWatched(place, [...listed, ...known], held.values()), ...known];
  const all: SeriesRead = { rows: 0, failed: [], heldBack: [] };
  for (const [from, some] of startsOf(context, place, series, new Set(known), held, start)) {
    const { facts } = looks;
    const reading = { place, series: some, start: from, endExclusive, held, facts };
    const read = await readSeries(context, { ...reading, guessed: new Set(known), whole: true, tell });
    all.rows += read.rows;
    for (const one of read.failed) all.failed.push(one);
    for (const one of read.heldBack) all.heldBack.push(one);
  }
  return all;
}

/** Series by where their reading starts: with all others, or earlier where some of their days are to be read once more. */
function startsOf(
  { clock, settings }: JobContext,
  place: Place,
  series: readonly UsageSeries[],
  guessed: ReadonlySet<UsageSeries>,
  held: ReadonlyMap<string, WatchedDimension>,
  start: number,
): [number, UsageSeries[]][] {
  const now = clock.now();
  const starts = new Map<string, number>();
  for (const [dimension, own] of Map.groupBy(series, (one) => one.dimension)) {
    const listed = metricsOf(own.filter((one) => !guessed.has(one)));
    const known = withNames(
      held.get(dimensionKey({ ...place, dimension })),
      { ...place, dimension },
      listed,
      now,
    );
    starts.set(dimension, Math.min(start, readFrom(known, now, settings.backfillDays)));
  }
  return byStart(series, ({ dimension }) => starts.get(dimension) ?? start, now);
}

function inPart(failed: readonly UsageSeries[]): string {
  return `CloudWatch answered ${failed.length} series only in part (for example ${failed[0]?.kind} of ${failed[0]?.dimension}); their hours are asked again at the next run`;
}

const floorHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
