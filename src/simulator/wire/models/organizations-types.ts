// Made by extract.py from botocore 1.43.11, organizations-2016-11-28: do not edit.
export interface Account {
  Id?: string | undefined;
  Arn?: string | undefined;
  Email?: string | undefined;
  Name?: string | undefined;
  Status?: AccountStatus | undefined;
  State?: AccountState | undefined;
  Paths?: Array<string> | undefined;
  JoinedMethod?: AccountJoinedMethod | undefined;
  JoinedTimestamp?: Date | undefined;
}
export type AccountJoinedMethod = 'INVITED' | 'CREATED';
export type AccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';
export type AccountStatus = 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
export interface AttachPolicyRequest {
  PolicyId: string;
  TargetId: string;
}
export interface Child {
  Id?: string | undefined;
  Type?: ChildType | undefined;
}
export type ChildType = 'ACCOUNT' | 'ORGANIZATIONAL_UNIT';
export interface CreatePolicyRequest {
  Content: string;
  Description: string;
  Name: string;
  Type: PolicyType;
  Tags?: Array<Tag> | undefined;
}
export interface CreatePolicyResponse {
  Policy?: Policy | undefined;
}
export interface DeletePolicyRequest {
  PolicyId: string;
}
export interface DescribeAccountRequest {
  AccountId: string;
}
export interface DescribeAccountResponse {
  Account?: Account | undefined;
}
export interface DescribeOrganizationResponse {
  Organization?: Organization | undefined;
}
export interface DescribeOrganizationalUnitRequest {
  OrganizationalUnitId: string;
}
export interface DescribeOrganizationalUnitResponse {
  OrganizationalUnit?: OrganizationalUnit | undefined;
}
export interface DescribePolicyRequest {
  PolicyId: string;
}
export interface DescribePolicyResponse {
  Policy?: Policy | undefined;
}
export interface DetachPolicyRequest {
  PolicyId: string;
  TargetId: string;
}
export interface ListAccountsForParentRequest {
  ParentId: string;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListAccountsForParentResponse {
  Accounts?: Array<Account> | undefined;
  NextToken?: string | undefined;
}
export interface ListAccountsRequest {
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListAccountsResponse {
  Accounts?: Array<Account> | undefined;
  NextToken?: string | undefined;
}
export interface ListChildrenRequest {
  ParentId: string;
  ChildType: ChildType;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListChildrenResponse {
  Children?: Array<Child> | undefined;
  NextToken?: string | undefined;
}
export interface ListOrganizationalUnitsForParentRequest {
  ParentId: string;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListOrganizationalUnitsForParentResponse {
  OrganizationalUnits?: Array<OrganizationalUnit> | undefined;
  NextToken?: string | undefined;
}
export interface ListParentsRequest {
  ChildId: string;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListParentsResponse {
  Parents?: Array<Parent> | undefined;
  NextToken?: string | undefined;
}
export interface ListPoliciesForTargetRequest {
  TargetId: string;
  Filter: PolicyType;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListPoliciesForTargetResponse {
  Policies?: Array<PolicySummary> | undefined;
  NextToken?: string | undefined;
}
export interface ListPoliciesRequest {
  Filter: PolicyType;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListPoliciesResponse {
  Policies?: Array<PolicySummary> | undefined;
  NextToken?: string | undefined;
}
export interface ListRootsRequest {
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListRootsResponse {
  Roots?: Array<Root> | undefined;
  NextToken?: string | undefined;
}
export interface ListTargetsForPolicyRequest {
  PolicyId: string;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}
export interface ListTargetsForPolicyResponse {
  Targets?: Array<PolicyTargetSummary> | undefined;
  NextToken?: string | undefined;
}
export interface Organization {
  Id?: string | undefined;
  Arn?: string | undefined;
  FeatureSet?: OrganizationFeatureSet | undefined;
  MasterAccountArn?: string | undefined;
  MasterAccountId?: string | undefined;
  MasterAccountEmail?: string | undefined;
  AvailablePolicyTypes?: Array<PolicyTypeSummary> | undefined;
}
export type OrganizationFeatureSet = 'ALL' | 'CONSOLIDATED_BILLING';
export interface OrganizationalUnit {
  Id?: string | undefined;
  Arn?: string | undefined;
  Name?: string | undefined;
  Path?: string | undefined;
}
export interface Parent {
  Id?: string | undefined;
  Type?: ParentType | undefined;
}
export type ParentType = 'ROOT' | 'ORGANIZATIONAL_UNIT';
export interface Policy {
  PolicySummary?: PolicySummary | undefined;
  Content?: string | undefined;
}
export interface PolicySummary {
  Id?: string | undefined;
  Arn?: string | undefined;
  Name?: string | undefined;
  Description?: string | undefined;
  Type?: PolicyType | undefined;
  AwsManaged?: boolean | undefined;
}
export interface PolicyTargetSummary {
  TargetId?: string | undefined;
  Arn?: string | undefined;
  Name?: string | undefined;
  Type?: TargetType | undefined;
}
export type PolicyType =
  | 'SERVICE_CONTROL_POLICY'
  | 'RESOURCE_CONTROL_POLICY'
  | 'TAG_POLICY'
  | 'BACKUP_POLICY'
  | 'AISERVICES_OPT_OUT_POLICY'
  | 'CHATBOT_POLICY'
  | 'DECLARATIVE_POLICY_EC2'
  | 'SECURITYHUB_POLICY'
  | 'INSPECTOR_POLICY'
  | 'UPGRADE_ROLLOUT_POLICY'
  | 'BEDROCK_POLICY'
  | 'S3_POLICY'
  | 'NETWORK_SECURITY_DIRECTOR_POLICY';
export type PolicyTypeStatus = 'ENABLED' | 'PENDING_ENABLE' | 'PENDING_DISABLE';
export interface PolicyTypeSummary {
  Type?: PolicyType | undefined;
  Status?: PolicyTypeStatus | undefined;
}
export interface Root {
  Id?: string | undefined;
  Arn?: string | undefined;
  Name?: string | undefined;
  PolicyTypes?: Array<PolicyTypeSummary> | undefined;
}
export interface Tag {
  Key: string;
  Value: string;
}
export type TargetType = 'ACCOUNT' | 'ORGANIZATIONAL_UNIT' | 'ROOT';
export interface UpdatePolicyRequest {
  PolicyId: string;
  Name?: string | undefined;
  Description?: string | undefined;
  Content?: string | undefined;
}
export interface UpdatePolicyResponse {
  Policy?: Policy | undefined;
}
