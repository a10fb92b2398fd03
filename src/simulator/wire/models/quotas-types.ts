// Made by extract.py from botocore 1.43.11, service-quotas-2019-06-24: do not edit.
export type AppliedLevelEnum = 'ACCOUNT' | 'RESOURCE' | 'ALL';
export type ErrorCode =
  | 'DEPENDENCY_ACCESS_DENIED_ERROR'
  | 'DEPENDENCY_THROTTLING_ERROR'
  | 'DEPENDENCY_SERVICE_ERROR'
  | 'SERVICE_QUOTA_NOT_AVAILABLE_ERROR';
export interface ErrorReason {
  ErrorCode?: ErrorCode | undefined;
  ErrorMessage?: string | undefined;
}
export interface GetServiceQuotaRequest {
  ServiceCode: string;
  QuotaCode: string;
  ContextId?: string | undefined;
}
export interface GetServiceQuotaResponse {
  Quota?: ServiceQuota | undefined;
}
export interface ListServiceQuotasRequest {
  ServiceCode: string;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
  QuotaCode?: string | undefined;
  QuotaAppliedAtLevel?: AppliedLevelEnum | undefined;
}
export interface ListServiceQuotasResponse {
  NextToken?: string | undefined;
  Quotas?: Array<ServiceQuota> | undefined;
}
export interface MetricInfo {
  MetricNamespace?: string | undefined;
  MetricName?: string | undefined;
  MetricDimensions?: Record<string, string> | undefined;
  MetricStatisticRecommendation?: string | undefined;
}
export type PeriodUnit = 'MICROSECOND' | 'MILLISECOND' | 'SECOND' | 'MINUTE' | 'HOUR' | 'DAY' | 'WEEK';
export interface QuotaContextInfo {
  ContextScope?: QuotaContextScope | undefined;
  ContextScopeType?: string | undefined;
  ContextId?: string | undefined;
}
export type QuotaContextScope = 'RESOURCE' | 'ACCOUNT';
export interface QuotaPeriod {
  PeriodValue?: number | undefined;
  PeriodUnit?: PeriodUnit | undefined;
}
export interface ServiceQuota {
  ServiceCode?: string | undefined;
  ServiceName?: string | undefined;
  QuotaArn?: string | undefined;
  QuotaCode?: string | undefined;
  QuotaName?: string | undefined;
  Value?: number | undefined;
  Unit?: string | undefined;
  Adjustable?: boolean | undefined;
  GlobalQuota?: boolean | undefined;
  UsageMetric?: MetricInfo | undefined;
  Period?: QuotaPeriod | undefined;
  ErrorReason?: ErrorReason | undefined;
  QuotaAppliedAtLevel?: AppliedLevelEnum | undefined;
  QuotaContext?: QuotaContextInfo | undefined;
  Description?: string | undefined;
}
