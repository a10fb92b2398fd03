import { step, type TourStep } from './cli-tour-budgets.ts';

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const ALLOW = policy({ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' });
const MESSAGES = JSON.stringify([{ role: 'user', content: [{ text: 'a tour of models' }] }]);
const NOVA = 'amazon.nova-lite-v1:0';

/** Roles, users and policies from their making on, what policies would decide, and calls of models. */
export function iamSteps(account: string): TourStep[] {
  return [...policies(), ...role(account), ...user(), ...models()];
}

function policies(): TourStep[] {
  const own = ['--policy-arn', '{policy}'];
  return [
    {
      args: step('iam create-policy --policy-name tour --policy-document', ALLOW),
      keep: { name: 'policy', query: 'Policy.Arn' },
    },
    {
      args: step('iam create-policy --policy-name tour --policy-document', ALLOW),
      error: 'EntityAlreadyExists',
    },
    {
      args: step('iam create-policy --policy-name bad --policy-document', '{}'),
      error: 'MalformedPolicyDocument',
    },
    { args: step('iam create-policy-version --set-as-default --policy-document', ALLOW, ...own) },
    { args: step('iam get-policy', ...own) },
    { args: step('iam get-policy-version --version-id v2', ...own) },
    { args: step('iam get-policy-version --version-id v9', ...own), error: 'NoSuchEntity' },
    { args: step('iam list-policy-versions', ...own) },
    { args: step('iam list-policies --scope Local') },
    { args: step('iam list-policies --scope AWS --max-items 2') },
    {
      args: step('iam create-policy --policy-name short-lived --policy-document', ALLOW),
      keep: { name: 'other', query: 'Policy.Arn' },
    },
    { args: step('iam delete-policy --policy-arn', '{other}') },
    {
      args: step(
        'iam simulate-custom-policy --policy-input-list',
        ALLOW,
        ...step('--action-names bedrock:InvokeModel s3:GetObject --resource-arns * --context-entries'),
        'ContextKeyName=aws:RequestedRegion,ContextKeyType=string,ContextKeyValues=us-east-1',
      ),
    },
  ];
}

function role(account: string): TourStep[] {
  const own = ['--role-name', 'tour'];
  const principal = { AWS: `arn:aws:iam::${account}:root` };
  const trust = policy({
    Effect: 'Allow',
    Principal: principal,
    Action: ['sts:AssumeRole', 'sts:TagSession'],
  });
  const inline = ['--policy-name', 'own'];
  return [
    { args: step('iam create-role --tags Key=Team,Value=a --assume-role-policy-document', trust, ...own) },
    { args: step('iam put-role-policy --policy-document', ALLOW, ...own, ...inline) },
    { args: step('iam get-role', ...own) },
    { args: step('iam get-role --role-name nobody'), error: 'NoSuchEntity' },
    { args: step('iam tag-role --tags Key=Owner,Value=tour@example.com', ...own) },
    { args: step('iam list-roles --max-items 1') },
    { args: step('iam get-role-policy', ...own, ...inline) },
    { args: step('iam list-role-policies', ...own) },
    { args: step('iam attach-role-policy --policy-arn', '{policy}', ...own) },
    { args: step('iam list-attached-role-policies', ...own) },
    { args: step('iam put-role-permissions-boundary --permissions-boundary', '{policy}', ...own) },
    {
      args: step(
        'sts assume-role --role-session-name tour --tags Key=UserEmail,Value=tour@example.com --role-arn',
        `arn:aws:iam::${account}:role/tour`,
      ),
    },
    { args: step('iam delete-role', ...own), error: 'DeleteConflict' },
    { args: step('iam get-account-authorization-details --filter Role LocalManagedPolicy AWSManagedPolicy') },
    { args: step('iam delete-role-policy', ...own, ...inline) },
    { args: step('iam detach-role-policy --policy-arn', '{policy}', ...own) },
    { args: step('iam delete-role', ...own) },
  ];
}

function user(): TourStep[] {
  const own = ['--user-name', 'tour'];
  const inline = ['--policy-name', 'own'];
  const bedrock = ['--service-name', 'bedrock.amazonaws.com'];
  return [
    { args: step('iam create-user --path /people/ --tags Key=Team,Value=a', ...own) },
    { args: step('iam tag-user --tags Key=Owner,Value=tour@example.com', ...own) },
    { args: step('iam get-user', ...own) },
    { args: step('iam list-users --path-prefix /people/') },
    { args: step('iam put-user-policy --policy-document', ALLOW, ...own, ...inline) },
    { args: step('iam get-user-policy', ...own, ...inline) },
    { args: step('iam list-user-policies', ...own) },
    { args: step('iam attach-user-policy --policy-arn', '{policy}', ...own) },
    { args: step('iam list-attached-user-policies', ...own) },
    { args: step('iam create-access-key', ...own) },
    { args: step('iam list-access-keys', ...own) },
    { args: step('iam create-service-specific-credential', ...own, ...bedrock) },
    { args: step('iam list-service-specific-credentials', ...own, ...bedrock) },
    { args: step('iam get-account-authorization-details --max-items 3') },
  ];
}

function models(): TourStep[] {
  const call = (modelId: string, ...rest: string[]) =>
    step('bedrock-runtime converse --messages', MESSAGES, '--model-id', modelId, ...rest);
  return [
    { args: call(NOVA) },
    { args: call('us.anthropic.claude-sonnet-4-6', '--service-tier', 'type=flex') },
    { args: call('anthropic.claude-sonnet-4-6'), error: 'ValidationException' },
    {
      args: call('arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghijkl'),
      error: 'ResourceNotFoundException',
    },
    { args: step('bedrock-runtime invoke-model --body fileb:///dev/null --model-id', NOVA, '/dev/null') },
  ];
}
