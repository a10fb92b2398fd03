import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { AwsError } from './errors.ts';
import type { Run } from './runner.ts';
import type { StsGateway } from './types.ts';

const service = 'sts';

export function createStsGateway(run: Run): StsGateway {
  return {
    async account(place) {
      const { Account = '', Arn = '' } = await run({
        service,
        operation: 'GetCallerIdentity',
        target: place ?? 'payer',
        send: (client) => client.send(new GetCallerIdentityCommand({})),
      });
      return { accountId: Account, arn: Arn };
    },

    async assume({ roleArn, externalId, name, tags, policy }, place) {
      const operation = 'AssumeRole';
      const { Credentials: given } = await run({
        service,
        operation,
        target: place ?? 'payer',
        send: (client) =>
          client.send(
            new AssumeRoleCommand({
              RoleArn: roleArn,
              RoleSessionName: name,
              Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
              ...(externalId ? { ExternalId: externalId } : {}),
              ...(policy === undefined ? {} : { Policy: policy }),
            }),
          ),
      });
      const { AccessKeyId, SecretAccessKey, SessionToken } = given ?? {};
      if (!AccessKeyId || !SecretAccessKey || !SessionToken)
        throw new AwsError('other', { service, operation }, 'NoCredentials', 'AWS gave no credentials');
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    },
  };
}
