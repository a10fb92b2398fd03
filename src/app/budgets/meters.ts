import type { Budget, Whom } from '../../core/budgets.ts';
import type { Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import type { SpendFacts } from '../spend/known.ts';
import type { Budgets } from '../visible.ts';
import { driversOf } from './drivers.ts';
import { type BudgetSeen, heldName, nearestFirst, seeBudgets } from './seen.ts';

/** Meters that one page shows at most; those that are nearest to their limits. */
const MOST = 12;

/**
 * The budgets that hold for somebody or something, the nearest to its limit first: of a running period all that hold
 * today, of one that is over what held then. Of other days budgets say nothing. In the caller's reading.
 * @param budgets as they hold in the period of the facts
 * @param budget of all of it in that period
 */
export async function metersOf(
  asking: Asking,
  whom: Whom | null,
  { facts, budgets, budget }: { facts: SpendFacts; budgets: Budgets; budget: Budget | null },
): Promise<BudgetSeen[]> {
  if (whom === null || !facts.wholePeriod) return [];
  if (facts.running) {
    const held = budgets.holding(whom).filter(({ endedOn }) => endedOn === null);
    const seen = await seeBudgets(
      asking,
      held.map((one) => ({ budget: one, whom })),
    );
    return seen.sort(nearestFirst).slice(0, MOST);
  }
  if (budget === null || facts.standing.limit === null) return [];
  const held = { budget, whom };
  const drivers = await driversOf(asking, [held]);
  const billed = facts.billed.amount as bigint as Money;
  return [{ ...held, standing: facts.standing, billed, drivers: drivers.get(heldName(held)) ?? {} }];
}
