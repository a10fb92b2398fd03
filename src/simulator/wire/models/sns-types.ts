// Made by extract.py from botocore 1.43.11, sns-2010-03-31: do not edit.
export interface CreateTopicInput {
  Name: string;
  Attributes?: Record<string, string> | undefined;
  Tags?: Array<Tag> | undefined;
  DataProtectionPolicy?: string | undefined;
}
export interface CreateTopicResponse {
  TopicArn?: string | undefined;
}
export interface GetTopicAttributesInput {
  TopicArn: string;
}
export interface GetTopicAttributesResponse {
  Attributes?: Record<string, string> | undefined;
}
export interface MessageAttributeValue {
  DataType: string;
  StringValue?: string | undefined;
  BinaryValue?: string | undefined;
}
export interface PublishInput {
  TopicArn?: string | undefined;
  TargetArn?: string | undefined;
  PhoneNumber?: string | undefined;
  Message: string;
  Subject?: string | undefined;
  MessageStructure?: string | undefined;
  MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
  MessageDeduplicationId?: string | undefined;
  MessageGroupId?: string | undefined;
}
export interface PublishResponse {
  MessageId?: string | undefined;
  SequenceNumber?: string | undefined;
}
export interface Tag {
  Key: string;
  Value: string;
}
