import { describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { heldBackLine } from '../../src/core/notices.ts';
import {
  fallen,
  fallenLists,
  fallOfList,
  type HeldBack,
  heldBack,
  heldBackSums,
  listFalls,
  listSizes,
  moneyFalls,
  QUARANTINED,
  sizeOf,
  sliceKeyOf,
} from '../../src/core/quarantine.ts';

const NOW = Date.parse('2026-11-20T09:00:00.000Z');
const MINUTE = 60_000;
const dollars = (amount: number): bigint => BigInt(amount) * 10_000_000_000n;
const KEY = { source: 'charges', name: 'usage', day: '2026-11-03' } as const;
const fall = (before: number, after: number) => ({
  unit: 'usd' as const,
  before: dollars(before),
  after: dollars(after),
});

describe('what falls', () => {
  it.each([
    [20, 9, true],
    [20, 10, false],
    [10, 0, false],
    [11, 0, true],
    [1000, 501, false],
    [1000, 499, true],
    [5, 100, false],
    // Exactly half, and more than half of little.
    [30, 15, false],
    [9, 4, false],
  ])('of money: $%i, then $%i: %s', (before, after, falls) => {
    expect(moneyFalls(dollars(before), dollars(after))).toBe(falls);
  });
  it.each([
    [10, 5, false],
    [10, 6, true],
    [30, 6, false],
    [29, 6, true],
    [1000, 200, false],
    [1000, 201, true],
  ])('of a list of %i, %i missing: %s', (held, missing, falls) => {
    expect(listFalls(held, missing)).toBe(falls);
  });

  it('takes with it all of the answer that says less, and nothing that says more', () => {
    const days = [
      { day: 'a', before: dollars(30), after: 0n },
      { day: 'b', before: dollars(3), after: dollars(2) },
      { day: 'c', before: dollars(3), after: dollars(4) },
    ];
    expect(fallen(days).map(({ day }) => day)).toEqual(['a', 'b']);
    expect(fallen(days.slice(1))).toEqual([]);
    // One that falls is enough, however much the others come to; what is the same is believed.
    const large = [
      { day: 'a', before: dollars(30), after: 0n },
      { day: 'b', before: dollars(100), after: dollars(99) },
      { day: 'c', before: dollars(100), after: dollars(100) },
    ];
    expect(fallen(large).map(({ day }) => day)).toEqual(['a', 'b']);
    // Together they fall by a unit more than half.
    const halves = [
      { before: dollars(10) + 1n, after: dollars(5) },
      { before: dollars(10), after: dollars(5) },
    ];
    expect(fallen(halves)).toHaveLength(2);
    const small = Array.from({ length: 30 }, () => ({ before: dollars(9), after: dollars(4) }));
    expect(fallen(small)).toHaveLength(30);
  });

  it('many small lists are one', () => {
    const place = (held: number, missing: number) => ({ held, missing });
    expect(fallenLists([place(3, 3), place(4, 3), place(5, 0)])).toHaveLength(2);
    expect(fallenLists([place(3, 3), place(40, 0)])).toEqual([]);
    // Five of twenty-five, as five of anything, go at once.
    expect(fallenLists([place(10, 3), place(15, 2)])).toEqual([]);
  });

  it('one list that falls takes with it all that lack anything, however long the others are', () => {
    const place = (held: number, missing: number) => ({ held, missing });
    expect(fallenLists([place(10, 6), place(90, 1), place(90, 0)])).toEqual([place(10, 6), place(90, 1)]);
  });

  it('a list is as long as it was held, and lacks what is told no longer; what is new counts for nothing', () => {
    const sizes = listSizes(['a', 'b', 'c', 'd', 'e'], new Set(['a', 'd', 'e', 'new']));
    expect(sizes).toEqual({ held: 5, missing: 2 });
    expect(fallOfList({ held: 40, missing: 37 })).toEqual({ unit: 'entries', before: 40n, after: 3n });
  });

  it('the bill is as large as all its amounts, credits as large as charges', () => {
    expect(sizeOf([money('3'), money('-2'), money('0')])).toBe(money('5'));
    expect(sizeOf([])).toBe(money('0'));
  });
});

describe('an answer that falls', () => {
  const first = heldBack(KEY, fall(100, 10), undefined, NOW, false) as HeldBack;

  it('is held back until the same is said two hours later', () => {
    expect(first).toMatchObject({ ...KEY, firstAt: '2026-11-20T09:00:00.000Z', acceptedAt: null });
    const again = (minutes: number, after = 10, open: HeldBack | null = first) =>
      heldBack(KEY, fall(100, after), open ?? undefined, NOW + minutes * MINUTE, false);
    expect(again(119)).toMatchObject({ firstAt: first.firstAt, lastAt: '2026-11-20T10:59:00.000Z' });
    expect(again(120)).toBeNull();
    // A little more or less is the same; much more or less begins anew.
    expect(again(120, 14)).toBeNull();
    expect(again(120, 40)).toMatchObject({ firstAt: '2026-11-20T11:00:00.000Z' });
    expect(again(240, 40, again(120, 40))).toBeNull();
    expect(again(240, 10, again(120, 40))).toMatchObject({ firstAt: '2026-11-20T13:00:00.000Z' });
  });

  it.each([
    [30, 30, null],
    [30, 28, null],
    [28, 30, null],
    [30, 3, '2026-11-20T11:00:00.000Z'],
    [3, 30, '2026-11-20T11:00:00.000Z'],
  ])('of a list: of 90 are left %i, two hours later %i: held back since %s', (once, now, firstAt) => {
    const entries = (after: number) => ({ unit: 'entries' as const, before: 90n, after: BigInt(after) });
    const key = { source: 'profiles', name: '1/eu-west-1', day: '' } as const;
    const before = heldBack(key, entries(once), undefined, NOW, false) ?? undefined;
    const held = heldBack(key, entries(now), before, NOW + 120 * MINUTE, false);
    expect(held?.firstAt ?? null).toBe(firstAt);
  });

  it('is believed when an operator says so', () => {
    expect(heldBack(KEY, fall(100, 10), undefined, NOW, true)).toBeNull();
    const accepted = { ...first, acceptedAt: '2026-11-20T09:01:00.000Z' };
    expect(heldBack(KEY, fall(100, 0), accepted, NOW + MINUTE, false)).toBeNull();
  });

  it('is told with its days together', () => {
    const days = ['2026-11-05', '2026-11-03', '2026-11-04'].map((day) => ({ ...first, day }));
    const [sum] = heldBackSums(days);
    expect(sum).toMatchObject({ before: dollars(300), after: dollars(30), acceptedAt: null });
    expect(sum && heldBackLine(sum)).toBe(
      "Bill (lines of usage, 3 days from 2026-11-03 to 2026-11-05): $300.00 before, $30.00 in AWS's answer",
    );
    const list = {
      ...first,
      source: 'tags',
      name: '1/eu-west-1',
      day: '',
      unit: 'entries',
      before: 40n,
      after: 3n,
    };
    const [place] = heldBackSums([list as HeldBack]);
    expect(place && heldBackLine(place)).toBe(
      "Tags of profiles (1/eu-west-1): 40 entries before, 3 in AWS's answer",
    );
  });

  it('is told since when, until when, and is believed once all of it is', () => {
    const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`;
    const slice = (firstHour: number, lastHour: number, acceptedAt: string | null, name = 'usage') => ({
      ...first,
      ...{ name, firstAt: at(firstHour), lastAt: at(lastHour), acceptedAt },
    });
    const told = (...slices: HeldBack[]) =>
      heldBackSums(slices).map((sum) => [sum.name, sum.firstAt, sum.lastAt, sum.acceptedAt]);
    expect(told(slice(9, 10, null), slice(8, 12, null), slice(10, 11, null))).toEqual([
      ['usage', at(8), at(12), null],
    ]);
    expect(told(slice(9, 10, at(11)), slice(9, 10, null))).toEqual([['usage', at(9), at(10), null]]);
    expect(told(slice(9, 10, at(11)), slice(9, 10, at(11)))).toEqual([['usage', at(9), at(10), at(11)]]);
    expect(told(slice(9, 10, null), slice(8, 11, null, 'others'))).toEqual([
      ['usage', at(9), at(10), null],
      ['others', at(8), at(11), null],
    ]);
    expect(told()).toEqual([]);
  });

  it('is known by where it is from, its name and its day', () => {
    const others = [
      { ...KEY, source: 'usage' },
      { ...KEY, name: 'others' },
      { ...KEY, day: '2026-11-04' },
    ] as const;
    expect(new Set([KEY, ...others].map(sliceKeyOf)).size).toBe(4);
    expect(sliceKeyOf(first)).toBe(sliceKeyOf(KEY));
  });

  it('has its words wherever it is from', () => {
    const lines = QUARANTINED.map((source) =>
      heldBackSums([{ ...first, source }])
        .map(heldBackLine)
        .join(),
    );
    expect(lines.map((text) => text.split(' (')[0])).toEqual([
      ...['Bill', 'Token usage', 'Inference profiles', 'Tags of profiles', 'Models'],
    ]);
  });
});
