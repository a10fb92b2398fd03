import { describe, expect, it } from 'vitest';
import type { Budget, BudgetScope } from '../../src/core/budgets.ts';
import {
  budgetsHeld,
  budgetsInForce,
  heldIn,
  judgedFrom,
  judgedMonths,
  MIRROR_PREFIX,
} from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';

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
const userDefault = budget('default', { kind: 'userDefault' });
const ann = budget('ann', { kind: 'user', key: 'ann@example.com' });
const center = budget('cc', { kind: 'costCenter', key: 'CC-1' });
const dead = budget(
  'dead',
  { kind: 'user', key: 'bob@example.com' },
  { deletedAt: '2026-02-01T00:00:00.000Z' },
);
const all = [userDefault, ann, center, dead];

describe('the budget that holds', () => {
  it('is one’s own, else the default', () => {
    const held = budgetsHeld(all);
    expect([held('user', 'ann@example.com')?.id, held('user', 'bob@example.com')?.id]).toEqual([
      'ann',
      'default',
    ]);
    expect([held('costCenter', 'CC-1')?.id, held('costCenter', 'CC-2')]).toEqual(['cc', null]);
    expect([held('user', ''), held('costCenter', '')]).toEqual([null, null]);
    expect(budgetsHeld([ann])('user', 'bob@example.com')).toBeNull();
  });
  it('is the first where there are several of one', () => {
    const other = budget('other', { kind: 'user', key: 'ann@example.com' });
    const another = budget('another', { kind: 'userDefault' });
    const held = budgetsHeld([userDefault, ann, other, another]);
    expect([held('user', 'ann@example.com')?.id, held('user', 'bob@example.com')?.id]).toEqual([
      'ann',
      'default',
    ]);
  });
  it('is not one of another kind of the same name, nor a deleted one', () => {
    const called = (kind: 'user' | 'costCenter', more = {}) => budget(kind, { kind, key: 'x' }, more);
    const deletedAt = '2026-02-01T00:00:00.000Z';
    expect([
      budgetsHeld([called('costCenter')])('user', 'x'),
      budgetsHeld([called('user')])('costCenter', 'x'),
    ]).toEqual([null, null]);
    expect(budgetsHeld([called('costCenter', { deletedAt })])('costCenter', 'x')).toBeNull();
    const listed = budgetsInForce([called('costCenter'), userDefault], ['x']);
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
});

it('what stands in AWS under our name is found again', () => expect(MIRROR_PREFIX).toBe('bedrock-ledger-'));

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
    const set = (updatedAt: string) => heldIn('2026-02')(budget('x', ann.scope, { updatedAt }));
    expect([set('2026-02-28T23:59:59.999Z'), set('2026-03-01T00:00:00.000Z')]).toEqual([true, false]);
  });
});
