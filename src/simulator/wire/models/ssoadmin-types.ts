// Made by extract.py from botocore 1.43.11, sso-admin-2020-07-20: do not edit.
export interface AccessControlAttribute {
  Key: string;
  Value: AccessControlAttributeValue;
}
export interface AccessControlAttributeValue {
  Source: Array<string>;
}
export interface AccountAssignment {
  AccountId?: string | undefined;
  PermissionSetArn?: string | undefined;
  PrincipalType?: PrincipalType | undefined;
  PrincipalId?: string | undefined;
}
export interface AccountAssignmentOperationStatus {
  Status?: StatusValues | undefined;
  RequestId?: string | undefined;
  FailureReason?: string | undefined;
  TargetId?: string | undefined;
  TargetType?: TargetType | undefined;
  PermissionSetArn?: string | undefined;
  PrincipalType?: PrincipalType | undefined;
  PrincipalId?: string | undefined;
  CreatedDate?: Date | undefined;
}
export interface AttachCustomerManagedPolicyReferenceToPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  CustomerManagedPolicyReference: CustomerManagedPolicyReference;
}
export interface AttachManagedPolicyToPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  ManagedPolicyArn: string;
}
export interface AttachedManagedPolicy {
  Name?: string | undefined;
  Arn?: string | undefined;
}
export interface CreateAccountAssignmentRequest {
  InstanceArn: string;
  TargetId: string;
  TargetType: TargetType;
  PermissionSetArn: string;
  PrincipalType: PrincipalType;
  PrincipalId: string;
}
export interface CreateAccountAssignmentResponse {
  AccountAssignmentCreationStatus?: AccountAssignmentOperationStatus | undefined;
}
export interface CreateInstanceAccessControlAttributeConfigurationRequest {
  InstanceArn: string;
  InstanceAccessControlAttributeConfiguration: InstanceAccessControlAttributeConfiguration;
}
export interface CreatePermissionSetRequest {
  Name: string;
  Description?: string | undefined;
  InstanceArn: string;
  SessionDuration?: string | undefined;
  RelayState?: string | undefined;
  Tags?: Array<Tag> | undefined;
}
export interface CreatePermissionSetResponse {
  PermissionSet?: PermissionSet | undefined;
}
export interface CustomerManagedPolicyReference {
  Name: string;
  Path?: string | undefined;
}
export interface DeleteAccountAssignmentRequest {
  InstanceArn: string;
  TargetId: string;
  TargetType: TargetType;
  PermissionSetArn: string;
  PrincipalType: PrincipalType;
  PrincipalId: string;
}
export interface DeleteAccountAssignmentResponse {
  AccountAssignmentDeletionStatus?: AccountAssignmentOperationStatus | undefined;
}
export interface DeleteInlinePolicyFromPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
}
export interface DeleteInstanceAccessControlAttributeConfigurationRequest {
  InstanceArn: string;
}
export interface DeletePermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
}
export interface DeletePermissionsBoundaryFromPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
}
export interface DescribeAccountAssignmentCreationStatusRequest {
  InstanceArn: string;
  AccountAssignmentCreationRequestId: string;
}
export interface DescribeAccountAssignmentCreationStatusResponse {
  AccountAssignmentCreationStatus?: AccountAssignmentOperationStatus | undefined;
}
export interface DescribeAccountAssignmentDeletionStatusRequest {
  InstanceArn: string;
  AccountAssignmentDeletionRequestId: string;
}
export interface DescribeAccountAssignmentDeletionStatusResponse {
  AccountAssignmentDeletionStatus?: AccountAssignmentOperationStatus | undefined;
}
export interface DescribeInstanceAccessControlAttributeConfigurationRequest {
  InstanceArn: string;
}
export interface DescribeInstanceAccessControlAttributeConfigurationResponse {
  Status?: InstanceAccessControlAttributeConfigurationStatus | undefined;
  StatusReason?: string | undefined;
  InstanceAccessControlAttributeConfiguration?: InstanceAccessControlAttributeConfiguration | undefined;
}
export interface DescribePermissionSetProvisioningStatusRequest {
  InstanceArn: string;
  ProvisionPermissionSetRequestId: string;
}
export interface DescribePermissionSetProvisioningStatusResponse {
  PermissionSetProvisioningStatus?: PermissionSetProvisioningStatus | undefined;
}
export interface DescribePermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
}
export interface DescribePermissionSetResponse {
  PermissionSet?: PermissionSet | undefined;
}
export interface DetachCustomerManagedPolicyReferenceFromPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  CustomerManagedPolicyReference: CustomerManagedPolicyReference;
}
export interface DetachManagedPolicyFromPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  ManagedPolicyArn: string;
}
export interface GetInlinePolicyForPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
}
export interface GetInlinePolicyForPermissionSetResponse {
  InlinePolicy?: string | undefined;
}
export interface GetPermissionsBoundaryForPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
}
export interface GetPermissionsBoundaryForPermissionSetResponse {
  PermissionsBoundary?: PermissionsBoundary | undefined;
}
export interface InstanceAccessControlAttributeConfiguration {
  AccessControlAttributes: Array<AccessControlAttribute>;
}
export type InstanceAccessControlAttributeConfigurationStatus =
  | 'ENABLED'
  | 'CREATION_IN_PROGRESS'
  | 'CREATION_FAILED';
export interface InstanceMetadata {
  InstanceArn?: string | undefined;
  IdentityStoreId?: string | undefined;
  OwnerAccountId?: string | undefined;
  Name?: string | undefined;
  CreatedDate?: Date | undefined;
  Status?: InstanceStatus | undefined;
  StatusReason?: string | undefined;
}
export type InstanceStatus = 'CREATE_IN_PROGRESS' | 'CREATE_FAILED' | 'DELETE_IN_PROGRESS' | 'ACTIVE';
export interface ListAccountAssignmentsRequest {
  InstanceArn: string;
  AccountId: string;
  PermissionSetArn: string;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface ListAccountAssignmentsResponse {
  AccountAssignments?: Array<AccountAssignment> | undefined;
  NextToken?: string | undefined;
}
export interface ListAccountsForProvisionedPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  ProvisioningStatus?: ProvisioningStatus | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface ListAccountsForProvisionedPermissionSetResponse {
  AccountIds?: Array<string> | undefined;
  NextToken?: string | undefined;
}
export interface ListCustomerManagedPolicyReferencesInPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface ListCustomerManagedPolicyReferencesInPermissionSetResponse {
  CustomerManagedPolicyReferences?: Array<CustomerManagedPolicyReference> | undefined;
  NextToken?: string | undefined;
}
export interface ListInstancesRequest {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface ListInstancesResponse {
  Instances?: Array<InstanceMetadata> | undefined;
  NextToken?: string | undefined;
}
export interface ListManagedPoliciesInPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface ListManagedPoliciesInPermissionSetResponse {
  AttachedManagedPolicies?: Array<AttachedManagedPolicy> | undefined;
  NextToken?: string | undefined;
}
export interface ListPermissionSetsProvisionedToAccountRequest {
  InstanceArn: string;
  AccountId: string;
  ProvisioningStatus?: ProvisioningStatus | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface ListPermissionSetsProvisionedToAccountResponse {
  NextToken?: string | undefined;
  PermissionSets?: Array<string> | undefined;
}
export interface ListPermissionSetsRequest {
  InstanceArn: string;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListPermissionSetsResponse {
  PermissionSets?: Array<string> | undefined;
  NextToken?: string | undefined;
}
export interface PermissionSet {
  Name?: string | undefined;
  PermissionSetArn?: string | undefined;
  Description?: string | undefined;
  CreatedDate?: Date | undefined;
  SessionDuration?: string | undefined;
  RelayState?: string | undefined;
}
export interface PermissionSetProvisioningStatus {
  Status?: StatusValues | undefined;
  RequestId?: string | undefined;
  AccountId?: string | undefined;
  PermissionSetArn?: string | undefined;
  FailureReason?: string | undefined;
  CreatedDate?: Date | undefined;
}
export interface PermissionsBoundary {
  CustomerManagedPolicyReference?: CustomerManagedPolicyReference | undefined;
  ManagedPolicyArn?: string | undefined;
}
export type PrincipalType = 'USER' | 'GROUP';
export interface ProvisionPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  TargetId?: string | undefined;
  TargetType: ProvisionTargetType;
}
export interface ProvisionPermissionSetResponse {
  PermissionSetProvisioningStatus?: PermissionSetProvisioningStatus | undefined;
}
export type ProvisionTargetType = 'AWS_ACCOUNT' | 'ALL_PROVISIONED_ACCOUNTS';
export type ProvisioningStatus =
  | 'LATEST_PERMISSION_SET_PROVISIONED'
  | 'LATEST_PERMISSION_SET_NOT_PROVISIONED';
export interface PutInlinePolicyToPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  InlinePolicy: string;
}
export interface PutPermissionsBoundaryToPermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  PermissionsBoundary: PermissionsBoundary;
}
export type StatusValues = 'IN_PROGRESS' | 'FAILED' | 'SUCCEEDED';
export interface Tag {
  Key: string;
  Value: string;
}
export type TargetType = 'AWS_ACCOUNT';
export interface UpdateInstanceAccessControlAttributeConfigurationRequest {
  InstanceArn: string;
  InstanceAccessControlAttributeConfiguration: InstanceAccessControlAttributeConfiguration;
}
export interface UpdatePermissionSetRequest {
  InstanceArn: string;
  PermissionSetArn: string;
  Description?: string | undefined;
  SessionDuration?: string | undefined;
  RelayState?: string | undefined;
}
