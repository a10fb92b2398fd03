import type {
  GetAccountAuthorizationDetailsResponse,
  ManagedPolicyDetail,
  Policy,
  PolicyDetail,
  PolicyVersion,
  RoleDetail,
  Tag,
  UserDetail,
} from '@aws-sdk/client-iam';
import { lastPart } from '../core/models.ts';
import type { FoundPolicy, Holder } from '../core/policies/found.ts';
import type { PolicySimulator } from '../core/policies/simulator.ts';
import type { NamedPolicy } from '../core/policies/types.ts';
import type { Target } from './clients.ts';
import { AwsError, isAwsError } from './errors.ts';
import { allPages, type Run } from './runner.ts';
import type { IamGateway } from './typesPolicies.ts';

/** Loaded when it is first asked for: few starts need it. */
const sdk = () => import('@aws-sdk/client-iam');

const service = 'iam';
/** The API's own limit. */
const PAGE_SIZE = 1000;

/** IAM of an account: it is global, any Region of the partition leads to it. */
export function createIamGateway(run: Run): IamGateway {
  return {
    async holders(target, accountId) {
      const pages = await detailsOf(run, target);
      const managed = managedPolicies(pages);
      const groups = new Map(
        pages
          .flatMap(({ GroupDetailList = [] }) => GroupDetailList)
          .map((group) => [
            group.GroupName,
            attachedTo(group.GroupPolicyList, group.AttachedManagedPolicies, managed),
          ]),
      );
      const roles = pages
        .flatMap(({ RoleDetailList = [] }) => RoleDetailList)
        .map((role) => roleHolder(accountId, role, managed));
      const users = pages
        .flatMap(({ UserDetailList = [] }) => UserDetailList)
        .map((user) => userHolder(accountId, user, managed, groups));
      return [...roles, ...users];
    },

    async managedPolicy(target, arn) {
      const { policy, text } = await versionInForce(run, target, arn);
      return { name: policy?.PolicyName ?? lastPart(arn), text };
    },

    async boundary(target, arn) {
      try {
        const { policy, text } = await versionInForce(run, target, arn);
        return {
          text,
          carriers: policy?.PermissionsBoundaryUsageCount ?? 0,
          attached: policy?.AttachmentCount ?? 0,
        };
      } catch (error) {
        if (isAwsError(error, 'notFound')) return null;
        throw error;
      }
    },

    replacePolicy: (target, arn, text) => replacePolicy(run, target, arn, text),

    simulator: (target) => simulatorAt(run, target),
  };
}

async function versionInForce(
  run: Run,
  target: Target,
  PolicyArn: string,
): Promise<{ policy: Policy | undefined; text: string | null }> {
  const { Policy: policy } = await run({
    service,
    operation: 'GetPolicy',
    target,
    send: async (client) => client.send(new (await sdk()).GetPolicyCommand({ PolicyArn })),
  });
  const VersionId = policy?.DefaultVersionId ?? 'v1';
  const { PolicyVersion } = await run({
    service,
    operation: 'GetPolicyVersion',
    target,
    send: async (client) => client.send(new (await sdk()).GetPolicyVersionCommand({ PolicyArn, VersionId })),
  });
  return { policy, text: decoded(PolicyVersion?.Document) };
}

/** IAM quotas: versions of a managed policy. */
const MOST_VERSIONS = 5;

async function replacePolicy(
  run: Run,
  target: Target,
  PolicyArn: string,
  PolicyDocument: string,
): Promise<void> {
  const { Versions = [] } = await run({
    service,
    operation: 'ListPolicyVersions',
    target,
    send: async (client) => client.send(new (await sdk()).ListPolicyVersionsCommand({ PolicyArn })),
  });
  const idle = Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true);
  const oldest = idle.toSorted((a, b) => Number(a.CreateDate) - Number(b.CreateDate) || byNumber(a, b))[0];
  if (Versions.length >= MOST_VERSIONS && oldest?.VersionId !== undefined) {
    const { VersionId } = oldest;
    await run({
      service,
      operation: 'DeletePolicyVersion',
      target,
      send: async (client) =>
        client.send(new (await sdk()).DeletePolicyVersionCommand({ PolicyArn, VersionId })),
    });
  }
  await run({
    service,
    operation: 'CreatePolicyVersion',
    target,
    send: async (client) =>
      client.send(
        new (await sdk()).CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }),
      ),
  });
}

/** `v2` before `v10`: of versions of one moment. */
const byNumber = (a: PolicyVersion, b: PolicyVersion): number =>
  Number(a.VersionId?.slice(1)) - Number(b.VersionId?.slice(1));

const detailsOf = (run: Run, target: Target): Promise<GetAccountAuthorizationDetailsResponse[]> =>
  allPages(
    { service, operation: 'GetAccountAuthorizationDetails' },
    (Marker) =>
      run({
        service,
        operation: 'GetAccountAuthorizationDetails',
        target,
        send: async (client) =>
          client.send(
            new (await sdk()).GetAccountAuthorizationDetailsCommand({
              MaxItems: PAGE_SIZE,
              ...(Marker === undefined ? {} : { Marker }),
            }),
          ),
      }),
    (page) => ({ items: [page], next: page.IsTruncated === true ? page.Marker : undefined }),
  );

/** By ARN; a policy can be on another page than whoever has it. */
function managedPolicies(pages: readonly GetAccountAuthorizationDetailsResponse[]) {
  const found = pages.flatMap(({ Policies = [] }) => Policies);
  return new Map(found.map((policy) => [policy.Arn ?? '', policyOf(policy)]));
}

function policyOf({ PolicyName, Arn, PolicyVersionList = [] }: ManagedPolicyDetail): FoundPolicy {
  const current = PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion) ?? PolicyVersionList[0];
  return { name: PolicyName ?? lastPart(Arn ?? ''), text: decoded(current?.Document) };
}

type Managed = ReadonlyMap<string, FoundPolicy>;

const byArn = (managed: Managed, arn: string): FoundPolicy =>
  managed.get(arn) ?? { name: lastPart(arn), text: null };

function attachedTo(
  inline: readonly PolicyDetail[] = [],
  attached: readonly { PolicyArn?: string | undefined }[] = [],
  managed: Managed,
): FoundPolicy[] {
  return [
    ...inline.map(({ PolicyName, PolicyDocument }) => ({
      name: PolicyName ?? 'inline',
      text: decoded(PolicyDocument),
    })),
    ...attached.map(({ PolicyArn = '' }) => byArn(managed, PolicyArn)),
  ];
}

function boundaryOf(
  boundary: { PermissionsBoundaryArn?: string | undefined } | undefined,
  managed: Managed,
): FoundPolicy | null {
  return boundary?.PermissionsBoundaryArn === undefined
    ? null
    : byArn(managed, boundary.PermissionsBoundaryArn);
}

function roleHolder(accountId: string, role: RoleDetail, managed: Managed): Holder {
  return {
    kind: 'role',
    name: role.RoleName ?? '',
    arn: role.Arn ?? '',
    accountId,
    tags: tagsOf(role.Tags),
    policies: attachedTo(role.RolePolicyList, role.AttachedManagedPolicies, managed),
    boundary: boundaryOf(role.PermissionsBoundary, managed),
    trust: decoded(role.AssumeRolePolicyDocument),
    accounts: [],
  };
}

function userHolder(
  accountId: string,
  user: UserDetail,
  managed: Managed,
  groups: ReadonlyMap<string | undefined, readonly FoundPolicy[]>,
): Holder {
  return {
    kind: 'user',
    name: user.UserName ?? '',
    arn: user.Arn ?? '',
    accountId,
    tags: tagsOf(user.Tags),
    policies: [
      ...attachedTo(user.UserPolicyList, user.AttachedManagedPolicies, managed),
      ...(user.GroupList ?? []).flatMap((group) => groups.get(group) ?? []),
    ],
    boundary: boundaryOf(user.PermissionsBoundary, managed),
    trust: null,
    accounts: [],
  };
}

const tagsOf = (tags: readonly Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** IAM gives documents percent-encoded (RFC 3986). */
function decoded(document: string | undefined): string | null {
  if (document === undefined) return null;
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

function simulatorAt(run: Run, target: Target): PolicySimulator {
  return {
    async simulate({ identity, boundary, controls }, { action, resource, context }) {
      const { EvaluationResults = [] } = await run({
        service,
        operation: 'SimulateCustomPolicy',
        target,
        send: async (client) =>
          client.send(
            new (await sdk()).SimulateCustomPolicyCommand({
              PolicyInputList: identity.map(textOf),
              ...(boundary === null ? {} : { PermissionsBoundaryPolicyInputList: [textOf(boundary)] }),
              ...(controls.length === 0
                ? {}
                : {
                    OrderedOrganizationPolicyInputList: controls.map((level) => ({
                      ServiceControlPolicyInputList: level.map(textOf),
                    })),
                  }),
              ActionNames: [action],
              ResourceArns: [resource],
              ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
                ContextKeyName,
                ContextKeyType: typeof value === 'string' ? ('string' as const) : ('stringList' as const),
                ContextKeyValues: typeof value === 'string' ? [value] : [...value],
              })),
            }),
          ),
      });
      const [result] = EvaluationResults;
      if (result === undefined)
        throw new AwsError(
          'other',
          { service, operation: 'SimulateCustomPolicy' },
          'NoResult',
          'AWS gave no answer',
        );
      return {
        decision: result.EvalDecision === 'allowed' ? 'allowed' : 'denied',
        explicit: result.EvalDecision === 'explicitDeny',
        missing: result.MissingContextValues ?? [],
        byControls: result.OrganizationsDecisionDetail?.AllowedByOrganizations ?? null,
        byBoundary: result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary ?? null,
      };
    },
  };
}

const textOf = ({ document }: NamedPolicy): string => JSON.stringify(document);
