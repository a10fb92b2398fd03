import type { PoliciesInForce } from '../../../src/core/policies/types.ts';
import type { World } from './sentences.ts';

/** The answer that is widely copied, with the self-service that goes with it: what it leaves open is found by name. */
export function copiedPattern({ partition }: World): PoliciesInForce {
  const profiles = `arn:${partition}:bedrock:*:*:application-inference-profile/*`;
  const models = `arn:${partition}:bedrock:*::foundation-model/*`;
  const own = `\${aws:PrincipalTag/UserEmail}`;
  const invoke = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
  return {
    identity: [
      {
        name: 'copied',
        document: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'OwnProfiles',
              Effect: 'Allow',
              Action: invoke,
              Resource: profiles,
              Condition: { StringEquals: { 'aws:ResourceTag/UserEmail': own } },
            },
            {
              Sid: 'ModelsThroughProfiles',
              Effect: 'Allow',
              Action: invoke,
              Resource: models,
              Condition: { ArnLike: { 'bedrock:InferenceProfileArn': profiles } },
            },
            {
              Sid: 'SelfService',
              Effect: 'Allow',
              Action: ['bedrock:CreateInferenceProfile', 'bedrock:TagResource'],
              Resource: [profiles, models, `arn:${partition}:bedrock:*:*:inference-profile/*`],
              Condition: { StringEquals: { 'aws:RequestTag/UserEmail': own } },
            },
            {
              Sid: 'Read',
              Effect: 'Allow',
              Action: [
                'bedrock:ListInferenceProfiles',
                'bedrock:GetInferenceProfile',
                'bedrock:ListTagsForResource',
              ],
              Resource: '*',
            },
          ],
        },
      },
    ],
    boundary: null,
    controls: [],
  };
}
