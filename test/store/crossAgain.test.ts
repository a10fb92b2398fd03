import { expect, it } from 'vitest';
import { money, ZERO } from '../../src/core/money.ts';
import { ofMonth } from '../alertOf.ts';
import { at, leaseOf, NOW, open } from './setup.ts';

/** A message that fell before it left, once its threshold is crossed again. */

const ANN = 'ann@example.com';

it('leaves when its reader is told now, alone, and under its own id', async () => {
  const store = await open();
  const lease = await leaseOf(store);
  const scope = { kind: 'user' as const, key: ANN };
  const { budget } = await store.budgets.set(scope, money('100'), { id: 'local:tester' }, NOW);
  const crossing = (crossedAt: string) => ({
    ...ofMonth({
      ...{ budgetId: budget.id, scopeKind: scope.kind, scopeKey: ANN, version: budget.version, crossedAt },
      ...{ month: '2026-11', thresholdPercent: 80, spent: money('85') as never, unpricedTokens: null },
      ...{ cautious: ZERO, budget: money('100'), label: 'estimated' as const, staleSince: null },
    }),
    send: [{ channel: 'email', target: ANN, at: at(600) }],
  });
  await store.alerts.record(lease, [crossing(NOW)], NOW);
  const [recorded] = await store.alerts.recorded(['2026-11-01']);
  const [owed] = await store.alerts.waiting(9);
  const id = owed?.id ?? '';
  await store.alerts.bundle([id], 'a parcel of before');
  expect(await store.alerts.fall(lease, [recorded?.id ?? ''], at(1))).toBe(1);
  expect(await store.alerts.waiting(9)).toEqual([]);

  await store.alerts.crossAgain(lease, [{ ...crossing(at(2)), id: recorded?.id ?? '' }], at(2));
  const [again] = await store.alerts.waiting(9);
  expect(again).toMatchObject({ id, digestId: null, droppedWhy: null, alert: { crossedAt: at(2) } });
  // It is night for them until then.
  expect(await store.alerts.due(at(599), 9)).toEqual([]);
  expect(await store.alerts.due(at(600), 9)).toHaveLength(1);
});

it('has fallen as well where no budget held for a while, and is owed when it is crossed again', async () => {
  const store = await open();
  const lease = await leaseOf(store);
  const scope = { kind: 'user' as const, key: ANN };
  const { budget } = await store.budgets.set(scope, money('100'), { id: 'local:tester' }, NOW);
  const crossing = {
    ...ofMonth({
      ...{
        budgetId: budget.id,
        scopeKind: scope.kind,
        scopeKey: ANN,
        version: budget.version,
        crossedAt: NOW,
      },
      ...{ month: '2026-11', thresholdPercent: 80, spent: money('85') as never, unpricedTokens: null },
      ...{ cautious: ZERO, budget: money('100'), label: 'estimated' as const, staleSince: null },
    }),
    send: [{ channel: 'email', target: ANN, at: at(0) }],
  };
  await store.alerts.record(lease, [crossing], NOW);
  const [owed] = await store.alerts.waiting(9);
  const id = owed?.id ?? '';
  await store.alerts.dropped([{ id, why: 'removed' }], at(1));
  const [recorded] = await store.alerts.recorded(['2026-11-01']);
  expect(recorded).toMatchObject({ hasFallen: true, isWaiting: false });
  await store.alerts.crossAgain(lease, [{ ...crossing, id: recorded?.id ?? '' }], at(2));
  expect(await store.alerts.waiting(9)).toMatchObject([{ id, droppedWhy: null }]);
});
