import { describe, expect, it } from 'vitest';
import { heldBackLine } from '../../src/core/notices.ts';
import {
  fallen,
  fallenLists,
  type HeldBack,
  heldBack,
  heldBackSums,
  listFalls,
  moneyFalls,
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
    const small = Array.from({ length: 30 }, () => ({ before: dollars(9), after: dollars(4) }));
    expect(fallen(small)).toHaveLength(30);
  });

  it('many small lists are one', () => {
    const place = (held: number, missing: number) => ({ held, missing });
    expect(fallenLists([place(3, 3), place(4, 3), place(5, 0)])).toHaveLength(2);
    expect(fallenLists([place(3, 3), place(40, 0)])).toEqual([]);
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
});
