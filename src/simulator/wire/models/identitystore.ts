// Made by extract.py from botocore 1.43.11, identitystore-2020-06-15: do not edit.
export const identitystore = String.raw`
op ListUsers POST / 200 in=ListUsersRequest out=ListUsersResponse err=ResourceNotFoundException:ResourceNotFoundException:400,ThrottlingException:ThrottlingException:400,AccessDeniedException:AccessDeniedException:400,InternalServerException:InternalServerException:400,ValidationException:ValidationException:400
op DescribeUser POST / 200 in=DescribeUserRequest out=DescribeUserResponse err=ResourceNotFoundException:ResourceNotFoundException:400,ThrottlingException:ThrottlingException:400,AccessDeniedException:AccessDeniedException:400,InternalServerException:InternalServerException:400,ValidationException:ValidationException:400
op ListGroups POST / 200 in=ListGroupsRequest out=ListGroupsResponse err=ResourceNotFoundException:ResourceNotFoundException:400,ThrottlingException:ThrottlingException:400,AccessDeniedException:AccessDeniedException:400,InternalServerException:InternalServerException:400,ValidationException:ValidationException:400
op ListGroupMemberships POST / 200 in=ListGroupMembershipsRequest out=ListGroupMembershipsResponse err=ResourceNotFoundException:ResourceNotFoundException:400,ThrottlingException:ThrottlingException:400,AccessDeniedException:AccessDeniedException:400,InternalServerException:InternalServerException:400,ValidationException:ValidationException:400
op ListGroupMembershipsForMember POST / 200 in=ListGroupMembershipsForMemberRequest out=ListGroupMembershipsForMemberResponse err=ResourceNotFoundException:ResourceNotFoundException:400,ThrottlingException:ThrottlingException:400,AccessDeniedException:AccessDeniedException:400,InternalServerException:InternalServerException:400,ValidationException:ValidationException:400
struct ListUsersRequest
  IdentityStoreId! IdentityStoreId
  Extensions ExtensionNames
  MaxResults MaxResults
  NextToken NextToken
  Filters Filters
struct ListUsersResponse
  Users! Users
  NextToken NextToken
struct DescribeUserRequest
  IdentityStoreId! IdentityStoreId
  UserId! ResourceId
  Extensions ExtensionNames
struct DescribeUserResponse
  IdentityStoreId! IdentityStoreId
  UserId! ResourceId
  UserName UserName
  ExternalIds ExternalIds
  Name Name
  DisplayName SensitiveStringType
  NickName SensitiveStringType
  ProfileUrl SensitiveStringType
  Emails Emails
  Addresses Addresses
  PhoneNumbers PhoneNumbers
  UserType SensitiveStringType
  Title SensitiveStringType
  PreferredLanguage SensitiveStringType
  Locale SensitiveStringType
  Timezone SensitiveStringType
  UserStatus UserStatus
  Photos Photos
  Website SensitiveStringType
  Birthdate SensitiveStringType
  Roles Roles
  CreatedAt timestamp
  CreatedBy string
  UpdatedAt timestamp
  UpdatedBy string
  Extensions Extensions
struct ListGroupsRequest
  IdentityStoreId! IdentityStoreId
  MaxResults MaxResults
  NextToken NextToken
  Filters Filters
struct ListGroupsResponse
  Groups! Groups
  NextToken NextToken
struct ListGroupMembershipsRequest
  IdentityStoreId! IdentityStoreId
  GroupId! ResourceId
  MaxResults MaxResults
  NextToken NextToken
struct ListGroupMembershipsResponse
  GroupMemberships! GroupMemberships
  NextToken NextToken
struct ListGroupMembershipsForMemberRequest
  IdentityStoreId! IdentityStoreId
  MemberId! MemberId
  MaxResults MaxResults
  NextToken NextToken
struct ListGroupMembershipsForMemberResponse
  GroupMemberships! GroupMemberships
  NextToken NextToken
string IdentityStoreId 1..36 /d-[0-9a-f]{10}$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
list ExtensionNames ExtensionName 1..10
int MaxResults 1..100
string NextToken 1..65535 /[-a-zA-Z0-9+=/:_]*/
list Filters Filter 0..1
list Users User
string ResourceId 1..47 /([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/
string UserName 1..128 /[\p{L}\p{M}\p{S}\p{N}\p{P}]+/
list ExternalIds ExternalId 1..10
struct Name
  Formatted SensitiveStringType
  FamilyName SensitiveStringType
  GivenName SensitiveStringType
  MiddleName SensitiveStringType
  HonorificPrefix SensitiveStringType
  HonorificSuffix SensitiveStringType
string SensitiveStringType 1..1024 /[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r  　]+/
list Emails Email 1..1
list Addresses Address 1..1
list PhoneNumbers PhoneNumber 1..1
string UserStatus enum ENABLED|DISABLED
list Photos Photo 1..3
list Roles Role 1..1
map Extensions ExtensionName document 1..10
list Groups Group
list GroupMemberships GroupMembership
struct MemberId
  UserId ResourceId
string ExtensionName 1..50 /aws:identitystore:[a-z]{1,20}/
struct Filter
  AttributePath! AttributePath
  AttributeValue! SensitiveStringType
struct User
  IdentityStoreId! IdentityStoreId
  UserId! ResourceId
  UserName UserName
  ExternalIds ExternalIds
  Name Name
  DisplayName SensitiveStringType
  NickName SensitiveStringType
  ProfileUrl SensitiveStringType
  Emails Emails
  Addresses Addresses
  PhoneNumbers PhoneNumbers
  UserType SensitiveStringType
  Title SensitiveStringType
  PreferredLanguage SensitiveStringType
  Locale SensitiveStringType
  Timezone SensitiveStringType
  UserStatus UserStatus
  Photos Photos
  Website SensitiveStringType
  Birthdate SensitiveStringType
  Roles Roles
  CreatedAt timestamp
  CreatedBy string
  UpdatedAt timestamp
  UpdatedBy string
  Extensions Extensions
struct ExternalId
  Issuer! ExternalIdIssuer
  Id! ExternalIdIdentifier
struct Email
  Value SensitiveStringType
  Type SensitiveStringType
  Primary boolean
struct Address
  StreetAddress SensitiveStringType
  Locality SensitiveStringType
  Region SensitiveStringType
  PostalCode SensitiveStringType
  Country SensitiveStringType
  Formatted SensitiveStringType
  Type SensitiveStringType
  Primary boolean
struct PhoneNumber
  Value SensitiveStringType
  Type SensitiveStringType
  Primary boolean
struct Photo
  Value! SensitiveStringType
  Type SensitiveStringType
  Display SensitiveStringType
  Primary boolean
struct Role
  Value SensitiveStringType
  Type SensitiveStringType
  Primary boolean
struct Group
  GroupId! ResourceId
  DisplayName GroupDisplayName
  ExternalIds ExternalIds
  Description SensitiveStringType
  CreatedAt timestamp
  UpdatedAt timestamp
  CreatedBy string
  UpdatedBy string
  IdentityStoreId! IdentityStoreId
struct GroupMembership
  IdentityStoreId! IdentityStoreId
  MembershipId ResourceId
  GroupId ResourceId
  MemberId MemberId
  CreatedAt timestamp
  UpdatedAt timestamp
  CreatedBy string
  UpdatedBy string
string AttributePath 1..255 /(?:\p{L}+:\p{L}+:\p{L}+(?:\.\p{L}+){0,3}|\p{L}+(?:\.\p{L}+){0,2})/
string ExternalIdIssuer 1..256 /[\p{L}\p{M}\p{S}\p{N}\p{P}]+/
string ExternalIdIdentifier 1..256 /[\p{L}\p{M}\p{S}\p{N}\p{P}]+/
string GroupDisplayName 1..1024 /[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r  ]+/
`;
