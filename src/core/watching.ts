import { larger, smaller } from './money.ts';
import { HOUR_MS } from './periods.ts';
import type { Threshold } from './thresholds.ts';
import type { Money } from './types.ts';

/**
 * Whom to look at, and when: AWS charges for every series that is read, so whoever cannot reach a threshold yet is put
 * off. Pure; milliseconds, and money per hour in 10⁻¹⁰ USD.
 *
 * The promise: whoever spends at up to their rate is told at most `WITHIN_MS` after they reach a threshold; a cost center
 * `CENTER_MS`. Beyond that rate, up to `times` as much, it is `BEYOND_MS`; beyond even that, the longest pause. CloudWatch
 * is taken to publish within `PUBLISHED_MS`, and somebody to look every `LOOK_MS`.
 */

/** From one look to the next, as the schedule has it. */
export const LOOK_MS = 10 * 60_000;
/** What is younger may not be published yet: a look covers what was used until then. */
export const PUBLISHED_MS = 5 * 60_000;
/** What was idle and is used again is listed after so long: until then nobody hears of it who does not ask. */
export const LISTED_MS = 15 * 60_000;
export const WITHIN_MS = LOOK_MS + PUBLISHED_MS;
export const BEYOND_MS = HOUR_MS;
export const CENTER_MS = HOUR_MS;
/** Whoever a budget may stop is read with each look, where the money is there: what is spent beyond the limit is lost. */
const HELD_MS = LOOK_MS;

/** A rate is this many times somebody's own highest hour, or the company's highest hour but one in a thousand. */
const OWN_HIGHEST_TIMES = 4n;
/** A cost center's rate spends its highest day in so many hours, with one of its people at their own rate on top. */
const CENTER_DAY_IN_HOURS = 4n;
/** Nobody is told about people without a threshold ahead; they are read so that pages stay fresh. */
const UNWATCHED_MS = 6 * HOUR_MS;

/** How closely is looked. */
export interface Attention {
  /** Up to how many times their rate somebody is told within `BEYOND_MS`; null: however much it is. */
  times: number | null;
  /** Nobody who is active is put off for longer. */
  longestMs: number;
}
/** From the closest on: the money decides. */
export const ATTENTION: readonly Attention[] = [
  { times: null, longestMs: BEYOND_MS - LOOK_MS },
  { times: 10, longestMs: 4 * HOUR_MS },
  { times: 4, longestMs: 6 * HOUR_MS },
  { times: 2, longestMs: 12 * HOUR_MS },
  { times: 1, longestMs: 24 * HOUR_MS },
];
export const LEAST_ATTENTION = ATTENTION.at(-1) as Attention;

/** What is known of a person, or of a cost center. */
export interface Limited {
  /** Money up to the next threshold; null: there is none ahead. */
  gap: Money | null;
  /** The highest rate that is reckoned with; nothing: not known yet. */
  rate: Money;
}

/** What is read together: all that one person uses, or that nobody owns. */
export interface Watched extends Limited {
  key: string;
  /** Cost centers that it counts towards. */
  costCenters: readonly string[];
  /** Series that are active. */
  series: number;
  /** All of them were read up to here. */
  readUntil: number;
  /** Whether a limit that stops them lies ahead. Missing: none does. */
  isHeld?: boolean;
}

export const rateOfPerson = (ownHighest: Money, companyHighest: Money): Money =>
  larger((ownHighest * OWN_HIGHEST_TIMES) as Money, companyHighest);

/** What the people of a cost center can spend together: no more than each of them at once. */
export function rateOfCostCenter(highestDay: Money, people: readonly Money[]): Money {
  const all = people.reduce<bigint>((sum, rate) => sum + rate, 0n) as Money;
  const one = people.reduce<bigint>((most, rate) => larger(most, rate), 0n);
  return smaller(all, (highestDay / CENTER_DAY_IN_HOURS + one) as Money);
}

/** Money up to the lowest threshold (percent) that lies above what is counted; null: none does. */
export function gapTo(counted: Money, limit: Money | null, thresholds: readonly Threshold[]): Money | null {
  if (limit === null) return null;
  let next: bigint | null = null;
  for (const { on, percent, amount } of thresholds) {
    if (on === 'forecast') continue;
    // Rounded up: a threshold is reached once it is reached in full.
    const at = percent === undefined ? (amount ?? limit) : (limit * BigInt(percent) + 99n) / 100n;
    if (at > counted && (next === null || at < next)) next = at;
  }
  return next === null ? null : ((next - counted) as Money);
}

/** How long after what was read last somebody need not be looked at. */
export function pauseOf(
  watched: Watched,
  centers: ReadonlyMap<string, Limited>,
  { times, longestMs }: Attention,
): number {
  const { gap, rate } = watched;
  let pause = Math.min(UNWATCHED_MS, longestMs);
  if (gap !== null) {
    const within = msToSpend(gap, rate);
    const beyond = BEYOND_MS - LOOK_MS + (times === null ? 0 : within / times);
    // A look covers what was used until minutes ago: before that it would find no crossing.
    pause = Math.min(within + PUBLISHED_MS, beyond, longestMs);
    if (watched.isHeld === true) pause = Math.min(pause, HELD_MS);
  }
  for (const key of watched.costCenters) {
    const center = centers.get(key);
    if (center === undefined || center.gap === null) continue;
    // Its people are read one after the other: a second look may find what the first made room for.
    pause = Math.min(pause, msToSpend(center.gap, center.rate) + CENTER_MS - 2 * LOOK_MS - PUBLISHED_MS);
  }
  return pause;
}

const msToSpend = (gap: Money, rate: Money): number =>
  rate <= 0n ? 0 : Number((gap * BigInt(HOUR_MS)) / rate);

/** Whether a threshold can have been reached by what a look would find, when all is known until a moment. */
export const canHaveCrossed = (watched: Limited, knownUntil: number, now: number): boolean =>
  watched.gap !== null && now - PUBLISHED_MS - knownUntil >= msToSpend(watched.gap, watched.rate);

/** Whether a threshold can be reached within the hour: such a look may use the reserve. */
export const isUrgent = (watched: Limited): boolean =>
  watched.gap !== null && msToSpend(watched.gap, watched.rate) < HOUR_MS;

export function isDue(watched: Watched, pause: number, now: number): boolean {
  return now - watched.readUntil >= pause;
}

/** What an hour of looking costs at an attention, with the people that are active now. */
export function costOfHour(
  watched: readonly Watched[],
  centers: ReadonlyMap<string, Limited>,
  attention: Attention,
  pricePerSeries: Money,
): Money {
  let series = 0;
  for (const one of watched) {
    // The schedule's looks are the only ones there are.
    const looks = Math.ceil((pauseOf(one, centers, attention) - PUBLISHED_MS) / LOOK_MS);
    series += (one.series * HOUR_MS) / (Math.max(1, looks) * LOOK_MS);
  }
  return (BigInt(Math.round(series)) * pricePerSeries) as Money;
}

/** Whether an hour's money also pays for reading with each look whoever a budget may stop. */
export const isPaidFor = (...asked: Parameters<typeof attentionFor>): boolean => {
  const [watched, centers, forOneHour, pricePerSeries] = asked;
  return costOfHour(watched, centers, ATTENTION[0] as Attention, pricePerSeries) <= forOneHour;
};

/** The closest attention that an hour's money pays for; the least where none does. */
export function attentionFor(
  watched: readonly Watched[],
  centers: ReadonlyMap<string, Limited>,
  forOneHour: Money,
  pricePerSeries: Money,
): Attention {
  return (
    ATTENTION.find((one) => costOfHour(watched, centers, one, pricePerSeries) <= forOneHour) ??
    LEAST_ATTENTION
  );
}
