import {
  CreateInferenceProfileCommand,
  ListInferenceProfilesCommand,
  TagResourceCommand,
} from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DeleteRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AttachPolicyCommand, CreatePolicyCommand, DetachPolicyCommand } from '@aws-sdk/client-organizations';
import {
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { clientsOf, keyOf, NOW, refusal, startSmall } from './support.ts';

/** From the sign-in through Identity Center to a call of a model, and what binds it on the way. */

const PLATFORM = '222233334444';
const region = 'us-east-1';

let simulator: Simulator;
/** Calls of a profile on the day as they are worked out; `habitsAtFirst` before any is made here. */
let habitsAtFirst: number;
const habits = () =>
  simulator.world
    .modelCalls(PLATFORM, region, NOW.slice(0, 10))
    .filter(({ modelId }) => modelId === owners().own.arn).length;
beforeAll(async () => {
  simulator = await startSmall({ users: 40 });
  habitsAtFirst = habits();
});
afterAll(() => simulator.close());

/** Two people who have profiles of their own in an account and Region, each with one that they have used. */
function owners() {
  const active = new Set(
    simulator.world
      .directory()
      .users.filter(({ enabled }) => enabled)
      .map(({ email }) => email),
  );
  const found = simulator.world.profiles(PLATFORM, region).flatMap(({ arn, tags }) => {
    const email = tags.find(({ key }) => key === 'UserEmail')?.value ?? '';
    return active.has(email) ? [{ arn, email }] : [];
  });
  const [own] = found;
  const other = found.find(({ email }) => email !== own?.email);
  if (!own || !other) throw new Error('nobody has a profile');
  return { own, other };
}

async function signIn(userEmail: string) {
  const answer = await fetch(`${simulator.url}/_simulator/sign-in`, {
    method: 'POST',
    body: JSON.stringify({ userEmail, permissionSet: 'BedrockUsers', accountId: PLATFORM }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string>;
}

async function sessionOf(userEmail: string) {
  const { AccessKeyId } = await signIn(userEmail);
  return { ...clientsOf(simulator, { region, accessKeyId: AccessKeyId }), converse: runtimeOf(AccessKeyId) };
}

/** Calls a model with an access key. */
function runtimeOf(accessKeyId = '') {
  const runtime = new BedrockRuntimeClient({
    region,
    endpoint: simulator.url,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: 'test' },
  });
  return (modelId: string) =>
    runtime.send(
      new ConverseCommand({ modelId, messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }),
    );
}

const roleOf = (account: string) => {
  const roles = simulator.world.permissionSets.reservedRoles(account);
  return roles.find(({ name }) => name.includes('_BedrockUsers_'));
};
const iam = () =>
  new IAMClient({
    region,
    endpoint: simulator.url,
    maxAttempts: 1,
    credentials: { accessKeyId: keyOf(PLATFORM), secretAccessKey: 'test' },
  });

describe('a session of somebody who signed in', () => {
  it('is named after them, calls through their own profile and not through another', async () => {
    const { own, other } = owners();
    const { sts, converse } = await sessionOf(own.email);
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(`arn:aws:sts::${PLATFORM}:assumed-role/${roleOf(PLATFORM)?.name}/${own.email}`);
    expect(await refusal(converse(own.arn))).toBe('no error');
    expect(await refusal(converse(other.arn))).toBe('AccessDeniedException');
    expect(await refusal(converse('amazon.nova-lite-v1:0'))).toBe('AccessDeniedException');
  });

  it('falls through the hole of the copied pattern until its permission set is changed and provisioned', async () => {
    const { own, other } = owners();
    const { bedrock, converse } = await sessionOf(own.email);
    const retag = () =>
      refusal(
        bedrock.send(
          new TagResourceCommand({ resourceARN: other.arn, tags: [{ key: 'UserEmail', value: own.email }] }),
        ),
      );
    const back = () => simulator.world.setTags(other.arn, [{ key: 'UserEmail', value: other.email }], []);
    expect(await retag()).toBe('no error');
    expect(await refusal(converse(other.arn))).toBe('no error');
    back();
    const sets = clientsOf(simulator, { region: 'us-west-2' }).ssoadmin;
    const set = {
      InstanceArn: simulator.world.permissionSets.instanceArn,
      PermissionSetArn: roleOf(PLATFORM)?.permissionSetArn,
    };
    const before = roleOf(PLATFORM)?.inlinePolicies[0]?.document ?? '';
    const closed = JSON.parse(before) as { Statement: { Action: string[] }[] };
    closed.Statement = closed.Statement.filter(({ Action }) => !Action.includes('bedrock:TagResource'));
    const put = (InlinePolicy: string) =>
      sets.send(new PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy }));
    const provision = () =>
      sets.send(new ProvisionPermissionSetCommand({ ...set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
    await put(JSON.stringify(closed));
    expect(await retag()).toBe('no error');
    back();
    await provision();
    expect(await retag()).toBe('AccessDeniedException');
    expect(await refusal(converse(own.arn))).toBe('no error');
    await put(before);
    await provision();
  });

  it('can go round its profiles by the role that was made for experiments, as some do', async () => {
    const { own } = owners();
    const { sts } = await sessionOf(own.email);
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${PLATFORM}:role/team/model-experiments`,
        RoleSessionName: own.email,
      }),
    );
    const direct = runtimeOf(Credentials?.AccessKeyId);
    expect(await refusal(direct('amazon.nova-lite-v1:0'))).toBe('no error');
    const service = new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${PLATFORM}:role/service/bedrock-documents`,
      RoleSessionName: own.email,
    });
    expect(await refusal(sts.send(service))).toBe('AccessDenied');
  });

  it('makes a profile of its own, and none for another', async () => {
    const { own, other } = owners();
    const { bedrock } = await sessionOf(own.email);
    const { inferenceProfileSummaries = [] } = await bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED' }),
    );
    const copyFrom = inferenceProfileSummaries[0]?.inferenceProfileArn ?? '';
    const create = (inferenceProfileName: string, value: string) =>
      refusal(
        bedrock.send(
          new CreateInferenceProfileCommand({
            inferenceProfileName,
            modelSource: { copyFrom },
            tags: [{ key: 'UserEmail', value }],
          }),
        ),
      );
    expect(await create('mine', own.email)).toBe('no error');
    expect(await create('not mine', other.email)).toBe('AccessDeniedException');
  });

  it('is bound by a control policy above its account, and the payer is not', async () => {
    const { own } = owners();
    const { converse } = await sessionOf(own.email);
    const { organizations } = clientsOf(simulator);
    const Content = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'bedrock:InvokeModel', Resource: '*' }],
    });
    const { Policy } = await organizations.send(
      new CreatePolicyCommand({ Name: 'none', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content }),
    );
    const attachment = {
      PolicyId: Policy?.PolicySummary?.Id,
      TargetId: simulator.world.organization.rootId,
    };
    await organizations.send(new AttachPolicyCommand(attachment));
    const error = await converse(own.arn).catch((each: Error) => each);
    expect((error as Error).message).toMatch(/explicit deny in a service control policy/);
    await organizations.send(new DetachPolicyCommand(attachment));
    expect(await refusal(converse(own.arn))).toBe('no error');
  });
});

describe('the event history', () => {
  it('holds each call that was made here as it was, minutes later', async () => {
    const { own, other } = owners();
    const { converse } = await sessionOf(own.email);
    await converse(own.arn);
    await refusal(converse(other.arn));
    expect(habits()).toBe(habitsAtFirst);
    const { cloudtrail } = clientsOf(simulator, { region, accessKeyId: keyOf(PLATFORM) });
    const lookup = async () => {
      const { Events = [] } = await cloudtrail.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: own.email }],
          MaxResults: 2,
        }),
      );
      return Events.map(({ CloudTrailEvent = '' }) => JSON.parse(CloudTrailEvent));
    };
    const now = simulator.clock.now();
    expect((await lookup()).every(({ eventTime }) => Date.parse(eventTime) < now)).toBe(true);
    simulator.clock.advanceTo(now + 6 * 60_000);
    const [refused, allowed] = await lookup();
    const userIdentity = {
      arn: `arn:aws:sts::${PLATFORM}:assumed-role/${roleOf(PLATFORM)?.name}/${own.email}`,
      sessionContext: { sessionIssuer: { arn: roleOf(PLATFORM)?.arn } },
    };
    expect(refused).toMatchObject({
      userIdentity,
      eventName: 'Converse',
      requestParameters: { modelId: other.arn },
      errorCode: 'AccessDenied',
      errorMessage: expect.stringContaining('is not authorized to perform: bedrock:InvokeModel'),
    });
    expect(allowed).toMatchObject({ userIdentity, requestParameters: { modelId: own.arn } });
    expect(allowed).not.toHaveProperty('errorCode');
  });
});

describe('a role of IAM Identity Center', () => {
  it('is shown by IAM, which lets nobody change it', async () => {
    const role = roleOf(PLATFORM);
    const RoleName = role?.name;
    const { Role } = await iam().send(new GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({ Arn: role?.arn, Path: role?.path });
    const { PolicyDocument = '' } = await iam().send(
      new GetRolePolicyCommand({ RoleName, PolicyName: 'AwsSSOInlinePolicy' }),
    );
    expect(decodeURIComponent(PolicyDocument)).toBe(role?.inlinePolicies[0]?.document);
    const put = new PutRolePolicyCommand({ RoleName, PolicyName: 'mine', PolicyDocument: '{}' });
    expect(await refusal(iam().send(put))).toBe('UnmodifiableEntityException');
    expect(await refusal(iam().send(new DeleteRoleCommand({ RoleName })))).toBe(
      'UnmodifiableEntityException',
    );
  });
});
