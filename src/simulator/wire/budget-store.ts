import { checkNotification, checkSubscribers } from './budget-check.ts';
import { AwsError } from './errors.ts';
import type {
  Budget,
  CalculatedSpend,
  Notification,
  NotificationWithSubscribers,
  ResourceTag,
  Subscriber,
} from './models/budgets-types.ts';

const MAX_NOTIFICATIONS = 10;

interface StoredNotification {
  notification: Notification;
  subscribers: Subscriber[];
}

export interface StoredBudget {
  budget: Budget;
  notifications: StoredNotification[];
  tags: Map<string, string>;
  /** Spend as of the last evaluation; absent before the first. */
  evaluated?: { slot: number; spend: CalculatedSpend };
}

/** Budgets per account and name, with their notifications. Errors are those of AWS Budgets. */
export class Budgets {
  private readonly accounts = new Map<string, Map<string, StoredBudget>>();

  /** Throws NotFoundException. */
  get(account: string, name: string): StoredBudget {
    const found = this.accounts.get(account)?.get(name);
    if (!found) throw notFound(`Unable to get budget: ${name} - the budget doesn't exist.`);
    return found;
  }

  has(account: string, name: string): boolean {
    return this.accounts.get(account)?.has(name) ?? false;
  }

  count(account: string): number {
    return this.accounts.get(account)?.size ?? 0;
  }

  /** In order of name. */
  list(account: string): StoredBudget[] {
    return [...(this.accounts.get(account) ?? [])]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, budget]) => budget);
  }

  /** Stores a budget with all of its notifications, or nothing at all. */
  create(
    account: string,
    budget: Budget,
    notifications: NotificationWithSubscribers[],
    tags: ResourceTag[],
  ): void {
    const stored: StoredBudget = {
      budget,
      notifications: [],
      tags: new Map(tags.map(({ Key, Value }) => [Key, Value])),
    };
    for (const { Notification, Subscribers } of notifications)
      addNotification(stored, Notification, Subscribers);
    const own = this.accounts.get(account) ?? new Map<string, StoredBudget>();
    this.accounts.set(account, own.set(budget.BudgetName, stored));
  }

  delete(account: string, name: string): void {
    this.accounts.get(account)?.delete(name);
  }
}

/** Throws DuplicateRecord, CreationLimitExceeded or InvalidParameter. */
export function addNotification(
  stored: StoredBudget,
  notification: Notification,
  subscribers: Subscriber[],
): void {
  checkNotification(stored.budget, notification);
  checkSubscribers(subscribers);
  if (stored.notifications.some((each) => sameNotification(each.notification, notification)))
    throw new AwsError('DuplicateRecordException', 'The notification already exists.');
  if (stored.notifications.length >= MAX_NOTIFICATIONS)
    throw new AwsError(
      'CreationLimitExceededException',
      `A budget has at most ${MAX_NOTIFICATIONS} notifications`,
    );
  stored.notifications.push({ notification, subscribers: [...subscribers] });
}

/** Throws NotFoundException. */
export function findNotification(stored: StoredBudget, notification: Notification): StoredNotification {
  const found = stored.notifications.find((each) => sameNotification(each.notification, notification));
  if (!found) throw notFound("Unable to get notification - the notification doesn't exist.");
  return found;
}

/** A notification is its type, operator, threshold and kind of threshold; percent where nothing is said. */
export function sameNotification(a: Notification, b: Notification): boolean {
  return (
    a.NotificationType === b.NotificationType &&
    a.ComparisonOperator === b.ComparisonOperator &&
    a.Threshold === b.Threshold &&
    (a.ThresholdType ?? 'PERCENTAGE') === (b.ThresholdType ?? 'PERCENTAGE')
  );
}

export const sameSubscriber = (a: Subscriber, b: Subscriber) =>
  a.SubscriptionType === b.SubscriptionType && a.Address === b.Address;

export const notFound = (message: string) => new AwsError('NotFoundException', message);
