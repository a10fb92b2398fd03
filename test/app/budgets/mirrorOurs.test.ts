import { expect, it } from 'vitest';
import { listBudgets } from '../../../src/app/budgets/list.ts';
import { oursOf } from '../../../src/app/budgets/mirrorOurs.ts';
import { plainTerms } from '../../../src/core/budgets.ts';
import { money } from '../../../src/core/money.ts';
import { askingOf } from '../../asking.ts';
import { ANNA, leaseOf, NOW, open, spendRow } from '../../store/setup.ts';

it('beside AWS’s figure stands what the budget counts, what nobody owns among it', async () => {
  const store = await open();
  const unowned = spendRow({
    userEmail: null,
    costCenter: null,
    profileArn: null,
    reason: 'noTag',
    allocatedBy: null,
  });
  await store.spend.replaceDay(await leaseOf(store), '2026-11-01', [spendRow(), unowned], [], '');
  const slots = [
    { scope: { kind: 'organisation' }, period: 'month', narrowing: null },
    { scope: { kind: 'userDefault' }, period: 'month', narrowing: null },
    { scope: { kind: 'user', key: 'anna@example.com' }, period: 'week', narrowing: null },
  ] as const;
  await store.budgets.apply(
    slots.map((slot) => ({ do: 'set', slot, terms: plainTerms(money('60')), from: '2026-11-01' })),
    ANNA,
    NOW,
  );
  const asking = askingOf(store);
  const records = await store.budgets.records();
  const ours = await oursOf(asking, records);
  const { budgets } = await listBudgets(asking);
  const listed = new Map(budgets.map(({ budget, standing }) => [budget.id, standing?.spent ?? null]));
  for (const record of records) expect(ours.spent(record)?.amount ?? null).toBe(listed.get(record.id));
  const whole = records.find(({ scope }) => scope.kind === 'organisation');
  expect(whole && ours.spent(whole)?.amount).toBe(spendRow().amount + unowned.amount);
});
