import {
  type Budget,
  type BudgetsClient,
  CreateBudgetCommand,
  CreateNotificationCommand,
  CreateSubscriberCommand,
  DeleteBudgetCommand,
  DeleteNotificationCommand,
  DeleteSubscriberCommand,
  DescribeBudgetsCommand,
  DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotificationCommand,
  type Notification,
  type Subscriber,
  UpdateBudgetCommand,
} from '@aws-sdk/client-budgets';
import { MIRROR_PREFIX } from '../core/budgets.ts';
import { formatExact, moneyIn, ZERO } from '../core/money.ts';
import { describeFilter, readFilter } from './budgetFilter.ts';
import { AwsError, type AwsErrorKind, isAwsError } from './errors.ts';
import { allPages, type Run } from './runner.ts';
import type { AwsBudget, BudgetsGateway } from './types.ts';

const service = 'budgets';
/** Limits of the API's model, DescribeBudgets and the lists of notifications and subscribers. */
const BUDGETS_PER_PAGE = 1000;
const DETAILS_PER_PAGE = 100;

type Alert = AwsBudget['notifications'][number];

/**
 * AWS Budgets. AWS wants at least one subscriber for a notification, so one without any is not written (and is not
 * there when the budgets are listed). Every write may be repeated: what is there already, or gone already, is no error.
 */
export function createBudgetsGateway(run: Run): BudgetsGateway {
  const send = sender(run);
  return {
    list: (accountId) => list(send, accountId),

    create: (accountId, budget) => create(send, accountId, budget),

    update: (accountId, budget, before) => update(send, accountId, budget, before),

    async delete(accountId, name) {
      const command = new DeleteBudgetCommand({ AccountId: accountId, BudgetName: name });
      await repeatable(
        'notFound',
        send('DeleteBudget', (client) => client.send(command)),
      );
    },
  };
}

/** Sends one command, of a name, to the payer's AWS Budgets. */
type Send = ReturnType<typeof sender>;
const sender =
  (run: Run) =>
  <O>(operation: string, call: (client: BudgetsClient) => Promise<O>) =>
    run({ service, operation, target: 'payer', send: call });

const repeatable = (kind: AwsErrorKind, write: Promise<unknown>) =>
  write.catch((error: unknown) => {
    if (!isAwsError(error, kind)) throw error;
  });

async function listNotifications(send: Send, AccountId: string, BudgetName: string): Promise<Alert[]> {
  const operation = 'DescribeNotificationsForBudget';
  const notifications = await allPages(
    { service, operation },
    (NextToken) =>
      send(operation, (client) =>
        client.send(
          new DescribeNotificationsForBudgetCommand({
            AccountId,
            BudgetName,
            MaxResults: DETAILS_PER_PAGE,
            ...(NextToken === undefined ? {} : { NextToken }),
          }),
        ),
      ),
    (page) => ({ items: page.Notifications ?? [], next: page.NextToken }),
  );
  const alerts: Alert[] = [];
  for (const notification of notifications) {
    // A threshold in dollars is somebody else's addition: it is neither ours to compare nor to remove.
    if (notification.ThresholdType === 'ABSOLUTE_VALUE') continue;
    alerts.push({
      type: notification.NotificationType ?? 'ACTUAL',
      thresholdPercent: notification.Threshold ?? 0,
      subscribers: await listSubscribers(send, AccountId, BudgetName, notification),
    });
  }
  return alerts.sort(byThreshold);
}

async function listSubscribers(
  send: Send,
  AccountId: string,
  BudgetName: string,
  of: Notification,
): Promise<string[]> {
  const operation = 'DescribeSubscribersForNotification';
  const subscribers = await allPages(
    { service, operation },
    (NextToken) =>
      send(operation, (client) =>
        client.send(
          new DescribeSubscribersForNotificationCommand({
            AccountId,
            BudgetName,
            Notification: identityOf(of),
            MaxResults: DETAILS_PER_PAGE,
            ...(NextToken === undefined ? {} : { NextToken }),
          }),
        ),
      ),
    (page) => ({ items: page.Subscribers ?? [], next: page.NextToken }),
  );
  return subscribers.map(({ Address = '' }) => Address).sort();
}

async function updateSubscribers(
  send: Send,
  AccountId: string,
  BudgetName: string,
  wanted: Alert,
  before: Alert,
) {
  const at = { AccountId, BudgetName, Notification: notificationOf(wanted) };
  // First add, then remove: a notification that loses its last subscriber is removed by AWS.
  for (const address of wanted.subscribers.filter((one) => !before.subscribers.includes(one))) {
    const command = new CreateSubscriberCommand({ ...at, Subscriber: subscriberOf(address) });
    await repeatable(
      'conflict',
      send('CreateSubscriber', (client) => client.send(command)),
    );
  }
  for (const address of before.subscribers.filter((one) => !wanted.subscribers.includes(one))) {
    const command = new DeleteSubscriberCommand({ ...at, Subscriber: subscriberOf(address) });
    await repeatable(
      'notFound',
      send('DeleteSubscriber', (client) => client.send(command)),
    );
  }
}

async function list(send: Send, accountId: string): Promise<AwsBudget[]> {
  const operation = 'DescribeBudgets';
  const budgets = await allPages(
    { service, operation },
    (NextToken) =>
      send(operation, (client) =>
        client.send(
          new DescribeBudgetsCommand({
            AccountId: accountId,
            MaxResults: BUDGETS_PER_PAGE,
            ShowFilterExpression: true,
            ...(NextToken === undefined ? {} : { NextToken }),
          }),
        ),
      ),
    (page) => ({ items: page.Budgets ?? [], next: page.NextToken }),
  );
  const owned: AwsBudget[] = [];
  for (const budget of budgets) {
    const name = budget.BudgetName ?? '';
    // Budgets of other names are not even asked for their details.
    if (!name.startsWith(MIRROR_PREFIX)) continue;
    owned.push({
      name,
      amount: amountOf(budget),
      filter: describeFilter(budget),
      notifications: await listNotifications(send, accountId, name),
    });
  }
  return owned;
}

async function create(send: Send, accountId: string, budget: AwsBudget): Promise<void> {
  const command = new CreateBudgetCommand({
    AccountId: accountId,
    Budget: inAws(budget, 'CreateBudget'),
    NotificationsWithSubscribers: told(budget).map((alert) => ({
      Notification: notificationOf(alert),
      Subscribers: alert.subscribers.map(subscriberOf),
    })),
    ...(budget.tags === undefined
      ? {}
      : { ResourceTags: Object.entries(budget.tags).map(([Key, Value]) => ({ Key, Value })) }),
  });
  await send('CreateBudget', (client) => client.send(command));
}

async function update(send: Send, accountId: string, budget: AwsBudget, before: AwsBudget): Promise<void> {
  if (budget.amount !== before.amount || budget.filter !== before.filter) {
    const command = new UpdateBudgetCommand({
      AccountId: accountId,
      NewBudget: inAws(budget, 'UpdateBudget'),
    });
    await send('UpdateBudget', (client) => client.send(command));
  }
  const at = { AccountId: accountId, BudgetName: budget.name };
  const had = new Map(told(before).map((alert) => [idOf(alert), alert]));
  const wanted = new Map(told(budget).map((alert) => [idOf(alert), alert]));
  for (const [id, alert] of had) {
    if (wanted.has(id)) continue;
    const command = new DeleteNotificationCommand({ ...at, Notification: notificationOf(alert) });
    await repeatable(
      'notFound',
      send('DeleteNotification', (client) => client.send(command)),
    );
  }
  for (const [id, alert] of wanted) {
    const existing = had.get(id);
    if (existing !== undefined) {
      await updateSubscribers(send, accountId, budget.name, alert, existing);
      continue;
    }
    const command = new CreateNotificationCommand({
      ...at,
      Notification: notificationOf(alert),
      Subscribers: alert.subscribers.map(subscriberOf),
    });
    await repeatable(
      'conflict',
      send('CreateNotification', (client) => client.send(command)),
    );
  }
}

function inAws(budget: AwsBudget, operation: string): Budget {
  try {
    return {
      BudgetName: budget.name,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: formatExact(budget.amount), Unit: 'USD' },
      FilterExpression: readFilter(budget.filter),
      Metrics: ['UnblendedCost'],
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AwsError('invalid', { service, operation }, 'UnreadableFilter', error.message, error);
  }
}

/** A budget with a limit per month (not ours) has no single amount: zero shows as drift. */
function amountOf(budget: Budget): AwsBudget['amount'] {
  const { Amount = '0', Unit = 'USD' } = budget.BudgetLimit ?? {};
  return Unit === 'USD' ? moneyIn(Amount, Unit) : ZERO;
}

const told = (budget: AwsBudget) => budget.notifications.filter(({ subscribers }) => subscribers.length > 0);
const idOf = (alert: Alert) => `${alert.type} ${alert.thresholdPercent}`;
const byThreshold = (a: Alert, b: Alert) =>
  a.type.localeCompare(b.type) || a.thresholdPercent - b.thresholdPercent;

function notificationOf({ type, thresholdPercent }: Alert): Notification {
  return {
    NotificationType: type,
    ComparisonOperator: 'GREATER_THAN',
    Threshold: thresholdPercent,
    ThresholdType: 'PERCENTAGE',
  };
}

/** What names a notification, without its state. */
function identityOf({
  NotificationType,
  ComparisonOperator,
  Threshold,
  ThresholdType,
}: Notification): Notification {
  return { NotificationType, ComparisonOperator, Threshold, ThresholdType: ThresholdType ?? 'PERCENTAGE' };
}

function subscriberOf(address: string): Subscriber {
  return { SubscriptionType: address.startsWith('arn:') ? 'SNS' : 'EMAIL', Address: address };
}
