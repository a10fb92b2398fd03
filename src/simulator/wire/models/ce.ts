// Made by extract.py from botocore 1.43.11, ce-2017-10-25: do not edit.
export const ce = String.raw`
op GetCostAndUsage POST / 200 in=GetCostAndUsageRequest out=GetCostAndUsageResponse err=LimitExceededException:LimitExceededException:400,BillExpirationException:BillExpirationException:400,DataUnavailableException:DataUnavailableException:400,InvalidNextTokenException:InvalidNextTokenException:400,RequestChangedException:RequestChangedException:400,ResourceNotFoundException:ResourceNotFoundException:400,BillingViewHealthStatusException:BillingViewHealthStatusException:400
op GetDimensionValues POST / 200 in=GetDimensionValuesRequest out=GetDimensionValuesResponse err=LimitExceededException:LimitExceededException:400,BillExpirationException:BillExpirationException:400,DataUnavailableException:DataUnavailableException:400,InvalidNextTokenException:InvalidNextTokenException:400,RequestChangedException:RequestChangedException:400,ResourceNotFoundException:ResourceNotFoundException:400,BillingViewHealthStatusException:BillingViewHealthStatusException:400
op GetTags POST / 200 in=GetTagsRequest out=GetTagsResponse err=LimitExceededException:LimitExceededException:400,BillExpirationException:BillExpirationException:400,DataUnavailableException:DataUnavailableException:400,InvalidNextTokenException:InvalidNextTokenException:400,RequestChangedException:RequestChangedException:400,ResourceNotFoundException:ResourceNotFoundException:400,BillingViewHealthStatusException:BillingViewHealthStatusException:400
op ListCostAllocationTags POST / 200 in=ListCostAllocationTagsRequest out=ListCostAllocationTagsResponse err=LimitExceededException:LimitExceededException:400,InvalidNextTokenException:InvalidNextTokenException:400
op UpdateCostAllocationTagsStatus POST / 200 in=UpdateCostAllocationTagsStatusRequest out=UpdateCostAllocationTagsStatusResponse err=LimitExceededException:LimitExceededException:400
op StartCostAllocationTagBackfill POST / 200 in=StartCostAllocationTagBackfillRequest out=StartCostAllocationTagBackfillResponse err=LimitExceededException:LimitExceededException:400,BackfillLimitExceededException:BackfillLimitExceededException:400
op ListCostAllocationTagBackfillHistory POST / 200 in=ListCostAllocationTagBackfillHistoryRequest out=ListCostAllocationTagBackfillHistoryResponse err=LimitExceededException:LimitExceededException:400,InvalidNextTokenException:InvalidNextTokenException:400
struct GetCostAndUsageRequest
  TimePeriod! DateInterval
  Granularity! Granularity
  Filter Expression
  Metrics! MetricNames
  GroupBy GroupDefinitions
  BillingViewArn BillingViewArn
  NextPageToken NextPageToken
struct GetCostAndUsageResponse
  NextPageToken NextPageToken
  GroupDefinitions GroupDefinitions
  ResultsByTime ResultsByTime
  DimensionValueAttributes DimensionValuesWithAttributesList
struct GetDimensionValuesRequest
  SearchString SearchString
  TimePeriod! DateInterval
  Dimension! Dimension
  Context Context
  Filter Expression
  SortBy SortDefinitions
  BillingViewArn BillingViewArn
  MaxResults MaxResults
  NextPageToken NextPageToken
struct GetDimensionValuesResponse
  DimensionValues! DimensionValuesWithAttributesList
  ReturnSize! integer
  TotalSize! integer
  NextPageToken NextPageToken
struct GetTagsRequest
  SearchString SearchString
  TimePeriod! DateInterval
  TagKey TagKey
  Filter Expression
  SortBy SortDefinitions
  BillingViewArn BillingViewArn
  MaxResults MaxResults
  NextPageToken NextPageToken
struct GetTagsResponse
  NextPageToken NextPageToken
  Tags! TagList
  ReturnSize! integer
  TotalSize! integer
struct ListCostAllocationTagsRequest
  Status CostAllocationTagStatus
  TagKeys CostAllocationTagKeyList
  Type CostAllocationTagType
  NextToken NextPageToken
  MaxResults CostAllocationTagsMaxResults
struct ListCostAllocationTagsResponse
  CostAllocationTags CostAllocationTagList
  NextToken NextPageToken
struct UpdateCostAllocationTagsStatusRequest
  CostAllocationTagsStatus! CostAllocationTagStatusList
struct UpdateCostAllocationTagsStatusResponse
  Errors UpdateCostAllocationTagsStatusErrors
struct StartCostAllocationTagBackfillRequest
  BackfillFrom! ZonedDateTime
struct StartCostAllocationTagBackfillResponse
  BackfillRequest CostAllocationTagBackfillRequest
struct ListCostAllocationTagBackfillHistoryRequest
  NextToken NextPageToken
  MaxResults CostAllocationTagsMaxResults
struct ListCostAllocationTagBackfillHistoryResponse
  BackfillRequests CostAllocationTagBackfillRequestList
  NextToken NextPageToken
struct DateInterval
  Start! YearMonthDay
  End! YearMonthDay
string Granularity enum DAILY|MONTHLY|HOURLY
struct Expression
  Or Expressions
  And Expressions
  Not Expression
  Dimensions DimensionValues
  Tags TagValues
  CostCategories CostCategoryValues
list MetricNames MetricName
list GroupDefinitions GroupDefinition
string BillingViewArn 20..2048 /^arn:aws[a-z-]*:(billing)::[0-9]{12}:billingview/[-a-zA-Z0-9/:_+=.-@]{1,43}$/
string NextPageToken 0..8192
list ResultsByTime ResultByTime
list DimensionValuesWithAttributesList DimensionValuesWithAttributes
string SearchString 0..1024
string Dimension enum AZ|INSTANCE_TYPE|LINKED_ACCOUNT|PAYER_ACCOUNT|LINKED_ACCOUNT_NAME|OPERATION|PURCHASE_TYPE|REGION|SERVICE|SERVICE_CODE|USAGE_TYPE|USAGE_TYPE_GROUP|RECORD_TYPE|OPERATING_SYSTEM|TENANCY|SCOPE|PLATFORM|SUBSCRIPTION_ID|LEGAL_ENTITY_NAME|DEPLOYMENT_OPTION|DATABASE_ENGINE|CACHE_ENGINE|INSTANCE_TYPE_FAMILY|BILLING_ENTITY|RESERVATION_ID|RESOURCE_ID|RIGHTSIZING_TYPE|SAVINGS_PLANS_TYPE|SAVINGS_PLAN_ARN|PAYMENT_OPTION|AGREEMENT_END_DATE_TIME_AFTER|AGREEMENT_END_DATE_TIME_BEFORE|INVOICING_ENTITY|ANOMALY_TOTAL_IMPACT_ABSOLUTE|ANOMALY_TOTAL_IMPACT_PERCENTAGE
string Context enum COST_AND_USAGE|RESERVATIONS|SAVINGS_PLANS
list SortDefinitions SortDefinition
int MaxResults 1..
string TagKey 0..1024
list TagList string
string CostAllocationTagStatus enum Active|Inactive
list CostAllocationTagKeyList TagKey 1..100
string CostAllocationTagType enum AWSGenerated|UserDefined
int CostAllocationTagsMaxResults 1..1000
list CostAllocationTagList CostAllocationTag 0..100
list CostAllocationTagStatusList CostAllocationTagStatusEntry 1..20
list UpdateCostAllocationTagsStatusErrors UpdateCostAllocationTagsStatusError 0..20
string ZonedDateTime 20..25 /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(([+-]\d\d:\d\d)|Z)$/
struct CostAllocationTagBackfillRequest
  BackfillFrom ZonedDateTime
  RequestedAt ZonedDateTime
  CompletedAt ZonedDateTime
  BackfillStatus CostAllocationTagBackfillStatus
  LastUpdatedAt ZonedDateTime
list CostAllocationTagBackfillRequestList CostAllocationTagBackfillRequest 0..1000
string YearMonthDay 0..40 /(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}Z)?/
list Expressions Expression
struct DimensionValues
  Key Dimension
  Values Values
  MatchOptions MatchOptions
struct TagValues
  Key TagKey
  Values Values
  MatchOptions MatchOptions
struct CostCategoryValues
  Key CostCategoryName
  Values Values
  MatchOptions MatchOptions
string MetricName 0..1024
struct GroupDefinition
  Type GroupDefinitionType
  Key GroupDefinitionKey
struct ResultByTime
  TimePeriod DateInterval
  Total Metrics
  Groups Groups
  Estimated boolean
struct DimensionValuesWithAttributes
  Value Value
  Attributes Attributes
struct SortDefinition
  Key! SortDefinitionKey
  SortOrder SortOrder
struct CostAllocationTag
  TagKey! TagKey
  Type! CostAllocationTagType
  Status! CostAllocationTagStatus
  LastUpdatedDate ZonedDateTime
  LastUsedDate ZonedDateTime
struct CostAllocationTagStatusEntry
  TagKey! TagKey
  Status! CostAllocationTagStatus
struct UpdateCostAllocationTagsStatusError
  TagKey TagKey
  Code GenericString
  Message string
string CostAllocationTagBackfillStatus enum SUCCEEDED|PROCESSING|FAILED
list Values Value
list MatchOptions MatchOption
string CostCategoryName 1..50 /^(?! )[\p{L}\p{N}\p{Z}-_]*(?<! )$/
string GroupDefinitionType enum DIMENSION|TAG|COST_CATEGORY
string GroupDefinitionKey 0..1024
map Metrics MetricName MetricValue
list Groups Group
string Value 0..1024
map Attributes string string
string SortDefinitionKey 0..1024
string SortOrder enum ASCENDING|DESCENDING
string GenericString 0..1024
string MatchOption enum EQUALS|ABSENT|STARTS_WITH|ENDS_WITH|CONTAINS|CASE_SENSITIVE|CASE_INSENSITIVE|GREATER_THAN_OR_EQUAL
struct MetricValue
  Amount string
  Unit string
struct Group
  Keys Keys
  Metrics Metrics
list Keys string
`;
