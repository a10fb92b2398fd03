import type { PolicyChoices } from '../../../src/core/policies/choices.ts';
import {
  POLICY_KINDS,
  type PolicyKind,
  printPolicy,
  TARGETS_OF,
} from '../../../src/core/policies/generate.ts';
import type { Target } from '../../../src/core/policies/limits.ts';
import { templateOf } from '../../../src/core/policies/templateOf.ts';
import type { Template } from '../../../src/core/policies/templates.ts';
import type { PolicyDocument } from '../../../src/core/policies/types.ts';
import { partitionOf } from '../../../src/core/regions.ts';
import { policies } from '../../../src/ui/messages/policiesEn.ts';

/** Templates of every kind, target and partition, with all that is awkward in a policy's text. */

export const PARTITIONS = { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-eusc': 'eusc-de-east-1' };

const ACCOUNT = '012345678901';
const profiles = (partition: string) =>
  `arn:${partition}:bedrock:*:${ACCOUNT}:application-inference-profile/*`;

const invoke = (partition: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'InvokeOwnProfiles',
      Effect: 'Allow',
      Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      Resource: profiles(partition),
      Condition: {
        StringEquals: { 'aws:ResourceTag/UserEmail': `\${aws:PrincipalTag/UserEmail}` },
        Null: { 'aws:PrincipalTag/UserEmail': 'false' },
      },
    },
    {
      Sid: 'InvokeModelsThroughProfiles',
      Effect: 'Allow',
      Action: ['bedrock:InvokeModel'],
      Resource: [
        `arn:${partition}:bedrock:*::foundation-model/*`,
        `arn:${partition}:bedrock:::foundation-model/*`,
      ],
      Condition: { ArnLike: { 'bedrock:InferenceProfileArn': profiles(partition) } },
    },
    {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:ResourceTag/BudgetStatus': 'exceeded' },
        'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['UserEmail', `\${aws:PrincipalTag/on, 'off'}`] },
      },
    },
  ],
});

const guard = (partition: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DenyOutsideProfiles',
      Effect: 'Deny',
      NotAction: ['bedrock:List*'],
      NotResource: [profiles(partition)],
      Condition: { ArnNotLike: { 'aws:PrincipalArn': [`arn:${partition}:iam::*:role/batch-*`] } },
    },
  ],
});

const trust = (partition: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'AssumedByLedger',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${ACCOUNT}:role/bedrock-ledger` },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { StringEquals: { 'sts:ExternalId': 'a"b\\c' } },
    },
  ],
});

const sentences = {
  InvokeOwnProfiles: 'People may call their own profiles: those that carry their address.',
  InvokeModelsThroughProfiles: 'Models answer through profiles of these accounts only.',
  DenyOutsideProfiles: 'Nothing but profiles may be used.\nThe management account is not covered.',
  NotInTheDocument: 'is not told',
};

const shared = {
  name: 'bedrock-own-profiles',
  description: 'Models of Amazon Bedrock through own profiles only: see the statements',
  sentences,
  exemptions: [],
};

/** By name: what is awkward, then every kind for every place and partition. */
export function templateSamples(): Map<string, Template> {
  const awkward = { ...shared, document: invoke('aws') };
  const exemptions = [
    { pattern: 'arn:aws:iam::*:role/batch-*', owner: 'ml@x.example', reason: 'batch: "jobs"' },
  ];
  const found = new Map<string, Template>([
    [
      'awkward permissionSet',
      {
        ...awkward,
        target: 'permissionSet',
        tagKeys: { user: 'UserEmail', costCenter: 'cost:center/ID' },
        accounts: [ACCOUNT, '000000000000'],
        sessionHours: 8,
      },
    ],
    ['awkward managedPolicy', { ...awkward, target: 'managedPolicy' }],
    ['awkward role', { ...awkward, target: 'role', trust: trust('aws') }],
    [
      'awkward scp',
      {
        ...shared,
        document: guard('aws'),
        exemptions,
        target: 'scp',
        attachTo: ['ou-ab12-cd34ef56', ACCOUNT],
      },
    ],
  ]);
  // Partitions differ in ARNs alone: in the other two, each kind for its usual place.
  for (const [partition, region] of Object.entries(PARTITIONS))
    for (const kind of POLICY_KINDS)
      for (const target of partition === 'aws' ? TARGETS_OF[kind] : TARGETS_OF[kind].slice(0, 1))
        if (target !== 'trust') found.set(`${kind} ${target} ${partition}`, printed(kind, target, region));
  return found;
}

function printed(kind: PolicyKind, target: Target, region: string): Template {
  const choices: PolicyChoices = {
    partition: partitionOf(region),
    accounts: [ACCOUNT],
    regions: [region],
    tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
    tags: [{ key: 'cost:unit/ID', values: ['a b', 'c=d'], required: true }],
    models: ['anthropic.claude-*'],
    geographies: ['in-region'],
    routes: {},
    ends: { [region]: [region] },
    destinations: [region],
    selfService: true,
    enforcement: true,
    opened: ['bedrock:InvokeAgent'],
    tiers: ['default'],
    exemptions: [
      { pattern: `arn:${partitionOf(region)}:iam::*:role/batch-*`, owner: 'ml@x.example', reason: 'jobs' },
    ],
    namedRoles: [],
    serviceRoles: [`arn:${partitionOf(region)}:iam::${ACCOUNT}:role/bedrock-ledger`],
  };
  const words = { description: policies.about[kind].slice(0, 500), sentences: policies.statements };
  const who = kind === 'service' ? printPolicy('trust', choices).document : null;
  return templateOf(printPolicy(kind, choices, { target }), choices, words, who);
}
