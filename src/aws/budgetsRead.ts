import {
  type Budget,
  type BudgetsClient,
  DescribeBudgetNotificationsForAccountCommand,
  DescribeBudgetsCommand,
  DescribeSubscribersForNotificationCommand,
  type Notification,
} from '@aws-sdk/client-budgets';
import type { HeldBudget, HeldNotification } from '../core/awsBudget.ts';
import { MIRROR_PREFIX } from '../core/budgets.ts';
import { asHeld, notificationOf, service } from './budgetsWire.ts';
import { allPages, type Run } from './runner.ts';

/** Limits of the API's model: of the lists of budgets and of all notifications, and of that of subscribers. */
const BUDGETS_PER_PAGE = 1000;
const SUBSCRIBERS_PER_PAGE = 100;

/** Sends one command, of a name, to the payer's AWS Budgets. */
export type Send = ReturnType<typeof sender>;
export const sender =
  (run: Run) =>
  <O>(operation: string, call: (client: BudgetsClient) => Promise<O>) =>
    run({ service, operation, target: 'payer', send: call });

/** All of the account's budgets by their names, and those that may be ours as they are held. */
export async function readBudgets(
  send: Send,
  AccountId: string,
  asksSubscribers: (name: string) => boolean,
): Promise<{ budgets: HeldBudget[]; total: number }> {
  const all = await describeBudgets(send, AccountId);
  // Budgets of other names are not even asked for their details.
  const own = all.filter(({ BudgetName = '' }) => BudgetName.startsWith(MIRROR_PREFIX));
  const alerts = own.length === 0 ? new Map() : await notificationsOf(send, AccountId);
  const budgets: HeldBudget[] = [];
  for (const budget of own) {
    const held = asHeld(budget, alerts.get(budget.BudgetName ?? '') ?? []);
    if (!asksSubscribers(held.name)) {
      budgets.push(held);
      continue;
    }
    const notifications: HeldNotification[] = [];
    for (const one of held.notifications)
      notifications.push({ ...one, subscribers: await subscribersOf(send, AccountId, held.name, one) });
    budgets.push({ ...held, notifications });
  }
  return { budgets, total: all.length };
}

async function describeBudgets(send: Send, AccountId: string): Promise<Budget[]> {
  const operation = 'DescribeBudgets';
  return allPages(
    { service, operation },
    (NextToken) =>
      send(operation, (client) =>
        client.send(
          new DescribeBudgetsCommand({
            AccountId,
            MaxResults: BUDGETS_PER_PAGE,
            ShowFilterExpression: true,
            ...(NextToken === undefined ? {} : { NextToken }),
          }),
        ),
      ),
    (page) => ({ items: page.Budgets ?? [], next: page.NextToken }),
  );
}

/** Of the whole account in a few pages, where asking budget by budget would be thousands of requests. */
async function notificationsOf(send: Send, AccountId: string): Promise<Map<string, Notification[]>> {
  const operation = 'DescribeBudgetNotificationsForAccount';
  const found = await allPages(
    { service, operation },
    (NextToken) =>
      send(operation, (client) =>
        client.send(
          new DescribeBudgetNotificationsForAccountCommand({
            AccountId,
            MaxResults: BUDGETS_PER_PAGE,
            ...(NextToken === undefined ? {} : { NextToken }),
          }),
        ),
      ),
    (page) => ({ items: page.BudgetNotificationsForAccount ?? [], next: page.NextToken }),
  );
  return new Map(found.map(({ BudgetName = '', Notifications = [] }) => [BudgetName, Notifications]));
}

/** Sorted addresses. */
export async function subscribersOf(
  send: Send,
  AccountId: string,
  BudgetName: string,
  of: Omit<HeldNotification, 'subscribers'>,
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
            Notification: notificationOf(of),
            MaxResults: SUBSCRIBERS_PER_PAGE,
            ...(NextToken === undefined ? {} : { NextToken }),
          }),
        ),
      ),
    (page) => ({ items: page.Subscribers ?? [], next: page.NextToken }),
  );
  return subscribers.map(({ Address = '' }) => Address).sort();
}
