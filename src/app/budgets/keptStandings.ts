import { countedDays } from '../../core/budgetChanges.ts';
import { type Budget, ownWhom } from '../../core/budgets.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { ZERO } from '../../core/money.ts';
import { contains, dayOf } from '../../core/periods.ts';
import { limitOf, staleSince, standing } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import type { BudgetFigure } from '../../store/typesBelongings.ts';
import type { Asking } from '../asking.ts';
import { asShown, type BudgetStanding, standingsOf } from './standings.ts';

/**
 * Where thousands of budgets stand, for lists of which all must be known at once: those that are narrowed by state, sorted,
 * searched or exported. By what was kept at the last collection; it has neither days nor what of it is the bill's.
 */

/** Above so many, what is kept stands in for what would be worked out. */
export const MANY = 500;
const EVERY = 1_000_000;

/** The same as `standingsOf`, where they are many by what is kept of them, as far as it is kept of what they are now. */
export async function standingsOfMany(
  asking: Asking,
  budgets: readonly Budget[],
): Promise<readonly BudgetStanding[]> {
  if (budgets.length <= MANY) return standingsOf(asking, budgets);
  const { store } = asking;
  const { figures } = await store.budgetFigures.worst({ scope: 'all' }, { limit: EVERY, offset: 0 });
  const byId = new Map(figures.map((one) => [`${one.budgetId} ${one.scopeKind}:${one.scopeKey}`, one]));
  const stale = staleSince(summarizeFreshness(await store.freshness.all(), asking.now));
  const found = new Map<Budget, BudgetStanding>();
  for (const budget of budgets) {
    const whom = ownWhom(budget);
    const figure = whom === null ? undefined : byId.get(`${budget.id} ${whom.kind}:${whom.key}`);
    if (whom === null || figure === undefined || !isOfNow(asking, budget, figure)) continue;
    found.set(budget, asShown(asking, { ...standsBy(asking, budget, figure, stale), whom }));
  }
  const left = budgets.filter((one) => !found.has(one));
  for (const one of await standingsOf(asking, left)) found.set(one.budget, one);
  // What was worked out holds a budget of its own, with what is carried over.
  const byBudget = new Map([...found.values()].map((one) => [one.budget.id, one]));
  return budgets.flatMap(({ id }) => byBudget.get(id) ?? []);
}

/** Whether a figure is of the budget as it holds now: another one may count other days. */
const isOfNow = ({ now }: Asking, budget: Budget, figure: BudgetFigure): boolean =>
  figure.periodStart === budget.range.start &&
  figure.version === budget.version &&
  contains(budget.range, dayOf(now));

function standsBy(
  { settings }: Asking,
  budget: Budget,
  { spent, unpricedTokens, carriedOver, forecast, forecastCounted }: BudgetFigure,
  stale: string | null,
): Omit<BudgetStanding, 'whom'> {
  const ahead = (mid: Money | null) =>
    mid === null ? null : { low: mid, mid, high: mid, spent: spent as bigint as Money, cone: [] };
  return {
    budget: { ...budget, carriedOver },
    carriedOver,
    estimated: ZERO,
    countedDays: countedDays(budget),
    members: null,
    withheld: false,
    standing: standing({
      range: budget.range,
      known: { amount: spent, unpricedTokens },
      days: null,
      limit: limitOf({ ...budget, carriedOver }),
      carriedOver,
      cautiousRate: settings.cautiousRatePerMillion,
      forecastOf: (_, counted) => ahead(counted ? forecastCounted : forecast),
      staleSince: stale,
    }),
  };
}
