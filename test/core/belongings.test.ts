import { describe, expect, it } from 'vitest';
import {
  type BelongsFrom,
  belongedOn,
  membersIn,
  membersOn,
  unchangedParts,
} from '../../src/core/belongings.ts';

const row = (email: string, from: string, manager: string): BelongsFrom => ({
  email,
  from,
  costCenter: `CC-${manager}`,
  manager,
  groups: [],
});
const RANGE = { start: '2026-11-01', endExclusive: '2026-12-01' };

describe('where somebody belonged', () => {
  const own = [row('ann', '2026-11-10', 'max'), row('ann', '2026-11-20', 'eve')];
  it.each([
    ['2026-11-25', 'eve'],
    ['2026-11-20', 'eve'],
    ['2026-11-19', 'max'],
    // As first seen.
    ['2026-10-01', 'max'],
  ])('on %s: %s', (day, manager) => expect(belongedOn(own, day)?.manager).toBe(manager));
  it('is not known of whom nothing is', () => expect(belongedOn([], '2026-11-01')).toBeNull());
});

describe('a team', () => {
  // Max heads Eve and Bob; Ann reports to Eve and goes to Bob's, then away; Zoe came on the last day.
  const rows = [
    row('ann', '2026-01-01', 'eve'),
    row('ann', '2026-11-10', 'bob'),
    row('ann', '2026-11-20', ''),
    row('bob', '', 'max'),
    row('eve', '2026-01-01', 'max'),
    row('zoe', '2026-01-01', 'out'),
    row('zoe', '2026-11-30', 'eve'),
  ];
  it('is whoever reports to its manager on the day, directly or not, without the manager', () => {
    const days = ['2026-11-09', '2026-11-10', '2026-11-20', '2026-11-30'];
    const on = (manager: string) => days.map((day) => membersOn(rows, manager, day).join());
    expect(on('max')).toEqual(['ann,bob,eve', 'ann,bob,eve', 'bob,eve', 'bob,eve,zoe']);
    expect(on('eve')).toEqual(['ann', '', '', 'zoe']);
    expect(on('bob')).toEqual(['', 'ann', '', '']);
    expect(on('nobody')).toEqual(['', '', '', '']);
  });

  it('has members for all of a period, and others for some of its days', () => {
    const { always, partly } = membersIn(rows, 'max', RANGE);
    expect(always).toEqual(['bob', 'eve']);
    expect([...partly].map(([email, days]) => [email, days.size, [...days].at(0), [...days].at(-1)])).toEqual(
      [
        ['ann', 19, '2026-11-01', '2026-11-19'],
        ['zoe', 1, '2026-11-30', '2026-11-30'],
      ],
    );
    expect(unchangedParts(rows, RANGE).map(({ start }) => start.slice(8))).toEqual(['01', '10', '20', '30']);
  });

  it('whose people report in a circle ends, and its manager is not of it', () => {
    const circle = [row('a', '', 'c'), row('b', '', 'a'), row('c', '', 'b')];
    expect(membersOn(circle, 'a', '2026-11-01')).toEqual(['b', 'c']);
  });
});
