// Made by extract.py from botocore 1.43.11, budgets-2016-10-20: do not edit.
export const budgets = String.raw`
op CreateBudget POST / 200 in=CreateBudgetRequest out=CreateBudgetResponse err=InvalidParameterException:InvalidParameterException:400,BillingViewHealthStatusException:BillingViewHealthStatusException:400,InternalErrorException:InternalErrorException:400,CreationLimitExceededException:CreationLimitExceededException:400,DuplicateRecordException:DuplicateRecordException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400,ServiceQuotaExceededException:ServiceQuotaExceededException:400,NotFoundException:NotFoundException:400
op DescribeBudget POST / 200 in=DescribeBudgetRequest out=DescribeBudgetResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,NotFoundException:NotFoundException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op DescribeBudgets POST / 200 in=DescribeBudgetsRequest out=DescribeBudgetsResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,NotFoundException:NotFoundException:400,InvalidNextTokenException:InvalidNextTokenException:400,ExpiredNextTokenException:ExpiredNextTokenException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op UpdateBudget POST / 200 in=UpdateBudgetRequest out=UpdateBudgetResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,BillingViewHealthStatusException:BillingViewHealthStatusException:400,NotFoundException:NotFoundException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400,ServiceQuotaExceededException:ServiceQuotaExceededException:400
op DeleteBudget POST / 200 in=DeleteBudgetRequest out=DeleteBudgetResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,NotFoundException:NotFoundException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op CreateNotification POST / 200 in=CreateNotificationRequest out=CreateNotificationResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,NotFoundException:NotFoundException:400,CreationLimitExceededException:CreationLimitExceededException:400,DuplicateRecordException:DuplicateRecordException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op UpdateNotification POST / 200 in=UpdateNotificationRequest out=UpdateNotificationResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,NotFoundException:NotFoundException:400,DuplicateRecordException:DuplicateRecordException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op DeleteNotification POST / 200 in=DeleteNotificationRequest out=DeleteNotificationResponse err=InvalidParameterException:InvalidParameterException:400,InternalErrorException:InternalErrorException:400,NotFoundException:NotFoundException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op DescribeNotificationsForBudget POST / 200 in=DescribeNotificationsForBudgetRequest out=DescribeNotificationsForBudgetResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,NotFoundException:NotFoundException:400,InvalidNextTokenException:InvalidNextTokenException:400,ExpiredNextTokenException:ExpiredNextTokenException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op DescribeBudgetNotificationsForAccount POST / 200 in=DescribeBudgetNotificationsForAccountRequest out=DescribeBudgetNotificationsForAccountResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,NotFoundException:NotFoundException:400,InvalidNextTokenException:InvalidNextTokenException:400,ExpiredNextTokenException:ExpiredNextTokenException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op CreateSubscriber POST / 200 in=CreateSubscriberRequest out=CreateSubscriberResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,CreationLimitExceededException:CreationLimitExceededException:400,DuplicateRecordException:DuplicateRecordException:400,NotFoundException:NotFoundException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op UpdateSubscriber POST / 200 in=UpdateSubscriberRequest out=UpdateSubscriberResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,NotFoundException:NotFoundException:400,DuplicateRecordException:DuplicateRecordException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op DeleteSubscriber POST / 200 in=DeleteSubscriberRequest out=DeleteSubscriberResponse err=InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400,NotFoundException:NotFoundException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op DescribeSubscribersForNotification POST / 200 in=DescribeSubscribersForNotificationRequest out=DescribeSubscribersForNotificationResponse err=InternalErrorException:InternalErrorException:400,NotFoundException:NotFoundException:400,InvalidParameterException:InvalidParameterException:400,InvalidNextTokenException:InvalidNextTokenException:400,ExpiredNextTokenException:ExpiredNextTokenException:400,AccessDeniedException:AccessDeniedException:400,ThrottlingException:ThrottlingException:400
op ListTagsForResource POST / 200 in=ListTagsForResourceRequest out=ListTagsForResourceResponse err=ThrottlingException:ThrottlingException:400,NotFoundException:NotFoundException:400,AccessDeniedException:AccessDeniedException:400,InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400
op TagResource POST / 200 in=TagResourceRequest out=TagResourceResponse err=ThrottlingException:ThrottlingException:400,ServiceQuotaExceededException:ServiceQuotaExceededException:400,NotFoundException:NotFoundException:400,AccessDeniedException:AccessDeniedException:400,InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400
op UntagResource POST / 200 in=UntagResourceRequest out=UntagResourceResponse err=ThrottlingException:ThrottlingException:400,NotFoundException:NotFoundException:400,AccessDeniedException:AccessDeniedException:400,InternalErrorException:InternalErrorException:400,InvalidParameterException:InvalidParameterException:400
struct CreateBudgetRequest
  AccountId! AccountId
  Budget! Budget
  NotificationsWithSubscribers NotificationWithSubscribersList
  ResourceTags ResourceTagList
struct CreateBudgetResponse
struct DescribeBudgetRequest
  AccountId! AccountId
  BudgetName! BudgetName
  ShowFilterExpression boolean
struct DescribeBudgetResponse
  Budget Budget
struct DescribeBudgetsRequest
  AccountId! AccountId
  MaxResults MaxResultsDescribeBudgets
  NextToken GenericString
  ShowFilterExpression boolean
struct DescribeBudgetsResponse
  Budgets Budgets
  NextToken GenericString
struct UpdateBudgetRequest
  AccountId! AccountId
  NewBudget! Budget
struct UpdateBudgetResponse
struct DeleteBudgetRequest
  AccountId! AccountId
  BudgetName! BudgetName
struct DeleteBudgetResponse
struct CreateNotificationRequest
  AccountId! AccountId
  BudgetName! BudgetName
  Notification! Notification
  Subscribers! Subscribers
struct CreateNotificationResponse
struct UpdateNotificationRequest
  AccountId! AccountId
  BudgetName! BudgetName
  OldNotification! Notification
  NewNotification! Notification
struct UpdateNotificationResponse
struct DeleteNotificationRequest
  AccountId! AccountId
  BudgetName! BudgetName
  Notification! Notification
struct DeleteNotificationResponse
struct DescribeNotificationsForBudgetRequest
  AccountId! AccountId
  BudgetName! BudgetName
  MaxResults MaxResults
  NextToken GenericString
struct DescribeNotificationsForBudgetResponse
  Notifications Notifications
  NextToken GenericString
struct DescribeBudgetNotificationsForAccountRequest
  AccountId! AccountId
  MaxResults MaxResultsBudgetNotifications
  NextToken GenericString
struct DescribeBudgetNotificationsForAccountResponse
  BudgetNotificationsForAccount BudgetNotificationsForAccountList
  NextToken GenericString
struct CreateSubscriberRequest
  AccountId! AccountId
  BudgetName! BudgetName
  Notification! Notification
  Subscriber! Subscriber
struct CreateSubscriberResponse
struct UpdateSubscriberRequest
  AccountId! AccountId
  BudgetName! BudgetName
  Notification! Notification
  OldSubscriber! Subscriber
  NewSubscriber! Subscriber
struct UpdateSubscriberResponse
struct DeleteSubscriberRequest
  AccountId! AccountId
  BudgetName! BudgetName
  Notification! Notification
  Subscriber! Subscriber
struct DeleteSubscriberResponse
struct DescribeSubscribersForNotificationRequest
  AccountId! AccountId
  BudgetName! BudgetName
  Notification! Notification
  MaxResults MaxResults
  NextToken GenericString
struct DescribeSubscribersForNotificationResponse
  Subscribers Subscribers
  NextToken GenericString
struct ListTagsForResourceRequest
  ResourceARN! AmazonResourceName
struct ListTagsForResourceResponse
  ResourceTags ResourceTagList
struct TagResourceRequest
  ResourceARN! AmazonResourceName
  ResourceTags! ResourceTagList
struct TagResourceResponse
struct UntagResourceRequest
  ResourceARN! AmazonResourceName
  ResourceTagKeys! ResourceTagKeyList
struct UntagResourceResponse
string AccountId 12..12 /\d{12}/
struct Budget
  BudgetName! BudgetName
  BudgetLimit Spend
  PlannedBudgetLimits PlannedBudgetLimits
  CostFilters CostFilters
  CostTypes CostTypes
  TimeUnit! TimeUnit
  TimePeriod TimePeriod
  CalculatedSpend CalculatedSpend
  BudgetType! BudgetType
  LastUpdatedTime timestamp
  AutoAdjustData AutoAdjustData
  FilterExpression Expression
  Metrics Metrics
  BillingViewArn BillingViewArn
  HealthStatus HealthStatus
list NotificationWithSubscribersList NotificationWithSubscribers ..10
list ResourceTagList ResourceTag 0..200
string BudgetName 1..100 /^(?![^:\\]*/action/|(?i).*<script>.*</script>.*)[^:\\]+$/
int MaxResultsDescribeBudgets 1..1000
string GenericString 0..2147483647
list Budgets Budget
struct Notification
  NotificationType! NotificationType
  ComparisonOperator! ComparisonOperator
  Threshold! NotificationThreshold
  ThresholdType ThresholdType
  NotificationState NotificationState
list Subscribers Subscriber 1..11
int MaxResults 1..100
list Notifications Notification
int MaxResultsBudgetNotifications 1..1000
list BudgetNotificationsForAccountList BudgetNotificationsForAccount ..1000
struct Subscriber
  SubscriptionType! SubscriptionType
  Address! SubscriberAddress
string AmazonResourceName 1..1011
list ResourceTagKeyList ResourceTagKey 0..200
struct Spend
  Amount! NumericValue
  Unit! UnitValue
map PlannedBudgetLimits GenericString Spend
map CostFilters GenericString DimensionValues
struct CostTypes
  IncludeTax boolean
  IncludeSubscription boolean
  UseBlended boolean
  IncludeRefund boolean
  IncludeCredit boolean
  IncludeUpfront boolean
  IncludeRecurring boolean
  IncludeOtherSubscription boolean
  IncludeSupport boolean
  IncludeDiscount boolean
  UseAmortized boolean
string TimeUnit enum DAILY|MONTHLY|QUARTERLY|ANNUALLY|CUSTOM
struct TimePeriod
  Start timestamp
  End timestamp
struct CalculatedSpend
  ActualSpend! Spend
  ForecastedSpend Spend
string BudgetType enum USAGE|COST|RI_UTILIZATION|RI_COVERAGE|SAVINGS_PLANS_UTILIZATION|SAVINGS_PLANS_COVERAGE
struct AutoAdjustData
  AutoAdjustType! AutoAdjustType
  HistoricalOptions HistoricalOptions
  LastAutoAdjustTime timestamp
struct Expression
  Or Expressions
  And Expressions
  Not Expression
  Dimensions ExpressionDimensionValues
  Tags TagValues
  CostCategories CostCategoryValues
list Metrics Metric ..1
string BillingViewArn 20..2048 /^arn:aws[a-z-]*:(billing)::[0-9]{12}:billingview/[a-zA-Z0-9/:_\+=\.\-@]{0,75}[a-zA-Z0-9]$/
struct HealthStatus
  Status HealthStatusValue
  StatusReason HealthStatusReason
  LastUpdatedTime timestamp
struct NotificationWithSubscribers
  Notification! Notification
  Subscribers! Subscribers
struct ResourceTag
  Key! ResourceTagKey
  Value! ResourceTagValue
string NotificationType enum ACTUAL|FORECASTED
string ComparisonOperator enum GREATER_THAN|LESS_THAN|EQUAL_TO
double NotificationThreshold 0..15000000000000
string ThresholdType enum PERCENTAGE|ABSOLUTE_VALUE
string NotificationState enum OK|ALARM
struct BudgetNotificationsForAccount
  Notifications Notifications
  BudgetName BudgetName
string SubscriptionType enum SNS|EMAIL
string SubscriberAddress 1..2147483647
string ResourceTagKey 1..128
string NumericValue 1..2147483647 /([0-9]*\.)?[0-9]+/
string UnitValue 1..2147483647
list DimensionValues DimensionValue
string AutoAdjustType enum HISTORICAL|FORECAST
struct HistoricalOptions
  BudgetAdjustmentPeriod! AdjustmentPeriod
  LookBackAvailablePeriods AdjustmentPeriod
list Expressions Expression
struct ExpressionDimensionValues
  Key! Dimension
  Values! Values
  MatchOptions MatchOptions
struct TagValues
  Key TagKey
  Values Values
  MatchOptions MatchOptions
struct CostCategoryValues
  Key string
  Values Values
  MatchOptions MatchOptions
string Metric enum BlendedCost|UnblendedCost|AmortizedCost|NetUnblendedCost|NetAmortizedCost|UsageQuantity|NormalizedUsageAmount|Hours
string HealthStatusValue enum HEALTHY|UNHEALTHY
string HealthStatusReason enum BILLING_VIEW_NO_ACCESS|BILLING_VIEW_UNHEALTHY|FILTER_INVALID|MULTI_YEAR_HISTORICAL_DATA_DISABLED
string ResourceTagValue 0..256
string DimensionValue 0..2147483647
int AdjustmentPeriod 1..60
string Dimension enum AZ|INSTANCE_TYPE|LINKED_ACCOUNT|LINKED_ACCOUNT_NAME|OPERATION|PURCHASE_TYPE|REGION|SERVICE|SERVICE_CODE|USAGE_TYPE|USAGE_TYPE_GROUP|RECORD_TYPE|OPERATING_SYSTEM|TENANCY|SCOPE|PLATFORM|SUBSCRIPTION_ID|LEGAL_ENTITY_NAME|INVOICING_ENTITY|DEPLOYMENT_OPTION|DATABASE_ENGINE|CACHE_ENGINE|INSTANCE_TYPE_FAMILY|BILLING_ENTITY|RESERVATION_ID|RESOURCE_ID|RIGHTSIZING_TYPE|SAVINGS_PLANS_TYPE|SAVINGS_PLAN_ARN|PAYMENT_OPTION|RESERVATION_MODIFIED|TAG_KEY|COST_CATEGORY_NAME
list Values Value 1..
list MatchOptions MatchOption
string TagKey 0..1024
string Value 0..1024
string MatchOption enum EQUALS|ABSENT|STARTS_WITH|ENDS_WITH|CONTAINS|GREATER_THAN_OR_EQUAL|CASE_SENSITIVE|CASE_INSENSITIVE
`;
