import {
  type Budget,
  type BudgetsClient,
  CreateBudgetCommand,
  CreateNotificationCommand,
  CreateSubscriberCommand,
  DeleteBudgetCommand,
  DeleteSubscriberCommand,
  DescribeBudgetCommand,
  DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotificationCommand,
  ListTagsForResourceCommand,
  type Notification,
  paginateDescribeBudgets,
  type Subscriber,
  TagResourceCommand,
  UpdateBudgetCommand,
  UpdateNotificationCommand,
} from '@aws-sdk/client-budgets';
import { GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { accountsOf, clientsOf, exact, refusal, startSmall } from './support.ts';

let simulator: Simulator;
let client: BudgetsClient;
let AccountId: string;
beforeEach(async () => {
  simulator = await startSmall();
  client = clientsOf(simulator).budgets;
  AccountId = accountsOf(simulator).payer;
});
afterEach(() => simulator.close());

const EIGHTY: Notification = {
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 80,
  ThresholdType: 'PERCENTAGE',
};
const email = (name: string): Subscriber => ({ SubscriptionType: 'EMAIL', Address: `${name}@example.com` });

const budget = (part: Partial<Budget> = {}): Budget => ({
  BudgetName: 'one',
  BudgetType: 'COST',
  TimeUnit: 'MONTHLY',
  BudgetLimit: { Amount: '100', Unit: 'USD' },
  ...part,
});
const create = (part: Partial<Budget> = {}) =>
  client.send(new CreateBudgetCommand({ AccountId, Budget: budget(part) }));
const describeOne = async (ShowFilterExpression = true) => {
  const { Budget } = await client.send(
    new DescribeBudgetCommand({ AccountId, BudgetName: 'one', ShowFilterExpression }),
  );
  return Budget;
};

describe('budgets', () => {
  it('are made, changed, described in pages and deleted', async () => {
    for (let i = 0; i < 7; i++) await create({ BudgetName: `budget-${i}` });
    const names: string[] = [];
    let pages = 0;
    for await (const { Budgets = [] } of paginateDescribeBudgets({ client, pageSize: 3 }, { AccountId })) {
      pages++;
      names.push(...Budgets.map(({ BudgetName = '' }) => BudgetName));
    }
    expect(pages).toBe(3);
    expect(names).toEqual(Array.from({ length: 7 }, (_, i) => `budget-${i}`));
    expect(await refusal(create({ BudgetName: 'budget-3' }))).toBe('DuplicateRecordException');
    await client.send(new DeleteBudgetCommand({ AccountId, BudgetName: 'budget-3' }));
    const again = new DeleteBudgetCommand({ AccountId, BudgetName: 'budget-3' });
    expect(await refusal(client.send(again))).toBe('NotFoundException');
    const change = (BudgetName: string) =>
      client.send(new UpdateBudgetCommand({ AccountId, NewBudget: budget({ BudgetName }) }));
    expect(await refusal(change('budget-4'))).toBe('no error');
    expect(await refusal(change('budget-3'))).toBe('NotFoundException');
  });

  it('get AWS’s defaults for their period', async () => {
    await create();
    expect(await describeOne()).toMatchObject({
      TimePeriod: { Start: new Date('2026-11-01T00:00:00Z'), End: new Date('2087-06-15T00:00:00Z') },
      LastUpdatedTime: new Date(simulator.clock.now()),
    });
  });

  it.each<[string, Partial<Budget>]>([
    ['a colon in the name', { BudgetName: 'a:b' }],
    ['an action path in the name', { BudgetName: 'a/action/b' }],
    ['an e-mail address in the name', { BudgetName: 'user someone@example.com' }],
    ['a name of 101 characters', { BudgetName: 'n'.repeat(101) }],
    [
      'both kinds of filter',
      {
        FilterExpression: { Tags: { Key: 'a', Values: ['b'] } },
        Metrics: ['UnblendedCost'],
        CostFilters: { Service: ['x'] },
      },
    ],
    [
      'an expression with two roots',
      {
        Metrics: ['UnblendedCost'],
        FilterExpression: {
          Tags: { Key: 'a', Values: ['b'] },
          Dimensions: { Key: 'SERVICE', Values: ['c'] },
        },
      },
    ],
    ['an older filter that is not there', { CostFilters: { Sevice: ['Amazon Bedrock'] } }],
    ['a tag filter without a value', { CostFilters: { TagKeyValue: ['user:UserEmail'] } }],
    ['an expression without a metric', { FilterExpression: { Tags: { Key: 'a', Values: ['b'] } } }],
    ['an amount of zero', { BudgetLimit: { Amount: '0', Unit: 'USD' } }],
    ['another currency', { BudgetLimit: { Amount: '1', Unit: 'JPY' } }],
    ['no limit', { BudgetLimit: undefined }],
    [
      'planned limits for three months',
      { BudgetLimit: undefined, PlannedBudgetLimits: { '1793491200': { Amount: '1', Unit: 'USD' } } },
    ],
    [
      'an end before the start',
      { TimePeriod: { Start: new Date('2026-12-01'), End: new Date('2026-11-01') } },
    ],
  ])('refuse %s', async (_what, part) => {
    expect(await refusal(create(part))).toBe('InvalidParameterException');
  });

  it('take planned limits for twelve months from the current one', async () => {
    const PlannedBudgetLimits = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        String(Date.UTC(2026, 10 + i, 1) / 1000),
        { Amount: '5', Unit: 'USD' },
      ]),
    );
    expect(await refusal(create({ BudgetLimit: undefined, PlannedBudgetLimits }))).toBe('no error');
  });

  it('belong to their account', async () => {
    const Budget = budget();
    const asked = client.send(new CreateBudgetCommand({ AccountId: '999999999999', Budget }));
    expect(await refusal(asked)).toBe('AccessDeniedException');
  });

  it('carry tags', async () => {
    await create();
    const ResourceARN = `arn:aws:budgets::${AccountId}:budget/one`;
    await client.send(
      new TagResourceCommand({ ResourceARN, ResourceTags: [{ Key: 'ManagedBy', Value: 'test' }] }),
    );
    const { ResourceTags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(ResourceTags).toEqual([{ Key: 'ManagedBy', Value: 'test' }]);
  });
});

describe('what a budget has spent', () => {
  const usage = { Dimensions: { Key: 'RECORD_TYPE' as const, Values: ['Usage'] } };

  it('is what the bill says under the same filter, and is evaluated three times a day', async () => {
    const FilterExpression = {
      And: [usage, { Dimensions: { Key: 'SERVICE' as const, Values: ['Amazon Bedrock'] } }],
    };
    await create({ FilterExpression, Metrics: ['UnblendedCost'] });
    const billed = async () => {
      const { ResultsByTime } = await clientsOf(simulator).ce.send(
        new GetCostAndUsageCommand({
          TimePeriod: { Start: '2026-11-01', End: '2026-12-01' },
          Granularity: 'MONTHLY',
          Metrics: ['UnblendedCost'],
          Filter: FilterExpression,
        }),
      );
      return exact(ResultsByTime?.[0]?.Total?.UnblendedCost?.Amount);
    };
    const spent = async () => exact((await describeOne())?.CalculatedSpend?.ActualSpend?.Amount);
    simulator.clock.advanceTo(Date.parse('2026-11-24T10:00:00Z'));
    const first = await spent();
    expect(first).toBeGreaterThan(0n);
    expect(first).toBe(await billed());
    simulator.clock.advanceTo(Date.parse('2026-11-24T17:59:00Z'));
    expect(await billed()).toBeGreaterThan(first);
    expect(await spent()).toBe(first);
    simulator.clock.advanceTo(Date.parse('2026-11-24T18:00:00Z'));
    expect(await spent()).toBe(await billed());
  });

  it('drops to zero when the budget is changed, until the next evaluation', async () => {
    await create();
    const spent = async () => exact((await describeOne())?.CalculatedSpend?.ActualSpend?.Amount);
    expect(await spent()).toBeGreaterThan(0n);
    await client.send(new UpdateBudgetCommand({ AccountId, NewBudget: budget() }));
    expect(await spent()).toBe(0n);
    simulator.clock.advanceTo(Date.parse('2026-11-24T10:01:00Z'));
    expect(await spent()).toBeGreaterThan(0n);
  });

  it('reads the older filters too, and shows an expression only when asked', async () => {
    await create({
      CostFilters: { Service: ['Amazon Bedrock'] },
      CostTypes: { IncludeCredit: false, IncludeRefund: false },
    });
    expect(exact((await describeOne())?.CalculatedSpend?.ActualSpend?.Amount)).toBeGreaterThan(0n);
    await create({ BudgetName: 'two', FilterExpression: usage, Metrics: ['UnblendedCost'] });
    const shown = async (ShowFilterExpression: boolean) =>
      (await client.send(new DescribeBudgetCommand({ AccountId, BudgetName: 'two', ShowFilterExpression })))
        .Budget;
    expect((await shown(false))?.FilterExpression).toBeUndefined();
    expect((await shown(true))?.FilterExpression).toEqual(usage);
  });
});

describe('notifications', () => {
  const target = () => ({ AccountId, BudgetName: 'one' });
  const add = (Threshold: number, Subscribers: Subscriber[] = [email('a')]) =>
    client.send(
      new CreateNotificationCommand({ ...target(), Notification: { ...EIGHTY, Threshold }, Subscribers }),
    );

  it('come with the budget or later, ten at most, each once', async () => {
    await client.send(
      new CreateBudgetCommand({
        AccountId,
        Budget: budget(),
        NotificationsWithSubscribers: [{ Notification: EIGHTY, Subscribers: [email('a')] }],
      }),
    );
    expect(await refusal(add(80))).toBe('DuplicateRecordException');
    for (let n = 1; n < 10; n++) await add(n);
    expect(await refusal(add(11))).toBe('CreationLimitExceededException');
    const { Notifications = [] } = await client.send(new DescribeNotificationsForBudgetCommand(target()));
    expect(Notifications).toHaveLength(10);
    expect(Notifications[0]).toMatchObject({ ...EIGHTY, NotificationState: 'ALARM' });
  });

  it('can be changed to another threshold', async () => {
    await create();
    await add(80);
    const NewNotification = { ...EIGHTY, Threshold: 90 };
    const change = () =>
      client.send(new UpdateNotificationCommand({ ...target(), OldNotification: EIGHTY, NewNotification }));
    expect(await refusal(change())).toBe('no error');
    expect(await refusal(change())).toBe('NotFoundException');
  });

  it('have one topic and ten addresses at most, and go with their last subscriber', async () => {
    await create();
    const many = Array.from({ length: 11 }, (_, i) => email(`n${i}`));
    expect(await refusal(add(80, many))).toBe('InvalidParameterException');
    expect(await refusal(add(80, [{ SubscriptionType: 'EMAIL', Address: 'nobody' }]))).toBe(
      'InvalidParameterException',
    );
    await add(80);
    const of = { ...target(), Notification: EIGHTY };
    await client.send(new CreateSubscriberCommand({ ...of, Subscriber: email('b') }));
    const twice = new CreateSubscriberCommand({ ...of, Subscriber: email('b') });
    expect(await refusal(client.send(twice))).toBe('DuplicateRecordException');
    const { Subscribers } = await client.send(new DescribeSubscribersForNotificationCommand(of));
    expect(Subscribers).toEqual([email('a'), email('b')]);
    for (const name of ['a', 'b'])
      await client.send(new DeleteSubscriberCommand({ ...of, Subscriber: email(name) }));
    const gone = client.send(new DescribeSubscribersForNotificationCommand(of));
    expect(await refusal(gone)).toBe('NotFoundException');
  });
});
