import { type Budget, isDefault } from '../../core/budgets.ts';
import { contains, dayOf, monthOf, monthRange } from '../../core/periods.ts';
import { type BudgetState, limitOf } from '../../core/standing.ts';
import type { Day } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, scopeOf } from '../asking.ts';
import { type Budgets, budgetsFor } from '../visible.ts';
import { holdingIn } from './figures.ts';
import { type BudgetStanding as Stands, standingsOf } from './standings.ts';

/** Budgets with where each stands in its running period, or in one of the past with what held then. */

export interface BudgetStanding extends Stands {
  /** For how many it holds that whoever asks may see, and how many of them are over. */
  people: number;
  over: number;
  /** Kept in AWS Budgets as well. */
  mirrored: boolean;
}
export interface BudgetList {
  budgets: readonly BudgetStanding[];
  mayChange: boolean;
  /** People and cost centers with spend in the running month, for a form to offer; cost centers first. */
  owners: readonly { kind: 'costCenter' | 'user'; key: string }[];
}

/** A default is over as soon as it is over for somebody. */
export const stateOf = ({ standing, over }: Pick<BudgetStanding, 'standing' | 'over'>): BudgetState =>
  standing?.state ?? (over > 0 ? 'over' : 'within');

/**
 * @param part which of them need their standing worked out; all unless given
 * @param at as of which day they are asked about; today unless given
 */
export const listBudgets = (
  asking: Asking,
  part: (budgets: readonly Budget[]) => readonly Budget[] = (all) => all,
  at: Day = dayOf(asking.now),
): Promise<BudgetList & { total: number }> =>
  inOneReading(asking, async (inside) => {
    const range = monthRange(monthOf(at));
    const budgets = await budgetsFor(inside, range, at);
    const shown = part(budgets.visible);
    const mirrored = new Set((await inside.store.budgets.mirrored()).map(({ budgetId }) => budgetId));
    const counts = await countsOf(
      inside,
      budgets,
      shown.filter(({ scope }) => isDefault(scope)),
    );
    return {
      total: budgets.visible.length,
      mayChange: mayDo(inside, 'change', { kind: 'budget', scope: { kind: 'userDefault' }, costCenter: '' }),
      owners: await ownersOf(inside),
      budgets: (await standingsOf(inside, shown)).map((one) => ({
        ...one,
        ...(counts.get(one.budget.id) ?? { people: 1, over: one.standing?.state === 'over' ? 1 : 0 }),
        mirrored: mirrored.has(one.budget.id),
      })),
    };
  });

/** Above so many people, figures of before the last change stand in for those of this moment. */
const MANY = 500;

/** For how many defaults hold, and how many of them have used all of it: by what is kept, where it holds or they are many. */
async function countsOf(
  asking: Asking,
  { all, maySee }: Budgets,
  defaults: readonly Budget[],
): Promise<ReadonlyMap<string, { people: number; over: number }>> {
  if (defaults.length === 0) return new Map();
  const { store, settings } = asking;
  const { madeFor } = await store.budgetFigures.state();
  const cautiousRate = settings.cautiousRatePerMillion;
  const isOfNow = defaults.every(({ range }) => contains(range, dayOf(asking.now)));
  if (isOfNow && madeFor !== null && (await store.forecasts.people()) > MANY)
    return store.budgetFigures.counts(
      scopeOf(asking),
      defaults.map((one) => ({ id: one.id, limit: limitOf(one), cautiousRate })),
    );
  const found = new Map(defaults.map(({ id }) => [id, { people: 0, over: 0 }]));
  for (const same of Map.groupBy(defaults, ({ period }) => period).values()) {
    const [first] = same;
    const ofPeriod = all.filter(({ period }) => period === first?.period);
    for (const one of await holdingIn(asking, ofPeriod, ({ id }) => found.has(id))) {
      const count = found.get(one.budget.id);
      if (count === undefined || !maySee(one.whom)) continue;
      count.people += 1;
      if (one.isOver) count.over += 1;
    }
  }
  return found;
}

async function ownersOf(asking: Asking): Promise<BudgetList['owners']> {
  const range = monthRange(monthOf(dayOf(asking.now)));
  const of = async (kind: 'costCenter' | 'user') => {
    const ask = { range, groupBy: [kind], basis: 'best' as const, filter: {}, scope: scopeOf(asking) };
    const keys = (await asking.store.spend.amounts(ask)).map((row) => row.keys[0] ?? '');
    return keys
      .filter((key) => key !== '')
      .sort()
      .map((key) => ({ kind, key }));
  };
  return [...(await of('costCenter')), ...(await of('user'))];
}
