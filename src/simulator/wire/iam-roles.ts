import type { Identity, Role as MadeRole } from '../iam/access.ts';
import { sizeOf } from '../iam/documents.ts';
import {
  alreadyExists,
  attach,
  attachedOf,
  boundaryOf,
  changeableRole,
  deleteConflict,
  encoded,
  inlineOf,
  LIMITS,
  limitExceeded,
  noSuchEntity,
  paged,
  policyOf,
  putInline,
  roleOf,
  setTags,
  tagsOr,
  written,
} from './iam-shared.ts';
import type {
  AttachRolePolicyRequest,
  CreateRoleRequest,
  GetRolePolicyRequest,
  ListAttachedRolePoliciesRequest,
  ListRolePoliciesRequest,
  ListRolesRequest,
  PutRolePermissionsBoundaryRequest,
  PutRolePolicyRequest,
  Role,
  TagRoleRequest,
} from './models/iam-types.ts';
import type { Call, Handler } from './service.ts';

export const roleHandlers: Record<string, Handler> = {
  CreateRole: createRole,
  GetRole: (call: Call, { RoleName }: { RoleName: string }) => ({
    Role: describeRole(roleOf(call, RoleName)),
  }),
  ListRoles: (call: Call, input: ListRolesRequest) =>
    paged(call, 'Roles', rolesOf(call, input.PathPrefix).map(listed), input),
  DeleteRole: deleteRole,
  TagRole: (call: Call, input: TagRoleRequest) => {
    setTags(changeableRole(call, input.RoleName), input.Tags);
    return {};
  },
  PutRolePolicy: (call: Call, input: PutRolePolicyRequest) => {
    putInline(changeableRole(call, input.RoleName), input.PolicyName, input.PolicyDocument);
    return {};
  },
  GetRolePolicy: (call: Call, { RoleName, PolicyName }: GetRolePolicyRequest) => ({
    RoleName,
    PolicyName,
    PolicyDocument: encoded(inlineOf(roleOf(call, RoleName), PolicyName)),
  }),
  ListRolePolicies: (call: Call, input: ListRolePoliciesRequest) =>
    paged(call, 'PolicyNames', [...roleOf(call, input.RoleName).inline.keys()], input),
  DeleteRolePolicy: (call: Call, { RoleName, PolicyName }: GetRolePolicyRequest) => {
    const role = changeableRole(call, RoleName);
    inlineOf(role, PolicyName);
    role.inline.delete(PolicyName);
    return {};
  },
  AttachRolePolicy: (call: Call, { RoleName, PolicyArn }: AttachRolePolicyRequest) => {
    attach(call, changeableRole(call, RoleName), PolicyArn);
    return {};
  },
  DetachRolePolicy: (call: Call, { RoleName, PolicyArn }: AttachRolePolicyRequest) => {
    const role = changeableRole(call, RoleName);
    if (!role.attached.includes(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn}`);
    role.attached = role.attached.filter((arn) => arn !== PolicyArn);
    return {};
  },
  ListAttachedRolePolicies: (call: Call, input: ListAttachedRolePoliciesRequest) =>
    paged(call, 'AttachedPolicies', attachedOf(roleOf(call, input.RoleName)), input),
  PutRolePermissionsBoundary: (call: Call, input: PutRolePermissionsBoundaryRequest) => {
    const role = changeableRole(call, input.RoleName);
    role.boundary = policyOf(call, input.PermissionsBoundary).arn;
    return {};
  },
};

function createRole(call: Call, input: CreateRoleRequest): { Role: Role } {
  const { access, account } = call;
  if (access.role(account, input.RoleName)) throw alreadyExists(`Role with name ${input.RoleName}`);
  written(input.AssumeRolePolicyDocument, 'trust');
  if (sizeOf(input.AssumeRolePolicyDocument) > LIMITS.trustSize)
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${LIMITS.trustSize}`);
  const boundary = input.PermissionsBoundary && policyOf(call, input.PermissionsBoundary).arn;
  const given = { tags: {} };
  setTags(given, input.Tags ?? []);
  const role = access.putRole({
    account,
    name: input.RoleName,
    path: input.Path ?? '/',
    trust: input.AssumeRolePolicyDocument,
    description: input.Description,
    longestSession: input.MaxSessionDuration ?? 3_600,
    boundary: boundary ?? null,
    tags: given.tags,
  });
  return { Role: describeRole(role) };
}

function deleteRole(call: Call, { RoleName }: { RoleName: string }): object {
  const role = changeableRole(call, RoleName);
  if (role.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
  if (role.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
  call.access.identities.splice(call.access.identities.indexOf(role), 1);
  return {};
}

/** The roles of an account by name, those below a path. */
export const rolesOf = ({ access, account }: Call, path = '/'): MadeRole[] =>
  access.identities
    .filter(
      (each): each is MadeRole => isRole(each) && each.account === account && each.path.startsWith(path),
    )
    .sort(byName);

const isRole = (identity: Identity): identity is MadeRole => identity.kind === 'role';

export const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

function describeRole(role: MadeRole): Role {
  return { ...listed(role), ...boundaryOf(role), ...tagsOr(role.tags), RoleLastUsed: {} };
}

/** A role as lists show it: without its boundary and its tags. */
function listed(role: MadeRole): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.created),
    AssumeRolePolicyDocument: encoded(role.trust),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.longestSession,
  };
}
