import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { raiseBudget, setBudget } from '../../../src/app/budgets/change.ts';
import { budgetsCsv, budgetsYaml } from '../../../src/app/budgets/exported.ts';
import { budgetRows, formatOf } from '../../../src/app/budgets/file.ts';
import { applyPlan, keepPlan, undoPlan } from '../../../src/app/budgets/plan.ts';
import { planBudgets } from '../../../src/app/budgets/planRead.ts';
import { readBudgetPlan } from '../../../src/app/budgets/plansKept.ts';
import { BUDGET_PERIODS } from '../../../src/core/budgetPeriods.ts';
import { BUDGET_SCOPES } from '../../../src/core/budgets.ts';
import { formatFixed } from '../../../src/core/money.ts';
import type { Store } from '../../../src/store/types.ts';
import { askingOf } from '../../asking.ts';
import { RULES } from '../../budgetOf.ts';
import { open } from '../../store/setup.ts';

/** NOW of the stores that are opened here is 20 November 2026. */
const rowsOf = (text: string, name = '') => budgetRows(text, formatOf(name, text));
const askedOf = (text: string, more: object = {}) => ({ rows: rowsOf(text).rows, anyName: true, ...more });
const PASTED = { source: 'pasted', title: '' } as const;
const keep = async (store: Store, text: string, more: object = {}) => {
  const { id, refused } = await keepPlan(askingOf(store), askedOf(text, more), PASTED);
  if (id === null) throw new Error(JSON.stringify(refused));
  return id;
};
const held = async (store: Store, day = '2026-11-20') =>
  (await store.budgets.on(day, RULES.calendar))
    .filter(({ endedOn }) => endedOn === null)
    .map(
      ({ scope, amount, period }) =>
        `${'key' in scope ? scope.key : scope.kind} ${formatFixed(amount, 0)} ${period}`,
    );

const TWO = 'scope\tkey\tamount\tperiod\ncostCenter\tCC-1\t1,200\t\nuser\tann@example.com\t60\tweek\n';

it('reads what is pasted, shows the difference, applies exactly that, and undoes it', async () => {
  const store = await open();
  await setBudget(askingOf(store), { scope: 'costCenter', key: 'CC-1', amount: '1000' });
  const id = await keep(store, TWO);
  const { body, isStale } = await readBudgetPlan(askingOf(store), id);
  expect(isStale).toBe(false);
  expect(body.rows.map(({ deed, from, line }) => [deed, from, line])).toEqual([
    ['change', '2026-11-20', 2],
    ['create', '2026-11-16', 3],
  ]);
  expect(await held(store)).toEqual(['CC-1 1000 month']);
  const typed = { reason: 'new year' };
  expect(await applyPlan(askingOf(store), id, typed)).toEqual({ is: 'applied', changed: 2 });
  expect(await applyPlan(askingOf(store), id, typed)).toEqual({ is: 'already' });
  expect(await held(store)).toEqual(['CC-1 1200 month', 'ann@example.com 60 week']);
  const entries = await store.audit.list({ text: `plan:${id}`, limit: 10 });
  expect(entries.filter(({ action }) => action === 'budget.set').map(({ reason }) => reason)).toEqual([
    `new year (plan:${id})`,
    `new year (plan:${id})`,
  ]);
  expect(await undoPlan(askingOf(store), id)).toEqual({ undone: 2, left: [] });
  expect(await held(store)).toEqual(['CC-1 1000 month']);
  expect((await store.budgets.on('2026-11-18', RULES.calendar)).map(({ scope }) => scope.kind)).toEqual([
    'costCenter',
  ]);
  expect(await undoPlan(askingOf(store), id)).toBeNull();
});

it('applies nothing where a budget changed since it was read, and shows it anew', async () => {
  const store = await open();
  const id = await keep(store, TWO);
  await setBudget(askingOf(store), {
    scope: 'costCenter',
    key: 'CC-1',
    amount: '1200',
    'unknown.key': 'CC-1',
  });
  expect((await readBudgetPlan(askingOf(store), id)).isStale).toBe(true);
  const done = await applyPlan(askingOf(store), id);
  expect(done).toMatchObject({ is: 'replaced' });
  expect(await held(store)).toEqual(['CC-1 1200 month']);
  const other = done.is === 'replaced' && done.id !== null ? done.id : '';
  expect((await readBudgetPlan(askingOf(store), other)).body.rows.map(({ line }) => line)).toEqual([3]);
  expect(await applyPlan(askingOf(store), id)).toMatchObject({ is: 'replaced', id: other });
  await setBudget(askingOf(store), { scope: 'user', key: 'ann@example.com', period: 'week', amount: '60' });
  expect(await applyPlan(askingOf(store), other)).toEqual({ is: 'replaced', id: null, refused: [] });
});

it('reads anew what was read on another day', async () => {
  const store = await open();
  await setBudget(askingOf(store), { scope: 'costCenter', key: 'CC-1', amount: '1000' });
  const id = await keep(store, 'scope,key,amount\ncostCenter,CC-1,50');
  const later = { ...askingOf(store), now: Date.parse('2026-11-21T00:00:00Z') };
  expect(await applyPlan(later, id)).toMatchObject({ is: 'replaced' });
});

it('undoes all but what somebody changed since', async () => {
  const store = await open();
  const id = await keep(store, TWO);
  await applyPlan(askingOf(store), id);
  const [ann] = (await store.budgets.records()).filter(({ scope }) => scope.kind === 'user');
  await raiseBudget(askingOf(store), ann?.id ?? '', { extra: '5', reason: 'more' });
  const { left, undone } = (await undoPlan(askingOf(store), id)) ?? {};
  expect([undone, left?.map(({ budget }) => budget)]).toEqual([1, ['user:ann@example.com week']]);
  expect(await held(store)).toEqual(['ann@example.com 65 week']);
});

it('takes back what is still to come, and leaves periods that are over', async () => {
  const store = await open();
  await setBudget(askingOf(store), { scope: 'costCenter', key: 'CC-1', amount: '100' });
  const next = await keep(store, 'scope,key,amount,from\ncostCenter,CC-1,500,next\nuserDefault,,7,period');
  await applyPlan(askingOf(store), next);
  await undoPlan(askingOf(store), next);
  expect([await held(store), await held(store, '2026-12-01')]).toEqual([
    ['CC-1 100 month'],
    ['CC-1 100 month'],
  ]);
  const now = await keep(store, 'scope,key,amount\ncostCenter,CC-1,300');
  await applyPlan(askingOf(store), now);
  const later = { ...askingOf(store), now: Date.parse('2026-12-10T12:00:00Z') };
  expect(await undoPlan(later, now)).toMatchObject({ undone: 1 });
  expect([await held(store, '2026-11-30'), await held(store, '2026-12-01')]).toEqual([
    ['CC-1 300 month'],
    ['CC-1 100 month'],
  ]);
});

it('ends for good: what is planned too, and undoing brings both back', async () => {
  const store = await open();
  const set = (key: string, amount: string, from: string) =>
    setBudget(askingOf(store), { scope: 'costCenter', key, amount, from, 'unknown.key': key });
  await set('CC-1', '100', 'now');
  await set('CC-1', '120', 'next');
  await set('CC-2', '70', 'next');
  const text = 'scope,key,amount,action\ncostCenter,CC-1,,remove\ncostCenter,CC-2,,remove';
  const id = await keep(store, text);
  const { body } = await readBudgetPlan(askingOf(store), id);
  expect(body.rows.map(({ deed, from }) => [deed, from])).toEqual([
    ['end', '2026-11-20'],
    ['end', '2026-12-01'],
  ]);
  await applyPlan(askingOf(store), id);
  expect([await held(store), await held(store, '2027-01-15')]).toEqual([[], []]);
  expect(await planBudgets(askingOf(store), askedOf(text))).toMatchObject({ rows: [], unchanged: 2 });
  expect(await undoPlan(askingOf(store), id)).toEqual({ undone: 2, left: [] });
  expect([await held(store), await held(store, '2027-01-15')]).toEqual([
    ['CC-1 100 month'],
    ['CC-1 120 month', 'CC-2 70 month'],
  ]);
});

it('ends what a row ends, and what is missing only where that is asked for', async () => {
  const store = await open();
  const id = await keep(store, 'scope,key,amount\ncostCenter,CC-1,1\ncostCenter,CC-2,2\ncostCenter,CC-3,3');
  await applyPlan(askingOf(store), id);
  const text = 'scope,key,amount,action\ncostCenter,CC-1,,remove\ncostCenter,CC-2,2,';
  expect((await planBudgets(askingOf(store), askedOf(text))).rows.map(({ deed }) => deed)).toEqual(['end']);
  const all = await keep(store, text, { removeMissing: true });
  await applyPlan(askingOf(store), all);
  expect(await held(store)).toEqual(['CC-2 2 month']);
  await undoPlan(askingOf(store), all);
  expect(await held(store)).toEqual(['CC-1 1 month', 'CC-2 2 month', 'CC-3 3 month']);
});

it('leaves as they are terms of which no column says anything', async () => {
  const store = await open();
  const rich = {
    scope: 'costCenter',
    key: 'CC-1',
    amount: '9',
    thresholds: '50%, $8',
    carryOver: 'yes',
    hard: 'yes',
  };
  await setBudget(askingOf(store), rich);
  const plan = await planBudgets(askingOf(store), askedOf('scope,key,amount,hard\ncostCenter,CC-1,9,'));
  expect(plan.rows.map(({ after }) => after)).toMatchObject([
    { carryOver: true, hard: false, thresholds: [{ percent: 50 }, { on: 'actual' }] },
  ]);
  expect((await planBudgets(askingOf(store), askedOf('scope,key,amount\ncostCenter,CC-1,9'))).rows).toEqual(
    [],
  );
});

/** What is handed in, and what is said of it: what was typed, field, reason, line. */
const REFUSED: readonly [
  text: string,
  value: string | null,
  field: string,
  key: string,
  line: number | null,
][] = [
  ['scope,key\nuser,a@b.co', null, 'file', 'columns', 1],
  ['scope,key,amount\nuser,a@b.co', null, 'file', 'width', 2],
  ['scope,key,amount\nuser,a@b.co,ten', 'ten', 'amount', 'amount', 2],
  ['scope;key;amount\nuser;nobody;1', 'nobody', 'key', 'email', 2],
  ['scope,key,amount\nuser,a@b.co,1\n\nUser,a@b.co,2', 'a@b.co', 'key', 'sameBudget', 4],
  ['scope,key,amount,action\nuser,a@b.co,1,drop', 'drop', 'action', 'planAction', 2],
  ['- scope: user\n  key: a@b.co\n  amount: 1\n- scope: user\n  name: x', 'name', 'name', 'yamlField', 4],
  ['- scope: user\n  key: {a: b}\n  amount: 1', null, 'key', 'yamlValue', 1],
  ['budgets: [*nobody]', '*nobody', 'file', 'yamlBudget', 1],
  ['budgets: [', null, 'file', 'notYaml', 1],
  ['', null, 'file', 'noBudget', null],
];

it('refuses with line, field, value and reason, and keeps nothing', async () => {
  const store = await open();
  for (const [text, value, field, key, line] of REFUSED) {
    const { rows, refused } = rowsOf(text);
    const found =
      refused.length > 0 ? refused : (await planBudgets(askingOf(store), { rows, anyName: true })).refused;
    expect(found[0], text).toMatchObject({ field, key, line, ...(value === null ? {} : { value }) });
  }
});

const key = fc.oneof(
  fc.constantFrom(
    'CC "9", east',
    '=1+2',
    "'quoted",
    '@all',
    '開発部・東京',
    '0042',
    '-5',
    'a;b',
    'a: b #c',
    '+81',
    '~',
    'no',
  ),
  fc.stringMatching(/^[A-Za-z0-9,;"'=+\-@:#{}[\]あ-ん漢字]{1,12}$/u),
);
const budget = fc
  .record({
    scope: fc.constantFrom(...BUDGET_SCOPES),
    key,
    period: fc.constantFrom(...BUDGET_PERIODS),
    narrow: fc.constantFrom('', 'family:claude-opus', 'vendor:anthropic'),
    amount: fc.tuple(fc.nat(9_999_999), fc.nat(99)).map(([a, b]) => `${a}.${String(b).padStart(2, '0')}`),
    thresholds: fc.constantFrom('', '80%', '50%, $1234.5, forecast 100%'),
    carryOver: fc.constantFrom('', 'yes'),
    hard: fc.constantFrom('', 'yes'),
    until: fc.constantFrom('', '2027-02-28'),
  })
  .map((one) => {
    const { scope } = one;
    if (scope === 'organisation' || scope === 'userDefault' || scope === 'costCenterDefault')
      return { ...one, key: '' };
    return scope === 'user' || scope === 'team'
      ? { ...one, key: `p${one.key.length}${one.amount.length}@example.com` }
      : one;
  });

it('what is exported can be handed in again and changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(budget, { minLength: 12, maxLength: 20 }), async (all) => {
      const store = await open();
      for (const one of all) await setBudget(askingOf(store), { ...one, 'unknown.key': one.key });
      const budgets = await store.budgets.on('2026-11-20', RULES.calendar);
      // Nothing that a spreadsheet would run.
      expect(
        parse(budgetsCsv(budgets, '2026-11-20'))
          .flat()
          .filter((cell) => /^[=+@]/.test(cell)),
      ).toEqual([]);
      const nothing = { rows: [], refused: [], unchanged: budgets.length };
      for (const text of [budgetsCsv(budgets, '2026-11-20'), budgetsYaml(budgets, '2026-11-20')]) {
        const read = rowsOf(text);
        expect(read.refused).toEqual([]);
        expect(await planBudgets(askingOf(store), { rows: read.rows, removeMissing: true })).toMatchObject(
          nothing,
        );
      }
    }),
    { numRuns: 3 },
  );
});
