// Made by extract.py from botocore 1.43.11, cloudtrail-2013-11-01: do not edit.
export const cloudtrail = `
op LookupEvents POST / 200 in=LookupEventsRequest out=LookupEventsResponse err=InvalidLookupAttributesException:InvalidLookupAttributesException:400,InvalidTimeRangeException:InvalidTimeRangeException:400,InvalidMaxResultsException:InvalidMaxResultsException:400,InvalidNextTokenException:InvalidNextTokenException:400,InvalidEventCategoryException:InvalidEventCategoryException:400,UnsupportedOperationException:UnsupportedOperationException:400,OperationNotPermittedException:OperationNotPermittedException:400
struct LookupEventsRequest
  LookupAttributes LookupAttributesList
  StartTime timestamp
  EndTime timestamp
  EventCategory EventCategory
  MaxResults MaxResults
  NextToken string
struct LookupEventsResponse
  Events EventsList
  NextToken string
list LookupAttributesList LookupAttribute
string EventCategory enum insight
int MaxResults 1..50
list EventsList Event
struct LookupAttribute
  AttributeKey! LookupAttributeKey
  AttributeValue! LookupAttributeValue
struct Event
  EventId string
  EventName string
  ReadOnly string
  AccessKeyId string
  EventTime timestamp
  EventSource string
  Username string
  Resources ResourceList
  CloudTrailEvent string
string LookupAttributeKey enum EventId|EventName|ReadOnly|Username|ResourceType|ResourceName|EventSource|AccessKeyId
string LookupAttributeValue 1..2000
list ResourceList Resource
struct Resource
  ResourceType string
  ResourceName string
`;
