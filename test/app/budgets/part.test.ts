import { expect, it } from 'vitest';
import { setBudget } from '../../../src/app/budgets/change.ts';
import { budgetRows, formatOf } from '../../../src/app/budgets/file.ts';
import { planBudgets } from '../../../src/app/budgets/planRead.ts';
import type { Typed } from '../../../src/app/typed.ts';
import type { Invalid } from '../../../src/core/errors.ts';
import { askingOf } from '../../asking.ts';
import { leaseOf, NOW, open, spendRow } from '../../store/setup.ts';

/** A new budget of nothing that is here is asked about, as an unknown name is: it would never be reached, and nobody told. */

const BOB = 'bob@example.com';
const ANN = 'ann@example.com';
const MODELS = ['anthropic.claude-opus-4-6-v1:0', 'anthropic.claude-sonnet-4-6', 'amazon.nova-pro-v1:0'];
async function company() {
  const store = await open();
  const rows = MODELS.map((modelKey) => spendRow({ modelKey, userEmail: ANN, costCenter: 'CC-1' }));
  await store.spend.replaceDay(await leaseOf(store), '2026-11-01', rows, [], '');
  const facts = { name: null, costCenter: 'CC-1', active: true, groups: [] };
  const people = [
    { ...facts, email: ANN, manager: BOB },
    { ...facts, email: BOB, manager: null },
  ];
  await store.people.learn('byHand', people, { complete: false, actor: { id: 'local:test' }, now: NOW });
  const standard = askingOf(store);
  const tag = { key: 'project', values: ['atlas', 'borealis'], required: true };
  const vending = { ...standard.settings.vending, tags: [tag] };
  return { ...standard, settings: { ...standard.settings, vending } };
}
const CENTER = { scope: 'costCenter', key: 'CC-1', amount: '10' };

it.each<[Typed, string, string, unknown]>([
  [{ narrow: 'vendor:anthropi' }, 'narrow', 'unknownPart', ['vendor:anthropic']],
  [{ narrow: 'family:claude-opsu' }, 'narrow', 'unknownPart', ['family:claude-opus']],
  [{ narrow: 'tag:project=atals' }, 'narrow', 'unknownPart', ['tag:project=atlas']],
  [{ scope: 'team', key: ANN }, 'key', 'unknownTeam', undefined],
])('%j is asked about, and taken where it is said to be right', async (typed, field, key, detail) => {
  const asking = await company();
  const asked = await setBudget(asking, { ...CENTER, ...typed }).catch((error: Invalid) => error.faults);
  expect(asked).toMatchObject([{ field, key, ...(detail === undefined ? {} : { detail }) }]);
  const all: Typed = { ...CENTER, ...typed };
  const right = { ...all, [`unknown.${field}`]: all[field] ?? '' };
  expect(await setBudget(asking, right)).toMatchObject({ changed: true });
  // What is there is known by it.
  expect(await setBudget(asking, { ...all, amount: '11' })).toMatchObject({ changed: true });
  // And a file is read alike.
  const line = (narrow: string, scope: string, name: string) =>
    budgetRows(
      `scope,key,narrow,amount,period\n${scope},${name},"${narrow}",10,week\n`,
      formatOf('a.csv', ''),
    );
  const { rows } = line(all.narrow ?? '', all.scope ?? '', all.key ?? '');
  const expected = key === 'unknownTeam' ? 'key' : 'narrow';
  expect((await planBudgets(asking, { rows })).refused).toMatchObject([{ field: expected, key, line: 2 }]);
  expect((await planBudgets(asking, { rows, anyName: true })).refused).toEqual([]);
});

it.each(['vendor:Anthropic', 'family:claude', 'family:claude-opus-4', 'family:nova', 'tag:project=borealis'])(
  '%s is here',
  async (narrow) => {
    expect(await setBudget(await company(), { ...CENTER, narrow })).toMatchObject({ changed: true });
  },
);

it('of two parts at once there is none: it is not taken for the name of one', async () => {
  const asking = await company();
  const narrow = 'vendor:anthropic tag:project=atlas';
  await expect(setBudget(asking, { ...CENTER, narrow, 'unknown.narrow': narrow })).rejects.toMatchObject({
    faults: [{ field: 'narrow', key: 'narrow' }],
  });
  await expect(setBudget(asking, { ...CENTER, scope: 'team', key: BOB })).resolves.toMatchObject({
    changed: true,
  });
});
