import type { NamedPolicy, PoliciesInForce, PolicyStatement } from '../../../../src/core/policies/types.ts';
import { ACCOUNT, inForce, policy } from './facts.ts';

/** Policies as companies have them, after patterns of public examples; the words are ours. */

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const READ: PolicyStatement = {
  Sid: 'Look',
  Effect: 'Allow',
  Action: ['bedrock:ListInferenceProfiles', 'bedrock:GetInferenceProfile'],
  Resource: '*',
};
const MINE = `\${aws:PrincipalTag/UserEmail}`;
const allow = (
  Sid: string,
  Action: string | string[],
  Resource: string | string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const deny = (
  Sid: string,
  Action: string | string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement => ({
  ...allow(Sid, Action, '*', Condition),
  Effect: 'Deny',
});
const only = (name: string, ...statements: PolicyStatement[]): PoliciesInForce =>
  inForce([policy(name, ...statements)]);

const PROFILES = `arn:aws:bedrock:*:${ACCOUNT}:application-inference-profile/*`;
const US_MODELS = ['us-east-1', 'us-east-2', 'us-west-2'].map(
  (region) => `arn:aws:bedrock:${region}::foundation-model/*`,
);
const throughProfiles = allow('ThroughProfiles', INVOKE, US_MODELS, {
  ArnLike: { 'bedrock:InferenceProfileArn': PROFILES },
});
const own = (operator: string): PolicyStatement =>
  allow('Own', INVOKE, PROFILES, { [operator]: { 'aws:ResourceTag/UserEmail': MINE } });
const selfService = allow('SelfService', ['bedrock:CreateInferenceProfile', 'bedrock:TagResource'], '*', {
  StringEquals: { 'aws:RequestTag/UserEmail': MINE },
});

export const FULL_AWS: NamedPolicy = policy('FullAWSAccess', allow('All', '*', '*'));

export const COMPANIES: Readonly<Record<string, PoliciesInForce>> = {
  'everything of Bedrock, as the managed policy for it': only(
    'AmazonBedrockFullAccess',
    allow('BedrockAll', 'bedrock:*', '*'),
  ),
  'calls of every resource': only('developers', allow('Call', INVOKE, '*'), READ),
  'models of some Regions and system profiles by ARN': only(
    'application',
    allow('Models', INVOKE, [...US_MODELS, 'arn:aws:bedrock:*:*:inference-profile/*']),
    READ,
  ),
  'own profiles by StringLike': only('abac-like', own('StringLike'), throughProfiles, READ),
  'own profiles by IfExists': only('abac-if-exists', own('StringEqualsIfExists'), throughProfiles, READ),
  'own profiles in any case of letters': only(
    'abac-case',
    own('StringEqualsIgnoreCase'),
    throughProfiles,
    READ,
  ),
  'the copied pattern with self-service': only(
    'copied',
    own('StringEquals'),
    allow('ThroughAnyProfile', INVOKE, 'arn:aws:bedrock:*::foundation-model/*', {
      ArnLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:*:application-inference-profile/*' },
    }),
    selfService,
    READ,
  ),
  'profiles of any account': only(
    'any-account',
    allow('Own', INVOKE, 'arn:aws:bedrock:*:*:application-inference-profile/*', {
      StringEquals: { 'aws:ResourceTag/UserEmail': MINE },
    }),
    allow('Through', INVOKE, US_MODELS, {
      ArnLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:*:application-inference-profile/*' },
    }),
    READ,
  ),
  'calls from the company network': only(
    'network',
    {
      ...allow('Call', INVOKE, '*', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }),
    },
    READ,
  ),
  'an ARN with too few parts': only(
    'unpinned',
    allow('Own', INVOKE, 'arn:aws:bedrock:*:*:application-inference-profile/*', {
      StringEquals: { 'aws:ResourceTag/UserEmail': MINE },
    }),
    allow('Through', INVOKE, US_MODELS, {
      ArnLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:application-inference-profile/*' },
    }),
    READ,
  ),
  'models by StringLike on any profile': only(
    'string-like',
    own('StringEquals'),
    allow('Through', INVOKE, [...US_MODELS, 'arn:aws:bedrock:*:*:inference-profile/us.*'], {
      StringLike: { 'bedrock:InferenceProfileArn': '*inference-profile/*' },
    }),
    allow('System', INVOKE, 'arn:aws:bedrock:*:*:inference-profile/us.*'),
    READ,
  ),
  'a guard that only asks whether there is a profile': inForce(
    [
      policy('PowerUser', {
        Sid: 'Power',
        Effect: 'Allow',
        NotAction: ['iam:*', 'organizations:*'],
        Resource: '*',
      }),
    ],
    {
      controls: [
        [
          FULL_AWS,
          policy('guard', {
            ...deny('NoModels', INVOKE, { Null: { 'bedrock:InferenceProfileArn': 'true' } }),
            Resource: 'arn:aws:bedrock:*::foundation-model/*',
          }),
        ],
      ],
    },
  ),
  'a power user without the mantle endpoint': only(
    'PowerUserAccess',
    { Sid: 'Power', Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    deny('NoMantle', 'bedrock-mantle:*'),
  ),
  'a permission set with a boundary': inForce([policy('set', allow('Bedrock', 'bedrock:*', '*'))], {
    boundary: policy(
      'boundary',
      own('StringEquals'),
      throughProfiles,
      READ,
      allow('TagOwn', ['bedrock:TagResource', 'bedrock:UntagResource'], PROFILES, {
        StringEquals: { 'aws:ResourceTag/UserEmail': MINE },
      }),
    ),
  }),
  'a denial over budget, and no resource': only(
    'budget',
    allow('Call', INVOKE, '*'),
    deny('OverBudget', INVOKE, { StringEquals: { 'aws:ResourceTag/BudgetStatus': 'exceeded' } }),
    READ,
  ),
  'an SCP that denies Regions, with the sample exemption': inForce(
    [policy('people', own('StringEquals'), throughProfiles, READ)],
    {
      controls: [
        [FULL_AWS],
        [
          FULL_AWS,
          policy('regions', {
            Sid: 'OutsideUsEast1',
            Effect: 'Deny',
            NotAction: ['iam:*', 'sts:*', 'organizations:*'],
            Resource: '*',
            Condition: {
              StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' },
              ArnNotLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:*:inference-profile/us.*' },
            },
          }),
        ],
      ],
    },
  ),
};
