import type { Budget, Whom } from '../../core/budgets.ts';
import { dayOf, monthOf, monthRange } from '../../core/periods.ts';
import type { BudgetState } from '../../core/standing.ts';
import { type Asking, inOneReading, scopeOf } from '../asking.ts';
import { type BudgetsAsked, budgetsFor } from '../visible.ts';
import { type BudgetStanding, heldName, standingsHeld } from './standings.ts';

/** Who stands how against which budgets: of one, and of all who are over or will be. */

/**
 * All budgets that somebody or something is held to, of each period and narrowing one at most, and where they stand: nothing
 * where whoever asks may not see that.
 */
export const standingsFor = (asking: Asking, whom: Whom): Promise<BudgetStanding[]> =>
  inOneReading(asking, async (inside) => {
    const { holding } = await budgetsFor(inside, runningMonth(inside), undefined, askedOf([whom]));
    const held = holding(whom).filter(({ endedOn }) => endedOn === null);
    const found = await standingsHeld(
      inside,
      held.map((budget) => ({ budget, whom })),
    );
    return [...found.values()];
  });

const runningMonth = ({ now }: Asking) => monthRange(monthOf(dayOf(now)));
const askedOf = (all: readonly Whom[]): BudgetsAsked => {
  const of = (kind: Whom['kind']) => all.flatMap((one) => (one.kind === kind ? one.key : []));
  return {
    users: of('user'),
    costCenters: of('costCenter'),
    teams: of('team'),
    organisation: of('organisation').length > 0,
  };
};

export interface OverBudget {
  /** Worst first: over, then those that will be, each by how much. */
  rows: readonly BudgetStanding[];
  /** Of all pages, as of the last collection. */
  total: number;
}

/**
 * Who is over a budget or will be, of all kinds of budgets, of those whom whoever asks may see. Which they are, and their
 * order, is as of the last collection; where each of a page stands, as of now: whoever was raised since is left out.
 */
export const overBudget = (
  asking: Asking,
  page: { limit: number; offset: number },
  states: readonly BudgetState[] = ['over', 'watch'],
): Promise<OverBudget> =>
  inOneReading(asking, async (inside) => {
    const { figures, total } = await inside.store.budgetFigures.worst(
      { scope: scopeOf(inside), states },
      page,
    );
    const whom = figures.map(({ scopeKind, scopeKey }): Whom => ({ kind: scopeKind, key: scopeKey }));
    const { holding } = await budgetsFor(inside, runningMonth(inside), undefined, askedOf(whom));
    const held = figures.flatMap((figure, i): { budget: Budget; whom: Whom }[] => {
      const one = whom[i];
      const budget = one && holding(one).find(({ id }) => id === figure.budgetId);
      return one === undefined || budget === undefined || budget.endedOn !== null
        ? []
        : [{ budget, whom: one }];
    });
    const found = await standingsHeld(inside, held);
    const rows = held.flatMap((one) => {
      const stands = found.get(heldName(one));
      return stands !== undefined && states.includes(stands.standing?.state ?? 'none') ? [stands] : [];
    });
    return { rows, total };
  });
