import { addDays, dayOf, HOUR_MS, instantOf, startOf } from './periods.ts';
import type { Day, Instant, Money, Place, TokenKind } from './types.ts';
import { PUBLISHED_MS } from './watching.ts';

/**
 * How far the series of each `ModelId` were read, and what is read of them next: nothing that was used is ever left out,
 * however long somebody is put off. Times are UTC milliseconds where they are numbers.
 */

/** Hours read again each time, because CloudWatch publishes minutes late and now and then later. */
export const OVERLAP_MS = 3 * HOUR_MS;
/** Yesterday is read once more as a whole: with the first look of the day, or from this hour on. */
const WHOLE_FROM_MS = 20 * HOUR_MS;

/** What each kind of tokens is called. A kind has several names where AWS has given it another, or counts under two. */
export type Metrics = Readonly<Partial<Record<TokenKind, readonly string[]>>>;

/** The names of series, by kind. */
export function metricsOf(series: readonly { kind: TokenKind; metric: string }[]): Metrics {
  const found: Partial<Record<TokenKind, string[]>> = {};
  for (const { kind, metric } of series) {
    const names = found[kind] ?? [];
    found[kind] = names;
    if (!names.includes(metric)) names.push(metric);
  }
  return found;
}

/** One by one, each name of each kind. */
export const seriesIn = (metrics: Metrics): { kind: TokenKind; metric: string }[] =>
  Object.entries(metrics).flatMap(([kind, names]) =>
    names.map((metric) => ({ kind: kind as TokenKind, metric })),
  );
/** How many there are: AWS charges for each. */
export const countOf = (metrics: Metrics): number => seriesIn(metrics).length;

/**
 * What an hour of a kind comes to: under two names AWS counts the same tokens, so the larger is all of them. Adding them
 * would double what is counted under both, and taking one name would lose what the other alone has.
 */
export function largerOfNames<
  Hour extends { dimension: string; kind: TokenKind; hour: Instant; tokens: bigint },
>(hours: readonly Hour[]): Hour[] {
  const largest = new Map<string, Hour>();
  for (const one of hours) {
    const key = `${one.kind} ${one.hour} ${one.dimension}`;
    const held = largest.get(key);
    if (held === undefined || one.tokens > held.tokens) largest.set(key, one);
  }
  return [...largest.values()];
}

/** All series of one `ModelId` of a place, and how far they were read. */
export interface WatchedDimension extends Place {
  dimension: string;
  metrics: Metrics;
  /** Everything before is read. */
  readUntil: Instant;
  /** End of the last hour with tokens, or when it was listed since: where that is after `readUntil`, there is more to read. */
  activeUntil: Instant;
  /** The day on which it was last read from the beginning of the day before, for what was published late. */
  wholeOn: Day;
  /** The most that its owner spent in an hour, in this place. */
  highest: Money;
}

export const dimensionKey = ({ accountId, region, dimension }: Place & { dimension: string }): string =>
  `${accountId}|${region}|${dimension}`;

/** Never read: all that it can have used since it was not listed lies within yesterday and today. */
const NEVER_READ = { readUntil: instantOf(0), wholeOn: '', highest: 0n as Money };

/**
 * What is known after a listing: what is listed has something to read. Only what became different.
 * @param listed of each `ModelId` the metrics that are listed; of one kind alone, or of all
 * @param anyTime whether they were listed at any time of the last days, and not within the hours of a listing
 */
export function afterListing(
  held: ReadonlyMap<string, WatchedDimension>,
  place: Place,
  listed: ReadonlyMap<string, Metrics>,
  now: number,
  anyTime = false,
): WatchedDimension[] {
  const changed: WatchedDimension[] = [];
  for (const [dimension, metrics] of listed) {
    const before = held.get(dimensionKey({ ...place, dimension }));
    const known = before?.metrics ?? {};
    const all = metricsOf([...seriesIn(known), ...seriesIn(metrics)]);
    const more = countOf(all) > countOf(known);
    if (before !== undefined && !more && isActive(before)) continue;
    const { accountId, region } = place;
    const rest = before ?? { accountId, region, dimension, ...NEVER_READ };
    // What is asked for now was used within the hours of a listing, or is read with all of yesterday.
    const readUntil = more ? earlier(rest.readUntil, instantOf(now - OVERLAP_MS)) : rest.readUntil;
    const wholeOn = more && anyTime ? '' : rest.wholeOn;
    changed.push({ ...rest, metrics: all, readUntil, wholeOn, activeUntil: instantOf(now) });
  }
  return changed;
}

/** Whether it may have used something since it was read. */
export const isActive = ({ activeUntil, readUntil }: WatchedDimension): boolean => activeUntil > readUntil;

/** Up to when it was read; one in the future says that the clock was wrong when it was written. */
export function readUntilOf({ readUntil }: WatchedDimension, now: number): number {
  const until = Date.parse(readUntil);
  return until > now ? 0 : until;
}

/** Whether yesterday has to be read as a whole without waiting for a look any longer. */
export function isWholeDue({ wholeOn, activeUntil }: WatchedDimension, now: number): boolean {
  const today = dayOf(now);
  return (
    wholeOn < today &&
    activeUntil > instantOf(startOf(addDays(today, -1))) &&
    now >= startOf(today) + WHOLE_FROM_MS
  );
}

/** From which hour on it is read: all since it was read last; with the first look of a day all of the day before as well. */
export function readFrom(one: WatchedDimension, now: number): number {
  const today = dayOf(now);
  const yesterday = startOf(addDays(today, -1));
  const since = floorHour(readUntilOf(one, now)) - OVERLAP_MS;
  if (since < 0) return yesterday;
  return one.wholeOn < today ? Math.min(since, yesterday) : since;
}

/** Every call counts tokens of this kind: where these did not move, no others did. */
export const TELLS: TokenKind = 'input';

/**
 * Which kinds are asked first: the one that tells, and the others only where that one moved; all of them at once where
 * there is no such kind, and where a day is read again for what was published late.
 */
export function kindsAskedFirst(one: WatchedDimension, now: number): TokenKind[] {
  const all = Object.keys(one.metrics) as TokenKind[];
  const isWhole = readFrom(one, now) <= startOf(addDays(dayOf(now), -1));
  return isWhole || !all.includes(TELLS) ? all : [TELLS];
}

/** Whether there may be more of the other kinds than was read: in an hour that was not over by then, or later. */
export const hasMoved = (one: WatchedDimension, hours: readonly Instant[]): boolean => {
  const open = instantOf(floorHour(Date.parse(one.readUntil)));
  return hours.some((hour) => hour >= open);
};

/** What is known after it was read from `start` on; `hours`: names and starts of the hours in which tokens were found. */
export function afterReading(
  one: WatchedDimension,
  start: number,
  hours: readonly { kind: TokenKind; metric: string; hour: Instant }[],
  now: number,
): WatchedDimension {
  const today = dayOf(now);
  const whole = start <= startOf(addDays(today, -1));
  const last = hours.reduce((most, { hour }) => (hour > most ? hour : most), '');
  const found = metricsOf(hours);
  const readUntil = instantOf(now - PUBLISHED_MS);
  return {
    ...one,
    // What was idle for two days is asked for again once it is listed.
    metrics: whole && hours.length > 0 ? found : one.metrics,
    readUntil,
    activeUntil: last === '' ? earlier(one.activeUntil, readUntil) : instantOf(Date.parse(last) + HOUR_MS),
    wholeOn: whole ? today : one.wholeOn,
  };
}

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);
const floorHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
