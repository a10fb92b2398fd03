import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, dayOf, HOUR_MS, instantOf } from '../../src/core/periods.ts';
import type { TokenKind } from '../../src/core/types.ts';
import {
  afterListing,
  afterReading,
  differencesOf,
  dimensionKey,
  hasMoved,
  isActive,
  isWholeDue,
  kindsAskedFirst,
  metricsOf,
  readFrom,
  TELLS,
  type WatchedDimension,
} from '../../src/core/usageMarks.ts';

/** However long somebody is put off: nothing that they used is left out. Looks and listings are played over some days. */

const START = Date.parse('2026-11-16T00:00:00.000Z');
const DAYS = 5;
const LOOK = 10 * 60_000;
const PLACE = { accountId: '111122223333', region: 'us-east-1' };
const LISTED_FOR = 3 * HOUR_MS;
const BACKFILL = 45;
const LISTED_AFTER = 15 * 60_000;

/** Hours of the week in which something was used, and after how many hours somebody who is active is looked at. */
const used = fc.uniqueArray(fc.integer({ min: 0, max: (DAYS - 2) * 24 - 1 }), { maxLength: 40 });
const pauses = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 12, maxLength: 12 });

const KINDS: readonly TokenKind[] = ['input', 'output'];

/**
 * Two kinds, the second in some of the hours of the first: that one is asked for only as it is said to be needed, and
 * listed once an hour. Some hours are counted under another name. What is said to be read is held against what was read.
 */
function playKinds(
  hours: readonly number[],
  of: (hour: number) => boolean,
  pauseHours: readonly number[],
  isRenamed: (hour: number) => boolean = () => false,
) {
  const used = hours.map((hour) => ({
    at: START + hour * HOUR_MS,
    kinds: of(hour) ? KINDS : [TELLS],
    nameOf: (kind: TokenKind) => `${kind} ${isRenamed(hour) ? 'new' : 'old'}`,
  }));
  const held = new Map<string, WatchedDimension>();
  const read = new Map<string, number>();
  let [looks, series] = [0, 0];
  const unread: string[] = [];
  for (let now = START; now < START + DAYS * DAY_MS; now += LOOK) {
    const listed = used.filter(({ at }) => at + HOUR_MS > now - LISTED_FOR && at <= now - LISTED_AFTER);
    // The second kind was used at the end of its hour, and is listed so much later.
    const isLate = (at: number) => at + 55 * 60_000 > now - LISTED_AFTER;
    const names = listed.flatMap(({ at, kinds, nameOf }) =>
      (now % HOUR_MS === 0 && !isLate(at) ? kinds : [TELLS]).map((kind) => ({ kind, metric: nameOf(kind) })),
    );
    const heard = new Map(listed.length > 0 ? [['a', metricsOf(names)]] : []);
    for (const one of afterListing(held, PLACE, heard, now)) held.set(dimensionKey(one), one);
    for (const [key, one] of held) {
      const waited = now - Date.parse(one.readUntil);
      const isDue = isActive(one) && waited >= (pauseHours[looks % pauseHours.length] ?? 0) * HOUR_MS;
      if (!isDue && !isWholeDue(one, now)) continue;
      looks += 1;
      const from = readFrom(one, now, BACKFILL);
      const of = used.filter(({ at }) => at >= from && at < now);
      const inputs = of.map(({ at }) => instantOf(at));
      const known = KINDS.filter((kind) => one.metrics[kind] !== undefined);
      const asked = hasMoved(one, inputs) ? known : kindsAskedFirst(one, now);
      series += asked.length;
      const found = of.flatMap(({ at, kinds, nameOf }) =>
        kinds
          .filter((kind) => asked.includes(kind) && one.metrics[kind]?.includes(nameOf(kind)))
          .map((kind) => ({ kind, metric: nameOf(kind), hour: instantOf(at) })),
      );
      for (const { kind, hour } of found) read.set(`${kind} ${hour}`, now);
      const after = afterReading(one, from, found, now);
      held.set(key, after);
      for (const { at, kinds, nameOf } of used)
        for (const kind of kinds)
          if (after.metrics[kind]?.includes(nameOf(kind)) && at + HOUR_MS <= Date.parse(after.readUntil))
            if ((read.get(`${kind} ${instantOf(at)}`) ?? 0) < at + HOUR_MS)
              unread.push(`${kind} ${instantOf(at)}`);
    }
  }
  return { used, read, unread, series };
}

/** @param listedFrom until then every listing lacks it */
function play(hours: readonly number[], pauseHours: readonly number[], listedFrom = START) {
  const starts = hours.map((hour) => START + hour * HOUR_MS);
  const held = new Map<string, WatchedDimension>();
  /** Hour → when it was read last. */
  const read = new Map<number, number>();
  let looks = 0;
  for (let now = START; now < START + DAYS * DAY_MS; now += LOOK) {
    const isListed =
      now >= listedFrom && starts.some((at) => at + HOUR_MS > now - LISTED_FOR && at <= now - LISTED_AFTER);
    const listed = new Map(isListed ? [['a', { input: ['InputTokenCount'] }]] : []);
    for (const one of afterListing(held, PLACE, listed, now)) held.set(dimensionKey(one), one);
    for (const [key, one] of held) {
      const waited = now - Date.parse(one.readUntil);
      const isDue = isActive(one) && waited >= (pauseHours[looks % pauseHours.length] ?? 0) * HOUR_MS;
      if (!isDue && !isWholeDue(one, now)) continue;
      looks += 1;
      const from = readFrom(one, now, BACKFILL);
      const found = starts.filter((at) => at >= from && at < now);
      for (const at of found) read.set(at, now);
      const inputs = found.map((at) => ({
        kind: 'input' as const,
        metric: 'InputTokenCount',
        hour: instantOf(at),
      }));
      held.set(key, afterReading(one, from, inputs, now));
    }
  }
  return { starts, read, looks };
}

const WEEK = 8;
const NEVER = -1;
/** Nothing is wrong from then on: what was read first on this day is not looked at any more, but settles. */
const RIGHT_FROM = START + 4 * DAY_MS;

/**
 * Some looks find other tokens than there are, each its own, and one finds none: what is held in the end.
 * @param wrong by the number of a look
 */
function playWrong(
  hours: readonly number[],
  pauseHours: readonly number[],
  wrong: (look: number) => boolean,
  empty: number,
) {
  const starts = hours.map((hour) => START + hour * HOUR_MS);
  const held = new Map<string, WatchedDimension>();
  const tokens = new Map<number, bigint>();
  let looks = 0;
  for (let now = START; now < START + WEEK * DAY_MS; now += LOOK) {
    const isListed = starts.some((at) => at + HOUR_MS > now - LISTED_FOR && at <= now - LISTED_AFTER);
    const listed = new Map(isListed ? [['a', { input: ['InputTokenCount'] }]] : []);
    for (const one of afterListing(held, PLACE, listed, now)) held.set(dimensionKey(one), one);
    for (const [key, one] of held) {
      const waited = now - Date.parse(one.readUntil);
      const isDue = isActive(one) && waited >= (pauseHours[looks % pauseHours.length] ?? 0) * HOUR_MS;
      if (!isDue && !isWholeDue(one, now)) continue;
      looks += 1;
      const from = readFrom(one, now, BACKFILL);
      const isWrong = now < RIGHT_FROM && wrong(looks);
      const found = starts
        .filter((at) => at >= from && at < now && (now >= RIGHT_FROM || looks !== empty))
        .map((at) => ({
          dimension: 'a',
          kind: TELLS,
          metric: 'InputTokenCount',
          hour: instantOf(at),
          tokens: isWrong ? BigInt(1000 + looks) : 1n,
        }));
      const before = [...tokens]
        .filter(([at]) => at >= from)
        .map(([at, count]) => ({ dimension: 'a', kind: TELLS, day: dayOf(at), tokens: count }));
      for (const at of [...tokens.keys()]) if (at >= from) tokens.delete(at);
      for (const { hour, tokens: count } of found) tokens.set(Date.parse(hour), count);
      held.set(key, afterReading(one, from, found, now, differencesOf(before, found).get('a')));
    }
  }
  return { tokens, looks };
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
      { numRuns: 120 },
    );
  });

  it('loses no hour of any kind under any name, though only one kind is asked for where that did not move', () => {
    const either = fc.func(fc.boolean());
    fc.assert(
      fc.property(used, either, pauses, either, (hours, of, pauseHours, isRenamed) => {
        const { used: all, read, unread } = playKinds(hours, of, pauseHours, isRenamed);
        expect(unread).toEqual([]);
        for (const { at, kinds } of all)
          for (const kind of kinds) {
            const nextDay = Math.floor(at / DAY_MS) * DAY_MS + DAY_MS;
            const last = read.get(`${kind} ${instantOf(at)}`) ?? 0;
            expect(last).toBeGreaterThanOrEqual(Math.max(at + HOUR_MS, nextDay));
          }
      }),
      { numRuns: 120 },
    );
  });

  it('is read until two readings agree, whatever some of them say', () => {
    fc.assert(
      fc.property(used, pauses, fc.func(fc.boolean()), fc.nat(12), (hours, pauseHours, wrong, empty) => {
        const { tokens } = playWrong(hours, pauseHours, wrong, empty);
        expect([...tokens].sort()).toEqual(hours.map((hour) => [START + hour * HOUR_MS, 1n]).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('is read as far back as it was used, though listings lacked it for days', () => {
    fc.assert(
      fc.property(used, pauses, (hours, pauseHours) => {
        const all = [...new Set([...hours, 60])];
        const { starts, read } = play(all, pauseHours, START + 2 * DAY_MS);
        for (const at of starts) expect(read.get(at) ?? 0).toBeGreaterThanOrEqual(at + HOUR_MS);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps a name that lacks what it had, and lets go what gives nothing twice', () => {
    const [input, output] = [
      { kind: TELLS, metric: 'in' } as const,
      { kind: 'output', metric: 'out' } as const,
    ];
    const now = START + DAY_MS + 9 * HOUR_MS;
    const listed = new Map([['a', metricsOf([input, output])]]);
    const [first] = afterListing(new Map(), PLACE, listed, now - DAY_MS) as [WatchedDimension];
    const hours = [{ ...input, hour: instantOf(START + 8 * HOUR_MS) }];
    const read = (one: WatchedDimension, at: number, fell = false) =>
      afterReading(one, readFrom(one, at, BACKFILL), hours, at, { from: null, fell });
    const once = read(first, now - DAY_MS);
    expect(once.metrics).toEqual(first.metrics);
    expect(read(once, now, true).metrics).toEqual(first.metrics);
    expect(read(once, now).metrics).toEqual(metricsOf([input]));
  });

  it('is asked for one kind while the others cannot have moved', () => {
    const always = () => true;
    // What moved: two kinds at the end of each of three hours, and at the beginning of the next; then one kind.
    const { series } = playKinds([9, 10, 11], always, [0]);
    const looks = play([9, 10, 11], [0]).looks;
    expect(series).toBeLessThan(looks * 1.7);
  });

  it('is not read at all while idle', () => {
    expect(play([], [0]).looks).toBe(0);
    const busy = play([9, 10, 11], [2]);
    // One of them is for the day to settle, when it was idle for days.
    expect(busy.looks).toBeLessThanOrEqual(7);
    const week = playWrong([9, 10, 11], [2], () => false, NEVER);
    expect(week.looks).toBe(busy.looks);
  });
});
