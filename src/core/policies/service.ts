import { billingPartitionOf } from '../regions.ts';
import { boundaryArn } from '../stop/boundary.ts';
import {
  BUDGET_STATUS,
  inOwnAccount,
  MANAGED_BY,
  OURS,
  OWN_ACCOUNT,
  type PolicyChoices,
  profileArns,
  sourceArns,
} from './choices.ts';
import { type PrintedStatement, protectedKeys, requestTag, resourceTag } from './printed.ts';

/** What the role may do as which this product works, part by part: what is switched off needs no permission. */

export const SERVICE_PARTS = [
  'profiles',
  'bill',
  'vending',
  'stops',
  'directory',
  'mirror',
  'policies',
  'accounts',
] as const;
export type ServicePart = (typeof SERVICE_PARTS)[number];

/** Where it says `*`, AWS offers nothing narrower for a reader of everything. */
export function serviceStatements(
  choices: PolicyChoices,
  parts: readonly ServicePart[] = SERVICE_PARTS,
): PrintedStatement[] {
  const of: Readonly<Record<ServicePart, () => PrintedStatement[]>> = {
    profiles: () => [
      read('ReadProfilesAndMetrics', [
        'bedrock:ListInferenceProfiles',
        'bedrock:ListFoundationModels',
        'tag:GetResources',
        'cloudwatch:ListMetrics',
        'cloudwatch:GetMetricData',
      ]),
    ],
    bill: () => [
      read('ReadTheBill', ['ce:GetDimensionValues', 'ce:GetCostAndUsage', 'ce:ListCostAllocationTags']),
    ],
    vending: () => vending(choices),
    // Whoever makes profiles may mark them already.
    stops: () => [...(parts.includes('vending') ? [] : [marking(choices)]), ...bounding(choices)],
    directory: () => [
      read('ReadTheDirectory', [
        'identitystore:ListUsers',
        'identitystore:ListGroups',
        'identitystore:ListGroupMemberships',
      ]),
    ],
    mirror: () => [
      read('MirrorSeesBudgets', ['budgets:ViewBudget']),
      {
        Sid: 'MirrorWritesItsOwn',
        Effect: 'Allow',
        Action: ['budgets:ModifyBudget'],
        Resource: [`arn:${billingPartitionOf(choices.partition)}:budgets::*:budget/bedrock-ledger-*`],
      },
    ],
    policies: () => [
      read('ReadPoliciesInForce', [
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
      ]),
    ],
    accounts: () => [
      {
        Sid: 'ReadOtherAccounts',
        Effect: 'Allow',
        Action: ['sts:AssumeRole'],
        Resource: [...choices.serviceRoles],
      },
    ],
  };
  const chosen = SERVICE_PARTS.filter((part) => parts.includes(part)).flatMap((part) => of[part]());
  return [...chosen, ...topics(choices)];
}

const read = (Sid: string, Action: readonly string[]): PrintedStatement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource: ['*'],
});

/** Of no part: whoever sets a topic wants it told. */
const topics = ({ topics: arns = [] }: PolicyChoices): PrintedStatement[] =>
  arns.length === 0
    ? []
    : [
        {
          Sid: 'PublishToTopics',
          Effect: 'Allow',
          Action: ['sns:GetTopicAttributes', 'sns:Publish'],
          Resource: [...arns],
        },
      ];

/** Marks of budgets, on profiles whoever made them: that key and no other. */
function marking(choices: PolicyChoices): PrintedStatement {
  const account = inOwnAccount(choices);
  return {
    Sid: 'MarkForTheBudget',
    Effect: 'Allow',
    Action: ['bedrock:TagResource', 'bedrock:UntagResource'],
    Resource: profileArns(choices),
    Condition: {
      ...(Object.keys(account).length === 0 ? {} : { StringEquals: account }),
      Null: { 'aws:TagKeys': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': [BUDGET_STATUS] },
    },
  };
}

/** The policy of wide stops, where one is set: no other, and never who bears it. */
const bounding = ({ partition, accounts, boundary }: PolicyChoices): PrintedStatement[] =>
  boundary === undefined
    ? []
    : [
        {
          Sid: 'HoldWideStops',
          Effect: 'Allow',
          Action: [
            'iam:GetPolicy',
            'iam:GetPolicyVersion',
            'iam:ListPolicyVersions',
            'iam:CreatePolicyVersion',
            'iam:DeletePolicyVersion',
          ],
          Resource: accounts.map((account) =>
            boundaryArn(partition, account === OWN_ACCOUNT ? '*' : account, boundary),
          ),
        },
      ];

/** It makes and deletes only what carries its mark, and gives no profile that has an owner to somebody else. */
function vending(choices: PolicyChoices): PrintedStatement[] {
  const { user } = choices.tagKeys;
  const profiles = profileArns(choices);
  const account = inOwnAccount(choices);
  return [
    {
      Sid: 'CreateMarkedProfiles',
      Effect: 'Allow',
      Action: ['bedrock:CreateInferenceProfile'],
      Resource: profiles,
      Condition: { StringEquals: { [requestTag(MANAGED_BY)]: OURS, ...account } },
    },
    {
      Sid: 'CreateFromAllowedSources',
      Effect: 'Allow',
      Action: ['bedrock:CreateInferenceProfile'],
      Resource: sourceArns(choices),
    },
    {
      Sid: 'GiveKnownTags',
      Effect: 'Allow',
      Action: ['bedrock:TagResource'],
      Resource: profiles,
      Condition: {
        ...(Object.keys(account).length === 0 ? {} : { StringEquals: account }),
        Null: { 'aws:TagKeys': 'false' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': protectedKeys(choices) },
      },
    },
    {
      Sid: 'TakeMarksAndMisspellingsOff',
      Effect: 'Allow',
      Action: ['bedrock:UntagResource'],
      Resource: profiles,
      Condition: {
        ...(Object.keys(account).length === 0 ? {} : { StringEquals: account }),
        Null: { 'aws:TagKeys': 'false' },
        // Other spellings of the company's keys, which IAM takes for the same.
        'ForAllValues:StringEqualsIgnoreCase': { 'aws:TagKeys': protectedKeys(choices) },
        'ForAllValues:StringNotEquals': {
          'aws:TagKeys': protectedKeys(choices).filter((key) => key !== BUDGET_STATUS),
        },
      },
    },
    {
      Sid: 'DeleteMarkedProfiles',
      Effect: 'Allow',
      Action: ['bedrock:DeleteInferenceProfile'],
      Resource: profiles,
      Condition: { StringEquals: { [resourceTag(MANAGED_BY)]: OURS, ...account } },
    },
    {
      Sid: 'DenyReplacingOwners',
      Effect: 'Deny',
      Action: ['bedrock:TagResource'],
      Resource: ['*'],
      Condition: {
        Null: { [resourceTag(user)]: 'false', [requestTag(user)]: 'false' },
        // Whoever is written in other letters is nobody else, and cannot use it before it is written as they are.
        StringNotEqualsIgnoreCase: { [resourceTag(user)]: `\${${requestTag(user)}}` },
      },
    },
    {
      Sid: 'DenyReplacingMarks',
      Effect: 'Deny',
      Action: ['bedrock:TagResource'],
      Resource: ['*'],
      Condition: {
        Null: { [resourceTag(MANAGED_BY)]: 'false', [requestTag(MANAGED_BY)]: 'false' },
        StringNotEquals: { [resourceTag(MANAGED_BY)]: OURS },
      },
    },
    {
      Sid: 'LookAtProfiles',
      Effect: 'Allow',
      Action: ['bedrock:GetInferenceProfile'],
      Resource: profiles,
      ...(Object.keys(account).length === 0 ? {} : { Condition: { StringEquals: account } }),
    },
    read('ReadTheQuota', ['servicequotas:GetServiceQuota']),
  ];
}

/** Who may take that role on: the role of the service in the payer's account, with the secret word between the two. */
export function trustStatements(principal: string, externalId: string | null): PrintedStatement[] {
  return [
    {
      Sid: 'LedgerTakesThisRoleOn',
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: ['sts:AssumeRole'],
      ...(externalId === null ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
    },
  ];
}
