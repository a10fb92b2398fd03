import { expect, it } from 'vitest';
import { applyGiven, type GivenBudget, planGiven } from '../../../src/app/budgets/given.ts';
import type { BudgetScope } from '../../../src/core/budgets.ts';
import { money } from '../../../src/core/money.ts';
import type { Store } from '../../../src/store/types.ts';
import { askingOf } from '../../asking.ts';
import { ANNA, leaseOf, NOW, open, spendRow } from '../../store/setup.ts';

/** Many budgets as programs hand them in: read as a file is, and applied as they were read or not at all. */

const CC = { scope: { kind: 'costCenter', key: 'CC-1' }, amount: '5' } as const;
const ROWS: GivenBudget[] = [CC, { scope: { kind: 'user', key: 'Anna@example.com' }, amount: '5' }];
const plan = (store: Store, budgets: readonly GivenBudget[], isRight = false) =>
  planGiven(askingOf(store), budgets, isRight);
const apply = (
  store: Store,
  budgets: readonly GivenBudget[],
  { reason = '', name = null }: { reason?: string; name?: string | null } = {},
) => applyGiven(askingOf(store), { budgets, reason, plan: name }, true);

it('they are held to the rules of a form: spelling and reason, every line named, nothing stored', async () => {
  const store = await open();
  await store.spend.replaceDay(await leaseOf(store), '2026-11-01', [spendRow()], [], '');
  const spelled = {
    code: 'invalid',
    faults: [
      { field: 'line 2: key', key: 'spelling', value: 'Anna@example.com', detail: 'anna@example.com' },
    ],
  };
  await expect(plan(store, ROWS)).rejects.toMatchObject(spelled);
  await expect(apply(store, ROWS)).rejects.toMatchObject(spelled);
  await expect(apply(store, [CC], { reason: 'x'.repeat(501) })).rejects.toMatchObject({
    code: 'invalid',
    field: 'reason',
  });
  expect(await store.budgets.list()).toEqual([]);
  expect(await apply(store, [CC], { reason: 'plan' })).toEqual({ created: 1, changed: 0, unchanged: 0 });
});

it('a person who is named by two addresses is a fault, and one address is as good as the other', async () => {
  const store = await open();
  const { anna, other } = { anna: 'anna@example.com', other: 'anna.f@example.com' };
  const nothing = { name: null, costCenter: null, manager: null, active: null, groups: null };
  await store.people.learn('file', [{ ...nothing, email: anna }], { complete: false, actor: ANNA, now: NOW });
  await store.people.addAlias({ alias: other, email: anna, source: 'byHand' }, ANNA, NOW);
  const of = (key: string, amount: string) => ({
    scope: { kind: 'user', key } satisfies BudgetScope,
    amount,
  });
  const twice = [of(anna, '5'), of(other, '7')];
  const refused = { faults: [{ field: 'line 2: key', key: 'sameBudget', detail: 'line 1' }] };
  await expect(plan(store, twice)).rejects.toMatchObject(refused);
  await expect(apply(store, twice)).rejects.toMatchObject(refused);
  expect(await store.budgets.list()).toEqual([]);
  await apply(store, twice.slice(0, 1));
  expect((await plan(store, [of(other, '5')])).changes).toEqual([]);
  expect((await plan(store, [of(other, '6')])).changes).toMatchObject([
    { slot: { scope: { key: anna } }, before: { amount: money('5') }, after: { amount: money('6') } },
  ]);
});

it('what is planned is what is applied: an end and a later amount are changes, also where the amount of today stays', async () => {
  const store = await open();
  await apply(store, [CC]);
  await apply(store, [{ ...CC, amount: '9', from: '2026-12-01' }]);
  for (const wanted of [
    { ...CC, until: '2026-12-31' },
    { ...CC, from: '2026-12-01' },
  ]) {
    const { plan: name, changes, unchanged } = await plan(store, [wanted], true);
    expect([changes.length, unchanged]).toEqual([1, 0]);
    expect(await apply(store, [wanted], { name })).toEqual({ created: 0, changed: 1, unchanged: 0 });
    expect((await plan(store, [wanted], true)).changes).toEqual([]);
    expect(await apply(store, [wanted], { name })).toEqual({ created: 0, changed: 0, unchanged: 1 });
  }
});
