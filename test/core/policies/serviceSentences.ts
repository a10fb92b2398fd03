import type { Call, Tags } from '../../../src/core/policies/types.ts';
import { MODEL, partsOf, type World } from './sentences.ts';

type ServiceRow = [name: string, call: Call, expected: 'A' | 'D'];

/** What it may do with the tags that a company asks for beside owner and cost center. */
export function furtherServiceRows(w: World): ServiceRow[] {
  const { create, profile, call } = partsOf(w);
  const caller = {
    arn: `arn:${w.partition}:iam::${w.account}:role/bedrock-ledger`,
    accountId: w.account,
    tags: {},
  };
  const marked: Tags = { UserEmail: 'bob@example.com', ManagedBy: 'bedrock-ledger' };
  const tag = (requestTags: Tags) => call('TagResource', profile(marked), { caller, requestTags });
  return [
    ['makes one with them', create({ ...marked, Project: 'atlas', Note: 'x' }, undefined, { caller }), 'A'],
    ['gives them', tag({ Project: 'atlas', 'Owner/Unit': 'north' }), 'A'],
    ['not another key', tag({ Project: 'atlas', Team: 'x' }), 'D'],
    ['not another spelling', tag({ project: 'atlas' }), 'D'],
    ['takes none off', call('UntagResource', profile(marked), { caller, untagKeys: ['Project'] }), 'D'],
  ];
}

/** What the service itself may do, as calls with the answer beside them. */
export function serviceRows(w: World): ServiceRow[] {
  const parts = partsOf(w);
  const caller = {
    arn: `arn:${w.partition}:iam::${w.account}:role/bedrock-ledger`,
    accountId: w.account,
    tags: {},
  };
  const bob: Tags = { UserEmail: 'bob@example.com', CostCenter: 'CC-2' };
  const marked = { ...bob, ManagedBy: 'bedrock-ledger' };
  const vended = { ...marked, InferenceProfile: 'bob-1' };
  const { profile, thing, arn, model, source } = parts;
  const call = (action: string, on = thing('*'), more: Partial<Call> = {}) =>
    parts.call(action, on, { caller, ...more });
  const create = (tags: Tags, from = source(w.geo), more: Partial<Call> = {}) =>
    parts.create(tags, from, { caller, ...more });
  const tag = (on: ReturnType<typeof profile>, requestTags: Tags) => call('TagResource', on, { requestTags });
  const untag = (on: ReturnType<typeof profile>, ...untagKeys: string[]) =>
    call('UntagResource', on, { untagKeys });
  const other = { account: w.otherAccount };
  // GovCloud is billed through a standard account, and so has its budgets there.
  const billed = w.partition === 'aws-us-gov' ? 'aws' : w.partition;
  return [
    ['creates with its mark', create(vended), 'A'],
    ['creates from a model of the Region', create(vended, source('')), 'A'],
    ['not without its mark', create(bob), 'D'],
    ['not with another’s mark', create({ ...bob, ManagedBy: 'somebody' }), 'D'],
    ['not with a key that is not known', create({ ...vended, Project: 'x' }), 'D'],
    ['not from global', create(vended, source('global')), 'D'],
    ['not from another geography', create(vended, source(w.farGeo)), 'D'],
    ['not from another Region', create(vended, source('', MODEL, w.far)), 'D'],
    ['born stopped', create({ ...vended, BudgetStatus: 'exceeded' }), 'A'],
    ['deletes what carries its mark', call('DeleteInferenceProfile', profile(marked)), 'A'],
    ['not what does not', call('DeleteInferenceProfile', profile(bob)), 'D'],
    ['not what carries another’s mark', call('DeleteInferenceProfile', profile({ ManagedBy: 'x' })), 'D'],
    ['not in another account', call('DeleteInferenceProfile', profile(marked, other)), 'D'],
    ['gives an untagged one an owner', tag(profile({}), marked), 'A'],
    ['completes one with an owner', tag(profile(bob), marked), 'A'],
    ['completes one without naming the owner', tag(profile(bob), { ManagedBy: 'bedrock-ledger' }), 'A'],
    ['marks', tag(profile(bob), { BudgetStatus: 'exceeded' }), 'A'],
    [
      'never puts its mark over another’s',
      tag(profile({ ...bob, ManagedBy: 'terraform' }), { ManagedBy: 'bedrock-ledger' }),
      'D',
    ],
    [
      'marks for the budget what another tool made',
      tag(profile({ ...bob, ManagedBy: 'terraform' }), { BudgetStatus: 'exceeded' }),
      'A',
    ],
    ['puts its own mark again', tag(profile(marked), { ManagedBy: 'bedrock-ledger' }), 'A'],
    ['never replaces an owner', tag(profile(bob), { UserEmail: 'ann@example.com' }), 'D'],
    ['writes it in other letters', tag(profile(bob), { UserEmail: 'Bob@example.com' }), 'A'],
    ['never replaces it among others', tag(profile(bob), { ...marked, UserEmail: 'ann@example.com' }), 'D'],
    ['not another key', tag(profile(bob), { Project: 'x' }), 'D'],
    ['not another spelling', tag(profile(bob), { useremail: 'bob@example.com' }), 'D'],
    ['not without keys', call('TagResource', profile(bob)), 'D'],
    ['not in another account', tag(profile(bob, other), { BudgetStatus: 'exceeded' }), 'D'],
    [
      'not another thing of Bedrock',
      tag(thing(arn(w.region, w.account, 'agent/x')), { BudgetStatus: 'x' }),
      'D',
    ],
    ['takes a mark off', untag(profile({ ...bob, BudgetStatus: 'exceeded' }), 'BudgetStatus'), 'A'],
    ['not an owner', untag(profile(bob), 'UserEmail'), 'D'],
    [
      'takes other spellings off',
      untag(profile(bob), 'costcenter', 'useremail', 'inferenceprofile', 'managedby'),
      'A',
    ],
    ['not its mark', untag(profile(marked), 'ManagedBy'), 'D'],
    ['not what names it on the bill', untag(profile(vended), 'InferenceProfile'), 'D'],
    ['not it with the right one', untag(profile(bob), 'costcenter', 'CostCenter'), 'D'],
    ['not it with another key', untag(profile(bob), 'costcenter', 'Note'), 'D'],
    ['not a key that it does not know', untag(profile({ ...bob, Note: 'x' }), 'Note'), 'D'],
    ['not an owner with a mark', untag(profile(bob), 'BudgetStatus', 'UserEmail'), 'D'],
    ['not without keys', call('UntagResource', profile(bob)), 'D'],
    ['not a mark in another account', untag(profile(bob, other), 'BudgetStatus'), 'D'],
    ['looks at one', call('GetInferenceProfile', profile(bob)), 'A'],
    ['not in another account', call('GetInferenceProfile', profile(bob, other)), 'D'],
    ['not at another thing', call('GetInferenceProfile', thing(arn(w.region, w.account, 'agent/x'))), 'D'],
    ['calls no profile', call('InvokeModel', profile(marked)), 'D'],
    ['calls no model', call('InvokeModel', thing(model(w.region))), 'D'],
    ...[
      'bedrock:ListInferenceProfiles',
      'bedrock:ListFoundationModels',
      'tag:GetResources',
      'cloudwatch:ListMetrics',
      'cloudwatch:GetMetricData',
      'ce:GetDimensionValues',
      'ce:GetCostAndUsage',
      'ce:ListCostAllocationTags',
      'servicequotas:GetServiceQuota',
      'identitystore:ListUsers',
      'identitystore:ListGroups',
      'identitystore:ListGroupMemberships',
      'budgets:ViewBudget',
      'bedrock:GetFoundationModelAvailability',
      'cloudtrail:LookupEvents',
      'iam:GetAccountAuthorizationDetails',
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
      'iam:SimulateCustomPolicy',
      'organizations:DescribeOrganization',
      'organizations:DescribeOrganizationalUnit',
      'organizations:DescribePolicy',
      'organizations:ListParents',
      'organizations:ListPoliciesForTarget',
      'sso:DescribeInstanceAccessControlAttributeConfiguration',
      'sso:DescribePermissionSet',
      'sso:GetInlinePolicyForPermissionSet',
      'sso:GetPermissionsBoundaryForPermissionSet',
      'sso:ListAccountsForProvisionedPermissionSet',
      'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
      'sso:ListInstances',
      'sso:ListManagedPoliciesInPermissionSet',
      'sso:ListPermissionSets',
    ].map((action): [string, Call, 'A'] => [action, call(action), 'A']),
    [
      'writes its own budgets',
      call('budgets:ModifyBudget', thing(`arn:${billed}:budgets::${w.account}:budget/bedrock-ledger-x`)),
      'A',
    ],
    [
      'not those of others',
      call('budgets:ModifyBudget', thing(`arn:${billed}:budgets::${w.account}:budget/finance`)),
      'D',
    ],
    [
      'takes its own role on',
      call('sts:AssumeRole', thing(`arn:${w.partition}:iam::${w.account}:role/bedrock-ledger`)),
      'A',
    ],
    ['not another', call('sts:AssumeRole', thing(`arn:${w.partition}:iam::${w.account}:role/admin`)), 'D'],
    [
      'not of another account',
      call('sts:AssumeRole', thing(`arn:${w.partition}:iam::${w.otherAccount}:role/bedrock-ledger`)),
      'D',
    ],
    ['no users', call('iam:CreateUser'), 'D'],
  ];
}
