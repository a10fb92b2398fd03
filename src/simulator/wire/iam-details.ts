import type { ManagedPolicy, Role, User } from '../iam/access.ts';
import { attachments, boundaries, describePolicy, describeVersion } from './iam-policies.ts';
import { rolesOf } from './iam-roles.ts';
import { attachedOf, boundaryOf, encoded, paged, tagsOr } from './iam-shared.ts';
import { usersOf } from './iam-users.ts';
import type {
  EntityType,
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  ManagedPolicyDetail,
  RoleDetail,
  UserDetail,
} from './models/iam-types.ts';
import type { Call } from './service.ts';

type Entry = { kind: 'user'; of: User } | { kind: 'role'; of: Role } | { kind: 'policy'; of: ManagedPolicy };

/** Everybody and every policy of an account, in pages that run on from one kind to the next. */
export function getAccountAuthorizationDetails(
  call: Call,
  input: GetAccountAuthorizationDetailsRequest,
): GetAccountAuthorizationDetailsResponse {
  const wanted = (kind: EntityType) => !input.Filter?.length || input.Filter.includes(kind);
  const { access, account } = call;
  const policies = access.managed.filter((policy) =>
    policy.account === 'aws'
      ? // Of AWS's own, those that somebody has.
        wanted('AWSManagedPolicy') && attachments(call, policy) + boundaries(call, policy) > 0
      : policy.account === account && wanted('LocalManagedPolicy'),
  );
  const entries: Entry[] = [
    ...(wanted('User') ? usersOf(call).map((of) => ({ kind: 'user' as const, of })) : []),
    ...(wanted('Role') ? rolesOf(call).map((of) => ({ kind: 'role' as const, of })) : []),
    ...policies.map((of) => ({ kind: 'policy' as const, of })),
  ];
  const { entries: items, ...where } = paged(call, 'entries', entries, input);
  return {
    UserDetailList: items.flatMap((entry) => (entry.kind === 'user' ? [userDetail(entry.of)] : [])),
    GroupDetailList: [],
    RoleDetailList: items.flatMap((entry) => (entry.kind === 'role' ? [roleDetail(entry.of)] : [])),
    Policies: items.flatMap((entry) => (entry.kind === 'policy' ? [policyDetail(call, entry.of)] : [])),
    ...where,
  };
}

const inlineList = ({ inline }: User | Role) =>
  [...inline].map(([PolicyName, policy]) => ({ PolicyName, PolicyDocument: encoded(policy) }));

const userDetail = (user: User): UserDetail => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: new Date(user.created),
  ...(user.inline.size > 0 && { UserPolicyList: inlineList(user) }),
  GroupList: [],
  AttachedManagedPolicies: attachedOf(user),
  ...boundaryOf(user),
  ...tagsOr(user.tags),
});

const roleDetail = (role: Role): RoleDetail => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: new Date(role.created),
  AssumeRolePolicyDocument: encoded(role.trust),
  InstanceProfileList: [],
  RolePolicyList: inlineList(role),
  AttachedManagedPolicies: attachedOf(role),
  ...boundaryOf(role),
  ...tagsOr(role.tags),
  RoleLastUsed: {},
});

const policyDetail = (call: Call, policy: ManagedPolicy): ManagedPolicyDetail => ({
  ...describePolicy(call, policy),
  PolicyVersionList: policy.versions
    .toReversed()
    .map((version) => ({ ...describeVersion(policy, version), Document: encoded(version) })),
});
