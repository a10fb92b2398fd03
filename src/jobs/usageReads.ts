import type { UsageSeries } from '../aws/types.ts';
import { larger, ZERO } from '../core/money.ts';
import { DAY_MS, dayOf, endOf, HOUR_MS, instantOf, startOf } from '../core/periods.ts';
import type { HeldBack } from '../core/quarantine.ts';
import type { Day, Instant, Money, Place, TokenKind, UsageHour } from '../core/types.ts';
import {
  afterReading,
  type Difference,
  differencesOf,
  dimensionKey,
  hasMoved,
  kindsAskedFirst,
  largerOfNames,
  metricsOf,
  REQUEST_DAYS,
  type WatchedDimension,
} from '../core/usageMarks.ts';
import { breathe, type JobContext } from './job.ts';
import { heldBackUsage } from './quarantineUsage.ts';
import type { Facts } from './watchingFacts.ts';

/** One request's window. CloudWatch charges per series and request, not per hour: as long as its datapoints allow. */
const REQUEST_MS = REQUEST_DAYS * DAY_MS;

interface Reading {
  place: Place;
  series: readonly UsageSeries[];
  /** UTC milliseconds, full hours. */
  start: number;
  endExclusive: number;
  /** All that is watched, by its key; kept up to date. */
  held: Map<string, WatchedDimension>;
  facts: Facts & { hours: Money[] };
  urgent?: boolean;
  /** All that a place has, however idle it seems. */
  whole?: boolean;
  /** Names that were never listed, asked for all the same. */
  guessed?: ReadonlySet<UsageSeries>;
  tell(note: string): void;
}

/** How many hours were read, the series that are to be asked again, and what of them is held back. */
export interface SeriesRead {
  rows: number;
  failed: UsageSeries[];
  heldBack: HeldBack[];
}

/** An hour under one of the names of its kind. */
type NamedHour = UsageHour & { metric: string };
const kindKey = ({ dimension, kind }: Pick<UsageSeries, 'dimension' | 'kind'>): string =>
  `${kind} ${dimension}`;

/** Reads and stores the hours of series, and then how far their dimensions were read: a fault in between loses nothing. */
export async function readSeries(context: JobContext, reading: Reading): Promise<SeriesRead> {
  const { place, series, endExclusive, tell, urgent = false } = reading;
  const start = onWholeDays(reading.start, (await context.store.retention.kept()).hours);
  const failed = new Set<UsageSeries>();
  const heldBack: HeldBack[] = [];
  const found: NamedHour[] = [];
  const differences: [string, Difference][] = [];
  const now = context.clock.now();
  let rows = 0;
  for (let from = start; from < endExclusive && series.length > 0; from += REQUEST_MS) {
    const to = Math.min(from + REQUEST_MS, endExclusive);
    const ask = (some: readonly UsageSeries[]) =>
      context.aws.cloudwatch.hourly(
        place,
        some,
        instantOf(from),
        instantOf(to),
        (done, total) => tell(`${place.accountId}/${place.region} ${done}/${total}`),
        urgent,
      );
    const { asked, ...answer } = await askMoved(reading, now, ask);
    const partial = new Set(answer.failed.map(kindKey));
    const isWhole = (one: Pick<UsageSeries, 'dimension' | 'kind'>) => !partial.has(kindKey(one));
    const named = answer.hours.map(({ series: { dimension, kind, metric }, hour, tokens }) => ({
      ...place,
      dimension,
      kind,
      metric,
      hour,
      tokens,
    }));
    const told = largerOfNames(named);
    const window = { from, to, day: to < endExclusive ? dayOf(from) : '' };
    const known = await context.store.usage.sums(place, asked, instantOf(from), instantOf(to));
    const notBelieved = await heldBackUsage(context, { place, facts: reading.facts }, told, known, window);
    for (const one of differencesOf(known, told)) differences.push(one);
    for (const one of notBelieved.values()) heldBack.push(one);
    for (const one of asked) if (notBelieved.has(one.dimension)) partial.add(kindKey(one));
    for (const one of asked) if (!isWhole(one)) failed.add(one);
    // Of a kind with two names both are there, or neither is stored.
    const hours = told.filter(isWhole);
    await storeHours(context, place, asked.filter(isWhole), hours, window);
    for (const one of named) found.push(one);
    rows += hours.length;
  }
  await noteRead(context, reading, { hours: found, failed, differences: joined(differences) }, now);
  return { rows, failed: [...failed], heldBack };
}

type HourlyAnswer = Awaited<ReturnType<JobContext['aws']['cloudwatch']['hourly']>>;
interface Asked extends HourlyAnswer {
  asked: UsageSeries[];
}

/** Asks first what tells whether there is more, then the others of what moved: AWS charges for each series. */
async function askMoved(
  { place, series, held, whole = false }: Reading,
  now: number,
  ask: (series: readonly UsageSeries[]) => Promise<HourlyAnswer>,
): Promise<Asked> {
  const first = new Map<string, readonly TokenKind[]>();
  for (const { dimension } of whole ? [] : series) {
    const known = held.get(dimensionKey({ ...place, dimension }));
    if (known !== undefined && !first.has(dimension)) first.set(dimension, kindsAskedFirst(known, now));
  }
  const isLater = ({ dimension, kind }: UsageSeries) => first.get(dimension)?.includes(kind) === false;
  const atOnce = series.filter((one) => !isLater(one));
  const later = series.filter(isLater);
  const told = await ask(atOnce);
  if (later.length === 0) return { ...told, asked: atOnce };
  const hours = Map.groupBy(told.hours, (one) => one.series.dimension);
  const moved = later.filter(({ dimension }) => {
    const known = held.get(dimensionKey({ ...place, dimension }));
    const own = (hours.get(dimension) ?? []).map(({ hour }) => hour);
    return known !== undefined && hasMoved(known, own);
  });
  if (moved.length === 0) return { ...told, asked: atOnce };
  const rest = await ask(moved);
  return {
    hours: [...told.hours, ...rest.hours],
    failed: [...told.failed, ...rest.failed],
    asked: [...atOnce, ...moved],
  };
}

/** Days whose hours are folded are read whole: a part of one could not be told from the rest of it. */
const onWholeDays = (start: number, hoursFrom: Day): number =>
  dayOf(start) < hoursFrom ? startOf(dayOf(start)) : start;

/** A UTC day per transaction: short enough that nobody waits for it, however many people there are. */
async function storeHours(
  context: JobContext,
  place: Place,
  series: readonly UsageSeries[],
  hours: readonly UsageHour[],
  { from, to }: { from: number; to: number },
): Promise<void> {
  const byDay = Map.groupBy(hours, ({ hour }) => dayOf(hour));
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

/** What all windows of a reading told together. */
interface Told {
  hours: readonly NamedHour[];
  failed: ReadonlySet<UsageSeries>;
  differences: ReadonlyMap<string, Difference>;
}

/** The differences of windows in order of time, as of one. */
function joined(found: readonly (readonly [string, Difference])[]): Map<string, Difference> {
  const all = new Map<string, Difference>();
  for (const [dimension, { from, fell }] of found) {
    const before = all.get(dimension);
    all.set(dimension, { from: before?.from ?? from, fell: fell || before?.fell === true });
  }
  return all;
}

/** Dimensions of one transaction. */
const NOTED_AT_ONCE = 2000;

/** Notes how far what was read whole was read, with the most that each owner spent in an hour of it. */
async function noteRead(
  context: JobContext,
  { place, series, start, held, facts, guessed }: Reading,
  { hours, failed, differences }: Told,
  now: number,
): Promise<void> {
  const incomplete = new Set([...failed].map(({ dimension }) => dimension));
  const byDimension = Map.groupBy(hours, ({ dimension }) => dimension);
  const metrics = Map.groupBy(series, ({ dimension }) => dimension);
  const read: { before: Instant; after: WatchedDimension; hours: readonly UsageHour[] }[] = [];
  for (const [dimension, ofDimension] of metrics) {
    if (incomplete.has(dimension)) continue;
    const known = held.get(dimensionKey({ ...place, dimension })) ?? {
      ...place,
      dimension,
      metrics: metricsOf(ofDimension.filter((one) => guessed?.has(one) !== true)),
      readUntil: instantOf(start),
      activeUntil: instantOf(start),
      wholeOn: '',
      unsettledFrom: '',
      highest: ZERO,
    };
    const ownHours = byDimension.get(dimension) ?? [];
    // What CloudWatch lists no more, and what gave nothing, is not watched.
    if (ownHours.length === 0 && !held.has(dimensionKey(known))) continue;
    const after = afterReading(known, start, ownHours, now, differences.get(dimension));
    read.push({ before: known.readUntil, after, hours: largerOfNames(ownHours) });
  }
  const highest = noteHighest(read, facts, now);
  const after = read.map(({ after: one }) => ({
    ...one,
    highest: larger(one.highest, highest.get(facts.unitOf(one)) ?? ZERO),
  }));
  for (const one of after) held.set(dimensionKey(one), one);
  for (let from = 0; from < after.length; from += NOTED_AT_ONCE) {
    await context.store.watching.record(context.lease, after.slice(from, from + NOTED_AT_ONCE));
    await breathe(context);
  }
}

/** The most that each owner spent in an hour of what was read; whole hours that were not read before go to `facts.hours`. */
function noteHighest(
  read: readonly { before: Instant; after: WatchedDimension; hours: readonly UsageHour[] }[],
  facts: Facts & { hours: Money[] },
  now: number,
): Map<string, Money> {
  const sums = new Map<string, Map<Instant, { spent: bigint; isNew: boolean }>>();
  for (const { before, after, hours } of read) {
    const key = facts.unitOf(after);
    const ofUnit = sums.get(key) ?? new Map<Instant, { spent: bigint; isNew: boolean }>();
    sums.set(key, ofUnit);
    for (const { kind, hour, tokens } of hours) {
      const value = facts.valueOf(after, kind, tokens, dayOf(hour));
      if (value === null) continue;
      const end = Date.parse(hour) + HOUR_MS;
      const held = ofUnit.get(hour);
      const isNew = end <= now && instantOf(end) > before;
      ofUnit.set(hour, { spent: (held?.spent ?? 0n) + value, isNew: (held?.isNew ?? true) && isNew });
    }
  }
  const highest = new Map<string, Money>();
  for (const [key, hours] of sums) {
    let most = 0n;
    for (const { spent, isNew } of hours.values()) {
      most = larger(most, spent);
      if (isNew && facts.isPerson(key)) facts.hours.push(spent as Money);
    }
    highest.set(key, most as Money);
  }
  return highest;
}
