import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, instantOf } from '../../src/core/periods.ts';
import {
  afterListing,
  afterReading,
  dimensionKey,
  isActive,
  isWholeDue,
  readFrom,
  type WatchedDimension,
} from '../../src/core/usageMarks.ts';

/** However long somebody is put off: nothing that they used is left out. Looks and listings are played over some days. */

const START = Date.parse('2026-11-16T00:00:00.000Z');
const DAYS = 5;
const LOOK = 10 * 60_000;
const PLACE = { accountId: '111122223333', region: 'us-east-1' };
const LISTED_FOR = 3 * HOUR_MS;
const LISTED_AFTER = 15 * 60_000;

/** Hours of the week in which something was used, and after how many hours somebody who is active is looked at. */
const used = fc.uniqueArray(fc.integer({ min: 0, max: (DAYS - 2) * 24 - 1 }), { maxLength: 40 });
const pauses = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 12, maxLength: 12 });

function play(hours: readonly number[], pauseHours: readonly number[]) {
  const starts = hours.map((hour) => START + hour * HOUR_MS);
  const held = new Map<string, WatchedDimension>();
  /** Hour → when it was read last. */
  const read = new Map<number, number>();
  let looks = 0;
  for (let now = START; now < START + DAYS * DAY_MS; now += LOOK) {
    const isListed = starts.some((at) => at + HOUR_MS > now - LISTED_FOR && at <= now - LISTED_AFTER);
    const listed = new Map(isListed ? [['a', { input: 'InputTokenCount' }]] : []);
    for (const one of afterListing(held, PLACE, listed, now)) held.set(dimensionKey(one), one);
    for (const [key, one] of held) {
      const waited = now - Date.parse(one.readUntil);
      const isDue = isActive(one) && waited >= (pauseHours[looks % pauseHours.length] ?? 0) * HOUR_MS;
      if (!isDue && !isWholeDue(one, now)) continue;
      looks += 1;
      const from = readFrom(one, now);
      const found = starts.filter((at) => at >= from && at < now);
      for (const at of found) read.set(at, now);
      const inputs = found.map((at) => ({ kind: 'input' as const, hour: instantOf(at) }));
      held.set(key, afterReading(one, from, inputs, now));
    }
  }
  return { starts, read, looks };
}

describe('whoever is put off', () => {
  it('loses no hour: each is read after its end, and once more on the day after', () => {
    fc.assert(
      fc.property(used, pauses, (hours, pauseHours) => {
        const { starts, read } = play(hours, pauseHours);
        for (const at of starts) {
          const nextDay = Math.floor(at / DAY_MS) * DAY_MS + DAY_MS;
          expect(read.get(at) ?? 0).toBeGreaterThanOrEqual(Math.max(at + HOUR_MS, nextDay));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is not read at all while idle', () => {
    expect(play([], [0]).looks).toBe(0);
    const busy = play([9, 10, 11], [2]);
    expect(busy.looks).toBeLessThanOrEqual(6);
  });
});
