import { describe, expect, it } from 'vitest';
import {
  budgetOfCostCenter,
  budgetOfUser,
  budgetState,
  budgetsInForce,
  cautiousAmount,
  crossingKey,
  heldIn,
  judgedFrom,
  judgedMonths,
  MIRROR_PREFIX,
  newCrossings,
} from '../../src/core/budgets.ts';
import { money, ZERO } from '../../src/core/money.ts';
import type { Budget, BudgetScope, Money } from '../../src/core/types.ts';

function budget(id: string, scope: BudgetScope, more: Partial<Budget> = {}): Budget {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id,
    scope,
    amount: money('100'),
    version: 1,
    createdAt: at,
    updatedAt: at,
    deletedAt: null,
    ...more,
  };
}
const standard = budget('default', { kind: 'userDefault' });
const ann = budget('ann', { kind: 'user', key: 'ann@example.com' });
const center = budget('cc', { kind: 'costCenter', key: 'CC-1' });
const dead = budget(
  'dead',
  { kind: 'user', key: 'bob@example.com' },
  { deletedAt: '2026-02-01T00:00:00.000Z' },
);
const all = [standard, ann, center, dead];

describe('the budget that holds', () => {
  it('is one’s own, else the default', () => {
    expect([budgetOfUser(all, 'ann@example.com')?.id, budgetOfUser(all, 'bob@example.com')?.id]).toEqual([
      'ann',
      'default',
    ]);
    expect(budgetOfUser([ann], 'bob@example.com')).toBeNull();
    expect([budgetOfCostCenter(all, 'CC-1')?.id, budgetOfCostCenter(all, 'CC-2')]).toEqual(['cc', null]);
  });
  it('is not one of another kind of the same name, nor a deleted one', () => {
    const called = (kind: 'user' | 'costCenter', more = {}) => budget(kind, { kind, key: 'x' }, more);
    const deletedAt = '2026-02-01T00:00:00.000Z';
    expect([budgetOfUser([called('costCenter')], 'x'), budgetOfCostCenter([called('user')], 'x')]).toEqual([
      null,
      null,
    ]);
    expect(budgetOfCostCenter([called('costCenter', { deletedAt })], 'x')).toBeNull();
    const listed = budgetsInForce([called('costCenter'), standard], ['x']);
    expect(listed.map((b) => b.budget.id)).toEqual(['costCenter', 'default']);
    expect(budgetsInForce([ann], ['bob@example.com']).map((b) => b.budget.id)).toEqual(['ann']);
  });
  it('is listed for everybody it holds for', () => {
    const listed = budgetsInForce(all, ['ann@example.com', 'bob@example.com', 'bob@example.com', '']);
    expect(listed.map((b) => `${b.budget.id} ${b.scopeKind} ${b.scopeKey}`)).toEqual([
      'ann user ann@example.com',
      'cc costCenter CC-1',
      'default user bob@example.com',
    ]);
  });
  it.each([
    [null, '5', '9', 'none'],
    ['10', '5', '9', 'within'],
    ['10', '5', null, 'within'],
    ['10', '5', '10.0000000001', 'watch'],
    ['10', '10', '12', 'over'],
    ['0', '0', '0', 'within'],
    ['0', '0.1', null, 'over'],
    ['0.0000000001', '0.0000000001', null, 'over'],
    ['0', '-1', null, 'within'],
  ])('of %s with %s spent and %s forecast is %s', (amount, spent, forecast, state) => {
    const of = (text: string | null) => (text === null ? null : money(text));
    expect(budgetState(of(amount), money(spent), of(forecast))).toBe(state);
  });
  it('values unpriced tokens', () => {
    expect(cautiousAmount(2_000_000n, money('15'))).toBe(money('30'));
  });
});

it('what stands in AWS under our name is found again', () => expect(MIRROR_PREFIX).toBe('bedrock-ledger-'));

describe('crossings', () => {
  const ask = (spent: string, already: readonly number[] = [], version = 1) =>
    newCrossings({
      inForce: { budget: { ...ann, version }, scopeKind: 'user', scopeKey: 'ann@example.com' },
      spent: money(spent),
      thresholds: [100, 50, 80],
      already: new Set(already.map((percent) => crossingKey('ann', 'ann@example.com', 1, percent))),
    });
  it.each([
    ['49.9999999999', [], [], null],
    ['50', [], [50], 50],
    ['81', [], [50, 80], 80],
    ['81', [50], [80], 80],
    ['250', [50, 80], [100], 100],
    ['250', [50, 80, 100], [], null],
    ['90', [80], [50], null],
    ['0', [], [], null],
  ])('%s of 100 after %j', (spent, already, record, send) => {
    expect(ask(spent, already)).toEqual({ record, send });
  });
  it('of a budget of zero need something spent', () => {
    const of = (spent: bigint) =>
      newCrossings({
        inForce: { budget: { ...ann, amount: ZERO }, scopeKind: 'user', scopeKey: 'ann@example.com' },
        spent: spent as Money,
        thresholds: [100],
        already: new Set(),
      }).send;
    expect([of(0n), of(1n)]).toEqual([null, 100]);
  });
  it('are armed again by a raise', () => {
    expect(ask('60', [50], 2)).toEqual({ record: [50], send: 50 });
  });
});

describe('which months are judged', () => {
  it.each([
    ['2026-03-01', ['2026-02', '2026-03']],
    ['2026-03-04', ['2026-02', '2026-03']],
    ['2026-03-05', ['2026-03']],
    ['2026-01-02', ['2025-12', '2026-01']],
  ])('on %s: %j', (today, months) => {
    expect(judgedMonths(today)).toEqual(months);
    expect(judgedFrom(today)).toBe(`${months[0]}-01T00:00:00.000Z`);
  });

  it('by no amount that was set after the month', () => {
    const set = (updatedAt: string) => heldIn('2026-02', budget('x', ann.scope, { updatedAt }));
    expect([set('2026-02-28T23:59:59.999Z'), set('2026-03-01T00:00:00.000Z')]).toEqual([true, false]);
  });
});
