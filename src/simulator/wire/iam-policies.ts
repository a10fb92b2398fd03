import type { ManagedPolicy } from '../iam/access.ts';
import { sizeOf } from '../iam/documents.ts';
import { AwsError } from './errors.ts';
import { byName } from './iam-roles.ts';
import {
  alreadyExists,
  deleteConflict,
  encoded,
  LIMITS,
  limitExceeded,
  paged,
  written,
} from './iam-shared.ts';
import type {
  CreatePolicyRequest,
  CreatePolicyVersionRequest,
  DeletePolicyVersionRequest,
  GetPolicyVersionRequest,
  ListPoliciesRequest,
  ListPolicyVersionsRequest,
  Policy,
  PolicyVersion,
} from './models/iam-types.ts';
import type { Call, Handler } from './service.ts';

type Version = ManagedPolicy['versions'][number];

export const policyHandlers: Record<string, Handler> = {
  CreatePolicy: createPolicy,
  GetPolicy: (call: Call, { PolicyArn }: { PolicyArn: string }) => ({
    Policy: describePolicy(call, found(call, PolicyArn)),
  }),
  ListPolicies: (call: Call, input: ListPoliciesRequest) =>
    paged(
      call,
      'Policies',
      policiesOf(call, input).map((policy) => listed(call, policy)),
      input,
    ),
  GetPolicyVersion: (call: Call, { PolicyArn, VersionId }: GetPolicyVersionRequest) => {
    const policy = found(call, PolicyArn);
    const version = policy.versions.find(({ id }) => id === VersionId);
    if (!version)
      throw new AwsError(
        'NoSuchEntityException',
        `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`,
        404,
      );
    return { PolicyVersion: { ...describeVersion(policy, version), Document: encoded(version) } };
  },
  CreatePolicyVersion: createVersion,
  ListPolicyVersions: (call: Call, input: ListPolicyVersionsRequest) => {
    const policy = found(call, input.PolicyArn);
    const versions = policy.versions.toReversed().map((version) => describeVersion(policy, version));
    return paged(call, 'Versions', versions, input);
  },
  DeletePolicyVersion: deleteVersion,
  DeletePolicy: deletePolicy,
};

function found(call: Call, arn: string): ManagedPolicy {
  const policy = call.access.policy(arn);
  if (!policy || (policy.account !== 'aws' && policy.account !== call.account))
    throw new AwsError('NoSuchEntityException', `Policy ${arn} was not found.`, 404);
  return policy;
}

function checkSize(text: string): void {
  if (sizeOf(text) > LIMITS.managedSize)
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${LIMITS.managedSize}`);
}

function createPolicy(call: Call, input: CreatePolicyRequest): { Policy: Policy } {
  const { access, account } = call;
  const path = input.Path ?? '/';
  const arn = `arn:aws:iam::${account}:policy${path}${input.PolicyName}`;
  const same = access.managed.some((each) => each.account === account && each.name === input.PolicyName);
  if (same) throw alreadyExists(`A policy called ${input.PolicyName}`);
  const document = written(input.PolicyDocument, 'identity');
  checkSize(input.PolicyDocument);
  const now = access.clock.now();
  const policy: ManagedPolicy = {
    account,
    name: input.PolicyName,
    path,
    id: access.newId('ANPA'),
    arn,
    description: input.Description,
    created: now,
    updated: now,
    versions: [{ ...document, id: 'v1', created: now }],
    current: 'v1',
    made: 1,
  };
  access.managed.push(policy);
  return { Policy: listed(call, policy) };
}

function ownOf(call: Call, arn: string): ManagedPolicy {
  const policy = found(call, arn);
  if (policy.account === 'aws')
    throw new AwsError('AccessDenied', `Cannot perform the operation on the protected policy ${arn}.`, 403);
  return policy;
}

function createVersion(call: Call, input: CreatePolicyVersionRequest): { PolicyVersion: PolicyVersion } {
  const policy = ownOf(call, input.PolicyArn);
  const document = written(input.PolicyDocument, 'identity');
  checkSize(input.PolicyDocument);
  if (policy.versions.length >= LIMITS.versions)
    throw limitExceeded(
      `A managed policy can have up to ${LIMITS.versions} versions. Before you create a new version, you must delete an existing version.`,
    );
  const now = call.access.clock.now();
  const version = { ...document, id: `v${policy.made + 1}`, created: now };
  policy.made += 1;
  policy.versions.push(version);
  policy.updated = now;
  if (input.SetAsDefault) policy.current = version.id;
  return { PolicyVersion: describeVersion(policy, version) };
}

function deleteVersion(call: Call, { PolicyArn, VersionId }: DeletePolicyVersionRequest): object {
  const policy = ownOf(call, PolicyArn);
  const version = policy.versions.find(({ id }) => id === VersionId);
  if (!version)
    throw new AwsError(
      'NoSuchEntityException',
      `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`,
      404,
    );
  if (VersionId === policy.current) throw deleteConflict('Cannot delete the default version of a policy.');
  policy.versions.splice(policy.versions.indexOf(version), 1);
  return {};
}

function deletePolicy(call: Call, { PolicyArn }: { PolicyArn: string }): object {
  const policy = ownOf(call, PolicyArn);
  if (attachments(call, policy) + boundaries(call, policy) > 0)
    throw deleteConflict('Cannot delete a policy attached to entities.');
  if (policy.versions.length > 1)
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.",
    );
  call.access.managed.splice(call.access.managed.indexOf(policy), 1);
  return {};
}

function policiesOf(call: Call, input: ListPoliciesRequest): ManagedPolicy[] {
  const { Scope = 'All', PathPrefix = '/', OnlyAttached, PolicyUsageFilter } = input;
  const used = (policy: ManagedPolicy) =>
    PolicyUsageFilter === 'PermissionsBoundary' ? boundaries(call, policy) : attachments(call, policy);
  return call.access.managed
    .filter(({ account }) => account === 'aws' || account === call.account)
    .filter(({ account }) => Scope === 'All' || (Scope === 'AWS') === (account === 'aws'))
    .filter((policy) => policy.path.startsWith(PathPrefix))
    .filter((policy) => (!OnlyAttached && PolicyUsageFilter === undefined) || used(policy) > 0)
    .sort(byName);
}

const ofAccount = ({ access, account }: Call) => access.identities.filter((each) => each.account === account);
export const attachments = (call: Call, { arn }: ManagedPolicy): number =>
  ofAccount(call).filter(({ attached }) => attached.includes(arn)).length;
export const boundaries = (call: Call, { arn }: ManagedPolicy): number =>
  ofAccount(call).filter(({ boundary }) => boundary === arn).length;

export function describePolicy(call: Call, policy: ManagedPolicy): Policy {
  return {
    ...listed(call, policy),
    ...(policy.description !== undefined && { Description: policy.description }),
  };
}

function listed(call: Call, policy: ManagedPolicy): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.current,
    AttachmentCount: attachments(call, policy),
    PermissionsBoundaryUsageCount: boundaries(call, policy),
    IsAttachable: true,
    CreateDate: new Date(policy.created),
    UpdateDate: new Date(policy.updated),
  };
}

/** A version as lists show it: without its document. */
export function describeVersion(policy: ManagedPolicy, { id, created }: Version): PolicyVersion {
  return { VersionId: id, IsDefaultVersion: id === policy.current, CreateDate: new Date(created) };
}
