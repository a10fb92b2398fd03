import type { Budget } from '../../core/budgets.ts';
import { forecaster, HISTORY_DAYS } from '../../core/forecast.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { addDays, contains, dayOf, monthOf, monthRange } from '../../core/periods.ts';
import {
  type BudgetState,
  type Known,
  limitIn,
  type Standing,
  staleSince,
  standing,
} from '../../core/standing.ts';
import type { Day } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, scopeOf } from '../asking.ts';
import { daysByKey, knownOf, wholeDays } from '../spend/days.ts';
import { type Budgets, budgetsFor } from '../visible.ts';

/** Budgets with where each stands in the running month. */

export interface BudgetStanding {
  budget: Budget;
  /** Of whom it is for; null of the default, which is nobody's own. */
  standing: Standing | null;
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

/** The default is over as soon as it is over for somebody. */
export const stateOf = ({ standing, over }: Pick<BudgetStanding, 'standing' | 'over'>): BudgetState =>
  standing?.state ?? (over > 0 ? 'over' : 'within');

/** @param part which of them need their standing worked out; all unless given */
export const listBudgets = (
  asking: Asking,
  part: (budgets: readonly Budget[]) => readonly Budget[] = (all) => all,
): Promise<BudgetList & { total: number }> =>
  inOneReading(asking, async (inside) => {
    const budgets = await budgetsFor(inside);
    const shown = part(budgets.visible);
    const known = await knownOfMonth(inside, budgets);
    const mirrored = new Set((await inside.store.budgets.mirrored()).map(({ budgetId }) => budgetId));
    const users = known.owners.filter(({ kind }) => kind === 'user').map(({ key }) => key);
    const holding = Map.groupBy(budgets.inForce(users), ({ budget }) => budget.id);
    return {
      total: budgets.visible.length,
      mayChange: mayDo(inside, 'change', { kind: 'budget', scope: { kind: 'userDefault' }, costCenter: '' }),
      owners: known.owners,
      budgets: shown.map((budget) => {
        const whom = holding.get(budget.id) ?? [];
        const standings = whom.map(({ scopeKind, scopeKey }) =>
          known.standingOf(scopeKind, scopeKey, budget),
        );
        return {
          budget,
          standing: budget.scope.kind === 'userDefault' ? null : (standings[0] ?? null),
          people: whom.length,
          over: standings.filter(({ state }) => state === 'over').length,
          mirrored: mirrored.has(budget.id),
        };
      }),
    };
  });

interface KnownOfMonth {
  owners: BudgetList['owners'];
  standingOf(kind: 'costCenter' | 'user', key: string, budget: Budget): Standing;
}

async function knownOfMonth(asking: Asking, { visible, held }: Budgets): Promise<KnownOfMonth> {
  const { store, settings, now } = asking;
  const today = dayOf(now);
  const range = monthRange(monthOf(today));
  const recent = { start: addDays(range.start, -HISTORY_DAYS), endExclusive: range.endExclusive };
  const ask = { basis: 'best' as const, filter: {}, scope: scopeOf(asking), range: recent };
  const kinds = ['costCenter', 'user'] as const;
  const { amounts } = await store.spend.queryPage(
    [],
    kinds.map((kind) => ({ ...ask, groupBy: [kind, 'day' as const] })),
  );
  const fresh = staleSince(summarizeFreshness(await store.freshness.all(), now));
  const days = new Map(kinds.map((kind, i) => [kind, daysByKey(amounts[i] ?? [])]));
  const seen = [
    ...(days.get('user')?.keys() ?? []),
    ...visible.flatMap(({ scope }) => (scope.kind === 'user' ? scope.key : [])),
  ];
  // Of whom only a part is seen, or nothing, all counts.
  const people = ask.scope === 'all' ? [] : seen.filter((key) => held('user', key) !== null);
  const wholes = await wholeDays(asking, recent, [...new Set(people)]);
  const forecastOf = forecaster(today, monthOf(today));
  return {
    owners: kinds.flatMap((kind) =>
      [...(days.get(kind) ?? [])]
        .filter(([key, all]) => key !== '' && [...all.keys()].some((day) => contains(range, day)))
        .map(([key]) => ({ kind, key }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    ),
    standingOf(kind, key, budget) {
      const all = (kind === 'user' ? wholes.get(key) : undefined) ?? days.get(kind)?.get(key) ?? NOTHING;
      return standing({
        range,
        known: knownOf([...all].filter(([day]) => contains(range, day)).map(([, one]) => one)),
        days: [...all].map(([day, one]) => ({ day, ...one })),
        limit: limitIn(range, budget),
        cautiousRate: settings.cautiousRatePerMillion,
        forecastOf,
        staleSince: fresh,
      });
    },
  };
}

const NOTHING: ReadonlyMap<Day, Known> = new Map();
