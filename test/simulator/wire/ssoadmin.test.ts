import { ListGroupsCommand } from '@aws-sdk/client-identitystore';
import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  AttachManagedPolicyToPermissionSetCommand,
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DeleteAccountAssignmentCommand,
  DeleteInlinePolicyFromPermissionSetCommand,
  DeletePermissionSetCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribePermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  DetachManagedPolicyFromPermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListInstancesCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
  UpdatePermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { clientsOf, keyOf, refusal, startSmall } from './support.ts';

const PAYER = '111122223333';
const PLATFORM = '222233334444';
const RESEARCH = '333344445555';
const region = 'us-west-2';
const ALLOW = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'bedrock:ListInferenceProfiles', Resource: '*' },
});

let simulator: Simulator;
let InstanceArn: string;
beforeAll(async () => {
  simulator = await startSmall();
  const { Instances = [] } = await client().send(new ListInstancesCommand({}));
  expect(Instances).toMatchObject([
    { OwnerAccountId: PAYER, IdentityStoreId: simulator.world.directory().identityStoreId, Status: 'ACTIVE' },
  ]);
  InstanceArn = Instances[0]?.InstanceArn ?? '';
});
afterAll(() => simulator.close());

const client = (who = {}) => clientsOf(simulator, { region, ...who }).ssoadmin;
const rolesOf = (account: string) => simulator.world.permissionSets.reservedRoles(account);
const roleOf = (account: string, PermissionSetArn: string) =>
  rolesOf(account).find(({ permissionSetArn }) => permissionSetArn === PermissionSetArn);

async function arnOf(name: string): Promise<string> {
  const { PermissionSets = [] } = await client().send(new ListPermissionSetsCommand({ InstanceArn }));
  for (const PermissionSetArn of PermissionSets) {
    const { PermissionSet } = await client().send(
      new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }),
    );
    if (PermissionSet?.Name === name) return PermissionSetArn;
  }
  return '';
}

let made = 0;
async function create(Name = `Set${++made}`): Promise<string> {
  const { PermissionSet } = await client().send(new CreatePermissionSetCommand({ InstanceArn, Name }));
  return PermissionSet?.PermissionSetArn ?? '';
}

async function groupOf(name: string): Promise<string> {
  const { IdentityStoreId } = { IdentityStoreId: simulator.world.directory().identityStoreId };
  const { Groups = [] } = await clientsOf(simulator, { region }).identitystore.send(
    new ListGroupsCommand({ IdentityStoreId }),
  );
  return Groups.find(({ DisplayName }) => DisplayName === name)?.GroupId ?? '';
}

const assignment = (PermissionSetArn: string, TargetId: string, PrincipalId: string) => ({
  InstanceArn,
  PermissionSetArn,
  TargetId,
  TargetType: 'AWS_ACCOUNT' as const,
  PrincipalType: 'GROUP' as const,
  PrincipalId,
});

describe('the company from the start', () => {
  it('has administrators and people who use models, each by a group', async () => {
    const users = await arnOf('BedrockUsers');
    const assigned = async (AccountId: string, PermissionSetArn: string) =>
      (
        await client().send(new ListAccountAssignmentsCommand({ InstanceArn, AccountId, PermissionSetArn }))
      ).AccountAssignments?.map(({ PrincipalId }) => PrincipalId);
    expect(await assigned(PLATFORM, users)).toEqual([await groupOf('bedrock-users')]);
    expect(await assigned(PAYER, users)).toEqual([]);
    const admins = await arnOf('AdministratorAccess');
    expect(await assigned(PAYER, admins)).toEqual([await groupOf('platform-admins')]);
    const { AttachedManagedPolicies } = await client().send(
      new ListManagedPoliciesInPermissionSetCommand({ InstanceArn, PermissionSetArn: admins }),
    );
    expect(AttachedManagedPolicies).toEqual([
      { Name: 'AdministratorAccess', Arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ]);
    const { PermissionSets } = await client().send(
      new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId: PLATFORM }),
    );
    expect(PermissionSets).toEqual([admins, users]);
    expect(await refusal(create('BedrockUsers'))).toBe('ConflictException');
  });

  it('works under the copied pattern: a profile can be re-tagged by whoever names themselves', async () => {
    const { InlinePolicy = '' } = await client().send(
      new GetInlinePolicyForPermissionSetCommand({
        InstanceArn,
        PermissionSetArn: await arnOf('BedrockUsers'),
      }),
    );
    const { Statement } = JSON.parse(InlinePolicy) as {
      Statement: { Action: string[]; Condition?: Record<string, Record<string, string>> }[];
    };
    const retag = Statement.find(({ Action }) => Action.includes('bedrock:TagResource'));
    expect(Object.values(retag?.Condition ?? {}).flatMap(Object.keys)).toEqual(['aws:RequestTag/UserEmail']);
    const role = roleOf(PLATFORM, await arnOf('BedrockUsers'));
    expect(role).toMatchObject({
      name: expect.stringMatching(/^AWSReservedSSO_BedrockUsers_[0-9a-f]{16}$/),
      path: '/aws-reserved/sso.amazonaws.com/us-west-2/',
      arn: `arn:aws:iam::${PLATFORM}:role/aws-reserved/sso.amazonaws.com/us-west-2/${role?.name}`,
      inlinePolicies: [{ name: 'AwsSSOInlinePolicy', document: InlinePolicy }],
      attachedPolicyArns: [],
      boundary: null,
    });
    expect(rolesOf(PAYER).map(({ name }) => name.split('_')[1])).toEqual(['AdministratorAccess']);
  });
});

describe('a permission set', () => {
  it('makes a role where it is first assigned, which changes when it is provisioned again', async () => {
    const PermissionSetArn = await create();
    const set = { InstanceArn, PermissionSetArn };
    await client().send(new PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy: ALLOW }));
    expect(roleOf(RESEARCH, PermissionSetArn)).toBeUndefined();
    const asked = assignment(PermissionSetArn, RESEARCH, await groupOf('finops'));
    const { AccountAssignmentCreationStatus: begun } = await client().send(
      new CreateAccountAssignmentCommand(asked),
    );
    expect(begun?.Status).toBe('IN_PROGRESS');
    const { AccountAssignmentCreationStatus: status } = await client().send(
      new DescribeAccountAssignmentCreationStatusCommand({
        InstanceArn,
        AccountAssignmentCreationRequestId: begun?.RequestId,
      }),
    );
    expect(status).toMatchObject({ Status: 'SUCCEEDED', TargetId: RESEARCH });
    expect(roleOf(RESEARCH, PermissionSetArn)?.inlinePolicies[0]?.document).toBe(ALLOW);

    await client().send(new DeleteInlinePolicyFromPermissionSetCommand(set));
    expect(roleOf(RESEARCH, PermissionSetArn)?.inlinePolicies).toHaveLength(1);
    const stale = async () =>
      (
        await client().send(
          new ListAccountsForProvisionedPermissionSetCommand({
            ...set,
            ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED',
          }),
        )
      ).AccountIds;
    expect(await stale()).toEqual([RESEARCH]);
    const { PermissionSetProvisioningStatus: running } = await client().send(
      new ProvisionPermissionSetCommand({ ...set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }),
    );
    const { PermissionSetProvisioningStatus: ended } = await client().send(
      new DescribePermissionSetProvisioningStatusCommand({
        InstanceArn,
        ProvisionPermissionSetRequestId: running?.RequestId,
      }),
    );
    expect([running?.Status, ended?.Status]).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
    expect(await stale()).toEqual([]);
    expect(roleOf(RESEARCH, PermissionSetArn)?.inlinePolicies).toEqual([]);

    expect(await refusal(client().send(new DeletePermissionSetCommand(set)))).toBe('ConflictException');
    await client().send(new DeleteAccountAssignmentCommand(asked));
    expect(roleOf(RESEARCH, PermissionSetArn)).toBeUndefined();
    await client().send(new DeletePermissionSetCommand(set));
    expect(await refusal(client().send(new DescribePermissionSetCommand(set)))).toBe(
      'ResourceNotFoundException',
    );
  });

  it('carries managed policies, references and a boundary into the role', async () => {
    const PermissionSetArn = await create();
    const set = { InstanceArn, PermissionSetArn };
    const ManagedPolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    const CustomerManagedPolicyReference = { Name: 'own-profiles', Path: '/ai/' };
    const attach = () =>
      client().send(new AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn }));
    await attach();
    expect(await refusal(attach())).toBe('ConflictException');
    await client().send(
      new AttachCustomerManagedPolicyReferenceToPermissionSetCommand({
        ...set,
        CustomerManagedPolicyReference,
      }),
    );
    const boundary = () => client().send(new GetPermissionsBoundaryForPermissionSetCommand(set));
    expect(await refusal(boundary())).toBe('ResourceNotFoundException');
    const put = (PermissionsBoundary: object) =>
      client().send(new PutPermissionsBoundaryToPermissionSetCommand({ ...set, PermissionsBoundary }));
    await put({ CustomerManagedPolicyReference: { Name: 'fence' } });
    expect(await refusal(put({}))).toBe('ValidationException');
    expect((await boundary()).PermissionsBoundary).toEqual({
      CustomerManagedPolicyReference: { Name: 'fence', Path: '/' },
    });
    const { CustomerManagedPolicyReferences } = await client().send(
      new ListCustomerManagedPolicyReferencesInPermissionSetCommand(set),
    );
    expect(CustomerManagedPolicyReferences).toEqual([CustomerManagedPolicyReference]);
    await client().send(
      new CreateAccountAssignmentCommand(assignment(PermissionSetArn, PLATFORM, await groupOf('leads'))),
    );
    expect(roleOf(PLATFORM, PermissionSetArn)).toMatchObject({
      attachedPolicyArns: [ManagedPolicyArn, `arn:aws:iam::${PLATFORM}:policy/ai/own-profiles`],
      boundary: `arn:aws:iam::${PLATFORM}:policy/fence`,
      inlinePolicies: [],
    });
    await client().send(new DetachManagedPolicyFromPermissionSetCommand({ ...set, ManagedPolicyArn }));
    await client().send(
      new UpdatePermissionSetCommand({ ...set, SessionDuration: 'PT4H', Description: 'for leads' }),
    );
    const { PermissionSet } = await client().send(new DescribePermissionSetCommand(set));
    expect(PermissionSet).toMatchObject({ SessionDuration: 'PT4H', Description: 'for leads' });
  });

  it('refuses policies that are none, people of nowhere, and everybody but its owner in its Region', async () => {
    const PermissionSetArn = await create();
    const put = (InlinePolicy: string) =>
      refusal(
        client().send(
          new PutInlinePolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn, InlinePolicy }),
        ),
      );
    expect(await put('{}')).toBe('ValidationException');
    expect(await put(ALLOW.replace('Allow', 'Permit'))).toBe('ValidationException');
    expect(await put(ALLOW.padEnd(32_769))).toBe('ValidationException');
    expect(await put(ALLOW.padEnd(32_768))).toBe('no error');
    const assign = (account: string, principal: string) =>
      refusal(
        client().send(new CreateAccountAssignmentCommand(assignment(PermissionSetArn, account, principal))),
      );
    expect(await assign(PLATFORM, '92670f5a31-00000000-0000-0000-0000-000000000000')).toBe(
      'ResourceNotFoundException',
    );
    expect(await assign('999999999999', await groupOf('leads'))).toBe('ResourceNotFoundException');
    const list = (who: object) => refusal(client(who).send(new ListPermissionSetsCommand({ InstanceArn })));
    expect(await list({ accessKeyId: keyOf(PLATFORM) })).toBe('AccessDeniedException');
    expect(await list({ region: 'us-east-1' })).toBe('ResourceNotFoundException');
    const elsewhere = await client({ region: 'us-east-1' }).send(new ListInstancesCommand({}));
    expect(elsewhere.Instances).toEqual([]);
  });
});
