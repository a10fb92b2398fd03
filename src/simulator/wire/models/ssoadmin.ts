// Made by extract.py from botocore 1.43.11, sso-admin-2020-07-20: do not edit.
export const ssoadmin = String.raw`
op ListInstances POST / 200 in=ListInstancesRequest out=ListInstancesResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op CreatePermissionSet POST / 200 in=CreatePermissionSetRequest out=CreatePermissionSetResponse err=ServiceQuotaExceededException:ServiceQuotaExceededException:400,ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op DescribePermissionSet POST / 200 in=DescribePermissionSetRequest out=DescribePermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op ListPermissionSets POST / 200 in=ListPermissionSetsRequest out=ListPermissionSetsResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op UpdatePermissionSet POST / 200 in=UpdatePermissionSetRequest out=UpdatePermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op DeletePermissionSet POST / 200 in=DeletePermissionSetRequest out=DeletePermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op PutInlinePolicyToPermissionSet POST / 200 in=PutInlinePolicyToPermissionSetRequest out=PutInlinePolicyToPermissionSetResponse err=ServiceQuotaExceededException:ServiceQuotaExceededException:400,ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op GetInlinePolicyForPermissionSet POST / 200 in=GetInlinePolicyForPermissionSetRequest out=GetInlinePolicyForPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op DeleteInlinePolicyFromPermissionSet POST / 200 in=DeleteInlinePolicyFromPermissionSetRequest out=DeleteInlinePolicyFromPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op AttachManagedPolicyToPermissionSet POST / 200 in=AttachManagedPolicyToPermissionSetRequest out=AttachManagedPolicyToPermissionSetResponse err=ServiceQuotaExceededException:ServiceQuotaExceededException:400,ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op DetachManagedPolicyFromPermissionSet POST / 200 in=DetachManagedPolicyFromPermissionSetRequest out=DetachManagedPolicyFromPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op ListManagedPoliciesInPermissionSet POST / 200 in=ListManagedPoliciesInPermissionSetRequest out=ListManagedPoliciesInPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op AttachCustomerManagedPolicyReferenceToPermissionSet POST / 200 in=AttachCustomerManagedPolicyReferenceToPermissionSetRequest out=AttachCustomerManagedPolicyReferenceToPermissionSetResponse err=ServiceQuotaExceededException:ServiceQuotaExceededException:400,ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op DetachCustomerManagedPolicyReferenceFromPermissionSet POST / 200 in=DetachCustomerManagedPolicyReferenceFromPermissionSetRequest out=DetachCustomerManagedPolicyReferenceFromPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op ListCustomerManagedPolicyReferencesInPermissionSet POST / 200 in=ListCustomerManagedPolicyReferencesInPermissionSetRequest out=ListCustomerManagedPolicyReferencesInPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op PutPermissionsBoundaryToPermissionSet POST / 200 in=PutPermissionsBoundaryToPermissionSetRequest out=PutPermissionsBoundaryToPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op GetPermissionsBoundaryForPermissionSet POST / 200 in=GetPermissionsBoundaryForPermissionSetRequest out=GetPermissionsBoundaryForPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op DeletePermissionsBoundaryFromPermissionSet POST / 200 in=DeletePermissionsBoundaryFromPermissionSetRequest out=DeletePermissionsBoundaryFromPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op CreateAccountAssignment POST / 200 in=CreateAccountAssignmentRequest out=CreateAccountAssignmentResponse err=ServiceQuotaExceededException:ServiceQuotaExceededException:400,ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op DeleteAccountAssignment POST / 200 in=DeleteAccountAssignmentRequest out=DeleteAccountAssignmentResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op ListAccountAssignments POST / 200 in=ListAccountAssignmentsRequest out=ListAccountAssignmentsResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op DescribeAccountAssignmentCreationStatus POST / 200 in=DescribeAccountAssignmentCreationStatusRequest out=DescribeAccountAssignmentCreationStatusResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op DescribeAccountAssignmentDeletionStatus POST / 200 in=DescribeAccountAssignmentDeletionStatusRequest out=DescribeAccountAssignmentDeletionStatusResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op ListAccountsForProvisionedPermissionSet POST / 200 in=ListAccountsForProvisionedPermissionSetRequest out=ListAccountsForProvisionedPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op ListPermissionSetsProvisionedToAccount POST / 200 in=ListPermissionSetsProvisionedToAccountRequest out=ListPermissionSetsProvisionedToAccountResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op ProvisionPermissionSet POST / 200 in=ProvisionPermissionSetRequest out=ProvisionPermissionSetResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op DescribePermissionSetProvisioningStatus POST / 200 in=DescribePermissionSetProvisioningStatusRequest out=DescribePermissionSetProvisioningStatusResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op CreateInstanceAccessControlAttributeConfiguration POST / 200 in=CreateInstanceAccessControlAttributeConfigurationRequest out=CreateInstanceAccessControlAttributeConfigurationResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op DescribeInstanceAccessControlAttributeConfiguration POST / 200 in=DescribeInstanceAccessControlAttributeConfigurationRequest out=DescribeInstanceAccessControlAttributeConfigurationResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400
op UpdateInstanceAccessControlAttributeConfiguration POST / 200 in=UpdateInstanceAccessControlAttributeConfigurationRequest out=UpdateInstanceAccessControlAttributeConfigurationResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
op DeleteInstanceAccessControlAttributeConfiguration POST / 200 in=DeleteInstanceAccessControlAttributeConfigurationRequest out=DeleteInstanceAccessControlAttributeConfigurationResponse err=ThrottlingException:ThrottlingException:400,InternalServerException:InternalServerException:400,ResourceNotFoundException:ResourceNotFoundException:400,AccessDeniedException:AccessDeniedException:400,ValidationException:ValidationException:400,ConflictException:ConflictException:400
struct ListInstancesRequest
  MaxResults MaxResults
  NextToken Token
struct ListInstancesResponse
  Instances InstanceList
  NextToken Token
struct CreatePermissionSetRequest
  Name! PermissionSetName
  Description PermissionSetDescription
  InstanceArn! InstanceArn
  SessionDuration Duration
  RelayState RelayState
  Tags TagList
struct CreatePermissionSetResponse
  PermissionSet PermissionSet
struct DescribePermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
struct DescribePermissionSetResponse
  PermissionSet PermissionSet
struct ListPermissionSetsRequest
  InstanceArn! InstanceArn
  NextToken Token
  MaxResults MaxResults
struct ListPermissionSetsResponse
  PermissionSets PermissionSetList
  NextToken Token
struct UpdatePermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  Description PermissionSetDescription
  SessionDuration Duration
  RelayState RelayState
struct UpdatePermissionSetResponse
struct DeletePermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
struct DeletePermissionSetResponse
struct PutInlinePolicyToPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  InlinePolicy! PermissionSetPolicyDocument
struct PutInlinePolicyToPermissionSetResponse
struct GetInlinePolicyForPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
struct GetInlinePolicyForPermissionSetResponse
  InlinePolicy PermissionSetPolicyDocument
struct DeleteInlinePolicyFromPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
struct DeleteInlinePolicyFromPermissionSetResponse
struct AttachManagedPolicyToPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  ManagedPolicyArn! ManagedPolicyArn
struct AttachManagedPolicyToPermissionSetResponse
struct DetachManagedPolicyFromPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  ManagedPolicyArn! ManagedPolicyArn
struct DetachManagedPolicyFromPermissionSetResponse
struct ListManagedPoliciesInPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  MaxResults MaxResults
  NextToken Token
struct ListManagedPoliciesInPermissionSetResponse
  AttachedManagedPolicies AttachedManagedPolicyList
  NextToken Token
struct AttachCustomerManagedPolicyReferenceToPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  CustomerManagedPolicyReference! CustomerManagedPolicyReference
struct AttachCustomerManagedPolicyReferenceToPermissionSetResponse
struct DetachCustomerManagedPolicyReferenceFromPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  CustomerManagedPolicyReference! CustomerManagedPolicyReference
struct DetachCustomerManagedPolicyReferenceFromPermissionSetResponse
struct ListCustomerManagedPolicyReferencesInPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  MaxResults MaxResults
  NextToken Token
struct ListCustomerManagedPolicyReferencesInPermissionSetResponse
  CustomerManagedPolicyReferences CustomerManagedPolicyReferenceList
  NextToken Token
struct PutPermissionsBoundaryToPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  PermissionsBoundary! PermissionsBoundary
struct PutPermissionsBoundaryToPermissionSetResponse
struct GetPermissionsBoundaryForPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
struct GetPermissionsBoundaryForPermissionSetResponse
  PermissionsBoundary PermissionsBoundary
struct DeletePermissionsBoundaryFromPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
struct DeletePermissionsBoundaryFromPermissionSetResponse
struct CreateAccountAssignmentRequest
  InstanceArn! InstanceArn
  TargetId! TargetId
  TargetType! TargetType
  PermissionSetArn! PermissionSetArn
  PrincipalType! PrincipalType
  PrincipalId! PrincipalId
struct CreateAccountAssignmentResponse
  AccountAssignmentCreationStatus AccountAssignmentOperationStatus
struct DeleteAccountAssignmentRequest
  InstanceArn! InstanceArn
  TargetId! TargetId
  TargetType! TargetType
  PermissionSetArn! PermissionSetArn
  PrincipalType! PrincipalType
  PrincipalId! PrincipalId
struct DeleteAccountAssignmentResponse
  AccountAssignmentDeletionStatus AccountAssignmentOperationStatus
struct ListAccountAssignmentsRequest
  InstanceArn! InstanceArn
  AccountId! TargetId
  PermissionSetArn! PermissionSetArn
  MaxResults MaxResults
  NextToken Token
struct ListAccountAssignmentsResponse
  AccountAssignments AccountAssignmentList
  NextToken Token
struct DescribeAccountAssignmentCreationStatusRequest
  InstanceArn! InstanceArn
  AccountAssignmentCreationRequestId! UUId
struct DescribeAccountAssignmentCreationStatusResponse
  AccountAssignmentCreationStatus AccountAssignmentOperationStatus
struct DescribeAccountAssignmentDeletionStatusRequest
  InstanceArn! InstanceArn
  AccountAssignmentDeletionRequestId! UUId
struct DescribeAccountAssignmentDeletionStatusResponse
  AccountAssignmentDeletionStatus AccountAssignmentOperationStatus
struct ListAccountsForProvisionedPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  ProvisioningStatus ProvisioningStatus
  MaxResults MaxResults
  NextToken Token
struct ListAccountsForProvisionedPermissionSetResponse
  AccountIds AccountList
  NextToken Token
struct ListPermissionSetsProvisionedToAccountRequest
  InstanceArn! InstanceArn
  AccountId! AccountId
  ProvisioningStatus ProvisioningStatus
  MaxResults MaxResults
  NextToken Token
struct ListPermissionSetsProvisionedToAccountResponse
  NextToken Token
  PermissionSets PermissionSetList
struct ProvisionPermissionSetRequest
  InstanceArn! InstanceArn
  PermissionSetArn! PermissionSetArn
  TargetId TargetId
  TargetType! ProvisionTargetType
struct ProvisionPermissionSetResponse
  PermissionSetProvisioningStatus PermissionSetProvisioningStatus
struct DescribePermissionSetProvisioningStatusRequest
  InstanceArn! InstanceArn
  ProvisionPermissionSetRequestId! UUId
struct DescribePermissionSetProvisioningStatusResponse
  PermissionSetProvisioningStatus PermissionSetProvisioningStatus
struct CreateInstanceAccessControlAttributeConfigurationRequest
  InstanceArn! InstanceArn
  InstanceAccessControlAttributeConfiguration! InstanceAccessControlAttributeConfiguration
struct CreateInstanceAccessControlAttributeConfigurationResponse
struct DescribeInstanceAccessControlAttributeConfigurationRequest
  InstanceArn! InstanceArn
struct DescribeInstanceAccessControlAttributeConfigurationResponse
  Status InstanceAccessControlAttributeConfigurationStatus
  StatusReason string
  InstanceAccessControlAttributeConfiguration InstanceAccessControlAttributeConfiguration
struct UpdateInstanceAccessControlAttributeConfigurationRequest
  InstanceArn! InstanceArn
  InstanceAccessControlAttributeConfiguration! InstanceAccessControlAttributeConfiguration
struct UpdateInstanceAccessControlAttributeConfigurationResponse
struct DeleteInstanceAccessControlAttributeConfigurationRequest
  InstanceArn! InstanceArn
struct DeleteInstanceAccessControlAttributeConfigurationResponse
int MaxResults 1..100
string Token 0..2048 /[-a-zA-Z0-9+=/_]*/
list InstanceList InstanceMetadata 0..10
string PermissionSetName 1..32 /[\w+=,.@-]+/
string PermissionSetDescription 1..700 /[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*/
string InstanceArn 10..1224 /arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}/
string Duration 1..100 /(-?)P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)([DW]))?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?/
string RelayState 1..240 /[a-zA-Z0-9&$@#\\\/%?=~\-_'"|!:,.;*+\[\]\ \(\)\{\}]+/
list TagList Tag 0..75
struct PermissionSet
  Name PermissionSetName
  PermissionSetArn PermissionSetArn
  Description PermissionSetDescription
  CreatedDate timestamp
  SessionDuration Duration
  RelayState RelayState
string PermissionSetArn 10..1224 /arn:aws(-[a-z]{1,5}){0,3}:sso:::permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16}/
list PermissionSetList PermissionSetArn
string PermissionSetPolicyDocument 1..32768 /[\u0009\u000A\u000D\u0020-\u00FF]+/
string ManagedPolicyArn 20..2048 /arn:aws(-[a-z]{1,5}){0,3}:iam::aws:policy((/[A-Za-z0-9\.,\+@=_-]+)*)/([A-Za-z0-9\.,\+=@_-]+)/
list AttachedManagedPolicyList AttachedManagedPolicy
struct CustomerManagedPolicyReference
  Name! ManagedPolicyName
  Path ManagedPolicyPath
list CustomerManagedPolicyReferenceList CustomerManagedPolicyReference
struct PermissionsBoundary
  CustomerManagedPolicyReference CustomerManagedPolicyReference
  ManagedPolicyArn ManagedPolicyArn
string TargetId 12..12 /\d{12}/
string TargetType enum AWS_ACCOUNT
string PrincipalType enum USER|GROUP
string PrincipalId 1..47 /([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/
struct AccountAssignmentOperationStatus
  Status StatusValues
  RequestId UUId
  FailureReason Reason
  TargetId TargetId
  TargetType TargetType
  PermissionSetArn PermissionSetArn
  PrincipalType PrincipalType
  PrincipalId PrincipalId
  CreatedDate timestamp
list AccountAssignmentList AccountAssignment
string UUId 36..36 /\b[0-9a-f]{8}\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\b[0-9a-f]{12}\b/
string ProvisioningStatus enum LATEST_PERMISSION_SET_PROVISIONED|LATEST_PERMISSION_SET_NOT_PROVISIONED
list AccountList AccountId
string AccountId 12..12 /\d{12}/
string ProvisionTargetType enum AWS_ACCOUNT|ALL_PROVISIONED_ACCOUNTS
struct PermissionSetProvisioningStatus
  Status StatusValues
  RequestId UUId
  AccountId AccountId
  PermissionSetArn PermissionSetArn
  FailureReason Reason
  CreatedDate timestamp
struct InstanceAccessControlAttributeConfiguration
  AccessControlAttributes! AccessControlAttributeList
string InstanceAccessControlAttributeConfigurationStatus enum ENABLED|CREATION_IN_PROGRESS|CREATION_FAILED
struct InstanceMetadata
  InstanceArn InstanceArn
  IdentityStoreId Id
  OwnerAccountId AccountId
  Name NameType
  CreatedDate timestamp
  Status InstanceStatus
  StatusReason Reason
struct Tag
  Key! TagKey
  Value! TagValue
struct AttachedManagedPolicy
  Name Name
  Arn ManagedPolicyArn
string ManagedPolicyName 1..128 /[\w+=,.@-]+/
string ManagedPolicyPath 1..512 /((/[A-Za-z0-9\.,\+@=_-]+)*)//
string StatusValues enum IN_PROGRESS|FAILED|SUCCEEDED
string Reason /[\p{L}\p{M}\p{Z}\p{S}\p{N}\p{P}]*/
struct AccountAssignment
  AccountId AccountId
  PermissionSetArn PermissionSetArn
  PrincipalType PrincipalType
  PrincipalId PrincipalId
list AccessControlAttributeList AccessControlAttribute 0..50
string Id 1..64 /[a-zA-Z0-9-]*/
string NameType 0..255 /[\w+=,.@-]+/
string InstanceStatus enum CREATE_IN_PROGRESS|CREATE_FAILED|DELETE_IN_PROGRESS|ACTIVE
string TagKey 1..128 /([\p{L}\p{Z}\p{N}_.:/=+\-@]*)/
string TagValue 0..256 /([\p{L}\p{Z}\p{N}_.:/=+\-@]*)/
string Name 1..100
struct AccessControlAttribute
  Key! AccessControlAttributeKey
  Value! AccessControlAttributeValue
string AccessControlAttributeKey 1..128 /[\p{L}\p{Z}\p{N}_.:\/=+\-@]+/
struct AccessControlAttributeValue
  Source! AccessControlAttributeValueSourceList
list AccessControlAttributeValueSourceList AccessControlAttributeValueSource 1..1
string AccessControlAttributeValueSource 0..256 /[\p{L}\p{Z}\p{N}_.:\/=+\-@\[\]\{\}\$\\"]*/
`;
