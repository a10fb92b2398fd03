import {
  CreateBudgetCommand,
  CreateNotificationCommand,
  CreateSubscriberCommand,
  DeleteBudgetCommand,
  DeleteNotificationCommand,
  DeleteSubscriberCommand,
  UpdateBudgetCommand,
} from '@aws-sdk/client-budgets';
import {
  type AwsBudget,
  type AwsNotification,
  type HeldBudget,
  type HeldNotification,
  notificationId,
} from '../core/awsBudget.ts';
import { readBudgets, type Send, sender, subscribersOf } from './budgetsRead.ts';
import { inAws, notificationOf, subscriberOf, withSubscribers } from './budgetsWire.ts';
import { type AwsErrorKind, isAwsError } from './errors.ts';
import type { Run } from './runner.ts';
import type { BudgetsGateway } from './types.ts';

/** AWS documents no rate of its own for budgets; this many writes a second are let through without a refusal. */
const MS_BETWEEN_WRITES = 100;

/**
 * AWS Budgets. AWS wants at least one subscriber for a notification, so one without any is not written (and is not
 * there when the budgets are listed). Every write may be repeated: what is there already, or gone already, is no error.
 *
 * @param sleep waits between two writes; milliseconds
 */
export function createBudgetsGateway(run: Run, sleep: (ms: number) => Promise<unknown>): BudgetsGateway {
  const send = sender(run);
  const write = paced(send, sleep);
  return {
    list: (accountId, asksSubscribers = () => true) => readBudgets(send, accountId, asksSubscribers),

    create: (accountId, budget) => create(write, accountId, budget),

    update: (accountId, budget, before) => update({ send, write }, accountId, budget, before),

    async delete(accountId, name) {
      const command = new DeleteBudgetCommand({ AccountId: accountId, BudgetName: name });
      await repeatable(
        'notFound',
        write('DeleteBudget', (client) => client.send(command)),
      );
    },
  };
}

function paced(send: Send, sleep: (ms: number) => Promise<unknown>): Send {
  let next = 0;
  return async (operation, call) => {
    const wait = next - performance.now();
    next = Math.max(next, performance.now()) + MS_BETWEEN_WRITES;
    if (wait > 0) await sleep(wait);
    return send(operation, call);
  };
}

const repeatable = (kind: AwsErrorKind, write: Promise<unknown>) =>
  write.catch((error: unknown) => {
    if (!isAwsError(error, kind)) throw error;
  });

async function create(write: Send, accountId: string, budget: AwsBudget): Promise<void> {
  const command = new CreateBudgetCommand({
    AccountId: accountId,
    Budget: inAws(budget, 'CreateBudget'),
    NotificationsWithSubscribers: told(budget).map(withSubscribers),
  });
  await write('CreateBudget', (client) => client.send(command));
}

interface Ways {
  send: Send;
  write: Send;
}
interface At {
  AccountId: string;
  BudgetName: string;
}

async function update(ways: Ways, accountId: string, budget: AwsBudget, before: HeldBudget): Promise<void> {
  const { write } = ways;
  const at = { AccountId: accountId, BudgetName: budget.name };
  const had = new Map(before.notifications.map((one) => [notificationId(one), one]));
  const wanted = new Map(told(budget).map((one) => [notificationId(one), one]));
  // First of all: AWS refuses a budget of days that still has a notification of a forecast.
  for (const [id, one] of had) {
    if (wanted.has(id)) continue;
    const command = new DeleteNotificationCommand({ ...at, Notification: notificationOf(one) });
    await repeatable(
      'notFound',
      write('DeleteNotification', (client) => client.send(command)),
    );
  }
  if (isOtherwise(budget, before)) {
    const command = new UpdateBudgetCommand({
      AccountId: accountId,
      NewBudget: inAws(budget, 'UpdateBudget'),
    });
    await write('UpdateBudget', (client) => client.send(command));
  }
  for (const [id, one] of wanted) {
    const existing = had.get(id);
    if (existing !== undefined) {
      await updateSubscribers(ways, at, one, existing);
      continue;
    }
    const command = new CreateNotificationCommand({
      ...at,
      Notification: notificationOf(one),
      Subscribers: one.subscribers.map(subscriberOf),
    });
    await repeatable(
      'conflict',
      write('CreateNotification', (client) => client.send(command)),
    );
  }
}

const isOtherwise = (a: AwsBudget, b: HeldBudget): boolean =>
  a.amount !== b.amount ||
  a.filter !== b.filter ||
  a.timeUnit !== b.timeUnit ||
  a.planned.length !== b.planned.length ||
  a.planned.some(({ from, amount }, i) => from !== b.planned[i]?.from || amount !== b.planned[i]?.amount);

async function updateSubscribers(
  { send, write }: Ways,
  of: At,
  wanted: AwsNotification,
  before: HeldNotification,
): Promise<void> {
  const at = { ...of, Notification: notificationOf(wanted) };
  const had = before.subscribers ?? (await subscribersOf(send, of.AccountId, of.BudgetName, before));
  // First add, then remove: a notification that loses its last subscriber is removed by AWS.
  for (const address of wanted.subscribers.filter((one) => !had.includes(one))) {
    const command = new CreateSubscriberCommand({ ...at, Subscriber: subscriberOf(address) });
    await repeatable(
      'conflict',
      write('CreateSubscriber', (client) => client.send(command)),
    );
  }
  for (const address of had.filter((one) => !wanted.subscribers.includes(one))) {
    const command = new DeleteSubscriberCommand({ ...at, Subscriber: subscriberOf(address) });
    await repeatable(
      'notFound',
      write('DeleteSubscriber', (client) => client.send(command)),
    );
  }
}

const told = (budget: AwsBudget) => budget.notifications.filter(({ subscribers }) => subscribers.length > 0);
