// Made by extract.py from botocore 1.43.11, monitoring-2010-08-01: do not edit.
export const cloudwatch = `
op ListMetrics POST / 200 in=ListMetricsInput out=ListMetricsOutput wrap=ListMetricsResult err=InternalServiceError:InternalServiceFault:500,InvalidParameterValue:InvalidParameterValueException:400
op GetMetricData POST / 200 in=GetMetricDataInput out=GetMetricDataOutput wrap=GetMetricDataResult err=InvalidNextToken:InvalidNextToken:400
op GetMetricStatistics POST / 200 in=GetMetricStatisticsInput out=GetMetricStatisticsOutput wrap=GetMetricStatisticsResult err=InvalidParameterValue:InvalidParameterValueException:400,MissingParameter:MissingRequiredParameterException:400,InvalidParameterCombination:InvalidParameterCombinationException:400,InternalServiceError:InternalServiceFault:500
struct ListMetricsInput
  Namespace Namespace
  MetricName MetricName
  Dimensions DimensionFilters
  NextToken string
  RecentlyActive RecentlyActive
  IncludeLinkedAccounts boolean
  OwningAccount AccountId
struct ListMetricsOutput
  Metrics Metrics
  NextToken string
  OwningAccounts OwningAccounts
struct GetMetricDataInput
  MetricDataQueries! MetricDataQueries
  StartTime! timestamp
  EndTime! timestamp
  NextToken string
  ScanBy ScanBy
  MaxDatapoints integer
  LabelOptions LabelOptions
struct GetMetricDataOutput
  MetricDataResults MetricDataResults
  NextToken string
  Messages MetricDataResultMessages
struct GetMetricStatisticsInput
  Namespace! Namespace
  MetricName! MetricName
  Dimensions Dimensions
  StartTime! timestamp
  EndTime! timestamp
  Period! Period
  Statistics Statistics
  ExtendedStatistics ExtendedStatistics
  Unit StandardUnit
struct GetMetricStatisticsOutput
  Label string
  Datapoints Datapoints
string Namespace 1..255 /[^:].*/
string MetricName 1..255
list DimensionFilters DimensionFilter ..10
string RecentlyActive enum PT3H
string AccountId 1..255
list Metrics Metric
list OwningAccounts AccountId
list MetricDataQueries MetricDataQuery
string ScanBy enum TimestampDescending|TimestampAscending
struct LabelOptions
  Timezone string
list MetricDataResults MetricDataResult
list MetricDataResultMessages MessageData
list Dimensions Dimension ..30
int Period 1..
list Statistics Statistic 1..5
list ExtendedStatistics string 1..10
string StandardUnit enum Seconds|Microseconds|Milliseconds|Bytes|Kilobytes|Megabytes|Gigabytes|Terabytes|Bits|Kilobits|Megabits|Gigabits|Terabits|Percent|Count|Bytes/Second|Kilobytes/Second|Megabytes/Second|Gigabytes/Second|Terabytes/Second|Bits/Second|Kilobits/Second|Megabits/Second|Gigabits/Second|Terabits/Second|Count/Second|None
list Datapoints Datapoint
struct DimensionFilter
  Name! DimensionName
  Value DimensionValue
struct Metric
  Namespace Namespace
  MetricName MetricName
  Dimensions Dimensions
struct MetricDataQuery
  Id! MetricId
  MetricStat MetricStat
  Expression MetricExpression
  Label string
  ReturnData boolean
  Period Period
  AccountId AccountId
struct MetricDataResult
  Id MetricId
  Label string
  Timestamps Timestamps
  Values DatapointValues
  StatusCode StatusCode
  Messages MetricDataResultMessages
struct MessageData
  Code string
  Value string
struct Dimension
  Name! DimensionName
  Value! DimensionValue
string Statistic enum SampleCount|Average|Sum|Minimum|Maximum
struct Datapoint
  Timestamp timestamp
  SampleCount double
  Average double
  Sum double
  Minimum double
  Maximum double
  Unit StandardUnit
  ExtendedStatistics DatapointValueMap
string DimensionName 1..255
string DimensionValue 1..1024
string MetricId 1..255
struct MetricStat
  Metric! Metric
  Period! Period
  Stat! string
  Unit StandardUnit
string MetricExpression 1..2048
list Timestamps timestamp
list DatapointValues double
string StatusCode enum Complete|InternalError|PartialData|Forbidden
map DatapointValueMap string double
`;
