import { step, type TourStep } from './cli-tour-budgets.ts';

const REGION = ['--region', 'us-west-2'];
const INSTANCE = ['--instance-arn', '{instance}', ...REGION];
const SET = ['--permission-set-arn', '{set}', ...INSTANCE];
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Tour', Effect: 'Deny', Action: 'bedrock:CallWithBearerToken', Resource: '*' }],
});
const EMAIL = 'emails[primary eq true].value';
const SCP = 'SERVICE_CONTROL_POLICY';

/** The organization with its policies, permission sets from their making to their end, and the event history. */
export function organizationSteps(linked: string): TourStep[] {
  return [
    ...tree(linked),
    ...controlPolicies(linked),
    ...permissionSet(),
    ...permissions(),
    ...assignments(linked),
    ...attributes(),
    { args: step('sso-admin delete-permission-set', ...SET) },
    {
      args: step(
        'cloudtrail lookup-events --max-items 60 --lookup-attributes',
        'AttributeKey=EventName,AttributeValue=Converse',
      ),
    },
  ];
}

function tree(linked: string): TourStep[] {
  const ask = (command: string, ...rest: string[]) => step(`organizations ${command}`, ...rest);
  return [
    { args: ask('describe-organization') },
    { args: ask('list-roots'), keep: { name: 'root', query: 'Roots[0].Id' } },
    { args: ask('list-accounts', '--page-size', '2') },
    { args: ask('describe-account', '--account-id', linked) },
    { args: ask('describe-account', '--account-id', '999999999999'), error: 'AccountNotFoundException' },
    {
      args: ask('list-organizational-units-for-parent', '--parent-id', '{root}'),
      keep: { name: 'unit', query: 'OrganizationalUnits[0].Id' },
    },
    { args: ask('describe-organizational-unit', '--organizational-unit-id', '{unit}') },
    { args: ask('list-accounts-for-parent', '--parent-id', '{unit}') },
    { args: ask('list-parents', '--child-id', linked) },
    { args: ask('list-children', '--child-type', 'ACCOUNT', '--parent-id', '{root}') },
  ];
}

function controlPolicies(linked: string): TourStep[] {
  const ask = (command: string, ...rest: string[]) => step(`organizations ${command}`, ...rest);
  const create = (content: string) =>
    ask('create-policy', '--name', 'tour', '--description', 'a tour', '--type', SCP, '--content', content);
  const own = ['--policy-id', '{policy}'];
  const target = ['--target-id', linked];
  return [
    { args: create('{}'), error: 'MalformedPolicyDocumentException' },
    { args: create(POLICY), keep: { name: 'policy', query: 'Policy.PolicySummary.Id' } },
    { args: create(POLICY), error: 'DuplicatePolicyException' },
    { args: ask('list-policies', '--filter', SCP) },
    { args: ask('describe-policy', ...own) },
    { args: ask('update-policy', '--description', 'changed', ...own) },
    { args: ask('attach-policy', ...target, ...own) },
    { args: ask('attach-policy', ...target, ...own), error: 'DuplicatePolicyAttachmentException' },
    { args: ask('list-policies-for-target', '--filter', SCP, ...target) },
    { args: ask('list-targets-for-policy', ...own) },
    { args: ask('delete-policy', ...own), error: 'PolicyInUseException' },
    { args: ask('detach-policy', ...target, ...own) },
    {
      args: ask('detach-policy', ...target, '--policy-id', 'p-FullAWSAccess'),
      error: 'ConstraintViolationException',
    },
    { args: ask('delete-policy', ...own) },
  ];
}

const admin = (command: string, ...rest: string[]) => step(`sso-admin ${command}`, ...rest);

function permissionSet(): TourStep[] {
  return [
    {
      args: admin('list-instances', ...REGION),
      keep: { name: 'instance', query: 'Instances[0].InstanceArn' },
    },
    {
      args: admin('create-permission-set', '--name', 'Tour', ...INSTANCE),
      keep: { name: 'set', query: 'PermissionSet.PermissionSetArn' },
    },
    { args: admin('create-permission-set', '--name', 'Tour', ...INSTANCE), error: 'ConflictException' },
    { args: admin('list-permission-sets', ...INSTANCE) },
    { args: admin('update-permission-set', '--session-duration', 'PT4H', ...SET) },
    { args: admin('describe-permission-set', ...SET) },
  ];
}

function permissions(): TourStep[] {
  const managed = ['--managed-policy-arn', 'arn:aws:iam::aws:policy/ReadOnlyAccess'];
  const reference = ['--customer-managed-policy-reference', 'Name=tour,Path=/ai/'];
  return [
    { args: admin('put-inline-policy-to-permission-set', '--inline-policy', POLICY, ...SET) },
    {
      args: admin('put-inline-policy-to-permission-set', '--inline-policy', '{}', ...SET),
      error: 'ValidationException',
    },
    { args: admin('get-inline-policy-for-permission-set', ...SET) },
    { args: admin('delete-inline-policy-from-permission-set', ...SET) },
    { args: admin('attach-managed-policy-to-permission-set', ...managed, ...SET) },
    { args: admin('list-managed-policies-in-permission-set', ...SET) },
    { args: admin('detach-managed-policy-from-permission-set', ...managed, ...SET) },
    { args: admin('attach-customer-managed-policy-reference-to-permission-set', ...reference, ...SET) },
    { args: admin('list-customer-managed-policy-references-in-permission-set', ...SET) },
    { args: admin('detach-customer-managed-policy-reference-from-permission-set', ...reference, ...SET) },
    {
      args: admin(
        'put-permissions-boundary-to-permission-set',
        '--permissions-boundary',
        'ManagedPolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess',
        ...SET,
      ),
    },
    { args: admin('get-permissions-boundary-for-permission-set', ...SET) },
    { args: admin('delete-permissions-boundary-from-permission-set', ...SET) },
    {
      args: admin('get-permissions-boundary-for-permission-set', ...SET),
      error: 'ResourceNotFoundException',
    },
  ];
}

function assignments(linked: string): TourStep[] {
  const groups = step('identitystore list-groups --identity-store-id d-92670f5a31', ...REGION);
  const account = ['--account-id', linked];
  const target = ['--target-type', 'AWS_ACCOUNT', '--target-id', linked];
  const assignment = ['--principal-type', 'GROUP', '--principal-id', '{assignee}', ...target, ...SET];
  return [
    { args: groups, keep: { name: 'assignee', query: 'Groups[0].GroupId' } },
    {
      args: admin('create-account-assignment', ...assignment),
      keep: { name: 'made', query: 'AccountAssignmentCreationStatus.RequestId' },
    },
    {
      args: admin(
        'describe-account-assignment-creation-status',
        '--account-assignment-creation-request-id',
        '{made}',
        ...INSTANCE,
      ),
    },
    { args: admin('list-account-assignments', ...account, ...SET) },
    { args: admin('list-accounts-for-provisioned-permission-set', ...SET) },
    { args: admin('list-permission-sets-provisioned-to-account', ...account, ...INSTANCE) },
    {
      args: admin('provision-permission-set', ...target, ...SET),
      keep: { name: 'provisioned', query: 'PermissionSetProvisioningStatus.RequestId' },
    },
    {
      args: admin(
        'describe-permission-set-provisioning-status',
        '--provision-permission-set-request-id',
        '{provisioned}',
        ...INSTANCE,
      ),
    },
    { args: admin('delete-permission-set', ...SET), error: 'ConflictException' },
    {
      args: admin('delete-account-assignment', ...assignment),
      keep: { name: 'unmade', query: 'AccountAssignmentDeletionStatus.RequestId' },
    },
    {
      args: admin(
        'describe-account-assignment-deletion-status',
        '--account-assignment-deletion-request-id',
        '{unmade}',
        ...INSTANCE,
      ),
    },
  ];
}

function attributes(): TourStep[] {
  const value = JSON.stringify({
    AccessControlAttributes: [{ Key: 'UserEmail', Value: { Source: [`\${path:${EMAIL}}`] } }],
  });
  const change = (verb: string) =>
    admin(
      `${verb}-instance-access-control-attribute-configuration`,
      '--instance-access-control-attribute-configuration',
      value,
      ...INSTANCE,
    );
  const plain = (verb: string) =>
    admin(`${verb}-instance-access-control-attribute-configuration`, ...INSTANCE);
  return [
    { args: plain('describe') },
    { args: change('update') },
    { args: plain('delete') },
    { args: plain('describe'), error: 'ResourceNotFoundException' },
    { args: change('create') },
    { args: change('create'), error: 'ConflictException' },
  ];
}
