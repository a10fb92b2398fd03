import type { World } from '../types.ts';
import { compileFilter } from './ce-filter.ts';
import { monthStart } from './ce-period.ts';
import { AwsError } from './errors.ts';
import type { Budget, Notification, Spend, Subscriber } from './models/budgets-types.ts';

const LATEST_END = Date.parse('2087-06-15T00:00:00Z');
const MAX_PERCENT = 1_000_000;
/** The names that CostFilters knows. */
const OLDER_FILTERS = new Set([
  'AZ',
  'BillingEntity',
  'CostCategory',
  'InstanceType',
  'InvoicingEntity',
  'LegalEntityName',
  'LinkedAccount',
  'Operation',
  'PurchaseType',
  'Region',
  'Service',
  'TagKeyValue',
  'UsageType',
  'UsageTypeGroup',
]);

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

/** The rules of a budget that Amazon's model cannot say. Throws InvalidParameterException. */
export function checkBudget(world: World, budget: Budget): void {
  // AWS refuses names that hold e-mail addresses for some accounts; the strict answer is the useful one here.
  if (/\S@\S+\.\S/.test(budget.BudgetName))
    throw invalidParameter('Budget names must not contain an e-mail address');
  checkFilters(world, budget);
  checkLimits(world, budget);
  const { Start, End } = budget.TimePeriod ?? {};
  if (Start && End && Start >= End) throw invalidParameter('The start date must come before the end date');
  if (End && End.getTime() > LATEST_END)
    throw invalidParameter('The end date must come before 06/15/87 00:00 UTC');
  if (budget.TimeUnit === 'CUSTOM' && !(Start && End))
    throw invalidParameter('A custom budget needs a start date and an end date');
}

function checkFilters(world: World, budget: Budget): void {
  const newer = budget.FilterExpression !== undefined || (budget.Metrics?.length ?? 0) > 0;
  const older = Object.keys(budget.CostFilters ?? {}).length > 0 || budget.CostTypes !== undefined;
  if (newer && older)
    throw invalidParameter('FilterExpression and Metrics cannot be combined with CostFilters and CostTypes');
  if (budget.FilterExpression && budget.Metrics?.length !== 1)
    throw invalidParameter('A FilterExpression needs exactly one metric');
  compileFilter(world, budget.FilterExpression, invalidParameter);
  for (const name of Object.keys(budget.CostFilters ?? {}))
    if (!OLDER_FILTERS.has(name)) throw invalidParameter(`Unknown cost filter: ${name}`);
  for (const value of budget.CostFilters?.TagKeyValue ?? [])
    if (!/^[^$]+\$/.test(value))
      throw invalidParameter(`Not a tag filter of the form user:Key$value: ${value}`);
}

function checkLimits(world: World, budget: Budget): void {
  const { BudgetLimit: limit, PlannedBudgetLimits: planned, AutoAdjustData: auto } = budget;
  const given = [limit, planned, auto].filter((each) => each !== undefined).length;
  if (given === 0)
    throw invalidParameter('A budget needs BudgetLimit, PlannedBudgetLimits or AutoAdjustData');
  if (limit && planned) throw invalidParameter('BudgetLimit and PlannedBudgetLimits cannot be combined');
  if (limit) checkSpend(budget, limit);
  if (!planned) return;
  for (const spend of Object.values(planned)) checkSpend(budget, spend);
  const expected = plannedStarts(world, budget);
  const keys = Object.keys(planned).sort();
  if (keys.length !== expected.length || keys.some((key, i) => key !== expected[i]))
    throw invalidParameter(
      'PlannedBudgetLimits must begin with the current period and name each one that follows',
    );
}

function checkSpend({ BudgetType }: Budget, { Amount, Unit }: Spend): void {
  if (BudgetType === 'COST' && Unit !== 'USD')
    throw invalidParameter(`Unit must be USD for a cost budget: ${Unit}`);
  if (!(Number(Amount) > 0)) throw invalidParameter('The amount of a limit must be greater than 0');
}

/** The keys of planned limits: starts of twelve months or four quarters in epoch seconds, from the current one on. */
function plannedStarts(world: World, { TimeUnit }: Budget): string[] {
  if (TimeUnit !== 'MONTHLY' && TimeUnit !== 'QUARTERLY')
    throw invalidParameter('PlannedBudgetLimits are for monthly and quarterly budgets');
  const [count, step] = TimeUnit === 'MONTHLY' ? [12, 1] : [4, 3];
  const now = world.clock.now();
  const back = new Date(now).getUTCMonth() % step;
  return Array.from({ length: count }, (_, i) => String(Date.parse(monthStart(now, i * step - back)) / 1000));
}

/** Throws InvalidParameterException. */
export function checkNotification(budget: Budget, notification: Notification): void {
  const { NotificationType, Threshold, ThresholdType = 'PERCENTAGE' } = notification;
  if (Threshold <= 0) throw invalidParameter('A threshold must be greater than 0');
  if (ThresholdType === 'PERCENTAGE' && Threshold > MAX_PERCENT)
    throw invalidParameter(`A threshold in percent must not exceed ${MAX_PERCENT}`);
  if (NotificationType === 'FORECASTED' && budget.TimeUnit === 'DAILY')
    throw invalidParameter('Daily budgets have no forecast');
}

/** At most one SNS topic and ten e-mail addresses, each a legal one. Throws InvalidParameter or DuplicateRecord. */
export function checkSubscribers(subscribers: Subscriber[]): void {
  const addresses = new Set(
    subscribers.map(({ SubscriptionType, Address }) => `${SubscriptionType} ${Address}`),
  );
  if (addresses.size < subscribers.length)
    throw new AwsError('DuplicateRecordException', 'The subscriber already exists.');
  const topics = subscribers.filter(({ SubscriptionType }) => SubscriptionType === 'SNS');
  if (topics.length > 1) throw invalidParameter('A notification has at most one SNS topic');
  if (subscribers.length - topics.length > 10)
    throw invalidParameter('A notification has at most ten e-mail addresses');
  for (const { SubscriptionType, Address } of subscribers) {
    const legal =
      SubscriptionType === 'SNS' ? /^arn:aws:sns:[a-z0-9-]+:\d{12}:\S+$/ : /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
    if (Address.length > 100 || !legal.test(Address))
      throw invalidParameter(`Invalid subscriber address: ${Address}`);
  }
}
