import { expect, it } from 'vitest';
import { importBudgets, planImport } from '../../../src/app/budgets/change.ts';
import { money } from '../../../src/core/money.ts';
import { askingOf } from '../../asking.ts';
import { leaseOf, open, spendRow } from '../../store/setup.ts';

const ROWS = [
  { line: 2, scope: { kind: 'costCenter', key: 'CC-1' }, amount: money('5') },
  { line: 3, scope: { kind: 'user', key: 'Anna@example.com' }, amount: money('5') },
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
