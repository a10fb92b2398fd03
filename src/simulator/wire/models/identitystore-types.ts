// Made by extract.py from botocore 1.43.11, identitystore-2020-06-15: do not edit.
export interface Address {
  StreetAddress?: string | undefined;
  Locality?: string | undefined;
  Region?: string | undefined;
  PostalCode?: string | undefined;
  Country?: string | undefined;
  Formatted?: string | undefined;
  Type?: string | undefined;
  Primary?: boolean | undefined;
}
export interface DescribeUserRequest {
  IdentityStoreId: string;
  UserId: string;
  Extensions?: Array<string> | undefined;
}
export interface DescribeUserResponse {
  IdentityStoreId: string;
  UserId: string;
  UserName?: string | undefined;
  ExternalIds?: Array<ExternalId> | undefined;
  Name?: Name | undefined;
  DisplayName?: string | undefined;
  NickName?: string | undefined;
  ProfileUrl?: string | undefined;
  Emails?: Array<Email> | undefined;
  Addresses?: Array<Address> | undefined;
  PhoneNumbers?: Array<PhoneNumber> | undefined;
  UserType?: string | undefined;
  Title?: string | undefined;
  PreferredLanguage?: string | undefined;
  Locale?: string | undefined;
  Timezone?: string | undefined;
  UserStatus?: UserStatus | undefined;
  Photos?: Array<Photo> | undefined;
  Website?: string | undefined;
  Birthdate?: string | undefined;
  Roles?: Array<Role> | undefined;
  CreatedAt?: Date | undefined;
  CreatedBy?: string | undefined;
  UpdatedAt?: Date | undefined;
  UpdatedBy?: string | undefined;
  Extensions?: Record<string, unknown> | undefined;
}
export interface Email {
  Value?: string | undefined;
  Type?: string | undefined;
  Primary?: boolean | undefined;
}
export interface ExternalId {
  Issuer: string;
  Id: string;
}
export interface Filter {
  AttributePath: string;
  AttributeValue: string;
}
export interface Group {
  GroupId: string;
  DisplayName?: string | undefined;
  ExternalIds?: Array<ExternalId> | undefined;
  Description?: string | undefined;
  CreatedAt?: Date | undefined;
  UpdatedAt?: Date | undefined;
  CreatedBy?: string | undefined;
  UpdatedBy?: string | undefined;
  IdentityStoreId: string;
}
export interface GroupMembership {
  IdentityStoreId: string;
  MembershipId?: string | undefined;
  GroupId?: string | undefined;
  MemberId?: MemberId | undefined;
  CreatedAt?: Date | undefined;
  UpdatedAt?: Date | undefined;
  CreatedBy?: string | undefined;
  UpdatedBy?: string | undefined;
}
export interface ListGroupMembershipsForMemberRequest {
  IdentityStoreId: string;
  MemberId: MemberId;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface ListGroupMembershipsForMemberResponse {
  GroupMemberships: Array<GroupMembership>;
  NextToken?: string | undefined;
}
export interface ListGroupMembershipsRequest {
  IdentityStoreId: string;
  GroupId: string;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
export interface ListGroupMembershipsResponse {
  GroupMemberships: Array<GroupMembership>;
  NextToken?: string | undefined;
}
export interface ListGroupsRequest {
  IdentityStoreId: string;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
  Filters?: Array<Filter> | undefined;
}
export interface ListGroupsResponse {
  Groups: Array<Group>;
  NextToken?: string | undefined;
}
export interface ListUsersRequest {
  IdentityStoreId: string;
  Extensions?: Array<string> | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
  Filters?: Array<Filter> | undefined;
}
export interface ListUsersResponse {
  Users: Array<User>;
  NextToken?: string | undefined;
}
export interface MemberId {
  UserId?: string | undefined;
}
export interface Name {
  Formatted?: string | undefined;
  FamilyName?: string | undefined;
  GivenName?: string | undefined;
  MiddleName?: string | undefined;
  HonorificPrefix?: string | undefined;
  HonorificSuffix?: string | undefined;
}
export interface PhoneNumber {
  Value?: string | undefined;
  Type?: string | undefined;
  Primary?: boolean | undefined;
}
export interface Photo {
  Value: string;
  Type?: string | undefined;
  Display?: string | undefined;
  Primary?: boolean | undefined;
}
export interface Role {
  Value?: string | undefined;
  Type?: string | undefined;
  Primary?: boolean | undefined;
}
export interface User {
  IdentityStoreId: string;
  UserId: string;
  UserName?: string | undefined;
  ExternalIds?: Array<ExternalId> | undefined;
  Name?: Name | undefined;
  DisplayName?: string | undefined;
  NickName?: string | undefined;
  ProfileUrl?: string | undefined;
  Emails?: Array<Email> | undefined;
  Addresses?: Array<Address> | undefined;
  PhoneNumbers?: Array<PhoneNumber> | undefined;
  UserType?: string | undefined;
  Title?: string | undefined;
  PreferredLanguage?: string | undefined;
  Locale?: string | undefined;
  Timezone?: string | undefined;
  UserStatus?: UserStatus | undefined;
  Photos?: Array<Photo> | undefined;
  Website?: string | undefined;
  Birthdate?: string | undefined;
  Roles?: Array<Role> | undefined;
  CreatedAt?: Date | undefined;
  CreatedBy?: string | undefined;
  UpdatedAt?: Date | undefined;
  UpdatedBy?: string | undefined;
  Extensions?: Record<string, unknown> | undefined;
}
export type UserStatus = 'ENABLED' | 'DISABLED';
