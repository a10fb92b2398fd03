import type { PermissionContent, PolicyReference } from '../accessTypes.ts';
import { AwsError } from './errors.ts';
import type {
  AttachCustomerManagedPolicyReferenceToPermissionSetRequest,
  AttachManagedPolicyToPermissionSetRequest,
  CustomerManagedPolicyReference,
  DeleteInlinePolicyFromPermissionSetRequest,
  DeletePermissionsBoundaryFromPermissionSetRequest,
  DetachCustomerManagedPolicyReferenceFromPermissionSetRequest,
  DetachManagedPolicyFromPermissionSetRequest,
  GetInlinePolicyForPermissionSetRequest,
  GetInlinePolicyForPermissionSetResponse,
  GetPermissionsBoundaryForPermissionSetRequest,
  GetPermissionsBoundaryForPermissionSetResponse,
  ListCustomerManagedPolicyReferencesInPermissionSetRequest,
  ListCustomerManagedPolicyReferencesInPermissionSetResponse,
  ListManagedPoliciesInPermissionSetRequest,
  ListManagedPoliciesInPermissionSetResponse,
  PutInlinePolicyToPermissionSetRequest,
  PutPermissionsBoundaryToPermissionSetRequest,
} from './models/ssoadmin-types.ts';
import { malformed } from './policy-grammar.ts';
import type { Call } from './service.ts';
import { conflict, invalid, notFound, paged, setOf } from './sso-common.ts';

/** AWS managed and customer managed policies of one permission set (quotas of IAM Identity Center). */
const POLICIES_PER_SET = 20;

/** What IAM Identity Center does with the policies of a permission set. */
export const permissionHandlers = {
  PutInlinePolicyToPermissionSet,
  GetInlinePolicyForPermissionSet,
  DeleteInlinePolicyFromPermissionSet,
  AttachManagedPolicyToPermissionSet,
  DetachManagedPolicyFromPermissionSet,
  ListManagedPoliciesInPermissionSet,
  AttachCustomerManagedPolicyReferenceToPermissionSet,
  DetachCustomerManagedPolicyReferenceFromPermissionSet,
  ListCustomerManagedPolicyReferencesInPermissionSet,
  PutPermissionsBoundaryToPermissionSet,
  GetPermissionsBoundaryForPermissionSet,
  DeletePermissionsBoundaryFromPermissionSet,
};

function PutInlinePolicyToPermissionSet(call: Call, input: PutInlinePolicyToPermissionSetRequest): object {
  const { sets, set } = setOf(call, input);
  const fault = malformed(input.InlinePolicy, 'identity');
  if (fault !== undefined) throw invalid(`The inline policy is not valid: ${fault}`);
  sets.setContent(set.arn, { inlinePolicy: input.InlinePolicy });
  return {};
}

function GetInlinePolicyForPermissionSet(
  call: Call,
  input: GetInlinePolicyForPermissionSetRequest,
): GetInlinePolicyForPermissionSetResponse {
  const { inlinePolicy } = setOf(call, input).set.content;
  // The model has no empty text.
  return inlinePolicy === null ? {} : { InlinePolicy: inlinePolicy };
}

function DeleteInlinePolicyFromPermissionSet(
  call: Call,
  input: DeleteInlinePolicyFromPermissionSetRequest,
): object {
  const { sets, set } = setOf(call, input);
  if (set.content.inlinePolicy === null) throw notFound('The permission set has no inline policy.');
  sets.setContent(set.arn, { inlinePolicy: null });
  return {};
}

function AttachManagedPolicyToPermissionSet(
  call: Call,
  input: AttachManagedPolicyToPermissionSetRequest,
): object {
  const { sets, set } = setOf(call, input);
  const { managedPolicyArns } = set.content;
  if (managedPolicyArns.includes(input.ManagedPolicyArn))
    throw conflict('Policy is already attached to the permission set.');
  checkRoom(set.content);
  sets.setContent(set.arn, { managedPolicyArns: [...managedPolicyArns, input.ManagedPolicyArn] });
  return {};
}

function DetachManagedPolicyFromPermissionSet(
  call: Call,
  input: DetachManagedPolicyFromPermissionSetRequest,
): object {
  const { sets, set } = setOf(call, input);
  const left = set.content.managedPolicyArns.filter((arn) => arn !== input.ManagedPolicyArn);
  if (left.length === set.content.managedPolicyArns.length)
    throw notFound('Policy is not attached to the permission set.');
  sets.setContent(set.arn, { managedPolicyArns: left });
  return {};
}

function ListManagedPoliciesInPermissionSet(
  call: Call,
  input: ListManagedPoliciesInPermissionSetRequest,
): ListManagedPoliciesInPermissionSetResponse {
  const { set } = setOf(call, input);
  const { items, NextToken } = paged('managed', set.content.managedPolicyArns, input);
  const AttachedManagedPolicies = items.map((arn) => ({
    Name: arn.slice(arn.lastIndexOf('/') + 1),
    Arn: arn,
  }));
  return { AttachedManagedPolicies, NextToken };
}

function AttachCustomerManagedPolicyReferenceToPermissionSet(
  call: Call,
  input: AttachCustomerManagedPolicyReferenceToPermissionSetRequest,
): object {
  const { sets, set } = setOf(call, input);
  const policy = reference(input.CustomerManagedPolicyReference);
  if (set.content.customerPolicies.some((each) => same(each, policy)))
    throw conflict('Policy is already attached to the permission set.');
  checkRoom(set.content);
  sets.setContent(set.arn, { customerPolicies: [...set.content.customerPolicies, policy] });
  return {};
}

function DetachCustomerManagedPolicyReferenceFromPermissionSet(
  call: Call,
  input: DetachCustomerManagedPolicyReferenceFromPermissionSetRequest,
): object {
  const { sets, set } = setOf(call, input);
  const policy = reference(input.CustomerManagedPolicyReference);
  const left = set.content.customerPolicies.filter((each) => !same(each, policy));
  if (left.length === set.content.customerPolicies.length)
    throw notFound('Policy is not attached to the permission set.');
  sets.setContent(set.arn, { customerPolicies: left });
  return {};
}

function ListCustomerManagedPolicyReferencesInPermissionSet(
  call: Call,
  input: ListCustomerManagedPolicyReferencesInPermissionSetRequest,
): ListCustomerManagedPolicyReferencesInPermissionSetResponse {
  const { set } = setOf(call, input);
  const { items, NextToken } = paged('references', set.content.customerPolicies, input);
  return { CustomerManagedPolicyReferences: items.map(shown), NextToken };
}

function PutPermissionsBoundaryToPermissionSet(
  call: Call,
  input: PutPermissionsBoundaryToPermissionSetRequest,
): object {
  const { sets, set } = setOf(call, input);
  const { ManagedPolicyArn: managedPolicyArn, CustomerManagedPolicyReference: own } =
    input.PermissionsBoundary;
  if ((managedPolicyArn === undefined) === (own === undefined))
    throw invalid('A permissions boundary is either a managed policy or a reference to one.');
  const boundary =
    own === undefined ? { managedPolicyArn: managedPolicyArn ?? '' } : { customerPolicy: reference(own) };
  sets.setContent(set.arn, { boundary });
  return {};
}

function GetPermissionsBoundaryForPermissionSet(
  call: Call,
  input: GetPermissionsBoundaryForPermissionSetRequest,
): GetPermissionsBoundaryForPermissionSetResponse {
  const { boundary } = setOf(call, input).set.content;
  if (boundary === null) throw notFound('The permission set has no permissions boundary.');
  return {
    PermissionsBoundary:
      'managedPolicyArn' in boundary
        ? { ManagedPolicyArn: boundary.managedPolicyArn }
        : { CustomerManagedPolicyReference: shown(boundary.customerPolicy) },
  };
}

function DeletePermissionsBoundaryFromPermissionSet(
  call: Call,
  input: DeletePermissionsBoundaryFromPermissionSetRequest,
): object {
  const { sets, set } = setOf(call, input);
  if (set.content.boundary === null) throw notFound('The permission set has no permissions boundary.');
  sets.setContent(set.arn, { boundary: null });
  return {};
}

function checkRoom({ managedPolicyArns, customerPolicies }: PermissionContent): void {
  if (managedPolicyArns.length + customerPolicies.length >= POLICIES_PER_SET)
    throw new AwsError(
      'ServiceQuotaExceededException',
      'You have exceeded the allowed number of policies of a permission set.',
    );
}

const reference = ({ Name, Path = '/' }: CustomerManagedPolicyReference): PolicyReference => ({
  name: Name,
  path: Path,
});
const shown = ({ name, path }: PolicyReference): CustomerManagedPolicyReference => ({
  Name: name,
  Path: path,
});
const same = (a: PolicyReference, b: PolicyReference) => a.name === b.name && a.path === b.path;
