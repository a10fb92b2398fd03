import type { Directory, DirectoryGroup, DirectoryUser } from '../types.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { identitystore as text } from './models/identitystore.ts';
import type {
  DescribeUserRequest,
  DescribeUserResponse,
  Filter,
  Group,
  GroupMembership,
  ListGroupMembershipsForMemberRequest,
  ListGroupMembershipsForMemberResponse,
  ListGroupMembershipsRequest,
  ListGroupMembershipsResponse,
  ListGroupsRequest,
  ListGroupsResponse,
  ListUsersRequest,
  ListUsersResponse,
  User,
} from './models/identitystore-types.ts';
import { fingerprint, page } from './paging.ts';
import type { Call, Service } from './service.ts';

/** The only extension there is (API reference of ListUsers). */
const ENTERPRISE = 'aws:identitystore:enterprise';
/** What a page holds when nothing is asked for; AWS does not publish it. */
const PAGE = 50;

/** The Identity Store of IAM Identity Center: people and groups, read by any account of the organization. */
export function identityStoreService(): Service {
  return {
    id: 'identitystore',
    signingName: 'identitystore',
    targetPrefix: 'AWSIdentityStore',
    jsonVersion: '1.1',
    model: parseModel(text),
    invalid,
    throttled: (message) => new AwsError('ThrottlingException', message),
    handlers: { ListUsers, DescribeUser, ListGroups, ListGroupMemberships, ListGroupMembershipsForMember },
  };
}

function ListUsers(call: Call, input: ListUsersRequest): ListUsersResponse {
  const directory = directoryOf(call, input.IdentityStoreId);
  checkExtensions(input.Extensions);
  const wanted = filtered(input.Filters, 'UserName');
  const found = directory.users.filter(({ userName }) => wanted === undefined || userName === wanted);
  const { items, NextToken } = paged('users', found, input);
  return { Users: items.map((user) => shown(directory, user, input.Extensions)), NextToken };
}

function DescribeUser(call: Call, input: DescribeUserRequest): DescribeUserResponse {
  const directory = directoryOf(call, input.IdentityStoreId);
  checkExtensions(input.Extensions);
  return shown(directory, userOf(directory, input.UserId), input.Extensions);
}

function ListGroups(call: Call, input: ListGroupsRequest): ListGroupsResponse {
  const directory = directoryOf(call, input.IdentityStoreId);
  const wanted = filtered(input.Filters, 'DisplayName');
  const found = directory.groups.filter(({ name }) => wanted === undefined || name === wanted);
  const { items, NextToken } = paged('groups', found, input);
  const Groups = items.map(
    ({ groupId, name, description }): Group => ({
      GroupId: groupId,
      DisplayName: name,
      Description: description,
      IdentityStoreId: directory.identityStoreId,
    }),
  );
  return { Groups, NextToken };
}

function ListGroupMemberships(call: Call, input: ListGroupMembershipsRequest): ListGroupMembershipsResponse {
  const directory = directoryOf(call, input.IdentityStoreId);
  const group = directory.groups.find(({ groupId }) => groupId === input.GroupId);
  if (!group) throw notFound('GROUP');
  const { items, NextToken } = paged('members', group.memberIds, input);
  return { GroupMemberships: items.map((userId) => membership(directory, group, userId)), NextToken };
}

function ListGroupMembershipsForMember(
  call: Call,
  input: ListGroupMembershipsForMemberRequest,
): ListGroupMembershipsForMemberResponse {
  const directory = directoryOf(call, input.IdentityStoreId);
  if (input.MemberId.UserId === undefined) throw invalid('MemberId must have exactly one member');
  const { userId } = userOf(directory, input.MemberId.UserId);
  const groups = directory.groups.filter(({ memberIds }) => memberIds.includes(userId));
  const { items, NextToken } = paged('memberships', groups, input);
  return { GroupMemberships: items.map((group) => membership(directory, group, userId)), NextToken };
}

/** The company's directory; any other, or this one in another Region, is not there. */
function directoryOf(call: Call, identityStoreId: string): Directory {
  const directory = call.world.directory();
  if (identityStoreId !== directory.identityStoreId || call.region !== directory.region)
    throw notFound('IDENTITY_STORE');
  return directory;
}

function userOf(directory: Directory, id: string): DirectoryUser {
  const user = directory.users.find(({ userId }) => userId === id);
  if (!user) throw notFound('USER');
  return user;
}

function checkExtensions(names: readonly string[] = []): void {
  const unknown = names.find((name) => name !== ENTERPRISE);
  if (unknown !== undefined) throw invalid(`Extension ${unknown} is not supported`);
}

/** The value of the one filter that AWS's reference names for the operation. */
function filtered(filters: readonly Filter[] = [], path: string): string | undefined {
  const [filter] = filters;
  if (filter && filter.AttributePath !== path)
    throw invalid(`Unsupported filter attribute path: ${filter.AttributePath}`);
  return filter?.AttributeValue;
}

function paged<T>(
  what: string,
  all: readonly T[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
) {
  const { NextToken: token, MaxResults = PAGE, ...request } = input;
  const { items, next } = page(all, MaxResults, token, [what, request], () =>
    invalid('NextToken is not valid'),
  );
  return { items, NextToken: next };
}

function shown(directory: Directory, user: DirectoryUser, extensions: readonly string[] = []): User {
  return {
    IdentityStoreId: directory.identityStoreId,
    UserId: user.userId,
    UserName: user.userName,
    ExternalIds: [{ Issuer: 'https://example.okta.com', Id: user.externalId }],
    Name: { Formatted: user.displayName, FamilyName: user.familyName, GivenName: user.givenName },
    DisplayName: user.displayName,
    Emails: [{ Value: user.email, Type: 'work', Primary: true }],
    UserStatus: user.enabled ? 'ENABLED' : 'DISABLED',
    CreatedAt: new Date(user.createdAt),
    UpdatedAt: new Date(user.updatedAt),
    ...(extensions.includes(ENTERPRISE) && { Extensions: { [ENTERPRISE]: enterprise(user) } }),
  };
}

/**
 * AWS's model calls the extension a document and does not say what is in it. Its release note (API changes of
 * 2025-12-08) says that it aligns with SCIM; so these are the names of SCIM's enterprise user (RFC 7643 §4.3), and the
 * manager is what AWS's SCIM endpoint takes: a user's id without a display name (SCIM developer guide, CreateUser).
 */
function enterprise({ employeeNumber, costCenter, managerId }: DirectoryUser): object {
  return {
    employeeNumber,
    costCenter,
    organization: 'Example Corp',
    department: costCenter.replace(/^CC-\d+ /, ''),
    ...(managerId !== undefined && { manager: { value: managerId, $ref: `../Users/${managerId}` } }),
  };
}

function membership(directory: Directory, { groupId }: DirectoryGroup, userId: string): GroupMembership {
  const digits = fingerprint([groupId, userId]) + fingerprint([userId, groupId]);
  const uuid = digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return {
    IdentityStoreId: directory.identityStoreId,
    MembershipId: `${groupId.slice(0, 10)}-${uuid}`,
    GroupId: groupId,
    MemberId: { UserId: userId },
  };
}

const invalid = (message: string) => new AwsError('ValidationException', message);
const notFound = (what: string) => new AwsError('ResourceNotFoundException', `${what} not found.`);
