// Made by extract.py from botocore 1.43.11, organizations-2016-11-28: do not edit.
export const organizations = String.raw`
op DescribeOrganization POST / 200 out=DescribeOrganizationResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,ConcurrentModificationException:ConcurrentModificationException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
op ListRoots POST / 200 in=ListRootsRequest out=ListRootsResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
op ListAccounts POST / 200 in=ListAccountsRequest out=ListAccountsResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
op DescribeAccount POST / 200 in=DescribeAccountRequest out=DescribeAccountResponse err=AccessDeniedException:AccessDeniedException:400,AccountNotFoundException:AccountNotFoundException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
op ListOrganizationalUnitsForParent POST / 200 in=ListOrganizationalUnitsForParentRequest out=ListOrganizationalUnitsForParentResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,ParentNotFoundException:ParentNotFoundException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
op ListAccountsForParent POST / 200 in=ListAccountsForParentRequest out=ListAccountsForParentResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,ParentNotFoundException:ParentNotFoundException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
op ListParents POST / 200 in=ListParentsRequest out=ListParentsResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,ChildNotFoundException:ChildNotFoundException:400,InvalidInputException:InvalidInputException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
op ListChildren POST / 200 in=ListChildrenRequest out=ListChildrenResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,ParentNotFoundException:ParentNotFoundException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
op DescribeOrganizationalUnit POST / 200 in=DescribeOrganizationalUnitRequest out=DescribeOrganizationalUnitResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,OrganizationalUnitNotFoundException:OrganizationalUnitNotFoundException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400
op ListPolicies POST / 200 in=ListPoliciesRequest out=ListPoliciesResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400,UnsupportedAPIEndpointException:UnsupportedAPIEndpointException:400
op DescribePolicy POST / 200 in=DescribePolicyRequest out=DescribePolicyResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,PolicyNotFoundException:PolicyNotFoundException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400,UnsupportedAPIEndpointException:UnsupportedAPIEndpointException:400
op CreatePolicy POST / 200 in=CreatePolicyRequest out=CreatePolicyResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,ConcurrentModificationException:ConcurrentModificationException:400,ConstraintViolationException:ConstraintViolationException:400,DuplicatePolicyException:DuplicatePolicyException:400,InvalidInputException:InvalidInputException:400,MalformedPolicyDocumentException:MalformedPolicyDocumentException:400,PolicyTypeNotAvailableForOrganizationException:PolicyTypeNotAvailableForOrganizationException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400,UnsupportedAPIEndpointException:UnsupportedAPIEndpointException:400
op UpdatePolicy POST / 200 in=UpdatePolicyRequest out=UpdatePolicyResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,ConcurrentModificationException:ConcurrentModificationException:400,ConstraintViolationException:ConstraintViolationException:400,DuplicatePolicyException:DuplicatePolicyException:400,InvalidInputException:InvalidInputException:400,MalformedPolicyDocumentException:MalformedPolicyDocumentException:400,PolicyNotFoundException:PolicyNotFoundException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400,UnsupportedAPIEndpointException:UnsupportedAPIEndpointException:400,PolicyChangesInProgressException:PolicyChangesInProgressException:400
op DeletePolicy POST / 200 in=DeletePolicyRequest err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,ConcurrentModificationException:ConcurrentModificationException:400,InvalidInputException:InvalidInputException:400,PolicyInUseException:PolicyInUseException:400,PolicyNotFoundException:PolicyNotFoundException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400,UnsupportedAPIEndpointException:UnsupportedAPIEndpointException:400
op AttachPolicy POST / 200 in=AttachPolicyRequest err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,ConcurrentModificationException:ConcurrentModificationException:400,ConstraintViolationException:ConstraintViolationException:400,DuplicatePolicyAttachmentException:DuplicatePolicyAttachmentException:400,InvalidInputException:InvalidInputException:400,PolicyNotFoundException:PolicyNotFoundException:400,PolicyTypeNotEnabledException:PolicyTypeNotEnabledException:400,ServiceException:ServiceException:400,TargetNotFoundException:TargetNotFoundException:400,TooManyRequestsException:TooManyRequestsException:400,UnsupportedAPIEndpointException:UnsupportedAPIEndpointException:400,PolicyChangesInProgressException:PolicyChangesInProgressException:400
op DetachPolicy POST / 200 in=DetachPolicyRequest err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,ConcurrentModificationException:ConcurrentModificationException:400,ConstraintViolationException:ConstraintViolationException:400,InvalidInputException:InvalidInputException:400,PolicyNotAttachedException:PolicyNotAttachedException:400,PolicyNotFoundException:PolicyNotFoundException:400,ServiceException:ServiceException:400,TargetNotFoundException:TargetNotFoundException:400,TooManyRequestsException:TooManyRequestsException:400,UnsupportedAPIEndpointException:UnsupportedAPIEndpointException:400,PolicyChangesInProgressException:PolicyChangesInProgressException:400
op ListPoliciesForTarget POST / 200 in=ListPoliciesForTargetRequest out=ListPoliciesForTargetResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,ServiceException:ServiceException:400,TargetNotFoundException:TargetNotFoundException:400,TooManyRequestsException:TooManyRequestsException:400,UnsupportedAPIEndpointException:UnsupportedAPIEndpointException:400
op ListTargetsForPolicy POST / 200 in=ListTargetsForPolicyRequest out=ListTargetsForPolicyResponse err=AccessDeniedException:AccessDeniedException:400,AWSOrganizationsNotInUseException:AWSOrganizationsNotInUseException:400,InvalidInputException:InvalidInputException:400,PolicyNotFoundException:PolicyNotFoundException:400,ServiceException:ServiceException:400,TooManyRequestsException:TooManyRequestsException:400,UnsupportedAPIEndpointException:UnsupportedAPIEndpointException:400
struct DescribeOrganizationResponse
  Organization Organization
struct ListRootsRequest
  NextToken NextToken
  MaxResults MaxResults
struct ListRootsResponse
  Roots Roots
  NextToken NextToken
struct ListAccountsRequest
  NextToken NextToken
  MaxResults MaxResults
struct ListAccountsResponse
  Accounts Accounts
  NextToken NextToken
struct DescribeAccountRequest
  AccountId! AccountId
struct DescribeAccountResponse
  Account Account
struct ListOrganizationalUnitsForParentRequest
  ParentId! ParentId
  NextToken NextToken
  MaxResults MaxResults
struct ListOrganizationalUnitsForParentResponse
  OrganizationalUnits OrganizationalUnits
  NextToken NextToken
struct ListAccountsForParentRequest
  ParentId! ParentId
  NextToken NextToken
  MaxResults MaxResults
struct ListAccountsForParentResponse
  Accounts Accounts
  NextToken NextToken
struct ListParentsRequest
  ChildId! ChildId
  NextToken NextToken
  MaxResults MaxResults
struct ListParentsResponse
  Parents Parents
  NextToken NextToken
struct ListChildrenRequest
  ParentId! ParentId
  ChildType! ChildType
  NextToken NextToken
  MaxResults MaxResults
struct ListChildrenResponse
  Children Children
  NextToken NextToken
struct DescribeOrganizationalUnitRequest
  OrganizationalUnitId! OrganizationalUnitId
struct DescribeOrganizationalUnitResponse
  OrganizationalUnit OrganizationalUnit
struct ListPoliciesRequest
  Filter! PolicyType
  NextToken NextToken
  MaxResults MaxResults
struct ListPoliciesResponse
  Policies Policies
  NextToken NextToken
struct DescribePolicyRequest
  PolicyId! PolicyId
struct DescribePolicyResponse
  Policy Policy
struct CreatePolicyRequest
  Content! PolicyContent
  Description! PolicyDescription
  Name! PolicyName
  Type! PolicyType
  Tags Tags
struct CreatePolicyResponse
  Policy Policy
struct UpdatePolicyRequest
  PolicyId! PolicyId
  Name PolicyName
  Description PolicyDescription
  Content PolicyContent
struct UpdatePolicyResponse
  Policy Policy
struct DeletePolicyRequest
  PolicyId! PolicyId
struct AttachPolicyRequest
  PolicyId! PolicyId
  TargetId! PolicyTargetId
struct DetachPolicyRequest
  PolicyId! PolicyId
  TargetId! PolicyTargetId
struct ListPoliciesForTargetRequest
  TargetId! PolicyTargetId
  Filter! PolicyType
  NextToken NextToken
  MaxResults MaxResults
struct ListPoliciesForTargetResponse
  Policies Policies
  NextToken NextToken
struct ListTargetsForPolicyRequest
  PolicyId! PolicyId
  NextToken NextToken
  MaxResults MaxResults
struct ListTargetsForPolicyResponse
  Targets PolicyTargets
  NextToken NextToken
struct Organization
  Id OrganizationId
  Arn OrganizationArn
  FeatureSet OrganizationFeatureSet
  MasterAccountArn AccountArn
  MasterAccountId AccountId
  MasterAccountEmail Email
  AvailablePolicyTypes PolicyTypes
string NextToken ..100000
int MaxResults 1..20
list Roots Root
list Accounts Account
string AccountId ..12 /^\d{12}$/
struct Account
  Id AccountId
  Arn AccountArn
  Email Email
  Name AccountName
  Status AccountStatus
  State AccountState
  Paths Paths
  JoinedMethod AccountJoinedMethod
  JoinedTimestamp timestamp
string ParentId ..100 /^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/
list OrganizationalUnits OrganizationalUnit
string ChildId ..100 /^(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/
list Parents Parent
string ChildType enum ACCOUNT|ORGANIZATIONAL_UNIT
list Children Child
string OrganizationalUnitId ..68 /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/
struct OrganizationalUnit
  Id OrganizationalUnitId
  Arn OrganizationalUnitArn
  Name OrganizationalUnitName
  Path Path
string PolicyType enum SERVICE_CONTROL_POLICY|RESOURCE_CONTROL_POLICY|TAG_POLICY|BACKUP_POLICY|AISERVICES_OPT_OUT_POLICY|CHATBOT_POLICY|DECLARATIVE_POLICY_EC2|SECURITYHUB_POLICY|INSPECTOR_POLICY|UPGRADE_ROLLOUT_POLICY|BEDROCK_POLICY|S3_POLICY|NETWORK_SECURITY_DIRECTOR_POLICY
list Policies PolicySummary
string PolicyId ..130 /^p-[0-9a-zA-Z_]{8,128}$/
struct Policy
  PolicySummary PolicySummary
  Content PolicyContent
string PolicyContent 1..
string PolicyDescription ..512
string PolicyName 1..128
list Tags Tag
string PolicyTargetId ..100 /^(r-[0-9a-z]{4,32})|(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/
list PolicyTargets PolicyTargetSummary
string OrganizationId /^o-[a-z0-9]{10,32}$/
string OrganizationArn /^arn:aws:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}/
string OrganizationFeatureSet enum ALL|CONSOLIDATED_BILLING
string AccountArn /^arn:aws:organizations::\d{12}:account\/o-[a-z0-9]{10,32}\/\d{12}/
string Email 6..64 /[^\s@]+@[^\s@]+\.[^\s@]+/
list PolicyTypes PolicyTypeSummary
struct Root
  Id RootId
  Arn RootArn
  Name RootName
  PolicyTypes PolicyTypes
string AccountName 1..128
string AccountStatus enum ACTIVE|SUSPENDED|PENDING_CLOSURE
string AccountState enum PENDING_ACTIVATION|ACTIVE|SUSPENDED|PENDING_CLOSURE|CLOSED
list Paths Path
string AccountJoinedMethod enum INVITED|CREATED
struct Parent
  Id ParentId
  Type ParentType
struct Child
  Id ChildId
  Type ChildType
string OrganizationalUnitArn /^arn:aws:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}/
string OrganizationalUnitName 1..128
string Path /^(o-[a-z0-9]{10,32}\/r-[0-9a-z]{4,32}(\/ou\-[0-9a-z]{4,32}-[a-z0-9]{8,32})*(\/\d{12})*)\//
struct PolicySummary
  Id PolicyId
  Arn PolicyArn
  Name PolicyName
  Description PolicyDescription
  Type PolicyType
  AwsManaged boolean
struct Tag
  Key! TagKey
  Value! TagValue
struct PolicyTargetSummary
  TargetId PolicyTargetId
  Arn GenericArn
  Name TargetName
  Type TargetType
struct PolicyTypeSummary
  Type PolicyType
  Status PolicyTypeStatus
string RootId ..34 /^r-[0-9a-z]{4,32}$/
string RootArn /^arn:aws:organizations::\d{12}:root\/o-[a-z0-9]{10,32}\/r-[0-9a-z]{4,32}/
string RootName 1..128
string ParentType enum ROOT|ORGANIZATIONAL_UNIT
string PolicyArn /^(arn:aws:organizations::\d{12}:policy\/o-[a-z0-9]{10,32}\/[0-9a-z_]+\/p-[0-9a-z]{10,32})|(arn:aws:organizations::aws:policy\/[0-9a-z_]+\/p-[0-9a-zA-Z_]{10,128})/
string TagKey 1..128 /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/
string TagValue 0..256 /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/
string GenericArn /^arn:aws:organizations::.+:.+/
string TargetName 1..128
string TargetType enum ACCOUNT|ORGANIZATIONAL_UNIT|ROOT
string PolicyTypeStatus enum ENABLED|PENDING_ENABLE|PENDING_DISABLE
`;
