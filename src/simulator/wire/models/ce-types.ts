// Made by extract.py from botocore 1.43.11, ce-2017-10-25: do not edit.
export type Context = 'COST_AND_USAGE' | 'RESERVATIONS' | 'SAVINGS_PLANS';
export interface CostAllocationTag {
  TagKey: string;
  Type: CostAllocationTagType;
  Status: CostAllocationTagStatus;
  LastUpdatedDate?: string | undefined;
  LastUsedDate?: string | undefined;
}
export interface CostAllocationTagBackfillRequest {
  BackfillFrom?: string | undefined;
  RequestedAt?: string | undefined;
  CompletedAt?: string | undefined;
  BackfillStatus?: CostAllocationTagBackfillStatus | undefined;
  LastUpdatedAt?: string | undefined;
}
export type CostAllocationTagBackfillStatus = 'SUCCEEDED' | 'PROCESSING' | 'FAILED';
export type CostAllocationTagStatus = 'Active' | 'Inactive';
export interface CostAllocationTagStatusEntry {
  TagKey: string;
  Status: CostAllocationTagStatus;
}
export type CostAllocationTagType = 'AWSGenerated' | 'UserDefined';
export interface CostCategoryValues {
  Key?: string | undefined;
  Values?: Array<string> | undefined;
  MatchOptions?: Array<MatchOption> | undefined;
}
export interface DateInterval {
  Start: string;
  End: string;
}
export type Dimension =
  | 'AZ'
  | 'INSTANCE_TYPE'
  | 'LINKED_ACCOUNT'
  | 'PAYER_ACCOUNT'
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
  | 'AGREEMENT_END_DATE_TIME_AFTER'
  | 'AGREEMENT_END_DATE_TIME_BEFORE'
  | 'INVOICING_ENTITY'
  | 'ANOMALY_TOTAL_IMPACT_ABSOLUTE'
  | 'ANOMALY_TOTAL_IMPACT_PERCENTAGE';
export interface DimensionValues {
  Key?: Dimension | undefined;
  Values?: Array<string> | undefined;
  MatchOptions?: Array<MatchOption> | undefined;
}
export interface DimensionValuesWithAttributes {
  Value?: string | undefined;
  Attributes?: Record<string, string> | undefined;
}
export interface Expression {
  Or?: Array<Expression> | undefined;
  And?: Array<Expression> | undefined;
  Not?: Expression | undefined;
  Dimensions?: DimensionValues | undefined;
  Tags?: TagValues | undefined;
  CostCategories?: CostCategoryValues | undefined;
}
export interface GetCostAndUsageRequest {
  TimePeriod: DateInterval;
  Granularity: Granularity;
  Filter?: Expression | undefined;
  Metrics: Array<string>;
  GroupBy?: Array<GroupDefinition> | undefined;
  BillingViewArn?: string | undefined;
  NextPageToken?: string | undefined;
}
export interface GetCostAndUsageResponse {
  NextPageToken?: string | undefined;
  GroupDefinitions?: Array<GroupDefinition> | undefined;
  ResultsByTime?: Array<ResultByTime> | undefined;
  DimensionValueAttributes?: Array<DimensionValuesWithAttributes> | undefined;
}
export interface GetDimensionValuesRequest {
  SearchString?: string | undefined;
  TimePeriod: DateInterval;
  Dimension: Dimension;
  Context?: Context | undefined;
  Filter?: Expression | undefined;
  SortBy?: Array<SortDefinition> | undefined;
  BillingViewArn?: string | undefined;
  MaxResults?: number | undefined;
  NextPageToken?: string | undefined;
}
export interface GetDimensionValuesResponse {
  DimensionValues: Array<DimensionValuesWithAttributes>;
  ReturnSize: number;
  TotalSize: number;
  NextPageToken?: string | undefined;
}
export interface GetTagsRequest {
  SearchString?: string | undefined;
  TimePeriod: DateInterval;
  TagKey?: string | undefined;
  Filter?: Expression | undefined;
  SortBy?: Array<SortDefinition> | undefined;
  BillingViewArn?: string | undefined;
  MaxResults?: number | undefined;
  NextPageToken?: string | undefined;
}
export interface GetTagsResponse {
  NextPageToken?: string | undefined;
  Tags: Array<string>;
  ReturnSize: number;
  TotalSize: number;
}
export type Granularity = 'DAILY' | 'MONTHLY' | 'HOURLY';
export interface Group {
  Keys?: Array<string> | undefined;
  Metrics?: Record<string, MetricValue> | undefined;
}
export interface GroupDefinition {
  Type?: GroupDefinitionType | undefined;
  Key?: string | undefined;
}
export type GroupDefinitionType = 'DIMENSION' | 'TAG' | 'COST_CATEGORY';
export interface ListCostAllocationTagBackfillHistoryRequest {
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListCostAllocationTagBackfillHistoryResponse {
  BackfillRequests?: Array<CostAllocationTagBackfillRequest> | undefined;
  NextToken?: string | undefined;
}
export interface ListCostAllocationTagsRequest {
  Status?: CostAllocationTagStatus | undefined;
  TagKeys?: Array<string> | undefined;
  Type?: CostAllocationTagType | undefined;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListCostAllocationTagsResponse {
  CostAllocationTags?: Array<CostAllocationTag> | undefined;
  NextToken?: string | undefined;
}
export type MatchOption =
  | 'EQUALS'
  | 'ABSENT'
  | 'STARTS_WITH'
  | 'ENDS_WITH'
  | 'CONTAINS'
  | 'CASE_SENSITIVE'
  | 'CASE_INSENSITIVE'
  | 'GREATER_THAN_OR_EQUAL';
export interface MetricValue {
  Amount?: string | undefined;
  Unit?: string | undefined;
}
export interface ResultByTime {
  TimePeriod?: DateInterval | undefined;
  Total?: Record<string, MetricValue> | undefined;
  Groups?: Array<Group> | undefined;
  Estimated?: boolean | undefined;
}
export interface SortDefinition {
  Key: string;
  SortOrder?: SortOrder | undefined;
}
export type SortOrder = 'ASCENDING' | 'DESCENDING';
export interface StartCostAllocationTagBackfillRequest {
  BackfillFrom: string;
}
export interface StartCostAllocationTagBackfillResponse {
  BackfillRequest?: CostAllocationTagBackfillRequest | undefined;
}
export interface TagValues {
  Key?: string | undefined;
  Values?: Array<string> | undefined;
  MatchOptions?: Array<MatchOption> | undefined;
}
export interface UpdateCostAllocationTagsStatusError {
  TagKey?: string | undefined;
  Code?: string | undefined;
  Message?: string | undefined;
}
export interface UpdateCostAllocationTagsStatusRequest {
  CostAllocationTagsStatus: Array<CostAllocationTagStatusEntry>;
}
export interface UpdateCostAllocationTagsStatusResponse {
  Errors?: Array<UpdateCostAllocationTagsStatusError> | undefined;
}
