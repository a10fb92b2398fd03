import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../src/core/agreement.ts';
import type { Day } from '../../src/core/types.ts';

const NOW = Date.parse('2026-11-10T12:00:00.000Z');
/** AWS has had its 24 hours after the end of 1 to 8 November. */
const MONTH = { start: '2026-11-01', endExclusive: '2026-12-01' };
const days = (from: number, until: number): Set<Day> =>
  new Set(Array.from({ length: until - from + 1 }, (_, i) => `2026-11-${String(from + i).padStart(2, '0')}`));
const NONE = new Set<Day>();

describe('that nothing was found means', () => {
  it.each([
    ['agree', { ever: true, lines: days(1, 8), views: days(1, 8) }, 8],
    ['agree', { ever: true, lines: days(1, 10), views: days(1, 10) }, 8],
    ['nothingRead', { ever: false, lines: NONE, views: NONE }, 0],
    ['unread', { ever: true, lines: NONE, views: NONE }, 0],
    ['unread', { ever: true, lines: NONE, views: days(1, 8) }, 0],
    ['partly', { ever: true, lines: days(3, 8), views: days(3, 8) }, 6],
    ['partly', { ever: true, lines: days(3, 8), views: NONE }, 0],
    ['oneView', { ever: true, lines: days(1, 8), views: NONE }, 0],
    ['oneView', { ever: true, lines: days(1, 8), views: days(1, 7) }, 7],
  ] as const)('%s', (state, read, compared) =>
    expect(agreementOf(MONTH, read, NOW)).toEqual({ state, due: 8, compared }),
  );

  it('nothing of days that AWS has not billed yet', () => {
    const read = { ever: true, lines: days(9, 10), views: days(9, 10) };
    const range = { start: '2026-11-09', endExclusive: '2026-11-11' };
    expect(agreementOf(range, read, NOW)).toEqual({ state: 'notDue', due: 0, compared: 0 });
  });
});
