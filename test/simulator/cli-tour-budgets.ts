/** One call of the stock AWS CLI; `{name}` in an argument stands for what an earlier step kept. */
export interface TourStep {
  args: string[];
  /** Keeps the text that `--query` finds under a name. */
  keep?: { name: string; query: string };
  /** The error code that AWS would answer with; a step without one must succeed. */
  error?: string;
}

/** Splits the first word list at blanks and leaves the rest as it is. */
export const step = (words: string, ...rest: string[]) => [...words.split(' '), ...rest];

const BUDGET = 'tour-budget';
const NOTIFICATION =
  'NotificationType=ACTUAL,ComparisonOperator=GREATER_THAN,Threshold=80,ThresholdType=PERCENTAGE';
const CHANGED =
  'NotificationType=FORECASTED,ComparisonOperator=GREATER_THAN,Threshold=100,ThresholdType=PERCENTAGE';
const FIRST = 'SubscriptionType=EMAIL,Address=first@example.com';
const SECOND = 'SubscriptionType=EMAIL,Address=second@example.com';
const THIRD = 'SubscriptionType=EMAIL,Address=third@example.com';

/** A budget with its tags, notifications and subscribers, from its making to its end. */
export function budgetSteps(account: string): TourStep[] {
  return [
    ...describedBudget(account),
    ...notifications(account),
    { args: step('budgets delete-budget --account-id', account, '--budget-name', BUDGET) },
  ];
}

function describedBudget(account: string): TourStep[] {
  const own = ['--account-id', account];
  const budget = (amount: string) =>
    JSON.stringify({
      BudgetName: BUDGET,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: amount, Unit: 'USD' },
      FilterExpression: { Tags: { Key: 'UserEmail', Values: ['tour@example.com'] } },
      Metrics: ['UnblendedCost'],
    });
  const arn = `arn:aws:budgets::${account}:budget/${BUDGET}`;
  return [
    {
      args: step(
        'budgets create-budget --resource-tags Key=ManagedBy,Value=tour --budget',
        budget('100'),
        ...own,
      ),
    },
    {
      args: step('budgets create-budget --budget', budget('100'), ...own),
      error: 'DuplicateRecordException',
    },
    { args: step('budgets describe-budget --budget-name', BUDGET, ...own) },
    { args: step('budgets describe-budget --show-filter-expression --budget-name', BUDGET, ...own) },
    { args: step('budgets describe-budget --budget-name nobody', ...own), error: 'NotFoundException' },
    { args: step('budgets update-budget --new-budget', budget('200.50'), ...own) },
    {
      args: step('budgets update-budget --new-budget', budget('0'), ...own),
      error: 'InvalidParameterException',
    },
    { args: step('budgets describe-budgets', ...own) },
    { args: step('budgets list-tags-for-resource --resource-arn', arn) },
    { args: step('budgets tag-resource --resource-tags Key=Team,Value=tour --resource-arn', arn) },
    { args: step('budgets untag-resource --resource-tag-keys Team --resource-arn', arn) },
  ];
}

function notifications(account: string): TourStep[] {
  const of = (command: string, notification: string | undefined, ...rest: string[]) => [
    ...step(`budgets ${command} --account-id ${account} --budget-name ${BUDGET}`),
    ...(notification === undefined ? [] : ['--notification', notification]),
    ...rest,
  ];
  return [
    { args: of('create-notification', NOTIFICATION, '--subscribers', FIRST) },
    {
      args: of('create-notification', NOTIFICATION, '--subscribers', FIRST),
      error: 'DuplicateRecordException',
    },
    { args: of('create-subscriber', NOTIFICATION, '--subscriber', SECOND) },
    {
      args: of('update-subscriber', NOTIFICATION, '--old-subscriber', SECOND, '--new-subscriber', THIRD),
    },
    { args: of('describe-subscribers-for-notification', NOTIFICATION) },
    { args: of('delete-subscriber', NOTIFICATION, '--subscriber', THIRD) },
    {
      args: of(
        'update-notification',
        undefined,
        '--old-notification',
        NOTIFICATION,
        '--new-notification',
        CHANGED,
      ),
    },
    { args: of('describe-notifications-for-budget', undefined) },
    { args: step(`budgets describe-budget-notifications-for-account --account-id ${account}`) },
    { args: of('delete-notification', CHANGED) },
    { args: of('delete-notification', CHANGED), error: 'NotFoundException' },
  ];
}
