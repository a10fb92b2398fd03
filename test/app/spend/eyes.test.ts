import { describe, expect, it } from 'vitest';
import type { Asking } from '../../../src/app/asking.ts';
import { listBudgets } from '../../../src/app/budgets/list.ts';
import { reportSpend } from '../../../src/app/spend/report.ts';
import { operator, viewerFrom } from '../../../src/core/access.ts';
import { money } from '../../../src/core/money.ts';
import { askingOf } from '../../asking.ts';
import { leaseOf, NOW, open, spendRow } from '../../store/setup.ts';

/** Where somebody stands is the same in everybody's eyes who may know it; others are told nothing of it. */

const MONTH = { start: '2026-11-01', endExclusive: '2026-12-01' };
const ACTOR = { id: 'local:test' };
const OWNER = 'olga@example.com';

/** Bob spends in CC-1, which Olga owns, and in CC-2; his budget is 100, the default 60. Cat reports to him. */
async function company(bobsCostCenter: string, his = ['CC-1', 'CC-2']) {
  const store = await open();
  const lease = await leaseOf(store);
  const row = (userEmail: string, costCenter: string, amount: string) =>
    spendRow({ userEmail, costCenter, amount: money(amount), billed: money(amount), profileArn: costCenter });
  const rows = [
    row('bob@example.com', his[0] ?? '', '80'),
    row('bob@example.com', his[1] ?? '', '70'),
    row('cat@example.com', 'CC-1', '50'),
  ];
  await store.spend.replaceDay(lease, '2026-11-01', rows, [], '');
  const person = (email: string, costCenter: string, manager: string | null = null) => ({
    email,
    name: null,
    costCenter,
    manager,
    active: true,
    groups: [],
  });
  await store.people.learn(
    'file',
    [
      person('bob@example.com', bobsCostCenter),
      person('cat@example.com', 'CC-1', 'bob@example.com'),
      person(OWNER, 'CC-9'),
    ],
    { complete: true, actor: ACTOR, now: NOW },
  );
  await store.budgets.set({ kind: 'user', key: 'bob@example.com' }, money('100'), ACTOR, NOW);
  await store.budgets.set({ kind: 'userDefault' }, money('60'), ACTOR, NOW);
  const asking = askingOf(store);
  const facts = { email: OWNER, name: null, costCenter: 'CC-9', groups: [], reports: [] };
  const grants = [{ email: OWNER, role: 'costCenterOwner' as const, costCenter: 'CC-1' }];
  return {
    admin: { ...asking, viewer: operator('local:test') },
    owner: { ...asking, viewer: viewerFrom({ ...facts, grants }, []) },
  };
}
const bobIn = async (asking: Asking, subject: Parameters<typeof reportSpend>[1]) => {
  const { facts } = await reportSpend(asking, subject, MONTH, ['user']);
  const { limit, counted, state } = facts.groups[0]?.standingOf('bob@example.com') ?? facts.standing;
  return [
    facts.groups[0]?.answer.rows.find(({ keys }) => keys[0] === 'bob@example.com')?.amount,
    limit,
    counted,
    state,
  ];
};

it('whose rows are shown, and who learns of it, goes by the figures that are shown', async () => {
  const { owner } = await company('CC-1');
  const looks: string[][] = [];
  const months: Asking = {
    ...owner,
    settings: { ...owner.settings, privacy: { ...owner.settings.privacy, othersSee: 'months' } },
    noteLook: (people) => void looks.push([...people]),
  };
  // As a page that is ordered by the change since the days before: of those nothing is told here.
  const { facts } = await reportSpend(months, { kind: 'costCenter', key: 'CC-1' }, MONTH, ['user'], {
    ...{ compared: () => true, standing: () => false, attention: 0 },
    keys: (_, { earlier }) => [earlier === null ? 'bob@example.com' : 'cat@example.com'],
  });
  const [group] = facts.groups;
  expect([group?.earlier, group?.standingOf('bob@example.com').limit]).toEqual([null, money('100')]);
  expect(looks).toEqual([['bob@example.com']]);
});

describe('bob, who spends in two cost centers,', () => {
  it('is over in every list, and in the eyes of whoever owns the cost center he belongs to', async () => {
    const { admin, owner } = await company('CC-1');
    const stands = [money('100'), money('150'), 'over'];
    const center = { kind: 'costCenter', key: 'CC-1' } as const;
    expect(await bobIn(admin, { kind: 'all' })).toEqual([money('150'), ...stands]);
    for (const asking of [admin, owner])
      expect(await bobIn(asking, center)).toEqual([money('80'), ...stands]);
    expect(await bobIn(owner, { kind: 'all' })).toEqual([money('80'), ...stands]);
    const { facts } = await reportSpend(owner, { kind: 'user', key: 'bob@example.com' }, MONTH, []);
    expect([facts.total.amount, facts.standing.counted, facts.standing.state]).toEqual([
      money('80'),
      money('150'),
      'over',
    ]);
    const of = async (asking: Asking) =>
      (await listBudgets(asking)).budgets.map(({ budget, standing, people, over }) => [
        budget.scope.kind,
        standing?.counted,
        people,
        over,
      ]);
    const expected = [
      ['user', money('150'), 1, 1],
      ['userDefault', undefined, 1, 0],
    ];
    expect([await of(admin), await of(owner)]).toEqual([expected, expected]);
  });

  it('is held against no other budget where his own is not to be seen', async () => {
    const { owner } = await company('CC-2');
    expect(await bobIn(owner, { kind: 'all' })).toEqual([money('80'), null, money('80'), 'none']);
    const { budgets } = await listBudgets(owner);
    expect(budgets.map(({ budget, people, over }) => [budget.scope.kind, people, over])).toEqual([
      ['userDefault', 1, 0],
    ]);
  });

  it('stands for himself, and not for his team', async () => {
    const { owner } = await company('CC-1');
    const { facts } = await reportSpend(owner, { kind: 'team', manager: 'bob@example.com' }, MONTH, ['user']);
    expect([facts.total.amount, facts.standing.spent, facts.standing.limit]).toEqual([
      money('130'),
      money('130'),
      null,
    ]);
    expect(facts.groups[0]?.standingOf('bob@example.com').counted).toBe(money('150'));
  });

  it('is over where whoever sees his budget sees none of his lines', async () => {
    const { admin, owner } = await company('CC-1', ['CC-2', 'CC-3']);
    for (const asking of [admin, owner]) {
      const { budgets } = await listBudgets(asking);
      expect(budgets[0]).toMatchObject({
        people: 1,
        over: 1,
        standing: { counted: money('150'), state: 'over' },
      });
    }
  });

  it('has his own budget, whichever part of the list is asked for', async () => {
    const { admin } = await company('CC-1');
    const { budgets } = await listBudgets(admin, (all) => all.slice(1));
    expect(budgets.map(({ budget, people, over }) => [budget.scope.kind, people, over])).toEqual([
      ['userDefault', 1, 0],
    ]);
  });
});
