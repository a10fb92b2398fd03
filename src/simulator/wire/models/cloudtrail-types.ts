// Made by extract.py from botocore 1.43.11, cloudtrail-2013-11-01: do not edit.
export interface Event {
  EventId?: string | undefined;
  EventName?: string | undefined;
  ReadOnly?: string | undefined;
  AccessKeyId?: string | undefined;
  EventTime?: Date | undefined;
  EventSource?: string | undefined;
  Username?: string | undefined;
  Resources?: Array<Resource> | undefined;
  CloudTrailEvent?: string | undefined;
}
export type EventCategory = 'insight';
export interface LookupAttribute {
  AttributeKey: LookupAttributeKey;
  AttributeValue: string;
}
export type LookupAttributeKey =
  | 'EventId'
  | 'EventName'
  | 'ReadOnly'
  | 'Username'
  | 'ResourceType'
  | 'ResourceName'
  | 'EventSource'
  | 'AccessKeyId';
export interface LookupEventsRequest {
  LookupAttributes?: Array<LookupAttribute> | undefined;
  StartTime?: Date | undefined;
  EndTime?: Date | undefined;
  EventCategory?: EventCategory | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface LookupEventsResponse {
  Events?: Array<Event> | undefined;
  NextToken?: string | undefined;
}
export interface Resource {
  ResourceType?: string | undefined;
  ResourceName?: string | undefined;
}
