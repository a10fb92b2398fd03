import { checkNotification, checkSubscribers } from './budget-check.ts';
import { limitOf, type Spending } from './budget-spend.ts';
import {
  addNotification,
  type Budgets,
  findNotification,
  notFound,
  type StoredBudget,
  sameNotification,
  sameSubscriber,
} from './budget-store.ts';
import { AwsError } from './errors.ts';
import type { Budget, Notification, Subscriber } from './models/budgets-types.ts';
import { page } from './paging.ts';
import type { Call, Handler } from './service.ts';

interface OfBudget {
  BudgetName: string;
}
interface OfNotification extends OfBudget {
  Notification: Notification;
}
interface Paged {
  MaxResults?: number;
  NextToken?: string;
}

const DEFAULT_PAGE = 100;

/** The operations on a budget's notifications and their subscribers. */
export function notificationHandlers(store: Budgets, spending: Spending): Record<string, Handler> {
  const budgetOf = (call: Call, { BudgetName }: OfBudget) => store.get(call.account, BudgetName);
  const described = (call: Call, stored: StoredBudget) => {
    const budget = spending.evaluated(call, stored);
    const now = call.world.clock.now();
    return stored.notifications.map(({ notification }) => withState(budget, now, notification));
  };
  return {
    CreateNotification: (call: Call, input: OfNotification & { Subscribers: Subscriber[] }) => {
      addNotification(budgetOf(call, input), input.Notification, input.Subscribers);
      return {};
    },
    UpdateNotification: (
      call: Call,
      input: OfBudget & { OldNotification: Notification; NewNotification: Notification },
    ) => {
      const stored = budgetOf(call, input);
      const found = findNotification(stored, input.OldNotification);
      checkNotification(stored.budget, input.NewNotification);
      const other = stored.notifications.find((each) =>
        sameNotification(each.notification, input.NewNotification),
      );
      if (other && other !== found)
        throw new AwsError('DuplicateRecordException', 'The notification already exists.');
      found.notification = input.NewNotification;
      return {};
    },
    DeleteNotification: (call: Call, input: OfNotification) => {
      const stored = budgetOf(call, input);
      const found = findNotification(stored, input.Notification);
      stored.notifications = stored.notifications.filter((each) => each !== found);
      return {};
    },
    DescribeNotificationsForBudget: (call: Call, input: OfBudget & Paged) => {
      const { items, next } = paged(described(call, budgetOf(call, input)), input, [
        call.account,
        input.BudgetName,
      ]);
      return { Notifications: items, ...next };
    },
    DescribeBudgetNotificationsForAccount: (call: Call, input: Paged) => {
      const all = store
        .list(call.account)
        .filter(({ notifications }) => notifications.length > 0)
        .map((stored) => ({ BudgetName: stored.budget.BudgetName, Notifications: described(call, stored) }));
      const { items, next } = paged(all, input, [call.account, 'notifications']);
      return { BudgetNotificationsForAccount: items, ...next };
    },
    ...subscriberHandlers(budgetOf),
  };
}

function subscriberHandlers(
  budgetOf: (call: Call, input: OfBudget) => StoredBudget,
): Record<string, Handler> {
  const place = (subscribers: Subscriber[], wanted: Subscriber) => {
    const index = subscribers.findIndex((each) => sameSubscriber(each, wanted));
    if (index < 0) throw notFound("Unable to get subscriber - the subscriber doesn't exist.");
    return index;
  };
  return {
    CreateSubscriber: (call: Call, input: OfNotification & { Subscriber: Subscriber }) => {
      const found = findNotification(budgetOf(call, input), input.Notification);
      checkSubscribers([...found.subscribers, input.Subscriber]);
      found.subscribers.push(input.Subscriber);
      return {};
    },
    UpdateSubscriber: (
      call: Call,
      input: OfNotification & { OldSubscriber: Subscriber; NewSubscriber: Subscriber },
    ) => {
      const found = findNotification(budgetOf(call, input), input.Notification);
      const changed = found.subscribers.with(
        place(found.subscribers, input.OldSubscriber),
        input.NewSubscriber,
      );
      checkSubscribers(changed);
      found.subscribers = changed;
      return {};
    },
    DeleteSubscriber: (call: Call, input: OfNotification & { Subscriber: Subscriber }) => {
      const stored = budgetOf(call, input);
      const found = findNotification(stored, input.Notification);
      found.subscribers.splice(place(found.subscribers, input.Subscriber), 1);
      // "Deleting the last subscriber to a notification also deletes the notification."
      if (found.subscribers.length === 0)
        stored.notifications = stored.notifications.filter((each) => each !== found);
      return {};
    },
    DescribeSubscribersForNotification: (call: Call, input: OfNotification & Paged) => {
      const { subscribers } = findNotification(budgetOf(call, input), input.Notification);
      const { items, next } = paged(subscribers, input, [call.account, input.BudgetName, input.Notification]);
      return { Subscribers: items, ...next };
    },
  };
}

function withState(budget: Budget, now: number, notification: Notification): Notification {
  const { ActualSpend, ForecastedSpend } = budget.CalculatedSpend ?? {};
  const spend = Number(
    (notification.NotificationType === 'ACTUAL' ? ActualSpend : ForecastedSpend)?.Amount ?? 0,
  );
  const limit = Number(limitOf(budget, now)?.Amount ?? 0);
  const { Threshold, ThresholdType = 'PERCENTAGE', ComparisonOperator } = notification;
  const threshold = ThresholdType === 'PERCENTAGE' ? (limit * Threshold) / 100 : Threshold;
  const reached =
    ComparisonOperator === 'LESS_THAN'
      ? spend < threshold
      : ComparisonOperator === 'EQUAL_TO'
        ? spend === threshold
        : spend > threshold;
  return { ...notification, ThresholdType, NotificationState: reached ? 'ALARM' : 'OK' };
}

function paged<T>(all: T[], { MaxResults, NextToken }: Paged, request: unknown) {
  const refuse = () => new AwsError('InvalidNextTokenException', 'The pagination token is invalid.');
  const { items, next } = page(all, MaxResults ?? DEFAULT_PAGE, NextToken, request, refuse);
  return { items, next: next === undefined ? {} : { NextToken: next } };
}
