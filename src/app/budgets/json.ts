import { plannedAfter } from '../../core/budgetChanges.ts';
import { canWithdraw } from '../../core/budgetDeeds.ts';
import type { Budget, BudgetChange, Raise } from '../../core/budgets.ts';
import { formatExact } from '../../core/money.ts';
import { spentIn } from '../../core/standing.ts';
import type { Day } from '../../core/types.ts';
import { exactOrNull, knownJson, percentOf } from '../json.ts';
import { givenTerms } from './given.ts';
import { type BudgetStanding, stateOf } from './list.ts';
import type { BudgetHistory } from './recorded.ts';

/** A budget with where it stands; of the default only for how many it holds, and how many of them are over. */
export function budgetJson({ budget, standing, withheld, people, over, mirrored, is }: BudgetStanding) {
  return {
    ...heldJson(budget),
    // No amount stands for one that is not known: zero least of all.
    ...(is === 'unknown' ? { amount: null, base: null } : {}),
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
      state: is === 'unknown' ? 'unknown' : stateOf({ standing, over, withheld }),
      withheld,
      people,
      over,
    },
    mirrored,
  };
}

/** A budget as it holds in one of its periods. `amount` is its limit there, `base` what was decided without raises. */
function heldJson(budget: Budget) {
  const { id, scope, period, narrowing, version, since, holdsFrom, holdsUntil, range } = budget;
  const { amount: base, ...terms } = givenTerms(budget.terms);
  return {
    id,
    scope,
    period,
    narrowing,
    range,
    amount: formatExact(budget.amount),
    base,
    raises: budget.raises.map(raiseJson),
    ...terms,
    version,
    since,
    holdsFrom,
    holdsUntil,
    createdAt: budget.createdAt,
    updatedAt: budget.updatedAt,
  };
}

const raiseJson = ({ version, extra, from, toExclusive }: Raise) => ({
  version,
  extra: formatExact(extra),
  from,
  toExclusive,
});

/** A budget with all that was decided of it, the newest last. */
export function historyJson({ record, held, seesWho, today }: BudgetHistory) {
  const planned = plannedAfter(record, today);
  const { id, scope, period, narrowing, createdAt, knownFrom, changes } = record;
  return {
    id,
    scope,
    period,
    narrowing,
    createdAt,
    knownFrom,
    unknown: held === 'unknown',
    held: held === null || held === 'unknown' || held.endedOn !== null ? null : heldJson(held),
    changes: changes.map((one) => changeJson(one, today, seesWho, planned.includes(one))),
  };
}

function changeJson(change: BudgetChange, today: Day, seesWho: boolean, planned: boolean) {
  const { version, from, recordedAt, withdrawnAt } = change;
  const said = {
    version,
    from,
    recordedAt,
    withdrawnAt,
    planned,
    withdrawable: canWithdraw(change, today),
    by: seesWho ? change.by : null,
    reason: seesWho ? change.reason : null,
  };
  if (change.kind === 'set') return { kind: change.kind, ...said, ...givenTerms(change.terms) };
  if (change.kind === 'end') return { kind: change.kind, ...said };
  return { kind: change.kind, ...said, extra: formatExact(change.extra), toExclusive: change.toExclusive };
}
