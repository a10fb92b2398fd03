// Made by extract.py from botocore 1.43.11, resourcegroupstaggingapi-2017-01-26: do not edit.
export const tagging = `
op GetResources POST / 200 in=GetResourcesInput out=GetResourcesOutput err=InvalidParameterException:InvalidParameterException:400,ThrottledException:ThrottledException:400,InternalServiceException:InternalServiceException:400,PaginationTokenExpiredException:PaginationTokenExpiredException:400
op TagResources POST / 200 in=TagResourcesInput out=TagResourcesOutput err=InvalidParameterException:InvalidParameterException:400,ThrottledException:ThrottledException:400,InternalServiceException:InternalServiceException:400
op UntagResources POST / 200 in=UntagResourcesInput out=UntagResourcesOutput err=InvalidParameterException:InvalidParameterException:400,ThrottledException:ThrottledException:400,InternalServiceException:InternalServiceException:400
op GetTagKeys POST / 200 in=GetTagKeysInput out=GetTagKeysOutput err=InvalidParameterException:InvalidParameterException:400,ThrottledException:ThrottledException:400,InternalServiceException:InternalServiceException:400,PaginationTokenExpiredException:PaginationTokenExpiredException:400
op GetTagValues POST / 200 in=GetTagValuesInput out=GetTagValuesOutput err=InvalidParameterException:InvalidParameterException:400,ThrottledException:ThrottledException:400,InternalServiceException:InternalServiceException:400,PaginationTokenExpiredException:PaginationTokenExpiredException:400
struct GetResourcesInput
  PaginationToken PaginationToken
  TagFilters TagFilterList
  ResourcesPerPage integer
  TagsPerPage integer
  ResourceTypeFilters ResourceTypeFilterList
  IncludeComplianceDetails boolean
  ExcludeCompliantResources boolean
  ResourceARNList ResourceARNListForGet
struct GetResourcesOutput
  PaginationToken PaginationToken
  ResourceTagMappingList ResourceTagMappingList
struct TagResourcesInput
  ResourceARNList! ResourceARNListForTagUntag
  Tags! TagMap
struct TagResourcesOutput
  FailedResourcesMap FailedResourcesMap
struct UntagResourcesInput
  ResourceARNList! ResourceARNListForTagUntag
  TagKeys! TagKeyListForUntag
struct UntagResourcesOutput
  FailedResourcesMap FailedResourcesMap
struct GetTagKeysInput
  PaginationToken PaginationToken
struct GetTagKeysOutput
  PaginationToken PaginationToken
  TagKeys TagKeyList
struct GetTagValuesInput
  PaginationToken PaginationToken
  Key! TagKey
struct GetTagValuesOutput
  PaginationToken PaginationToken
  TagValues TagValuesOutputList
string PaginationToken 0..2048
list TagFilterList TagFilter 0..50
list ResourceTypeFilterList AmazonResourceType
list ResourceARNListForGet ResourceARN 1..100
list ResourceTagMappingList ResourceTagMapping
list ResourceARNListForTagUntag ResourceARN 1..20
map TagMap TagKey TagValue 1..50
map FailedResourcesMap ResourceARN FailureInfo
list TagKeyListForUntag TagKey 1..50
list TagKeyList TagKey
string TagKey 1..128
list TagValuesOutputList TagValue
struct TagFilter
  Key TagKey
  Values TagValueList
string AmazonResourceType 0..256
string ResourceARN 1..1011
struct ResourceTagMapping
  ResourceARN ResourceARN
  Tags TagList
  ComplianceDetails ComplianceDetails
string TagValue 0..256
struct FailureInfo
  StatusCode integer
  ErrorCode ErrorCode
  ErrorMessage string
list TagValueList TagValue 0..20
list TagList Tag
struct ComplianceDetails
  NoncompliantKeys TagKeyList
  KeysWithNoncompliantValues TagKeyList
  ComplianceStatus boolean
string ErrorCode enum InternalServiceException|InvalidParameterException
struct Tag
  Key! TagKey
  Value! TagValue
`;
