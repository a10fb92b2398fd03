/**
 * The policy that the company's people work under from the start: the pattern that is copied from one to the next. It
 * pins no account, re-tags anybody's profile (the tag on the resource is not looked at) and knows no Regions; whoever
 * looks for holes finds them here. Written for this world.
 */
export const COPIED_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'UseOwnProfiles',
      Effect: 'Allow',
      Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      Resource: 'arn:aws:bedrock:*:*:application-inference-profile/*',
      Condition: {
        StringEquals: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
          'aws:ResourceTag/UserEmail': '${aws:PrincipalTag/UserEmail}',
        },
      },
    },
    {
      Sid: 'UseModelsBehindProfiles',
      Effect: 'Allow',
      Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      Resource: 'arn:aws:bedrock:*::foundation-model/*',
      Condition: {
        ArnLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:*:application-inference-profile/*' },
      },
    },
    {
      Sid: 'SeeProfiles',
      Effect: 'Allow',
      Action: ['bedrock:List*', 'bedrock:Get*'],
      Resource: '*',
    },
    {
      Sid: 'MakeOwnProfiles',
      Effect: 'Allow',
      Action: ['bedrock:CreateInferenceProfile', 'bedrock:TagResource'],
      Resource: '*',
      Condition: {
        StringEquals: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
          'aws:RequestTag/UserEmail': '${aws:PrincipalTag/UserEmail}',
        },
      },
    },
  ],
};

const DENY_MARKED = {
  Sid: 'DenyWhatIsOverItsBudget',
  Effect: 'Deny',
  Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
  Resource: '*',
  Condition: { StringEquals: { 'aws:ResourceTag/BudgetStatus': 'exceeded' } },
};

/** The same, where the company wants it with a denial of profiles that are marked for their budget. */
export const copiedPolicy = (stops: boolean) => ({
  ...COPIED_POLICY,
  Statement: [...COPIED_POLICY.Statement, ...(stops ? [DENY_MARKED] : [])],
});
