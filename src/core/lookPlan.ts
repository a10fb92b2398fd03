import { approximate, sum, ZERO } from './money.ts';
import { DAY_MS, instantOf } from './periods.ts';
import type { Money } from './types.ts';
import {
  countOf,
  dimensionKey,
  isActive,
  isWholeDue,
  readUntilOf,
  type WatchedDimension,
} from './usageMarks.ts';
import {
  type Attention,
  attentionFor,
  canHaveCrossed,
  isDue,
  isPaidFor,
  isUrgent,
  LISTED_MS,
  type Limited,
  pauseOf,
  rateOfCostCenter,
  rateOfPerson,
  type Watched,
} from './watching.ts';

/** Which dimensions are read now: all that somebody uses at once, so that their spend is known as of one moment. Pure. */

/** What is known about people and cost centers. */
export interface Known {
  ownerOf(one: WatchedDimension): { user: string; costCenter: string };
  gapOfPerson(user: string): Money | null;
  /** Whether a budget stops somebody who reaches its limit. Missing: none does. */
  isHeld?(user: string): boolean;
  gapOfCostCenter(costCenter: string): Money | null;
  highestDayOf(costCenter: string): Money;
}

export interface Looks {
  attention: Attention;
  /** Of people who can reach a threshold within the hour. */
  urgent: WatchedDimension[];
  /** Of all else; what is idle of somebody who can reach a threshold before it would be listed is among them. */
  others: WatchedDimension[];
  /** Series that have something to read: what it would take to read everything. */
  activeSeries: number;
}

/**
 * @param forOneHour what an hour of looking may cost
 * @param forIdle what a look may cost at people of whom nothing is listed
 * @param companyHighest what no hour of a person but one in a thousand exceeds
 */
export function planLooks(asked: {
  now: number;
  dimensions: readonly WatchedDimension[];
  known: Known;
  companyHighest: Money;
  forOneHour: Money;
  forIdle: Money;
  pricePerSeries: Money;
}): Looks {
  const { now, dimensions, known, forOneHour, forIdle, pricePerSeries } = asked;
  const all = heldOf(unitsOf(asked), asked);
  const units = all.filter(({ unit }) => unit.series > 0);
  const centers = centersOf(units, known);
  const watched = units.map(({ unit }) => unit);
  const attention = attentionFor(watched, centers, forOneHour, pricePerSeries);
  const looks: Looks = {
    attention,
    urgent: [],
    others: [],
    activeSeries: units.reduce((sum, { active }) => sum + seriesIn(active), 0),
  };
  const chosen = new Set<WatchedDimension>();
  for (const { unit, active, idle } of units) {
    if (active.length === 0 || !isDue(unit, pauseOf(unit, centers, attention), now)) continue;
    const into = isUrgent(unit) ? looks.urgent : looks.others;
    // What is used again and not listed yet may have made them cross by now.
    const hidden = canHaveCrossed(unit, Math.min(unit.readUntil, now - LISTED_MS), now) ? idle : [];
    for (const one of [...active, ...hidden]) {
      chosen.add(one);
      into.push(one);
    }
  }
  for (const one of closestIdle(all, now, forIdle / pricePerSeries)) {
    if (chosen.has(one)) continue;
    chosen.add(one);
    looks.others.push(one);
  }
  for (const one of dimensions) if (!chosen.has(one) && isWholeDue(one, now)) looks.others.push(one);
  return looks;
}

/** The same, who may be stopped with it where that can be paid. */
function heldOf(
  all: Unit[],
  {
    known,
    forOneHour,
    pricePerSeries,
  }: Pick<Parameters<typeof planLooks>[0], 'known' | 'forOneHour' | 'pricePerSeries'>,
): Unit[] {
  const held = all.map((one) =>
    known.isHeld?.(one.unit.key) === true ? { ...one, unit: { ...one.unit, isHeld: true } } : one,
  );
  const watched = held.map(({ unit }) => unit).filter(({ series }) => series > 0);
  return isPaidFor(watched, centersOf(held, known), forOneHour, pricePerSeries) ? held : all;
}

interface Unit {
  unit: Watched;
  active: WatchedDimension[];
  /** Nothing of these is listed. */
  idle: WatchedDimension[];
}

/** What is idle of those who can reach a threshold before it would be listed: the closest, as many as are paid for. */
function closestIdle(units: readonly Unit[], now: number, most: bigint): WatchedDimension[] {
  // Of whom nothing is known at all, a look at nothing tells nothing: they are read once they are listed.
  const close = units.filter(({ unit }) => unit.rate > ZERO && canHaveCrossed(unit, now - LISTED_MS, now));
  const gap = ({ unit }: Unit): number => approximate(unit.gap ?? ZERO);
  const dimensions = close.sort((a, b) => gap(a) - gap(b)).flatMap(({ idle }) => idle);
  return dimensions.slice(0, Number(most));
}

/** Whoever used something within a day counts for what a busy hour costs: nights must not spend what days need. */
const RECENT_MS = DAY_MS;

const seriesIn = (dimensions: readonly WatchedDimension[]): number =>
  dimensions.reduce((count, { metrics }) => count + countOf(metrics), 0);

/** By owner: what has something to read, and who used something of late. What nobody owns is by itself. */
function unitsOf({
  now,
  dimensions,
  known,
  companyHighest,
}: Pick<Parameters<typeof planLooks>[0], 'now' | 'dimensions' | 'known' | 'companyHighest'>): Unit[] {
  const byOwner = Map.groupBy(dimensions, (one) => unitKey(one, known));
  const since = instantOf(now - RECENT_MS);
  const units: Unit[] = [];
  for (const [key, all] of byOwner) {
    const active = all.filter(isActive);
    const recent = all.filter(({ activeUntil }) => activeUntil > since);
    const owners = all.map((one) => known.ownerOf(one));
    const user = owners[0]?.user ?? '';
    units.push({
      active,
      idle: all.filter((one) => !isActive(one)),
      unit: {
        key,
        gap: known.gapOfPerson(user),
        rate: rateOfPerson(highestOf(all), companyHighest),
        costCenters: [...new Set(owners.map(({ costCenter }) => costCenter).filter((one) => one !== ''))],
        series: seriesIn(recent.length === 0 ? active : recent),
        readUntil: Math.min(...active.map((one) => readUntilOf(one, now))),
      },
    });
  }
  return units;
}

/** What names everything that is read together with a dimension. */
export function unitKey(one: WatchedDimension, { ownerOf }: Pick<Known, 'ownerOf'>): string {
  const { user } = ownerOf(one);
  return user === '' ? dimensionKey(one) : user;
}

/** Somebody can spend at their highest in every place at once. */
function highestOf(dimensions: readonly WatchedDimension[]): Money {
  const places = new Map<string, Money>();
  for (const { accountId, region, highest } of dimensions) {
    const place = `${accountId}|${region}`;
    if (highest > (places.get(place) ?? ZERO)) places.set(place, highest);
  }
  return sum(places.values());
}

function centersOf(units: readonly Unit[], known: Known): Map<string, Limited> {
  const people = new Map<string, Money[]>();
  for (const { unit } of units)
    for (const key of unit.costCenters) {
      const rates = people.get(key);
      if (rates === undefined) people.set(key, [unit.rate]);
      else rates.push(unit.rate);
    }
  return new Map(
    [...people].map(([key, rates]) => [
      key,
      { gap: known.gapOfCostCenter(key), rate: rateOfCostCenter(known.highestDayOf(key), rates) },
    ]),
  );
}
