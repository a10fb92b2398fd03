import { expect, it } from 'vitest';
import { plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import type { BudgetDeed } from '../../src/store/typesBudgets.ts';
import { ANNA, at, folder, NOW, NOW_MS, open } from './setup.ts';

const ANN = 'ann@example.com';
/** So many that all of a kind are read, and kept until a budget changes. */
const MANY = [ANN, ...Array.from({ length: 2_000 }, (_, i) => `p${i}@example.com`)];

it('what is kept of thousands is of the budgets as they are, whoever changed them', async () => {
  const file = `${folder()}/ledger.db`;
  const [store, other] = [await open(file), await openStore(file, { now: NOW_MS })];
  const slot = (scope: { kind: 'user'; key: string } | { kind: 'userDefault' }) => ({
    ...{ scope, period: 'month' as const, narrowing: null },
  });
  const set = (scope: Parameters<typeof slot>[0], amount: string, from = '2026-11-01'): BudgetDeed => ({
    ...{ do: 'set', slot: slot(scope), terms: plainTerms(money(amount)), from },
  });
  const told = async (keys: readonly string[], day: string, of: Store = store) =>
    (await of.budgets.floors({ kind: 'user', period: 'month', day, keys }))
      .filter(({ scope }) => !('key' in scope) || scope.key === ANN)
      .map(({ scope: { kind }, least, holds }) => `${kind} ${least / money('1')} ${holds}`);
  const seen: string[][] = [];
  const look = async (day = '2026-11-25') => {
    const now = await told(MANY, day);
    // Of one by name nothing is kept.
    const ofOne = (await told([ANN], day)).filter((one) => one.startsWith('user '));
    expect(now.filter((one) => one.startsWith('user '))).toEqual(ofOne);
    seen.push(now);
  };
  await look();
  const [own] = await store.budgets.apply([set({ kind: 'user', key: ANN }, '90')], ANNA, NOW);
  await look();
  // Another process.
  await other.budgets.apply([set({ kind: 'userDefault' }, '60', '2026-11-22')], ANNA, NOW);
  await look();
  await store.budgets.apply([{ do: 'end', id: own?.id ?? '', from: '2026-11-20' }], ANNA, at(1));
  await look();
  await look('2026-11-20');
  expect(seen).toEqual([
    [],
    ['user 90 true'],
    ['user 90 true', 'userDefault 60 true'],
    ['user 90 false', 'userDefault 60 true'],
    ['user 90 false', 'userDefault 60 false'],
  ]);
  other.close();
});
