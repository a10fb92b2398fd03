import type { ControlPolicy, Organization } from '../accessTypes.ts';
import { FULL_ACCESS, SCP_CHARACTERS, SCPS_PER_NODE } from '../world/organization.ts';
import { AwsError } from './errors.ts';
import type {
  AttachPolicyRequest,
  CreatePolicyRequest,
  CreatePolicyResponse,
  DeletePolicyRequest,
  DescribePolicyRequest,
  DescribePolicyResponse,
  DetachPolicyRequest,
  ListPoliciesForTargetRequest,
  ListPoliciesForTargetResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
  ListTargetsForPolicyRequest,
  ListTargetsForPolicyResponse,
  Policy,
  PolicySummary,
  PolicyType,
  UpdatePolicyRequest,
  UpdatePolicyResponse,
} from './models/organizations-types.ts';
import { nodeOf, paged } from './organization-nodes.ts';
import { malformed } from './policy-grammar.ts';
import type { Call } from './service.ts';

/** The one kind of policy that the simulated organization has. */
export const SCP: PolicyType = 'SERVICE_CONTROL_POLICY';

/** What AWS Organizations does with service control policies. */
export const controlPolicyHandlers = {
  ListPolicies,
  DescribePolicy,
  CreatePolicy,
  UpdatePolicy,
  DeletePolicy,
  AttachPolicy,
  DetachPolicy,
  ListPoliciesForTarget,
  ListTargetsForPolicy,
};

function ListPolicies({ world: { organization } }: Call, input: ListPoliciesRequest): ListPoliciesResponse {
  const policies = input.Filter === SCP ? organization.policies() : [];
  const { items, NextToken } = paged('policies', policies, input);
  return { Policies: items.map(summary), NextToken };
}

function DescribePolicy(
  { world: { organization } }: Call,
  input: DescribePolicyRequest,
): DescribePolicyResponse {
  return { Policy: shownPolicy(policyOf(organization, input.PolicyId)) };
}

function CreatePolicy({ world: { organization } }: Call, input: CreatePolicyRequest): CreatePolicyResponse {
  const { Type, Name: name, Description: description, Content: content } = input;
  if (Type !== SCP)
    throw new AwsError(
      'PolicyTypeNotAvailableForOrganizationException',
      'The policy type is not enabled for this organization.',
    );
  checkContent(content);
  checkName(organization, name);
  return { Policy: shownPolicy(organization.createPolicy({ name, description, content })) };
}

function UpdatePolicy({ world: { organization } }: Call, input: UpdatePolicyRequest): UpdatePolicyResponse {
  const { id } = changeable(organization, input.PolicyId);
  const { Name: name, Description: description, Content: content } = input;
  if (content !== undefined) checkContent(content);
  if (name !== undefined) checkName(organization, name, id);
  organization.updatePolicy(id, {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(content !== undefined && { content }),
  });
  return { Policy: shownPolicy(policyOf(organization, id)) };
}

function DeletePolicy({ world: { organization } }: Call, input: DeletePolicyRequest): object {
  const { id } = changeable(organization, input.PolicyId);
  if (organization.targetsOf(id).length > 0)
    throw new AwsError('PolicyInUseException', 'The policy is attached to one or more entities.');
  organization.deletePolicy(id);
  return {};
}

function AttachPolicy({ world: { organization } }: Call, input: AttachPolicyRequest): object {
  const { id } = policyOf(organization, input.PolicyId);
  const target = nodeOf(organization, input.TargetId, 'TargetNotFoundException');
  const attached = organization.attachedTo(target.id);
  if (attached.includes(id))
    throw new AwsError(
      'DuplicatePolicyAttachmentException',
      'A policy with the specified name and type already exists on the target.',
    );
  if (attached.length >= SCPS_PER_NODE)
    throw constraint(
      'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      'You have attached the maximum number of policies to the specified target.',
    );
  organization.attach(id, target.id);
  return {};
}

function DetachPolicy({ world: { organization } }: Call, input: DetachPolicyRequest): object {
  const { id } = policyOf(organization, input.PolicyId);
  const target = nodeOf(organization, input.TargetId, 'TargetNotFoundException');
  const attached = organization.attachedTo(target.id);
  if (!attached.includes(id))
    throw new AwsError(
      'PolicyNotAttachedException',
      'The policy is not attached to the specified target in the specified root.',
    );
  if (attached.length === 1)
    throw constraint(
      'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      'You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.',
    );
  organization.detach(id, target.id);
  return {};
}

function ListPoliciesForTarget(
  { world: { organization } }: Call,
  input: ListPoliciesForTargetRequest,
): ListPoliciesForTargetResponse {
  const target = nodeOf(organization, input.TargetId, 'TargetNotFoundException');
  const ids = input.Filter === SCP ? organization.attachedTo(target.id) : [];
  const { items, NextToken } = paged('policiesOf', ids, input);
  return { Policies: items.map((id) => summary(policyOf(organization, id))), NextToken };
}

function ListTargetsForPolicy(
  { world: { organization } }: Call,
  input: ListTargetsForPolicyRequest,
): ListTargetsForPolicyResponse {
  const { id } = policyOf(organization, input.PolicyId);
  const { items, NextToken } = paged('targets', organization.targetsOf(id), input);
  const Targets = items.map((node) => ({
    TargetId: node.id,
    Arn: node.arn,
    Name: node.name,
    Type: node.kind,
  }));
  return { Targets, NextToken };
}

function policyOf(organization: Organization, id: string): ControlPolicy {
  const policy = organization.policy(id);
  if (!policy) throw new AwsError('PolicyNotFoundException', "You specified a policy that doesn't exist.");
  return policy;
}

function changeable(organization: Organization, id: string): ControlPolicy {
  if (id === FULL_ACCESS)
    throw new AwsError(
      'InvalidInputException',
      'You specified a policy that is managed by AWS and cannot be changed.',
      400,
      { Reason: 'IMMUTABLE_POLICY' },
    );
  return policyOf(organization, id);
}

function checkContent(content: string): void {
  if (content.length > SCP_CHARACTERS)
    throw constraint(
      'POLICY_CONTENT_LIMIT_EXCEEDED',
      'You have exceeded the maximum policy document size limit.',
    );
  const fault = malformed(content, 'control');
  if (fault !== undefined)
    throw new AwsError(
      'MalformedPolicyDocumentException',
      `The provided policy document does not meet the requirements of the specified policy type: ${fault}`,
    );
}

function checkName(organization: Organization, name: string, own?: string): void {
  if (organization.policies().some((policy) => policy.name === name && policy.id !== own))
    throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.');
}

const constraint = (reason: string, message: string) =>
  new AwsError('ConstraintViolationException', message, 400, { Reason: reason });

const summary = ({ id, arn, name, description, awsManaged }: ControlPolicy): PolicySummary => ({
  Id: id,
  Arn: arn,
  Name: name,
  Description: description,
  Type: SCP,
  AwsManaged: awsManaged,
});

const shownPolicy = (policy: ControlPolicy): Policy => ({
  PolicySummary: summary(policy),
  Content: policy.content,
});
