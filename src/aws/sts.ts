import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Run } from './runner.ts';
import type { StsGateway } from './types.ts';

export function createStsGateway(run: Run): StsGateway {
  return {
    async account(place) {
      const { Account = '', Arn = '' } = await run({
        service: 'sts',
        operation: 'GetCallerIdentity',
        target: place ?? 'payer',
        send: (client) => client.send(new GetCallerIdentityCommand({})),
      });
      return { accountId: Account, arn: Arn };
    },
  };
}
