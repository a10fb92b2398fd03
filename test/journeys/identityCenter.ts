import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { IAMClient } from '@aws-sdk/client-iam';
import { ListGroupsCommand } from '@aws-sdk/client-identitystore';
import {
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { expect } from 'vitest';
import type { startSimulator } from '../../src/simulator/server.ts';
import { clientsOf } from '../simulator/wire/support.ts';

/** People of the simulated company who sign in with a permission set and call models. */

export const PLATFORM = '222233334444';

type Simulator = Awaited<ReturnType<typeof startSimulator>>;

export interface Owner {
  email: string;
  profile: string;
}

/** Two people who have a profile each in a Region, of a route that the printed policy allows. */
export function owners({ world }: Simulator, region: string): [Owner, Owner] {
  const active = new Set(world.directory().users.flatMap(({ enabled, email }) => (enabled ? [email] : [])));
  const owned = world.profiles(PLATFORM, region).flatMap(({ arn: profile, tags, copyFrom }) => {
    const email = tags.find(({ key }) => key === 'UserEmail')?.value ?? '';
    // The company has profiles of the global route as well, which the printed policy does not allow.
    return active.has(email) && !copyFrom.includes('/global.') ? [{ email, profile }] : [];
  });
  const [first] = owned;
  const second = owned.find(({ email }) => email !== first?.email);
  if (!first || !second) throw new Error('nobody has a profile');
  return [first, second];
}

/** A permission set with that policy, for everybody who uses Bedrock. */
export async function assign(simulator: Simulator, name: string, policy: string): Promise<void> {
  const { ssoadmin, identitystore } = clientsOf(simulator, { region: 'us-west-2' });
  const { instanceArn: InstanceArn } = simulator.world.permissionSets;
  const made = await ssoadmin.send(new CreatePermissionSetCommand({ InstanceArn, Name: name }));
  const PermissionSetArn = made.PermissionSet?.PermissionSetArn ?? '';
  await ssoadmin.send(
    new PutInlinePolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn, InlinePolicy: policy }),
  );
  const { identityStoreId: IdentityStoreId } = simulator.world.directory();
  const { Groups = [] } = await identitystore.send(new ListGroupsCommand({ IdentityStoreId }));
  await ssoadmin.send(
    new CreateAccountAssignmentCommand({
      InstanceArn,
      PermissionSetArn,
      TargetId: PLATFORM,
      TargetType: 'AWS_ACCOUNT',
      PrincipalType: 'GROUP',
      PrincipalId: Groups.find(({ DisplayName }) => DisplayName === 'bedrock-users')?.GroupId ?? '',
    }),
  );
}

export interface Keys {
  AccessKeyId: string;
  SecretAccessKey: string;
  SessionToken?: string;
}

/** Signs in as IAM Identity Center would. */
export async function signIn(simulator: Simulator, userEmail: string, permissionSet: string): Promise<Keys> {
  const answer = await fetch(`${simulator.url}/_simulator/sign-in`, {
    method: 'POST',
    body: JSON.stringify({ userEmail, permissionSet, accountId: PLATFORM }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Keys;
}

export const MESSAGES = [{ role: 'user' as const, content: [{ text: 'Hello' }] }];

/** What holds those keys, with the SDK as it comes. */
export function as(
  simulator: Simulator,
  { AccessKeyId, SecretAccessKey, SessionToken }: Keys,
  region = 'us-east-1',
) {
  const config = {
    region,
    endpoint: simulator.url,
    maxAttempts: 1,
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
    },
  };
  const runtime = new BedrockRuntimeClient(config);
  const { bedrock } = clientsOf(simulator, { region, accessKeyId: AccessKeyId });
  return {
    bedrock,
    iam: new IAMClient(config),
    /** @param words what is asked: each is a token */
    call: (modelId: string, words = 'Hello') =>
      runtime.send(
        new ConverseCommand({ modelId, messages: [{ role: 'user', content: [{ text: words }] }] }),
      ),
    stream: (modelId: string) => runtime.send(new ConverseStreamCommand({ modelId, messages: MESSAGES })),
  };
}
