import { describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money.ts';
import { leftWhereNear } from '../../../src/core/stop/nearing.ts';

const RANGE = { start: '2026-11-01', endExclusive: '2026-12-01' };
const left = (counted: string, limit: string, at: string) =>
  leftWhereNear({ counted: money(counted), limit: money(limit), range: RANGE, now: Date.parse(at) });

describe('what is left before a stop', () => {
  it.each([
    // $3 a day: near with the last day's worth, up to a fifth and never below a twentieth.
    ['56.99', '60', '2026-11-20T00:00:00Z', null],
    ['57', '60', '2026-11-20T00:00:00Z', '3'],
    ['45', '60', '2026-11-04T00:00:00Z', null],
    ['48', '60', '2026-11-04T00:00:00Z', '12'],
    // On the first day all that was used is a day's.
    ['50', '60', '2026-11-01T01:00:00Z', '10'],
    ['0', '0', '2026-11-20T00:00:00Z', null],
    ['60', '60', '2026-11-20T00:00:00Z', null],
    ['61', '60', '2026-11-20T00:00:00Z', null],
  ])('of $%s of $%s at %s: %s', (counted, limit, at, expected) => {
    expect(left(counted, limit, at)).toBe(expected === null ? null : money(expected));
  });
});
