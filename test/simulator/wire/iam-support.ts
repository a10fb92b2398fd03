import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { IAMClient } from '@aws-sdk/client-iam';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Simulator } from '../../../src/simulator/server.ts';
import { keyOf } from './support.ts';

/** A linked account of the simulated company. */
export const ACCOUNT = '222233334444';
export const TRUST = policyOf({
  Effect: 'Allow',
  Principal: { AWS: ACCOUNT },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
});

export function policyOf(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

export const ALLOW_ALL = policyOf({ Effect: 'Allow', Action: '*', Resource: '*' });

/** Clients that need a caller of their own; without a key, one that nothing binds in the linked account. */
export function callerOf({ url }: Simulator, accessKeyId = keyOf(ACCOUNT), region = 'us-east-1') {
  const credentials = { accessKeyId, secretAccessKey: 'test' };
  const config = { region, endpoint: url, maxAttempts: 1, credentials };
  return {
    iam: new IAMClient(config),
    sts: new STSClient(config),
    bedrock: new BedrockClient(config),
    tagging: new ResourceGroupsTaggingAPIClient(config),
    // Its default is HTTP/2.
    runtime: new BedrockRuntimeClient(config),
  };
}

/** Signs in as a role of the linked account with session tags; the id of the key. */
export async function keyAs(
  simulator: Simulator,
  role: string,
  tags: Readonly<Record<string, string>> = {},
  more: { from?: string; policy?: string; transitive?: string[]; externalId?: string } = {},
): Promise<string> {
  const { sts } = callerOf(simulator, more.from);
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      RoleSessionName: tags.UserEmail ?? 'session',
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      ...(more.policy !== undefined && { Policy: more.policy }),
      ...(more.transitive !== undefined && { TransitiveTagKeys: more.transitive }),
      ...(more.externalId !== undefined && { ExternalId: more.externalId }),
    }),
  );
  return Credentials?.AccessKeyId ?? '';
}

/** Name and message of what a promise is rejected with. */
export async function saidOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return String(error);
  }
  return 'no error';
}
