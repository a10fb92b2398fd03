import { expect, it } from 'vitest';
import { type BudgetFloor, floorOf } from '../../src/core/budgetFloors.ts';
import type { BudgetScope } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';

const floor = (scope: BudgetScope, usd: string, holds = true): BudgetFloor => ({
  ...{ scope, least: money(usd), holds },
});

it('nobody is held to less than their floor, whichever budget comes to hold for them', () => {
  const of = floorOf([
    floor({ kind: 'user', key: 'ann' }, '90'),
    floor({ kind: 'user', key: 'bob' }, '90', false),
    floor({ kind: 'user', key: 'cat' }, '20', false),
    floor({ kind: 'userDefault' }, '60'),
    floor({ kind: 'memberDefault', key: 'CC-1' }, '50'),
    floor({ kind: 'groupDefault', key: 'all' }, '70', false),
    floor({ kind: 'costCenter', key: 'CC-1' }, '10', false),
  ]);
  const user = (key: string) => of({ kind: 'user', key });
  // Of what holds it is theirs; of what may have ended, or of none, the least that can come in its place.
  expect([user('ann'), user('bob'), user('cat'), user('dan')]).toEqual(
    ['90', '50', '20', '50'].map((one) => money(one)),
  );
  expect(user('')).toBeNull();
  expect([of({ kind: 'costCenter', key: 'CC-1' }), of({ kind: 'costCenter', key: 'CC-2' })]).toEqual([
    money('10'),
    null,
  ]);
});
