import { addDays, dayOf, HOUR_MS, instantOf, startOf } from './periods.ts';
import type { Day, Instant, Money, Place, TokenKind } from './types.ts';
import { PUBLISHED_MS } from './watching.ts';

/**
 * How far the series of each `ModelId` were read, and what is read of them next: nothing that was used is ever left out,
 * however long somebody is put off. Times are UTC milliseconds where they are numbers.
 */

/** Hours read again each time, because CloudWatch publishes minutes late and now and then later. */
export const OVERLAP_MS = 3 * HOUR_MS;
/** What is listed was used so long before at most: three hours, and the one in which it was. */
const LISTED_FOR_MS = OVERLAP_MS + HOUR_MS;
/** Days of hours that one request may hold: AWS charges for a series the same, however many it is asked for. */
export const REQUEST_DAYS = 35;
/** Whole days are read once more with the first look of the day, or from this hour on. */
const WHOLE_FROM_MS = 20 * HOUR_MS;
/** A day is read again until two readings of it agree, and for at most so many days. */
const UNSETTLED_DAYS = 14;
/** What is used again settles with its next look; what is not is read for that once, when the day is so old. */
const SETTLES_IDLE_AFTER_DAYS = 3;

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
  /** The first day of which two readings after its end have not agreed yet; '': not known, which stands for yesterday. */
  unsettledFrom: Day;
  /** The most that its owner spent in an hour, in this place. */
  highest: Money;
}

export const dimensionKey = ({ accountId, region, dimension }: Place & { dimension: string }): string =>
  `${accountId}|${region}|${dimension}`;

/** Nothing of it was ever read: a listing may have lacked it for long. */
const NEVER_READ = { readUntil: instantOf(0), wholeOn: '', unsettledFrom: '', highest: 0n as Money };

/** How a reading differs from what was held of the same hours. */
export interface Difference {
  /** The first day that is another now; null: none is. */
  from: Day | null;
  /** Whether something was counted that is less now, or gone. */
  fell: boolean;
}
const AS_HELD: Difference = { from: null, fell: false };

/** Tokens of a kind on a day. */
interface DaySum {
  dimension: string;
  kind: TokenKind;
  day: Day;
  tokens: bigint;
}

/** How what was told differs from what was held, by dimension; what is not there is as it was held. */
export function differencesOf(
  held: readonly DaySum[],
  told: readonly (Omit<DaySum, 'day'> & { hour: Instant })[],
): Map<string, Difference> {
  const changes = new Map<string, { dimension: string; day: Day; by: bigint }>();
  const add = ({ dimension, kind }: Omit<DaySum, 'day'>, day: Day, tokens: bigint) => {
    const key = `${kind} ${day} ${dimension}`;
    changes.set(key, { dimension, day, by: (changes.get(key)?.by ?? 0n) + tokens });
  };
  for (const one of held) add(one, one.day, -one.tokens);
  for (const one of told) add(one, dayOf(one.hour), one.tokens);
  const found = new Map<string, Difference>();
  for (const { dimension, day, by } of changes.values()) {
    if (by === 0n) continue;
    const { from, fell } = found.get(dimension) ?? AS_HELD;
    found.set(dimension, { from: from === null ? day : earlier(from, day), fell: fell || by < 0n });
  }
  return found;
}

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
    const after = withNames(before, { ...place, dimension }, metrics, now);
    const more = after !== before;
    if (!more && isActive(after)) continue;
    const readUntil = more ? earlier(after.readUntil, instantOf(now - OVERLAP_MS)) : after.readUntil;
    changed.push({ ...after, readUntil, activeUntil: instantOf(now) });
  }
  return changed;
}

/** What is known of a dimension once these names are listed; itself where they were known. */
export function withNames(
  before: WatchedDimension | undefined,
  { accountId, region, dimension }: Place & { dimension: string },
  metrics: Metrics,
  now: number,
): WatchedDimension {
  const known = before ?? {
    accountId,
    region,
    dimension,
    metrics: {},
    activeUntil: instantOf(0),
    ...NEVER_READ,
  };
  const all = metricsOf([...seriesIn(known.metrics), ...seriesIn(metrics)]);
  if (countOf(all) === countOf(known.metrics)) return known;
  // An earlier listing may have lacked the name: its days are read as well, at the same price.
  return { ...known, metrics: all, wholeOn: '', unsettledFrom: addDays(dayOf(now), -UNSETTLED_DAYS) };
}

/** Whether it may have used something since it was read. */
export const isActive = ({ activeUntil, readUntil }: WatchedDimension): boolean => activeUntil > readUntil;

/** Up to when it was read; one in the future says that the clock was wrong when it was written. */
export function readUntilOf({ readUntil }: WatchedDimension, now: number): number {
  const until = Date.parse(readUntil);
  return until > now ? 0 : until;
}

/** Whether whole days have to be read without waiting for a look any longer: yesterday, or an older one that is to settle. */
export function isWholeDue({ wholeOn, activeUntil, unsettledFrom }: WatchedDimension, now: number): boolean {
  const today = dayOf(now);
  const isUsed = activeUntil > instantOf(startOf(addDays(today, -1)));
  const isSettling =
    unsettledFrom >= addDays(today, -UNSETTLED_DAYS) &&
    unsettledFrom <= addDays(today, -SETTLES_IDLE_AFTER_DAYS) &&
    unsettledFrom <= dayOf(activeUntil);
  return wholeOn < today && (isUsed || isSettling) && now >= startOf(today) + WHOLE_FROM_MS;
}

/**
 * From which hour on it is read: all since it was read last; with the first look of a day also the days of which no two
 * readings agree yet, yesterday at least; what was never read as far back as one request allows.
 * @param backfillDays no day before these is read
 */
export function readFrom(one: WatchedDimension, now: number, backfillDays: number): number {
  const today = dayOf(now);
  const until = readUntilOf(one, now);
  if (until === 0) return startOf(addDays(today, -Math.min(backfillDays, REQUEST_DAYS - 1)));
  const since = floorHour(until) - OVERLAP_MS;
  return one.wholeOn < today ? Math.min(since, wholeFrom(one, now, backfillDays)) : since;
}

/** Start of the first day that is read with the first look of a day. */
function wholeFrom({ unsettledFrom }: WatchedDimension, now: number, backfillDays: number): number {
  const today = dayOf(now);
  const yesterday = addDays(today, -1);
  if (unsettledFrom === '') return startOf(yesterday);
  const oldest = addDays(today, -Math.min(backfillDays, UNSETTLED_DAYS));
  return startOf(earlier(yesterday, later(oldest, unsettledFrom)));
}

/** Whether all of yesterday is read. */
const isReadWhole = (start: number, now: number): boolean => start <= startOf(addDays(dayOf(now), -1));

/** Every call counts tokens of this kind: where these did not move, no others did. */
export const TELLS: TokenKind = 'input';

/**
 * Which kinds are asked first: the one that tells, and the others only where that one moved; all of them at once where
 * there is no such kind, and where a day is read again for what was published late.
 */
export function kindsAskedFirst(one: WatchedDimension, now: number): TokenKind[] {
  const all = Object.keys(one.metrics) as TokenKind[];
  return isReadWhole(readFrom(one, now, 1), now) || !all.includes(TELLS) ? all : [TELLS];
}

/** Whether there may be more of the other kinds than was read: in an hour that was not over by then, or later. */
export const hasMoved = (one: WatchedDimension, hours: readonly Instant[]): boolean => {
  const open = instantOf(floorHour(Date.parse(one.readUntil)));
  return hours.some((hour) => hour >= open);
};

/**
 * What is known after it was read from `start` on; `hours`: names and starts of the hours in which tokens were found.
 * @param difference how these differ from what was held
 */
export function afterReading(
  one: WatchedDimension,
  start: number,
  hours: readonly { kind: TokenKind; metric: string; hour: Instant }[],
  now: number,
  difference: Difference = AS_HELD,
): WatchedDimension {
  const whole = isReadWhole(start, now);
  const last = hours.reduce((most, { hour }) => (hour > most ? hour : most), '');
  const end = last === '' ? '' : instantOf(Date.parse(last) + HOUR_MS);
  const readUntil = instantOf(now - PUBLISHED_MS);
  // What was listed was used some hours before at most: where that is not found, it is not forgotten either.
  const isLacking = end < instantOf(Date.parse(one.activeUntil) - LISTED_FOR_MS) || difference.fell;
  // What gave nothing twice, a day apart, is asked for again once it is listed.
  const letsGo = whole && one.wholeOn !== '' && hours.length > 0 && !difference.fell;
  return {
    ...one,
    metrics: metricsOf(letsGo ? hours : [...seriesIn(one.metrics), ...hours]),
    readUntil,
    activeUntil: isLacking ? later(end, earlier(one.activeUntil, readUntil)) : end,
    wholeOn: whole ? dayOf(now) : one.wholeOn,
    unsettledFrom: unsettledAfter(one, start, now, difference.from),
  };
}

/** Two readings agree on the days that were over when it was read before, and of which this one found what was held. */
function unsettledAfter(one: WatchedDimension, start: number, now: number, differsFrom: Day | null): Day {
  const { unsettledFrom } = one;
  if (!isReadWhole(start, now))
    return differsFrom === null ? unsettledFrom : earlier(unsettledFrom, differsFrom);
  const read = dayOf(readUntilOf(one, now));
  return later(dayOf(start), differsFrom === null ? read : earlier(read, differsFrom));
}

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const floorHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
