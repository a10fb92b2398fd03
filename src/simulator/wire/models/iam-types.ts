// Made by extract.py from botocore 1.43.11, iam-2010-05-08: do not edit.
export interface AccessKey {
  UserName: string;
  AccessKeyId: string;
  Status: statusType;
  SecretAccessKey: string;
  CreateDate?: Date | undefined;
}
export interface AccessKeyMetadata {
  UserName?: string | undefined;
  AccessKeyId?: string | undefined;
  Status?: statusType | undefined;
  CreateDate?: Date | undefined;
}
export interface AttachRolePolicyRequest {
  RoleName: string;
  PolicyArn: string;
}
export interface AttachUserPolicyRequest {
  UserName: string;
  PolicyArn: string;
}
export interface AttachedPermissionsBoundary {
  PermissionsBoundaryType?: PermissionsBoundaryAttachmentType | undefined;
  PermissionsBoundaryArn?: string | undefined;
}
export interface AttachedPolicy {
  PolicyName?: string | undefined;
  PolicyArn?: string | undefined;
}
export interface ContextEntry {
  ContextKeyName?: string | undefined;
  ContextKeyValues?: Array<string> | undefined;
  ContextKeyType?: ContextKeyTypeEnum | undefined;
}
export type ContextKeyTypeEnum =
  | 'string'
  | 'stringList'
  | 'numeric'
  | 'numericList'
  | 'boolean'
  | 'booleanList'
  | 'ip'
  | 'ipList'
  | 'binary'
  | 'binaryList'
  | 'date'
  | 'dateList';
export interface CreateAccessKeyRequest {
  UserName?: string | undefined;
}
export interface CreateAccessKeyResponse {
  AccessKey: AccessKey;
}
export interface CreatePolicyRequest {
  PolicyName: string;
  Path?: string | undefined;
  PolicyDocument: string;
  Description?: string | undefined;
  Tags?: Array<Tag> | undefined;
}
export interface CreatePolicyResponse {
  Policy?: Policy | undefined;
}
export interface CreatePolicyVersionRequest {
  PolicyArn: string;
  PolicyDocument: string;
  SetAsDefault?: boolean | undefined;
}
export interface CreatePolicyVersionResponse {
  PolicyVersion?: PolicyVersion | undefined;
}
export interface CreateRoleRequest {
  Path?: string | undefined;
  RoleName: string;
  AssumeRolePolicyDocument: string;
  Description?: string | undefined;
  MaxSessionDuration?: number | undefined;
  PermissionsBoundary?: string | undefined;
  Tags?: Array<Tag> | undefined;
}
export interface CreateRoleResponse {
  Role: Role;
}
export interface CreateServiceSpecificCredentialRequest {
  UserName: string;
  ServiceName: string;
  CredentialAgeDays?: number | undefined;
}
export interface CreateServiceSpecificCredentialResponse {
  ServiceSpecificCredential?: ServiceSpecificCredential | undefined;
}
export interface CreateUserRequest {
  Path?: string | undefined;
  UserName: string;
  PermissionsBoundary?: string | undefined;
  Tags?: Array<Tag> | undefined;
}
export interface CreateUserResponse {
  User?: User | undefined;
}
export interface DeletePolicyRequest {
  PolicyArn: string;
}
export interface DeletePolicyVersionRequest {
  PolicyArn: string;
  VersionId: string;
}
export interface DeleteRolePolicyRequest {
  RoleName: string;
  PolicyName: string;
}
export interface DeleteRoleRequest {
  RoleName: string;
}
export interface DetachRolePolicyRequest {
  RoleName: string;
  PolicyArn: string;
}
export type EntityType = 'User' | 'Role' | 'Group' | 'LocalManagedPolicy' | 'AWSManagedPolicy';
export interface EvaluationResult {
  EvalActionName: string;
  EvalResourceName?: string | undefined;
  EvalDecision: PolicyEvaluationDecisionType;
  MatchedStatements?: Array<Statement> | undefined;
  MissingContextValues?: Array<string> | undefined;
  OrganizationsDecisionDetail?: OrganizationsDecisionDetail | undefined;
  PermissionsBoundaryDecisionDetail?: PermissionsBoundaryDecisionDetail | undefined;
  EvalDecisionDetails?: Record<string, PolicyEvaluationDecisionType> | undefined;
  ResourceSpecificResults?: Array<ResourceSpecificResult> | undefined;
}
export interface GetAccountAuthorizationDetailsRequest {
  Filter?: Array<EntityType> | undefined;
  MaxItems?: number | undefined;
  Marker?: string | undefined;
}
export interface GetAccountAuthorizationDetailsResponse {
  UserDetailList?: Array<UserDetail> | undefined;
  GroupDetailList?: Array<GroupDetail> | undefined;
  RoleDetailList?: Array<RoleDetail> | undefined;
  Policies?: Array<ManagedPolicyDetail> | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface GetPolicyRequest {
  PolicyArn: string;
}
export interface GetPolicyResponse {
  Policy?: Policy | undefined;
}
export interface GetPolicyVersionRequest {
  PolicyArn: string;
  VersionId: string;
}
export interface GetPolicyVersionResponse {
  PolicyVersion?: PolicyVersion | undefined;
}
export interface GetRolePolicyRequest {
  RoleName: string;
  PolicyName: string;
}
export interface GetRolePolicyResponse {
  RoleName: string;
  PolicyName: string;
  PolicyDocument: string;
}
export interface GetRoleRequest {
  RoleName: string;
}
export interface GetRoleResponse {
  Role: Role;
}
export interface GetUserPolicyRequest {
  UserName: string;
  PolicyName: string;
}
export interface GetUserPolicyResponse {
  UserName: string;
  PolicyName: string;
  PolicyDocument: string;
}
export interface GetUserRequest {
  UserName?: string | undefined;
}
export interface GetUserResponse {
  User: User;
}
export interface GroupDetail {
  Path?: string | undefined;
  GroupName?: string | undefined;
  GroupId?: string | undefined;
  Arn?: string | undefined;
  CreateDate?: Date | undefined;
  GroupPolicyList?: Array<PolicyDetail> | undefined;
  AttachedManagedPolicies?: Array<AttachedPolicy> | undefined;
}
export interface InstanceProfile {
  Path: string;
  InstanceProfileName: string;
  InstanceProfileId: string;
  Arn: string;
  CreateDate: Date;
  Roles: Array<Role>;
  Tags?: Array<Tag> | undefined;
}
export interface ListAccessKeysRequest {
  UserName?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}
export interface ListAccessKeysResponse {
  AccessKeyMetadata: Array<AccessKeyMetadata>;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface ListAttachedRolePoliciesRequest {
  RoleName: string;
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}
export interface ListAttachedRolePoliciesResponse {
  AttachedPolicies?: Array<AttachedPolicy> | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface ListAttachedUserPoliciesRequest {
  UserName: string;
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}
export interface ListAttachedUserPoliciesResponse {
  AttachedPolicies?: Array<AttachedPolicy> | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface ListPoliciesRequest {
  Scope?: policyScopeType | undefined;
  OnlyAttached?: boolean | undefined;
  PathPrefix?: string | undefined;
  PolicyUsageFilter?: PolicyUsageType | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}
export interface ListPoliciesResponse {
  Policies?: Array<Policy> | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface ListPolicyVersionsRequest {
  PolicyArn: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}
export interface ListPolicyVersionsResponse {
  Versions?: Array<PolicyVersion> | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface ListRolePoliciesRequest {
  RoleName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}
export interface ListRolePoliciesResponse {
  PolicyNames: Array<string>;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface ListRolesRequest {
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}
export interface ListRolesResponse {
  Roles: Array<Role>;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface ListServiceSpecificCredentialsRequest {
  UserName?: string | undefined;
  ServiceName?: string | undefined;
  AllUsers?: boolean | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}
export interface ListServiceSpecificCredentialsResponse {
  ServiceSpecificCredentials?: Array<ServiceSpecificCredentialMetadata> | undefined;
  Marker?: string | undefined;
  IsTruncated?: boolean | undefined;
}
export interface ListUserPoliciesRequest {
  UserName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}
export interface ListUserPoliciesResponse {
  PolicyNames: Array<string>;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface ListUsersRequest {
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}
export interface ListUsersResponse {
  Users: Array<User>;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface ManagedPolicyDetail {
  PolicyName?: string | undefined;
  PolicyId?: string | undefined;
  Arn?: string | undefined;
  Path?: string | undefined;
  DefaultVersionId?: string | undefined;
  AttachmentCount?: number | undefined;
  PermissionsBoundaryUsageCount?: number | undefined;
  IsAttachable?: boolean | undefined;
  Description?: string | undefined;
  CreateDate?: Date | undefined;
  UpdateDate?: Date | undefined;
  PolicyVersionList?: Array<PolicyVersion> | undefined;
}
export interface OrganizationsDecisionDetail {
  AllowedByOrganizations?: boolean | undefined;
}
export type PermissionsBoundaryAttachmentType = 'PermissionsBoundaryPolicy';
export interface PermissionsBoundaryDecisionDetail {
  AllowedByPermissionsBoundary?: boolean | undefined;
}
export interface Policy {
  PolicyName?: string | undefined;
  PolicyId?: string | undefined;
  Arn?: string | undefined;
  Path?: string | undefined;
  DefaultVersionId?: string | undefined;
  AttachmentCount?: number | undefined;
  PermissionsBoundaryUsageCount?: number | undefined;
  IsAttachable?: boolean | undefined;
  Description?: string | undefined;
  CreateDate?: Date | undefined;
  UpdateDate?: Date | undefined;
  Tags?: Array<Tag> | undefined;
}
export interface PolicyDetail {
  PolicyName?: string | undefined;
  PolicyDocument?: string | undefined;
}
export type PolicyEvaluationDecisionType = 'allowed' | 'explicitDeny' | 'implicitDeny';
export type PolicySourceType =
  | 'user'
  | 'group'
  | 'role'
  | 'aws-managed'
  | 'user-managed'
  | 'resource'
  | 'none';
export type PolicyUsageType = 'PermissionsPolicy' | 'PermissionsBoundary';
export interface PolicyVersion {
  Document?: string | undefined;
  VersionId?: string | undefined;
  IsDefaultVersion?: boolean | undefined;
  CreateDate?: Date | undefined;
}
export interface Position {
  Line?: number | undefined;
  Column?: number | undefined;
}
export interface PutRolePermissionsBoundaryRequest {
  RoleName: string;
  PermissionsBoundary: string;
}
export interface PutRolePolicyRequest {
  RoleName: string;
  PolicyName: string;
  PolicyDocument: string;
}
export interface PutUserPolicyRequest {
  UserName: string;
  PolicyName: string;
  PolicyDocument: string;
}
export interface ResourceSpecificResult {
  EvalResourceName: string;
  EvalResourceDecision: PolicyEvaluationDecisionType;
  MatchedStatements?: Array<Statement> | undefined;
  MissingContextValues?: Array<string> | undefined;
  EvalDecisionDetails?: Record<string, PolicyEvaluationDecisionType> | undefined;
  PermissionsBoundaryDecisionDetail?: PermissionsBoundaryDecisionDetail | undefined;
}
export interface Role {
  Path: string;
  RoleName: string;
  RoleId: string;
  Arn: string;
  CreateDate: Date;
  AssumeRolePolicyDocument?: string | undefined;
  Description?: string | undefined;
  MaxSessionDuration?: number | undefined;
  PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  Tags?: Array<Tag> | undefined;
  RoleLastUsed?: RoleLastUsed | undefined;
}
export interface RoleDetail {
  Path?: string | undefined;
  RoleName?: string | undefined;
  RoleId?: string | undefined;
  Arn?: string | undefined;
  CreateDate?: Date | undefined;
  AssumeRolePolicyDocument?: string | undefined;
  InstanceProfileList?: Array<InstanceProfile> | undefined;
  RolePolicyList?: Array<PolicyDetail> | undefined;
  AttachedManagedPolicies?: Array<AttachedPolicy> | undefined;
  PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  Tags?: Array<Tag> | undefined;
  RoleLastUsed?: RoleLastUsed | undefined;
}
export interface RoleLastUsed {
  LastUsedDate?: Date | undefined;
  Region?: string | undefined;
}
export interface ServiceSpecificCredential {
  CreateDate: Date;
  ExpirationDate?: Date | undefined;
  ServiceName: string;
  ServiceUserName?: string | undefined;
  ServicePassword?: string | undefined;
  ServiceCredentialAlias?: string | undefined;
  ServiceCredentialSecret?: string | undefined;
  ServiceSpecificCredentialId: string;
  UserName: string;
  Status: statusType;
}
export interface ServiceSpecificCredentialMetadata {
  UserName: string;
  Status: statusType;
  ServiceUserName?: string | undefined;
  ServiceCredentialAlias?: string | undefined;
  CreateDate: Date;
  ExpirationDate?: Date | undefined;
  ServiceSpecificCredentialId: string;
  ServiceName: string;
}
export interface SimulateCustomPolicyRequest {
  PolicyInputList: Array<string>;
  PermissionsBoundaryPolicyInputList?: Array<string> | undefined;
  ActionNames: Array<string>;
  ResourceArns?: Array<string> | undefined;
  ResourcePolicy?: string | undefined;
  ResourceOwner?: string | undefined;
  CallerArn?: string | undefined;
  ContextEntries?: Array<ContextEntry> | undefined;
  ResourceHandlingOption?: string | undefined;
  MaxItems?: number | undefined;
  Marker?: string | undefined;
}
export interface SimulatePolicyResponse {
  EvaluationResults?: Array<EvaluationResult> | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}
export interface Statement {
  SourcePolicyId?: string | undefined;
  SourcePolicyType?: PolicySourceType | undefined;
  StartPosition?: Position | undefined;
  EndPosition?: Position | undefined;
}
export interface Tag {
  Key: string;
  Value: string;
}
export interface TagRoleRequest {
  RoleName: string;
  Tags: Array<Tag>;
}
export interface TagUserRequest {
  UserName: string;
  Tags: Array<Tag>;
}
export interface User {
  Path: string;
  UserName: string;
  UserId: string;
  Arn: string;
  CreateDate: Date;
  PasswordLastUsed?: Date | undefined;
  PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  Tags?: Array<Tag> | undefined;
}
export interface UserDetail {
  Path?: string | undefined;
  UserName?: string | undefined;
  UserId?: string | undefined;
  Arn?: string | undefined;
  CreateDate?: Date | undefined;
  UserPolicyList?: Array<PolicyDetail> | undefined;
  GroupList?: Array<string> | undefined;
  AttachedManagedPolicies?: Array<AttachedPolicy> | undefined;
  PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  Tags?: Array<Tag> | undefined;
}
export type policyScopeType = 'All' | 'AWS' | 'Local';
export type statusType = 'Active' | 'Inactive' | 'Expired';
