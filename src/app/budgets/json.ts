import { formatExact } from '../../core/money.ts';
import { spentIn } from '../../core/standing.ts';
import { exactOrNull, knownJson, percentOf } from '../json.ts';
import { type BudgetStanding, stateOf } from './list.ts';

/** A budget with where it stands; of the default only for how many it holds, and how many of them are over. */
export function budgetJson({ budget, standing, people, over, mirrored }: BudgetStanding) {
  const { id, scope, version, createdAt, updatedAt } = budget;
  return {
    id,
    scope,
    amount: formatExact(budget.amount),
    version,
    createdAt,
    updatedAt,
    standing: {
      ...(standing === null
        ? { spent: null, unpricedTokens: '0', lowerBound: false }
        : knownJson('spent', spentIn(standing))),
      cautious: exactOrNull(standing?.cautious ?? null),
      counted: exactOrNull(standing?.counted ?? null),
      left: exactOrNull(standing?.left ?? null),
      percent: percentOf(standing?.usedTenths ?? null),
      forecast: exactOrNull(standing?.forecast?.mid ?? null),
      forecastCounted: exactOrNull(standing?.forecastCounted?.mid ?? null),
      state: stateOf({ standing, over }),
      people,
      over,
    },
    mirrored,
  };
}
