// Made by extract.py from botocore 1.43.11, sns-2010-03-31: do not edit.
export const sns = `
op Publish POST / 200 in=PublishInput out=PublishResponse wrap=PublishResult err=InvalidParameter:InvalidParameterException:400,ParameterValueInvalid:InvalidParameterValueException:400,InternalError:InternalErrorException:500,NotFound:NotFoundException:404,EndpointDisabled:EndpointDisabledException:400,PlatformApplicationDisabled:PlatformApplicationDisabledException:400,AuthorizationError:AuthorizationErrorException:403,KMSDisabled:KMSDisabledException:400,KMSInvalidState:KMSInvalidStateException:400,KMSNotFound:KMSNotFoundException:400,KMSOptInRequired:KMSOptInRequired:403,KMSThrottling:KMSThrottlingException:400,KMSAccessDenied:KMSAccessDeniedException:400,InvalidSecurity:InvalidSecurityException:403,ValidationException:ValidationException:400
op GetTopicAttributes POST / 200 in=GetTopicAttributesInput out=GetTopicAttributesResponse wrap=GetTopicAttributesResult err=InvalidParameter:InvalidParameterException:400,InternalError:InternalErrorException:500,NotFound:NotFoundException:404,AuthorizationError:AuthorizationErrorException:403,InvalidSecurity:InvalidSecurityException:403
op CreateTopic POST / 200 in=CreateTopicInput out=CreateTopicResponse wrap=CreateTopicResult err=InvalidParameter:InvalidParameterException:400,TopicLimitExceeded:TopicLimitExceededException:403,InternalError:InternalErrorException:500,AuthorizationError:AuthorizationErrorException:403,InvalidSecurity:InvalidSecurityException:403,TagLimitExceeded:TagLimitExceededException:400,StaleTag:StaleTagException:400,TagPolicy:TagPolicyException:400,ConcurrentAccess:ConcurrentAccessException:400
struct PublishInput
  TopicArn string
  TargetArn string
  PhoneNumber string
  Message! string
  Subject string
  MessageStructure string
  MessageAttributes MessageAttributeMap
  MessageDeduplicationId string
  MessageGroupId string
struct PublishResponse
  MessageId string
  SequenceNumber string
struct GetTopicAttributesInput
  TopicArn! string
struct GetTopicAttributesResponse
  Attributes TopicAttributesMap
struct CreateTopicInput
  Name! string
  Attributes TopicAttributesMap
  Tags TagList
  DataProtectionPolicy string
struct CreateTopicResponse
  TopicArn string
map MessageAttributeMap string MessageAttributeValue as=Name:Value
map TopicAttributesMap string string
list TagList Tag
struct MessageAttributeValue
  DataType! string
  StringValue string
  BinaryValue blob
struct Tag
  Key! TagKey
  Value! TagValue
string TagKey 1..128
string TagValue 0..256
`;
