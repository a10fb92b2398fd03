// Made by extract.py from botocore 1.43.11, sts-2011-06-15: do not edit.
export const sts = String.raw`
op GetCallerIdentity POST / 200 in=GetCallerIdentityRequest out=GetCallerIdentityResponse wrap=GetCallerIdentityResult err=
op AssumeRole POST / 200 in=AssumeRoleRequest out=AssumeRoleResponse wrap=AssumeRoleResult err=MalformedPolicyDocument:MalformedPolicyDocumentException:400,PackedPolicyTooLarge:PackedPolicyTooLargeException:400,RegionDisabledException:RegionDisabledException:403,ExpiredTokenException:ExpiredTokenException:400
struct GetCallerIdentityRequest
struct GetCallerIdentityResponse
  UserId string
  Account string
  Arn arnType
struct AssumeRoleRequest
  RoleArn! arnType
  RoleSessionName! roleSessionNameType
  PolicyArns policyDescriptorListType
  Policy unrestrictedSessionPolicyDocumentType
  DurationSeconds roleDurationSecondsType
  Tags tagListType
  TransitiveTagKeys tagKeyListType
  ExternalId externalIdType
  SerialNumber serialNumberType
  TokenCode tokenCodeType
  SourceIdentity sourceIdentityType
  ProvidedContexts ProvidedContextsListType
struct AssumeRoleResponse
  Credentials Credentials
  AssumedRoleUser AssumedRoleUser
  PackedPolicySize nonNegativeIntegerType
  SourceIdentity sourceIdentityType
string arnType 20..2048 /[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+/
string roleSessionNameType 2..64 /[\w+=,.@-]*/
list policyDescriptorListType PolicyDescriptorType
string unrestrictedSessionPolicyDocumentType 1.. /[\u0009\u000A\u000D\u0020-\u00FF]+/
int roleDurationSecondsType 900..43200
list tagListType Tag ..50
list tagKeyListType tagKeyType ..50
string externalIdType 2..1224 /[\w+=,.@:\/-]*/
string serialNumberType 9..256 /[\w+=/:,.@-]*/
string tokenCodeType 6..6 /[\d]*/
string sourceIdentityType 2..64 /[\w+=,.@-]*/
list ProvidedContextsListType ProvidedContext 1..5
struct Credentials
  AccessKeyId! accessKeyIdType
  SecretAccessKey! string
  SessionToken! string
  Expiration! timestamp
struct AssumedRoleUser
  AssumedRoleId! assumedRoleIdType
  Arn! arnType
int nonNegativeIntegerType 0..
struct PolicyDescriptorType
  arn arnType
struct Tag
  Key! tagKeyType
  Value! tagValueType
string tagKeyType 1..128 /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/
struct ProvidedContext
  ProviderArn arnType
  ContextAssertion contextAssertionType
string accessKeyIdType 16..128 /[\w]*/
string assumedRoleIdType 2..193 /[\w+=,.@:-]*/
string tagValueType 0..256 /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/
string contextAssertionType 4..2048
`;
