import { expect, it } from 'vitest';
import { standingsOfMany } from '../../../src/app/budgets/keptStandings.ts';
import { listBudgets } from '../../../src/app/budgets/list.ts';
import { standingsOf } from '../../../src/app/budgets/standings.ts';
import { money } from '../../../src/core/money.ts';
import { addDays, dayOf } from '../../../src/core/periods.ts';
import { alertsJob } from '../../../src/jobs/alerts.ts';
import type { JobContext } from '../../../src/jobs/job.ts';
import { askingOf } from '../../asking.ts';
import { leaseOf, NOW, open, spendRow } from '../../store/setup.ts';

/** What a list of thousands leaves out of its reading changes nothing of what it says. */

const ACTOR = { id: 'local:test' };
const TODAY = dayOf(Date.parse(NOW));
const MONTH_START = `${TODAY.slice(0, 7)}-01`;

it('says of budgets whether they hold, begin later or have ended, whatever was decided of them', async () => {
  const store = await open();
  const set = (key: string, from: string, until: string | null = null) =>
    store.budgets.apply(
      [
        {
          do: 'set',
          slot: { scope: { kind: 'user', key }, period: 'month', narrowing: null },
          terms: { amount: money('5'), thresholds: null, carryOver: false, hard: false },
          from,
          until,
        },
      ],
      ACTOR,
      NOW,
    );
  await set('holds', TODAY);
  await set('later', addDays(TODAY, 3));
  const [taken] = await set('taken', addDays(TODAY, 3));
  await store.budgets.apply([{ do: 'withdraw', id: taken?.id ?? '', version: 1 }], ACTOR, NOW);
  await set('until', TODAY, addDays(TODAY, 5));
  const [ended] = await set('ended', TODAY);
  await store.budgets.apply([{ do: 'end', id: ended?.id ?? '', from: TODAY }], ACTOR, NOW);
  const [past] = await set('past', addDays(TODAY, -3));
  await store.budgets.apply([{ do: 'end', id: past?.id ?? '', from: TODAY }], ACTOR, NOW);
  const asking = askingOf(store);
  const listed = async (also: readonly ('planned' | 'ended')[], on?: string) =>
    (await listBudgets(asking, undefined, { also, on })).budgets.map(({ budget: { scope }, is }) => [
      'key' in scope ? scope.key : '',
      is,
    ]);
  expect(await listed([])).toEqual([
    ['holds', 'held'],
    ['until', 'held'],
  ]);
  expect(await listed(['planned', 'ended'])).toEqual([
    ['holds', 'held'],
    ['later', 'planned'],
    ['past', 'ended'],
    ['until', 'held'],
  ]);
  expect(await listed([], addDays(TODAY, -1))).toEqual([['past', 'held']]);
});

it('stands by what was kept of many as it does by what is worked out', async () => {
  const store = await open();
  const lease = await leaseOf(store);
  const rows = ['3', '4.5', '9'].map((amount, i) =>
    spendRow({ userEmail: `p${i}@example.com`, amount: money(amount), billed: money(amount) }),
  );
  await store.spend.replaceDay(lease, MONTH_START, rows, [], '');
  const scopes = Array.from({ length: 501 }, (_, i) => ({
    scope: { kind: 'user' as const, key: `p${i}@example.com` },
    amount: money('5'),
  }));
  await store.budgets.setMany(scopes, ACTOR, NOW);
  const asking = askingOf(store);
  const context = {
    ...{ store, lease, clock: { now: () => asking.now }, settings: asking.settings },
    progress: { start() {}, step() {}, done() {} },
  } as unknown as JobContext;
  await alertsJob.run(context);
  // What is more than was kept is worked out.
  await store.budgets.set({ kind: 'user', key: 'p1@example.com' }, money('4'), ACTOR, NOW);
  const all = await store.budgets.on(TODAY, asking.settings.budgets.calendar);
  const plain = (found: Awaited<ReturnType<typeof standingsOfMany>>) =>
    found.map(({ budget, standing }) => [budget.id, standing?.spent, standing?.limit, standing?.state]);
  const kept = plain(await standingsOfMany(asking, all));
  expect(kept.filter(([, , , state]) => state === 'over')).toHaveLength(2);
  expect(kept).toEqual(plain(await standingsOf(asking, all)));
}, 20_000);
