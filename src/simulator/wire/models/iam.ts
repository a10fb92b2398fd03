// Made by extract.py from botocore 1.43.11, iam-2010-05-08: do not edit.
export const iam = String.raw`
op CreateRole POST / 200 in=CreateRoleRequest out=CreateRoleResponse wrap=CreateRoleResult err=LimitExceeded:LimitExceededException:409,InvalidInput:InvalidInputException:400,EntityAlreadyExists:EntityAlreadyExistsException:409,MalformedPolicyDocument:MalformedPolicyDocumentException:400,ConcurrentModification:ConcurrentModificationException:409,ServiceFailure:ServiceFailureException:500
op GetRole POST / 200 in=GetRoleRequest out=GetRoleResponse wrap=GetRoleResult err=NoSuchEntity:NoSuchEntityException:404,ServiceFailure:ServiceFailureException:500
op ListRoles POST / 200 in=ListRolesRequest out=ListRolesResponse wrap=ListRolesResult err=ServiceFailure:ServiceFailureException:500
op DeleteRole POST / 200 in=DeleteRoleRequest err=NoSuchEntity:NoSuchEntityException:404,DeleteConflict:DeleteConflictException:409,LimitExceeded:LimitExceededException:409,UnmodifiableEntity:UnmodifiableEntityException:400,ConcurrentModification:ConcurrentModificationException:409,ServiceFailure:ServiceFailureException:500
op TagRole POST / 200 in=TagRoleRequest err=NoSuchEntity:NoSuchEntityException:404,LimitExceeded:LimitExceededException:409,InvalidInput:InvalidInputException:400,ConcurrentModification:ConcurrentModificationException:409,ServiceFailure:ServiceFailureException:500
op PutRolePolicy POST / 200 in=PutRolePolicyRequest err=LimitExceeded:LimitExceededException:409,MalformedPolicyDocument:MalformedPolicyDocumentException:400,NoSuchEntity:NoSuchEntityException:404,UnmodifiableEntity:UnmodifiableEntityException:400,ServiceFailure:ServiceFailureException:500
op GetRolePolicy POST / 200 in=GetRolePolicyRequest out=GetRolePolicyResponse wrap=GetRolePolicyResult err=NoSuchEntity:NoSuchEntityException:404,ServiceFailure:ServiceFailureException:500
op ListRolePolicies POST / 200 in=ListRolePoliciesRequest out=ListRolePoliciesResponse wrap=ListRolePoliciesResult err=NoSuchEntity:NoSuchEntityException:404,ServiceFailure:ServiceFailureException:500
op DeleteRolePolicy POST / 200 in=DeleteRolePolicyRequest err=NoSuchEntity:NoSuchEntityException:404,LimitExceeded:LimitExceededException:409,UnmodifiableEntity:UnmodifiableEntityException:400,ServiceFailure:ServiceFailureException:500
op AttachRolePolicy POST / 200 in=AttachRolePolicyRequest err=NoSuchEntity:NoSuchEntityException:404,LimitExceeded:LimitExceededException:409,InvalidInput:InvalidInputException:400,UnmodifiableEntity:UnmodifiableEntityException:400,PolicyNotAttachable:PolicyNotAttachableException:400,ServiceFailure:ServiceFailureException:500
op DetachRolePolicy POST / 200 in=DetachRolePolicyRequest err=NoSuchEntity:NoSuchEntityException:404,LimitExceeded:LimitExceededException:409,InvalidInput:InvalidInputException:400,UnmodifiableEntity:UnmodifiableEntityException:400,ServiceFailure:ServiceFailureException:500
op ListAttachedRolePolicies POST / 200 in=ListAttachedRolePoliciesRequest out=ListAttachedRolePoliciesResponse wrap=ListAttachedRolePoliciesResult err=NoSuchEntity:NoSuchEntityException:404,InvalidInput:InvalidInputException:400,ServiceFailure:ServiceFailureException:500
op CreatePolicy POST / 200 in=CreatePolicyRequest out=CreatePolicyResponse wrap=CreatePolicyResult err=InvalidInput:InvalidInputException:400,LimitExceeded:LimitExceededException:409,EntityAlreadyExists:EntityAlreadyExistsException:409,MalformedPolicyDocument:MalformedPolicyDocumentException:400,ConcurrentModification:ConcurrentModificationException:409,ServiceFailure:ServiceFailureException:500
op GetPolicy POST / 200 in=GetPolicyRequest out=GetPolicyResponse wrap=GetPolicyResult err=NoSuchEntity:NoSuchEntityException:404,InvalidInput:InvalidInputException:400,ServiceFailure:ServiceFailureException:500
op ListPolicies POST / 200 in=ListPoliciesRequest out=ListPoliciesResponse wrap=ListPoliciesResult err=ServiceFailure:ServiceFailureException:500
op GetPolicyVersion POST / 200 in=GetPolicyVersionRequest out=GetPolicyVersionResponse wrap=GetPolicyVersionResult err=NoSuchEntity:NoSuchEntityException:404,InvalidInput:InvalidInputException:400,ServiceFailure:ServiceFailureException:500
op CreatePolicyVersion POST / 200 in=CreatePolicyVersionRequest out=CreatePolicyVersionResponse wrap=CreatePolicyVersionResult err=NoSuchEntity:NoSuchEntityException:404,MalformedPolicyDocument:MalformedPolicyDocumentException:400,InvalidInput:InvalidInputException:400,LimitExceeded:LimitExceededException:409,ServiceFailure:ServiceFailureException:500
op ListPolicyVersions POST / 200 in=ListPolicyVersionsRequest out=ListPolicyVersionsResponse wrap=ListPolicyVersionsResult err=NoSuchEntity:NoSuchEntityException:404,InvalidInput:InvalidInputException:400,ServiceFailure:ServiceFailureException:500
op DeletePolicyVersion POST / 200 in=DeletePolicyVersionRequest err=NoSuchEntity:NoSuchEntityException:404,LimitExceeded:LimitExceededException:409,InvalidInput:InvalidInputException:400,DeleteConflict:DeleteConflictException:409,ServiceFailure:ServiceFailureException:500
op DeletePolicy POST / 200 in=DeletePolicyRequest err=NoSuchEntity:NoSuchEntityException:404,LimitExceeded:LimitExceededException:409,InvalidInput:InvalidInputException:400,DeleteConflict:DeleteConflictException:409,ServiceFailure:ServiceFailureException:500
op PutRolePermissionsBoundary POST / 200 in=PutRolePermissionsBoundaryRequest err=NoSuchEntity:NoSuchEntityException:404,InvalidInput:InvalidInputException:400,UnmodifiableEntity:UnmodifiableEntityException:400,PolicyNotAttachable:PolicyNotAttachableException:400,ServiceFailure:ServiceFailureException:500
op CreateUser POST / 200 in=CreateUserRequest out=CreateUserResponse wrap=CreateUserResult err=LimitExceeded:LimitExceededException:409,EntityAlreadyExists:EntityAlreadyExistsException:409,NoSuchEntity:NoSuchEntityException:404,InvalidInput:InvalidInputException:400,ConcurrentModification:ConcurrentModificationException:409,ServiceFailure:ServiceFailureException:500
op TagUser POST / 200 in=TagUserRequest err=NoSuchEntity:NoSuchEntityException:404,LimitExceeded:LimitExceededException:409,InvalidInput:InvalidInputException:400,ConcurrentModification:ConcurrentModificationException:409,ServiceFailure:ServiceFailureException:500
op GetUser POST / 200 in=GetUserRequest out=GetUserResponse wrap=GetUserResult err=NoSuchEntity:NoSuchEntityException:404,ServiceFailure:ServiceFailureException:500
op ListUsers POST / 200 in=ListUsersRequest out=ListUsersResponse wrap=ListUsersResult err=ServiceFailure:ServiceFailureException:500
op PutUserPolicy POST / 200 in=PutUserPolicyRequest err=LimitExceeded:LimitExceededException:409,MalformedPolicyDocument:MalformedPolicyDocumentException:400,NoSuchEntity:NoSuchEntityException:404,ServiceFailure:ServiceFailureException:500
op GetUserPolicy POST / 200 in=GetUserPolicyRequest out=GetUserPolicyResponse wrap=GetUserPolicyResult err=NoSuchEntity:NoSuchEntityException:404,ServiceFailure:ServiceFailureException:500
op ListUserPolicies POST / 200 in=ListUserPoliciesRequest out=ListUserPoliciesResponse wrap=ListUserPoliciesResult err=NoSuchEntity:NoSuchEntityException:404,ServiceFailure:ServiceFailureException:500
op AttachUserPolicy POST / 200 in=AttachUserPolicyRequest err=NoSuchEntity:NoSuchEntityException:404,LimitExceeded:LimitExceededException:409,InvalidInput:InvalidInputException:400,PolicyNotAttachable:PolicyNotAttachableException:400,ServiceFailure:ServiceFailureException:500
op ListAttachedUserPolicies POST / 200 in=ListAttachedUserPoliciesRequest out=ListAttachedUserPoliciesResponse wrap=ListAttachedUserPoliciesResult err=NoSuchEntity:NoSuchEntityException:404,InvalidInput:InvalidInputException:400,ServiceFailure:ServiceFailureException:500
op CreateAccessKey POST / 200 in=CreateAccessKeyRequest out=CreateAccessKeyResponse wrap=CreateAccessKeyResult err=NoSuchEntity:NoSuchEntityException:404,LimitExceeded:LimitExceededException:409,ServiceFailure:ServiceFailureException:500
op ListAccessKeys POST / 200 in=ListAccessKeysRequest out=ListAccessKeysResponse wrap=ListAccessKeysResult err=NoSuchEntity:NoSuchEntityException:404,ServiceFailure:ServiceFailureException:500
op CreateServiceSpecificCredential POST / 200 in=CreateServiceSpecificCredentialRequest out=CreateServiceSpecificCredentialResponse wrap=CreateServiceSpecificCredentialResult err=LimitExceeded:LimitExceededException:409,NoSuchEntity:NoSuchEntityException:404,NotSupportedService:ServiceNotSupportedException:404
op ListServiceSpecificCredentials POST / 200 in=ListServiceSpecificCredentialsRequest out=ListServiceSpecificCredentialsResponse wrap=ListServiceSpecificCredentialsResult err=NoSuchEntity:NoSuchEntityException:404,NotSupportedService:ServiceNotSupportedException:404
op GetAccountAuthorizationDetails POST / 200 in=GetAccountAuthorizationDetailsRequest out=GetAccountAuthorizationDetailsResponse wrap=GetAccountAuthorizationDetailsResult err=ServiceFailure:ServiceFailureException:500
op SimulateCustomPolicy POST / 200 in=SimulateCustomPolicyRequest out=SimulatePolicyResponse wrap=SimulateCustomPolicyResult err=InvalidInput:InvalidInputException:400,PolicyEvaluation:PolicyEvaluationException:500
struct CreateRoleRequest
  Path pathType
  RoleName! roleNameType
  AssumeRolePolicyDocument! policyDocumentType
  Description roleDescriptionType
  MaxSessionDuration roleMaxSessionDurationType
  PermissionsBoundary arnType
  Tags tagListType
struct CreateRoleResponse
  Role! Role
struct GetRoleRequest
  RoleName! roleNameType
struct GetRoleResponse
  Role! Role
struct ListRolesRequest
  PathPrefix pathPrefixType
  Marker markerType
  MaxItems maxItemsType
struct ListRolesResponse
  Roles! roleListType
  IsTruncated boolean
  Marker string
struct DeleteRoleRequest
  RoleName! roleNameType
struct TagRoleRequest
  RoleName! roleNameType
  Tags! tagListType
struct PutRolePolicyRequest
  RoleName! roleNameType
  PolicyName! policyNameType
  PolicyDocument! policyDocumentType
struct GetRolePolicyRequest
  RoleName! roleNameType
  PolicyName! policyNameType
struct GetRolePolicyResponse
  RoleName! roleNameType
  PolicyName! policyNameType
  PolicyDocument! policyDocumentType
struct ListRolePoliciesRequest
  RoleName! roleNameType
  Marker markerType
  MaxItems maxItemsType
struct ListRolePoliciesResponse
  PolicyNames! policyNameListType
  IsTruncated boolean
  Marker string
struct DeleteRolePolicyRequest
  RoleName! roleNameType
  PolicyName! policyNameType
struct AttachRolePolicyRequest
  RoleName! roleNameType
  PolicyArn! arnType
struct DetachRolePolicyRequest
  RoleName! roleNameType
  PolicyArn! arnType
struct ListAttachedRolePoliciesRequest
  RoleName! roleNameType
  PathPrefix policyPathType
  Marker markerType
  MaxItems maxItemsType
struct ListAttachedRolePoliciesResponse
  AttachedPolicies attachedPoliciesListType
  IsTruncated boolean
  Marker string
struct CreatePolicyRequest
  PolicyName! policyNameType
  Path policyPathType
  PolicyDocument! policyDocumentType
  Description policyDescriptionType
  Tags tagListType
struct CreatePolicyResponse
  Policy Policy
struct GetPolicyRequest
  PolicyArn! arnType
struct GetPolicyResponse
  Policy Policy
struct ListPoliciesRequest
  Scope policyScopeType
  OnlyAttached boolean
  PathPrefix policyPathType
  PolicyUsageFilter PolicyUsageType
  Marker markerType
  MaxItems maxItemsType
struct ListPoliciesResponse
  Policies policyListType
  IsTruncated boolean
  Marker string
struct GetPolicyVersionRequest
  PolicyArn! arnType
  VersionId! policyVersionIdType
struct GetPolicyVersionResponse
  PolicyVersion PolicyVersion
struct CreatePolicyVersionRequest
  PolicyArn! arnType
  PolicyDocument! policyDocumentType
  SetAsDefault boolean
struct CreatePolicyVersionResponse
  PolicyVersion PolicyVersion
struct ListPolicyVersionsRequest
  PolicyArn! arnType
  Marker markerType
  MaxItems maxItemsType
struct ListPolicyVersionsResponse
  Versions policyDocumentVersionListType
  IsTruncated boolean
  Marker string
struct DeletePolicyVersionRequest
  PolicyArn! arnType
  VersionId! policyVersionIdType
struct DeletePolicyRequest
  PolicyArn! arnType
struct PutRolePermissionsBoundaryRequest
  RoleName! roleNameType
  PermissionsBoundary! arnType
struct CreateUserRequest
  Path pathType
  UserName! userNameType
  PermissionsBoundary arnType
  Tags tagListType
struct CreateUserResponse
  User User
struct TagUserRequest
  UserName! existingUserNameType
  Tags! tagListType
struct GetUserRequest
  UserName existingUserNameType
struct GetUserResponse
  User! User
struct ListUsersRequest
  PathPrefix pathPrefixType
  Marker markerType
  MaxItems maxItemsType
struct ListUsersResponse
  Users! userListType
  IsTruncated boolean
  Marker string
struct PutUserPolicyRequest
  UserName! existingUserNameType
  PolicyName! policyNameType
  PolicyDocument! policyDocumentType
struct GetUserPolicyRequest
  UserName! existingUserNameType
  PolicyName! policyNameType
struct GetUserPolicyResponse
  UserName! existingUserNameType
  PolicyName! policyNameType
  PolicyDocument! policyDocumentType
struct ListUserPoliciesRequest
  UserName! existingUserNameType
  Marker markerType
  MaxItems maxItemsType
struct ListUserPoliciesResponse
  PolicyNames! policyNameListType
  IsTruncated boolean
  Marker string
struct AttachUserPolicyRequest
  UserName! userNameType
  PolicyArn! arnType
struct ListAttachedUserPoliciesRequest
  UserName! userNameType
  PathPrefix policyPathType
  Marker markerType
  MaxItems maxItemsType
struct ListAttachedUserPoliciesResponse
  AttachedPolicies attachedPoliciesListType
  IsTruncated boolean
  Marker string
struct CreateAccessKeyRequest
  UserName existingUserNameType
struct CreateAccessKeyResponse
  AccessKey! AccessKey
struct ListAccessKeysRequest
  UserName existingUserNameType
  Marker markerType
  MaxItems maxItemsType
struct ListAccessKeysResponse
  AccessKeyMetadata! accessKeyMetadataListType
  IsTruncated boolean
  Marker string
struct CreateServiceSpecificCredentialRequest
  UserName! userNameType
  ServiceName! string
  CredentialAgeDays credentialAgeDays
struct CreateServiceSpecificCredentialResponse
  ServiceSpecificCredential ServiceSpecificCredential
struct ListServiceSpecificCredentialsRequest
  UserName userNameType
  ServiceName string
  AllUsers boolean
  Marker markerType
  MaxItems maxItemsType
struct ListServiceSpecificCredentialsResponse
  ServiceSpecificCredentials ServiceSpecificCredentialsListType
  Marker string
  IsTruncated boolean
struct GetAccountAuthorizationDetailsRequest
  Filter entityListType
  MaxItems maxItemsType
  Marker markerType
struct GetAccountAuthorizationDetailsResponse
  UserDetailList userDetailListType
  GroupDetailList groupDetailListType
  RoleDetailList roleDetailListType
  Policies ManagedPolicyDetailListType
  IsTruncated boolean
  Marker string
struct SimulateCustomPolicyRequest
  PolicyInputList! SimulationPolicyListType
  PermissionsBoundaryPolicyInputList SimulationPolicyListType
  ActionNames! ActionNameListType
  ResourceArns ResourceNameListType
  ResourcePolicy policyDocumentType
  ResourceOwner ResourceNameType
  CallerArn ResourceNameType
  ContextEntries ContextEntryListType
  ResourceHandlingOption ResourceHandlingOptionType
  MaxItems maxItemsType
  Marker markerType
struct SimulatePolicyResponse
  EvaluationResults EvaluationResultsListType
  IsTruncated boolean
  Marker string
string pathType 1..512 /(\u002F)|(\u002F[\u0021-\u007E]+\u002F)/
string roleNameType 1..64 /[\w+=,.@-]+/
string policyDocumentType 1..131072 /[\u0009\u000A\u000D\u0020-\u00FF]+/
string roleDescriptionType ..1000 /[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*/
int roleMaxSessionDurationType 3600..43200
string arnType 20..2048
list tagListType Tag ..50
struct Role
  Path! pathType
  RoleName! roleNameType
  RoleId! idType
  Arn! arnType
  CreateDate! timestamp
  AssumeRolePolicyDocument policyDocumentType
  Description roleDescriptionType
  MaxSessionDuration roleMaxSessionDurationType
  PermissionsBoundary AttachedPermissionsBoundary
  Tags tagListType
  RoleLastUsed RoleLastUsed
string pathPrefixType 1..512 /\u002F[\u0021-\u007F]*/
string markerType 1..320 /[\u0020-\u00FF]+/
int maxItemsType 1..1000
list roleListType Role
string policyNameType 1..128 /[\w+=,.@-]+/
list policyNameListType policyNameType
string policyPathType 1..512 /((/[A-Za-z0-9\.,\+@=_-]+)*)//
list attachedPoliciesListType AttachedPolicy
string policyDescriptionType ..1000
struct Policy
  PolicyName policyNameType
  PolicyId idType
  Arn arnType
  Path policyPathType
  DefaultVersionId policyVersionIdType
  AttachmentCount integer
  PermissionsBoundaryUsageCount integer
  IsAttachable boolean
  Description policyDescriptionType
  CreateDate timestamp
  UpdateDate timestamp
  Tags tagListType
string policyScopeType enum All|AWS|Local
string PolicyUsageType enum PermissionsPolicy|PermissionsBoundary
list policyListType Policy
string policyVersionIdType /v[1-9][0-9]*(\.[A-Za-z0-9-]*)?/
struct PolicyVersion
  Document policyDocumentType
  VersionId policyVersionIdType
  IsDefaultVersion boolean
  CreateDate timestamp
list policyDocumentVersionListType PolicyVersion
string userNameType 1..64 /[\w+=,.@-]+/
struct User
  Path! pathType
  UserName! userNameType
  UserId! idType
  Arn! arnType
  CreateDate! timestamp
  PasswordLastUsed timestamp
  PermissionsBoundary AttachedPermissionsBoundary
  Tags tagListType
string existingUserNameType 1..128 /[\w+=,.@-]+/
list userListType User
struct AccessKey
  UserName! userNameType
  AccessKeyId! accessKeyIdType
  Status! statusType
  SecretAccessKey! string
  CreateDate timestamp
list accessKeyMetadataListType AccessKeyMetadata
int credentialAgeDays 1..36600
struct ServiceSpecificCredential
  CreateDate! timestamp
  ExpirationDate timestamp
  ServiceName! string
  ServiceUserName serviceUserName
  ServicePassword string
  ServiceCredentialAlias serviceCredentialAlias
  ServiceCredentialSecret string
  ServiceSpecificCredentialId! serviceSpecificCredentialId
  UserName! userNameType
  Status! statusType
list ServiceSpecificCredentialsListType ServiceSpecificCredentialMetadata
list entityListType EntityType
list userDetailListType UserDetail
list groupDetailListType GroupDetail
list roleDetailListType RoleDetail
list ManagedPolicyDetailListType ManagedPolicyDetail
list SimulationPolicyListType policyDocumentType
list ActionNameListType ActionNameType
list ResourceNameListType ResourceNameType
string ResourceNameType 1..2048
list ContextEntryListType ContextEntry
string ResourceHandlingOptionType 1..64
list EvaluationResultsListType EvaluationResult
struct Tag
  Key! tagKeyType
  Value! tagValueType
string idType 16..128 /[\w]+/
struct AttachedPermissionsBoundary
  PermissionsBoundaryType PermissionsBoundaryAttachmentType
  PermissionsBoundaryArn arnType
struct RoleLastUsed
  LastUsedDate timestamp
  Region string
struct AttachedPolicy
  PolicyName policyNameType
  PolicyArn arnType
string accessKeyIdType 16..128 /[\w]+/
string statusType enum Active|Inactive|Expired
struct AccessKeyMetadata
  UserName userNameType
  AccessKeyId accessKeyIdType
  Status statusType
  CreateDate timestamp
string serviceUserName 0..200 /[\w+=,.@-]*/
string serviceCredentialAlias 0..200 /[\w+=,.@-]+/
string serviceSpecificCredentialId 20..128 /[\w]+/
struct ServiceSpecificCredentialMetadata
  UserName! userNameType
  Status! statusType
  ServiceUserName serviceUserName
  ServiceCredentialAlias serviceCredentialAlias
  CreateDate! timestamp
  ExpirationDate timestamp
  ServiceSpecificCredentialId! serviceSpecificCredentialId
  ServiceName! string
string EntityType enum User|Role|Group|LocalManagedPolicy|AWSManagedPolicy
struct UserDetail
  Path pathType
  UserName userNameType
  UserId idType
  Arn arnType
  CreateDate timestamp
  UserPolicyList policyDetailListType
  GroupList groupNameListType
  AttachedManagedPolicies attachedPoliciesListType
  PermissionsBoundary AttachedPermissionsBoundary
  Tags tagListType
struct GroupDetail
  Path pathType
  GroupName groupNameType
  GroupId idType
  Arn arnType
  CreateDate timestamp
  GroupPolicyList policyDetailListType
  AttachedManagedPolicies attachedPoliciesListType
struct RoleDetail
  Path pathType
  RoleName roleNameType
  RoleId idType
  Arn arnType
  CreateDate timestamp
  AssumeRolePolicyDocument policyDocumentType
  InstanceProfileList instanceProfileListType
  RolePolicyList policyDetailListType
  AttachedManagedPolicies attachedPoliciesListType
  PermissionsBoundary AttachedPermissionsBoundary
  Tags tagListType
  RoleLastUsed RoleLastUsed
struct ManagedPolicyDetail
  PolicyName policyNameType
  PolicyId idType
  Arn arnType
  Path policyPathType
  DefaultVersionId policyVersionIdType
  AttachmentCount integer
  PermissionsBoundaryUsageCount integer
  IsAttachable boolean
  Description policyDescriptionType
  CreateDate timestamp
  UpdateDate timestamp
  PolicyVersionList policyDocumentVersionListType
string ActionNameType 3..128
struct ContextEntry
  ContextKeyName ContextKeyNameType
  ContextKeyValues ContextKeyValueListType
  ContextKeyType ContextKeyTypeEnum
struct EvaluationResult
  EvalActionName! ActionNameType
  EvalResourceName ResourceNameType
  EvalDecision! PolicyEvaluationDecisionType
  MatchedStatements StatementListType
  MissingContextValues ContextKeyNamesResultListType
  OrganizationsDecisionDetail OrganizationsDecisionDetail
  PermissionsBoundaryDecisionDetail PermissionsBoundaryDecisionDetail
  EvalDecisionDetails EvalDecisionDetailsType
  ResourceSpecificResults ResourceSpecificResultListType
string tagKeyType 1..128 /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/
string tagValueType 0..256 /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/
string PermissionsBoundaryAttachmentType enum PermissionsBoundaryPolicy
list policyDetailListType PolicyDetail
list groupNameListType groupNameType
string groupNameType 1..128 /[\w+=,.@-]+/
list instanceProfileListType InstanceProfile
string ContextKeyNameType 5..256
list ContextKeyValueListType string
string ContextKeyTypeEnum enum string|stringList|numeric|numericList|boolean|booleanList|ip|ipList|binary|binaryList|date|dateList
string PolicyEvaluationDecisionType enum allowed|explicitDeny|implicitDeny
list StatementListType Statement
list ContextKeyNamesResultListType ContextKeyNameType
struct OrganizationsDecisionDetail
  AllowedByOrganizations boolean
struct PermissionsBoundaryDecisionDetail
  AllowedByPermissionsBoundary boolean
map EvalDecisionDetailsType EvalDecisionSourceType PolicyEvaluationDecisionType
list ResourceSpecificResultListType ResourceSpecificResult
struct PolicyDetail
  PolicyName policyNameType
  PolicyDocument policyDocumentType
struct InstanceProfile
  Path! pathType
  InstanceProfileName! instanceProfileNameType
  InstanceProfileId! idType
  Arn! arnType
  CreateDate! timestamp
  Roles! roleListType
  Tags tagListType
struct Statement
  SourcePolicyId string
  SourcePolicyType PolicySourceType
  StartPosition Position
  EndPosition Position
string EvalDecisionSourceType 3..256
struct ResourceSpecificResult
  EvalResourceName! ResourceNameType
  EvalResourceDecision! PolicyEvaluationDecisionType
  MatchedStatements StatementListType
  MissingContextValues ContextKeyNamesResultListType
  EvalDecisionDetails EvalDecisionDetailsType
  PermissionsBoundaryDecisionDetail PermissionsBoundaryDecisionDetail
string instanceProfileNameType 1..128 /[\w+=,.@-]+/
string PolicySourceType enum user|group|role|aws-managed|user-managed|resource|none
struct Position
  Line integer
  Column integer
`;
