// Made by extract.py from botocore 1.43.11, monitoring-2010-08-01: do not edit.
export interface Datapoint {
  Timestamp?: Date | undefined;
  SampleCount?: number | undefined;
  Average?: number | undefined;
  Sum?: number | undefined;
  Minimum?: number | undefined;
  Maximum?: number | undefined;
  Unit?: StandardUnit | undefined;
  ExtendedStatistics?: Record<string, number> | undefined;
}
export interface Dimension {
  Name: string;
  Value: string;
}
export interface DimensionFilter {
  Name: string;
  Value?: string | undefined;
}
export interface GetMetricDataInput {
  MetricDataQueries: Array<MetricDataQuery>;
  StartTime: Date;
  EndTime: Date;
  NextToken?: string | undefined;
  ScanBy?: ScanBy | undefined;
  MaxDatapoints?: number | undefined;
  LabelOptions?: LabelOptions | undefined;
}
export interface GetMetricDataOutput {
  MetricDataResults?: Array<MetricDataResult> | undefined;
  NextToken?: string | undefined;
  Messages?: Array<MessageData> | undefined;
}
export interface GetMetricStatisticsInput {
  Namespace: string;
  MetricName: string;
  Dimensions?: Array<Dimension> | undefined;
  StartTime: Date;
  EndTime: Date;
  Period: number;
  Statistics?: Array<Statistic> | undefined;
  ExtendedStatistics?: Array<string> | undefined;
  Unit?: StandardUnit | undefined;
}
export interface GetMetricStatisticsOutput {
  Label?: string | undefined;
  Datapoints?: Array<Datapoint> | undefined;
}
export interface LabelOptions {
  Timezone?: string | undefined;
}
export interface ListMetricsInput {
  Namespace?: string | undefined;
  MetricName?: string | undefined;
  Dimensions?: Array<DimensionFilter> | undefined;
  NextToken?: string | undefined;
  RecentlyActive?: RecentlyActive | undefined;
  IncludeLinkedAccounts?: boolean | undefined;
  OwningAccount?: string | undefined;
}
export interface ListMetricsOutput {
  Metrics?: Array<Metric> | undefined;
  NextToken?: string | undefined;
  OwningAccounts?: Array<string> | undefined;
}
export interface MessageData {
  Code?: string | undefined;
  Value?: string | undefined;
}
export interface Metric {
  Namespace?: string | undefined;
  MetricName?: string | undefined;
  Dimensions?: Array<Dimension> | undefined;
}
export interface MetricDataQuery {
  Id: string;
  MetricStat?: MetricStat | undefined;
  Expression?: string | undefined;
  Label?: string | undefined;
  ReturnData?: boolean | undefined;
  Period?: number | undefined;
  AccountId?: string | undefined;
}
export interface MetricDataResult {
  Id?: string | undefined;
  Label?: string | undefined;
  Timestamps?: Array<Date> | undefined;
  Values?: Array<number> | undefined;
  StatusCode?: StatusCode | undefined;
  Messages?: Array<MessageData> | undefined;
}
export interface MetricStat {
  Metric: Metric;
  Period: number;
  Stat: string;
  Unit?: StandardUnit | undefined;
}
export type RecentlyActive = 'PT3H';
export type ScanBy = 'TimestampDescending' | 'TimestampAscending';
export type StandardUnit =
  | 'Seconds'
  | 'Microseconds'
  | 'Milliseconds'
  | 'Bytes'
  | 'Kilobytes'
  | 'Megabytes'
  | 'Gigabytes'
  | 'Terabytes'
  | 'Bits'
  | 'Kilobits'
  | 'Megabits'
  | 'Gigabits'
  | 'Terabits'
  | 'Percent'
  | 'Count'
  | 'Bytes/Second'
  | 'Kilobytes/Second'
  | 'Megabytes/Second'
  | 'Gigabytes/Second'
  | 'Terabytes/Second'
  | 'Bits/Second'
  | 'Kilobits/Second'
  | 'Megabits/Second'
  | 'Gigabits/Second'
  | 'Terabits/Second'
  | 'Count/Second'
  | 'None';
export type Statistic = 'SampleCount' | 'Average' | 'Sum' | 'Minimum' | 'Maximum';
export type StatusCode = 'Complete' | 'InternalError' | 'PartialData' | 'Forbidden';
