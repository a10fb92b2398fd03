// Made by extract.py from botocore 1.43.11, resourcegroupstaggingapi-2017-01-26: do not edit.
export interface ComplianceDetails {
  NoncompliantKeys?: Array<string> | undefined;
  KeysWithNoncompliantValues?: Array<string> | undefined;
  ComplianceStatus?: boolean | undefined;
}
export type ErrorCode = 'InternalServiceException' | 'InvalidParameterException';
export interface FailureInfo {
  StatusCode?: number | undefined;
  ErrorCode?: ErrorCode | undefined;
  ErrorMessage?: string | undefined;
}
export interface GetResourcesInput {
  PaginationToken?: string | undefined;
  TagFilters?: Array<TagFilter> | undefined;
  ResourcesPerPage?: number | undefined;
  TagsPerPage?: number | undefined;
  ResourceTypeFilters?: Array<string> | undefined;
  IncludeComplianceDetails?: boolean | undefined;
  ExcludeCompliantResources?: boolean | undefined;
  ResourceARNList?: Array<string> | undefined;
}
export interface GetResourcesOutput {
  PaginationToken?: string | undefined;
  ResourceTagMappingList?: Array<ResourceTagMapping> | undefined;
}
export interface GetTagKeysInput {
  PaginationToken?: string | undefined;
}
export interface GetTagKeysOutput {
  PaginationToken?: string | undefined;
  TagKeys?: Array<string> | undefined;
}
export interface GetTagValuesInput {
  PaginationToken?: string | undefined;
  Key: string;
}
export interface GetTagValuesOutput {
  PaginationToken?: string | undefined;
  TagValues?: Array<string> | undefined;
}
export interface ResourceTagMapping {
  ResourceARN?: string | undefined;
  Tags?: Array<Tag> | undefined;
  ComplianceDetails?: ComplianceDetails | undefined;
}
export interface Tag {
  Key: string;
  Value: string;
}
export interface TagFilter {
  Key?: string | undefined;
  Values?: Array<string> | undefined;
}
export interface TagResourcesInput {
  ResourceARNList: Array<string>;
  Tags: Record<string, string>;
}
export interface TagResourcesOutput {
  FailedResourcesMap?: Record<string, FailureInfo> | undefined;
}
export interface UntagResourcesInput {
  ResourceARNList: Array<string>;
  TagKeys: Array<string>;
}
export interface UntagResourcesOutput {
  FailedResourcesMap?: Record<string, FailureInfo> | undefined;
}
