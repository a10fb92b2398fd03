import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billPhase } from '../../src/core/bestKnown.ts';
import { isStale, staleFrom } from '../../src/core/freshness.ts';
import { type About, leastLasting, stretchOf } from '../../src/core/lasting.ts';
import { dayOf } from '../../src/core/periods.ts';
import type { Freshness } from '../../src/core/types.ts';

const FROM = Date.parse('2026-11-18T00:00:00Z');
const DAY = 86_400_000;
const moment = fc.oneof(
  fc.integer({ min: FROM, max: FROM + 6 * DAY }),
  // Around midnight, where days change and their age is asked.
  fc
    .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: -2, max: 2 }))
    .map(([day, ms]) => FROM + day * DAY + ms),
);
const source = fc.record({
  source: fc.constantFrom<Freshness['source'][]>('profiles', 'usage', 'charges'),
  slice: fc.constant('s'),
  completeUntil: fc.constant(null),
  lastSuccessAt: fc.option(
    fc.integer({ min: FROM - 2 * DAY, max: FROM + 6 * DAY }).map((ms) => new Date(ms).toISOString()),
  ),
  lastErrorAt: fc.constant(null),
  lastError: fc.constant(null),
});

describe('a stretch of time', () => {
  it('holds the moment, and all of it has the same day, ages of days, and stale sources', () => {
    fc.assert(
      fc.property(
        moment,
        fc.array(source, { maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (now, all, part) => {
          const { from, until } = stretchOf(
            now,
            all.map(staleFrom).filter((one) => one !== null),
          );
          expect(from <= now && now < until).toBe(true);
          const shown = (at: number) => [
            dayOf(at),
            all.map((one) => isStale(one, at)),
            [0, 1, 2, 3, 4, 5].map((back) => billPhase(dayOf(now - back * DAY), at)),
          ];
          for (const at of [from, until - 1, Math.floor(from + part * (until - 1 - from))])
            expect(shown(at)).toEqual(shown(now));
        },
      ),
    );
  });
});

describe('an answer made of several', () => {
  it.each<[About[], About]>([
    [[], 'passing'],
    [['ledger'], 'ledger'],
    [['ledger', 'work'], 'work'],
    [['ledger', 'work', 'passing'], 'passing'],
    [['ledger', 'passing'], 'passing'],
  ])('%j lasts as %s does', (about, expected) => {
    expect(leastLasting(new Set(about))).toBe(expected);
  });
});
