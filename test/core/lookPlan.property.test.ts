import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planLooks } from '../../src/core/lookPlan.ts';
import { HOUR_MS, instantOf } from '../../src/core/periods.ts';
import { ofSettings } from '../../src/core/thresholds.ts';
import type { Money } from '../../src/core/types.ts';
import {
  afterListing,
  afterReading,
  dimensionKey,
  readFrom,
  type WatchedDimension,
} from '../../src/core/usageMarks.ts';
import { gapTo, LISTED_MS, LOOK_MS, PUBLISHED_MS, WITHIN_MS } from '../../src/core/watching.ts';

/**
 * Lateness as CloudWatch lists: somebody's `ModelId`s are played minute by minute, and one that was idle is listed minutes
 * after it is used again, up to three hours after it was used last.
 */

const MINUTE = 60_000;
const HOURS = 20;
const START = Date.parse('2026-11-16T00:00:00.000Z');
const PLACE = { accountId: '111122223333', region: 'us-east-1' };
const RECENT_MINUTES = 180;
const THRESHOLDS = [50, 80, 100];
const METRICS = { input: ['InputTokenCount'] };
const usd = (amount: number) => BigInt(Math.round(amount * 1e10)) as Money;

/** Parts of an hour in which somebody spends at a share of their rate, and with which of their `ModelId`s. */
const PARTS = 6;
const part = fc.record({
  share: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    fc.constant(1),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ),
  dimension: fc.integer({ min: 0, max: 2 }),
});
const played = fc.record({
  rate: fc.integer({ min: 1, max: 40 }),
  budget: fc.integer({ min: 1, max: 300 }),
  parts: fc.array(part, { minLength: HOURS * PARTS, maxLength: HOURS * PARTS }),
  steps: fc.array(fc.integer({ min: 1, max: LOOK_MS / MINUTE }), { minLength: 20, maxLength: 20 }),
});
type Played = typeof played extends fc.Arbitrary<infer T> ? T : never;

const dimensionsOf = (count: number): WatchedDimension[] =>
  Array.from({ length: count }, (_, index) => ({
    ...PLACE,
    dimension: String(index),
    metrics: METRICS,
    readUntil: instantOf(START),
    activeUntil: instantOf(START - HOUR_MS),
    wholeOn: instantOf(START).slice(0, 10),
    unsettledFrom: '',
    highest: 0n as Money,
  }));

/** Minutes from each crossing to the look that tells it. */
function lateness({ rate, budget, parts, steps }: Played): number[] {
  const minutes = HOURS * 60;
  const spent = [0, 1, 2].map((dimension) => {
    const sums = [0n];
    for (let minute = 0; minute < minutes; minute += 1) {
      const { share = 0, dimension: of } = parts[Math.floor((minute * PARTS) / 60)] ?? {};
      const more = of === dimension ? (usd(rate) * BigInt(Math.floor(share * 1e6))) / 60_000_000n : 0n;
      sums.push((sums[minute] ?? 0n) + more);
    }
    return sums;
  });
  const at = (dimension: number, minute: number) => spent[dimension]?.[Math.max(0, minute)] ?? 0n;
  const held = new Map(dimensionsOf(3).map((one) => [dimensionKey(one), one]));
  const until = [0, 0, 0];
  const reached = (sum: bigint) =>
    THRESHOLDS.filter((percent) => sum * 100n >= usd(budget) * BigInt(percent));
  const told = new Map<number, number>();
  for (let step = 0, now = 0; now <= minutes; step += 1, now += steps[step % steps.length] ?? 1) {
    const listed = [0, 1, 2].filter(
      (one) => at(one, now - LISTED_MS / MINUTE) > at(one, now - RECENT_MINUTES - LISTED_MS / MINUTE),
    );
    const names = new Map(listed.map((one) => [String(one), METRICS]));
    for (const one of afterListing(held, PLACE, names, START + now * MINUTE))
      held.set(dimensionKey(one), one);
    const known = until.reduce((sum, minute, index) => sum + at(index, minute), 0n) as Money;
    const { urgent, others } = planLooks({
      now: START + now * MINUTE,
      dimensions: [...held.values()],
      known: {
        ownerOf: () => ({ user: 'a', costCenter: '' }),
        gapOfPerson: () => gapTo(known, usd(budget), ofSettings(THRESHOLDS)),
        gapOfCostCenter: () => null,
        highestDayOf: () => 0n as Money,
      },
      companyHighest: usd(rate),
      forOneHour: 0n as Money,
      forIdle: usd(1),
      pricePerSeries: 1n as Money,
    });
    for (const one of [...urgent, ...others]) {
      const index = Number(one.dimension);
      until[index] = Math.max(0, now - PUBLISHED_MS / MINUTE);
      const from = readFrom(one, START + now * MINUTE, 45);
      const hours = Array.from({ length: HOURS }, (_, hour) => hour)
        .filter((hour) => START + hour * HOUR_MS >= from)
        .filter((hour) => at(index, Math.min((hour + 1) * 60, now)) > at(index, Math.min(hour * 60, now)))
        .map((hour) => ({
          kind: 'input' as const,
          metric: 'InputTokenCount',
          hour: instantOf(START + hour * HOUR_MS),
        }));
      held.set(dimensionKey(one), afterReading(one, from, hours, START + now * MINUTE));
    }
    const sum = until.reduce((all, minute, index) => all + at(index, minute), 0n);
    for (const percent of reached(sum)) told.set(percent, told.get(percent) ?? now);
  }
  return THRESHOLDS.flatMap((percent) => {
    let crossed = 0;
    while (
      crossed <= minutes &&
      !reached([0, 1, 2].reduce((sum, one) => sum + at(one, crossed), 0n)).includes(percent)
    )
      crossed += 1;
    return crossed + WITHIN_MS / MINUTE + 1 > minutes ? [] : [(told.get(percent) ?? minutes) - crossed];
  });
}

describe('whoever was idle', () => {
  it('is told within a quarter of an hour, although CloudWatch lists them later', () => {
    fc.assert(
      fc.property(played, (one) => {
        for (const late of lateness(one)) expect(late).toBeLessThanOrEqual(WITHIN_MS / MINUTE + 1);
      }),
      { numRuns: 200 },
    );
  });
});
