import type { Budget, Notification, NotificationWithSubscribers, Subscriber } from '@aws-sdk/client-budgets';
import {
  type AwsBudget,
  type AwsNotification,
  type AwsTimeUnit,
  type HeldBudget,
  type HeldNotification,
  plannedFrom,
  plannedKey,
} from '../core/awsBudget.ts';
import { approximate, formatExact, money, moneyIn, ZERO } from '../core/money.ts';
import { instantOf } from '../core/periods.ts';
import type { Money } from '../core/types.ts';
import { describeFilter, readFilter } from './budgetFilter.ts';
import { AwsError } from './errors.ts';

/** Budgets and notifications as the API writes them, and as the ledger compares them. */

export const service = 'budgets';
const TIME_UNITS: readonly AwsTimeUnit[] = ['DAILY', 'MONTHLY', 'QUARTERLY', 'ANNUALLY'];
/** More decimals than AWS keeps of a threshold, which is a floating-point number there. */
const THRESHOLD_DECIMALS = 6;

/** @throws AwsError of kind `invalid` where the filter is none */
export function inAws(budget: AwsBudget, operation: string): Budget {
  const spend = (amount: Money) => ({ Amount: formatExact(amount), Unit: 'USD' });
  try {
    return {
      BudgetName: budget.name,
      BudgetType: 'COST',
      TimeUnit: budget.timeUnit,
      ...(budget.planned.length > 0
        ? {
            PlannedBudgetLimits: Object.fromEntries(
              budget.planned.map((one) => [plannedKey(one), spend(one.amount)]),
            ),
          }
        : { BudgetLimit: spend(budget.amount) }),
      FilterExpression: readFilter(budget.filter),
      Metrics: ['UnblendedCost'],
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AwsError('invalid', { service, operation }, 'UnreadableFilter', error.message, error);
  }
}

/** A budget as AWS describes it, with its notifications, whose subscribers are asked for on their own. */
export function asHeld(budget: Budget, notifications: readonly Notification[]): HeldBudget {
  const { BudgetName = '', TimeUnit, PlannedBudgetLimits = {}, CalculatedSpend, LastUpdatedTime } = budget;
  return {
    name: BudgetName,
    timeUnit: TIME_UNITS.find((unit) => unit === TimeUnit) ?? 'MONTHLY',
    amount: amountOf(budget.BudgetLimit) ?? ZERO,
    planned: Object.entries(PlannedBudgetLimits)
      .map(([key, limit]) => ({ from: plannedFrom(key), amount: amountOf(limit) ?? ZERO }))
      .sort((a, b) => (a.from < b.from ? -1 : 1)),
    filter: describeFilter(budget),
    notifications: notifications.map(heldNotification).sort(byThreshold),
    updatedAt: LastUpdatedTime === undefined ? null : instantOf(LastUpdatedTime.getTime()),
    actual: amountOf(CalculatedSpend?.ActualSpend),
    forecast: amountOf(CalculatedSpend?.ForecastedSpend),
  };
}

/** Another currency than dollars is never ours: zero shows as drift. */
function amountOf(spend: Budget['BudgetLimit']): Money | null {
  if (spend?.Amount === undefined) return null;
  return spend.Unit === 'USD' ? moneyIn(spend.Amount, 'USD') : ZERO;
}

function heldNotification({
  NotificationType,
  ThresholdType,
  Threshold = 0,
  ComparisonOperator,
}: Notification): HeldNotification {
  const on = NotificationType === 'FORECASTED' ? ('forecast' as const) : ('actual' as const);
  const operator =
    ComparisonOperator === 'LESS_THAN' || ComparisonOperator === 'EQUAL_TO' ? ComparisonOperator : null;
  return {
    threshold:
      ThresholdType === 'ABSOLUTE_VALUE'
        ? { on, amount: money(Threshold.toFixed(THRESHOLD_DECIMALS)) }
        : { on, percent: Threshold },
    ...(operator && { operator }),
    subscribers: null,
  };
}

const sizeOf = ({ threshold }: HeldNotification) =>
  threshold.percent !== undefined ? threshold.percent : approximate(threshold.amount);
const byThreshold = (a: HeldNotification, b: HeldNotification) =>
  a.threshold.on.localeCompare(b.threshold.on) || sizeOf(a) - sizeOf(b);

/** What names a notification at AWS, without its state. */
export function notificationOf(one: Omit<HeldNotification, 'subscribers'>): Notification {
  return {
    NotificationType: one.threshold.on === 'actual' ? 'ACTUAL' : 'FORECASTED',
    ComparisonOperator: one.operator ?? 'GREATER_THAN',
    Threshold:
      one.threshold.percent !== undefined ? one.threshold.percent : approximate(one.threshold.amount),
    ThresholdType: one.threshold.percent !== undefined ? 'PERCENTAGE' : 'ABSOLUTE_VALUE',
  };
}

export const withSubscribers = (one: AwsNotification): NotificationWithSubscribers => ({
  Notification: notificationOf(one),
  Subscribers: one.subscribers.map(subscriberOf),
});

export const subscriberOf = (address: string): Subscriber => ({
  SubscriptionType: address.startsWith('arn:') ? 'SNS' : 'EMAIL',
  Address: address,
});
