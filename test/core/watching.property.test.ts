import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/core/periods.ts';
import { ofSettings } from '../../src/core/thresholds.ts';
import type { Money } from '../../src/core/types.ts';
import {
  ATTENTION,
  type Attention,
  BEYOND_MS,
  CENTER_MS,
  gapTo,
  isDue,
  type Limited,
  LOOK_MS,
  PUBLISHED_MS,
  pauseOf,
  rateOfCostCenter,
  rateOfPerson,
  WITHIN_MS,
} from '../../src/core/watching.ts';

/**
 * Lateness, whatever people spend: a company is played minute by minute, looked at as the planner says, and each crossing
 * is held against the moment at which a look could tell it.
 */

const MINUTE = 60_000;
const HOURS = 30;
const THRESHOLDS = [50, 80, 100];
const usd = (amount: number) => BigInt(Math.round(amount * 1e10)) as Money;

/** What somebody spends in each hour, as a share (0 to 1) of the most that is allowed. */
const shares = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constant(1),
  ),
  { minLength: HOURS, maxLength: HOURS },
);
const person = fc.record({
  rate: fc.double({ min: 0.5, max: 50, noNaN: true }),
  budget: fc.double({ min: 1, max: 600, noNaN: true }),
  shares,
});
/** Minutes from one look to the next: at most what the schedule promises. */
const looks = fc.array(fc.integer({ min: 1, max: LOOK_MS / MINUTE }), { minLength: 40, maxLength: 40 });
const attention = fc.constantFrom(...ATTENTION);

interface Played {
  rate: number;
  budget: number;
  shares: readonly number[];
}
/** Whole 10⁻¹⁰ USD by the end of each minute, at `times` the rate. */
function spendOf({ rate, shares: of }: Played, times: number): Money[] {
  let sum = 0n;
  return [
    0n as Money,
    ...of.flatMap((share) =>
      Array.from({ length: 60 }, () => {
        sum += (usd(rate) * BigInt(Math.floor(share * times * 1e6))) / 60_000_000n;
        return sum as Money;
      }),
    ),
  ];
}

interface Company {
  people: readonly Played[];
  times: number;
  attention: Attention;
  steps: readonly number[];
  centerBudget?: Money;
  centerRate?: Money;
}

/** Minutes from each crossing until a look tells it, of people and of the cost center; unseen ones at the end are left out. */
function play({ people, times, attention: at, steps, centerBudget, centerRate }: Company) {
  const spent = people.map((one) => spendOf(one, times));
  const until = people.map(() => 0);
  const told = new Map<string, number>();
  const known = (index: number) => spent[index]?.[until[index] ?? 0] ?? (0n as Money);
  const sum = (minute: (index: number) => Money) =>
    people.reduce<bigint>((all, _, index) => all + minute(index), 0n) as Money;
  const reached = (amount: Money, budget: Money) =>
    THRESHOLDS.filter((percent) => amount * 100n >= budget * BigInt(percent));
  for (let step = 0, now = 0; ; step += 1) {
    now += steps[step % steps.length] ?? 1;
    if (now > HOURS * 60) break;
    const center: Limited = {
      gap: gapTo(sum(known), centerBudget ?? null, ofSettings(THRESHOLDS)),
      rate: centerRate ?? usd(0),
    };
    for (const [index, one] of people.entries()) {
      const watched = {
        key: String(index),
        gap: gapTo(known(index), usd(one.budget), ofSettings(THRESHOLDS)),
        rate: usd(one.rate),
        costCenters: centerBudget === undefined ? [] : ['center'],
        series: 4,
        readUntil: (until[index] ?? 0) * MINUTE,
      };
      const pause = pauseOf(watched, new Map([['center', center]]), at);
      if (!isDue(watched, pause, now * MINUTE)) continue;
      until[index] = Math.max(until[index] ?? 0, now - PUBLISHED_MS / MINUTE);
      for (const percent of reached(known(index), usd(one.budget)))
        told.set(`${index} ${percent}`, told.get(`${index} ${percent}`) ?? now);
    }
    for (const percent of centerBudget === undefined ? [] : reached(sum(known), centerBudget))
      told.set(`center ${percent}`, told.get(`center ${percent}`) ?? now);
  }
  const late = (key: string, amountAt: (minute: number) => Money, budget: Money) =>
    THRESHOLDS.map((percent) => {
      let crossed = 0;
      while (crossed <= HOURS * 60 && !reached(amountAt(crossed), budget).includes(percent)) crossed += 1;
      return (told.get(`${key} ${percent}`) ?? Math.min(crossed, HOURS * 60)) - Math.min(crossed, HOURS * 60);
    });
  return {
    people: people.flatMap((one, index) =>
      late(String(index), (minute) => spent[index]?.[minute] ?? usd(0), usd(one.budget)),
    ),
    center:
      centerBudget === undefined
        ? []
        : late('center', (minute) => sum((index) => spent[index]?.[minute] ?? usd(0)), centerBudget),
  };
}

/** A minute more: what is spent in a minute is there at its end. */
const inMinutes = (ms: number) => ms / MINUTE + 1;

describe('whatever somebody spends', () => {
  it('an alert is at most a quarter of an hour late within their rate, at every attention', () => {
    fc.assert(
      fc.property(person, attention, looks, (one, at, steps) => {
        const { people } = play({ people: [one], times: 1, attention: at, steps });
        expect(Math.max(...people)).toBeLessThanOrEqual(inMinutes(WITHIN_MS));
      }),
      { numRuns: 300 },
    );
  });

  it('beyond their rate it is at most an hour, up to as many times as the attention says', () => {
    fc.assert(
      fc.property(person, attention, looks, (one, at, steps) => {
        const { people } = play({ people: [one], times: at.times ?? 1000, attention: at, steps });
        expect(Math.max(...people)).toBeLessThanOrEqual(inMinutes(BEYOND_MS));
      }),
      { numRuns: 300 },
    );
  });

  it('beyond even that it is the longest pause', () => {
    fc.assert(
      fc.property(person, attention, looks, (one, at, steps) => {
        const { people } = play({ people: [one], times: 1000, attention: at, steps });
        const most = inMinutes(at.longestMs + LOOK_MS + PUBLISHED_MS);
        expect(Math.max(...people)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 200 },
    );
  });

  it('a cost center is told at most an hour late, however its people share its rate', () => {
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        attention,
        looks,
        (people, share, at, steps) => {
          const rate = rateOfCostCenter(
            usd(1e6),
            people.map((one) => usd(one.rate)),
          );
          const budget = (rate * BigInt(Math.round(share * HOURS * 100))) / 100n;
          const { center } = play({
            people,
            times: 1,
            attention: at,
            steps,
            centerBudget: budget as Money,
            centerRate: rate,
          });
          expect(Math.max(...center)).toBeLessThanOrEqual(inMinutes(CENTER_MS));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('rates', () => {
  it('are four times the own highest hour, at least what the company knows', () => {
    expect(rateOfPerson(usd(3), usd(10))).toBe(usd(12));
    expect(rateOfPerson(usd(1), usd(10))).toBe(usd(10));
  });
  it('of a cost center are its best day in four hours and one of its people, at most all of them', () => {
    expect(rateOfCostCenter(usd(40), [usd(5), usd(20), usd(30)])).toBe(usd(40));
    expect(rateOfCostCenter(usd(400), [usd(5), usd(20)])).toBe(usd(25));
  });
  it('put off nobody of whom nothing is known', () => {
    const watched = { gap: usd(100), rate: usd(0), costCenters: [], key: '', series: 1, readUntil: 0 };
    expect(pauseOf(watched, new Map(), ATTENTION[4] as Attention)).toBe(PUBLISHED_MS);
    expect(pauseOf({ ...watched, gap: null }, new Map(), ATTENTION[4] as Attention)).toBe(6 * HOUR_MS);
  });
});
