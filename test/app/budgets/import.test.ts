import { expect, it } from 'vitest';
import { importBudgets, planImport } from '../../../src/app/budgets/change.ts';
import { type BudgetScope, plainTerms } from '../../../src/core/budgets.ts';
import { money } from '../../../src/core/money.ts';
import { askingOf } from '../../asking.ts';
import { ANNA, leaseOf, NOW, open, spendRow } from '../../store/setup.ts';

function rowOf(line: number, scope: BudgetScope, amount: string) {
  const slot = { scope, period: 'month' as const, narrowing: null };
  return { line, slot, terms: plainTerms(money(amount)), from: null, until: null };
}
const ROWS = [
  rowOf(2, { kind: 'costCenter', key: 'CC-1' }, '5'),
  rowOf(3, { kind: 'user', key: 'Anna@example.com' }, '5'),
] as const;

it('a file is held to the rules of a form: spelling and reason, every line named, nothing stored', async () => {
  const store = await open();
  await store.spend.replaceDay(await leaseOf(store), '2026-11-01', [spendRow()], [], '');
  const asking = askingOf(store);
  const spelled = {
    code: 'invalid',
    faults: [
      { field: 'line 3: key', key: 'spelling', value: 'Anna@example.com', detail: 'anna@example.com' },
    ],
  };
  await expect(planImport(asking, ROWS)).rejects.toMatchObject(spelled);
  await expect(importBudgets(asking, ROWS, '')).rejects.toMatchObject(spelled);
  await expect(importBudgets(asking, ROWS.slice(0, 1), 'x'.repeat(501))).rejects.toMatchObject({
    code: 'invalid',
    field: 'reason',
  });
  expect(await store.budgets.list()).toEqual([]);
  expect(await importBudgets(asking, ROWS.slice(0, 1), 'plan')).toEqual({
    created: 1,
    changed: 0,
    unchanged: 0,
  });
});

it('a person whom a file names by two addresses is a fault of it, and one address is as good as the other', async () => {
  const store = await open();
  const { anna, other } = { anna: 'anna@example.com', other: 'anna.f@example.com' };
  const nothing = { name: null, costCenter: null, manager: null, active: null, groups: null };
  await store.people.learn('file', [{ ...nothing, email: anna }], { complete: false, actor: ANNA, now: NOW });
  await store.people.addAlias({ alias: other, email: anna, source: 'byHand' }, ANNA, NOW);
  const asking = askingOf(store);
  const row = (line: number, key: string, amount: string) => rowOf(line, { kind: 'user', key }, amount);
  const twice = [row(2, anna, '5'), row(3, other, '7')];
  const refused = {
    faults: [{ field: 'line 3: key', key: 'samePerson', value: other, detail: 'line 2' }],
  };
  await expect(planImport(asking, twice)).rejects.toMatchObject(refused);
  await expect(importBudgets(asking, twice, '')).rejects.toMatchObject(refused);
  expect(await store.budgets.list()).toEqual([]);
  await importBudgets(asking, twice.slice(0, 1), '');
  expect(await planImport(asking, [row(2, other, '5')])).toEqual([]);
  expect(await planImport(asking, [row(2, other, '6')])).toMatchObject([
    { slot: { scope: { key: anna } }, before: { amount: money('5') }, after: { amount: money('6') } },
  ]);
});
