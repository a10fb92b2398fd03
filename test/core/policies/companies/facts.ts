import type { PolicyChoices } from '../../../../src/core/policies/choices.ts';
import type { ProbeFacts } from '../../../../src/core/policies/probes.ts';
import type { NamedPolicy, PoliciesInForce, PolicyStatement } from '../../../../src/core/policies/types.ts';

/** A company in two Regions of the United States: one account, the geography `us`, no global route. */

export const ACCOUNT = '111122223333';
export const MODEL = 'anthropic.claude-sonnet-4-6-v1:0';

export const choices: PolicyChoices = {
  partition: 'aws',
  accounts: [ACCOUNT],
  regions: ['us-east-1'],
  tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
  tags: [],
  models: null,
  geographies: ['us'],
  routes: { 'us-east-1': ['us'] },
  ends: { 'us-east-1': ['us-east-1', 'us-east-2', 'us-west-2'] },
  destinations: ['us-east-1', 'us-east-2', 'us-west-2'],
  selfService: true,
  enforcement: true,
  opened: [],
  tiers: null,
  exemptions: [],
  serviceRoles: [],
  namedRoles: [],
};

export const facts: ProbeFacts = {
  choices,
  caller: {
    arn: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Bedrock_0123456789abcdef`,
    accountId: ACCOUNT,
    tags: { UserEmail: 'ann@example.com', CostCenter: '4711' },
  },
  region: 'us-east-1',
  model: MODEL,
  routes: { us: ['us-east-1', 'us-east-2', 'us-west-2'] },
};

export const policy = (name: string, ...Statement: PolicyStatement[]): NamedPolicy => ({
  name,
  document: { Version: '2012-10-17', Statement },
});
export const inForce = (
  identity: readonly NamedPolicy[],
  { boundary = null, controls = [] }: Partial<PoliciesInForce> = {},
): PoliciesInForce => ({ identity, boundary, controls });
