import { daysBetween, instantOf, monthOf, monthRange, previousMonth, startOf } from './periods.ts';
import type { Day, Instant, Money, Month } from './types.ts';

export type BudgetScope =
  | { kind: 'user'; key: string }
  | { kind: 'costCenter'; key: string }
  | { kind: 'userDefault' };
/** A monthly amount. `version` rises with each change of the amount and arms its alerts again. */
export interface Budget {
  id: string;
  scope: BudgetScope;
  amount: Money;
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
  deletedAt: Instant | null;
}

/** Budgets in AWS Budgets whose name begins so are ours; no other is ever touched. */
export const MIRROR_PREFIX = 'bedrock-ledger-';

/** A budget with whom it holds for: the default counts for everybody without one of their own. */
export interface BudgetInForce {
  budget: Budget;
  scopeKind: 'user' | 'costCenter';
  scopeKey: string;
}

/** Which budget holds for a person or a cost center; nobody's for ''. Put in order once, to be asked for thousands. */
export function budgetsHeld(
  budgets: readonly Budget[],
): (scopeKind: 'user' | 'costCenter', key: string) => Budget | null {
  const own = { user: new Map<string, Budget>(), costCenter: new Map<string, Budget>() };
  let userDefault: Budget | null = null;
  for (const budget of budgets) {
    const { scope, deletedAt } = budget;
    if (deletedAt !== null) continue;
    if (scope.kind === 'userDefault') userDefault ??= budget;
    else if (!own[scope.kind].has(scope.key)) own[scope.kind].set(scope.key, budget);
  }
  return (kind, key) => {
    if (key === '') return null;
    return own[kind].get(key) ?? (kind === 'user' ? userDefault : null);
  };
}

/** Every budget with whom it holds for: own budgets as they are, the default once for each of `users` without one. */
export function budgetsInForce(budgets: readonly Budget[], users: readonly string[]): BudgetInForce[] {
  const found: BudgetInForce[] = [];
  const own = new Set<string>();
  let userDefault: Budget | null = null;
  for (const budget of budgets) {
    if (budget.deletedAt !== null) continue;
    const { scope } = budget;
    if (scope.kind === 'userDefault') {
      userDefault = budget;
      continue;
    }
    if (scope.kind === 'user') own.add(scope.key);
    found.push({ budget, scopeKind: scope.kind, scopeKey: scope.key });
  }
  if (userDefault !== null) {
    for (const user of new Set(users)) {
      if (user !== '' && !own.has(user))
        found.push({ budget: userDefault, scopeKind: 'user', scopeKey: user });
    }
  }
  return found;
}

/** The bill of a month's last days counts this many days into the next, and what was seen then is published by it. */
const SETTLES_AFTER_DAYS = 4;

/** Months whose budgets are judged on a day: the running one, and at its beginning the one before, which still settles. */
export function judgedMonths(today: Day): Month[] {
  const month = monthOf(today);
  const settling = daysBetween(monthRange(month).start, today) < SETTLES_AFTER_DAYS;
  return settling ? [previousMonth(month), month] : [month];
}

/** The first instant that is judged still: crossings from then on must be known, or they would be told again. */
export const judgedFrom = (today: Day): Instant =>
  instantOf(startOf(monthRange(judgedMonths(today)[0] ?? monthOf(today)).start));

/** Whether a budget held in a month as it is now: an amount that was set later says nothing about it. */
export function heldIn(month: Month): (budget: Budget) => boolean {
  const end = instantOf(startOf(monthRange(month).endExclusive));
  return ({ updatedAt }) => updatedAt < end;
}

/** What one crossing is remembered by: once per budget, person or cost center, version and threshold of a month. */
export function crossingKey(
  budgetId: string,
  scopeKey: string,
  version: number,
  thresholdPercent: number,
): string {
  return `${budgetId}|${scopeKey}|${version}|${thresholdPercent}`;
}
