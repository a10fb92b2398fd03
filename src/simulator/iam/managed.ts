import type { Document } from './types.ts';

/** A few policies that AWS keeps, short and true to their nature. */

const allow = (Action: string | string[], Resource: string | string[] = '*') => ({
  Effect: 'Allow' as const,
  Action,
  Resource,
});

export const AWS_MANAGED: Readonly<Record<string, { description: string; document: Document }>> = {
  AdministratorAccess: {
    description: 'Provides full access to AWS services and resources.',
    document: { Version: '2012-10-17', Statement: [allow('*')] },
  },
  PowerUserAccess: {
    description:
      'Provides full access to AWS services and resources, but does not allow management of Users and groups.',
    document: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
        allow([
          'account:GetAccountInformation',
          'account:GetPrimaryEmail',
          'account:ListRegions',
          'iam:CreateServiceLinkedRole',
          'iam:DeleteServiceLinkedRole',
          'iam:ListRoles',
          'organizations:DescribeEffectivePolicy',
          'organizations:DescribeOrganization',
        ]),
      ],
    },
  },
  ReadOnlyAccess: {
    description: 'Provides read-only access to AWS services and resources.',
    document: {
      Version: '2012-10-17',
      Statement: [
        allow([
          'bedrock:Get*',
          'bedrock:List*',
          'budgets:Describe*',
          'budgets:View*',
          'ce:Describe*',
          'ce:Get*',
          'ce:List*',
          'cloudtrail:Describe*',
          'cloudtrail:Get*',
          'cloudtrail:List*',
          'cloudtrail:LookupEvents',
          'cloudwatch:Describe*',
          'cloudwatch:Get*',
          'cloudwatch:List*',
          'iam:Generate*',
          'iam:Get*',
          'iam:List*',
          'iam:Simulate*',
          'identitystore:Describe*',
          'identitystore:List*',
          'organizations:Describe*',
          'organizations:List*',
          'servicequotas:Get*',
          'servicequotas:List*',
          'sso:Describe*',
          'sso:Get*',
          'sso:List*',
          'tag:Describe*',
          'tag:Get*',
        ]),
      ],
    },
  },
  AmazonBedrockFullAccess: {
    description: 'Provides full access to Amazon Bedrock as well as limited access to related services.',
    document: {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'BedrockAll', ...allow('bedrock:*') },
        {
          Sid: 'APIsWithAllResourceAccess',
          ...allow(['iam:ListRoles', 'ec2:DescribeVpcs', 'ec2:DescribeSubnets']),
        },
        {
          Sid: 'PassRoleToBedrock',
          ...allow('iam:PassRole', 'arn:aws:iam::*:role/*AmazonBedrock*'),
          Condition: { StringEquals: { 'iam:PassedToService': ['bedrock.amazonaws.com'] } },
        },
      ],
    },
  },
  AmazonBedrockLimitedAccess: {
    description: 'Provides limited access to Amazon Bedrock, as API keys have it.',
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'BedrockAPIs',
          ...allow([
            'bedrock:Get*',
            'bedrock:List*',
            'bedrock:CallWithBearerToken',
            'bedrock:BatchDeleteEvaluationJob',
            'bedrock:CreateEvaluationJob',
            'bedrock:CreateGuardrail',
            'bedrock:CreateGuardrailVersion',
            'bedrock:CreateInferenceProfile',
            'bedrock:CreateModelCopyJob',
            'bedrock:CreateModelCustomizationJob',
            'bedrock:CreateModelImportJob',
            'bedrock:CreateModelInvocationJob',
            'bedrock:CreatePromptRouter',
            'bedrock:CreateProvisionedModelThroughput',
            'bedrock:DeleteCustomModel',
            'bedrock:DeleteGuardrail',
            'bedrock:DeleteInferenceProfile',
            'bedrock:DeletePromptRouter',
            'bedrock:DeleteProvisionedModelThroughput',
            'bedrock:ApplyGuardrail',
            'bedrock:InvokeModel',
            'bedrock:InvokeModelWithResponseStream',
            'bedrock:StopEvaluationJob',
            'bedrock:StopModelCustomizationJob',
            'bedrock:StopModelInvocationJob',
            'bedrock:TagResource',
            'bedrock:UntagResource',
            'bedrock:UpdateGuardrail',
            'bedrock:UpdateProvisionedModelThroughput',
          ]),
        },
      ],
    },
  },
};
