import { expect, it } from 'vitest';
import { driversOf } from '../../../src/app/budgets/drivers.ts';
import { plainTerms } from '../../../src/core/budgets.ts';
import { money } from '../../../src/core/money.ts';
import type { Money } from '../../../src/core/types.ts';
import { workOutForecasts } from '../../../src/jobs/forecasts.ts';
import type { JobContext } from '../../../src/jobs/job.ts';
import { askingOf } from '../../asking.ts';
import { ANNA, leaseOf, NOW, NOW_MS, open, spendRow } from '../../store/setup.ts';

const rowOf = (userEmail: string, amount: Money) =>
  spendRow({ day: '2026-11-03', userEmail, amount, billed: amount, estimated: amount });

it('who drives the organisation is who does now, be it kept or not', async () => {
  const store = await open();
  const lease = await leaseOf(store);
  const asking = askingOf(store);
  const spent = (ann: string, bob: string) => {
    const rows = [rowOf('ann@example.com', money(ann)), rowOf('bob@example.com', money(bob))];
    return store.spend.replaceDay(lease, '2026-11-03', rows, [], `${ann} ${bob}`);
  };
  const collect = () => {
    const context = { store, lease, clock: { now: () => NOW_MS }, settings: asking.settings };
    return workOutForecasts(context as unknown as JobContext);
  };
  const slot = { scope: { kind: 'organisation' }, period: 'month', narrowing: null } as const;
  const set = { do: 'set', slot, terms: plainTerms(money('100')), from: '2026-11-01' } as const;
  await store.budgets.apply([set], ANNA, NOW);
  const [budget] = await store.budgets.on('2026-11-20', asking.settings.budgets.calendar);
  if (budget === undefined) throw new Error('no budget holds');
  const who = async () => {
    const found = await driversOf(asking, [{ budget, whom: { kind: 'organisation', key: '' } }]);
    return found.get(`${budget.id} organisation:`)?.user;
  };
  await spent('30', '10');
  const live = await who();
  expect(live).toEqual({ key: 'ann@example.com', amount: money('30'), share: 750n });
  expect(await store.forecasts.drivers()).toEqual(new Map());
  await collect();
  expect([...(await store.forecasts.drivers()).values()]).toEqual([live]);
  expect(await who()).toEqual(live);
  // Spend moved since: what was kept is of before.
  await spent('30', '50');
  expect(await who()).toEqual({ key: 'bob@example.com', amount: money('50'), share: 625n });
});
