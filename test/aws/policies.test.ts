import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError, isAwsError } from '../../src/aws/errors.ts';
import type { Aws } from '../../src/aws/types.ts';
import type { Holder, PermissionSets } from '../../src/core/policies/found.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { awsAt, PAYER_KEYS, respond } from './setup.ts';

/** What is allowed to whom in a simulated company, and who called which model, by the real SDK. */

const NOW = Date.parse('2026-11-20T09:30:00.000Z');
const [PAYER, PLATFORM, RESEARCH] = ['111122223333', '222233334444', '333344445555'] as const;
const accounts = [PLATFORM, RESEARCH].map((id) => ({
  accountId: id,
  roleArn: `arn:aws:iam::${id}:role/bedrock-ledger-reader`,
}));
const GLOBAL = 'us-east-1';
const ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
});

let simulator: Simulator;
let aws: Aws;
beforeAll(async () => {
  simulator = await startSimulator({ nowMs: NOW, speed: 0, users: 40, days: 10 });
  aws = awsAt(simulator.url, NOW, { accounts });
});
afterAll(() => simulator.close());

describe('IAM Identity Center', () => {
  let found: PermissionSets | null;
  beforeAll(async () => {
    found = await aws.ssoAdmin.permissionSets('us-west-2', (arn) =>
      aws.iam.managedPolicy({ payerIn: GLOBAL }, arn),
    );
  });
  const set = (name: string) => found?.sets.find((one) => one.name === name);

  it('gives permission sets with their accounts and inline policies', () => {
    expect(set('BedrockUsers')).toMatchObject({
      kind: 'permissionSet',
      accounts: [PLATFORM, RESEARCH],
      boundary: null,
      policies: [{ name: 'inline policy', text: expect.stringContaining('MakeOwnProfiles') }],
    });
  });
  it("gives AWS's managed policies as documents", () => {
    const [policy] = set('AdministratorAccess')?.policies ?? [];
    expect(policy?.name).toBe('AdministratorAccess');
    expect(JSON.parse(policy?.text ?? '')).toMatchObject({ Statement: [{ Effect: 'Allow', Action: '*' }] });
  });
  it('names managed policies that may not be read, and gives all else', async () => {
    const context = { service: 'iam', operation: 'GetPolicy' } as const;
    const closed = await aws.ssoAdmin.permissionSets('us-west-2', () =>
      Promise.reject(new AwsError('accessDenied', context, 'AccessDenied', 'no')),
    );
    expect(closed?.sets.map(({ policies }) => policies)).toEqual([
      [{ name: 'AdministratorAccess', text: null }],
      [{ name: 'inline policy', text: expect.any(String) }],
    ]);
  });
  it('gives the attributes for access control, or says that they are off', async () => {
    expect(found?.attributes).toEqual([
      { key: 'UserEmail', sources: [`\${path:emails[primary eq true].value}`] },
      { key: 'CostCenter', sources: [`\${path:enterprise.costCenter}`] },
    ]);
    const off = await startSimulator({ nowMs: NOW, speed: 0, users: 5, days: 1 });
    off.world.permissionSets.attributes = null;
    try {
      const other = awsAt(off.url, NOW);
      const read = await other.ssoAdmin.permissionSets('us-west-2', async (name) => ({ name, text: null }));
      expect(read?.attributes).toBeNull();
    } finally {
      await off.close();
    }
  });
  it('is none where the Region has no instance', async () => {
    const none = await respond(() => ({ body: { Instances: [] } }));
    try {
      const other = awsAt(none.url, NOW);
      expect(
        await other.ssoAdmin.permissionSets('us-east-1', async (name) => ({ name, text: null })),
      ).toBeNull();
    } finally {
      await none.close();
    }
  });
});

describe('IAM', () => {
  const iam = () => new IAMClient({ region: GLOBAL, endpoint: simulator.url, credentials: PAYER_KEYS });
  let holder: Holder | undefined;
  beforeAll(async () => {
    const client = iam();
    const name = { RoleName: 'batch' };
    await client.send(
      new CreateRoleCommand({
        ...name,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        }),
        Tags: [{ Key: 'CostCenter', Value: '4711' }],
      }),
    );
    await client.send(new PutRolePolicyCommand({ ...name, PolicyName: 'own', PolicyDocument: ALL }));
    const { Policy } = await client.send(
      new CreatePolicyCommand({ PolicyName: 'shared', PolicyDocument: ALL }),
    );
    await client.send(new AttachRolePolicyCommand({ ...name, PolicyArn: Policy?.Arn }));
    const holders = await aws.iam.holders({ payerIn: GLOBAL }, PAYER);
    holder = holders.find((one) => one.name === 'batch');
  });

  it('gives roles with inline and attached policies, tags and trust', () => {
    expect(holder).toMatchObject({
      kind: 'role',
      arn: `arn:aws:iam::${PAYER}:role/batch`,
      accountId: PAYER,
      tags: { CostCenter: '4711' },
      boundary: null,
      policies: [{ name: 'own' }, { name: 'shared' }],
    });
    for (const { text } of holder?.policies ?? []) expect(JSON.parse(text ?? '')).toEqual(JSON.parse(ALL));
    expect(JSON.parse(holder?.trust ?? '')).toMatchObject({
      Statement: { Principal: { Service: 'lambda.amazonaws.com' } },
    });
  });
  it('judges policies that are attached to nobody', async () => {
    const policy = (Effect: 'Allow' | 'Deny', Action: string) => ({
      name: Action,
      document: { Version: '2012-10-17', Statement: [{ Effect, Action, Resource: '*' }] },
    });
    const judge = aws.iam.simulator('payer');
    const request = {
      action: 'bedrock:InvokeModel',
      resource: '*',
      context: { 'aws:RequestedRegion': 'us-east-1' },
    };
    const identity = [policy('Allow', 'bedrock:*')];
    expect(await judge.simulate({ identity, boundary: null, controls: [] }, request)).toMatchObject({
      decision: 'allowed',
      explicit: false,
    });
    const denying = [...identity, policy('Deny', 'bedrock:InvokeModel')];
    expect(await judge.simulate({ identity: denying, boundary: null, controls: [] }, request)).toMatchObject({
      decision: 'denied',
      explicit: true,
    });
  });
  it('says what is not there', async () => {
    const missing = aws.iam.managedPolicy('payer', `arn:aws:iam::${PAYER}:policy/none`);
    await expect(missing).rejects.toSatisfy((error) => isAwsError(error, 'notFound'));
  });
});

describe('Organizations', () => {
  it('gives the policies of each level, the root first', async () => {
    const found = await aws.organizations.controls(GLOBAL, RESEARCH);
    expect(found).toMatchObject({ accountId: RESEARCH, managementAccountId: PAYER });
    expect(found?.levels.map(({ name }) => name)).toEqual(['Root', 'Workloads', 'Research', RESEARCH]);
    for (const { policies } of found?.levels ?? [])
      expect(policies).toEqual([{ name: 'FullAWSAccess', text: expect.stringContaining('Allow') }]);
  });
  it('asks for each policy once, however many have it', () =>
    expect(simulator.requests()['organizations:DescribePolicy']).toBe(1));
  it('has none where there is no organization', async () => {
    const alone = await respond(() => ({
      status: 400,
      body: { __type: 'AWSOrganizationsNotInUseException', message: 'Your account is not a member.' },
    }));
    try {
      expect(await awsAt(alone.url, NOW).organizations.controls(GLOBAL, RESEARCH)).toBeNull();
    } finally {
      await alone.close();
    }
  });
});

describe('CloudTrail', () => {
  const place = { accountId: PLATFORM, region: 'us-east-1' };
  const range = ['2026-11-18T00:00:00.000Z', '2026-11-20T00:00:00.000Z'] as const;
  it('names who called what, newest first', async () => {
    const { calls } = await aws.cloudtrail.modelCalls(place, ...range, 40);
    expect(calls.map(({ at }) => at)).toEqual(
      calls
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    expect(new Set(calls.map(({ operation }) => operation)).size).toBeGreaterThan(2);
    expect(calls.find(({ caller }) => caller.includes('AWSReservedSSO_BedrockUsers_'))).toMatchObject({
      ...place,
      who: expect.stringContaining('@example.com'),
      modelId: expect.stringContaining('application-inference-profile/'),
      role: expect.stringContaining('/sso.amazonaws.com/'),
      apiKey: false,
      error: null,
    });
    for (const { at } of calls) expect(at >= range[0] && at < range[1]).toBe(true);
  });
  it('says from when on it is whole, where it was cut', async () => {
    const { calls, cutAt } = await aws.cloudtrail.modelCalls(place, ...range, 1);
    expect(calls.length).toBeLessThanOrEqual(4 * 50);
    expect(cutAt !== null && cutAt > range[0]).toBe(true);
    expect((await aws.cloudtrail.modelCalls(place, ...range, 40)).cutAt).toBeNull();
  });
});

it('is free', () => expect(aws.meter.charge).toBe(0n));
