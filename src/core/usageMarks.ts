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

type Metrics = Readonly<Partial<Record<TokenKind, string>>>;

/** All series of one `ModelId` of a place, and how far they were read. */
export interface WatchedDimension extends Place {
  dimension: string;
  /** What each kind of tokens is called. */
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
 */
export function afterListing(
  held: ReadonlyMap<string, WatchedDimension>,
  place: Place,
  listed: ReadonlyMap<string, Metrics>,
  now: number,
): WatchedDimension[] {
  const changed: WatchedDimension[] = [];
  for (const [dimension, metrics] of listed) {
    const before = held.get(dimensionKey({ ...place, dimension }));
    const known = before?.metrics ?? {};
    const all = { ...known, ...metrics };
    const more = Object.keys(all).length > Object.keys(known).length;
    if (before !== undefined && !more && isActive(before)) continue;
    const { accountId, region } = place;
    const rest = before ?? { accountId, region, dimension, ...NEVER_READ };
    // A kind that is asked for now was used within the hours of a listing.
    const readUntil = more ? earlier(rest.readUntil, instantOf(now - OVERLAP_MS)) : rest.readUntil;
    changed.push({ ...rest, metrics: all, readUntil, activeUntil: instantOf(now) });
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

/** What is known after it was read from `start` on; `hours`: kinds and starts of the hours in which tokens were found. */
export function afterReading(
  one: WatchedDimension,
  start: number,
  hours: readonly { kind: TokenKind; hour: Instant }[],
  now: number,
): WatchedDimension {
  const today = dayOf(now);
  const whole = start <= startOf(addDays(today, -1));
  const last = hours.reduce((most, { hour }) => (hour > most ? hour : most), '');
  const found = new Set(hours.map(({ kind }) => kind));
  const kinds = Object.entries(one.metrics).filter(([kind]) => found.has(kind as TokenKind));
  const readUntil = instantOf(now - PUBLISHED_MS);
  return {
    ...one,
    // What was idle for two days is asked for again once it is listed.
    metrics: whole && kinds.length > 0 ? Object.fromEntries(kinds) : one.metrics,
    readUntil,
    activeUntil: last === '' ? earlier(one.activeUntil, readUntil) : instantOf(Date.parse(last) + HOUR_MS),
    wholeOn: whole ? today : one.wholeOn,
  };
}

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);
const floorHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
