// Made by extract.py from botocore 1.43.11, sts-2011-06-15: do not edit.
export interface AssumeRoleRequest {
  RoleArn: string;
  RoleSessionName: string;
  PolicyArns?: Array<PolicyDescriptorType> | undefined;
  Policy?: string | undefined;
  DurationSeconds?: number | undefined;
  Tags?: Array<Tag> | undefined;
  TransitiveTagKeys?: Array<string> | undefined;
  ExternalId?: string | undefined;
  SerialNumber?: string | undefined;
  TokenCode?: string | undefined;
  SourceIdentity?: string | undefined;
  ProvidedContexts?: Array<ProvidedContext> | undefined;
}
export interface AssumeRoleResponse {
  Credentials?: Credentials | undefined;
  AssumedRoleUser?: AssumedRoleUser | undefined;
  PackedPolicySize?: number | undefined;
  SourceIdentity?: string | undefined;
}
export interface AssumedRoleUser {
  AssumedRoleId: string;
  Arn: string;
}
export interface Credentials {
  AccessKeyId: string;
  SecretAccessKey: string;
  SessionToken: string;
  Expiration: Date;
}
export interface GetCallerIdentityResponse {
  UserId?: string | undefined;
  Account?: string | undefined;
  Arn?: string | undefined;
}
export interface PolicyDescriptorType {
  arn?: string | undefined;
}
export interface ProvidedContext {
  ProviderArn?: string | undefined;
  ContextAssertion?: string | undefined;
}
export interface Tag {
  Key: string;
  Value: string;
}
