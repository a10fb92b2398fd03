import type { Context } from '../context.ts';
import type { BudgetPeriod } from '../core/budgetPeriods.ts';
import { type BudgetScope, type BudgetSlot, plainTerms } from '../core/budgets.ts';
import { money } from '../core/money.ts';
import type { Narrowing } from '../core/narrowing.ts';
import { DAY_MS, dayOf, instantOf, monthOf, monthRange } from '../core/periods.ts';
import type { Actor, Day, Instant } from '../core/types.ts';

/** The budgets of the demo's company: of most kinds one. */

const COST_CENTER_BUDGETS: readonly (readonly [string, string])[] = [
  ['CC-1001 Platform', '3200'],
  ['CC-1002 Payments', '2400'],
  ['CC-1003 Mobile', '2600'],
  ['CC-1004 Data', '2000'],
  ['CC-1005 Search', '2800'],
  ['CC-3001 Research', '3000'],
  ['CC-4001 Tokyo', '4500'],
];

/** Sets them in a ledger that has none, as if they had been there all along. @param days that are collected */
export async function setBudgets({ store, actor: who, clock }: Context, days: number): Promise<void> {
  if ((await store.budgets.list()).length > 0) return;
  // Since before its history begins, so that past months have had them too.
  const since = instantOf(clock.now() - days * DAY_MS);
  const actor = { ...who, reason: 'demo' };
  const centers = COST_CENTER_BUDGETS.map(([key, amount]) => ({
    scope: { kind: 'costCenter' as const, key },
    amount: money(amount),
  }));
  await store.budgets.setMany(
    [{ scope: { kind: 'userDefault' }, amount: money('300') }, ...centers],
    actor,
    since,
  );
  await moreBudgets(store, actor, since, clock.now());
}

/** Others than of months and of everything, and a history: raised in between, and raised for a time. */
async function moreBudgets(
  store: Context['store'],
  actor: Actor,
  since: Instant,
  now: number,
): Promise<void> {
  const [first, today] = [dayOf(since), dayOf(now)];
  const slot = (
    scope: BudgetScope,
    period: BudgetPeriod = 'month',
    narrowing: Narrowing | null = null,
  ): BudgetSlot => ({ scope, period, narrowing });
  const center = COST_CENTER_BUDGETS[0]?.[0] ?? '';
  const set = (one: BudgetSlot, amount: string, from: Day) => ({
    do: 'set' as const,
    slot: one,
    terms: plainTerms(money(amount)),
    from,
  });
  const month = `${today.slice(0, 7)}-01`;
  const done = await store.budgets.apply(
    [
      set(slot({ kind: 'costCenter', key: center }), '5500', month),
      set(slot({ kind: 'organisation' }, 'quarter'), '60000', first),
      set(slot({ kind: 'organisation' }, 'month'), '22000', first),
      set(slot({ kind: 'userDefault' }, 'week', { kind: 'family', key: 'claude-opus' }), '80', first),
    ],
    actor,
    instantOf(now),
  );
  const [raised] = done;
  if (raised !== undefined)
    await store.budgets.apply(
      [{ do: 'raise', id: raised.id, extra: money('500'), from: month, toExclusive: nextMonth(month) }],
      { ...actor, reason: 'demo: a launch' },
      instantOf(now),
    );
}
const nextMonth = (day: Day): Day => monthRange(monthOf(day)).endExclusive;
