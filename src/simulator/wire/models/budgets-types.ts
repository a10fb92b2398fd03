// Made by extract.py from botocore 1.43.11, budgets-2016-10-20: do not edit.
export interface AutoAdjustData {
  AutoAdjustType: AutoAdjustType;
  HistoricalOptions?: HistoricalOptions | undefined;
  LastAutoAdjustTime?: Date | undefined;
}
export type AutoAdjustType = 'HISTORICAL' | 'FORECAST';
export interface Budget {
  BudgetName: string;
  BudgetLimit?: Spend | undefined;
  PlannedBudgetLimits?: Record<string, Spend> | undefined;
  CostFilters?: Record<string, Array<string>> | undefined;
  CostTypes?: CostTypes | undefined;
  TimeUnit: TimeUnit;
  TimePeriod?: TimePeriod | undefined;
  CalculatedSpend?: CalculatedSpend | undefined;
  BudgetType: BudgetType;
  LastUpdatedTime?: Date | undefined;
  AutoAdjustData?: AutoAdjustData | undefined;
  FilterExpression?: Expression | undefined;
  Metrics?: Array<Metric> | undefined;
  BillingViewArn?: string | undefined;
  HealthStatus?: HealthStatus | undefined;
}
export interface BudgetNotificationsForAccount {
  Notifications?: Array<Notification> | undefined;
  BudgetName?: string | undefined;
}
export type BudgetType =
  | 'USAGE'
  | 'COST'
  | 'RI_UTILIZATION'
  | 'RI_COVERAGE'
  | 'SAVINGS_PLANS_UTILIZATION'
  | 'SAVINGS_PLANS_COVERAGE';
export interface CalculatedSpend {
  ActualSpend: Spend;
  ForecastedSpend?: Spend | undefined;
}
export type ComparisonOperator = 'GREATER_THAN' | 'LESS_THAN' | 'EQUAL_TO';
export interface CostCategoryValues {
  Key?: string | undefined;
  Values?: Array<string> | undefined;
  MatchOptions?: Array<MatchOption> | undefined;
}
export interface CostTypes {
  IncludeTax?: boolean | undefined;
  IncludeSubscription?: boolean | undefined;
  UseBlended?: boolean | undefined;
  IncludeRefund?: boolean | undefined;
  IncludeCredit?: boolean | undefined;
  IncludeUpfront?: boolean | undefined;
  IncludeRecurring?: boolean | undefined;
  IncludeOtherSubscription?: boolean | undefined;
  IncludeSupport?: boolean | undefined;
  IncludeDiscount?: boolean | undefined;
  UseAmortized?: boolean | undefined;
}
export interface CreateBudgetRequest {
  AccountId: string;
  Budget: Budget;
  NotificationsWithSubscribers?: Array<NotificationWithSubscribers> | undefined;
  ResourceTags?: Array<ResourceTag> | undefined;
}
export interface CreateNotificationRequest {
  AccountId: string;
  BudgetName: string;
  Notification: Notification;
  Subscribers: Array<Subscriber>;
}
export interface CreateSubscriberRequest {
  AccountId: string;
  BudgetName: string;
  Notification: Notification;
  Subscriber: Subscriber;
}
export interface DeleteBudgetRequest {
  AccountId: string;
  BudgetName: string;
}
export interface DeleteNotificationRequest {
  AccountId: string;
  BudgetName: string;
  Notification: Notification;
}
export interface DeleteSubscriberRequest {
  AccountId: string;
  BudgetName: string;
  Notification: Notification;
  Subscriber: Subscriber;
}
export interface DescribeBudgetNotificationsForAccountRequest {
  AccountId: string;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface DescribeBudgetNotificationsForAccountResponse {
  BudgetNotificationsForAccount?: Array<BudgetNotificationsForAccount> | undefined;
  NextToken?: string | undefined;
}
export interface DescribeBudgetRequest {
  AccountId: string;
  BudgetName: string;
  ShowFilterExpression?: boolean | undefined;
}
export interface DescribeBudgetResponse {
  Budget?: Budget | undefined;
}
export interface DescribeBudgetsRequest {
  AccountId: string;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
  ShowFilterExpression?: boolean | undefined;
}
export interface DescribeBudgetsResponse {
  Budgets?: Array<Budget> | undefined;
  NextToken?: string | undefined;
}
export interface DescribeNotificationsForBudgetRequest {
  AccountId: string;
  BudgetName: string;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface DescribeNotificationsForBudgetResponse {
  Notifications?: Array<Notification> | undefined;
  NextToken?: string | undefined;
}
export interface DescribeSubscribersForNotificationRequest {
  AccountId: string;
  BudgetName: string;
  Notification: Notification;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface DescribeSubscribersForNotificationResponse {
  Subscribers?: Array<Subscriber> | undefined;
  NextToken?: string | undefined;
}
export type Dimension =
  | 'AZ'
  | 'INSTANCE_TYPE'
  | 'LINKED_ACCOUNT'
  | 'LINKED_ACCOUNT_NAME'
  | 'OPERATION'
  | 'PURCHASE_TYPE'
  | 'REGION'
  | 'SERVICE'
  | 'SERVICE_CODE'
  | 'USAGE_TYPE'
  | 'USAGE_TYPE_GROUP'
  | 'RECORD_TYPE'
  | 'OPERATING_SYSTEM'
  | 'TENANCY'
  | 'SCOPE'
  | 'PLATFORM'
  | 'SUBSCRIPTION_ID'
  | 'LEGAL_ENTITY_NAME'
  | 'INVOICING_ENTITY'
  | 'DEPLOYMENT_OPTION'
  | 'DATABASE_ENGINE'
  | 'CACHE_ENGINE'
  | 'INSTANCE_TYPE_FAMILY'
  | 'BILLING_ENTITY'
  | 'RESERVATION_ID'
  | 'RESOURCE_ID'
  | 'RIGHTSIZING_TYPE'
  | 'SAVINGS_PLANS_TYPE'
  | 'SAVINGS_PLAN_ARN'
  | 'PAYMENT_OPTION'
  | 'RESERVATION_MODIFIED'
  | 'TAG_KEY'
  | 'COST_CATEGORY_NAME';
export interface Expression {
  Or?: Array<Expression> | undefined;
  And?: Array<Expression> | undefined;
  Not?: Expression | undefined;
  Dimensions?: ExpressionDimensionValues | undefined;
  Tags?: TagValues | undefined;
  CostCategories?: CostCategoryValues | undefined;
}
export interface ExpressionDimensionValues {
  Key: Dimension;
  Values: Array<string>;
  MatchOptions?: Array<MatchOption> | undefined;
}
export interface HealthStatus {
  Status?: HealthStatusValue | undefined;
  StatusReason?: HealthStatusReason | undefined;
  LastUpdatedTime?: Date | undefined;
}
export type HealthStatusReason =
  | 'BILLING_VIEW_NO_ACCESS'
  | 'BILLING_VIEW_UNHEALTHY'
  | 'FILTER_INVALID'
  | 'MULTI_YEAR_HISTORICAL_DATA_DISABLED';
export type HealthStatusValue = 'HEALTHY' | 'UNHEALTHY';
export interface HistoricalOptions {
  BudgetAdjustmentPeriod: number;
  LookBackAvailablePeriods?: number | undefined;
}
export interface ListTagsForResourceRequest {
  ResourceARN: string;
}
export interface ListTagsForResourceResponse {
  ResourceTags?: Array<ResourceTag> | undefined;
}
export type MatchOption =
  | 'EQUALS'
  | 'ABSENT'
  | 'STARTS_WITH'
  | 'ENDS_WITH'
  | 'CONTAINS'
  | 'GREATER_THAN_OR_EQUAL'
  | 'CASE_SENSITIVE'
  | 'CASE_INSENSITIVE';
export type Metric =
  | 'BlendedCost'
  | 'UnblendedCost'
  | 'AmortizedCost'
  | 'NetUnblendedCost'
  | 'NetAmortizedCost'
  | 'UsageQuantity'
  | 'NormalizedUsageAmount'
  | 'Hours';
export interface Notification {
  NotificationType: NotificationType;
  ComparisonOperator: ComparisonOperator;
  Threshold: number;
  ThresholdType?: ThresholdType | undefined;
  NotificationState?: NotificationState | undefined;
}
export type NotificationState = 'OK' | 'ALARM';
export type NotificationType = 'ACTUAL' | 'FORECASTED';
export interface NotificationWithSubscribers {
  Notification: Notification;
  Subscribers: Array<Subscriber>;
}
export interface ResourceTag {
  Key: string;
  Value: string;
}
export interface Spend {
  Amount: string;
  Unit: string;
}
export interface Subscriber {
  SubscriptionType: SubscriptionType;
  Address: string;
}
export type SubscriptionType = 'SNS' | 'EMAIL';
export interface TagResourceRequest {
  ResourceARN: string;
  ResourceTags: Array<ResourceTag>;
}
export interface TagValues {
  Key?: string | undefined;
  Values?: Array<string> | undefined;
  MatchOptions?: Array<MatchOption> | undefined;
}
export type ThresholdType = 'PERCENTAGE' | 'ABSOLUTE_VALUE';
export interface TimePeriod {
  Start?: Date | undefined;
  End?: Date | undefined;
}
export type TimeUnit = 'DAILY' | 'MONTHLY' | 'QUARTERLY' | 'ANNUALLY' | 'CUSTOM';
export interface UntagResourceRequest {
  ResourceARN: string;
  ResourceTagKeys: Array<string>;
}
export interface UpdateBudgetRequest {
  AccountId: string;
  NewBudget: Budget;
}
export interface UpdateNotificationRequest {
  AccountId: string;
  BudgetName: string;
  OldNotification: Notification;
  NewNotification: Notification;
}
export interface UpdateSubscriberRequest {
  AccountId: string;
  BudgetName: string;
  Notification: Notification;
  OldSubscriber: Subscriber;
  NewSubscriber: Subscriber;
}
