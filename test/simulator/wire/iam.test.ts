import {
  CreateInferenceProfileCommand,
  DeleteInferenceProfileCommand,
  GetInferenceProfileCommand,
  ListInferenceProfilesCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-bedrock';
import { DeleteBudgetCommand, DescribeBudgetsCommand } from '@aws-sdk/client-budgets';
import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import * as IAM from '@aws-sdk/client-iam';
import { ListUsersCommand } from '@aws-sdk/client-identitystore';
import {
  GetResourcesCommand,
  GetTagKeysCommand,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { ACCOUNT, ALLOW_ALL, callerOf, keyAs, policyOf, saidOf, TRUST } from './iam-support.ts';
import { clientsOf, refusal, startSmall } from './support.ts';

let simulator: Simulator;
let iam: IAM.IAMClient;
beforeAll(async () => {
  simulator = await startSmall();
  iam = callerOf(simulator).iam;
});
afterAll(() => simulator.close());

/** A role with one inline policy. */
async function role(RoleName: string, policy: string, more: Partial<IAM.CreateRoleCommandInput> = {}) {
  await iam.send(new IAM.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more }));
  await iam.send(new IAM.PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: policy }));
}

describe('roles, users and policies', () => {
  it('come back as they were made, policies percent-encoded', async () => {
    const Tags = [{ Key: 'Team', Value: 'a' }];
    await role('Reader', ALLOW_ALL, { Path: '/people/', Tags, Description: 'reads' });
    const { Role } = await iam.send(new IAM.GetRoleCommand({ RoleName: 'Reader' }));
    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:role/people/Reader`,
      Tags,
      Description: 'reads',
    });
    expect(Role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version%22/);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(TRUST);
    const asked = { RoleName: 'Reader', PolicyName: 'own' };
    const { PolicyDocument } = await iam.send(new IAM.GetRolePolicyCommand(asked));
    expect(decodeURIComponent(PolicyDocument ?? '')).toBe(ALLOW_ALL);
    const { PolicyNames } = await iam.send(new IAM.ListRolePoliciesCommand({ RoleName: 'Reader' }));
    expect(PolicyNames).toEqual(['own']);
    const { Roles } = await iam.send(new IAM.ListRolesCommand({ PathPrefix: '/people/' }));
    expect(Roles?.map(({ RoleName }) => RoleName)).toEqual(['Reader']);
    expect(Roles?.[0]?.Tags).toBeUndefined();
    expect(await refusal(iam.send(new IAM.DeleteRoleCommand({ RoleName: 'Reader' })))).toBe(
      'DeleteConflictException',
    );
    await iam.send(new IAM.DeleteRolePolicyCommand(asked));
    await iam.send(new IAM.DeleteRoleCommand({ RoleName: 'Reader' }));
    expect(await refusal(iam.send(new IAM.GetRoleCommand({ RoleName: 'Reader' })))).toBe(
      'NoSuchEntityException',
    );
  });
  it('managed policies have versions, and say how often they are attached', async () => {
    const created = await iam.send(
      new IAM.CreatePolicyCommand({ PolicyName: 'guard', PolicyDocument: ALLOW_ALL }),
    );
    const PolicyArn = created.Policy?.Arn ?? '';
    expect(PolicyArn).toBe(`arn:aws:iam::${ACCOUNT}:policy/guard`);
    const second = policyOf({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    const version = { PolicyArn, PolicyDocument: second, SetAsDefault: true };
    await iam.send(new IAM.CreatePolicyVersionCommand(version));
    for (const _ of [3, 4, 5])
      await iam.send(new IAM.CreatePolicyVersionCommand({ ...version, SetAsDefault: false }));
    expect(await refusal(iam.send(new IAM.CreatePolicyVersionCommand(version)))).toBe(
      'LimitExceededException',
    );
    const { Versions } = await iam.send(new IAM.ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]).at(-2)).toEqual([
      'v2',
      true,
    ]);
    const drop = (VersionId: string) =>
      iam.send(new IAM.DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    expect([await refusal(drop('v2')), await refusal(drop('v9'))]).toEqual([
      'DeleteConflictException',
      'NoSuchEntityException',
    ]);
    await drop('v1');
    const sixth = await iam.send(new IAM.CreatePolicyVersionCommand({ ...version, SetAsDefault: false }));
    expect(sixth.PolicyVersion?.VersionId).toBe('v6');
    const { PolicyVersion } = await iam.send(new IAM.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(second);
    await role('Attached', ALLOW_ALL);
    await iam.send(new IAM.AttachRolePolicyCommand({ RoleName: 'Attached', PolicyArn }));
    await iam.send(
      new IAM.PutRolePermissionsBoundaryCommand({ RoleName: 'Attached', PermissionsBoundary: PolicyArn }),
    );
    expect((await iam.send(new IAM.GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 1,
      DefaultVersionId: 'v2',
    });
    expect(await refusal(iam.send(new IAM.DeletePolicyCommand({ PolicyArn })))).toBe(
      'DeleteConflictException',
    );
    const { Policies } = await iam.send(new IAM.ListPoliciesCommand({ Scope: 'Local' }));
    expect(Policies?.map(({ PolicyName }) => PolicyName)).toEqual(['guard']);
    expect(
      (await iam.send(new IAM.ListAttachedRolePoliciesCommand({ RoleName: 'Attached' }))).AttachedPolicies,
    ).toEqual([{ PolicyName: 'guard', PolicyArn }]);
    await iam.send(new IAM.DetachRolePolicyCommand({ RoleName: 'Attached', PolicyArn }));
  });
  it('refuse what is no policy, and what is too long', async () => {
    const put = (RoleName: string, PolicyDocument: string) =>
      iam.send(new IAM.PutRolePolicyCommand({ RoleName, PolicyName: 'bad', PolicyDocument }));
    await role('Refusing', ALLOW_ALL);
    const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
    const bad = [
      '{"Version": "2012-10-17", "Statement": [',
      policyOf(),
      policyOf({ ...statement, Effect: 'allow' }),
      policyOf({ Effect: 'Allow', Action: 's3:*' }),
      policyOf({ ...statement, Principal: '*' }),
      policyOf({ ...statement, Condition: { StringMatches: { 'aws:x': 'a' } } }),
      policyOf({ ...statement, Action: 'everything' }),
      policyOf({ ...statement, Sid: 'with space' }),
      policyOf({ ...statement, Sid: 'a' }, { ...statement, Sid: 'a' }),
      policyOf({ ...statement, Extra: 1 }),
      policyOf(statement).replace('2012-10-17', '2024-01-01'),
    ];
    for (const text of bad)
      expect([text, await refusal(put('Refusing', text))]).toEqual([
        text,
        'MalformedPolicyDocumentException',
      ]);
    const long = (size: number) => {
      const empty = policyOf({ ...statement, Resource: 'arn:' });
      return empty.replace('arn:', 'arn:'.padEnd(size - empty.length + 4, 'x'));
    };
    // Of one role all inline policies count together; white space does not.
    const rest = 10_240 - ALLOW_ALL.length;
    expect(await refusal(put('Refusing', long(rest + 1)))).toBe('LimitExceededException');
    expect(await refusal(put('Refusing', `\n\n   ${long(rest)}   `))).toBe('no error');
    const create = (PolicyName: string, PolicyDocument: string) =>
      iam.send(new IAM.CreatePolicyCommand({ PolicyName, PolicyDocument }));
    expect(await refusal(create('long', long(6_144)))).toBe('no error');
    expect(await refusal(create('longer', long(6_145)))).toBe('LimitExceededException');
    await iam.send(new IAM.CreateUserCommand({ UserName: 'wordy' }));
    const user = { UserName: 'wordy', PolicyName: 'own' };
    expect(
      await refusal(iam.send(new IAM.PutUserPolicyCommand({ ...user, PolicyDocument: long(2_049) }))),
    ).toBe('LimitExceededException');
    expect(
      await refusal(iam.send(new IAM.PutUserPolicyCommand({ ...user, PolicyDocument: long(2_048) }))),
    ).toBe('no error');
  });
  it('are listed whole in pages, as the filter asks', async () => {
    const own = callerOf(simulator, 'ASIA333344445555TEST').iam;
    for (const UserName of ['ann', 'bob']) await own.send(new IAM.CreateUserCommand({ UserName }));
    for (const RoleName of ['one', 'two'])
      await own.send(new IAM.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    await own.send(
      new IAM.PutUserPolicyCommand({ UserName: 'ann', PolicyName: 'p', PolicyDocument: ALLOW_ALL }),
    );
    const PolicyArn = 'arn:aws:iam::aws:policy/PowerUserAccess';
    await own.send(new IAM.AttachRolePolicyCommand({ RoleName: 'one', PolicyArn }));
    const seen: string[] = [];
    let pages = 0;
    for await (const page of IAM.paginateGetAccountAuthorizationDetails({ client: own, pageSize: 2 }, {})) {
      pages++;
      seen.push(...(page.UserDetailList ?? []).map(({ UserName }) => `user ${UserName}`));
      // Beside them stand the roles of IAM Identity Center and of programs.
      const made = (page.RoleDetailList ?? []).filter(({ Path }) => Path === '/');
      seen.push(...made.map(({ RoleName }) => `role ${RoleName}`));
      seen.push(...(page.Policies ?? []).map(({ PolicyName }) => `policy ${PolicyName}`));
    }
    expect([pages, ...seen]).toEqual([
      7,
      'user ann',
      'user bob',
      'user review-bot',
      'role one',
      'role two',
      'policy AdministratorAccess',
      'policy PowerUserAccess',
    ]);
    const { RoleDetailList, UserDetailList, Policies } = await own.send(
      new IAM.GetAccountAuthorizationDetailsCommand({ Filter: ['User', 'AWSManagedPolicy'] }),
    );
    expect(RoleDetailList ?? []).toEqual([]);
    const document = UserDetailList?.[0]?.UserPolicyList?.[0]?.PolicyDocument ?? '';
    expect(decodeURIComponent(document)).toBe(ALLOW_ALL);
    expect(decodeURIComponent(Policies?.[1]?.PolicyVersionList?.[0]?.Document ?? '')).toContain('NotAction');
  });
});

describe('whoever was made here', () => {
  const email = 'ann@example.com';
  const source = `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.anthropic.claude-sonnet-4-6`;
  const own = (condition: string) => ({
    StringEquals: { [condition]: '$'.concat('{aws:PrincipalTag/UserEmail}') },
  });
  const bedrockOf = async (name: string, who = email) =>
    callerOf(simulator, await keyAs(simulator, name, { UserEmail: who })).bedrock;
  const create = (userEmail: string) =>
    new CreateInferenceProfileCommand({
      inferenceProfileName: 'made',
      modelSource: { copyFrom: source },
      tags: [{ key: 'UserEmail', value: userEmail }],
    });

  it('is named by GetCallerIdentity with the session', async () => {
    await role('Named', ALLOW_ALL);
    const { sts } = callerOf(simulator, await keyAs(simulator, 'Named', { UserEmail: email }));
    const { Arn, Account, UserId } = await sts.send(new GetCallerIdentityCommand({}));
    expect([Arn, Account]).toEqual([`arn:aws:sts::${ACCOUNT}:assumed-role/Named/${email}`, ACCOUNT]);
    expect(UserId).toMatch(/^AROA\w{17}:ann@example.com$/);
  });
  it('may what its policies allow, in words of AWS where they do not', async () => {
    await role(
      'Makers',
      policyOf(
        {
          Effect: 'Allow',
          Action: 'bedrock:CreateInferenceProfile',
          Resource: ['arn:aws:bedrock:*:*:inference-profile/us.*'],
        },
        {
          Effect: 'Allow',
          Action: ['bedrock:CreateInferenceProfile', 'bedrock:TagResource'],
          Resource: '*',
          Condition: own('aws:RequestTag/UserEmail'),
        },
        {
          Effect: 'Allow',
          Action: ['bedrock:DeleteInferenceProfile', 'bedrock:UntagResource'],
          Resource: '*',
          Condition: own('aws:ResourceTag/UserEmail'),
        },
      ),
    );
    const ann = await bedrockOf('Makers');
    const bob = await bedrockOf('Makers', 'bob@example.com');
    const { inferenceProfileArn } = await ann.send(create(email));
    const refused = (action: string, resource: string) =>
      `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/Makers/${email} is not authorized to perform: ${action}${resource} because no identity-based policy allows the ${action} action`;
    expect(await saidOf(ann.send(create('bob@example.com')))).toBe(
      refused(
        'bedrock:CreateInferenceProfile',
        ` on resource: arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/new`,
      ),
    );
    expect(await saidOf(ann.send(new ListInferenceProfilesCommand({})))).toBe(
      refused('bedrock:ListInferenceProfiles', ''),
    );
    const named = { inferenceProfileIdentifier: inferenceProfileArn };
    expect(await refusal(ann.send(new GetInferenceProfileCommand(named)))).toBe('AccessDeniedException');
    expect(await refusal(bob.send(new DeleteInferenceProfileCommand(named)))).toBe('AccessDeniedException');
    const untag = { resourceARN: inferenceProfileArn, tagKeys: ['UserEmail'] };
    expect(await refusal(bob.send(new UntagResourceCommand(untag)))).toBe('AccessDeniedException');
    // The hole of the copied pattern: with the request's tag alone anybody takes over what is somebody else's.
    const claim = {
      resourceARN: inferenceProfileArn,
      tags: [{ key: 'UserEmail', value: 'bob@example.com' }],
    };
    expect(await refusal(ann.send(new TagResourceCommand(claim)))).toBe('AccessDeniedException');
    expect(await refusal(bob.send(new TagResourceCommand(claim)))).toBe('no error');
    expect(await refusal(bob.send(new DeleteInferenceProfileCommand(named)))).toBe('no error');
  });
  it('may see the tags of a profile on itself while it is made, or not, as the simulator is set', async () => {
    const both = {
      StringEquals: {
        ...own('aws:RequestTag/UserEmail').StringEquals,
        ...own('aws:ResourceTag/UserEmail').StringEquals,
      },
    };
    const making = policyOf(
      {
        Effect: 'Allow',
        Action: 'bedrock:CreateInferenceProfile',
        Resource: 'arn:aws:bedrock:*:*:inference-profile/*',
      },
      {
        Effect: 'Allow',
        Action: ['bedrock:CreateInferenceProfile', 'bedrock:TagResource'],
        Resource: '*',
        Condition: both,
      },
    );
    const outcome = async (at: Simulator) => {
      const { iam: of } = callerOf(at);
      await of.send(new IAM.CreateRoleCommand({ RoleName: 'Both', AssumeRolePolicyDocument: TRUST }));
      const inline = { RoleName: 'Both', PolicyName: 'own', PolicyDocument: making };
      await of.send(new IAM.PutRolePolicyCommand(inline));
      return refusal(callerOf(at, await keyAs(at, 'Both', { UserEmail: email })).bedrock.send(create(email)));
    };
    expect(await outcome(simulator)).toBe('no error');
    const absent = await startSmall({ days: 1, settings: { tagsWhileCreating: 'absent' } });
    try {
      expect(await outcome(absent)).toBe('AccessDeniedException');
    } finally {
      await absent.close();
    }
  });
  it('needs the right to tag profiles to tag them through the tagging service', async () => {
    await role('Taggers', policyOf({ Effect: 'Allow', Action: 'tag:*', Resource: '*' }));
    const { tagging } = callerOf(simulator, await keyAs(simulator, 'Taggers', { UserEmail: email }));
    const { inferenceProfileArn: arn = '' } = await callerOf(simulator).bedrock.send(create(email));
    expect(await refusal(tagging.send(new GetResourcesCommand({})))).toBe('no error');
    const { FailedResourcesMap } = await tagging.send(
      new TagResourcesCommand({ ResourceARNList: [arn], Tags: { Team: 'x' } }),
    );
    expect(FailedResourcesMap?.[arn]?.ErrorMessage).toContain(
      'not authorized to perform: bedrock:TagResource',
    );
  });
  it('is bound by a boundary, by a session policy, and by its own tags beside those of the role', async () => {
    const list = policyOf({ Effect: 'Allow', Action: 'bedrock:List*', Resource: '*' });
    const { Policy } = await iam.send(
      new IAM.CreatePolicyCommand({ PolicyName: 'bound', PolicyDocument: list }),
    );
    await role('Bound', ALLOW_ALL, { PermissionsBoundary: Policy?.Arn });
    const bound = await bedrockOf('Bound');
    expect(await refusal(bound.send(new ListInferenceProfilesCommand({})))).toBe('no error');
    expect(await saidOf(bound.send(create(email)))).toMatch(/because no permissions boundary allows/);
    await role('Free', ALLOW_ALL);
    const session = callerOf(simulator, await keyAs(simulator, 'Free', {}, { policy: list })).bedrock;
    expect(await saidOf(session.send(create(email)))).toMatch(/because no session policy allows/);
    const ifTeam = { StringEquals: { 'aws:PrincipalTag/team': 'a', 'aws:PrincipalTag/UserEmail': email } };
    const Tags = [
      { Key: 'Team', Value: 'a' },
      { Key: 'UserEmail', Value: 'role@example.com' },
    ];
    await role(
      'Tagged',
      policyOf({ Effect: 'Allow', Action: 'bedrock:List*', Resource: '*', Condition: ifTeam }),
      { Tags },
    );
    expect(await refusal((await bedrockOf('Tagged')).send(new ListInferenceProfilesCommand({})))).toBe(
      'no error',
    );
    const other = await bedrockOf('Tagged', 'bob@example.com');
    expect(await refusal(other.send(new ListInferenceProfilesCommand({})))).toBe('AccessDeniedException');
  });
  it('assumes a role as its trust policy says, tags handed on', async () => {
    const condition = {
      StringEquals: { 'sts:ExternalId': 'secret' },
      StringLike: { 'aws:RequestTag/UserEmail': '*@example.com' },
    };
    const trust = policyOf({
      Effect: 'Allow',
      Principal: { AWS: ACCOUNT },
      Action: 'sts:*',
      Condition: condition,
    });
    await role('Guarded', ALLOW_ALL, { AssumeRolePolicyDocument: trust });
    const tags = { UserEmail: email };
    expect(await refusal(keyAs(simulator, 'Guarded', tags, { externalId: 'secret' }))).toBe('no error');
    expect(await refusal(keyAs(simulator, 'Guarded', tags))).toBe('AccessDenied');
    expect(await refusal(keyAs(simulator, 'Guarded', { UserEmail: 'x@y.z' }, { externalId: 'secret' }))).toBe(
      'AccessDenied',
    );
    const untagged = policyOf({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' });
    await role('Untagged', ALLOW_ALL, { AssumeRolePolicyDocument: untagged });
    expect(await refusal(keyAs(simulator, 'Untagged'))).toBe('no error');
    expect(await saidOf(keyAs(simulator, 'Untagged', tags))).toContain('sts:TagSession');
    // From role to role, transitive tags go along and cannot be set anew.
    const mine = policyOf({
      Effect: 'Allow',
      Action: 'bedrock:List*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalTag/UserEmail': email } },
    });
    await role('Second', mine);
    await role('First', ALLOW_ALL);
    const from = await keyAs(
      simulator,
      'First',
      { UserEmail: email, Team: 'a' },
      { transitive: ['UserEmail'] },
    );
    const second = callerOf(simulator, await keyAs(simulator, 'Second', {}, { from })).bedrock;
    expect(await refusal(second.send(new ListInferenceProfilesCommand({})))).toBe('no error');
    expect(await saidOf(keyAs(simulator, 'Second', { useremail: 'bob@example.com' }, { from }))).toContain(
      'transitive',
    );
    // A role of the account that is not allowed to assume others, where the trust policy names the account alone.
    await role('Locked', mine);
    const locked = await keyAs(simulator, 'Locked', { UserEmail: email });
    expect(await refusal(keyAs(simulator, 'Second', {}, { from: locked }))).toBe('AccessDenied');
    const itself = policyOf({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Locked` },
      Action: 'sts:AssumeRole',
    });
    await role('Open', ALLOW_ALL, { AssumeRolePolicyDocument: itself });
    expect(await refusal(keyAs(simulator, 'Open', {}, { from: locked }))).toBe('no error');
    expect(await refusal(keyAs(simulator, 'Open'))).toBe('AccessDenied');
    // What the role's own policies deny, no trust policy of another lifts; and a trust policy can deny as well.
    const denying = policyOf({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' });
    const put = new IAM.PutRolePolicyCommand({
      RoleName: 'Locked',
      PolicyName: 'no',
      PolicyDocument: denying,
    });
    await iam.send(put);
    expect(await refusal(keyAs(simulator, 'Open', {}, { from: locked }))).toBe('AccessDenied');
    const all = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };
    const notMe = { Effect: 'Deny', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' };
    await role('Closed', ALLOW_ALL, { AssumeRolePolicyDocument: policyOf(all, notMe) });
    expect(await refusal(keyAs(simulator, 'Closed'))).toBe('AccessDenied');
    await role('Public', ALLOW_ALL, { AssumeRolePolicyDocument: policyOf(all) });
    expect(await refusal(keyAs(simulator, 'Public'))).toBe('no error');
  });
  it('is a user with a key of its own, and bound in IAM itself', async () => {
    await iam.send(
      new IAM.CreateUserCommand({ UserName: 'bot', Path: '/bots/', Tags: [{ Key: 'Team', Value: 'a' }] }),
    );
    const self = policyOf({
      Effect: 'Allow',
      Action: 'iam:*',
      Resource: `arn:aws:iam::${ACCOUNT}:user/bots/$`.concat('{aws:username}'),
    });
    await iam.send(
      new IAM.PutUserPolicyCommand({ UserName: 'bot', PolicyName: 'self', PolicyDocument: self }),
    );
    const { AccessKey } = await iam.send(new IAM.CreateAccessKeyCommand({ UserName: 'bot' }));
    const bot = callerOf(simulator, AccessKey?.AccessKeyId);
    expect((await bot.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(
      `arn:aws:iam::${ACCOUNT}:user/bots/bot`,
    );
    expect((await bot.iam.send(new IAM.GetUserCommand({}))).User?.Tags).toEqual([
      { Key: 'Team', Value: 'a' },
    ]);
    expect((await bot.iam.send(new IAM.ListAccessKeysCommand({}))).AccessKeyMetadata).toHaveLength(1);
    expect(await saidOf(bot.iam.send(new IAM.GetUserCommand({ UserName: 'wordy' })))).toBe(
      `AccessDenied: User: arn:aws:iam::${ACCOUNT}:user/bots/bot is not authorized to perform: iam:GetUser on resource: arn:aws:iam::${ACCOUNT}:user/wordy because no identity-based policy allows the iam:GetUser action`,
    );
    expect(await refusal(bot.bedrock.send(new ListInferenceProfilesCommand({})))).toBe(
      'AccessDeniedException',
    );
    await iam.send(
      new IAM.AttachUserPolicyCommand({
        UserName: 'bot',
        PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      }),
    );
    expect(await refusal(bot.bedrock.send(new ListInferenceProfilesCommand({})))).toBe('no error');
  });
});

describe('every other service', () => {
  const TIME = { Start: '2026-11-20', End: '2026-11-21' };
  const costs = new GetCostAndUsageCommand({
    TimePeriod: TIME,
    Granularity: 'DAILY',
    Metrics: ['UnblendedCost'],
  });
  const budgets = new DescribeBudgetsCommand({ AccountId: ACCOUNT });
  const quota = new GetServiceQuotaCommand({ ServiceCode: 'bedrock', QuotaCode: 'L-40EC9882' });
  it('is judged under the names that IAM has for its actions, and refuses in its own protocol', async () => {
    await role('Nothing', policyOf({ Effect: 'Allow', Action: 's3:*', Resource: '*' }));
    const actions = [
      'cloudwatch:ListMetrics',
      'ce:GetCostAndUsage',
      'tag:GetTagKeys',
      'servicequotas:GetServiceQuota',
    ];
    const budget = `arn:aws:budgets::${ACCOUNT}:budget/`;
    await role(
      'Something',
      policyOf(
        { Effect: 'Allow', Action: actions, Resource: '*' },
        { Effect: 'Allow', Action: 'budgets:ViewBudget', Resource: [`${budget}*`] },
        { Effect: 'Allow', Action: 'identitystore:ListUsers', Resource: ['arn:aws:identitystore:*'] },
      ),
    );
    const { identityStoreId, region } = simulator.world.directory();
    const outcomes = async (name: string) => {
      const accessKeyId = await keyAs(simulator, name);
      const clients = clientsOf(simulator, { accessKeyId });
      const { identitystore } = clientsOf(simulator, { accessKeyId, region });
      return Promise.all(
        [
          clients.cloudwatch.send(new ListMetricsCommand({})),
          clients.ce.send(costs),
          clients.tagging.send(new GetTagKeysCommand({})),
          clients.quotas.send(quota),
          clients.budgets.send(budgets),
          identitystore.send(new ListUsersCommand({ IdentityStoreId: identityStoreId })),
        ].map(refusal),
      );
    };
    expect(await outcomes('Nothing')).toEqual(Array(6).fill('AccessDeniedException'));
    const [metrics, ...others] = await outcomes('Something');
    expect([metrics, ...others.slice(0, 4)]).toEqual(Array(5).fill('no error'));
    const { budgets: writing } = clientsOf(simulator, { accessKeyId: await keyAs(simulator, 'Something') });
    const remove = new DeleteBudgetCommand({ AccountId: ACCOUNT, BudgetName: 'mine' });
    expect(await saidOf(writing.send(remove))).toContain(`budgets:ModifyBudget on resource: ${budget}mine`);
  });
});

describe('SimulateCustomPolicy', () => {
  it('decides for each action and resource, and says by which statement', async () => {
    const allow = {
      Sid: 'Own',
      Effect: 'Allow',
      Action: 'bedrock:Invoke*',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:ResourceTag/UserEmail': '$'.concat('{aws:PrincipalTag/UserEmail}') },
      },
    };
    const deny = {
      Effect: 'Deny',
      Action: 'bedrock:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/BudgetStatus': 'exceeded' } },
    };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [allow, deny] }, null, 2);
    const entry = (ContextKeyName: string, ...ContextKeyValues: string[]) => ({
      ContextKeyName,
      ContextKeyType: 'string' as const,
      ContextKeyValues,
    });
    const mine = [entry('aws:ResourceTag/UserEmail', 'a@x'), entry('aws:PrincipalTag/UserEmail', 'a@x')];
    const simulate = async (ContextEntries: IAM.ContextEntry[], boundary?: string) => {
      const { EvaluationResults } = await iam.send(
        new IAM.SimulateCustomPolicyCommand({
          PolicyInputList: [policy],
          ActionNames: ['bedrock:InvokeModel'],
          ContextEntries,
          ...(boundary !== undefined && { PermissionsBoundaryPolicyInputList: [boundary] }),
        }),
      );
      return EvaluationResults?.[0];
    };
    const allowed = await simulate(mine);
    expect(allowed).toMatchObject({
      EvalDecision: 'allowed',
      EvalResourceName: '*',
      MissingContextValues: ['aws:ResourceTag/BudgetStatus'],
    });
    expect(allowed?.MatchedStatements).toEqual([
      {
        SourcePolicyId: 'PolicyInputList.1',
        SourcePolicyType: 'none',
        StartPosition: { Line: 4, Column: 5 },
        EndPosition: { Line: 14, Column: 6 },
      },
    ]);
    const over = await simulate([...mine, entry('aws:ResourceTag/BudgetStatus', 'exceeded')]);
    expect([over?.EvalDecision, over?.MatchedStatements?.[0]?.StartPosition?.Line]).toEqual([
      'explicitDeny',
      15,
    ]);
    const none = await simulate([]);
    expect([none?.EvalDecision, none?.MatchedStatements]).toEqual(['implicitDeny', []]);
    const bound = await simulate(mine, policyOf({ Effect: 'Allow', Action: 's3:*', Resource: '*' }));
    expect(bound).toMatchObject({
      EvalDecision: 'implicitDeny',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    });
    const bad = { PolicyInputList: ['{'], ActionNames: ['s3:GetObject'] };
    expect(await refusal(iam.send(new IAM.SimulateCustomPolicyCommand(bad)))).toBe('InvalidInputException');
  });
});
