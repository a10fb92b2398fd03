import type { Template } from '../../../src/core/policies/templates.ts';
import type { PolicyDocument } from '../../../src/core/policies/types.ts';

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

/** By name: kind, target and partition. */
export function templateSamples(): Map<string, Template> {
  const found = new Map<string, Template>();
  for (const partition of Object.keys(PARTITIONS)) {
    const shared = {
      name: 'bedrock-own-profiles',
      description: 'Models of Amazon Bedrock through own profiles only: see the statements',
      sentences,
      exemptions: [],
    };
    const ofPeople = { ...shared, document: invoke(partition) };
    found.set(`invoke permissionSet ${partition}`, {
      ...ofPeople,
      target: 'permissionSet',
      tagKeys: { user: 'UserEmail', costCenter: 'cost:center/ID' },
      accounts: [ACCOUNT, '000000000000'],
      sessionHours: 8,
    });
    found.set(`invoke permissionSet without accounts ${partition}`, {
      ...ofPeople,
      target: 'permissionSet',
      tagKeys: { user: 'UserEmail', costCenter: 'CostCenter' },
      accounts: [],
      sessionHours: 12,
    });
    found.set(`invoke managedPolicy ${partition}`, { ...ofPeople, target: 'managedPolicy' });
    found.set(`service role ${partition}`, { ...ofPeople, target: 'role', trust: trust(partition) });
    const exempt = {
      pattern: `arn:${partition}:iam::*:role/batch-*`,
      owner: 'ml@x.example',
      reason: 'batch: "jobs"',
    };
    found.set(`guard scp ${partition}`, {
      ...shared,
      document: guard(partition),
      exemptions: [exempt],
      target: 'scp',
      attachTo: ['ou-ab12-cd34ef56', ACCOUNT],
    });
    found.set(`guard scp unattached ${partition}`, {
      ...shared,
      document: guard(partition),
      exemptions: [exempt],
      target: 'scp',
      attachTo: [],
    });
  }
  return found;
}
