import { multiplyRate } from './money.ts';
import { daysBetween, instantOf, monthOf, monthRange, previousMonth, startOf } from './periods.ts';
import type { Budget, Day, Instant, Money, Month, Tokens } from './types.ts';

/** Budgets in AWS Budgets whose name begins so are ours; no other is ever touched. */
export const MIRROR_PREFIX = 'bedrock-ledger-';

/** A budget with whom it holds for: the default counts for everybody without one of their own. */
export interface BudgetInForce {
  budget: Budget;
  scopeKind: 'user' | 'costCenter';
  scopeKey: string;
}

/** `over`: spent all of it; `watch`: will have by month end as things go; `within`: neither; `none`: no budget. */
export type BudgetState = 'none' | 'within' | 'watch' | 'over';

/** The budget that holds for a user: their own, else the default; deleted ones never. */
export function budgetOfUser(budgets: readonly Budget[], userEmail: string): Budget | null {
  const live = budgets.filter((budget) => budget.deletedAt === null);
  return (
    live.find(({ scope }) => scope.kind === 'user' && scope.key === userEmail) ??
    live.find(({ scope }) => scope.kind === 'userDefault') ??
    null
  );
}

/** The budget of a cost center, or null. */
export function budgetOfCostCenter(budgets: readonly Budget[], costCenter: string): Budget | null {
  const fits = ({ scope, deletedAt }: Budget) =>
    deletedAt === null && scope.kind === 'costCenter' && scope.key === costCenter;
  return budgets.find(fits) ?? null;
}

/** Every budget with whom it holds for: own budgets as they are, the default once for each of `users` without one. */
export function budgetsInForce(budgets: readonly Budget[], users: readonly string[]): BudgetInForce[] {
  const found: BudgetInForce[] = [];
  const own = new Set<string>();
  let standard: Budget | null = null;
  for (const budget of budgets) {
    if (budget.deletedAt !== null) continue;
    const { scope } = budget;
    if (scope.kind === 'userDefault') {
      standard = budget;
      continue;
    }
    if (scope.kind === 'user') own.add(scope.key);
    found.push({ budget, scopeKind: scope.kind, scopeKey: scope.key });
  }
  if (standard !== null) {
    for (const user of new Set(users)) {
      if (user !== '' && !own.has(user)) found.push({ budget: standard, scopeKind: 'user', scopeKey: user });
    }
  }
  return found;
}

/** Where spend stands against a budget (null: there is none). `forecast` null: not enough data to say. */
export function budgetState(budget: Money | null, spent: Money, forecast: Money | null): BudgetState {
  if (budget === null) return 'none';
  if (spent > budget || (spent === budget && budget > 0n)) return 'over';
  return forecast !== null && forecast > budget ? 'watch' : 'within';
}

/** Tokens without any rate count at the cautious one (per 1,000,000), so that an unpriced model is no way round a budget. */
export function cautiousAmount(unpricedTokens: Tokens, perMillion: Money): Money {
  return multiplyRate(unpricedTokens, perMillion);
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
export const heldIn = (month: Month, budget: Budget): boolean =>
  budget.updatedAt < instantOf(startOf(monthRange(month).endExclusive));

/** What one crossing is remembered by: once per budget, person or cost center, version and threshold of a month. */
export function crossingKey(
  budgetId: string,
  scopeKey: string,
  version: number,
  thresholdPercent: number,
): string {
  return `${budgetId}|${scopeKey}|${version}|${thresholdPercent}`;
}

/**
 * Thresholds (percent, any order) that are reached and not recorded yet, lowest first, and the only one to send: the
 * highest of them, unless a higher one was recorded before. A raised budget has a new version, which arms it again.
 * Nothing spent crosses nothing, not even a budget of zero.
 */
export function newCrossings(question: {
  inForce: BudgetInForce;
  spent: Money;
  thresholds: readonly number[];
  already: ReadonlySet<string>;
}): { record: number[]; send: number | null } {
  const { inForce, spent, thresholds, already } = question;
  const { budget, scopeKey } = inForce;
  const reached = [...new Set(thresholds)]
    .filter((percent) => spent > 0n && spent * 100n >= budget.amount * BigInt(percent))
    .sort((a, b) => a - b);
  const isNew = (percent: number) => !already.has(crossingKey(budget.id, scopeKey, budget.version, percent));
  const record = reached.filter(isNew);
  const highest = reached.at(-1);
  return { record, send: highest !== undefined && isNew(highest) ? highest : null };
}
