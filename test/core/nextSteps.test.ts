import { describe, expect, it } from 'vitest';
import type { BudgetScope } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { extraFor, nextStepsOf, reachedIn, roomFor } from '../../src/core/nextSteps.ts';
import { budgetOf } from '../budgetOf.ts';

describe('an amount that a period fits into', () => {
  it.each([
    ['0', '0'],
    ['-5', '0'],
    ['0.0001', '1'],
    ['1', '1'],
    ['9.01', '10'],
    ['63.20', '64'],
    ['64', '64'],
    ['99.5', '100'],
    ['163', '170'],
    ['1630', '1700'],
    ['1700', '1700'],
    ['1700.01', '1800'],
    ['99500', '100000'],
    ['123456789012', '130000000000'],
  ])('%s is %s', (reached, room) => expect(roomFor(money(reached))).toBe(money(room)));
});

const ALL = { low: money('0'), high: money('99'), spent: money('0'), cone: [] };

it('is what counts where nothing is forecast, and never less', () => {
  const forecast = (mid: string) => ({ ...ALL, mid: money(mid) });
  expect(reachedIn({ counted: money('7'), forecastCounted: null })).toBe(money('7'));
  expect(reachedIn({ counted: money('7'), forecastCounted: forecast('9') })).toBe(money('9'));
  expect(reachedIn({ counted: money('7'), forecastCounted: forecast('5') })).toBe(money('7'));
});

it.each([
  ['50', '45', '63.20', '14'],
  ['50', '45', '49', '0'],
  ['50', '70', '60', '20'],
  ['64', '63', '63.20', '0'],
])(
  'of a limit of %s, with %s counted and %s expected, so much more is needed: %s',
  (limit, counted, mid, extra) =>
    expect(
      extraFor({
        limit: money(limit),
        counted: money(counted),
        forecastCounted: { ...ALL, mid: money(mid) },
      }),
    ).toBe(money(extra)),
);

describe('what to do about a budget', () => {
  const own: BudgetScope = { kind: 'user', key: 'ann@example.com' };
  const all = { mayChange: true, own: true, askable: true, reachable: true, narrowable: true };
  const steps = (scope: BudgetScope | null, changes: object = {}) =>
    nextStepsOf({
      ...all,
      ...changes,
      budget: scope === null ? null : budgetOf('b', scope),
    });

  it.each([
    ['who may change it raises it', own, {}, ['raise', 'write', 'narrow']],
    ['who may not asks', own, { mayChange: false }, ['ask', 'write']],
    // Raised, the default would be so for everybody.
    ['of everybody’s they get one of their own', { kind: 'userDefault' }, {}, ['set', 'write', 'narrow']],
    ['so of a group’s', { kind: 'groupDefault', key: 'g' }, {}, ['set', 'write', 'narrow']],
    ['without one, too', null, { narrowable: false }, ['set', 'write']],
    ['nobody writes to themselves', own, { mayChange: false, reachable: false }, ['ask']],
    ['nobody asks for others', own, { mayChange: false, own: false }, ['write']],
    ['nobody asks where nobody may', own, { mayChange: false, askable: false }, ['write']],
    ['nobody asks for more of nothing', null, { mayChange: false, reachable: false }, []],
  ] as const)('%s', (_, scope, changes, expected) => expect(steps(scope, changes)).toEqual(expected));
});
