import { describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { type Running, untilReached, worstFirst } from '../../src/core/runsOut.ts';

const running = (counted: string, limit: string, expected: string | null, daysAhead = 10): Running => ({
  counted: money(counted),
  limit: money(limit),
  expected: expected === null ? null : money(expected),
  daysAhead,
});

describe('how long a budget lasts at an even pace', () => {
  it.each([
    ['half of what is to come', running('50', '75', '100'), 5000n],
    ['a tenth of it', running('50', '55', '100'), 1000n],
    ['in a week that ends in two days', running('50', '75', '100', 2), 1000n],
    ['nothing, once it is over', running('100', '100', '120'), 0n],
    ['to the end where nothing more is expected', running('50', '75', '50'), 10_000n],
    ['to the end where nobody can say', running('50', '75', null), 10_000n],
  ])('is %s', (_, one, days) => expect(untilReached(one)).toBe(days));
});

it('puts those who are over first, by how much, then by the day, then by how much they will be', () => {
  const order = [
    ['far over', running('200', '100', '300')],
    ['over', running('110', '100', '150')],
    ['over by less, and will be by more', running('105', '100', '900')],
    ['tomorrow', running('99', '100', '110')],
    ['the same day, by more', running('50', '75', '100')],
    ['the same day', running('5', '7.5', '10')],
    ['in a week', running('50', '85', '100')],
    ['within', running('50', '85', '80')],
  ] as const;
  for (const shuffled of [order.toReversed(), [...order.slice(4), ...order.slice(0, 4)]])
    expect([...shuffled].sort(([, a], [, b]) => worstFirst(a, b)).map(([name]) => name)).toEqual(
      order.map(([name]) => name),
    );
});
