import type { UsageSeries } from '../aws/types.ts';
import { allowanceOfHour, allowanceOfIdle, watchingState } from '../core/allowance.ts';
import { highestButOneInThousand, withHours } from '../core/hourlyRates.ts';
import { type Looks, planLooks } from '../core/lookPlan.ts';
import { addDays, dayOf, HOUR_MS, monthOf, startOf } from '../core/periods.ts';
import type { Instant, Money, Place } from '../core/types.ts';
import {
  afterListing,
  dimensionKey,
  type Metrics,
  metricsOf,
  readFrom,
  seriesIn,
  TELLS,
  type WatchedDimension,
} from '../core/usageMarks.ts';
import { ATTENTION, type Attention } from '../core/watching.ts';
import type { WatchingNow } from '../store/typesWatching.ts';
import { type JobContext, nowOf } from './job.ts';
import { readSeries, type SeriesRead } from './usageReads.ts';
import { type Facts, readFacts } from './watchingFacts.ts';

/** Looks at token usage: what is active is heard in all places, and those are read whose turn it is. */

export const remember = async ({ store }: JobContext): Promise<Map<string, WatchedDimension>> =>
  new Map((await store.watching.dimensions()).map((one) => [dimensionKey(one), one]));

/** Listens which dimensions of a place are active: all kinds once an hour, else one, which spares pages. */
export async function hear(
  context: JobContext,
  place: Place,
  held: Map<string, WatchedDimension>,
  heardBefore: Instant | null,
): Promise<void> {
  const { aws, store, lease, clock } = context;
  const now = clock.now();
  const sameHour = heardBefore !== null && hourOf(Date.parse(heardBefore)) === hourOf(now);
  const names = namesIn(held, place);
  let listed = await aws.cloudwatch.listSeries(place, names, sameHour ? [TELLS] : undefined);
  const isNew = ({ dimension }: UsageSeries) => !held.has(dimensionKey({ ...place, dimension }));
  if (sameHour && listed.some(isNew)) listed = await aws.cloudwatch.listSeries(place, names);
  const changed = afterListing(held, place, byDimension(listed), now);
  for (const one of changed) held.set(dimensionKey(one), one);
  if (changed.length > 0) await store.watching.record(lease, changed);
}

/**
 * Listens, once a day, under what names CloudWatch counts tokens that nobody has asked for yet, and to what nobody has
 * heard of: listings of what is active may have lacked it.
 * @returns metrics that count tokens and do not say which
 */
export async function hearNames(
  { aws, store, lease, clock }: JobContext,
  place: Place,
  held: Map<string, WatchedDimension>,
): Promise<readonly string[]> {
  const { series, unread } = await aws.cloudwatch.listAll(place);
  const spelled = new Set(aws.cloudwatch.tokenMetrics.map(({ metric }) => metric));
  const others = series.filter(
    ({ metric, dimension }) => !spelled.has(metric) || !held.has(dimensionKey({ ...place, dimension })),
  );
  const changed = afterListing(held, place, byDimension(others), clock.now());
  for (const one of changed) held.set(dimensionKey(one), one);
  if (changed.length > 0) await store.watching.record(lease, changed);
  return unread;
}

/** Every name under which tokens of a place were counted of late. */
function namesIn(held: ReadonlyMap<string, WatchedDimension>, place: Place): string[] {
  const names = new Set<string>();
  for (const { accountId, region, metrics } of held.values())
    if (accountId === place.accountId && region === place.region)
      for (const { metric } of seriesIn(metrics)) names.add(metric);
  return [...names];
}

const byDimension = (series: readonly UsageSeries[]): Map<string, Metrics> =>
  new Map(
    [...Map.groupBy(series, ({ dimension }) => dimension)].map(([dimension, own]) => [
      dimension,
      metricsOf(own),
    ]),
  );

const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);

/** What is read in this run. */
export interface Look {
  facts: Facts & { hours: Money[] };
  looks: Looks;
  before: WatchingNow;
  of(place: Place): Pick<Looks, 'urgent' | 'others'>;
}

const NEVER_LOOKED: WatchingNow = {
  attention: ATTENTION[0] as Attention,
  hourlyRates: {},
  stoppedSince: null,
};

/** Decides over all places that could be heard, without a fault. */
export async function planAll(
  { store, settings, clock, aws }: JobContext,
  held: ReadonlyMap<string, WatchedDimension>,
  heard: ReadonlyMap<string, Error | null>,
): Promise<Look> {
  const now = clock.now();
  const facts = { ...(await readFacts(store, settings, now)), hours: [] };
  const before = (await store.watching.now()) ?? NEVER_LOOKED;
  const spent = await store.runs.spent(monthOf(dayOf(now)));
  const dimensions = [...held.values()].filter(
    ({ accountId, region }) => heard.get(`${accountId}/${region}`) === null,
  );
  const looks = planLooks({
    now,
    dimensions,
    known: facts,
    companyHighest: highestButOneInThousand(before.hourlyRates),
    forOneHour: allowanceOfHour(settings.awsChargeCeiling, spent, now),
    forIdle: allowanceOfIdle(settings.awsChargeCeiling),
    pricePerSeries: aws.cloudwatch.pricePerSeries,
  });
  const within = (place: Place) => (one: WatchedDimension) =>
    one.accountId === place.accountId && one.region === place.region;
  return {
    facts,
    looks,
    before,
    of: (place) => ({
      urgent: looks.urgent.filter(within(place)),
      others: looks.others.filter(within(place)),
    }),
  };
}

/** Reads what is due of a place: first what is urgent, and may use the reserve. */
export async function look(
  context: JobContext,
  place: Place,
  fault: Error | null,
  due: Pick<Looks, 'urgent' | 'others'>,
  held: Map<string, WatchedDimension>,
  facts: Look['facts'],
  tell: (note: string) => void,
): Promise<SeriesRead> {
  if (fault !== null) throw fault;
  const now = context.clock.now();
  const { backfillDays } = context.settings;
  const endExclusive = (hourOf(now) + 1) * HOUR_MS;
  const all: SeriesRead = { rows: 0, failed: [], heldBack: [] };
  for (const [urgent, dimensions] of [
    [true, due.urgent],
    [false, due.others],
  ] as const) {
    for (const [start, some] of byStart(dimensions, (one) => readFrom(one, now, backfillDays), now)) {
      const series = some.flatMap((one) => seriesOf(place, one));
      const read = await readSeries(context, {
        place,
        series,
        start,
        endExclusive,
        held,
        facts,
        urgent,
        tell,
      });
      all.rows += read.rows;
      for (const one of read.failed) all.failed.push(one);
      for (const one of read.heldBack) all.heldBack.push(one);
    }
  }
  return all;
}

/**
 * What is read together, by where that starts: a metric costs the same however many hours it is asked for, but an answer
 * holds only so many. What is read from whole days on goes by these, all else begins with its earliest hour.
 */
export function byStart<T>(all: readonly T[], startOfOne: (one: T) => number, now: number): [number, T[]][] {
  const yesterday = startOf(addDays(dayOf(now), -1));
  const starts = all.map((one) => ({ one, start: startOfOne(one) }));
  const groups = Map.groupBy(starts, ({ start }) => (start <= yesterday ? dayOf(start) : ''));
  return [...groups.values()].map((some) => [
    Math.min(...some.map(({ start }) => start)),
    some.map(({ one }) => one),
  ]);
}

/** The series of what is watched. */
export const seriesOf = (place: Place, { dimension, metrics }: WatchedDimension): UsageSeries[] =>
  seriesIn(metrics).map((one) => ({ ...place, dimension, ...one }));

/** Keeps how closely was looked, what hours cost, what reading everything would have cost, and whether the money ended. */
export async function keepAttention(context: JobContext, { looks, facts, before }: Look): Promise<void> {
  const { store, lease, settings, clock, aws } = context;
  const now = nowOf(context);
  const { pricePerSeries } = aws.cloudwatch;
  const spent = await store.runs.spent(monthOf(dayOf(now)));
  const stopped = watchingState(settings.awsChargeCeiling, spent) !== 'all';
  await store.watching.keep(lease, {
    attention: looks.attention,
    hourlyRates: withHours(before.hourlyRates, facts.hours),
    stoppedSince: stopped ? (before.stoppedSince ?? now) : null,
  });
  const polled = BigInt(looks.activeSeries) * pricePerSeries;
  if (polled > 0n) await store.watching.addPolled(lease, dayOf(clock.now()), polled as Money);
}
