import { describe, expect, it } from 'vitest';
import { type Judged, tooManyLeave } from '../../src/core/leaving.ts';

const some = (count: number, before: boolean, leaves: boolean): Judged[] =>
  Array.from({ length: count }, () => ({ before, leaves }));
/** So many active people of whom so many leave. */
const people = (left: number, active: number, before: boolean): Judged[] => [
  ...some(left, before, true),
  ...some(active - left, before, false),
];

describe('leaving at once', () => {
  it.each([
    // Few are few, whatever their share.
    [0, 0, false],
    [1, 1, false],
    [5, 5, false],
    [6, 6, true],
    // A fifth is believed, more is not.
    [6, 29, true],
    [6, 30, false],
    [200, 1000, false],
    [201, 1000, true],
    [1000, 1000, true],
  ])('%i of %i are too many: %s', (left, active, expected) => {
    for (const before of [true, false])
      expect(tooManyLeave(people(left, active, before))).toEqual(expected ? { left, active } : null);
  });

  it('is judged among those who were named until now, and among all', () => {
    expect(tooManyLeave([...people(6, 6, true), ...people(0, 1000, false)])).toEqual({ left: 6, active: 6 });
    expect(tooManyLeave([...people(0, 10, true), ...people(6, 6, false)])).toEqual({ left: 6, active: 16 });
    expect(tooManyLeave([...people(5, 5, true), ...people(40, 1000, false)])).toBeNull();
  });
});
