import { checkBudget, invalidParameter } from './budget-check.ts';
import { notificationHandlers } from './budget-notifications.ts';
import { limitOf, Spending } from './budget-spend.ts';
import { type Budgets, notFound } from './budget-store.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { budgets as text } from './models/budgets.ts';
import type {
  Budget,
  CreateBudgetRequest,
  DescribeBudgetRequest,
  DescribeBudgetResponse,
  DescribeBudgetsRequest,
  DescribeBudgetsResponse,
  ResourceTag,
  UpdateBudgetRequest,
} from './models/budgets-types.ts';
import { page } from './paging.ts';
import type { Call, Handler, Service } from './service.ts';

const DEFAULT_PAGE = 100;
const MAX_BUDGETS = 20_000;
/** AWS's default end of a budget, 15 June 2087. */
const FOREVER = new Date('2087-06-15T00:00:00Z');
const DEFAULT_COST_TYPES = {
  IncludeTax: true,
  IncludeSubscription: true,
  UseBlended: false,
  IncludeRefund: true,
  IncludeCredit: true,
  IncludeUpfront: true,
  IncludeRecurring: true,
  IncludeOtherSubscription: true,
  IncludeSupport: true,
  IncludeDiscount: true,
  UseAmortized: false,
};

/** AWS Budgets: budgets with notifications, subscribers and tags; spend is read from the bill three times a day. */
export function budgetsService(store: Budgets): Service {
  const spending = new Spending();
  const handlers: Record<string, Handler> = {
    CreateBudget: (call: Call, input: CreateBudgetRequest) => createBudget(call, input, store),
    UpdateBudget: (call: Call, { NewBudget }: UpdateBudgetRequest) => {
      const stored = store.get(call.account, NewBudget.BudgetName);
      checkBudget(call.world, NewBudget);
      stored.budget = complete(call, NewBudget);
      // "When you modify a budget, the calculatedSpend drops to zero until AWS has new usage data."
      stored.evaluated = spending.nothing(call, NewBudget);
      return {};
    },
    DeleteBudget: (call: Call, input: { BudgetName: string }) => {
      store.get(call.account, input.BudgetName);
      store.delete(call.account, input.BudgetName);
      return {};
    },
    DescribeBudget: (call: Call, input: DescribeBudgetRequest): DescribeBudgetResponse => {
      const stored = store.get(call.account, input.BudgetName);
      return {
        Budget: shown(spending.evaluated(call, stored), call.world.clock.now(), input.ShowFilterExpression),
      };
    },
    DescribeBudgets: (call: Call, input: DescribeBudgetsRequest): DescribeBudgetsResponse => {
      const { items, next } = page(
        store.list(call.account),
        input.MaxResults ?? DEFAULT_PAGE,
        input.NextToken,
        [call.account, 'budgets'],
        badToken,
      );
      return {
        Budgets: items.map((stored) =>
          shown(spending.evaluated(call, stored), call.world.clock.now(), input.ShowFilterExpression),
        ),
        ...(next !== undefined && { NextToken: next }),
      };
    },
    ...notificationHandlers(store, spending),
    ...tagHandlers(store),
  };
  return {
    id: 'budgets',
    signingName: 'budgets',
    targetPrefix: 'AWSBudgetServiceGateway',
    jsonVersion: '1.1',
    model: parseModel(text),
    invalid: invalidParameter,
    throttled: (message) => new AwsError('ThrottlingException', message),
    handlers: Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [name, ownAccountOnly(handler)]),
    ),
  };
}

/** `AccountId` must be the caller's own. */
function ownAccountOnly(handler: Handler): Handler {
  return (call: Call, input: { AccountId?: string }) => {
    if (input.AccountId !== undefined && input.AccountId !== call.account)
      throw new AwsError('AccessDeniedException', `Access denied for account ${input.AccountId}`);
    return handler(call, input as never);
  };
}

function createBudget(call: Call, input: CreateBudgetRequest, store: Budgets): object {
  const { Budget: budget, NotificationsWithSubscribers = [], ResourceTags = [] } = input;
  const name = budget.BudgetName;
  checkBudget(call.world, budget);
  if (store.has(call.account, name))
    throw new AwsError(
      'DuplicateRecordException',
      `Error creating budget: ${name} - the budget already exists.`,
    );
  if (store.count(call.account) >= MAX_BUDGETS)
    throw new AwsError('CreationLimitExceededException', `An account has at most ${MAX_BUDGETS} budgets`);
  store.create(call.account, complete(call, budget), NotificationsWithSubscribers, ResourceTags);
  return {};
}

/** A budget with AWS's defaults filled in; what AWS computes itself is not taken from the caller. */
function complete(call: Call, budget: Budget): Budget {
  const { CalculatedSpend: _spend, HealthStatus: _health, ...given } = budget;
  const now = call.world.clock.now();
  const { Start, End } = budget.TimePeriod ?? {};
  return {
    ...given,
    ...(given.PlannedBudgetLimits && { BudgetLimit: limitOf(given, now) }),
    TimePeriod: { Start: Start ?? periodStart(budget, now), End: End ?? FOREVER },
    LastUpdatedTime: new Date(now),
  };
}

function periodStart({ TimeUnit }: Budget, now: number): Date {
  const date = new Date(now);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (TimeUnit === 'DAILY') return new Date(Date.UTC(year, month, day));
  if (TimeUnit === 'QUARTERLY') return new Date(Date.UTC(year, month - (month % 3), 1));
  return new Date(Date.UTC(year, TimeUnit === 'ANNUALLY' ? 0 : month, 1));
}

/** As AWS describes it: the filter expression only when it was asked for, the older members otherwise. */
function shown(budget: Budget, now: number, showExpression: boolean | undefined): Budget {
  const { FilterExpression, Metrics, ...given } = budget;
  const rest = given.PlannedBudgetLimits ? { ...given, BudgetLimit: limitOf(given, now) } : given;
  const health = { Status: 'HEALTHY', LastUpdatedTime: budget.LastUpdatedTime } as const;
  if (showExpression && (FilterExpression || Metrics))
    return { ...rest, FilterExpression, Metrics, HealthStatus: health };
  return {
    ...rest,
    CostFilters: rest.CostFilters ?? {},
    CostTypes: { ...DEFAULT_COST_TYPES, ...rest.CostTypes },
    HealthStatus: health,
  };
}

function tagHandlers(store: Budgets): Record<string, Handler> {
  const find = (call: Call, arn: string) => {
    const name = /^arn:aws:budgets::(\d{12}):budget\/(.+)$/.exec(arn);
    if (!name) throw invalidParameter(`Invalid resource ARN: ${arn}`);
    if (name[1] !== call.account) throw notFound(arn);
    return store.get(call.account, name[2] ?? '');
  };
  return {
    ListTagsForResource: (call: Call, { ResourceARN }: { ResourceARN: string }) => ({
      ResourceTags: [...find(call, ResourceARN).tags].map(([Key, Value]) => ({ Key, Value })),
    }),
    TagResource: (call: Call, input: { ResourceARN: string; ResourceTags: ResourceTag[] }) => {
      const { tags } = find(call, input.ResourceARN);
      for (const { Key, Value } of input.ResourceTags) tags.set(Key, Value);
      return {};
    },
    UntagResource: (call: Call, input: { ResourceARN: string; ResourceTagKeys: string[] }) => {
      const { tags } = find(call, input.ResourceARN);
      for (const key of input.ResourceTagKeys) tags.delete(key);
      return {};
    },
  };
}

const badToken = () => new AwsError('InvalidNextTokenException', 'The pagination token is invalid.');
