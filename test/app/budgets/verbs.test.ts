import { expect, it } from 'vitest';
import { raiseBudget, removeBudget, setBudget, withdrawChange } from '../../../src/app/budgets/change.ts';
import { formatFixed } from '../../../src/core/money.ts';
import { askingOf } from '../../asking.ts';
import { RULES } from '../../budgetOf.ts';
import { open } from '../../store/setup.ts';

/** NOW of the stores that are opened here is 20 November 2026. */
const CENTER = { scope: 'costCenter', key: 'CC-1' };

it('what held on a day is what was decided for it: set, raised, ended, taken back', async () => {
  const store = await open();
  const asking = askingOf(store);
  const on = async (day: string) =>
    (await store.budgets.on(day, RULES.calendar)).map(
      ({ amount, endedOn }) => `${formatFixed(amount, 0)}${endedOn === null ? '' : ' ended'}`,
    );
  const { budget } = await setBudget(asking, { ...CENTER, amount: '100' });
  await setBudget(asking, { ...CENTER, amount: '300', from: 'next' });
  const raise = await raiseBudget(asking, budget.id, { extra: '50', until: '2026-12-04', reason: 'launch' });
  expect(
    await Promise.all(['2026-10-31', '2026-11-01', '2026-11-20', '2026-12-04', '2026-12-05'].map(on)),
  ).toEqual([[], ['100'], ['150'], ['350'], ['300']]);
  expect((await store.budgets.on('2026-12-01', RULES.calendar))[0]?.version).toBe(raise.version);
  expect(await withdrawChange(asking, budget.id, 2, {})).toBe('withdrawn');
  expect(await withdrawChange(asking, budget.id, 1, {})).toBe('gone');
  expect([await on('2026-12-04'), await on('2026-12-05')]).toEqual([['150'], ['100']]);
  expect(await removeBudget(asking, budget.id, {})).toBe('removed');
  expect([await on('2026-11-20'), await on('2026-11-19'), await on('2026-12-01')]).toEqual([
    ['100 ended'],
    ['100'],
    [],
  ]);
  expect((await setBudget(asking, { ...CENTER, amount: '70' })).budget).toMatchObject({
    since: '2026-11-20',
    holdsFrom: '2026-11-01',
  });
});

it.each([
  [{ period: 'fortnight' }, 'period'],
  [{ narrow: 'claude' }, 'narrow'],
  [{ narrow: 'tag:Project=Atlas' }, 'narrowTag'],
  [{ thresholds: '80%, much' }, 'thresholds'],
  [{ hard: 'perhaps' }, 'yesNo'],
  [{ from: '2026-10-31' }, 'fromPast'],
  [{ from: '2029-01-01' }, 'fromFar'],
  [{ until: '2026-11-19' }, 'lastDayPast'],
  [{ from: 'soon' }, 'dayWritten'],
])('%j is refused: %s', async (typed, key) => {
  const store = await open();
  await expect(setBudget(askingOf(store), { ...CENTER, amount: '1', ...typed })).rejects.toMatchObject({
    faults: [{ key }],
  });
  expect(await store.budgets.list()).toEqual([]);
});

it('one budget, however it is written: models count whatever their case, and a threshold twice is one', async () => {
  const store = await open();
  const set = (narrow: string, thresholds: string) =>
    setBudget(askingOf(store), { ...CENTER, amount: '1', narrow, thresholds });
  await set('vendor:anthropic', '80%, $50');
  expect(await set('vendor:Anthropic', '80, 80%, $50.00')).toMatchObject({ changed: false });
  expect(await store.budgets.list()).toHaveLength(1);
});
