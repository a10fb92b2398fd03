import type { Budget, Expression } from '@aws-sdk/client-budgets';

/** Order of an expression's members in the stable text. */
const MEMBERS = [
  'And',
  'Or',
  'Not',
  'Dimensions',
  'Tags',
  'CostCategories',
  'Key',
  'Values',
  'MatchOptions',
] as const;

/**
 * The stable text of a filter expression: members in one order, values sorted, and `MatchOptions` written out where
 * AWS leaves its default away, so that two texts are equal exactly when they choose the same charges in the same words.
 */
export function filterText(expression: Expression | undefined): string {
  return JSON.stringify(ordered(expression ?? {}));
}

/** Reads the stable text back. Throws a RangeError when it is no JSON object. */
export function readFilter(text: string): Expression {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError(`The filter of a budget has to be a JSON object, not ${text}.`);
  }
  return value;
}

/**
 * The filter of a budget as AWS describes it. Whatever else decides what the budget counts (an older kind of filter,
 * another metric or type, a period of its own, an amount that AWS adjusts) becomes part of the text, so that somebody's change of it shows as drift.
 */
export function describeFilter(budget: Budget): string {
  const { FilterExpression, Metrics = [], TimeUnit, BudgetType, CostFilters, AutoAdjustData } = budget;
  const asWritten =
    Metrics.length === 1 &&
    Metrics[0] === 'UnblendedCost' &&
    TimeUnit !== 'CUSTOM' &&
    AutoAdjustData === undefined &&
    BudgetType === 'COST' &&
    Object.keys(CostFilters ?? {}).length === 0;
  if (asWritten) return filterText(FilterExpression);
  return JSON.stringify({
    filter: ordered(FilterExpression ?? {}),
    costFilters: CostFilters ?? {},
    metrics: Metrics,
    timeUnit: TimeUnit,
    budgetType: BudgetType,
    autoAdjust: AutoAdjustData?.AutoAdjustType,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const given = value as Partial<Record<(typeof MEMBERS)[number], unknown>>;
  const whole = given.Key !== undefined && given.MatchOptions === undefined;
  const source = whole ? { ...given, MatchOptions: ['EQUALS'] } : given;
  const result: Record<string, unknown> = {};
  for (const member of MEMBERS) {
    const part = source[member];
    const isList = member === 'Values' || member === 'MatchOptions';
    if (part === undefined || part === null || (isList && Array.isArray(part) && part.length === 0)) continue;
    result[member] = isList && Array.isArray(part) ? part.map(String).sort() : ordered(part);
  }
  return result;
}
