// Made by extract.py from botocore 1.43.11, service-quotas-2019-06-24: do not edit.
export const quotas = `
op GetServiceQuota POST / 200 in=GetServiceQuotaRequest out=GetServiceQuotaResponse err=AccessDeniedException:AccessDeniedException:400,NoSuchResourceException:NoSuchResourceException:400,IllegalArgumentException:IllegalArgumentException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
op ListServiceQuotas POST / 200 in=ListServiceQuotasRequest out=ListServiceQuotasResponse err=AccessDeniedException:AccessDeniedException:400,NoSuchResourceException:NoSuchResourceException:400,IllegalArgumentException:IllegalArgumentException:400,InvalidPaginationTokenException:InvalidPaginationTokenException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
struct GetServiceQuotaRequest
  ServiceCode! ServiceCode
  QuotaCode! QuotaCode
  ContextId string
struct GetServiceQuotaResponse
  Quota ServiceQuota
struct ListServiceQuotasRequest
  ServiceCode! ServiceCode
  NextToken NextToken
  MaxResults MaxResults
  QuotaCode QuotaCode
  QuotaAppliedAtLevel AppliedLevelEnum
struct ListServiceQuotasResponse
  NextToken NextToken
  Quotas ServiceQuotaListDefinition
string ServiceCode 1..63 /[a-zA-Z][a-zA-Z0-9-]{1,63}/
string QuotaCode 1..128 /[a-zA-Z][a-zA-Z0-9-]{1,128}/
struct ServiceQuota
  ServiceCode ServiceCode
  ServiceName string
  QuotaArn string
  QuotaCode QuotaCode
  QuotaName string
  Value QuotaValue
  Unit string
  Adjustable boolean
  GlobalQuota boolean
  UsageMetric MetricInfo
  Period QuotaPeriod
  ErrorReason ErrorReason
  QuotaAppliedAtLevel AppliedLevelEnum
  QuotaContext QuotaContextInfo
  Description QuotaDescription
string NextToken ..2048 /^[a-zA-Z0-9/+]*={0,2}$/
int MaxResults 1..100
string AppliedLevelEnum enum ACCOUNT|RESOURCE|ALL
list ServiceQuotaListDefinition ServiceQuota
double QuotaValue 0..10000000000
struct MetricInfo
  MetricNamespace string
  MetricName string
  MetricDimensions MetricDimensionsMapDefinition
  MetricStatisticRecommendation Statistic
struct QuotaPeriod
  PeriodValue integer
  PeriodUnit PeriodUnit
struct ErrorReason
  ErrorCode ErrorCode
  ErrorMessage string
struct QuotaContextInfo
  ContextScope QuotaContextScope
  ContextScopeType string
  ContextId string
string QuotaDescription 0..350 /^.{0,350}$/
map MetricDimensionsMapDefinition string string ..10
string Statistic 1..256 /(Sum|Maximum)/
string PeriodUnit enum MICROSECOND|MILLISECOND|SECOND|MINUTE|HOUR|DAY|WEEK
string ErrorCode enum DEPENDENCY_ACCESS_DENIED_ERROR|DEPENDENCY_THROTTLING_ERROR|DEPENDENCY_SERVICE_ERROR|SERVICE_QUOTA_NOT_AVAILABLE_ERROR
string QuotaContextScope enum RESOURCE|ACCOUNT
`;
