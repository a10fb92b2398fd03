import { describe, expect, it } from 'vitest';
import type { BudgetPeriod } from '../../src/core/budgetPeriods.ts';
import {
  budgetsHeld,
  budgetsInForce,
  judgedPeriods,
  MIRROR_PREFIX,
  settledBy,
} from '../../src/core/budgets.ts';
import { budgetOf } from '../budgetOf.ts';

const budget = budgetOf;
const RANGE = { start: '2026-11-01', endExclusive: '2026-12-01' };
const userDefault = budget('default', { kind: 'userDefault' });
const ann = budget('ann', { kind: 'user', key: 'ann@example.com' });
const center = budget('cc', { kind: 'costCenter', key: 'CC-1' });
const dead = budget('dead', { kind: 'user', key: 'bob@example.com' }, { endedOn: '2026-11-10' });
const all = [userDefault, ann, center, dead];

describe('the budget that holds', () => {
  it('is one’s own, else the default', () => {
    const held = budgetsHeld(all, RANGE);
    expect([held('user', 'ann@example.com')?.id, held('user', 'bob@example.com')?.id]).toEqual([
      'ann',
      'default',
    ]);
    expect([held('costCenter', 'CC-1')?.id, held('costCenter', 'CC-2')]).toEqual(['cc', null]);
    expect([held('user', ''), held('costCenter', '')]).toEqual([null, null]);
    expect(budgetsHeld([ann], RANGE)('user', 'bob@example.com')).toBeNull();
  });
  it('is the first where there are several of one', () => {
    const other = budget('other', { kind: 'user', key: 'ann@example.com' });
    const another = budget('another', { kind: 'userDefault' });
    const held = budgetsHeld([userDefault, ann, other, another], RANGE);
    expect([held('user', 'ann@example.com')?.id, held('user', 'bob@example.com')?.id]).toEqual([
      'ann',
      'default',
    ]);
  });
  it('is not one of another kind of the same name, nor a deleted one', () => {
    const called = (kind: 'user' | 'costCenter', more = {}) => budget(kind, { kind, key: 'x' }, more);
    const endedOn = '2026-11-10';
    expect([
      budgetsHeld([called('costCenter')], RANGE)('user', 'x'),
      budgetsHeld([called('user')], RANGE)('costCenter', 'x'),
    ]).toEqual([null, null]);
    // What ended within the period says something of it where nothing holds any more.
    expect(budgetsHeld([called('costCenter', { endedOn })], RANGE)('costCenter', 'x')?.endedOn).toBe(endedOn);
    const listed = budgetsInForce([called('costCenter'), userDefault], RANGE, ['x']);
    expect(listed.map((b) => b.budget.id)).toEqual(['default', 'costCenter']);
    expect(budgetsInForce([ann], RANGE, ['bob@example.com']).map((b) => b.budget.id)).toEqual(['ann']);
  });
  it('is listed for everybody it holds for', () => {
    const listed = budgetsInForce(all, RANGE, ['ann@example.com', 'bob@example.com', 'bob@example.com', '']);
    expect(listed.map((b) => `${b.budget.id} ${b.scopeKind} ${b.scopeKey}`)).toEqual([
      'ann user ann@example.com',
      'default user bob@example.com',
      'cc costCenter CC-1',
    ]);
  });
});

it('what stands in AWS under our name is found again', () => expect(MIRROR_PREFIX).toBe('bedrock-ledger-'));

describe('which periods are judged', () => {
  const calendar = { weekStart: 1, fiscalYearStart: 4 };
  const starts = (period: BudgetPeriod, today: string) =>
    judgedPeriods(period, today, calendar).map(({ start }) => start);
  it.each([
    ['month', '2026-03-01', ['2026-02-01', '2026-03-01']],
    ['month', '2026-03-04', ['2026-02-01', '2026-03-01']],
    ['month', '2026-03-05', ['2026-03-01']],
    ['month', '2026-01-02', ['2025-12-01', '2026-01-01']],
    // Of a leap year, and over its end.
    ['day', '2028-03-01', ['2028-02-26', '2028-02-27', '2028-02-28', '2028-02-29', '2028-03-01']],
    ['week', '2026-03-03', ['2026-02-23', '2026-03-02']],
    ['week', '2026-03-06', ['2026-03-02']],
    ['quarter', '2026-04-02', ['2026-01-01', '2026-04-01']],
    ['year', '2026-04-04', ['2025-04-01', '2026-04-01']],
    ['year', '2026-12-31', ['2026-04-01']],
  ] as const)('%s on %s: %j', (period, today, expected) => expect(starts(period, today)).toEqual(expected));
  it('what ended by a day is judged no more from it on', () => {
    for (const period of ['day', 'week', 'month', 'quarter', 'year'] as const)
      for (const today of ['2026-04-01', '2026-04-04', '2026-04-05', '2028-03-01'])
        expect(
          judgedPeriods(period, today, calendar).every(({ endExclusive }) => endExclusive > settledBy(today)),
        ).toBe(true);
    expect(settledBy('2026-04-05')).toBe('2026-04-01');
  });
});
