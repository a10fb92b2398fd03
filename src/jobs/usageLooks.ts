import type { UsageSeries } from '../aws/types.ts';
import { allowanceOfHour, allowanceOfIdle, watchingState } from '../core/allowance.ts';
import { highestButOneInThousand, withHours } from '../core/hourlyRates.ts';
import { type Looks, planLooks } from '../core/lookPlan.ts';
import { addDays, dayOf, HOUR_MS, monthOf, startOf } from '../core/periods.ts';
import type { Instant, Money, Place, TokenKind } from '../core/types.ts';
import { afterListing, dimensionKey, readFrom, TELLS, type WatchedDimension } from '../core/usageMarks.ts';
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
  let listed = await aws.cloudwatch.listSeries(place, true, sameHour ? [TELLS] : undefined);
  const isNew = ({ dimension }: UsageSeries) => !held.has(dimensionKey({ ...place, dimension }));
  if (sameHour && listed.some(isNew)) listed = await aws.cloudwatch.listSeries(place, true);
  const metrics = new Map<string, Partial<Record<TokenKind, string>>>();
  for (const { dimension, kind, metric } of listed)
    metrics.set(dimension, { ...metrics.get(dimension), [kind]: metric });
  const changed = afterListing(held, place, metrics, now);
  for (const one of changed) held.set(dimensionKey(one), one);
  if (changed.length > 0) await store.watching.record(lease, changed);
}

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
  const endExclusive = (hourOf(now) + 1) * HOUR_MS;
  const all: SeriesRead = { rows: 0, failed: [], heldBack: [] };
  for (const [urgent, dimensions] of [
    [true, due.urgent],
    [false, due.others],
  ] as const) {
    // A metric costs the same however many hours it is asked for, but an answer holds only so many.
    const yesterday = startOf(addDays(dayOf(now), -1));
    const byLength = Map.groupBy(dimensions, (one) => readFrom(one, now) <= yesterday);
    for (const some of byLength.values()) {
      const start = Math.min(...some.map((one) => readFrom(one, now)));
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

/** The series of what is watched. */
export const seriesOf = (place: Place, { dimension, metrics }: WatchedDimension): UsageSeries[] =>
  Object.entries(metrics).map(([kind, metric]) => ({
    ...place,
    dimension,
    kind: kind as TokenKind,
    metric,
  }));

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
